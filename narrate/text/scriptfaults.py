"""What went wrong where a person edited script.md, to one line that says where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches

from narrate.errors import InputError
from narrate.model import Drop, EpisodeInfo

_UNCLOSED = re.compile(r"---[ \t]*\n(?:[\w'*][^\n]*:.*\n| .*\n)*?(?:narrate|voices|title):")
_KEYS = (*(field.name for field in fields(EpisodeInfo)), "voices", "announce", "narrate", "digest")


def check_form(text: str, name: str, front: Mapping[str, object], drops: Sequence[Drop]) -> None:
    """Raise InputError, with its line, for what would silently be spoken or lost.

    That is front matter without its second `---`, a note without its `-->`, and, in a script of
    ours, a key that is one of ours but for a slip.
    """
    if not front and _UNCLOSED.match(text):
        raise InputError(
            f"{name}, line 1: front matter: it has no end; write --- on a line below it"
        )
    for drop in drops:
        if drop.text.startswith("<!--") and "-->" not in drop.text:
            raise InputError(
                f"{name}, line {drop.line}: a note is never closed; write --> behind it"
            )
    if "narrate" in front:
        _check_keys(text, name, front)


def _check_keys(text: str, name: str, keys: Iterable[str]) -> None:
    for key in keys:
        meant = get_close_matches(key, _KEYS, n=1, cutoff=0.8)
        if key not in _KEYS and meant:
            rows = enumerate(text.split("\n"), start=1)
            line = next((n for n, row in rows if row.startswith(key)), 1)
            raise InputError(
                f"{name}, line {line}: front matter: {key!r} is no key; write {meant[0]}"
            )
