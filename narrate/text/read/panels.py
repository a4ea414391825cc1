"""Titles of chapters that stand between timed lines, or between turns, to headings.

YouTube's transcript panel is copied as a line with a time, a line with words, and so on; where
a video has chapters, the title of each stands right above the first time of it. Edited
transcripts have it on a line of its own above the turn that opens the chapter.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, compress, pairwise

from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.furniture import is_label
from narrate.text.read.marks import could_be_name, is_spoken_time, lone_times, parse_mark

_FEWEST_TIMES = 4
_REGULAR = 0.7  # of the stretches between two times hold as many lines as each other
_MOST_TITLES = 0.34  # of the stretches: more of them are no chapters but longer captions
_LONGEST_TITLE = 100  # characters, as YouTube allows
_NUMBERED = re.compile(r"chapter \d{1,3}\s*[:.–—-]\s*\S.*", re.IGNORECASE)
_OPENS_NUMBERED = re.compile("[cC]")
_LONGEST_HEAD = 70  # characters of a title between turns
_FEWEST_HEADS = 2  # between turns, if no time stands before one
_FEWEST_CHAPTERS = 3
_LEAST_CHAPTER = 60  # characters of half of the chapters; captions are shorter
_RECURS = 3  # times, at least, that a name stands alone above what is said
_MOST_CUT = 0.1  # of the turns end as no sentence does: more of them, and a title is not told
_TIMED = re.compile(r"[\[(](?:\d{1,2}:)?\d{1,2}:\d\d[\])]\s*")
_TIME_BEHIND = re.compile(r"\s+[\[(](?:\d{1,2}:)?\d{1,2}:\d\d[\])]$")
_ENDS = re.compile(r"[.?!…—–-][\"'”’)\]]*$")
_STOPS = re.compile(r"[.,;:…]$")


def take_titles(lines: Lines) -> tuple[Lines, Drops]:
    """Make headings of the titles of chapters between the timed lines of a panel."""
    found = *_numbered(lines), *_odd_lines(lines), *_between_turns(lines), *_above_times(lines)
    titles = sorted(set(found))
    edits = [(n, replace(lines[n], heading=2, after_blank=True)) for n in titles]
    return (lines.edited(edits) if edits else lines), Drops()


def _numbered(lines: Lines) -> Iterator[int]:
    """Yield the lines "Chapter 2: So" that end with a time or stand right above one."""
    texts = lines.texts
    for n in opening_with(lines, _OPENS_NUMBERED):
        text = texts[n]
        if n + 1 < len(texts) and _is_short(text) and _NUMBERED.fullmatch(text):
            mark = parse_mark(texts[n + 1])
            above = mark and mark.start_s is not None and not mark.speaker
            if above or _TIME_BEHIND.search(text):
                yield n


def _odd_lines(lines: Lines) -> Sequence[int]:
    """Return the lines that stand above a time beside as many lines as others have alone."""
    texts, (times, _) = lines.texts, lines.fact(lone_times)
    if len(times) < _FEWEST_TIMES:
        return ()
    stretches = pairwise(chain(times, (len(texts),)))
    sizes = array("i", (len(_said(texts, n, end)) for n, end in stretches))
    usual, count = Counter(sizes).most_common(1)[0]
    longer = (n for n, size in enumerate(sizes[:-1]) if size == usual + 1)
    ends = (_said(texts, times[n], times[n + 1])[-1] for n in longer)
    odd = [n for n in ends if _is_title(texts[n]) and not _is_mark(texts[n - 1])]
    regular = count + len(odd) >= _REGULAR * len(sizes) and count >= _FEWEST_TIMES - 1
    if not odd or not regular or len(odd) > _MOST_TITLES * len(sizes):
        return ()
    above = times[0] - 1
    heads = above >= 0 and _is_title(texts[above]) and not (above and _is_mark(texts[above - 1]))
    first = [above] if heads else []
    return [*first, *odd]


def _above_times(lines: Lines) -> Sequence[int]:
    """Return the lines above times that stand alone, where the times open chapters and no cues.

    Each is a title of its own, ends as no sentence does, follows one, and heads much speech.
    """
    texts, (times, _) = lines.texts, lines.fact(lone_times)
    heads = [n - 1 for n in times]
    if len(times) < _FEWEST_CHAPTERS or heads[0] < 0 or len({texts[n] for n in heads}) < len(heads):
        return ()
    ends = chain(heads[1:], (len(texts),))
    sizes = [sum(map(len, texts[n + 1 : end])) for n, end in zip(times, ends, strict=True)]
    titled = all(
        _is_title(texts[n]) and not _ENDS.search(texts[n][-4:]) and len(texts[n]) <= _LONGEST_HEAD
        for n in heads
    )
    follow = all(_ENDS.search(texts[n - 1][-4:]) for n in heads[1:])
    named = all(could_be_name(texts[n]) for n in heads)
    much = sorted(sizes)[len(sizes) // 2] >= _LEAST_CHAPTER
    return heads if titled and follow and much and not named else ()


def _between_turns(lines: Lines) -> Sequence[int]:
    """Return the lines that are no sentences in a text of turns that are: each above a turn."""
    texts = lines.texts
    apart = compress(range(1, len(texts) - 1), lines.blanks()[1:])
    likely = [n for n in apart if _could_head(texts, n)]
    if not likely:
        return ()
    names = {texts[n + 1] for n in likely if could_be_name(texts[n + 1])}
    counts = Counter(text for text in texts if text in names)
    found = [n for n in likely if counts[texts[n + 1]] >= _RECURS or _opens_turn(texts[n + 1])]
    if len(found) < _FEWEST_HEADS and not any(_TIMED.match(texts[n]) for n in found):
        return ()
    turns = [n for n, text in enumerate(texts) if counts[text] >= _RECURS or _opens_turn(text)]
    cut = sum(not _ENDS.search(texts[n - 1][-4:]) for n in turns if n)
    few = len(found) <= _MOST_TITLES * len(turns)
    return found if few and cut - len(found) <= _MOST_CUT * len(turns) else ()


def _could_head(texts: Sequence[str], n: int) -> bool:
    """Tell whether a line that stands apart is short, ends as no sentence does, and follows one."""
    text, before = texts[n], texts[n - 1]
    if len(text) > _LONGEST_HEAD or not _ENDS.search(before[-4:]):
        return False
    timed = _TIMED.match(text)
    bare = _TIME_BEHIND.sub("", text[timed.end() :] if timed else text)
    return bool(bare) and not _ENDS.search(bare[-4:]) and _is_title(bare) and not parse_mark(bare)


def _opens_turn(text: str) -> bool:
    mark = parse_mark(text)
    return bool(mark and mark.speaker)


def _is_mark(text: str) -> bool:
    """Tell whether a line is nothing but a name and a time: what follows is said, and no title."""
    mark = parse_mark(text)
    if not mark or mark.start_s is None:
        return False
    return bool(mark.speaker) or could_be_name(text[mark.end :].strip())


def _said(texts: Sequence[str], time: int, end: int) -> Sequence[int]:
    return [n for n in range(time + 1, end) if not is_spoken_time(texts[n])]


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE


def _is_title(text: str) -> bool:
    """Tell whether a line could be the title of a chapter rather than the rest of a sentence."""
    shown = text[0].isupper() or text[0].isdecimal() or text[0].lower() == text[0].upper()
    opens = shown and text[0] not in "[(♪>-–—"
    page = is_label(text)
    return _is_short(text) and opens and not page and not _STOPS.search(text)
