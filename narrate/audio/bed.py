"""To lay music under a programme, softer where someone speaks.

Where speech lies is known from the timeline, so nothing listens and nothing lags: the bed sinks
before a word begins and rises after the last one. It begins anew with each chapter, out of
silence and into silence, so that chapters can be made one by one and joined unheard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.audio.decode import opened
from narrate.audio.gate import SILENCE_LUFS, gated_loudness
from narrate.audio.joins import GUARD_MS
from narrate.audio.kweight import FULL_SCALE, block_energies
from narrate.audio.music import MUSIC_VOICE, loop_of, read_segment, samples_of
from narrate.audio.peak import FloatArray
from narrate.model import Timeline

ALONE_LU = -12.0
"""How far the bed lies under the programme's loudness where nobody speaks …"""

UNDER_SPEECH_LU = -22.0
"""… and under speech: WCAG 2.2, criterion 1.4.7, asks for 20 dB so that all can follow."""

_SINK_S = 0.5
_RISE_S = 1.0
_HOLD_S = 2.0  # shorter pauses do not bring the bed up: nothing pumps between sentences
_AWAY_LU = -80.0
_STEP_DB = 0.1  # as of the gains of voices: a small edit leaves the bed alone
_LONGEST_S = 600  # a chapter's music begins anew when it has played so long: pieces lie in memory


class Bed:
    """Music that is repeated as long as a piece of the programme lasts."""

    def __init__(self, path: Path, sample_rate_hz: int, channels: int, lufs: float) -> None:
        """Read the music for a programme of that loudness.

        Raises InputError if it cannot be decoded or holds no sound.
        """
        self._loop = samples_of(loop_of(read_segment(path, sample_rate_hz, channels)))
        energies = block_energies(self._loop, sample_rate_hz)
        loudness = gated_loudness(energies * (channels / self._loop.ndim))
        gain_db = lufs - loudness if loudness > SILENCE_LUFS else 0.0
        self._gain_db = round(round(gain_db / _STEP_DB) * _STEP_DB, 3)
        digest = hashlib.sha256(self._loop.tobytes()).hexdigest()
        self.facts = ("bed 1", digest, self._loop.ndim, self._gain_db)
        """What tells this bed from others."""

    def under(self, blocks: Iterable[FloatArray], piece: Timeline) -> Iterator[FloatArray]:
        """Yield the blocks of a piece, 1.0 at full scale, with the bed under them."""
        ducking, position = _ducking(piece), 0
        for block in blocks:
            places = np.arange(position, position + block.shape[-1])
            level_db = self._gain_db + np.interp(places, *ducking) + _fading_db(places, piece)
            factor = (10 ** (level_db / 20) / FULL_SCALE).astype(np.float32)
            music: FloatArray = self._loop.take(places, axis=-1, mode="wrap") * factor
            yield block + music
            position += block.shape[-1]


def channels_with(path: Path, channels: int) -> int:
    """Return how many channels a programme of so many needs with a bed, two at most.

    Raises InputError if the music cannot be read.
    """
    with opened(path) as (_, stream):
        return max(channels, min(2, stream.channels))


def cut_for_bed(timeline: Timeline) -> Timeline:
    """Return a programme with joins only where the bed may fall silent: where chapters meet.

    In a chapter of more than ten minutes it does so in a pause now and then.
    """
    starts = np.fromiter((cue.start_sample for cue in timeline.cues), np.int64)
    chapters = np.fromiter((cue.clip.utterance.chapter for cue in timeline.cues), np.int64)
    joins: list[int] = []
    for join, after in zip(timeline.joins, np.searchsorted(starts, timeline.joins), strict=True):
        meet = chapters[after - 1] != chapters[after]
        played = join - (joins[-1] if joins else 0)
        if meet or played > _LONGEST_S * timeline.sample_rate_hz:
            joins.append(join)
    return replace(timeline, joins=tuple(joins))


def _fading_db(places: NDArray[np.intp], piece: Timeline) -> NDArray[np.float64]:
    """Return the level at which a bed comes out of silence and goes into it, before the joins."""
    rate = piece.sample_rate_hz
    begin, end = GUARD_MS * rate / 1000, piece.length_samples - GUARD_MS * rate / 1000
    coming = np.interp(places, [begin, begin + _SINK_S * rate], [_AWAY_LU, 0])
    return np.asarray(coming + np.interp(places, [end - _RISE_S * rate, end], [0, _AWAY_LU]))


def _ducking(piece: Timeline) -> tuple[list[float], list[float]]:
    """Return samples between which the bed's level runs straight, and its levels there in LU."""
    sink, rise = _SINK_S * piece.sample_rate_hz, _RISE_S * piece.sample_rate_hz
    at, levels = [-sink - rise], [ALONE_LU]
    for start, stop in _spoken(piece):
        at += [start - sink, start, stop, stop + rise]
        levels += [ALONE_LU, UNDER_SPEECH_LU, UNDER_SPEECH_LU, ALONE_LU]
    return at, levels


def _spoken(piece: Timeline) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which someone speaks, pauses for breath included."""
    hold = round(_HOLD_S * piece.sample_rate_hz)
    start = stop = -1
    for cue in piece.cues:
        if cue.clip.utterance.voice == MUSIC_VOICE:
            continue
        if start < 0:
            start = cue.start_sample
        elif cue.start_sample - stop > hold:
            yield start, stop
            start = cue.start_sample
        stop = cue.start_sample + cue.length_samples
    if start >= 0:
        yield start, stop
