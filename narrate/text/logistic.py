"""To fit a logistic regression on few measures and many word cues, with numpy alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MEMORY = 10  # pairs of steps kept by L-BFGS (Nocedal and Wright, Numerical Optimization, 7.4)
_SUFFICIENT = 1e-4  # Armijo's constant, same book, 3.1

Vector = NDArray[np.float64]
Objective = Callable[[Vector], tuple[float, Vector]]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Rows to learn from: dense measures, and for each row the cues that are present."""

    measures: Vector  # (rows, measures)
    cue_rows: NDArray[np.int64]  # row of each cue that is present
    cues: NDArray[np.int64]  # which cue it is
    cue_count: int
    truth: Vector  # 1 for an opening, 0 for any other sentence
    weight: Vector  # how much each row counts
    offset: Vector  # log odds that are known beforehand


def fit_logistic(sample: Sample, penalty: float, rounds: int = 80) -> Vector:
    """Return weights: those of the cues, those of the measures, then the bias.

    `penalty` is half of what the squared weights cost, on the scale of the summed row weights.
    """

    def objective(weights: Vector) -> tuple[float, Vector]:
        return _loss(weights, sample, penalty)

    start = np.zeros(sample.cue_count + sample.measures.shape[1] + 1)
    return _minimise(objective, start, rounds)


def _loss(weights: Vector, sample: Sample, penalty: float) -> tuple[float, Vector]:
    cue_weights, rest = weights[: sample.cue_count], weights[sample.cue_count :]
    rows = len(sample.truth)
    scores = sample.measures @ rest[:-1] + rest[-1] + sample.offset
    scores += np.bincount(sample.cue_rows, weights=cue_weights[sample.cues], minlength=rows)
    losses = np.logaddexp(0.0, scores) - sample.truth * scores
    slope = sample.weight * (1.0 / (1.0 + np.exp(-scores)) - sample.truth)
    shrunk = weights.copy()
    shrunk[-1] = 0.0
    gradient = penalty * shrunk
    cue_slopes = np.bincount(
        sample.cues, weights=slope[sample.cue_rows], minlength=sample.cue_count
    )
    gradient[: sample.cue_count] += cue_slopes
    gradient[sample.cue_count : -1] += sample.measures.T @ slope
    gradient[-1] += slope.sum()
    return float(sample.weight @ losses + 0.5 * penalty * shrunk @ shrunk), gradient


def _minimise(objective: Objective, weights: Vector, rounds: int) -> Vector:
    """Minimise a convex function by L-BFGS with a backtracking line search."""
    value, gradient = objective(weights)
    pairs: list[tuple[Vector, Vector]] = []
    for _ in range(rounds):
        direction = -_two_loops(gradient, pairs)
        slope = float(gradient @ direction)
        step = 1.0 if pairs else 1.0 / max(1.0, float(np.abs(gradient).sum()))
        new_value, new_gradient = objective(weights + step * direction)
        while new_value > value + _SUFFICIENT * step * slope and step > 1e-12:
            step /= 2
            new_value, new_gradient = objective(weights + step * direction)
        moved, turned = step * direction, new_gradient - gradient
        if float(moved @ turned) > 1e-12:
            pairs = [*pairs, (moved, turned)][-_MEMORY:]
        done = value - new_value < 1e-7 * abs(value)
        weights, value, gradient = weights + moved, new_value, new_gradient
        if done:
            break
    return weights


def _two_loops(gradient: Vector, pairs: list[tuple[Vector, Vector]]) -> Vector:
    """Apply the approximate inverse Hessian to the gradient."""
    result = gradient.copy()
    shares = []
    for moved, turned in reversed(pairs):
        share = float(moved @ result) / float(moved @ turned)
        shares.append(share)
        result -= share * turned
    if pairs:
        moved, turned = pairs[-1]
        result *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), share in zip(pairs, reversed(shares), strict=True):
        result += moved * (share - float(turned @ result) / float(moved @ turned))
    return result
