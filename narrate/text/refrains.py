"""To learn from a text itself how its topics open.

Hosts open topics alike: what stands at several probable openings of a text ("Our next item",
"Question from") marks its others. Every sentence is judged by the other places where its first
words stand, never by itself, so that no guess confirms itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrate.text.cues import opening_cues

# Chosen on training texts, each show scored by a model that had not seen it; twice the number of
# doubts, half or double the weight, or a second round do about as well.
_FEWEST_PLACES = 3  # at which a cue must stand to be heard
_DOUBTS = 2.0  # usual sentences that each cue is thought to have stood at besides
_BEST_CUES = 3  # of a sentence, whose mean is taken: cues overlap
_WEIGHT = 1.5
_MOST = 2.0  # log odds; no more is believed either way

Floats = NDArray[np.float64]


def hear_refrains(sentences: Sequence[str], chances: Floats) -> Floats:
    """Return log odds, per sentence, that it opens a topic as others of the text do.

    `chances` says how likely a topic opens with each sentence, by all else that is known.
    """
    row, cue = _places(sentences)
    usual = max(float(chances.mean()), 1e-6)
    stands = np.bincount(cue)[cue]
    elsewhere = np.bincount(cue, weights=chances[row])[cue] - chances[row]
    # Sums and differences of chances may end a rounding error below 0.
    rates = (np.maximum(elsewhere, 0.0) + _DOUBTS * usual) / (stands - 1 + _DOUBTS)
    heard = stands >= _FEWEST_PLACES
    log_odds = _mean_of_best(row[heard], np.log(rates[heard] / usual), len(sentences))
    return np.clip(_WEIGHT * log_odds, -_MOST, _MOST)


def _places(sentences: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the sentence and the number of each opening cue that stands there."""
    numbers: dict[tuple[str, str], int] = {}
    rows: list[int] = []
    cues: list[int] = []
    for i, sentence in enumerate(sentences):
        for kind, items in opening_cues(sentence):
            cues += (numbers.setdefault((kind, item), len(numbers)) for item in items)
        rows += [i] * (len(cues) - len(rows))
    return np.array(rows, dtype=np.int64), np.array(cues, dtype=np.int64)


def _mean_of_best(row: NDArray[np.int64], values: Floats, length: int) -> Floats:
    """Return the mean of the highest values of each row; 0 where it has none."""
    order = np.lexsort((-values, row))
    row, values = row[order], values[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    best = place < _BEST_CUES
    sums = np.bincount(row[best], weights=values[best], minlength=length)
    return sums / np.maximum(np.bincount(row[best], minlength=length), 1)
