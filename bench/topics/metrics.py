"""To say how far found boundaries are from those that people set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TOLERANCE = 3  # sentences
_RESAMPLED = 2000
_SEED = 11


@dataclass(frozen=True, slots=True)
class Score:
    """Of one document; all but `ratio` in per cent."""

    pk: float  # Beeferman et al. 1999; lower is better
    window_diff: float  # Pevzner and Hearst 2002; lower is better
    f1: float  # of boundaries within three sentences
    ratio: float  # found chapters to true ones


def score_boundaries(truth: Sequence[int], found: Sequence[int], length: int) -> Score:
    """Compare found boundaries with true ones in a text of `length` sentences."""
    window = max(2, round(length / (2 * (len(truth) + 1))))
    true, ours = _crossings(truth, length, window), _crossings(found, length, window)
    return Score(
        pk=100 * float(np.mean((true > 0) != (ours > 0))) if len(true) else 0.0,
        window_diff=100 * float(np.mean(true != ours)) if len(true) else 0.0,
        f1=100 * _f1(truth, found),
        ratio=(len(found) + 1) / (len(truth) + 1),
    )


def _crossings(boundaries: Sequence[int], length: int, window: int) -> NDArray[np.int64]:
    """Return how many boundaries lie between sentences i and i + window."""
    marks = np.zeros(length + 1, dtype=np.int64)
    marks[list(boundaries)] = 1
    running = np.cumsum(marks)
    return running[window:length] - running[: max(0, length - window)]


def _f1(truth: Sequence[int], found: Sequence[int]) -> float:
    """Match each boundary with one of the other side, the nearest first."""
    pairs = sorted((abs(a - b), a, b) for a in truth for b in found if abs(a - b) <= _TOLERANCE)
    used_true: set[int] = set()
    used_found: set[int] = set()
    for _, a, b in pairs:
        if a not in used_true and b not in used_found:
            used_true.add(a)
            used_found.add(b)
    total = len(truth) + len(found)
    return 2 * len(used_true) / total if total else 1.0


def interval(groups: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Return the mean of group means and its 95 % interval, resampling documents in each group."""
    random = np.random.default_rng(_SEED)
    arrays = [np.array(group) for group in groups]
    means = np.mean(
        [a[random.integers(0, len(a), (_RESAMPLED, len(a)))].mean(axis=1) for a in arrays], axis=0
    )
    low, high = np.percentile(means, [2.5, 97.5])
    return float(np.mean([a.mean() for a in arrays])), float(low), float(high)
