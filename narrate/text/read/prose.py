"""Plain text's own mark-up: quoted mail, headings, lists and rules between parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from narrate.model import Drop, Line

_QUOTE = re.compile(r"(?:>\s?)+")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_RULE = re.compile(r"(?:[*_=~#·•–—-]\s*){3,}")
_BULLET = re.compile(r"(?:[•‣◦▪·○●–]|[*+-])\s+(?=\S)")
_CHAPTER = re.compile(
    r"(?:(?:chapter|part|book|section|act|scene|letter|canto|volume|episode|lecture)\s+"
    r"(?:\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|the\s+\w+)\b[.:]?(?:\s*[-–—:.]?\s*\S.{0,70})?"
    r"|(?:introduction|prologue|epilogue|preface|foreword|conclusion|afterword|abstract)[.:]?)",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"[IVXLC]{1,7}\.?")
_ENDS = re.compile(r"[.:;!?…][\"'”’)]*$")
_LONGEST_HEADING = 80  # characters
_MOST_TITLE_WORDS = 10
_MOST_TITLES = 0.34  # of all lines: more of them are no titles but double-spaced speech
_LEAST_QUOTED = 3


def take_quotes(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Drop, ...]]:
    """Take the `>` of quoted mail off its lines; a change of depth is a break.

    Captions that open a turn with `>>` are no mail and stay as they are.
    """
    depths = [_QUOTE.match(line.text) for line in lines]
    single = sum(1 for m in depths if m and not m.group().startswith(">>"))
    if single < _LEAST_QUOTED:
        return tuple(lines), ()
    kept: list[Line] = []
    drops: list[Drop] = []
    depth_before, broken, turned = 0, False, False
    for line, found in zip(lines, depths, strict=True):
        marks = found.group() if found else ""
        depth, text = marks.count(">"), line.text[len(marks) :].strip()
        if marks:
            drops.append(Drop(line.number, marks.strip(), "mark of a quotation"))
        turned = turned or (depth != depth_before and bool(text))
        broken = broken or line.after_blank or turned or not text
        depth_before = depth if text else depth_before
        if text:
            kept.append(replace(line, text=text, after_blank=broken, opens=line.opens or turned))
            broken = turned = False
    return tuple(kept), tuple(drops)


def take_structure(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Drop, ...]]:
    """Find headings and list items; drop rules and bullets."""
    bullets = [_BULLET.match(line.text) for line in lines]
    counts = Counter(bullet.group()[0] for bullet in bullets if bullet)
    kept: list[Line] = []
    drops: list[Drop] = []
    numbered = _numbered_items(lines)
    ruled = listed = False
    for line, bullet in zip(lines, bullets, strict=True):
        if len(line.text) > 2 and _RULE.fullmatch(line.text):
            drops.append(Drop(line.number, line.text, "rule"))
            ruled = True
            continue
        apart = line.after_blank or ruled or not kept
        if (
            bullet
            and counts[bullet.group()[0]] > 1
            and (apart or listed or _ENDS.search(kept[-1].text[-8:]))
        ):
            drops.append(Drop(line.number, bullet.group().strip(), "bullet"))
            line = replace(line, text=line.text[bullet.end() :], opens=True)
            listed = True
        elif apart:
            listed = False
        if line.number in numbered:
            line = replace(line, opens=True)
        kept.append(replace(line, after_blank=True) if ruled else line)
        ruled = False
    return tuple(_with_headings(kept)), tuple(drops)


def _numbered_items(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are counted 1., 2., 3., … from 1 on."""
    items: list[int] = []
    runs: list[int] = []
    for line in lines:
        found = _NUMBER.match(line.text)
        if not found:
            continue
        counted = int(found.group(1))
        if counted != len(runs) + 1:
            runs = []
        if counted == len(runs) + 1:
            runs.append(line.number)
            items += runs if len(runs) == 2 else runs[2:][-1:]
    return frozenset(items)


def _with_headings(lines: Sequence[Line]) -> Iterator[Line]:
    """Mark headings: lines that stand alone and are numbered, in capitals, or not a sentence."""
    alone = [_stands_alone(lines, n) for n in range(len(lines))]
    titles = [
        a and _is_title_above(x, y) for a, (x, y) in zip(alone, pairwise(lines), strict=False)
    ]
    rare = sum(titles) <= _MOST_TITLES * len(lines)
    numbered = False
    for n, line in enumerate(lines):
        after = lines[n + 1] if n + 1 < len(lines) else None
        level = 0
        if after is None or line.opens:
            pass
        elif _CHAPTER.fullmatch(line.text) or _NUMERAL.fullmatch(line.text):
            opens_part = line.after_blank or n == 0
            level = 1 if alone[n] or (opens_part and _is_title(after.text)) else 0
        elif numbered and (n + 2 == len(lines) or after.after_blank) and _is_title(line.text):
            level = 1  # the second line of "CHAPTER I. / The Storm"
        elif alone[n] and (_is_capitals(line.text) or (rare and titles[n])):
            level = 2
        numbered = level == 1 and not numbered
        yield replace(line, heading=level) if level else line


def _stands_alone(lines: Sequence[Line], n: int) -> bool:
    ends = n + 1 == len(lines) or lines[n + 1].after_blank
    return ends and (lines[n].after_blank or n == 0)


def _is_title(text: str) -> bool:
    """Tell whether a line could be a title: short, with a capital, and no sentence."""
    short = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_TITLE_WORDS
    return short and not text[0].islower() and text[-1] not in '.,;:!?…-"”'


def _is_title_above(line: Line, after: Line) -> bool:
    whole = len(after.text) > len(line.text) and not after.text[0].islower()
    return _is_title(line.text) and whole and any(c.isalpha() for c in line.text)


def _is_capitals(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    short = len(text) <= _LONGEST_HEADING and not text.endswith((",", "!", "?"))
    return short and letters > 3 and text.isupper()
