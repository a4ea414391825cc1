"""To tell which words mean alike: a short vector for each of some thousand common stems.

The vectors are those of a sentence embedding model, one word at a time, cut to a few dimensions
(the way of Model2Vec; sources in docs/topics-model.md). They place words, no sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

_SHIPPED = "words.npz"
_RARITY_SCALE = 255.0

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """A vector of length 1 and a rarity from 0 to 1 for each known stem."""

    rows: dict[str, int]
    vectors: Vector
    rarities: Vector

    def rarity(self, stem: str) -> float:
        """Return 0 for the commonest words, near 1 for rare ones, 1 for unknown ones."""
        row = self.rows.get(stem)
        return 1.0 if row is None else float(self.rarities[row])

    def centre(self, stems: Iterable[str]) -> Vector:
        """Return the mean direction of the stems, the rarer counting more; 0 if none is known."""
        known = [row for row in map(self.rows.get, stems) if row is not None]
        if not known:
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        return unit(self.rarities[known] @ self.vectors[known])


def unit(vector: Vector) -> Vector:
    """Return the vector at length 1, or as it is where it has none."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > 0 else vector


@cache
def load_vectors() -> WordVectors:
    """Return the vectors that come with narrate."""
    with (
        resources.as_file(resources.files("narrate.text") / _SHIPPED) as path,
        np.load(path, allow_pickle=False) as arrays,
    ):
        stems = arrays["stems"].tobytes().decode().split("\n")
        vectors = arrays["vectors"].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        rarities = arrays["rarity"].astype(np.float32) / np.float32(_RARITY_SCALE)
    return WordVectors({stem: i for i, stem in enumerate(stems)}, vectors, rarities)
