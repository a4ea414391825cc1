"""Columns of times in writings of their own to lines that know when they are spoken.

Beside `0:12 Words`, which any line may open with, whole texts have times in seconds
(`[371.14 --> 373.16]  Words`, as Whisper's kin print them), times with a bar or a sign behind
them (`00:00:02.580 | Words`), and times that a page glued to the words (`00:12Words`). Only where
most lines have one, and they count upwards, are they a column of times.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress, pairwise

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.read.marks import clock_seconds, lone_times

_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
_SECONDS = r"\d{1,6}(?:\.\d{1,6})?"
_WRITINGS = (
    re.compile(
        rf"[\[(]\s*(?P<start>{_SECONDS})\s?s?\s*(?:-+>|[-–—]|to)"
        rf"\s*(?P<end>{_SECONDS})\s?s?\s*[\])][ :\t]*"
    ),
    re.compile(r"(?P<start>\d{1,6}[.,]\d{1,6})\t(?P<end>\d{1,6}[.,]\d{1,6})\t"),  # of Audacity
    re.compile(
        rf"[\[(]?(?P<start>{_CLOCK})[\])]?(?:\s*-+>\s*(?P<end>{_CLOCK}))?"
        r"(?:\s*[|│¦►▶◼■●•·→~]+)+\s*"
    ),
    re.compile(r"(?P<start>\d{1,2}:[0-5]\d(?::[0-5]\d)?)(?P<end>)(?=[^\s:.,\])–—-]|\.{3})"),
)
_TIMED = re.compile(rf"(?:[\[(]{_CLOCK}[\])]|{_CLOCK})\s+\S")
_LEAD = 40  # characters
_LED = re.compile(
    rf"(?P<lead>[A-Z][a-z]+(?: [a-z]+){{1,4}}):? (?P<start>{_CLOCK})(?P<end>)(?:\s+|$)"
)
_OPENS = re.compile(r"[\d\[(]")
_FEWEST_LEADS = 3
_FEWEST_TIMES = 5
_LEAST_SHARE = 0.7  # of the lines from the first to the last time
_LEAST_RISING = 0.9  # of the times are not before the one above


def is_timed(text: str) -> bool:
    """Tell whether speech stands behind a time in brackets, as it does below a name."""
    return _TIMED.match(text) is not None


def take_clocks(lines: Lines) -> tuple[Lines, Drops]:
    """Take a column of times off its lines; other lines come back as they are."""
    drops = Drops()
    starts = array("i", _starts(lines))
    for writing in _WRITINGS if len(starts) >= _FEWEST_TIMES else ():
        found = _column(lines.texts, starts, writing)
        if found:
            return lines.edited(_timed(lines, found, drops)), drops
    found = _led(lines.texts)
    return lines.edited(_timed(lines, found, drops)), drops


def _led(texts: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    """Return the lines that open with the same words before a time, as "Starting at 0:12" does."""
    clocked = ((n, text) for n, text in enumerate(texts) if ":" in text[:_LEAD])
    found = [(n, match) for n, text in clocked if (match := _LED.match(text))]
    leads = Counter(match["lead"] for _, match in found)
    found = [(n, match) for n, match in found if leads[match["lead"]] >= _FEWEST_LEADS]
    times = [clock_seconds(match["start"]) for _, match in found]
    return found if all(x < y for x, y in pairwise(times)) else []


def _starts(lines: Lines) -> Iterator[int]:
    """Yield the lines that may open with such a time: bare ones that stand alone do not."""
    places, seconds = lines.fact(lone_times)
    bare = compress(places, (time_s >= 0 for time_s in seconds))
    following = next(bare, -1)
    for n in opening_with(lines, _OPENS):
        if n == following:
            following = next(bare, -1)
        else:
            yield n


def _column(
    texts: Sequence[str], starts: Sequence[int], writing: re.Pattern[str]
) -> list[tuple[int, re.Match[str]]]:
    """Return the lines that open with a time written in this way, if they make a column."""
    found = [(n, match) for n in starts if (match := writing.match(texts[n]))]
    if len(found) < _FEWEST_TIMES:
        return []
    share = len(found) / (found[-1][0] - found[0][0] + 1)
    times = [clock_seconds(match["start"]) for _, match in found]
    rising = sum(x <= y for x, y in pairwise(times))
    return found if share >= _LEAST_SHARE and rising >= _LEAST_RISING * (len(times) - 1) else []


def _timed(
    lines: Lines, found: Sequence[tuple[int, re.Match[str]]], drops: Drops
) -> Iterator[tuple[int, Line | None]]:
    for n, match in found:
        line = lines[n]
        drops.add(line, match.group().strip(), "time")
        text = line.text[match.end() :]
        times = [clock_seconds(match[of]) if match[of] else None for of in ("start", "end")]
        yield n, replace(line, text=text, start_s=times[0], end_s=times[1]) if text else None
