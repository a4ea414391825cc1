"""To keep what was learnt of titles: trees that rank phrases by what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from narrate.text.candidates import Listed, chance_features
from narrate.text.trees import Trees, trees_from

_SHIPPED = "titles.npz"


@dataclass(frozen=True, slots=True, eq=False)
class TitleModel:
    """Says how near a phrase may come to what a person would call the chapter."""

    words: Trees  # the log odds that a person's title holds a word
    phrases: Trees

    def worth(self, listed: Listed) -> NDArray[np.float64]:
        """Return the worth of each candidate."""
        candidates = listed.candidates
        chances = self.chances(listed.words, listed.word_features)
        likely = chance_features([candidate.key for candidate in candidates], chances)
        own = np.stack([candidate.features for candidate in candidates])
        return self.phrases.predict(np.hstack([own, likely]))

    def chances(self, words: Sequence[str], features: NDArray[np.float64]) -> dict[str, float]:
        """Return for each word of a chapter the chance that its title holds it."""
        return dict(zip(words, chance_of(self.words, features).tolist(), strict=True))

    def save(self, file: Path | BinaryIO) -> None:
        """Write the model as plain arrays; the same model always gives the same bytes."""
        arrays = {f"word_{name}": array for name, array in self.words.arrays().items()}
        np.savez_compressed(file, allow_pickle=False, **arrays, **self.phrases.arrays())


def chance_of(trees: Trees, features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance of each row, of which the trees give the log odds."""
    if not len(features):
        return np.zeros(0)
    return 1 / (1 + np.exp(-np.clip(trees.predict(features), -30, 30)))


def load_titles(path: Path | None = None) -> TitleModel:
    """Return the model in `path`, or the one that comes with narrate."""
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> TitleModel:
    with resources.as_file(resources.files("narrate.text") / _SHIPPED) as path:
        return _read(path)


def _read(path: Path) -> TitleModel:
    with np.load(path, allow_pickle=False) as arrays:
        words = {name.removeprefix("word_"): a for name, a in arrays.items() if name[:5] == "word_"}
        return TitleModel(trees_from(words), trees_from(arrays))
