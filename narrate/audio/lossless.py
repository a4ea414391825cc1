"""To hold samples as FLAC frames on their way into a lossless file: a third of the bytes, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.codec import CodecContext
from av.packet import Packet
from numpy.typing import NDArray

from narrate.audio.codec import Samples
from narrate.audio.container import LosslessFile
from narrate.audio.forms import Form

PACKED = "flac"
"""The form whose frames hold the samples of every lossless form."""


class UnpackedFile:
    """A lossless file that grows by FLAC frames, whatever it holds itself."""

    def __init__(self, path: Path, form: Form, sample_rate_hz: int, channels: int) -> None:
        self._file = LosslessFile(path, form, sample_rate_hz, channels)
        self._channels = channels

    def add(self, payload: bytes | memoryview, sizes: NDArray[np.uint32]) -> None:
        """Append the samples of frames of these sizes in bytes, which begin a stream."""
        for block in unpacked(payload, sizes.tolist(), self._channels):
            self._file.add(block)

    def close(self, samples: int) -> None:
        """Finish the file; how many samples it has shows by itself."""
        self._file.close()

    def abandon(self) -> None:
        """Close without finishing."""
        self._file.abandon()


def unpacked(payload: bytes | memoryview, sizes: list[int], channels: int = 1) -> Iterator[Samples]:
    """Yield the samples of FLAC frames that stand end to end, shape (channels, samples)."""
    codec = cast(AudioCodecContext, CodecContext.create(PACKED, "r"))
    start = 0
    for size in sizes:
        for frame in codec.decode(Packet(bytes(payload[start : start + size]))):
            samples = frame.to_ndarray().astype(np.int16, copy=False)
            yield samples.reshape(-1, channels).T
        start += size
