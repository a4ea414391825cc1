"""JSON to its tokens, each with its place; nothing of it is built, however large it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u.{4}|\\.")
_BYTES = re.compile(r"(?<!\\)(?:\\u00[89a-fA-F][\da-fA-F]){2,}")  # of UTF-8, as Facebook has them
_GAP = re.compile(r"\s*")
_DECODER = json.JSONDecoder(object_pairs_hook=lambda _: None, strict=False)
_LONGEST_VALUE = 20  # characters of a number or word at which a file may be cut off
KEY, VALUE = "key", "value"

Token = tuple[int, int, str]  # start, end, and KEY, VALUE or one of the signs `{}[],:`


def is_json(text: str) -> bool:
    """Tell whether a text is JSON, not nested beyond what can be read.

    It may be several objects, one behind the other, or a file that was cut off near its end.
    """
    place = _GAP.match(text).end()  # type: ignore[union-attr]  # it matches everywhere
    try:
        while place < len(text):
            if text[place] not in "{[":
                return False
            _, place = _DECODER.raw_decode(text, place)
            place = _GAP.match(text, place).end()  # type: ignore[union-attr]
    except json.JSONDecodeError as error:
        return _is_cut_off(error, text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_cut_off(error: json.JSONDecodeError, text: str) -> bool:
    """Tell whether all of a text is JSON but that it ends within a value."""
    whole = text.rstrip()
    cut_at = len(whole) - (0 if whole[-1] in "}]" else _LONGEST_VALUE)
    return "}" in text and (error.pos >= cut_at or error.msg.startswith("Unterminated string"))


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
                del inside[-1:]
            expects_key = sign in "{," and inside[-1:] == ["{"]
            yield start, end, sign
        else:
            yield start, end, KEY if expects_key else VALUE
            expects_key = False


def read_string(written: str) -> str:
    """Return what a JSON string stands for, and a number or word as it is written."""
    if written[0] != '"':
        return written
    if (end := string_end(written)) != '"':
        return unescape(written[1 : len(written) - len(end)])
    if "\\" not in written:
        return written[1:-1]
    return str(json.loads(_BYTES.sub(_decoded, written), strict=False))


def string_end(written: str) -> str:
    """Return what stands behind the characters of a JSON string: a quote, if it is not cut off."""
    if len(written) > 1 and written[-1] == '"' and _is_even(written, len(written) - 1):
        return '"'
    return "" if _is_even(written, len(written)) else "\\"


def _is_even(written: str, end: int) -> bool:
    """Tell whether an even number of backslashes stands before a place."""
    return written[end - 1] != "\\" or (end - len(written[:end].rstrip("\\"))) % 2 == 0


def unescape(written: str) -> str:
    """Return a piece of JSON with every escape as the character that it stands for."""
    return _ESCAPE.sub(_unescaped, _BYTES.sub(_decoded, written))


def _decoded(found: re.Match[str]) -> str:
    """Return the characters that a run of escapes was before each byte became one."""
    try:
        return bytes.fromhex(found[0].replace("\\u00", "")).decode()
    except UnicodeDecodeError:
        return found[0]


def _unescaped(found: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{found.group()}"', strict=False))
    except ValueError:
        return found.group()
