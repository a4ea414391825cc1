"""To lay music under a programme, softer where someone speaks.

Where speech lies is known from the timeline, so nothing listens and nothing lags: the bed sinks
before a word begins and rises after the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.audio.decode import opened
from narrate.audio.gate import SILENCE_LUFS, gated_loudness
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
_END_S = 3.0
_AWAY_LU = -80.0


class Bed:
    """Music that is repeated as long as the programme lasts."""

    def __init__(self, path: Path, timeline: Timeline, programme_lufs: float) -> None:
        """Read the music; raises InputError if it cannot be decoded or holds no sound."""
        segment = loop_of(read_segment(path, timeline.sample_rate_hz))
        self._loop = samples_of(segment)
        energies = block_energies(self._loop, timeline.sample_rate_hz)
        loudness = gated_loudness(energies * (timeline.channels / self._loop.ndim))
        self._gain_db = programme_lufs - loudness if loudness > SILENCE_LUFS else 0.0
        self._timeline = timeline
        self._at, self._level_lu = _ducking(timeline)

    def under(self, blocks: Iterable[FloatArray], position: int = 0) -> Iterator[FloatArray]:
        """Yield blocks of the programme, 1.0 at full scale, with the bed under them.

        They begin at sample `position`.
        """
        for block in blocks:
            places = np.arange(position, position + block.shape[-1])
            factor = (10 ** (self._levels_db(places) / 20) / FULL_SCALE).astype(np.float32)
            music: FloatArray = self._loop.take(places, axis=-1, mode="wrap") * factor
            yield block + music
            position += block.shape[-1]

    def _levels_db(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        rate, end = self._timeline.sample_rate_hz, self._timeline.length_samples
        starting = np.interp(places, [0, _SINK_S * rate], [_AWAY_LU, 0])
        ending = np.interp(places, [end - _END_S * rate, end], [0, _AWAY_LU])
        ducked = np.interp(places, self._at, self._level_lu)
        return np.asarray(self._gain_db + ducked + starting + ending)


def with_room_for(path: Path, timeline: Timeline) -> Timeline:
    """Return a programme with as many channels as a bed needs, two at most.

    Raises InputError if the music cannot be read.
    """
    with opened(path) as (_, stream):
        return replace(timeline, channels=max(timeline.channels, min(2, stream.channels)))


def _ducking(timeline: Timeline) -> tuple[list[float], list[float]]:
    """Return samples between which the bed's level runs straight, and its levels there in LU."""
    sink, rise = _SINK_S * timeline.sample_rate_hz, _RISE_S * timeline.sample_rate_hz
    at, levels = [-sink - rise], [ALONE_LU]
    for start, stop in _spoken(timeline):
        at += [start - sink, start, stop, stop + rise]
        levels += [ALONE_LU, UNDER_SPEECH_LU, UNDER_SPEECH_LU, ALONE_LU]
    return at, levels


def _spoken(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which someone speaks, pauses for breath included."""
    hold = round(_HOLD_S * timeline.sample_rate_hz)
    start = stop = -1
    for cue in timeline.cues:
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
