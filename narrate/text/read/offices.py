"""What programs and pages set around names that stand alone: initials, parts and offices.

    E
    Edward Roe
    President & CEO

Initials stand in place of a picture; "Host", an office, or a seat and a party say who somebody is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.read.marks import could_be_name, is_anonymous
from narrate.text.unwrapped import is_ended

_BOX = re.compile(r"\(")
_PARTY = re.compile(r"\([A-Z][^()]{2,60}\)(?: ?\([^()]{2,40}\))*")
_MOST_INITIALS = 3
_LONGEST_PART, _LONGEST_OFFICE = 20, 100  # characters
_FEWEST, _FEWEST_NAMES = 3, 2
_LEAST_AGAIN = 0.2  # of the names stand above their office again


def take_offices(lines: Lines) -> tuple[Lines, Drops]:
    """Take such lines off where they stand around names all through a text."""
    drops = Drops()
    return lines.edited(_unroled(lines, drops)), drops


def _unroled(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    texts, pictured = lines.texts, _pictured(lines.texts)
    offices = _offices(lines, frozenset(n + 1 for n in pictured))
    apart = (n + 1 for n in compress(range(len(texts) - 1), b"\x01" + lines.blanks()[1:]))
    likely = [n for n in apart if len(texts[n]) <= _LONGEST_PART and is_anonymous(texts[n])]
    named = [n for n in likely if " " in texts[n - 1] and could_be_name(texts[n - 1])]
    counts = Counter((texts[n - 1], texts[n]) for n in named)
    recurring = [n for n in named if counts[texts[n - 1], texts[n]] > 1]
    named = named if len(recurring) >= _FEWEST else []
    parties = _parties(lines)
    for n in {*(n - 1 for n in (*parties, *offices)), *(n + 1 for n in pictured)}:
        yield n, replace(lines[n], after_blank=True, opens=True)  # surely a name
    for n in sorted({*named, *parties, *pictured, *offices}):
        drops.add(lines[n], texts[n], "page furniture" if n in pictured else "part of the speaker")
        yield n, None


def _pictured(texts: Sequence[str]) -> frozenset[int]:
    """Return the lines that are the initials of the name right below."""
    short = (n for n, text in enumerate(texts[:-1]) if len(text) <= _MOST_INITIALS)
    found = [n for n in short if texts[n].isalpha() and texts[n].isupper()]
    found = [n for n in found if could_be_name(texts[n + 1]) and _are_initials(*texts[n : n + 2])]
    return frozenset(found if len(found) >= _FEWEST else ())


def _are_initials(text: str, name: str) -> bool:
    initials = "".join(word[0] for word in name.split())
    return len(initials) > 1 and text in (initials, initials[0], initials[0] + initials[-1])


def _offices(lines: Lines, pictured: frozenset[int]) -> Sequence[int]:
    """Return the lines between a name and a blank line that stand there again further on."""
    texts, blanks = lines.texts, lines.blanks()
    names = (n for n in range(len(texts) - 2) if blanks[n] or n in pictured or not n)
    heads = (n for n in names if blanks[n + 2] and not blanks[n + 1])
    found = [n for n in heads if " " in texts[n] and could_be_name(texts[n])]
    found = [n for n in found if _is_office(texts[n + 1]) and is_ended(texts[n + 2])]
    below = {(texts[n], texts[n + 1]) for n in found}
    again = len(found) - len(below)
    enough = len(found) >= _FEWEST and again >= _LEAST_AGAIN * len(found)
    return [n + 1 for n in found] if enough else ()


def _is_office(text: str) -> bool:
    short = len(text) <= _LONGEST_OFFICE and " " in text
    return short and text[0].isupper() and text[-1].isalpha()


def _parties(lines: Lines) -> Sequence[int]:
    """Return the lines "(North Fenland) (Lab)" right below names, as parliaments set them."""
    texts = lines.texts
    boxed = [n for n in opening_with(lines, _BOX) if n and _PARTY.fullmatch(texts[n])]
    found = [n for n in boxed if " " in texts[n - 1] and could_be_name(texts[n - 1])]
    return found if len({texts[n - 1] for n in found}) >= _FEWEST_NAMES else ()
