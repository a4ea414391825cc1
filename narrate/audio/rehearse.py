"""To find the gain that reaches a target through the limiter, by playing a part of the programme.

A limiter takes loudness away from voices with high peaks, one LU and more at -16 LUFS. How much
is learned from clips drawn from the whole programme, about a minute in all, so that a book of
ten hours need not be mixed twice. Which clips those are follows from each clip alone, so that an
edit elsewhere changes neither them nor the gain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from zlib import crc32

import numpy as np

from narrate.audio.gate import SILENCE_LUFS, gated_loudness
from narrate.audio.kweight import EnergyMeter
from narrate.audio.limiter import Limiter
from narrate.audio.loudness import programme_loudness
from narrate.audio.mix import Read, lay_out
from narrate.audio.peak import FloatArray
from narrate.model import Cue, Timeline

_EXCERPT_S = 60
_ROUNDS = 8  # each leaves about a third of the error
_CLOSE_LU = 0.02  # a tenth of what the finished file may be off


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
    cues: list[Cue] = []
    position = 0
    different = {cue.clip.key: cue for cue in timeline.cues}
    for key in sorted(different, key=lambda key: crc32(key.encode())):
        cue = different[key]
        cues.append(replace(cue, start_sample=position))
        position += cue.length_samples
        if position >= _EXCERPT_S * timeline.sample_rate_hz:
            break
    return replace(timeline, length_samples=position, cues=tuple(cues), marks=(), joins=())


def _loudness(blocks: Iterable[FloatArray], sample_rate_hz: int) -> float:
    meter = EnergyMeter(sample_rate_hz)
    for block in blocks:
        meter.hear(block)
    return gated_loudness(meter.finish())
