"""To give a FLAC file a table of places, so that players find any moment at once.

FFmpeg leaves room at the head of a FLAC file (RFC 9639, 8.3) and writes no table (8.5); this puts
one into that room.
"""

from __future__ import annotations

import struct
from array import array
from pathlib import Path

_POINT = struct.Struct(">QQH")  # first sample of a frame, its byte from the first frame on, samples
_MARK = 4  # bytes before the first block, "fLaC", and of each block's head
_PADDING, _TABLE = 1, 3  # kinds of block
_LAST = 0x80
_EVERY_S = 10


class Places:
    """Where frames begin, one every ten seconds."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._step = _EVERY_S * sample_rate_hz
        self._samples = self._bytes = 0
        self._points: tuple[array[int], array[int], array[int]] = (
            array("Q"),
            array("Q"),
            array("H"),
        )

    def add(self, size: int, samples: int) -> None:
        """Count the next frame, of so many bytes."""
        firsts, starts, lengths = self._points
        if samples and self._samples >= len(firsts) * self._step:
            firsts.append(self._samples)
            starts.append(self._bytes)
            lengths.append(samples)
        self._samples, self._bytes = self._samples + samples, self._bytes + size

    def write(self, path: Path) -> None:
        """Put the table into the room at a file's head; where there is none, leave the file."""
        with path.open("r+b") as file:
            file.seek(_MARK)
            while True:
                start, head = file.tell(), file.read(_MARK)
                kind, size = head[0] & ~_LAST, int.from_bytes(head[1:], "big")
                if kind == _PADDING:
                    break
                if head[0] & _LAST:
                    return
                file.seek(size, 1)
            table = self._table((size - _MARK) // _POINT.size)
            left = size - _MARK - len(table)
            file.seek(start)
            file.write(bytes((_TABLE,)) + len(table).to_bytes(3, "big") + table)
            file.write(bytes((_PADDING | head[0] & _LAST,)) + left.to_bytes(3, "big"))

    def _table(self, most: int) -> bytes:
        """Return points at even distances, at most so many."""
        step = -(-len(self._points[0]) // max(1, most)) or 1
        points = list(zip(*self._points, strict=True))[::step]
        return b"".join(_POINT.pack(*point) for point in points[: max(0, most)])
