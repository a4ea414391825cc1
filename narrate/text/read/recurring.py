"""Lines that come back on every page, whatever they say, to text without them.

Heads and feet of pages cut sentences in two: `the lamps of the` / `Harbor Reporting Service` /
`harbor`. Some count: `Page 3  Back  Top of document`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from narrate.text.columns import Drops, Lines

_LONGEST = 100  # characters
_FEWEST = 3  # times that it comes back
_NEAREST = 4  # lines from one page's to the next page's
_MOST_TOGETHER = 8  # lines of a foot and the head below it
_UNEVEN = 2.0  # the longest page has at most so many times the lines of the shortest
_LEAST_CAPITALS = 0.7  # of the words: it is a name or a title, no sentence
_LEAST_CUT = 0.5  # of the places stand inside a sentence
_FEWEST_WORDS_COUNTED = 3  # beside a number: "Chapter 3" is announced
_GOES_ON = '.?!…:;"”’)]。！？'
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")


def take_recurring(lines: Lines) -> tuple[Lines, Drops]:
    """Drop lines that come back inside sentences, or with a number that counts on."""
    places: dict[str, list[int]] = {}
    for n, text in enumerate(lines.texts):
        if _could_be_head(text):
            places.setdefault(_NUMBER.sub("0", text), []).append(n)
    often = {n for found in places.values() if len(found) >= _FEWEST for n in found}
    heads = sorted(
        n
        for found in places.values()
        if len(found) >= _FEWEST and _are_heads(lines.texts, found, often)
        for n in found
    )
    drops = Drops()
    for n in heads:
        drops.add(lines[n], lines.texts[n], "running head")
    return lines.edited((n, None) for n in heads), drops


def _could_be_head(text: str) -> bool:
    """Tell whether a line is short, is no sentence, and has a capital on most words."""
    if " " not in text or text[-1] in ".,;:?!…-" or len(text) > _LONGEST or text[0].islower():
        return False
    words = _WORD.findall(text)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 1 and capitals >= _LEAST_CAPITALS * len(words)


def _are_heads(texts: Sequence[str], found: Sequence[int], often: set[int]) -> bool:
    """Tell whether lines that are equal but for their numbers are a page's."""
    if not _on_every_page(found, len(texts)):
        return False
    around = [_around(texts, n, often) for n in found]
    if len(set(around)) < len(around):
        return False  # the text itself comes back, not its pages
    cut = sum(map(_is_cut, around))
    return cut >= max(2, _LEAST_CUT * len(found)) or (cut > 0 and _count(texts, found))


def _on_every_page(found: Sequence[int], count: int) -> bool:
    """Tell whether lines stand equally far apart, from a text's beginning to its end.

    Where nothing tells sentences, words that come often fill a line now and then.
    """
    gaps = [b - a for a, b in pairwise(found)]
    most = _UNEVEN * min(gaps)
    edges = max(found[0], count - found[-1])
    return min(gaps) >= _NEAREST and max(*gaps, edges) <= most


def _around(texts: Sequence[str], n: int, often: set[int]) -> tuple[str, str]:
    """Return the lines above and below a line and its neighbours that come back, too."""
    near = range(1, _MOST_TOGETHER + 1)
    before = n - next((k for k in near if n - k not in often), _MOST_TOGETHER)
    after = n + next((k for k in near if n + k not in often), _MOST_TOGETHER)
    return texts[before] if before >= 0 else "", texts[after] if after < len(texts) else ""


def _is_cut(around: tuple[str, str]) -> bool:
    """Tell whether a sentence goes on from one line to another."""
    before, after = around
    return before[-1:] not in (*_GOES_ON, "") and after[:1].islower()


def _count(texts: Sequence[str], found: Sequence[int]) -> bool:
    """Tell whether the lines have a number each that is higher from one to the next."""
    numbers = [_NUMBER.findall(texts[n]) for n in found]
    wordy = len(_WORD.findall(texts[found[0]])) >= _FEWEST_WORDS_COUNTED
    if not wordy or not numbers[0]:
        return False
    return any(
        all(int(a[k]) < int(b[k]) for a, b in pairwise(numbers)) for k in range(len(numbers[0]))
    )
