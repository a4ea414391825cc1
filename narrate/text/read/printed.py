"""Books without a library's frame to plain text: chapters, drop capitals, numbers beside verses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.read.marks import worded_lines

_CHAPTER = re.compile(
    r"\n[ \t]*\n[ \t_*]*(?:chapter|book|part|canto|letter|volume)\s+"
    r"(?:[ivxlc]{1,7}|\d{1,3}|one|two|three|the first|first)\b[^\n]{0,70}(?=\n)",
    re.IGNORECASE,
)
_FEWEST_CHAPTERS = 2
_CLOCK = re.compile(r"\n\W?\d{1,2}:\d\d\b")  # a transcript's, which may have chapters too
_DROP_CAPITAL = re.compile(r"([A-Z]) {2,12}(?=([A-Z’']{1,12}|[a-z]{2,14})\b)")
_WORDS_THEMSELVES = frozenset("AIO")
_VERSE_NUMBER = re.compile(r"(?<=\S)\s{6,}(\d{1,4})$")
_FEWEST_NUMBERS = 3


def is_printed(text: str) -> bool:
    """Tell whether a text is a book by the headings of its chapters."""
    found = _CHAPTER.finditer(text)
    return sum(1 for _ in zip(range(_FEWEST_CHAPTERS), found, strict=False)) == (
        _FEWEST_CHAPTERS
    ) and not _CLOCK.search(text)


def join_drop_capitals(lines: Lines) -> tuple[Lines, Drops]:
    """Close the gap that a large first letter leaves: `T     HE letter`."""
    return lines.edited(_joined(lines)), Drops()


def _joined(lines: Lines) -> Iterator[tuple[int, Line]]:
    for n, text in enumerate(lines.texts):
        if text[1:3] != "  " or not (found := _DROP_CAPITAL.match(text)):
            continue
        if found[1] in _WORDS_THEMSELVES and found[2].islower():
            continue  # "A     man" may be two words
        yield n, replace(lines[n], text=found[1] + text[found.end() :])


def take_verse_numbers(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the numbers that stand far behind some verses and count upwards."""
    worded = ((n, lines.texts[n]) for n in lines.fact(worded_lines))
    rows = ((n, text) for n, text in worded if text[-1].isdecimal())
    found = [(n, match) for n, text in rows if (match := _VERSE_NUMBER.search(text))]
    drops = Drops()
    rising = all(int(a[1]) < int(b[1]) for (_, a), (_, b) in pairwise(found))
    if len(found) < _FEWEST_NUMBERS or not rising:
        return lines, drops
    for n, match in found:
        drops.add(lines[n], match[1], "line number")
    kept = ((n, replace(lines[n], text=match.string[: match.start()])) for n, match in found)
    return lines.edited(kept), drops
