"""Text copied out of printed pages to speech: page numbers and running heads are left out."""

from __future__ import annotations

import re
from collections import Counter

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.read.marks import worded_lines

_PAGE = re.compile(
    r"\W*(?:(?:page|seite|column|p\.)\s*)?(\d{1,4})(?:\s*(?:of|/|von|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"\W*(?:page|seite|página|pagina) \d+ (?:of|/|von|de|di|van) \d+\W*", re.I)
_DASH = re.compile("[-–—]")
_BETWEEN_DASHES = re.compile(r"[-–—] ?\d{1,4} ?[-–—]")  # so nothing is written that is said
_FEWEST_PAGES, _FEWEST_SURE = 3, 2
_SHORTEST_PAGE = 3  # lines between two page numbers; closer ones count something else
_NEAR = 2  # lines from a page number to a running head
_LONGEST_HEAD = 100  # characters


def take_pages(lines: Lines) -> tuple[Lines, Drops]:
    """Drop page numbers that count on from page to page, and the running heads beside them."""
    pages = _page_numbers(lines)
    sure = all(_OF_ALL.fullmatch(lines.texts[n]) for n in pages)
    if len(pages) < (_FEWEST_SURE if sure else _FEWEST_PAGES):
        dashed = opening_with(lines, _DASH)
        pages = [n for n in dashed if _BETWEEN_DASHES.fullmatch(lines.texts[n])]
    reasons = dict.fromkeys(pages, "page number")
    near = [n + k for n in pages for k in range(-_NEAR, _NEAR + 1)]
    beside = [n for n in dict.fromkeys(near) if 0 <= n < len(lines) and n not in reasons]
    heads = Counter(lines.texts[n] for n in beside if len(lines.texts[n]) <= _LONGEST_HEAD)
    recurring = {text for text, count in heads.items() if count >= max(2, len(pages) // 3)}
    found = (n for n, text in enumerate(lines.texts) if text in recurring)
    reasons.update(dict.fromkeys(found, "running head"))
    return without(lines, reasons)


def _page_numbers(lines: Lines) -> list[int]:
    """Return the lines of the longest run of page numbers."""
    best: list[int] = []
    run: list[int] = []
    counted = 0
    for n in lines.fact(worded_lines):
        text = lines.texts[n]
        found = _PAGE.fullmatch(text) if len(text) < 30 else None
        if not found:
            continue
        number = int(found.group(1))
        if not (run and number == counted + 1 and n - run[-1] > _SHORTEST_PAGE):
            run = []
        run.append(n)
        counted = number
        best = max(best, run, key=len)
    return best


def without(lines: Lines, reasons: dict[int, str]) -> tuple[Lines, Drops]:
    """Return the lines but for some, and these with their reasons."""
    drops = Drops()
    edits: list[tuple[int, Line | None]] = []
    for n in sorted(reasons):
        drops.add(lines[n], lines.texts[n], reasons[n])
        edits.append((n, None))
    return lines.edited(edits), drops
