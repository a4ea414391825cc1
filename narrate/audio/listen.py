"""Sound to what a recogniser hears: one channel of floats at its rate, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import soxr
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from narrate.audio.decode import opened
from narrate.model import Audio

FloatArray = NDArray[np.float32]

_FULL_SCALE = 32_768


def read_mono(path: Path, rate_hz: int) -> Iterator[FloatArray]:
    """Yield a file's first audio stream, full scale 1.0; memory does not grow with its length.

    Raises:
        InputError: the file cannot be read or has no sound in it.
    """
    with opened(path) as (container, stream):
        even = AudioResampler("flt", "mono", rate_hz)
        for frame in container.decode(stream):
            for block in even.resample(frame):
                yield np.asarray(block.to_ndarray(), np.float32).reshape(-1)
        for block in even.resample(None):
            yield np.asarray(block.to_ndarray(), np.float32).reshape(-1)


def join_mono(clips: Iterable[tuple[Audio, int]], rate_hz: int) -> Iterator[FloatArray]:
    """Yield clips one after another, each followed by its pause in ms."""
    for audio, pause_ms in clips:
        samples = audio.samples.astype(np.float32) / np.float32(_FULL_SCALE)
        yield soxr.resample(samples, audio.sample_rate_hz, rate_hz)
        yield np.zeros(round(pause_ms * rate_hz / 1000), np.float32)
