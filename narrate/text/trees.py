"""To add up small decision trees, learnt elsewhere and kept as plain arrays.

Gradient boosting (Friedman 2001). All trees are complete and of one depth, which lets numpy walk
every row down all of them at once; bench/topics/boost.py grows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """One row a tree; the children of node n are 2n + 1 (up to the threshold) and 2n + 2."""

    features: NDArray[np.uint8]  # (trees, inner nodes): the column that a node looks at
    thresholds: Table  # (trees, inner nodes)
    leaves: Table  # (trees, leaves)
    base: float

    def predict(self, rows: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the sum of all trees for each row."""
        table = rows.astype(np.float32)
        values, starts = table.ravel(), np.arange(len(table)) * table.shape[1]
        trees, inner = self.features.shape
        columns, thresholds = self.features.ravel().astype(np.int64), self.thresholds.ravel()
        roots = (np.arange(trees) * inner)[:, None]
        at = roots + np.zeros(len(table), dtype=np.int64)
        for _ in range(inner.bit_length()):
            right = values.take(starts + columns.take(at)) > thresholds.take(at)
            at = 2 * at - roots + 1 + right
        leaf = at - roots - inner + (np.arange(trees) * (inner + 1))[:, None]
        grown = self.leaves.ravel().astype(np.float64).take(leaf)
        total: NDArray[np.float64] = np.add.reduce(grown, axis=0, initial=self.base)
        return total

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return plain arrays to be kept in a file."""
        return {
            "features": self.features,
            "thresholds": self.thresholds.astype(np.float32),
            "leaves": self.leaves.astype(np.float32),
            "base": np.array(self.base),
        }


def trees_from(arrays: Mapping[str, NDArray[np.generic]]) -> Trees:
    """Return the trees that were kept as `Trees.arrays` gives them."""
    return Trees(
        features=arrays["features"].astype(np.uint8),
        thresholds=arrays["thresholds"].astype(np.float32),
        leaves=arrays["leaves"].astype(np.float32),
        base=float(arrays["base"]),
    )
