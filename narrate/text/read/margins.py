"""What stands in the margins of pages to text without it: line numbers, heads with page numbers.

Courts and parliaments number the lines of each page from 1; books set the page's number on one
line with a title or a name, `THE HARBOUR   3` and `4   ANN LEE`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.read.marks import parse_mark, worded_lines

_NUMBER = re.compile(r"(\d{1,2})(?:\s+(?=\S)|$)")
_BOXED = re.compile(r"[\[(](\d{1,5})[\])](?:\s+(?=\S)|$)")
_DOTTED = re.compile(r"(\d{1,4})[.)]\s+(?=\S)")
_DIGIT, _OPENS_COUNTED = re.compile(r"\d"), re.compile(r"[\[(0-9]")
_LEAST_NUMBERED, _FEWEST_NUMBERED = 0.7, 8
_HEAD_FIRST = re.compile(r"(\S.{2,70}?)(?:\s{2,}|\t|\s*[|·•]\s*)((?:Page )?\d{1,4})")
_NUMBER_FIRST = re.compile(r"(\d{1,4})(?:\s{2,}|\t|\s*[|·•]\s*)(\S.{2,70})")
_FEWEST_PAGES, _FEWEST_SURE = 3, 2  # where nothing, or "Page", says what is counted


def take_margins(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the numbers of lines where nearly all have one, and heads with the page's number."""
    drops = Drops()
    heads = _heads(lines)
    for n in heads:
        drops.add(lines[n], lines.texts[n], "running head")
    lines = lines.edited((n, None) for n in heads)
    numbered = _numbered(lines) or _counted(lines, _BOXED) or _turns_counted(lines)
    reach = numbered[-1] - numbered[0] + 1 if numbered else 0
    if len(numbered) < max(_FEWEST_NUMBERED, _LEAST_NUMBERED * reach):
        return lines, drops
    numbers = Drops()
    kept = lines.edited(_unnumbered(lines, numbered, numbers))
    return kept, Drops.merged(drops, numbers)


def _numbered(lines: Lines) -> list[int]:
    """Return the lines that open with a number: 1, or one more than the line before."""
    found: list[int] = []
    counted = 0
    for n in opening_with(lines, _DIGIT):
        match = _NUMBER.match(lines.texts[n])
        if match and int(match.group(1)) in (1, counted + 1):
            counted = int(match.group(1))
            found.append(n)
    return found


def _turns_counted(lines: Lines) -> list[int]:
    """Return the lines that are counted 1., 2., 3., … if names stand behind several numbers."""
    found = _counted(lines, _DOTTED)
    behind = (parse_mark(_DOTTED.sub("", lines.texts[n], count=1)) for n in found)
    names = Counter(mark.speaker for mark in behind if mark and mark.speaker.isupper())
    return found if len(names) > 1 and names.total() > len(names) else []


def _counted(lines: Lines, number: re.Pattern[str]) -> list[int]:
    """Return the lines that open with a number if each is one more than the last."""
    rows = ((n, number.match(lines.texts[n])) for n in opening_with(lines, _OPENS_COUNTED))
    found = [(n, int(match.group(1))) for n, match in rows if match]
    return [n for n, _ in found] if all(b - a == 1 for (_, a), (_, b) in pairwise(found)) else []


def _unnumbered(
    lines: Lines, numbered: list[int], drops: Drops
) -> Iterator[tuple[int, Line | None]]:
    for n in numbered:
        text = lines.texts[n]
        number = _NUMBER.match(text) or _BOXED.match(text) or _DOTTED.match(text)
        if number:
            drops.add(lines[n], number.group().strip(), "line number")
            text = lines.texts[n][number.end() :]
            yield n, replace(lines[n], text=text) if text else None


def _heads(lines: Lines) -> list[int]:
    """Return the lines that hold a recurring head and a page number, which counts upwards."""
    found: list[tuple[int, str, int]] = []
    for n in lines.fact(worded_lines):
        text = lines.texts[n]
        if not (text[0].isdecimal() or text[-1].isdecimal()) or len(text) > 160:
            continue
        if match := _HEAD_FIRST.fullmatch(text):
            found.append((n, match[1], int(match[2].removeprefix("Page "))))
        elif match := _NUMBER_FIRST.fullmatch(text):
            found.append((n, match[2], int(match[1])))
    counts = Counter(head for _, head, _ in found)
    pages = [(n, page) for n, head, page in found if counts[head] > 1]
    rising = all(a[1] < b[1] for a, b in pairwise(pages))
    sure = all("Page " in lines.texts[n] for n, _ in pages)
    if len(pages) < (_FEWEST_SURE if sure else _FEWEST_PAGES) or not rising:
        return []
    heads = {head for head in counts if counts[head] > 1}
    alone = (n for n, text in enumerate(lines.texts) if text in heads)
    return sorted({*(n for n, _ in pages), *alone})
