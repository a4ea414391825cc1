"""To choose, among all divisions of a text, the one that is least wrong on the whole.

The likeliest division is not the safest: a boundary that is a little off counts as one missed and
one too many. So divisions are drawn in proportion to their likelihood, by the forward-backward
method for semi-Markov chains, and the one is taken whose Pk and WindowDiff against the others are
least on average (minimum Bayes risk).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

_DRAWN = 60
_SEED = 20  # any number will do; the same one each time, so that the same text divides alike
_STEPS = 1024  # between the lowest toll and the highest
_NEAR = 0.02  # as a logarithm: so near the wanted count is near enough
_LONGEST_RUN = 32  # places worked out at once, whose weights stay near the processor
_TINY = 1e-300
_LARGEST_TOLL = 25.0  # log odds; no text needs a boundary to cost more

Boundaries = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How likely each stretch and each opening is, as logarithms."""

    stretches: NDArray[np.float32]  # cost of the stretch from t - o to t, infinity if forbidden
    openings: NDArray[np.float64]  # log odds of sentence t opening a stretch


@dataclass(frozen=True, slots=True)
class Aim:
    """How many stretches divisions hold on average."""

    count: float
    least_toll: float = -_LARGEST_TOLL  # log odds that a boundary costs at least, if fewer are held


def draw(weights: Weights, aim: Aim) -> tuple[Boundaries, ...]:
    """Return divisions drawn in proportion to their likelihood."""
    _, entries, drawable = _steer(weights, aim, _runs(weights))
    if not drawable:
        return ((),)
    entries = entries - _usual_cost(weights) * np.arange(len(entries))[::-1]
    random = np.random.default_rng(_SEED)
    shares: dict[int, NDArray[np.float64]] = {}
    return tuple(_draw_one(weights, entries, random, shares) for _ in range(_DRAWN))


def opening_chances(weights: Weights, aim: Aim) -> NDArray[np.float64]:
    """Return how likely each sentence opens a stretch.

    Exact, by the forward-backward method; 0 for the first sentence, and where nothing is allowed.
    """
    runs = _runs(weights)
    toll, entries, drawable = _steer(weights, aim, runs)
    length, longest = weights.stretches.shape
    if not drawable:
        return np.zeros(length)
    onward = np.full(length + longest, -np.inf)  # log weight of all ways to divide what follows
    onward[0] = 0.0
    openings = np.append(weights.openings - toll, 0.0)[::-1]
    for run in reversed(runs):
        ahead = onward[run.places] + openings[run.places]
        top = ahead.max()
        if top > -np.inf:
            gained = np.exp(ahead - top) @ run.likely
            ways = top + np.log(gained, where=gained > 0.0, out=np.full_like(gained, -np.inf))
            onward[run.before] = np.logaddexp(onward[run.before], ways)
    chances: NDArray[np.float64] = np.exp(entries + onward[: length + 1] - onward[length])[:0:-1]
    chances[0] = 0.0
    return chances


def _steer(
    weights: Weights, aim: Aim, runs: Sequence[_Run]
) -> tuple[float, NDArray[np.float64], float]:
    """Return a toll per boundary, and what `_forward` makes of it, at which divisions hold so
    many stretches on average as is aimed at, or fewer where the toll would be too low.

    The count falls with the toll, its logarithm nearly in a line: each step looks where the line
    through both ends meets the wanted count.
    """
    low, high = round(_STEPS * (aim.least_toll / _LARGEST_TOLL + 1) / 2), _STEPS
    over: dict[int, float] = {}  # how far the count at a step is above the one wanted, as a log
    while True:
        step = (low + high) // 2
        if low in over and high in over:
            near = low + round((high - low) * over[low] / (over[low] - over[high]))
            step = min(max(near, low + 1), high - 1)
        toll = _LARGEST_TOLL * (2 * step / _STEPS - 1)
        entries, found = _forward(weights, toll, runs)
        over[step] = math.log(max(found, 1e-9) / aim.count)
        low, high = (step, high) if found > aim.count else (low, step)
        if abs(over[step]) < _NEAR or high - low <= 1:
            return toll, entries, found


def _arrivals(weights: Weights, entries: NDArray[np.float64], t: int) -> NDArray[np.float64]:
    """Return the log weight of all ways to have a stretch end before t, by its length - 1."""
    length, longest = weights.stretches.shape
    first, reach = length - t + 1, min(t, longest)
    arrivals: NDArray[np.float64] = (
        entries[first : first + reach] - weights.stretches[t - 1, :reach]
    )
    return arrivals


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Places that are worked out at once, the last first, and how likely what leads to them is."""

    places: slice  # of the stretches that begin there
    before: slice  # of those that lead there
    likely: NDArray[np.float64]  # a row for each place, a column for each that leads there


def _forward(
    weights: Weights, toll: float, runs: Sequence[_Run]
) -> tuple[NDArray[np.float64], float]:
    """Return the log weight of a stretch that begins at each sentence, and how many there are.

    The weights stand from the last sentence to the first, so that those before a place lie in
    the order in which stretches grow. The number is the mean of all divisions, 0 if none exists.
    """
    length, longest = weights.stretches.shape
    entries, counts = np.full(length + longest, -np.inf), np.zeros(length + longest)
    entries[length] = 0.0  # the first stretch needs no boundary
    openings = np.append(weights.openings - toll, 0.0)[::-1]
    with np.errstate(divide="ignore"):  # log(0): nothing leads there
        for run in runs:
            top = np.maximum.reduce(entries[run.before])
            if top > -np.inf:
                ways = np.exp(entries[run.before] - top)
                totals = run.likely @ ways
                counted = run.likely @ (ways * counts[run.before])
                entries[run.places] = np.log(totals) + (openings[run.places] + top)
                counts[run.places] = 1.0 + counted / np.maximum(totals, _TINY)
    reached = entries[0] > -np.inf
    return entries[: length + 1], float(counts[0]) if reached else 0.0


def _runs(weights: Weights) -> list[_Run]:
    """Return all places but the first, in runs, with how likely the stretches between them are.

    A common cost for each sentence is left out, which all divisions pay alike.
    """
    length, longest = weights.stretches.shape
    usual = _usual_cost(weights) * np.arange(1, longest + 1)
    runs: list[_Run] = []
    for run in _ranges(weights):
        first, last = run[0], run[-1]
        likely = np.zeros((len(run), len(run) - 1 + longest))
        down, right = likely.strides
        rows = as_strided(likely, (len(run), longest), (down + right, right))
        np.exp(usual - weights.stretches[first - 1 : last][::-1], out=rows)
        before = slice(length - last + 1, length - first + 1 + longest)
        runs.append(_Run(slice(length - last, length - first + 1), before, likely))
    return runs


def _usual_cost(weights: Weights) -> float:
    """Return the mean cost of each sentence in the longest stretches, by which none underflows."""
    costs = weights.stretches[:, -1]
    costs = costs[costs < np.inf]
    return float(costs.mean()) / weights.stretches.shape[1] if len(costs) else 0.0


def _ranges(weights: Weights) -> list[range]:
    """Return the places in runs that can be worked out at once: none leads to another of its run.

    A stretch that ends before place t begins at t less the shortest stretch allowed there, or
    earlier.
    """
    length = len(weights.stretches)
    allowed = weights.stretches < np.inf
    shortest = np.where(allowed.any(axis=1), allowed.argmax(axis=1) + 1, length)
    latest = (np.arange(1, length + 1) - shortest).tolist()  # where a stretch that ends begins
    runs: list[range] = []
    first = 1
    for t in range(2, length + 1):
        if latest[t - 1] >= first or t - first == _LONGEST_RUN:
            runs.append(range(first, t))
            first = t
    return [*runs, range(first, length + 1)]


def _draw_one(
    weights: Weights,
    entries: NDArray[np.float64],
    random: np.random.Generator,
    shares: dict[int, NDArray[np.float64]],
) -> Boundaries:
    boundaries: list[int] = []
    t = len(weights.stretches)
    while t > 0:
        if t not in shares:
            arrivals = _arrivals(weights, entries, t)
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
