"""To play a timeline into one stream of samples, however long it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from narrate.audio.kweight import FULL_SCALE
from narrate.audio.limiter import Limiter
from narrate.audio.loudness import Gains, gain_of
from narrate.audio.peak import FloatArray
from narrate.errors import EncodeError
from narrate.model import Audio, Cue, Timeline

Read = Callable[[str], Audio]
"""Returns the sound of a clip by its key."""


def mix(
    timeline: Timeline, read: Read, gains_db: Gains, ceiling_dbtp: float
) -> Iterator[NDArray[np.int16]]:
    """Yield the programme at the timeline's rate, exactly `timeline.length_samples` in all.

    Each clip is resampled (soxr, HQ), given its gain and put at its cue with digital silence
    around it; true peaks are limited. One second is held at a time. Rounding to 16 bits has no
    dither: the sources are 16-bit speech whose own noise lies above it, and silence must stay
    silent. Raises EncodeError if a clip is not what the timeline says.
    """
    limiter = Limiter(ceiling_dbtp, timeline.sample_rate_hz)
    return to_int16(limiter.limit(lay_out(timeline, read, gains_db)))


def lay_out(timeline: Timeline, read: Read, gains_db: Gains) -> Iterator[FloatArray]:
    """Yield the programme before limiting, 1.0 at full scale, a second at a time."""
    return _even(_pieces(timeline, read, gains_db), timeline.sample_rate_hz)


def to_int16(blocks: Iterable[FloatArray]) -> Iterator[NDArray[np.int16]]:
    """Yield blocks rounded to 16 bits."""
    for block in blocks:
        yield np.rint(block * np.float32(FULL_SCALE)).clip(-32768, 32767).astype(np.int16)


def _pieces(timeline: Timeline, read: Read, gains_db: Gains) -> Iterator[FloatArray]:
    position = 0
    for cue in timeline.cues:
        yield from _silence(cue.start_sample - position, timeline.sample_rate_hz)
        gain_db = gain_of(gains_db, cue.clip.utterance.voice)
        yield _resampled(cue, read(cue.clip.key), timeline.sample_rate_hz, gain_db)
        position = cue.start_sample + cue.length_samples
    yield from _silence(timeline.length_samples - position, timeline.sample_rate_hz)


def _silence(samples: int, at_most: int) -> Iterator[FloatArray]:
    for start in range(0, samples, at_most):
        yield np.zeros(min(at_most, samples - start), np.float32)


def _resampled(cue: Cue, audio: Audio, sample_rate_hz: int, gain_db: float) -> FloatArray:
    """Return the clip at the programme's rate and gain, exactly as long as its cue."""
    clip = cue.clip
    if (audio.samples.size, audio.sample_rate_hz) != (clip.length_samples, clip.sample_rate_hz):
        raise EncodeError(
            f"clip {clip.key} is not what was planned ({audio.samples.size} samples at "
            f"{audio.sample_rate_hz} Hz, {clip.length_samples} at {clip.sample_rate_hz} Hz "
            "expected): remove it from the clip store"
        )
    samples = audio.samples * np.float32(10 ** (gain_db / 20) / FULL_SCALE)
    if samples.size and audio.sample_rate_hz != sample_rate_hz:
        samples = soxr.resample(samples, audio.sample_rate_hz, sample_rate_hz, "HQ")
    exact = np.zeros(cue.length_samples, np.float32)
    exact[: samples.size] = samples[: exact.size]
    return exact


def _even(pieces: Iterable[FloatArray], size: int) -> Iterator[FloatArray]:
    """Yield the same samples in blocks of one size, the last one shorter."""
    held: list[FloatArray] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += piece.size
        if count >= size:
            joined = np.concatenate(held)
            count = joined.size % size
            for start in range(0, joined.size - count, size):
                yield joined[start : start + size]
            held = [joined[joined.size - count :]]
    if count:
        yield np.concatenate(held)
