"""Where a sponsor's read begins and ends, in lines that may be broken anywhere.

A read begins with the sentence that announces it. It goes on as long as one sign of an offer
follows the other (an address, a code, a price, thanks), and ends with the sentence of the last
one, or with the words that lead back to the programme.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from narrate.text.columns import Lines

_OPENS = re.compile(
    r"(?:this|today's|the) (?:episode|podcast|show|week's episode|video|program(?:me)?) "
    r"(?:is|was|comes) (?:brought to you|sponsored|supported|made possible|presented) by"
    r"|(?:our|today's|this week's) (?:first |next |other )?sponsors?"
    r"(?: (?:is|are|today|this)\b|[,:.])"
    r"|(?:a |quick )?(?:word|message|break) (?:from|for) (?:our|today's|a|one of our) sponsors?"
    r"|support for (?:this|the|today's) (?:show|podcast|episode) comes from"
    r"|(?:thanks|thank you) to (?:our sponsors?|\w+ for (?:sponsoring|supporting))"
    r"|\[?(?:ad|ads|sponsor|commercial) (?:start|begins?)s?\]?(?=\s|$)",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:promo|offer|discount|coupon|use(?: the)?) code\b|\b(?:percent|%) off\b"
    r"|\b\w+(?:\.| dot )(?:com|org|io|co|net)\b|(?<=\w)(?: slash |/)\w+|\d ?% off\b"
    r"|\bsponsor(?:s|ed|ing)?\b|\bbrought to you by|\bterms (?:and conditions )?apply"
    r"|\blinks? in the (?:show notes|description)|\bmoney[- ]back|\bsign up (?:today|now|at)"
    r"|\bfree (?:trial|shipping|month)\b|\b(?:first|next) (?:order|purchase|month)\b"
    r"|\bcheckout\b|\blisteners of (?:this|the|our)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:now,? )?(?:let's get |let us get |we're |and |now )?back to (?:the|our|today's|this) "
    r"(?:show|episode|interview|conversation|program(?:me)?|story|discussion)\b"
    r"|\[?(?:ad|ads|sponsor|commercial) (?:ends?|over)\]?(?=\s|$)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.?!…][\"”’)]*(?=\s|$)")
_REACH = 500  # characters from one sign of an offer to the next: 30 s of speech
_PHRASE = 60  # characters of a line that may belong to a phrase of the line before
_LONGEST = 4000  # characters of one read


def find_reads(lines: Lines) -> dict[int, tuple[int, int]]:
    """Return which part of which line belongs to a sponsor's read: line → start, end."""
    found: dict[int, tuple[int, int]] = {}
    n = 0
    while n < len(lines):
        text = lines.texts[n]
        after = lines.texts[n + 1][:_PHRASE] if n + 1 < len(lines) else ""
        opening = _OPENS.search(f"{text} {after}")  # the phrase may be broken
        if not opening or opening.start() >= len(text):
            n += 1
            continue
        last = n
        for last, start, end in _read(lines, n, opening.start()):
            found[last] = (start, end)
        n = last + 1
    return found


def _read(lines: Lines, first: int, opening: int) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of the lines from `first` on that the read takes."""
    texts = [lines.texts[first]]
    while len("".join(texts)) < _LONGEST and first + len(texts) < len(lines):
        if lines.is_heading(first + len(texts)):
            break
        texts.append(lines.texts[first + len(texts)])
    text = " ".join(texts)
    starts = list(accumulate((len(row) + 1 for row in texts), initial=0))
    begin = _sentence_start(text, opening)
    end = _end(text, opening, starts)
    for k in range(bisect_right(starts, end - 1)):
        start = max(begin - starts[k], 0)
        yield first + k, start, min(end - starts[k], len(texts[k]))


def _sentence_start(text: str, place: int) -> int:
    """Return where the sentence at a place begins, on the line on which it stands."""
    stops = [stop.end() for stop in _STOP.finditer(text, 0, place)]
    return stops[-1] if stops else 0


def _end(text: str, opening: int, starts: Sequence[int]) -> int:
    """Return where a read ends that opens at a place."""
    last = opening
    for sign in _OFFERS.finditer(text, opening):
        if sign.start() - last > _REACH:
            break
        last = sign.end()
    back = _BACK.search(text, opening, min(len(text), last + _REACH))
    if back:
        last = back.end()
    if text[last - 1] == "]":
        return last
    stop = _STOP.search(text, last, last + _REACH)
    return stop.end() if stop else starts[bisect_left(starts, last + 1)] - 1
