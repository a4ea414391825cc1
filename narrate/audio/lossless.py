"""To hold the samples of lossless files: plain on their way into one, as FLAC frames where kept."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.codec import CodecContext
from av.packet import Packet

from narrate.audio.codec import Sizes, end_to_end, open_encoder
from narrate.audio.container import LosslessFile
from narrate.audio.forms import Form, find_form

PLAIN = "wav"
"""The form whose packets, samples as they are, make the pieces of every lossless form."""

_KEPT = "flac"
_STEP = "<i2"  # a sample in a packet of PLAIN
Packed = tuple[bytes, Sizes]  # packets end to end


class PlainFile:
    """A lossless file that grows by plain samples, whatever it holds itself."""

    def __init__(self, path: Path, form: Form, sample_rate_hz: int, channels: int) -> None:
        self._file = LosslessFile(path, form, sample_rate_hz, channels)
        self._channels = channels

    def add(self, payload: bytes | memoryview, sizes: Sizes) -> None:
        """Append the samples of packets of these sizes in bytes."""
        start = 0
        for size in sizes.tolist():
            samples = np.frombuffer(payload[start : start + size], _STEP)
            self._file.add(samples.reshape(-1, self._channels).T)
            start += size

    def close(self, samples: int) -> None:
        """Finish the file; how many samples it has shows by itself."""
        self._file.close()

    def abandon(self) -> None:
        """Close without finishing."""
        self._file.abandon()


def packed(payload: bytes, sample_rate_hz: int, channels: int) -> Packed:
    """Return plain samples as FLAC frames: some half of the bytes, or less."""
    encoder = open_encoder(find_form(_KEPT), sample_rate_hz, channels)
    samples = np.frombuffer(payload, _STEP).reshape(-1, channels).T
    return end_to_end(encoder.encode(samples) + encoder.finish())


def unpacked(payload: bytes, sizes: Sizes, second: int) -> Packed:
    """Return FLAC frames as plain samples again, in packets of so many bytes."""
    codec = cast(AudioCodecContext, CodecContext.create(_KEPT, "r"))
    blocks, start = [], 0
    for size in sizes.tolist():
        frames = codec.decode(Packet(payload[start : start + size]))
        blocks += [frame.to_ndarray().astype(_STEP, copy=False).tobytes() for frame in frames]
        start += size
    plain = b"".join(blocks)
    whole, rest = divmod(len(plain), second)
    return plain, np.array([second] * whole + [rest] * (rest > 0), np.uint32)
