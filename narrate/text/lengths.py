"""Which sentences make a paragraph together: of a length that is good to listen to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_IDEAL_WORDS = 75  # half a minute of speech
_FEWEST_WORDS, _MOST_WORDS = 40, 110
_LONGEST_WORDS = 220
_SHORT_WORDS, _MANY_UNITS = 4, 40  # of a sentence on average, and sentences


def choose_ranges(sizes: Sequence[int], worths: Sequence[float]) -> list[tuple[int, int]]:
    """Return (first, end) of each paragraph: the best in all, by dynamic programming.

    sizes: words of each sentence. worths: what a break before each is worth, above 0 for a
    place where one is heard.
    """
    many = len(sizes) > _MANY_UNITS and max(sizes) <= _LONGEST_WORDS
    short = many and sum(sizes) < _SHORT_WORDS * len(sizes)
    begins = (_begins_of_short if short else _begins)(sizes, worths)
    ranges: list[tuple[int, int]] = []
    end = len(sizes)
    while end:
        ranges.append((begins[end], end))
        end = begins[end]
    return ranges[::-1]


def _begins(sizes: Sequence[int], worths: Sequence[float]) -> Sequence[int]:
    """Return where the best last paragraph begins of the units up to each."""
    totals, begins = [0.0], [0]
    for end in range(1, len(sizes) + 1):
        words = sizes[end - 1]
        most, chosen = totals[end - 1] - _cost(words), end - 1
        for begin in range(end - 2, -1, -1):
            words += sizes[begin]
            if words > _LONGEST_WORDS:
                break
            total = totals[begin] - _COSTS[words]
            if total > most:
                most, chosen = total, begin
        totals.append(most + (worths[end] if end < len(sizes) else 0.0))
        begins.append(chosen)
    return begins


def _begins_of_short(sizes: Sequence[int], worths: Sequence[float]) -> Sequence[int]:
    """Return the same, sooner where a paragraph may hold scores of units."""
    said = np.cumsum([0, *sizes])
    firsts = np.searchsorted(said, said - _LONGEST_WORDS).tolist()
    costs, totals, begins = np.array(_COSTS), np.zeros(len(sizes) + 1), [0]
    for end in range(1, len(sizes) + 1):
        first = firsts[end]
        rated = (totals[first:end] - costs[said[end] - said[first:end]])[::-1]
        chosen = int(rated.argmax())
        totals[end] = rated[chosen] + (worths[end] if end < len(sizes) else 0.0)
        begins.append(end - 1 - chosen)
    return begins


def _cost(words: int) -> float:
    """Rate a paragraph's length: 0 is ideal."""
    cost = ((words - _IDEAL_WORDS) / _IDEAL_WORDS) ** 2
    if words < _FEWEST_WORDS:
        cost += (_FEWEST_WORDS - words) / 10
    return cost + max(0, words - _MOST_WORDS) / 15


_COSTS = tuple(map(_cost, range(_LONGEST_WORDS + 1)))
