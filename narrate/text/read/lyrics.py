"""LRC, lines of a song or of speech each behind its time, to lines.

Tags such as `[ti:Title]` stand above them; extended files have a time before each word, too. The
format has no standard: https://en.wikipedia.org/wiki/LRC_(file_format) tells what players read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows
from narrate.text.read.marks import clock_seconds

_TAG = re.compile(
    r"\[(ti|ar|al|au|lr|by|re|tool|ve|length|offset|la|encoding):([^\[\]\n]*)\]", re.I
)
_TIMES = re.compile(r"\s*(?:\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\]\s*)+")
_CLOCK = re.compile(r"\d{1,3}:\d\d(?:[.:]\d{1,3})?")
_WORD_TIME = re.compile(r"<\d{1,3}:\d\d(?:[.:]\d{1,3})?>")
_MS = re.compile(r"[+-]?\d{1,7}")
_LOOKED_AT = 4000  # characters
_LEAST_SHARE, _FEWEST_ROWS = 0.8, 3


def is_lyrics(text: str) -> bool:
    """Tell whether a text has a tag of LRC or times of words, and nearly all rows are timed."""
    rows = [row.strip() for row in text[:_LOOKED_AT].split("\n") if row.strip()]
    if len(rows) < _FEWEST_ROWS or not (_TAG.fullmatch(rows[0]) or _WORD_TIME.search(rows[-1])):
        return False
    known = sum(bool(_TAG.fullmatch(row) or _TIMES.match(row)) for row in rows)
    return known >= _LEAST_SHARE * len(rows)


def read_lyrics(text: str) -> Transcript:
    """Read such a file; what is sung at several times is a line at the first place it stands."""
    told = {tag.group(1).lower(): tag.group(2).strip() for tag in _TAG.finditer(text)}
    info = EpisodeInfo(told.get("ti", ""), told.get("ar", ""), told.get("al", ""))
    early = told.get("offset", "")  # ms by which the words come sooner
    early_s = int(early) / 1000 if _MS.fullmatch(early) else 0.0
    drops = Drops()
    return Transcript(Lines(_lines(text, early_s, drops)), drops, info, "lrc")


def _lines(text: str, early_s: float, drops: Drops) -> Iterator[Line]:
    blank = False
    for number, raw in enumerate(iterate_rows(text), start=1):
        row, place, start_s = raw.strip(), Line(number, ""), None
        if _TAG.fullmatch(row):
            drops.add(place, row, "header")
            continue
        if times := _TIMES.match(row):
            drops.add(place, times.group().strip(), "time")
            first = min(clock_seconds(_dotted(clock)) for clock in _CLOCK.findall(times.group()))
            start_s, row = max(0.0, first - early_s), row[times.end() :]
        for time in _WORD_TIME.findall(row):
            drops.add(place, time, "time")
        said = " ".join(_WORD_TIME.sub("", row).split())
        if said:
            yield Line(number, said, "", start_s, after_blank=blank)
        blank = not said


def _dotted(clock: str) -> str:
    """Return `01:02.50` for `01:02:50`, as some programs write hundredths."""
    minutes, _, rest = clock.partition(":")
    return f"{minutes}:{rest.replace(':', '.')}"
