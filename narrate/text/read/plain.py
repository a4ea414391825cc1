"""Plain text of no known layout to a transcript: every line is what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.model import Transcript
from narrate.text.columns import Lines
from narrate.text.read.decode import iterate_rows

_ENDLESS = 4000  # characters
_GAPS = (
    re.compile(r"(?<=[a-zа-яα-ω]) (?=[a-zа-яα-ω])"),
    re.compile(r"(?<=\w) (?=[^\W\d])"),
    re.compile(r"(?<=[。，、])(?=[\u3041-\u30ff\u4e00-\u9fff])"),
)


def read_plain(text: str) -> Transcript:
    """Read a text line by line; blank lines become `after_blank` of the next line."""
    lines = Lines()
    blank = False
    for number, raw in enumerate(iterate_rows(text), start=1):
        line = raw.strip()
        for column, piece in cut_endless(line) if len(line) > _ENDLESS else ((0, line),):
            if piece:
                lines.add_plain(number, piece, column, blank=blank)
            blank = not piece
    return Transcript(lines)


def cut_endless(line: str) -> Iterator[tuple[int, str]]:
    """Cut a line of more than a book's page between words, so that work on lines stays small.

    The words on both sides of a cut begin and end with small letters where there are any: a
    piece never opens with what would be a name, a number or a heading at the start of a line.
    Each piece comes with the number of characters before it.
    """
    start = looked = 0
    while len(line) - max(start, looked) > _ENDLESS:
        looked = max(start, looked) + _ENDLESS
        reach = looked + _ENDLESS
        gaps = (pattern.search(line, looked, reach) for pattern in _GAPS)
        gap = next((gap for gap in gaps if gap), None)
        if gap:
            yield start, line[start : gap.start()]
            start = gap.end()
    if start < len(line):
        yield start, line[start:]
