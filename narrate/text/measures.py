"""To measure what happens at each boundary between sentences, apart from the words said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from narrate.text.terms import surface_words

MEASURES = (
    *("length", "length_before", "length_two_before", "length_after"),
    *("question", "question_before", "question_after", "turn"),
    *("split_120", "split_240", "split_480", "peak_120", "peak_240", "peak_480"),
    *("fresh", "lasting", "ended"),
    *("from_start", "at_start", "to_end", "at_end"),
)

_WINDOWS = (120, 240, 480)  # content and other words to each side
_USUAL_WORDS = 3000  # in shorter texts, the two scales below shrink with the text
_LONG_SCALE, _SHORT_SCALE = 300, 150  # words from an end of the text
_FRESH_WORDS = 90  # after a boundary, where new vocabulary shows
_MEMORY_WORDS = 400  # before it, where the word must not stand


def measure_boundaries(
    sentences: Sequence[str],
    terms: Sequence[Sequence[str]],
    costs: NDArray[np.float32],
    turns: Sequence[object] | None,
) -> NDArray[np.float64]:
    """Return one row a sentence, with a column for each of MEASURES.

    `costs` are those of `stretch_costs`; `turns` names the speaker's turn of each sentence.
    """
    sizes = np.array([len(surface_words(s)) for s in sentences], dtype=np.float64)
    lengths = np.log1p(sizes)
    questions = np.array(["?" in s or "？" in s for s in sentences], dtype=np.float64)
    columns = [lengths, _shift(lengths, 1), _shift(lengths, 2), _shift(lengths, -1)]
    columns += [
        questions,
        _shift(questions, 1),
        _shift(questions, -1),
        _turn_changes(turns, len(sizes)),
    ]
    cumulative = np.concatenate([[0.0], np.cumsum(sizes)])
    splits = [_split_gains(costs, cumulative, window) for window in _WINDOWS]
    columns += [_standard(split) for split in splits]
    columns += [_standard(_peaks(s, cumulative, w)) for s, w in zip(splits, _WINDOWS, strict=True)]
    columns += [_standard(c) for c in _vocabulary_change(terms, cumulative)]
    scale = min(1.0, max(1.0, float(cumulative[-1])) / _USUAL_WORDS)
    to_end = cumulative[-1] - cumulative[:-1]
    columns += [*_nearness(cumulative[:-1], scale), *_nearness(to_end, scale)]
    return np.stack(columns, axis=1)


def _nearness(
    words: NDArray[np.float64], scale: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far an end of the text is, in words: on a long scale and on a short one."""
    return np.log1p(words / _LONG_SCALE / scale), np.exp(-words / _SHORT_SCALE / scale)


def _shift(values: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    shifted = np.zeros_like(values)
    if by > 0:
        shifted[by:] = values[:-by]
    else:
        shifted[:by] = values[-by:]
    return shifted


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values as deviations from the text's own mean: shows differ in level."""
    result: NDArray[np.float64] = (values - values.mean()) / (values.std() + 1e-6)
    return result


def _turn_changes(turns: Sequence[object] | None, length: int) -> NDArray[np.float64]:
    changes = np.zeros(length)
    if turns is not None:
        changes[1:] = [a != b for a, b in pairwise(turns)]
    return changes


def _split_gains(
    costs: NDArray[np.float32], cumulative: NDArray[np.float64], window: int
) -> NDArray[np.float64]:
    """Return what is won, per square root of words, by dividing the words around a boundary."""
    length, longest = costs.shape
    at = np.arange(length)
    start = np.searchsorted(cumulative, cumulative[at] - window, side="left")
    start = np.minimum(np.maximum(start, at - longest // 2), at - 1)
    end = np.searchsorted(cumulative, cumulative[at] + window, side="right")
    end = np.maximum(np.minimum(np.minimum(end, at + longest // 2), length), at + 1)
    gains = np.zeros(length)
    inner = at[1:]
    a, b = start[1:], end[1:]
    whole = costs[b - 1, b - 1 - a]
    parts = costs[inner - 1, inner - 1 - a] + costs[b - 1, b - 1 - inner]
    gains[1:] = (whole - parts) / np.sqrt(cumulative[b] - cumulative[a] + 1)
    return gains


def _peaks(
    gains: NDArray[np.float64], cumulative: NDArray[np.float64], window: int
) -> NDArray[np.float64]:
    """Return how far each gain lies under the best one within half a window."""
    length = len(gains)
    reach = window / 2
    start = np.searchsorted(cumulative[:-1], cumulative[:-1] - reach, side="left")
    end = np.searchsorted(cumulative[:-1], cumulative[:-1] + reach, side="right")
    return np.array(
        [gains[i] - gains[a:b].max() for i, a, b in zip(range(length), start, end, strict=True)]
    )


def _vocabulary_change(
    terms: Sequence[Sequence[str]], cumulative: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return three counts, per boundary, of words that come and go.

    Fresh: words after it that were not said shortly before. Lasting: fresh words that come back
    later on. Ended: words said several times before it that do not come back.
    """
    length = len(terms)
    position = cumulative[:-1]
    word, at = _places(terms)
    before, after = np.full(len(at), np.inf), np.full(len(at), np.inf)  # words to the same word
    again = word[1:] == word[:-1]
    between = np.where(again, position[at[1:]] - position[at[:-1]], np.inf)
    before[1:], after[:-1] = between, between
    opens = np.searchsorted(position, position[at] - _FRESH_WORDS)
    closes = np.searchsorted(position, position[at] + _FRESH_WORDS, side="right")
    new = before > _MEMORY_WORDS
    kept = new & (after < _MEMORY_WORDS)
    left = (after > _MEMORY_WORDS) & (before < _MEMORY_WORDS)
    return (
        _covered(opens[new], at[new] + 1, length),
        _covered(opens[kept], at[kept] + 1, length),
        _covered(at[left] + 1, np.maximum(closes[left], at[left] + 1), length),
    )


def _places(terms: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each word, by number, and the sentences in which it stands, word after word."""
    numbers: dict[str, int] = {}
    said = [
        (numbers.setdefault(term, len(numbers)), i)
        for i, sentence in enumerate(terms)
        for term in set(sentence)
    ]
    table = np.array(said, dtype=np.int64).reshape(-1, 2)
    order = np.lexsort((table[:, 1], table[:, 0]))
    return table[order, 0], table[order, 1]


def _covered(
    starts: NDArray[np.int64], ends: NDArray[np.int64], length: int
) -> NDArray[np.float64]:
    """Count how many of the ranges cover each place."""
    opened = np.bincount(starts, minlength=length + 1) - np.bincount(ends, minlength=length + 1)
    return np.cumsum(opened[:length]).astype(np.float64)
