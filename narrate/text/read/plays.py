"""Plays to lines whose stage directions nobody in the play speaks.

A direction on lines of its own, `[_Enter_ LADY PELL.]` or Shakespeare's `Enter Hubert.`, is read by
the narrator, as are curtains; one inside somebody's words, `[_Aside._]`, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_ACT = re.compile(
    r"[_ ]*(?:(?:act|scene)\s+(?:[ivx]{1,5}|\d{1,2}|one|two|three|four|five|(?:the )?first)\b"
    r"|(?:the )?(?:first|second|third|fourth|fifth) (?:act|scene)\b)",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"[_ ]*(?:dramatis person|(?:the )?(?:persons|characters) (?:in|of) the play\b)", re.IGNORECASE
)
_MOVES = re.compile(
    r"[_\[( ]*(?:(?:re-)?enters?|exit|exeunt|curtain|the curtain (?:falls|rises)|scene\.|they exit"
    r"|(?:he|she|[A-Z][a-z]+) exits)\b",
    re.IGNORECASE,
)
_COMES = re.compile(r"_?(?:Re-enter|Enter|Exit|Exeunt|Flourish|Alarums?|Sennet)\b(?!.*[?!]$)")
_ENDS = re.compile(
    r"[_(]*(?:the |quick |slow )?(?:curtain|tableau|act drop|blackout|finis|scene"
    r"|(?:the )?end(?: of (?:the )?(?:first |second |third |fourth |fifth )?"
    r"(?:act|scene|play)(?: \w+)?)?)[._)]*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\[(?=_?[A-Z\"“‘])|\[_|\(_")
_LONGEST = 25  # lines of a direction
_LONGEST_PART = 90  # characters of the heading of an act


def is_play(lines: Lines) -> bool:
    """Tell whether a text has acts or a list of persons, and directions."""
    texts = (text for text in lines.texts if text[0] in "AaSsDdTtFfPpCc_")
    if not any(opens_act(text) or _PERSONS.match(text) for text in texts):
        return False
    return any(
        (text[0] in "_[(ECTSecRr" and _MOVES.match(text)) or "[_" in text or "(_" in text
        for text in lines.texts
    )


def opens_act(text: str) -> bool:
    """Tell whether a line is the heading of an act or a scene."""
    return len(text) <= _LONGEST_PART and _ACT.match(text) is not None


def take_directions(lines: Lines) -> tuple[Lines, Drops]:
    """Give directions that stand alone to the narrator, and drop those inside what is said."""
    if not lines.speakers or not lines.fact(is_play):
        return lines, Drops()
    drops = Drops()
    return lines.edited(_directed(lines, drops)), drops


def _directed(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    texts = lines.texts
    closing, alone = "", False  # of the direction that is open as a line begins
    coming = False  # a line in no brackets tells who comes
    for n, text in enumerate(texts):
        apart = lines.is_after_blank(n)
        below = not apart and lines[n].number == lines[n - 1].number + 1  # no name between them
        coming = bool(apart and _COMES.match(text)) or (coming and below)
        if not closing and (coming or _ENDS.fullmatch(text)):
            yield n, _narrated(lines, n)
            continue
        if not closing and (opening := _OPENING.match(text)):
            alone = _stands_alone(texts, n, opening.group())
        elif not closing:
            alone = False
        found, closing = _pieces(texts, n, closing)
        if alone and found:
            yield n, _narrated(lines, n)
        elif found:
            yield n, _without(lines[n], found, drops)


def _narrated(lines: Lines, n: int) -> Line:
    opens = n == 0 or lines[n - 1].speaker != ""
    return replace(lines[n], speaker="", opens=opens or lines.is_item(n))


def _closing(opening: str) -> str:
    return "]" if opening[0] == "[" else ")"


def _stands_alone(texts: Sequence[str], n: int, opening: str) -> bool:
    """Tell whether a direction that opens a line ends with one: nobody speaks on its lines."""
    end = _closing(opening)
    for text in texts[n : n + _LONGEST]:
        if end in text:
            return text.rstrip("_. ").endswith(end)
    return False


def _pieces(texts: Sequence[str], n: int, closing: str) -> tuple[list[tuple[int, int]], str]:
    """Return where the directions of a line stand, and what closes the one left open, or ""."""
    text, place = texts[n], 0
    found: list[tuple[int, int]] = []
    while True:
        start = 0
        if not closing:
            opening = _OPENING.search(text, place)
            below = texts[n : n + _LONGEST]
            if not opening or not any(_closing(opening.group()) in row for row in below):
                return found, ""
            start, closing = opening.start(), _closing(opening.group())
        end = text.find(closing, start)
        if end < 0:
            return [*found, (start, len(text))], closing
        found.append((start, end + 1))
        place, closing = end + 1, ""


def _without(line: Line, found: Sequence[tuple[int, int]], drops: Drops) -> Line | None:
    kept, place = "", 0
    for start, end in found:
        kept += line.text[place:start]
        drops.add(line, line.text[start:end].strip(), "stage direction")
        place = end
    text = " ".join((kept + line.text[place:]).split())
    return replace(line, text=text) if text else None
