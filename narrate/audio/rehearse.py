"""To find the gain that reaches a target through the limiter, by playing a part of the programme.

A limiter takes loudness away from voices with high peaks, one LU and more at -16 LUFS. How much
is learned from clips drawn from the whole programme, two minutes in all, so that a book of ten
hours need not be mixed twice. Which clips those are follows from each clip alone, so that an edit
elsewhere changes neither them nor the gain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from narrate.audio.gate import SILENCE_LUFS, gated_loudness
from narrate.audio.kweight import EnergyMeter
from narrate.audio.limiter import FAST_DB_PER_S, SLOW_DB_PER_S, Limiter
from narrate.audio.loudness import programme_loudness
from narrate.audio.mix import Read, lay_out
from narrate.audio.peak import FloatArray
from narrate.model import Cue, Timeline

_EXCERPT_S = 120
_LONGEST_PAUSE_MS = 1000
_ROUNDS = 8
_CLOSE_LU = 0.02  # a tenth of what the finished file may be off
_ENOUGH_LU = 0.1
# How fast the limiter lets go, and the most gain on top of what would do without it: the fast one
# is for peaky voices and, far beyond, for shouts in quiet speech.
_WAYS = ((SLOW_DB_PER_S, 6.0), (FAST_DB_PER_S, 12.0))
_FLATTEST = 0.25  # loudness gained by gain, at least


@dataclass(frozen=True, slots=True)
class Drive:
    """How a programme goes into the limiter."""

    gain_db: float  # on top of each voice's own
    release_db_per_s: float = SLOW_DB_PER_S


def find_drive(
    timeline: Timeline,
    read: Read,
    relative_db: Mapping[str, float],
    target_lufs: float,
    ceiling_dbtp: float,
) -> Drive:
    """Return what gives the target after limiting; the limiter is fast only where slow won't do.

    A programme without sound gets 0 dB.
    """
    unlimited = programme_loudness(timeline, relative_db)
    if unlimited <= SILENCE_LUFS:
        return Drive(0.0)
    short, rate_hz = _excerpt(timeline), timeline.sample_rate_hz
    apart_lu = programme_loudness(short, relative_db) - unlimited
    excerpt = list(lay_out(short, read, relative_db))
    drive = Drive(0.0)
    for release, most_db in _WAYS:

        def heard(gain_db: float, release: float = release) -> float:
            limiter, factor = Limiter(ceiling_dbtp, rate_hz, release), 10 ** (gain_db / 20)
            limited = limiter.limit(block * np.float32(factor) for block in excerpt)
            return _loudness(limited, rate_hz)

        bounds = target_lufs - unlimited, target_lufs - unlimited + most_db
        gain_db, missing_lu = _settle(heard, bounds, target_lufs, apart_lu)
        drive = Drive(gain_db, release)
        if abs(missing_lu) < _ENOUGH_LU:
            break
    return drive


def _settle(
    heard: Callable[[float], float],
    bounds_db: tuple[float, float],
    target_lufs: float,
    apart_lu: float,
) -> tuple[float, float]:
    """Return the gain that brings the programme to a target, and what is missing of it there.

    `heard` tells what a gain makes of the excerpt, which is `apart_lu` louder than the programme
    before limiting; of that the limiter leaves as much as of any gain. Each step goes by how much
    loudness the last one gained. The gain stays within bounds, beyond which a programme would be
    little but limited.
    """
    gain_db, most_db = bounds_db
    slope, level = 1.0, heard(gain_db)
    missing = target_lufs + apart_lu - level
    for _ in range(_ROUNDS):
        if abs(missing) < _CLOSE_LU or gain_db >= most_db:
            break
        last = gain_db, level
        gain_db = min(gain_db + missing / slope, most_db)
        level = heard(gain_db)
        slope = min(1.0, max(_FLATTEST, (level - last[1]) / (gain_db - last[0] or 1.0)))
        missing = target_lufs + slope * apart_lu - level
    return gain_db, missing


def _excerpt(timeline: Timeline) -> Timeline:
    """Return clips from all over the programme, each with its pause, as a short programme."""
    cues: list[Cue] = []
    position = 0
    drawn = np.fromiter((crc32(cue.clip.key.encode()) for cue in timeline.cues), np.uint32)
    for index in np.unique(drawn, return_index=True)[1].tolist():  # equal clips are heard once
        cue = timeline.cues[index]
        cues.append(replace(cue, start_sample=position))
        pause_ms = min(cue.clip.utterance.pause_after_ms, _LONGEST_PAUSE_MS)
        position += cue.length_samples + pause_ms * timeline.sample_rate_hz // 1000
        if position >= _EXCERPT_S * timeline.sample_rate_hz:
            break
    return replace(timeline, length_samples=position, cues=tuple(cues), marks=(), joins=())


def _loudness(blocks: Iterable[FloatArray], sample_rate_hz: int) -> float:
    meter = EnergyMeter(sample_rate_hz)
    for block in blocks:
        meter.hear(block)
    return gated_loudness(meter.finish())
