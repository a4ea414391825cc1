"""Words that the recogniser makes up where there is nothing: silence at a word's own place.

A recogniser fills a gap that the sentence makes plain. Where it is known when each word should
be heard, the level at that place cannot be mistaken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from narrate.hearing.windows import RATE_HZ, FloatArray

_FRAMES_PER_S = 100
_FRAME = RATE_HZ // _FRAMES_PER_S
_SILENT_DB = -45.0  # below the loud frames; breaths and soft consonants are louder
_SILENT_SHARE = 0.8  # of a word's frames: MP3 lets its neighbours spread into the rest
_MARGIN_S = 0.015  # a place that is known to the sample
_LOOSE_MARGIN_S = 0.08  # a place moved by what the recogniser says, which is less exact
_LATE_S = (0.0, 0.06, 0.12)  # by which the recogniser hears words late
_SHORTEST_S = 0.05
_STILL_S = 0.15  # the recogniser's own error: less than that is no move
_AGREES_S = 0.3
_NEIGHBOURS = 15


@dataclass(frozen=True, slots=True)
class PlannedWord:
    """Where a word of the text should be heard."""

    plain_at: int  # index among the expected plain words
    start_s: float
    end_s: float


@dataclass(slots=True)
class Levels:
    """How loud the sound is, every 10 ms, in whole decibels: one byte each."""

    _measured: bytearray = field(default_factory=bytearray)
    _rest: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))

    def watch(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Measure blocks as they pass."""
        for block in blocks:
            sound = np.concatenate([self._rest, block])
            whole = len(sound) // _FRAME * _FRAME
            energy = np.square(sound[:whole].reshape(-1, _FRAME)).mean(axis=1)
            decibels = 10 * np.log10(np.maximum(energy, 1e-9))
            self._measured += np.rint(decibels).astype(np.int8).tobytes()
            self._rest = sound[whole:]
            yield block

    def db(self) -> NDArray[np.float32]:
        """Return all levels in dB below full scale, none below -90."""
        return np.frombuffer(self._measured, np.int8).astype(np.float32)


def find_silent(
    planned: Sequence[PlannedWord], heard_s: dict[int, float], levels_db: NDArray[np.float32]
) -> tuple[PlannedWord, ...]:
    """Return the words, moved to where they should be heard now, at whose place there is nothing.

    `heard_s` says when expected words are heard, as far as they are.
    """
    if not len(levels_db):
        return ()
    silent = levels_db < float(np.percentile(levels_db, 90)) + _SILENT_DB
    known = [word for word in planned if word.plain_at in heard_s]
    places = np.array([word.plain_at for word in known])
    moves = np.array([heard_s[word.plain_at] - word.start_s for word in known])
    found = []
    for word in planned:
        at = int(np.searchsorted(places, word.plain_at)) if len(places) else 0
        near = moves[max(0, at - _NEIGHBOURS // 2) : at + _NEIGHBOURS // 2 + 1]
        move = float(np.median(near)) if len(near) else 0.0
        if word.plain_at in heard_s and abs(move) >= _STILL_S:  # or does it only begin near here?
            own = heard_s[word.plain_at] - word.start_s
            near = near[np.abs(near - own) < _AGREES_S]
            move = float(np.median(near)) if len(near) else own
        if word.plain_at not in heard_s and np.any(np.abs(near) > _AGREES_S):
            continue  # the sound was cut near here: no telling where the word should be
        if abs(move) < _STILL_S:
            places_s = [(word.start_s + _MARGIN_S, word.end_s - _MARGIN_S)]
        else:
            start_s, end_s = word.start_s + move + _LOOSE_MARGIN_S, word.end_s + move
            places_s = [(start_s - d, end_s - _LOOSE_MARGIN_S - d) for d in _LATE_S]
        if all(_is_silent(silent, *place) for place in places_s):
            found.append(PlannedWord(word.plain_at, *places_s[0]))
    return tuple(found)


def _is_silent(silent: NDArray[np.bool_], start_s: float, end_s: float) -> bool:
    if end_s - start_s < _SHORTEST_S:
        return False
    frames = silent[max(0, round(start_s * _FRAMES_PER_S)) : round(end_s * _FRAMES_PER_S)]
    return bool(len(frames) and np.mean(frames) >= _SILENT_SHARE)
