"""Subtitles that set one cue on a row, MicroDVD, MPL2, TMPlayer and Spruce (STL), to lines.

MicroDVD counts frames (`{10}{60}Words|more`), MPL2 tenths of a second (`[10][60]Words`), TMPlayer
only says when (`00:00:01:Words`), Spruce has frames behind the seconds
(`00:00:01:00 , 00:00:02:12 , Words`); a bar breaks a line in all of them. A library such as pysubs2
(https://pysubs2.readthedocs.io) reads them too, but does not tell on which row a cue stands,
which the ledger must; the rate where a file names none is the one that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from narrate.model import Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows
from narrate.text.read.marks import clock_seconds

_FRAMES = re.compile(r"\{(\d{1,8})\}\{(\d{0,8})\}")
_TENTHS = re.compile(r"\[(\d{1,8})\]\[(\d{0,8})\]")
_CLOCK = re.compile(r"(\d{1,2}:\d\d:\d\d)()[:=](?=[^\s\d])")
_SPRUCE = re.compile(r"(\d\d:\d\d:\d\d[:;.]\d\d)\s*,\s*(\d\d:\d\d:\d\d[:;.]\d\d)\s*,\s*")
_SETTING = re.compile(r"\$\w+\s*=.*|//.*")  # of Spruce
_RATE = re.compile(r"\{[01]\}\{[01]\}(\d{2,3}(?:\.\d{1,3})?)")
_USUAL_RATE = 23.976  # frames a second
_SIGN = re.compile(r"\^[BIU]|\{[a-zA-Z]:[^{}]{0,60}\}|(?<![^|])/(?=\S)|\|")
_LEAST_SHARE = 0.9  # of the rows
_FEWEST_ROWS = 3
_LOOKED_AT = 4000  # characters


def is_framed(text: str) -> bool:
    """Tell whether nearly all rows of a text open as those of one such player do."""
    return text.lstrip()[:1] in tuple("{[0123456789$/") and _writing(text) is not None


def read_framed(text: str) -> Transcript:
    """Read such subtitles; each line of a cue is a line with the cue's times."""
    drops = Drops()
    writing = _writing(text) or _CLOCK
    return Transcript(Lines(_lines(text, writing, drops)), drops, form="subtitles")


def _writing(text: str) -> re.Pattern[str] | None:
    rows = [row.strip() for row in text[:_LOOKED_AT].split("\n")]
    rows = [row for row in rows if row and not _SETTING.fullmatch(row)]
    for writing in (_FRAMES, _TENTHS, _SPRUCE, _CLOCK):
        opened = sum(bool(writing.match(row)) for row in rows)
        if opened >= max(_FEWEST_ROWS, _LEAST_SHARE * len(rows)):
            return writing
    return None


def _lines(text: str, writing: re.Pattern[str], drops: Drops) -> Iterator[Line]:
    seconds = _clock(text, writing)
    start_s: float | None = None
    end_s: float | None = None
    for number, raw in enumerate(iterate_rows(text), start=1):
        row = raw.strip()
        place = Line(number, "")
        header = _RATE if writing is _FRAMES else _SETTING if writing is _SPRUCE else None
        if header and header.fullmatch(row):
            drops.add(place, row, "header")
            continue
        opened = writing.match(row)
        if opened:
            drops.add(place, opened.group(), "cue time")
            start_s = seconds(opened.group(1))
            end_s = seconds(opened.group(2)) if opened.group(2) else None
            row = row[opened.end() :]
        for sign in _SIGN.findall(row):
            drops.add(place, sign, "tag")
        rows = _SIGN.sub(lambda sign: "|" * (sign.group() == "|"), row).split("|")
        for said in filter(None, (" ".join(piece.split()) for piece in rows)):
            yield Line(number, said, "", start_s, end_s)


def _clock(text: str, writing: re.Pattern[str]) -> Callable[[str], float]:
    """Return what turns a cue's times into seconds."""
    if writing in (_CLOCK, _SPRUCE):
        return clock_seconds
    named = _RATE.match(text.lstrip())
    rate = 10.0 if writing is _TENTHS else float(named.group(1)) if named else _USUAL_RATE
    return lambda counted: int(counted) / (rate or _USUAL_RATE)
