"""To make MP3 frames with LAME, whose own binding is twice as fast as the one inside PyAV."""

from __future__ import annotations

from functools import lru_cache

import lameenc
import numpy as np
from numpy.typing import NDArray

ENCODER_DELAY = 576  # every decoder adds 529 by its filter bank (LAME, "Technical FAQ")

# by the version in a frame's head: 3 is MPEG-1, 2 is MPEG-2
_FRAME_SAMPLES = {3: 1152, 2: 576}
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
_KBPS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


class LameEncoder:
    """One stream of MP3 frames at a constant bit rate; the binding writes no tag in front."""

    head = b""  # each frame says all

    def __init__(self, sample_rate_hz: int, channels: int, bit_rate: int, quality: int) -> None:
        """Raises ValueError for a sample rate that MP3 does not have."""
        if not any(sample_rate_hz in rates for rates in _RATES_HZ.values()):
            raise ValueError(f"MP3 has no sample rate of {sample_rate_hz} Hz")
        lame = lameenc.Encoder()
        lame.silence()
        lame.set_channels(channels)
        lame.set_in_sample_rate(sample_rate_hz)
        lame.set_out_sample_rate(sample_rate_hz)
        lame.set_bit_rate(bit_rate // 1000)
        lame.set_quality(quality)
        self._lame = lame
        self._ready = bytearray()
        self.sample_rate_hz = sample_rate_hz
        self.frame_samples = _FRAME_SAMPLES[3 if sample_rate_hz in _RATES_HZ[3] else 2]
        self.samples = 0

    def encode(self, block: NDArray[np.int16]) -> list[bytes]:
        """Take the next samples, shape (samples,) or (channels, samples); return whole frames."""
        if block.size:
            self.samples += block.shape[-1]
            self._ready += self._lame.encode(np.ascontiguousarray(block.T).tobytes())
        return self._frames()

    def finish(self) -> list[bytes]:
        """Return the last frames."""
        if not self.samples:  # LAME makes no file of nothing
            self._ready += self._lame.encode(bytes(4))
        self._ready += self._lame.flush()
        return self._frames()

    def _frames(self) -> list[bytes]:
        frames, at, ready = [], 0, bytes(self._ready)
        while at + 4 <= len(ready):
            size = frame_bytes(ready[at : at + 4])
            if at + size > len(ready):
                break
            frames.append(ready[at : at + size])
            at += size
        del self._ready[:at]
        return frames


@lru_cache(maxsize=1024)  # a stream has a few heads, and half a million frames
def frame_bytes(head: bytes) -> int:
    """Return how long an MPEG layer 3 frame is by its first four bytes."""
    version = head[1] >> 3 & 3
    rate_hz = _RATES_HZ[version][head[2] >> 2 & 3]
    return frame_samples(head) // 8 * frame_kbps(head) * 1000 // rate_hz + (head[2] >> 1 & 1)


def frame_kbps(head: bytes) -> int:
    """Return a frame's bit rate by its first four bytes."""
    return _KBPS[head[1] >> 3 & 3][head[2] >> 4]


def frame_samples(head: bytes) -> int:
    """Return how many samples a frame holds by its first four bytes."""
    return _FRAME_SAMPLES[head[1] >> 3 & 3]
