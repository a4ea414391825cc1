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
        starts = np.arange(len(table)) * table.shape[1]
        trees, inner = self.features.shape
        columns, thresholds = self.features.ravel().astype(np.int64), self.thresholds.ravel()
        roots = (np.arange(trees) * inner)[:, None]
        node = np.zeros((trees, len(table)), dtype=np.int64)
        for _ in range(inner.bit_length()):
            at = roots + node
            node = 2 * node + 1 + (table.ravel()[starts + columns[at]] > thresholds[at])
        total = np.full(len(rows), self.base)
        for leaves, leaf in zip(self.leaves, node - inner, strict=True):
            total += leaves[leaf]
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
