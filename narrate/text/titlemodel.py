"""To keep what was learnt of titles: trees that rank phrases by what speaks for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from narrate.text.trees import Trees, trees_from

_SHIPPED = "titles.npz"


@dataclass(frozen=True, slots=True, eq=False)
class TitleModel:
    """Says how near a phrase may come to what a person would call the chapter."""

    trees: Trees

    def worth(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the worth of each row of features (narrate.text.candidates)."""
        return self.trees.predict(features)

    def save(self, file: Path | BinaryIO) -> None:
        """Write the model as plain arrays; the same model always gives the same bytes."""
        np.savez_compressed(file, allow_pickle=False, **self.trees.arrays())


def load_titles(path: Path | None = None) -> TitleModel:
    """Return the model in `path`, or the one that comes with narrate."""
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> TitleModel:
    with resources.as_file(resources.files("narrate.text") / _SHIPPED) as path:
        return _read(path)


def _read(path: Path) -> TitleModel:
    with np.load(path, allow_pickle=False) as arrays:
        return TitleModel(trees_from(arrays))
