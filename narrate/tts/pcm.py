"""To turn what engines return into the samples that the rest of narrate takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrate.model import Audio, Speech, Word

FULL_SCALE = 32767

# What no engine can take: controls (a NUL ends a C string) and halves of surrogate pairs.
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Put a space where a character would break an engine; positions stay as they are."""
    return _UNSAYABLE.sub(" ", text)


def to_int16(samples: NDArray[np.floating], volume: float = 1.0) -> NDArray[np.int16]:
    """Scale samples of -1..1 to 16 bits; what goes beyond full scale is clipped."""
    scaled = np.rint(samples * np.float32(FULL_SCALE * volume))
    clipped: NDArray[np.int16] = np.clip(scaled, -FULL_SCALE, FULL_SCALE).astype(np.int16)
    return clipped


def shift_pitch(
    samples: NDArray[np.float32], sample_rate_hz: int, factor: float
) -> NDArray[np.float32]:
    """Raise the pitch by a factor; the sound gets shorter by as much."""
    if factor == 1.0:
        return samples
    import soxr

    shifted: NDArray[np.float32] = soxr.resample(samples, sample_rate_hz * factor, sample_rate_hz)
    return shifted


def amplify(samples: NDArray[np.int16], volume: float) -> NDArray[np.int16]:
    """Multiply 16-bit samples by a factor; what goes beyond full scale is clipped."""
    if volume == 1.0:
        return samples
    return to_int16(samples.astype(np.float32) / FULL_SCALE, volume)


def make_speech(
    samples: NDArray[np.int16], sample_rate_hz: int, words: Sequence[Word] = ()
) -> Speech:
    """Put samples and words together, with the words in order and inside the sound."""
    return Speech(Audio(samples, sample_rate_hz), _inside(words, len(samples)))


def _inside(words: Sequence[Word], length: int) -> tuple[Word, ...]:
    kept: list[Word] = []
    floor = 0
    for word in words:
        start = min(max(word.start_sample, floor), length)
        end = min(max(word.end_sample, start), length)
        kept.append(Word(word.text, start, end))
        floor = start
    return tuple(kept)
