"""To measure how much a stretch of sentences speaks of one thing.

A stretch is scored as in Bayesian topic segmentation (Eisenstein and Barzilay, EMNLP 2008): the
likelihood of its words under one Dirichlet-multinomial. Words that come back within the stretch
make it cheap; many different words make it dear. Stretches are bounded in length, so that time
and memory grow with the length of the text and not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# The pseudo-count of every word in the Dirichlet prior; 0.05 to 0.2 do equally well on speech.
PRIOR = 0.1
_BLOCK = 512  # sentences worked on at a time


def stretch_costs(terms: Sequence[Sequence[str]], longest: int) -> NDArray[np.float32]:
    """Return the cost of every stretch of at most `longest` sentences.

    Row `t`, column `o` holds the negative log likelihood of sentences `t - o` to `t`, both
    included, up to a term that all ways of dividing the text have in common. Columns that would
    begin before the text hold infinity.
    """
    word_of, sentence_of, vocabulary = _flatten(terms)
    rows, steps, gains = _recurrences(word_of, sentence_of, longest)
    length = len(terms)
    sizes = np.bincount(sentence_of, minlength=length)
    cumulative = np.concatenate([[0], np.cumsum(sizes)])
    totals = _total_costs(int(cumulative[-1]), vocabulary)
    costs = np.full((length, longest), np.inf, dtype=np.float32)
    running = np.zeros(longest)
    for first in range(0, length, _BLOCK):
        last = min(first + _BLOCK, length)
        gained = _gains_of_block(rows, steps, gains, (first, last, longest))
        for t in range(first, last):
            running[1:] = running[:-1]
            running[0] = 0.0
            running += gained[t - first]
            reach = min(t + 1, longest)
            words = cumulative[t + 1] - cumulative[t + 1 - reach : t + 1][::-1]
            costs[t, :reach] = totals[words] - running[:reach]
    return costs


def _flatten(
    terms: Sequence[Sequence[str]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the word and the sentence of every token, and how many words there are."""
    numbers: dict[str, int] = {}
    words = [numbers.setdefault(term, len(numbers)) for sentence in terms for term in sentence]
    sentences = np.repeat(np.arange(len(terms)), [len(sentence) for sentence in terms])
    return np.array(words, dtype=np.int64), sentences.astype(np.int64), max(1, len(numbers))


def _recurrences(
    word_of: NDArray[np.int64], sentence_of: NDArray[np.int64], longest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return, for each pair of a token and an earlier one of its word, what the pair is worth.

    A token whose stretch already holds the word j times adds log(j + PRIOR) instead of log(PRIOR):
    the j-th earlier one is worth log((j + PRIOR) / (j - 1 + PRIOR)) to all stretches that reach
    back to it.
    """
    order = np.argsort(word_of, kind="stable")
    words, sentences = word_of[order], sentence_of[order]
    rows, steps, gains = [], [], []
    later = np.arange(1, len(order))
    for j in range(1, len(order)):
        distance = sentences[later] - sentences[later - j]
        near = (words[later] == words[later - j]) & (distance < longest)
        later, distance = later[near], distance[near]
        if not len(later):
            break
        rows.append(sentences[later])
        steps.append(distance)
        gains.append(np.full(len(later), np.log((j + PRIOR) / (j - 1 + PRIOR))))
        later = later[later > j]
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    row = np.concatenate(rows)
    by_row = np.argsort(row, kind="stable")
    return row[by_row], np.concatenate(steps)[by_row], np.concatenate(gains)[by_row]


def _gains_of_block(
    rows: NDArray[np.int64],
    steps: NDArray[np.int64],
    gains: NDArray[np.float64],
    shape: tuple[int, int, int],
) -> NDArray[np.float64]:
    """Return what sentence t adds to the stretch that began o sentences before it."""
    first, last, longest = shape
    a, b = np.searchsorted(rows, [first, last])
    cells = (rows[a:b] - first) * longest + steps[a:b]
    size = (last - first) * longest
    table = np.bincount(cells, weights=gains[a:b], minlength=size).reshape(-1, longest)
    return np.cumsum(table, axis=1)


def _total_costs(most_words: int, vocabulary: int) -> NDArray[np.float64]:
    """Return the cost of drawing any n words: sum of log(1 + i / (vocabulary * PRIOR)), i < n."""
    drawn = np.log1p(np.arange(most_words) / (vocabulary * PRIOR))
    return np.concatenate([[0.0], np.cumsum(drawn)])
