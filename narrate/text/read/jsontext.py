"""JSON to its tokens, each with its place; nothing of it is built, however large it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u.{4}|\\.")
KEY, VALUE = "key", "value"

Token = tuple[int, int, str]  # start, end, and KEY, VALUE or one of the signs `{}[],:`


def is_json(text: str) -> bool:
    """Tell whether a whole text is JSON, and not nested beyond what can be read."""
    try:
        json.loads(text, object_pairs_hook=lambda _: None, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def iterate_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text that is JSON, in order."""
    inside: list[str] = []
    expects_key = False
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        sign = text[start]
        if sign in "{}[],:":
            if sign in "{[":
                inside.append(sign)
            elif sign in "}]":
                inside.pop()
            expects_key = sign in "{," and inside[-1] == "{"
            yield start, end, sign
        else:
            yield start, end, KEY if expects_key else VALUE
            expects_key = False


def read_string(written: str) -> str:
    """Return what a JSON string stands for, and a number or word as it is written."""
    if written[0] != '"':
        return written
    return str(json.loads(written, strict=False)) if "\\" in written else written[1:-1]


def unescape(written: str) -> str:
    """Return a piece of JSON with every escape as the character that it stands for."""
    return _ESCAPE.sub(_unescaped, written)


def _unescaped(found: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{found.group()}"', strict=False))
    except ValueError:
        return found.group()
