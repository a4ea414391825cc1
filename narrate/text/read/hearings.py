"""Hearings and parliaments to lines that know their speaker: "Mr. Linder. The committee…".

Printed records of the United States Congress (https://www.govinfo.gov/app/collection/chrg) and
many others name who speaks by a title and a name, or by an office, with a full stop behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.read.speakers import same_speakers

_TITLES = (
    "Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Baroness|Senator|Sen|Representative|Rep|Chairman|Chairwoman|Chair"
    "|General|Gen|Admiral|Adm|Colonel|Captain|Secretary|Ambassador|Governor|Mayor|Judge|Justice"
    "|Professor|Prof|Director|Commissioner|Minister"
)
_OFFICES = (
    "Chairman|Chairwoman|Chairperson|Chair|Speaker|President|Vice President|Clerk|Secretary"
    "|Reporter|Court Reporter|Interpreter|Videographer|Bailiff|Presiding Officer"
    "|Acting Chairman|Acting Chair|Moderator|Witness|Court|Deputy Speaker"
)
_NAME = r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){0,2}"
_SPEAKS = re.compile(
    rf"((?:{_TITLES})\.? {_NAME}(?: of [A-Z]\w+(?: [A-Z]\w+)?)?|T(?i:he (?:{_OFFICES}))"
    r"|Voices?|An? (?:Member|Voice))\.(?:\s*\[[^\[\]]{2,40}\]\.?)?\s+(?=[\"“(\[]?[A-Z0-9])"
)
_ENDS = re.compile(r"[.?!:…\])][\"'”’)]*$")
_INITIALS = frozenset("MDSLBRCGAJPTV")  # of all that a turn may open with
_FEWEST_TURNS = 3


def take_hearings(lines: Lines) -> tuple[Lines, Drops]:
    """Take "Mr. Linder." off the lines that it opens, where several speak so and one again."""
    found = list(_turns(lines))
    counts = Counter(match.group(1) for _, match in found)
    if len(found) < _FEWEST_TURNS or len(counts) < 2 or max(counts.values()) < 2:
        return lines, Drops()
    drops = Drops()
    spellings = same_speakers(counts)
    said = lines.said_by((n, spellings[match.group(1)]) for n, match in found)
    return said.edited(_taken_off(said, found, drops)), drops


def _turns(lines: Lines) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the lines that open with a name and a full stop, and do not go on with a sentence."""
    for n, text in enumerate(lines.texts):
        match = _SPEAKS.match(text) if text[0] in _INITIALS else None
        if not match:
            continue
        if n == 0 or lines.is_after_blank(n) or _ENDS.search(lines.texts[n - 1][-8:]):
            yield n, match


def _taken_off(
    lines: Lines, found: Sequence[tuple[int, re.Match[str]]], drops: Drops
) -> Iterator[tuple[int, Line]]:
    for n, match in found:
        drops.add(lines[n], match.group().strip(), "name of the speaker")
        yield n, replace(lines[n], text=lines.texts[n][match.end() :], after_blank=True)
