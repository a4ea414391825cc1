"""A stream of sound to stretches that a recogniser can hear at once, cut where it is quiet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

RATE_HZ = 16_000
"""What Whisper hears (Radford et al., 2022); all sound in this room has this rate."""

_LONGEST_S = 28.0  # Whisper hears 30 s at once; words at the very end get lost
_SHORTEST_S = 16.0
_QUIET_S = 0.2  # a pause between sentences is longer


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of sound and where it begins."""

    number: int
    start_s: float
    samples: FloatArray  # mono at RATE_HZ, full scale 1.0

    @property
    def length_s(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE_HZ


def cut_windows(blocks: Iterable[FloatArray]) -> Iterator[Window]:
    """Yield all of the sound in windows of at most 28 s; the same sound gives the same ones."""
    number, start = 0, 0
    waiting: list[FloatArray] = []
    longest = round(_LONGEST_S * RATE_HZ)
    for block in blocks:
        waiting.append(block)
        while sum(map(len, waiting)) > longest:
            sound = np.concatenate(waiting)
            end = _quiet_place(sound[:longest])
            yield Window(number, start / RATE_HZ, sound[:end])
            number, start, waiting = number + 1, start + end, [sound[end:]]
    rest = np.concatenate(waiting) if waiting else np.zeros(0, np.float32)
    if len(rest):
        yield Window(number, start / RATE_HZ, rest)


def _quiet_place(sound: FloatArray) -> int:
    """Return the middle of the quietest moment behind the shortest length."""
    first, span = round(_SHORTEST_S * RATE_HZ), round(_QUIET_S * RATE_HZ)
    energy = np.cumsum(np.square(sound[first:], dtype=np.float64))
    return first + int(np.argmin(energy[span:] - energy[:-span])) + span // 2
