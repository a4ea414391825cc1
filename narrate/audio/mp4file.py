"""To make an MP4 file of AAC packets: one track, described in front of its sound.

The libraries that write MP4 remember some 80 bytes of each packet, more than a gigabyte for a
hundred hours; this needs the four that the file itself has.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.audio.mp4boxes import Index, Part, Track, box, file_type, movie

_MOST_SMALL = 0xFFFF_FFFF  # bytes that a box with a short head can have
_AT_ONCE = 1 << 22  # bytes
_HEAD = 16  # bytes before the sound


class Mp4File:
    """A file that grows by packets; what describes them is put in front at the end."""

    def __init__(self, path: Path, track: Track) -> None:
        self._file = path.open("w+b")
        self._track, self._index = track, Index()
        self._first = self._file.write(b"".join(file_type())) + _HEAD
        self._file.write(bytes(_HEAD))

    def add(self, payload: bytes | memoryview, sizes: NDArray[np.uint32]) -> None:
        """Append packets of these sizes in bytes."""
        self._file.write(payload)
        self._index.add(sizes)

    def close(self, samples: int) -> None:
        """Finish a file whose sound has so many samples."""
        with self._file:
            shift, described = 0, self._described(samples, 0)
            while _bytes(described) != shift:  # far places take more room
                shift = _bytes(described)
                described = self._described(samples, shift)
            self._move(shift)
            self._file.seek(self._first - _HEAD)
            self._file.writelines([*described, _sound_head(self._index.sound_bytes)])

    def abandon(self) -> None:
        """Close without finishing."""
        self._file.close()

    def _described(self, samples: int, shift: int) -> list[Part]:
        return movie(self._track, self._index, samples, self._first + shift)

    def _move(self, shift: int) -> None:
        """Move the sound towards the end, its last part first."""
        end = self._first + self._index.sound_bytes
        while end > self._first:
            start = max(self._first, end - _AT_ONCE)
            self._file.seek(start)
            part = self._file.read(end - start)
            self._file.seek(start + shift)
            self._file.write(part)
            end = start


def _sound_head(size: int) -> bytes:
    """Return what stands before so many bytes of sound, always as long."""
    if size + _HEAD > _MOST_SMALL:
        return b"\0\0\0\1mdat" + (size + _HEAD).to_bytes(8, "big")
    return b"".join(box(b"free")) + (size + 8).to_bytes(4, "big") + b"mdat"


def _bytes(parts: list[Part]) -> int:
    return sum(len(part) for part in parts)
