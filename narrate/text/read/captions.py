"""SubRip, SBV and WebVTT captions to lines: cue times are kept, everything else becomes drops.

https://www.w3.org/TR/webvtt1/ defines WebVTT; SubRip and YouTube's SBV have no standard.
Files in the wild break all three, so lines are taken as they come: whatever stands between two
timing lines and is not a number, a comment or a style is speech.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import chain, pairwise

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows, strip_controls
from narrate.text.read.marks import clock_seconds

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*-{{1,2}}>\s*({_CLOCK})(?:\s.*)?")
_PAIR = re.compile(r"\s*(\d+:\d\d:\d\d\.\d{3}),(\d+:\d\d:\d\d\.\d{3})\s*")  # of SBV
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{3,12}>|\{\\[^{}\n]{0,100}\}|</>|\[br\]")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^<>\n]{1,80})>")
_BLOCKS = {"NOTE": "comment", "STYLE": "style", "REGION": "style"}
_LANGUAGE = re.compile(r"^Language:\s*([a-zA-Z]{2,3}(?:-\w{2,8})?)\s*$", re.MULTILINE)
_DASH = re.compile(r"[-–—]\s*(?=\S)")


@dataclass(slots=True)
class _Reading:
    """Where the reader is in the file."""

    start_s: float | None = None
    end_s: float | None = None
    blank: bool = True
    skipping: str = "header"  # the reason why lines are dropped up to the next blank one
    lines: Lines = field(default_factory=Lines)
    drops: Drops = field(default_factory=Drops)

    def drop(self, number: int, text: str, reason: str) -> None:
        """Note what of a line is not speech."""
        self.drops.add(Line(number, ""), _plain(text), reason)


def is_captions(text: str) -> bool:
    """Tell whether a text is SubRip or WebVTT: it holds timing lines with an arrow."""
    if "->" in text and any(_TIMING.fullmatch(row) for row in text[:20_000].split("\n")):
        return True
    return any(_PAIR.fullmatch(row) for row in text[:2_000].split("\n"))


def read_captions(text: str) -> Transcript:
    """Read captions; every line of a cue is a line with the cue's times."""
    form = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    reading = _Reading(skipping="header" if form == "vtt" else "")
    rows = pairwise(chain(iterate_rows(text), [""]))
    for number, (row, after) in enumerate(rows, start=1):
        _read_row(reading, number, row.strip(), after)
    named = _LANGUAGE.search(text[:500]) if form == "vtt" else None
    info = EpisodeInfo(language=named.group(1) if named else "")
    return Transcript(reading.lines, reading.drops, info, form)


def _read_row(reading: _Reading, number: int, row: str, after: str) -> None:
    timing = _timing(row)
    if not row:
        reading.blank, reading.skipping = True, ""
    elif timing:
        reading.start_s, reading.end_s = map(clock_seconds, timing.groups())
        reading.blank, reading.skipping = False, ""
        reading.drop(number, row, "cue time")
    elif reading.skipping:
        reading.drop(number, row, reading.skipping)
    elif reading.blank and row.split()[0] in _BLOCKS:
        reading.skipping = _BLOCKS[row.split()[0]]
        reading.drop(number, row, reading.skipping)
    elif _timing(after) and _is_cue_name(reading, row):
        reading.drop(number, row, "cue number")
    else:
        _read_speech(reading, number, row)


def _timing(row: str) -> re.Match[str] | None:
    return _TIMING.fullmatch(row) or _PAIR.fullmatch(row)


def _is_cue_name(reading: _Reading, row: str) -> bool:
    """Tell whether the row above a timing line is the cue's name rather than speech."""
    return reading.blank or row.isdecimal()


def _read_speech(reading: _Reading, number: int, row: str) -> None:
    voice = _VOICE.search(row)
    for tag in _TAG.findall(row):
        reading.drop(number, tag, "tag")
    spoken = _TAG.sub("", row.replace("[br]", " ")).strip()
    dash = _DASH.match(spoken)
    if dash:
        reading.drop(number, dash.group(), "sign of a new speaker")
        spoken = spoken[dash.end() :]
    spoken = _plain(spoken)
    if spoken:
        speaker = _plain(voice.group(1)) if voice else ""
        times = (reading.start_s, reading.end_s)
        reading.lines.add(Line(number, spoken, speaker, *times, opens=bool(dash)))


def _plain(text: str) -> str:
    return strip_controls(html.unescape(text)).strip()
