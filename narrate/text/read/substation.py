"""SubStation Alpha subtitles (ASS, SSA) to lines, one for each line of dialogue.

The last field of a dialogue is its text, with all commas in it; `Format:` says where the times
and the name stand (http://www.tcax.org/docs/ass-specs.htm). A library such as pysubs2 reads these
files too, but does not tell on which line an event stands, which the ledger must.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows
from narrate.text.read.marks import clock_seconds

_SECTION = re.compile(r"\[[A-Za-z0-9+ ]{2,40}\]")
_FORMAT = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect")
_OFF = r"\{[^{}]{0,200}\\p0[^{}]{0,200}\}"
_DRAWING = re.compile(rf"\{{[^{{}}]{{0,200}}\\p[1-9][^{{}}]{{0,200}}\}}.*?(?:{_OFF}|$)")
_TAG = re.compile(r"\{[^{}]*\}|\\[Nnh]")
_CLOCK = re.compile(r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?")
_NOBODY = "NTP"  # the name that SubStation Alpha fills in where none is given
_SIGN_STYLE = re.compile(  # of what stands on the screen, and of what is sung
    r"(?:^|[^a-z])(?:signs?|op|ed|karaoke|kara|romaji|kanji|typeset|credits?)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_LOOKED_AT = 50_000  # characters


@dataclass(frozen=True, slots=True)
class _Event:
    """A line of dialogue, taken apart."""

    before: str  # all that stands before the words
    fields: dict[str, str]
    text: str


def is_substation(text: str) -> bool:
    """Tell whether a text is ASS or SSA: its sections stand in brackets, and events are in it."""
    head = text[:_LOOKED_AT]
    return head.lstrip().startswith("[") and bool(
        re.search(r"^\[(?:Script Info|Events)\]\s*$", head, re.MULTILINE | re.IGNORECASE)
        and re.search(r"^Dialogue:", text, re.MULTILINE)
    )


def read_substation(text: str) -> Transcript:
    """Read subtitles in order; every piece that is not said becomes a drop."""
    drops = Drops()
    title = re.search(r"^Title:[ \t]*(\S.*)$", text[:_LOOKED_AT], re.MULTILINE)
    named = title.group(1).strip() if title else ""
    info = EpisodeInfo(title="" if named.startswith(("Default", "<untitled>")) else named)
    return Transcript(Lines(_lines(text, drops)), drops, info, "ass")


def _lines(text: str, drops: Drops) -> Iterator[Line]:
    order: tuple[str, ...] = _FORMAT
    section = ""
    for number, raw in enumerate(iterate_rows(text), start=1):
        row = raw.strip()
        kind, colon, rest = row.partition(":")
        if _SECTION.fullmatch(row):
            section = row.lower()
        if section == "[events]" and kind == "Format" and colon:
            order = tuple(name.strip().lower() for name in rest.split(",")[:-1])
        if kind == "Dialogue" and colon:
            event = _take_apart(row, order)
            if _SIGN_STYLE.search(event.fields.get("style", "")):
                drops.add(Line(number, ""), row, "shown on the screen, or sung")
            else:
                yield from _said(number, event, drops)
        elif row:
            drops.add(
                Line(number, ""), row, "comment" if kind == "Comment" or row[0] == ";" else "header"
            )


def _take_apart(row: str, order: tuple[str, ...]) -> _Event:
    _, _, rest = row.partition(":")
    cells = rest.split(",", len(order))
    text = cells[len(order)] if len(cells) > len(order) else ""
    before = row[: len(row) - len(text)] if text else row
    return _Event(before, dict(zip(order, (cell.strip() for cell in cells), strict=False)), text)


def _said(number: int, event: _Event, drops: Drops) -> Iterator[Line]:
    """Yield what a dialogue shows, line by line."""
    place = Line(number, "")
    drops.add(place, event.before.strip(), "cue time")
    speaker = event.fields.get("name", event.fields.get("actor", ""))
    speaker = "" if speaker == _NOBODY else speaker
    start_s, end_s = (_seconds(event.fields.get(key, "")) for key in ("start", "end"))
    for said in filter(None, _shown(event.text, place, drops)):
        yield Line(number, said, speaker, start_s, end_s)


def _shown(text: str, place: Line, drops: Drops) -> Iterator[str]:
    """Yield the lines that a dialogue is shown on, without tags and drawings."""
    shown = ""
    start = 0
    for at, end, reason in _unshown(text):
        shown += text[start:at]
        start = end
        if text[at] == "\\":
            yield " ".join(shown.split())
            shown = ""
        drops.add(place, text[at:end], reason)
    yield " ".join((shown + text[start:]).split())


def _unshown(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, reason) of what of a dialogue's text is not for reading, in order."""
    place = 0
    while tag := _TAG.search(text, place):
        drawing = _DRAWING.match(text, tag.start())
        found, reason = (drawing, "picture") if drawing else (tag, "tag")
        yield *found.span(), reason
        place = found.end()


def _seconds(clock: str) -> float | None:
    """Return the seconds of `0:00:01.50`."""
    return clock_seconds(clock) if _CLOCK.fullmatch(clock) else None
