"""Words without punctuation to the places where a sentence probably ends.

A logistic model of the two words on either side of a gap, hashed into one small table of
weights; bench/train_ends.py makes it from punctuated transcripts of speech. English only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
MODEL_LOG_ODDS = -2.3  # of an end at any gap of the speech that the model has learnt from
LEAST_LOG_ODDS = -0.75  # of what is taken for an end: finds as many as there are, held out
_OPENING_WORDS = "So And But The It We You That This They There What He She If In"
_OPENING = frozenset(_OPENING_WORDS.split())
_FEWEST_OPENING = 0.05  # of the words with a capital; fewer, and only names have one
_STRIPPED = ".,;:!?…\"'“”‘’()[]-–—"
_EDGE = crc32(b"\n")  # stands for the word before the first and after the last
_MULTIPLIER = 0x9E3779B1  # Knuth's multiplicative hashing: 2**32 over the golden ratio, made odd


def end_log_odds(words: Sequence[str]) -> NDArray[np.float32]:
    """Return, for each word, the log odds that a sentence ends behind it."""
    weights, scale = _table()
    odds: NDArray[np.float32] = weights[gap_features(words)].sum(axis=1, dtype=np.float32) * scale
    return odds


def gap_features(words: Sequence[str]) -> NDArray[np.int64]:
    """Return the buckets of the features of the gap behind each word, a row for each."""
    places = _Places()
    found = np.fromiter(map(places.__getitem__, words), np.intp, len(words))
    codes = _codes(places, found)
    before, here = codes[:-3], codes[1:-2]
    after, beyond = codes[2:-1], codes[3:]
    case = _cases(places, found)
    pairs = [
        (here, 1),
        (after, 2),
        (_mixed(before, here), 3),
        (_mixed(after, beyond), 4),
        (_mixed(here, after), 5),
        (_mixed(case, after), 6),
        (case, 7),
    ]
    salted = [_mixed(value, np.uint32(salt)) for value, salt in pairs]
    return np.stack([(value >> np.uint32(15)) for value in salted], axis=1).astype(np.int64)


@cache
def _table() -> tuple[NDArray[np.int8], np.float32]:
    with files("narrate.text").joinpath("ends.npz").open("rb") as file, np.load(file) as stored:
        return stored["weights"], np.float32(stored["scale"])


class _Places(dict[str, int]):
    """Words at the places at which they were first met."""

    def __missing__(self, word: str) -> int:
        return self.setdefault(word, len(self))


def _codes(places: _Places, found: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Hash the words in lower case, with an edge before them and two behind."""
    codes = [crc32(word.strip(_STRIPPED).lower().encode("utf-8", "replace")) for word in places]
    edge = np.array([_EDGE], dtype=np.uint32)
    return np.concatenate((edge, np.array(codes, dtype=np.uint32)[found], edge, edge))


def _cases(places: _Places, found: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Return for each word how the next is written: 0 where that tells nothing, 1 small, 2 capital.

    It tells nothing in a text of one case, and where only names have capitals.
    """
    shown = np.array([word[:1].isupper() for word in places])
    capitals = np.append(shown[found[1:]], True)
    share = float(capitals.mean())
    opening = np.array([word in _OPENING for word in places])[found].sum()
    telling = 0.01 <= share <= 0.6 and opening >= _FEWEST_OPENING * len(found) * share
    return (np.where(capitals, 2, 1) * telling).astype(np.uint32)


def _mixed(left: NDArray[np.uint32], right: NDArray[np.uint32] | np.uint32) -> NDArray[np.uint32]:
    mixed: NDArray[np.uint32] = (left * np.uint32(_MULTIPLIER)) ^ (right + np.uint32(0x7F4A7C15))
    return mixed * np.uint32(0x85EBCA6B)
