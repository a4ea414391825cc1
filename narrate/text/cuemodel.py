"""To keep what was learnt of how topics open, as a small file of plain arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from narrate.errors import InputError
from narrate.text.measures import MEASURES

_WEIGHT_STEP = 1 / 64  # weights are stored as whole multiples of this
_SHIPPED, _SHIPPED_FLAT = "cues.npz", "cues-flat.npz"


@dataclass(frozen=True, slots=True, eq=False)
class CueModel:
    """Weights for word cues and for measures; see docs/topics-model.md."""

    tables: dict[str, dict[str, float]]  # kind of cue → word or words → log odds
    measure_weights: NDArray[np.float64]  # one for each of MEASURES
    bias: float
    pace: float | None = None  # times as many chapters as others of that length; None: unknown

    def save(self, file: Path | BinaryIO) -> None:
        """Write the model; the same model always gives the same bytes."""
        cues = [(f"{kind}:{item}", w) for kind, t in self.tables.items() for item, w in t.items()]
        numbers = [*(weight for _, weight in cues), *self.measure_weights, self.bias]
        pace: dict[str, Any] = {} if self.pace is None else {"pace": np.array(self.pace)}
        np.savez(
            file,
            names=np.frombuffer("\n".join(name for name, _ in cues).encode(), dtype=np.uint8),
            weights=np.round(np.array(numbers) / _WEIGHT_STEP).astype(np.int16),
            **pace,
        )


def make_model(names: list[str], weights: NDArray[np.float64]) -> CueModel:
    """Return a model from cue names ("kind:item"), their weights, those of measures, the bias."""
    tables: dict[str, dict[str, float]] = {}
    for name, weight in zip(names, weights.tolist(), strict=False):
        kind, _, item = name.partition(":")
        tables.setdefault(kind, {})[item] = weight
    return CueModel(tables, weights[len(names) : -1], float(weights[-1]))


def load_cues(path: Path | None = None, flat: bool = False) -> CueModel:
    """Return the model in `path`, or the one that comes with narrate.

    `flat` asks for the one that was learnt from speech without punctuation.

    Raises InputError when the file is missing or is not such a model.
    """
    return _shipped(_SHIPPED_FLAT if flat else _SHIPPED) if path is None else _read(path)


@cache
def _shipped(name: str) -> CueModel:
    with resources.as_file(resources.files("narrate.text") / name) as path:
        return _read(path)


def _read(path: Path) -> CueModel:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = arrays["names"].tobytes().decode().split("\n")
            weights = arrays["weights"] * _WEIGHT_STEP
            pace = float(arrays["pace"]) if "pace" in arrays else None
    except OSError as cause:
        raise InputError(f"{path}: cannot be read: {cause.strerror or cause}") from cause
    except (ValueError, KeyError, TypeError, BadZipFile) as cause:
        told = "is not a model of topic cues; `narrate chapters FOLDER --learn -o FILE` makes one"
        raise InputError(f"{path}: {told}") from cause
    if len(weights) != len(names) + len(MEASURES) + 1:
        raise InputError(f"{path} was made by another version of narrate; learn it again")
    return replace(make_model(names, weights), pace=pace)
