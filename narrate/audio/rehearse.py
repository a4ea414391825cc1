"""To find the gain that reaches a target through the limiter, by playing a part of the programme.

A limiter takes loudness away from voices with high peaks, one LU and more at -16 LUFS. How much
is learned from clips spread over the whole programme, about a minute in all, so that a book of
ten hours need not be mixed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from narrate.audio.kweight import energies_of
from narrate.audio.limiter import Limiter
from narrate.audio.loudness import SILENCE_LUFS, gated_loudness, programme_loudness
from narrate.audio.mix import Read, lay_out
from narrate.audio.peak import FloatArray
from narrate.model import Cue, Timeline

_EXCERPT_S = 60
_ROUNDS = 5  # each leaves about a third of the error
_CLOSE_LU = 0.05  # a quarter of what the finished file may be off


def find_gain(
    timeline: Timeline,
    read: Read,
    relative_db: Mapping[str, float],
    target_lufs: float,
    ceiling_dbtp: float,
) -> float:
    """Return the gain in dB, on top of each voice's own, that gives the target after limiting.

    A programme without sound gets 0 dB.
    """
    unlimited = programme_loudness(timeline, relative_db)
    if unlimited <= SILENCE_LUFS:
        return 0.0
    excerpt = list(lay_out(_excerpt(timeline), read, relative_db))
    before = _loudness(excerpt, timeline.sample_rate_hz)
    gain_db = target_lufs - unlimited
    for _ in range(_ROUNDS):
        limiter = Limiter(ceiling_dbtp, timeline.sample_rate_hz)
        factor = np.float32(10 ** (gain_db / 20))
        limited = limiter.limit(block * factor for block in excerpt)
        lost = before + gain_db - _loudness(limited, timeline.sample_rate_hz)
        missing = target_lufs - (unlimited + gain_db - lost)
        gain_db += missing
        if abs(missing) < _CLOSE_LU:
            break
    return gain_db


def _excerpt(timeline: Timeline) -> Timeline:
    """Return clips from all over the programme, close together, as a short programme."""
    length = sum(cue.length_samples for cue in timeline.cues)
    every = max(1, -(-length // (_EXCERPT_S * timeline.sample_rate_hz)))
    cues: list[Cue] = []
    position = 0
    for cue in timeline.cues[::every]:
        cues.append(replace(cue, start_sample=position))
        position += cue.length_samples
    return Timeline(timeline.sample_rate_hz, position, tuple(cues), ())


def _loudness(blocks: Iterable[FloatArray], sample_rate_hz: int) -> float:
    """Return the loudness of blocks weighted one by one: near enough, for the difference of two."""
    energies = [energies_of(block.astype(np.float64), sample_rate_hz) for block in blocks]
    return gated_loudness(np.concatenate(energies))
