"""To grow boosted trees with numpy alone: the same rows always give the same trees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.trees import Trees

_BINS = 32  # distinct values that a feature is cut to

Vector = NDArray[np.float64]
Binned = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Growing:
    """How many trees, how deep, and how far each is held back."""

    trees: int = 150
    depth: int = 4
    rate: float = 0.08
    penalty: float = 20.0  # weight of rows that a leaf's mean is drawn to zero by
    logistic: bool = False  # else least squares
    share: float = 1.0  # of the columns that each tree may look at
    seed: int = 4  # by which these are drawn


def grow(rows: NDArray[np.float32], target: Vector, weight: Vector, how: Growing) -> Trees:
    """Return trees fitted to the target; for `logistic`, their sum is log odds of it."""
    cuts, bins = _cut(rows)
    mean = float(np.average(target, weights=weight))
    base = float(np.log(mean / (1 - mean))) if how.logistic else mean
    score = np.full(len(target), base)
    grown = []
    random = np.random.default_rng(how.seed)
    for _ in range(how.trees):
        seen = np.sort(random.permutation(len(bins))[: round(how.share * len(bins))])
        chance = 1 / (1 + np.exp(-score)) if how.logistic else score
        slope = weight * (target - chance)
        curve = weight * (chance * (1 - chance) if how.logistic else 1.0)
        features, thresholds, leaves, leaf = _grow_one((bins, seen), cuts, slope, curve, how)
        grown.append((features, thresholds, leaves))
        score += leaves[leaf]
    columns = [np.stack(column) for column in zip(*grown, strict=True)]
    return Trees(
        columns[0].astype(np.uint8),
        columns[1].astype(np.float32),
        columns[2].astype(np.float32),
        base,
    )


def mean_of(models: Sequence[Trees]) -> Trees:
    """Return the trees whose sum is the mean of what several models say (Breiman 1996)."""
    return Trees(
        np.concatenate([model.features for model in models]),
        np.concatenate([model.thresholds for model in models]),
        np.concatenate([model.leaves / np.float32(len(models)) for model in models]),
        float(np.mean([model.base for model in models])),
    )


def _cut(rows: NDArray[np.float32]) -> tuple[list[NDArray[np.float32]], Binned]:
    """Cut each column; return the upper edges and each row's bin."""
    cuts = []
    bins = np.zeros(rows.shape[::-1], dtype=np.uint8)
    for column in range(rows.shape[1]):
        cuts.append(_edges(rows[:, column]))
        bins[column] = np.searchsorted(cuts[-1], rows[:, column], side="left")
    return cuts, bins


def _edges(column: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where to cut a column: at quantiles of its rows, and of its distinct values.

    The latter, with the least and the most, tell what few rows have: to be the best of a chapter,
    or to be announced there.
    """
    values = np.unique(column)
    if len(values) <= _BINS:
        return values[:-1]
    shares = np.linspace(0, 1, _BINS // 2)[1:-1]
    cuts = [np.quantile(column, shares), np.quantile(values, shares), values[[0, -2]]]
    return np.unique(np.concatenate(cuts).astype(np.float32))


def _grow_one(
    table: tuple[Binned, NDArray[np.int64]],
    cuts: list[NDArray[np.float32]],
    slope: Vector,
    curve: Vector,
    how: Growing,
) -> tuple[NDArray[np.int64], Vector, Vector, NDArray[np.int64]]:
    """Return a tree's features, thresholds and leaves, and the leaf of each row."""
    bins, seen = table
    inner = 2**how.depth - 1
    features, thresholds = np.zeros(inner, dtype=np.int64), np.full(inner, np.inf)
    node = np.zeros(len(slope), dtype=np.int64)
    for level in range(how.depth):
        first, width = 2**level - 1, 2**level
        column, edge = _best_splits(bins[seen], slope, curve, node - first, (width, how.penalty))
        column = seen[column]
        features[first : first + width] = column
        for i in range(width):
            known = edge[i] < len(cuts[column[i]])
            thresholds[first + i] = cuts[column[i]][edge[i]] if known else np.inf
        own = node - first
        node = 2 * node + 1 + (bins[column[own], np.arange(len(node))] > edge[own])
    leaf = node - inner
    sums = np.bincount(leaf, weights=slope, minlength=inner + 1)
    mass = np.bincount(leaf, weights=curve, minlength=inner + 1)
    return features, thresholds, how.rate * sums / (mass + how.penalty), leaf


def _best_splits(
    bins: Binned, slope: Vector, curve: Vector, node: NDArray[np.int64], shape: tuple[int, float]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each node of a level, the column and bin to split after."""
    width, penalty = shape
    best = np.full(width, -np.inf)
    column, edge = np.zeros(width, dtype=np.int64), np.full(width, _BINS, dtype=np.int64)
    for number, row in enumerate(bins):
        cell = node * _BINS + row
        sums = np.bincount(cell, weights=slope, minlength=width * _BINS).reshape(width, _BINS)
        mass = np.bincount(cell, weights=curve, minlength=width * _BINS).reshape(width, _BINS)
        left, left_mass = np.cumsum(sums, axis=1), np.cumsum(mass, axis=1)
        right, right_mass = left[:, -1:] - left, left_mass[:, -1:] - left_mass
        gain = left**2 / (left_mass + penalty) + right**2 / (right_mass + penalty)
        top = gain[:, :-1].argmax(axis=1)
        gained = gain[np.arange(width), top]
        better = gained > best + 1e-9
        best[better], column[better], edge[better] = gained[better], number, top[better]
    return column, edge
