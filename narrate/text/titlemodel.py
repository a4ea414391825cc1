"""To keep what was learnt of titles: how words are used, and what makes a phrase a title."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from narrate.text.wordkinds import WordKinds

_SHIPPED = "titles.npz"
_KIND_SCALE = 100.0
_WEIGHT_SCALE = 4096.0


@dataclass(frozen=True, slots=True, eq=False)
class TitleModel:
    """Word kinds, and one weight for each feature of a candidate."""

    kinds: WordKinds
    weights: NDArray[np.float64]

    def save(self, file: Path | BinaryIO) -> None:
        """Write the model as plain arrays; the same model always gives the same bytes."""
        np.savez(
            file,
            words=np.frombuffer("\n".join(self.kinds.words).encode(), dtype=np.uint8),
            kinds=np.round(self.kinds.table * _KIND_SCALE).astype(np.uint8),
            weights=np.round(self.weights * _WEIGHT_SCALE).astype(np.int32),
        )


@cache
def load_titles() -> TitleModel:
    """Return the model that comes with narrate."""
    with (
        resources.as_file(resources.files("narrate.text") / _SHIPPED) as path,
        np.load(path, allow_pickle=False) as arrays,
    ):
        words = arrays["words"].tobytes().decode().split("\n")
        kinds = WordKinds({word: i for i, word in enumerate(words)}, arrays["kinds"] / _KIND_SCALE)
        return TitleModel(kinds, arrays["weights"] / _WEIGHT_SCALE)
