"""To find a box of an MP4 file, and to mend chapter titles that end inside a character."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path
from typing import BinaryIO

_START_BYTES = 8  # of a chapter in `chpl`, before the length of its title
_CHPL = (b"moov", b"udta", b"chpl")


def mend_titles(file: BinaryIO) -> None:
    """Take the rest of a character from the end of each title in Nero's chapter box.

    FFmpeg cuts titles at 255 bytes, also inside a character, and mutagen then refuses the whole
    file. Spaces take the place of the rest, so that no box changes its size.
    """
    place = _find_box(file, _CHPL)
    if place is None:
        return
    start, end = place
    file.seek(start)
    content = bytearray(file.read(end - start))
    first = 9 if content[0] else 5  # version and flags, four bytes reserved in version 1, count
    while first + _START_BYTES < len(content):
        title = first + _START_BYTES + 1
        first = title + content[title - 1]
        whole = content[title:first].decode(errors="ignore").encode()
        content[title:first] = whole.ljust(len(content[title:first]))
    file.seek(start)
    file.write(content)


def read_description(path: Path) -> BinaryIO:
    """Return a file's `moov` box alone, its titles mended: all that a tag reader needs."""
    with path.open("rb") as file:
        start, end = _find_box(file, (b"moov",)) or (0, 0)
        file.seek(start)
        content = file.read(end - start)
    box = io.BytesIO(struct.pack(">I4s", len(content) + 8, b"moov") + content)
    mend_titles(box)
    box.seek(0)
    return box


def _find_box(file: BinaryIO, path: tuple[bytes, ...]) -> tuple[int, int] | None:
    """Return where the content of a box begins and ends, going down from box to box."""
    start, end = 0, file.seek(0, os.SEEK_END)
    for wanted in path:
        while True:
            found = read_header(file, start, end)
            if found is None:
                return None
            name, content, stop = found
            if name == wanted:
                break
            start = stop
        start, end = content, stop
    return start, end


def read_header(file: BinaryIO, start: int, end: int) -> tuple[bytes, int, int] | None:
    """Return name, start of content and end of the box at `start`, or None if there is none."""
    file.seek(start)
    head = file.read(16)
    if start >= end or len(head) < 8:
        return None
    size, name = struct.unpack_from(">I4s", head)
    content = start + 8
    if size == 1 and len(head) == 16:
        (size,) = struct.unpack_from(">Q", head, 8)
        content += 8
    stop = end if size == 0 else start + size
    return (name, content, min(stop, end)) if stop > start else None
