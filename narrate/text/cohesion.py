"""To measure how much a stretch of sentences speaks of one thing.

A stretch is scored as in Bayesian topic segmentation (Eisenstein and Barzilay, EMNLP 2008): the
likelihood of its words under one Dirichlet-multinomial. Words that come back within the stretch
make it cheap; many different words make it dear. Stretches are bounded in length, so that time
and memory grow with the length of the text and not with its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# The pseudo-count of every word in the Dirichlet prior, chosen on training texts as the weights in
# narrate.text.topics were; 0.5 does equally well, 0.1 better only where words are few.
PRIOR = 0.3
_GATHERED = 1_000_000  # values before they are added up


def stretch_costs(terms: Sequence[Sequence[str]], longest: int) -> NDArray[np.float32]:
    """Return the cost of every stretch of at most `longest` sentences.

    Row `t`, column `o` holds the negative log likelihood of sentences `t - o` to `t`, both
    included, up to a term that all ways of dividing the text have in common. Columns that would
    begin before the text hold infinity.
    """
    words, vocabulary = _counted(terms)
    gained = _gains(words, (len(terms), longest))
    length = len(terms)
    cumulative = np.concatenate([[0], np.cumsum([len(sentence) for sentence in terms])])
    totals = _total_costs(int(cumulative[-1]), vocabulary)
    costs = np.full((length, longest), np.inf, dtype=np.float32)
    running = np.zeros(longest)
    for t in range(length):
        running[1:] = running[:-1]
        running[0] = 0.0
        running += gained[t]
        reach = min(t + 1, longest)
        said = cumulative[t + 1] - cumulative[t + 1 - reach : t + 1][::-1]
        costs[t, :reach] = totals[said] - running[:reach]
    return costs


def _counted(terms: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], int]:
    """Return word, sentence and how often it stands there, word after word; and how many words."""
    numbers: dict[str, int] = {}
    counted = [
        (numbers.setdefault(term, len(numbers)), t, times)
        for t, sentence in enumerate(terms)
        for term, times in Counter(sentence).items()
    ]
    table = np.array(counted, dtype=np.int64).reshape(-1, 3)
    order = np.argsort(table[:, 0], kind="stable")
    return table[order].T, max(1, len(numbers))


def _gains(counted: NDArray[np.int64], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return what sentence t adds to the stretch that began o sentences before it.

    A token whose stretch already holds its word n times adds log(n + PRIOR) instead of log(PRIOR).
    What a sentence's tokens of a word win by those of one before it are taken at once: with f(n)
    what n tokens win in all, and k tokens in between, f(k + a + b) - f(k + a) - f(k + b) + f(k).
    """
    words, sentences, times = counted
    length, longest = shape
    said = np.concatenate([[0], np.cumsum(times)])
    most = int(np.bincount(words, weights=times, minlength=1).max())
    won = np.cumsum(np.concatenate([[0.0], np.log1p(np.arange(most + 1) / PRIOR)]))
    table = _Sums(length * longest)
    table.add(sentences * longest, won[times])
    later = np.arange(1, len(words))
    for lag in range(1, len(words)):
        distance = sentences[later] - sentences[later - lag]
        near = (words[later] == words[later - lag]) & (distance < longest)
        later, distance = later[near], distance[near]
        if not len(later):
            break
        between = said[later] - said[later - lag + 1]
        before, here = between + times[later - lag], between + times[later]
        both = before + times[later]
        gains = won[both] - won[before] - won[here] + won[between]
        table.add(sentences[later] * longest + distance, gains)
        later = later[later > lag]
    sums = table.sums().reshape(shape)
    return np.cumsum(sums, axis=1, out=sums)


class _Sums:
    """Sums of values by place, of which so many are gathered as fit in little memory."""

    def __init__(self, size: int) -> None:
        self._sums = np.zeros(size)
        self._places: list[NDArray[np.int64]] = []
        self._values: list[NDArray[np.float64]] = []
        self._gathered = 0

    def add(self, places: NDArray[np.int64], values: NDArray[np.float64]) -> None:
        """Add values at their places."""
        self._places.append(places)
        self._values.append(values)
        self._gathered += len(places)
        if self._gathered >= _GATHERED:
            self.sums()

    def sums(self) -> NDArray[np.float64]:
        """Return the sums of all that was added."""
        places, values = np.concatenate(self._places), np.concatenate(self._values)
        self._places, self._values, self._gathered = [places[:0]], [values[:0]], 0
        self._sums += np.bincount(places, weights=values, minlength=len(self._sums))
        return self._sums


def _total_costs(most_words: int, vocabulary: int) -> NDArray[np.float64]:
    """Return the cost of drawing any n words: sum of log(1 + i / (vocabulary * PRIOR)), i < n."""
    drawn = np.log1p(np.arange(most_words) / (vocabulary * PRIOR))
    return np.concatenate([[0.0], np.cumsum(drawn)])
