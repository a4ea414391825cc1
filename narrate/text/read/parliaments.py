"""Debates of parliaments to lines that know their speaker: "Jane Roe (Norwich South) (Lab)".

Official reports (https://hansard.parliament.uk and its kin) name who speaks with a seat and a
party, or by an office with the name in brackets, before a colon or on a line of its own, and
only the first time; further on "Jane Roe" or "Ms Roe" will do. A question may have a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.read.marks import could_be_name
from narrate.text.read.speakers import same_speakers

_LABEL = re.compile(
    r"(?:(?P<count>T?\d{1,2})\.\s+(?:\[\d{4,7}\]\s+)?)?(?P<lead>[^():\d]{3,120}?)"
    r"(?: \((?P<first>[^()]{2,60})\))?(?: \((?P<second>[^()]{2,40})\))?"
)
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Viscount|Earl|Madam|Senator)\b"
)
_CHAIR = re.compile(r"(?:Mr|Madam|The|Mrs)\.? (?:Deputy )?(?:Speaker|President|Chairman|Chair)")
_OFFICE = re.compile(
    r"The (?:[\w'’,&]+[ -]){0,16}?(?:Minister|Secretary|Chancellor|Leader|Attorney|Solicitor"
    r"|Advocate|Chair|Speaker|President|Comptroller|Lord|Commissioner|Member)\b.*"
)
_COLUMN = re.compile(r"(?:\d{1,2} [A-Z][a-z]+ \d{4} ?: )?Column \d{1,4}[A-Z]{0,3}")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d ?[ap]\.?m\.?|(?:Noon|Midnight)")
_NUMBER = re.compile(r"\s*\[\d{5,7}\]$")
_NOBODY_SAYS = re.compile(  # what the report tells of the house
    r"(?:several|hon\. members|an hon\. member) .{0,20}\brose\b.{0,4}"
    r"|question (?:again )?(?:put|proposed)"
    r"|motion made|(?:resolved|ordered),?$|sitting (?:suspended|adjourned)|on resuming"
    r"|the (?:house|committee|sitting) (?:divided|adjourned|suspended|having)|house adjourned"
    r"|bill (?:accordingly )?read"
    r"|(?:amendment|clause|schedule)s? .{0,60}(?:agreed to|negatived|withdrawn)"
    r"|the .{3,60} was asked\b",
    re.IGNORECASE,
)
_FEWEST_SURE, _FEWEST_TURNS = 2, 3
_LONGEST = 260  # characters of a label


@dataclass(frozen=True, slots=True)
class _Turn:
    """A label: how many characters of its line it takes, whom it names, and whether surely."""

    end: int
    name: str
    sure: bool


def take_parliament(lines: Lines) -> tuple[Lines, Drops]:
    """Take such labels off, with columns and times; other lines come back as they are."""
    turns = _turns(lines)
    if not turns:
        return lines, Drops()
    drops = Drops()
    spellings = same_speakers(Counter(turn.name for turn in turns.values()))
    starts = {n: spellings[turn.name] for n, turn in turns.items()}
    told = (n for n, text in enumerate(lines.texts) if n not in turns and _NOBODY_SAYS.match(text))
    said = lines.said_by(sorted({**starts, **dict.fromkeys(told, "")}.items()))
    return said.edited(_edits(said, turns, drops)), drops


def _turns(lines: Lines) -> dict[int, _Turn]:
    """Return the labels by their lines; none if too few have a seat, a party or an office."""
    labelled = (turn for text in lines.texts if "(" in text and (turn := _read(text)))
    sure = {turn.name for turn in labelled if turn.sure}
    if len(sure) < _FEWEST_SURE:
        return {}
    found = {n: turn for n, text in enumerate(lines.texts) if (turn := _read(text))}
    known = sure | {name.split()[-1] for name in sure}
    turns = {n: turn for n, turn in found.items() if turn.sure or _is_known(turn, known)}
    return turns if len(turns) >= _FEWEST_TURNS else {}


def _is_known(turn: _Turn, known: set[str]) -> bool:
    titled = _TITLE.match(turn.name) is not None and turn.name.split()[-1] in known
    return turn.name in known or titled or _CHAIR.fullmatch(turn.name) is not None


def _read(text: str) -> _Turn | None:
    """Return the label that a line opens with, or that it is."""
    head, colon, behind = text[:_LONGEST].partition(": ")
    end = len(head) + 2 if colon else len(text)
    if not colon and text[-1] == ":":
        head, end = text[:-1], len(text)
    label = _LABEL.fullmatch(head)
    if not label or head[-1] in ".,;?!" or (label["count"] and not behind):
        return None
    lead, first, second = label["lead"], label["first"] or "", label["second"] or ""
    if _OFFICE.fullmatch(lead) and first and could_be_name(first):
        return _Turn(end, first, sure=True)
    if not could_be_name(lead) or (not colon and " " not in lead):
        return None
    return _Turn(end, lead, sure=bool(second) or (bool(first) and bool(_TITLE.match(lead))))


def _edits(
    lines: Lines, turns: dict[int, _Turn], drops: Drops
) -> Iterator[tuple[int, Line | None]]:
    started = min(turns)
    fresh = False
    for n, line in enumerate(lines):
        turn, text = turns.get(n), line.text
        if turn:
            drops.add(line, text[: turn.end].strip(), "name of the speaker")
            text, fresh = text[turn.end :].strip(), True
        elif n > started and (_COLUMN.fullmatch(text) or _CLOCK.fullmatch(text)):
            drops.add(line, text, "time" if _CLOCK.fullmatch(text) else "page furniture")
            yield n, None
            continue
        number = _NUMBER.search(text)
        if text and number:
            drops.add(line, number.group().strip(), "number of a question")
            text = text[: number.start()]
        opens = line.opens or (not line.speaker and n > started)
        if turn or number or opens:
            blank = line.after_blank or fresh
            yield n, replace(line, text=text, opens=opens, after_blank=blank) if text else None
        fresh = fresh and not text
