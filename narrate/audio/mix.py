"""To play a timeline into one stream of samples, however long it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from narrate.audio.kweight import FULL_SCALE
from narrate.audio.loudness import Gains, gain_of
from narrate.audio.peak import FloatArray
from narrate.errors import EncodeError
from narrate.model import Audio, Cue, Timeline

_BLOCK_S = 3  # less time than with a second: libraries are called less often, caches still hold it

Read = Callable[[str], Audio]
"""Returns the sound of a clip by its key."""


def lay_out(timeline: Timeline, read: Read, gains_db: Gains) -> Iterator[FloatArray]:
    """Yield the programme before limiting, 1.0 at full scale, a few seconds at a time.

    Each clip is resampled (soxr, HQ), given its gain and put at its cue with digital silence
    around it. Blocks have the shape (samples,), or (2, samples) in a stereo programme, in which
    speech stands in the middle. Raises EncodeError if a clip is not what the timeline says.
    """
    rate_hz = timeline.sample_rate_hz
    whole = _BLOCK_S * rate_hz
    begin, block = 0, _silence(timeline, 0)
    for cue in timeline.cues:
        gain_db = gain_of(gains_db, cue.clip.utterance.voice)
        sound = _resampled(cue, read(cue.clip.key), rate_hz, gain_db)
        position, end = cue.start_sample, cue.start_sample + cue.length_samples
        while position < end:
            while position >= begin + whole:
                yield block
                begin += whole
                block = _silence(timeline, begin)
            room = min(end, begin + whole) - position
            there = slice(position - begin, position - begin + room)
            done = position - cue.start_sample
            block[..., there] = sound[..., done : done + room]
            position += room
    while begin < timeline.length_samples:
        yield block
        begin += whole
        block = _silence(timeline, begin)


def to_int16(blocks: Iterable[FloatArray]) -> Iterator[NDArray[np.int16]]:
    """Yield blocks rounded to 16 bits.

    There is no dither: the sources are 16-bit speech whose own noise lies above it, and silence
    must stay silent.
    """
    for block in blocks:
        scaled = block * np.float32(FULL_SCALE)
        np.clip(np.rint(scaled, out=scaled), -32768, 32767, out=scaled)
        yield scaled.astype(np.int16)


def _silence(timeline: Timeline, begin: int) -> FloatArray:
    """Return the block that begins at a sample, or what of it belongs to the programme."""
    samples = min(_BLOCK_S * timeline.sample_rate_hz, max(0, timeline.length_samples - begin))
    return np.zeros((2, samples) if timeline.channels == 2 else samples, np.float32)


def _resampled(cue: Cue, audio: Audio, sample_rate_hz: int, gain_db: float) -> FloatArray:
    """Return the clip at the programme's rate and gain, exactly as long as its cue."""
    clip, found = cue.clip, audio.samples.shape[-1]
    if (found, audio.sample_rate_hz) != (clip.length_samples, clip.sample_rate_hz):
        raise EncodeError(
            f"clip {clip.key} is not what was planned ({found} samples at "
            f"{audio.sample_rate_hz} Hz, {clip.length_samples} at {clip.sample_rate_hz} Hz "
            "expected): remove it from the clip store"
        )
    samples = audio.samples * np.float32(10 ** (gain_db / 20) / FULL_SCALE)
    if samples.size and audio.sample_rate_hz != sample_rate_hz:
        samples = soxr.resample(samples.T, audio.sample_rate_hz, sample_rate_hz, "HQ").T
    missing = cue.length_samples - samples.shape[-1]
    if missing > 0:
        silence = np.zeros((*samples.shape[:-1], missing), np.float32)
        samples = np.concatenate([samples, silence], axis=-1)
    return samples[..., : cue.length_samples]
