"""To choose, among all divisions of a text, the one that is least wrong on the whole.

The likeliest division is not the safest: a boundary that is a little off counts as one missed and
one too many. So divisions are drawn in proportion to their likelihood, by the forward-backward
method for semi-Markov chains, and the one is taken whose Pk and WindowDiff against the others are
least on average (minimum Bayes risk).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DRAWN = 60
_SEED = 20  # any number will do; the same one each time, so that the same text divides alike
_HALVINGS = 10
_LARGEST_TOLL = 25.0  # log odds; no text needs a boundary to cost more

Boundaries = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How likely each stretch and each opening is, as logarithms."""

    stretches: NDArray[np.float32]  # cost of the stretch from t - o to t, infinity if forbidden
    openings: NDArray[np.float64]  # log odds of sentence t opening a stretch


def expected_count(weights: Weights) -> float:
    """Return how many stretches the weights themselves call for, on average."""
    return _forward(weights, 0.0)[1]


def draw(weights: Weights, count: float) -> tuple[Boundaries, ...]:
    """Return divisions drawn in proportion to their likelihood, `count` stretches on average."""
    low, high = -_LARGEST_TOLL, _LARGEST_TOLL
    for _ in range(_HALVINGS):
        toll = (low + high) / 2
        low, high = (toll, high) if _forward(weights, toll)[1] > count else (low, toll)
    toll = (low + high) / 2
    reach, _ = _forward(weights, toll)
    if reach[-1] == -np.inf:
        return ((),)
    random = np.random.default_rng(_SEED)
    shares: dict[int, NDArray[np.float64]] = {}
    return tuple(_draw_one(weights, toll, reach, random, shares) for _ in range(_DRAWN))


def _arrivals(
    weights: Weights, toll: float, reach: NDArray[np.float64], t: int
) -> NDArray[np.float64]:
    """Return the log weight of all ways to have a stretch end before t, by its length - 1."""
    longest = min(t, weights.stretches.shape[1])
    entry = reach[t - longest : t] + weights.openings[t - longest : t] - toll
    if longest == t:
        entry[0] = reach[0]  # the first stretch needs no boundary
    arrivals: NDArray[np.float64] = entry[::-1] - weights.stretches[t - 1, :longest]
    return arrivals


def _forward(weights: Weights, toll: float) -> tuple[NDArray[np.float64], float]:
    """Return the log weight of reaching each sentence, and the mean number of stretches."""
    length = len(weights.stretches)
    reach, counts = np.full(length + 1, -np.inf), np.zeros(length + 1)
    reach[0] = 0.0
    for t in range(1, length + 1):
        arrivals = _arrivals(weights, toll, reach, t)
        top = arrivals.max()
        if top == -np.inf:
            continue
        share = np.exp(arrivals - top)
        total = share.sum()
        reach[t] = top + np.log(total)
        counts[t] = 1.0 + share @ counts[t - len(share) : t][::-1] / total
    return reach, float(counts[length])


def _draw_one(
    weights: Weights,
    toll: float,
    reach: NDArray[np.float64],
    random: np.random.Generator,
    shares: dict[int, NDArray[np.float64]],
) -> Boundaries:
    boundaries: list[int] = []
    t = len(weights.stretches)
    while t > 0:
        if t not in shares:
            arrivals = _arrivals(weights, toll, reach, t)
            running = np.cumsum(np.exp(arrivals - arrivals.max()))
            shares[t] = running / running[-1]
        t -= int(np.searchsorted(shares[t], random.random())) + 1
        boundaries.append(t)
    return tuple(reversed(boundaries[:-1]))


def least_risk(
    candidates: Sequence[Boundaries], drawn: Sequence[Boundaries], length: int
) -> Boundaries:
    """Return the candidate whose Pk plus WindowDiff against the drawn divisions is least.

    Pk: Beeferman, Berger and Lafferty 1999; WindowDiff: Pevzner and Hearst 2002. As there, the
    window is half the mean length of a stretch.
    """
    numbered = np.stack([_running_numbers(candidate, length) for candidate in candidates])
    risks = np.zeros(len(candidates))
    for division in drawn:
        window = max(2, round(length / (2 * (len(division) + 1))))
        if window >= length:
            continue
        truth = _running_numbers(division, length)
        crossed = truth[window:] - truth[:-window]
        guessed = numbered[:, window:] - numbered[:, :-window]
        risks += ((crossed > 0) != (guessed > 0)).mean(axis=1) + (crossed != guessed).mean(axis=1)
    return candidates[int(risks.argmin())]


def _running_numbers(boundaries: Boundaries, length: int) -> NDArray[np.int32]:
    """Return the number of the stretch that each sentence is in."""
    opens = np.zeros(length, dtype=np.int32)
    opens[list(boundaries)] = 1
    return np.cumsum(opens, dtype=np.int32)
