"""SubRip, SBV and WebVTT captions to lines: cue times are kept, everything else becomes drops.

https://www.w3.org/TR/webvtt1/ defines WebVTT; SubRip and YouTube's SBV have no standard.
Files in the wild break all three, so lines are taken as they come: whatever stands between two
timing lines and is not a number, a comment or a style is speech. Some have blank lines between
all rows, timing lines that lost an end, or a last one that was cut off.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows, strip_controls
from narrate.text.read.marks import clock_seconds

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?"
_SETTINGS = r"(?:\s+\w+:[\w.,%+-]+)*"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*-{{1,2}}>\s*({_CLOCK}){_SETTINGS}(?:\s+(?P<said>\S.*))?\s*")
_HALF_TIMING = re.compile(rf"\s*({_CLOCK})?\s*-{{1,2}}>\s*(?:({_CLOCK})|[\d:.,]{{0,12}})\s*")
_CUT_OFF = re.compile(r"\d{1,3}:[\d:.,]{1,12}\s*-{0,2}")  # the last row of a file
_LONGEST_NUMBER = 10  # digits of a cue's number
_PAIR = re.compile(r"\s*(\d+:\d\d:\d\d\.\d{3}),(\d+:\d\d:\d\d\.\d{3})\s*")  # of SBV
_TAG = re.compile(
    r"<r[tp]>[^<>\n]{0,80}</r[tp]>|</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{3,12}>"
    r"|\{(?:\\|[a-zA-Z]:)[^{}\n]{0,100}\}|</>|\[br\]"
)
_BREAK = re.compile(r"\[br\]|<br ?/?>", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^<>\n]{1,80})>")
_NAMED_CUE = re.compile(r'\d+ "([^"]{1,80})" \(\d+\)')  # of Webex
_BLOCKS = {"NOTE": "comment", "STYLE": "style", "REGION": "style"}
_LANGUAGE = re.compile(r"^Language:\s*([a-zA-Z]{2,3}(?:-\w{2,8})?)\s*$", re.MULTILINE)


@dataclass(slots=True)
class _Reading:
    """Where the reader is in the file."""

    start_s: float | None = None
    end_s: float | None = None
    speaker: str = ""  # whose voice the cue began, until it ends
    named: str = ""  # who speaks in the cue that follows, by its name
    counted: int = 0  # the last cue's number
    unopened: str = ""  # the reason why what stands above the first cue is dropped
    skipping: str = ""  # the reason why lines are dropped up to the next blank one
    lines: Lines = field(default_factory=Lines)
    drops: Drops = field(default_factory=Drops)

    def drop(self, number: int, text: str, reason: str) -> None:
        """Note what of a line is not speech."""
        self.drops.add(Line(number, ""), _plain(text), reason)


class _Row(NamedTuple):
    """A row that is not blank, and what is around it."""

    number: int
    text: str
    apart: bool  # a blank row stands above it
    below: str  # the next row that is not blank
    gap_below: bool  # blank rows stand between them


def is_captions(text: str) -> bool:
    """Tell whether a text is SubRip or WebVTT: it holds timing lines with an arrow."""
    if "->" in text and any(_TIMING.fullmatch(row) for row in text[:20_000].split("\n")):
        return True
    return any(_PAIR.fullmatch(row) for row in text[:2_000].split("\n"))


def read_captions(text: str) -> Transcript:
    """Read captions; every line of a cue is a line with the cue's times."""
    form = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    header = "header" if form == "vtt" else ""
    reading = _Reading(unopened=header, skipping=header)
    for row in _rows(text):
        _read_row(reading, row)
    named = _LANGUAGE.search(text[:500]) if form == "vtt" else None
    info = EpisodeInfo(language=named.group(1) if named else "")
    return Transcript(reading.lines, reading.drops, info, form)


def _rows(text: str) -> Iterator[_Row]:
    before: tuple[int, str, bool] | None = None
    blank = True
    for number, raw in enumerate(iterate_rows(text), start=1):
        row = raw.strip()
        if row:
            if before:
                yield _Row(*before, row, blank)
            before, blank = (number, row, blank), False
        else:
            blank = True
    if before:
        yield _Row(*before, "", gap_below=True)


def _read_row(reading: _Reading, row: _Row) -> None:
    timing = _timing(row.text)
    below = row.apart and bool(reading.drops)  # not above the header
    if below:
        reading.skipping = _BLOCKS.get(row.text.split()[0], reading.unopened)
    if timing:
        _open_cue(reading, row, timing)
    elif reading.skipping and not (below and _is_cue_name(reading, row)):
        reading.drop(row.number, row.text, reading.skipping)
    elif _is_cue_name(reading, row):
        named = _NAMED_CUE.fullmatch(row.text)
        reading.named = _plain(named.group(1)) if named else ""
        reading.counted = int(row.text) if _is_number(row.text) else 0
        reading.drop(row.number, row.text, "cue number")
    elif row.apart and not row.below and _CUT_OFF.fullmatch(row.text):
        reading.drop(row.number, row.text, "cue time")
    else:
        _read_speech(reading, row.number, row.text)


def _timing(row: str) -> re.Match[str] | None:
    if "-" in row or ">" in row:
        return _TIMING.fullmatch(row) or _HALF_TIMING.fullmatch(row)
    return _PAIR.fullmatch(row)


def _open_cue(reading: _Reading, row: _Row, timing: re.Match[str]) -> None:
    start, end = timing.groups()[:2]
    reading.start_s = clock_seconds(start) if start else None
    reading.end_s = clock_seconds(end) if end else None
    reading.speaker, reading.named = reading.named, ""
    reading.skipping = reading.unopened = ""
    said = timing.groupdict().get("said") or ""
    reading.drop(row.number, row.text.removesuffix(said).rstrip(), "cue time")
    if said:  # on the row of its times
        _read_speech(reading, row.number, said)


def _is_cue_name(reading: _Reading, row: _Row) -> bool:
    """Tell whether a row is the cue's name rather than speech: it stands above a timing line.

    Where an editor lost that line, or set blank ones between all, a number may count on.
    """
    number = _is_number(row.text)
    if _timing(row.below):
        return row.apart or number if not row.gap_below else row.apart and number
    return row.apart and number and 0 < reading.counted == int(row.text) - 1


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < _LONGEST_NUMBER


def _read_speech(reading: _Reading, number: int, row: str) -> None:
    voice = _VOICE.search(row)
    if voice:
        reading.speaker = _plain(voice.group(1))
    for tag in _TAG.findall(row):
        reading.drop(number, tag, "tag")
    spoken = _plain(_TAG.sub("", _BREAK.sub(" ", row)))
    if spoken:
        reading.lines.add(Line(number, spoken, reading.speaker, reading.start_s, reading.end_s))
    if "</v>" in row:
        reading.speaker = ""


def _plain(text: str) -> str:
    return strip_controls(html.unescape(text)).strip()
