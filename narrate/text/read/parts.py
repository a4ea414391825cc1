"""The list of chapters that a page or a video's description puts above a transcript.

`0:00 Intro`, `1:15 Where bees sleep`, … is not spoken; it says where the chapters of the recording
begin, and what they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from narrate.model import Line, Part
from narrate.text.columns import Drops, Lines
from narrate.text.read.marks import clock_seconds

_CLOCK = r"\d{1,2}:[0-5]?\d(?::[0-5]\d)?"
_PART = re.compile(
    rf"[^\w\"'“(\[]*[\[(]?(?P<first>{_CLOCK})[\])]?\s*(?:[-–—:|•.]\s*)?(?P<title>[^\s\d:.,].{{1,99}})"
    rf"|(?P<before>\S.{{1,99}}?)\s*(?:[-–—:|•]\s*)?[\[(]?(?P<last>{_CLOCK})[\])]?"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3
_FIRST_LINES = 150
_LATEST_FIRST_S = 30.0  # video sites ask for a first chapter at 0:00
_MOST_WORDS_A_SECOND = 0.4  # of a title and the time up to the next: speech has five times as many


def list_parts(lines: Lines) -> dict[int, Part]:
    """Return the lines that list chapters, with the chapters; none if they may be speech."""
    texts = lines.texts[:_FIRST_LINES]
    parts = {n: part for n, text in enumerate(texts) if (part := _part(text))}
    run: dict[int, Part] = {}
    for n, part in parts.items():
        if run and n - 1 in run and part.start_s > run[n - 1].start_s:
            run[n] = part
        elif _is_list(run, lines):
            break
        else:
            run = {n: part} if part.start_s <= _LATEST_FIRST_S else {}
    return run if _is_list(run, lines) else {}


def take_parts(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the lines that list chapters; their titles are headings where they stand again."""
    drops = Drops()
    return lines.edited(_unlisted(lines, drops)), drops


def open_parts(lines: Lines, parts: Sequence[Part]) -> Lines:
    """Let a paragraph begin where each of the listed chapters does."""
    return lines.edited(_opened(lines, parts)) if parts else lines


def _part(text: str) -> Part | None:
    found = _PART.fullmatch(text) if ":" in text and len(text) < 120 else None
    if not found:
        return None
    start_s = clock_seconds(found["first"] or found["last"])
    return Part((found["title"] or found["before"]).strip(" -–—:|•"), start_s)


def _is_list(run: dict[int, Part], lines: Lines) -> bool:
    """Tell whether titles that stand below each other are too short for the time they take."""
    if len(run) < _FEWEST:
        return False
    rates = [
        len(part.title.split()) / (after.start_s - part.start_s)
        for part, after in pairwise(run.values())
    ]
    below = lines.texts[max(run) + 1 :]
    words = sum(len(part.title.split()) for part in run.values())
    more = sum(text.count(" ") + 1 for text in below) > 2 * words
    return median(rates) < _MOST_WORDS_A_SECOND and more and not _goes_on(run, below)


def _goes_on(run: dict[int, Part], below: Sequence[str]) -> bool:
    """Tell whether the times go on below: then the list is the start of a transcript."""
    last_s = run[max(run)].start_s
    later = (re.match(rf"[\[(]?({_CLOCK})", text) for text in below)
    first = next((found for found in later if found), None)
    return first is not None and clock_seconds(first.group(1)) > last_s


def _unlisted(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    listed = list_parts(lines)
    for n in listed:
        drops.add(lines[n], lines.texts[n], "list of chapters")
        yield n, None
    titles = {_plain(part.title): part for part in listed.values()}
    for n in range(max(listed, default=len(lines)) + 1, len(lines)):
        part = _part(lines.texts[n]) or Part(lines.texts[n], 0.0)
        if _plain(part.title) in titles:
            yield n, _heading(lines[n], part.title, drops)


def _plain(title: str) -> str:
    """Return a title without its number and its marks."""
    return " ".join(_WORD.findall(_NUMBER.sub("", title))).lower()


def _heading(line: Line, title: str, drops: Drops) -> Line:
    """Return the heading of a chapter, without the time beside it."""
    before, _, after = line.text.partition(title)
    for aside in (before, after):
        if aside.strip():
            drops.add(line, aside.strip(), "time")
    return replace(line, text=title, heading=2, after_blank=True)


def _opened(lines: Lines, parts: Sequence[Part]) -> Iterator[tuple[int, Line | None]]:
    left = list(parts)
    for n in range(len(lines)):
        start_s = lines.times(n)[0]
        if start_s is None or not left or start_s < left[0].start_s - 0.5:
            continue
        while left and start_s >= left[0].start_s - 0.5:
            left.pop(0)
        yield n, replace(lines[n], opens=True, after_blank=True)
