"""Punctuated transcripts to narrate/text/ends.npz, the model of where sentences end.

    python bench/train_ends.py FOLDER

FOLDER holds `*.jsonl.gz`, one document a line with its `sentences`. The released table was made
from the MIT-licensed transcripts of Bitcoin Optech, bitcointranscripts, Syntax and QMSum.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.text.ends import BUCKETS, gap_features

_PASSES = 3
_BATCH = 4096
_RATE = 0.15
_DECAY = 1e-6
_THRESHOLD = -0.75  # log odds; below 0, since a missed end costs as much as a false one
_TABLE = Path(__file__).parents[1] / "narrate" / "text" / "ends.npz"
_PUNCTUATION = str.maketrans("", "", '.,;:!?…"“”()[]—–')

_Examples = tuple[NDArray[np.int64], NDArray[np.float32]]


def main(folder: Path) -> None:
    """Train on all documents but every twentieth, and say how well those are cut."""
    examples = [part for path in sorted(folder.glob("*.jsonl.gz")) for part in documents(path)]
    held = [e for n, e in enumerate(examples) if n // 2 % 20 == 0]
    features, ends = joined([e for n, e in enumerate(examples) if n // 2 % 20])
    weights = train(features, ends)
    scale = np.abs(weights).max() / 127
    table = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(_TABLE, weights=table, scale=np.float32(scale))
    for kind, part in (("in small letters", held[::2]), ("with capitals", held[1::2])):
        features, ends = joined(part)
        odds = table[features].sum(axis=1, dtype=np.float32) * scale
        score = f1(odds > _THRESHOLD, ends > 0.5)
        print(f"{len(ends)} gaps held out, {kind}: F1 of sentence ends {score:.3f}")
    print(f"{_TABLE.name}: {_TABLE.stat().st_size} bytes")


def documents(path: Path) -> Iterator[_Examples]:
    """Yield each document with its capitals and once without."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            rows = [s.translate(_PUNCTUATION).split() for s in json.loads(line)["sentences"]]
            rows = [row for row in rows if row]
            ends = np.zeros(sum(map(len, rows)), dtype=np.float32)
            ends[np.cumsum([len(row) for row in rows]) - 1] = 1
            words = [word for row in rows for word in row]
            if len(words) > 50:
                yield gap_features([word.lower() for word in words]), ends
                yield gap_features(words), ends


def joined(examples: list[_Examples]) -> _Examples:
    return np.concatenate([f for f, _ in examples]), np.concatenate([e for _, e in examples])


def train(features: NDArray[np.int64], ends: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fit the weights by Adagrad with a fixed order of batches."""
    random = np.random.default_rng(7)
    weights = np.zeros(BUCKETS, dtype=np.float32)
    squares = np.full(BUCKETS, 1e-3, dtype=np.float32)
    for _ in range(_PASSES):
        for chosen in np.array_split(random.permutation(len(ends)), len(ends) // _BATCH + 1):
            rows = features[chosen]
            odds = weights[rows].sum(axis=1)
            error = 1 / (1 + np.exp(-odds)) - ends[chosen]
            gradient = np.bincount(
                rows.ravel(), np.repeat(error, rows.shape[1]), minlength=BUCKETS
            ).astype(np.float32)
            gradient += _DECAY * _BATCH * weights * (gradient != 0)
            squares += gradient**2
            weights -= _RATE * gradient / np.sqrt(squares)
    return weights


def f1(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    both = float((found & true).sum())
    return 2 * both / max(1.0, float(found.sum() + true.sum()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
