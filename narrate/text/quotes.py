"""A paragraph to what is quoted in it and what is not.

The quotation marks of most languages are known; a quote may run over several sentences. What is
not closed in its paragraph is no quote, and neither are a word or two in quotes ("so-called"),
unless they are an exclamation of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSING = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«»",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    '"': '"',
}
_OPENS_AFTER = re.compile(r"(^|[\s(\[—–:/-]|[“„«‘‚])$")  # what may stand before an opening mark
_APOSTROPHES = "‘’"  # close a quote only where no letter follows
_SCARE_WORDS = 2
_SAID = re.compile(r"[.!?…]\W*$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph, without the space around it."""

    text: str
    quoted: bool


def split_quotes(text: str) -> tuple[Stretch, ...]:
    """Cut a paragraph where a quote begins or ends; every word of it is kept, in order."""
    parts: list[Stretch] = []
    at = 0
    for start, end in _quotes(text):
        parts += [Stretch(text[at:start].strip(), False), Stretch(text[start:end].strip(), True)]
        at = end
    parts.append(Stretch(text[at:].strip(), False))
    return tuple(part for part in parts if part.text)


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        end = _closing(text, at) if text[at] in _CLOSING else 0
        if end and _is_speech(text[at:end]):
            yield at, _with_stop(text, end)
        at = end or at + 1


def _closing(text: str, start: int) -> int:
    """Return the place behind the mark that closes a quote, or 0 if there is none."""
    mark = text[start]
    wide = mark in "「『"
    before = text[max(0, start - 1) : start]
    if (not wide and not _OPENS_AFTER.search(before)) or text[start + 1 : start + 2].isspace():
        return 0
    depth = 0
    for at in range(start + 1, len(text)):
        sign = text[at]
        if sign in _CLOSING[mark] and not (
            sign in _APOSTROPHES and text[at + 1 : at + 2].isalnum()
        ):
            if not depth:
                return at + 1
            depth -= 1
        elif sign == mark and sign not in _APOSTROPHES:
            depth += 1
    return 0


def _is_speech(quote: str) -> bool:
    inside = quote[1:-1]
    wide = len(_UNSPACED.findall(inside)) > 2 * _SCARE_WORDS
    return wide or len(inside.split()) > _SCARE_WORDS or bool(_SAID.search(inside))


def _with_stop(text: str, end: int) -> int:
    """Take along the stop behind a closing mark: the narrator cannot say it alone."""
    while end < len(text) and text[end] in ".,;:!?…":
        end += 1
    return end
