"""To know how loud a programme will be from what is known of its clips, without hearing it.

Gating follows ITU-R BS.1770-5, Annex 1: blocks of 400 ms that overlap by three quarters, an
absolute gate at -70 LUFS and a relative gate 10 LU under what passed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log10

import numpy as np
from numpy.typing import NDArray

from narrate.audio.kweight import BLOCKS_PER_S
from narrate.model import Cue, Timeline

SILENCE_LUFS = -70.0
"""Loudness of what is silent or shorter than one block of 400 ms: the absolute gate itself."""

Gains = Mapping[str, float] | float
"""Gain in dB: one for all, or one per voice name (0 dB for voices not named)."""

_OFFSET_LU = -0.691  # BS.1770: makes 0 dBFS at 997 Hz in one channel -3.01 LUFS
_RELATIVE_GATE_LU = 10.0
_BLOCKS_PER_GATE = 4
_AT_A_TIME = 36_000  # an hour: memory stays small for any length

Energies = NDArray[np.float32] | NDArray[np.float64]


def programme_loudness(timeline: Timeline, gains_db: Gains = 0.0) -> float:
    """Return the integrated loudness in LUFS of the programme as it would be mixed.

    Pauses count as digital silence. The energies of each clip are laid on the programme's
    100 ms grid; one that straddles two steps is shared between them.
    """
    count = -(-timeline.length_samples * BLOCKS_PER_S // timeline.sample_rate_hz)
    grid = np.zeros(count + 1, np.float32)
    for cue in timeline.cues:
        _lay(grid, cue, timeline.sample_rate_hz, gain_of(gains_db, cue.clip.utterance.voice))
    return gated_loudness(grid[:count])


def match_voices(timeline: Timeline, target_lufs: float) -> dict[str, float]:
    """Return the gain in dB that brings each voice, all its clips taken together, to a target.

    One gain per voice, never per clip: a soft sentence stays soft. A voice with nothing to
    measure gets 0 dB.
    """
    spoken: dict[str, list[NDArray[np.float32]]] = {}
    for cue in timeline.cues:
        spoken.setdefault(cue.clip.utterance.voice, []).append(cue.clip.block_energies)
    levels = {voice: _pooled_loudness(energies) for voice, energies in spoken.items()}
    return {
        voice: target_lufs - level if level > SILENCE_LUFS else 0.0
        for voice, level in levels.items()
    }


def gain_of(gains_db: Gains, voice: str) -> float:
    """Return the gain in dB for a voice."""
    return gains_db.get(voice, 0.0) if isinstance(gains_db, Mapping) else gains_db


def gated_loudness(energies: Energies) -> float:
    """Return the integrated loudness in LUFS of consecutive 100 ms energies."""
    loud = _mean_above(energies, _energy(SILENCE_LUFS))
    gated = _mean_above(energies, loud * 10 ** (-_RELATIVE_GATE_LU / 10))
    return max(SILENCE_LUFS, _OFFSET_LU + 10 * log10(max(gated, 1e-12)))


def _mean_above(energies: Energies, gate: float) -> float:
    """Return the mean energy of the 400 ms blocks above a gate, 0 if there are none."""
    total, count = 0.0, 0
    for start in range(0, energies.size - _BLOCKS_PER_GATE + 1, _AT_A_TIME):
        some = energies[start : start + _AT_A_TIME + _BLOCKS_PER_GATE - 1]
        sums = np.concatenate([[0.0], np.cumsum(some, dtype=np.float64)])
        blocks = (sums[_BLOCKS_PER_GATE:] - sums[:-_BLOCKS_PER_GATE]) / _BLOCKS_PER_GATE
        loud = blocks[blocks > gate]
        total, count = total + float(loud.sum()), count + loud.size
    return total / count if count else 0.0


def _energy(loudness_lufs: float) -> float:
    return float(10 ** ((loudness_lufs - _OFFSET_LU) / 10))


def _pooled_loudness(clips: Iterable[NDArray[np.float32]]) -> float:
    return gated_loudness(np.concatenate(list(clips)))


def _lay(grid: Energies, cue: Cue, sample_rate_hz: int, gain_db: float) -> None:
    energies = cue.clip.block_energies * 10 ** (gain_db / 10)
    first, rest = divmod(cue.start_sample * BLOCKS_PER_S, sample_rate_hz)
    late = rest / sample_rate_hz
    for at, share in ((first, 1 - late), (first + 1, late)):
        room = grid[at : at + energies.size]
        room += energies[: room.size] * share
