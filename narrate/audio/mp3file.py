"""To make a file of MP3 frames: an Info frame in front says how long the sound is, to the sample.

The frame's layout is LAME's ("Mp3 Info Tag revision 1"), which every gapless player reads: how
many frames and bytes follow, where each hundredth begins, and how much silence encoder and
padding added at both ends.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from narrate.audio.lame import ENCODER_DELAY, frame_bytes, frame_kbps, frame_samples

_MONO = 3
_FLAGS = 0x0F  # frames, bytes, table of contents and quality follow
_CONSTANT = 1  # bit rate
_CHECKSUM = 2  # bytes
_MOST_BYTES = 0xFFFF_FFFF  # that the tag can tell; readers then go by the frames
_HEAD = b"\xff\xfb\0\0"
# "Info", flags, frames, bytes, contents, quality; encoder, method, low-pass, gains, encoding flags,
# bit rate, delay and padding, misc, MP3 gain, preset, bytes, checksum of the sound (0: not made)
_TAG = struct.Struct(">4sIII100s4x9sB10xB3s4xI2x")


class Mp3File:
    """A file that grows by frames; its Info frame is written at the end."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._head = b""  # of the first frame
        self._frames = self._bytes = 0

    def add(self, payload: bytes | memoryview, sizes: NDArray[np.uint32]) -> None:
        """Append frames of these sizes in bytes."""
        if not sizes.size:
            return
        if not self._head:
            self._head = bytes(payload[:4])
            self._file.write(bytes(frame_bytes(self._info_head())))
        self._file.write(payload)
        self._frames += sizes.size
        self._bytes += len(payload)

    def close(self, samples: int) -> None:
        """Finish a file whose sound has so many samples."""
        with self._file:
            if self._head:
                self._file.seek(0)
                self._file.write(self._info(samples))

    def abandon(self) -> None:
        """Close without finishing."""
        self._file.close()

    def _info_head(self) -> bytes:
        """Return the first frame's header at a bit rate that has room for the tag, unpadded."""
        a, b, c, d = self._head
        heads = (bytes((a, b | 1, index << 4 | c & 0x0C, d)) for index in range(c >> 4, 15))
        needed = len(_HEAD) + _side_info(self._head) + _TAG.size + _CHECKSUM
        return next(head for head in heads if frame_bytes(head) >= needed)

    def _info(self, samples: int) -> bytes:
        head = self._info_head()
        whole = min(self._bytes + frame_bytes(head), _MOST_BYTES)
        padding = self._frames * frame_samples(head) - ENCODER_DELAY - samples
        tag = _TAG.pack(
            b"Info",
            _FLAGS,
            self._frames,
            whole,
            bytes(n * 256 // 100 for n in range(100)),
            b"LAME4.0",
            _CONSTANT,
            min(255, frame_kbps(self._head)),
            (ENCODER_DELAY << 12 | min(max(0, padding), 0xFFF)).to_bytes(3, "big"),
            whole,
        )
        frame = head + bytes(_side_info(head)) + tag
        frame += _crc16(frame).to_bytes(_CHECKSUM, "big")
        return frame.ljust(frame_bytes(head), b"\0")


def _side_info(head: bytes) -> int:
    """Return how many bytes of a frame of silence stand before its data."""
    version, mono = head[1] >> 3 & 3, head[3] >> 6 == _MONO
    return {(3, True): 17, (3, False): 32, (2, True): 9, (2, False): 17}[version, mono]


def _crc16(content: bytes) -> int:
    """Return the CRC-16 that LAME's tag has (polynomial 0x8005, reflected)."""
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
