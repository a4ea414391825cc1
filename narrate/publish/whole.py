"""To tell a WAV or Ogg file that was cut off: FFmpeg plays what is there and says nothing."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

from mutagen import MutagenError
from mutagen.ogg import OggPage

from narrate.errors import InputError

_LARGEST_PAGE = 65_307
_UNKNOWN = (0, 0xFFFFFFFF)  # sizes that a writer leaves who cannot seek back


def check_whole(path: Path) -> None:
    """Raise InputError if a RIFF file is shorter than it says, or an Ogg file ends inside a page.

    MP4, FLAC and MP3 state their length, and reading their last packets tells; other files pass.
    """
    with path.open("rb") as file:
        head = file.read(28)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LARGEST_PAGE))
        tail = file.read()
    if head.startswith(b"OggS"):
        whole = _ends_with_page(tail)
    elif head[8:12] == b"WAVE":
        whole = size >= _riff_size(head)
    else:
        return
    if not whole:
        raise InputError(f"{path} is cut short: it was not copied or written to its end")


def _riff_size(head: bytes) -> int:
    (size,) = struct.unpack_from("<I", head, 4)
    if head[:4] != b"RIFF":
        (size,) = struct.unpack_from("<Q", head, 20)
    return 0 if size in _UNKNOWN else int(size) + 8


def _ends_with_page(tail: bytes) -> bool:
    start = tail.rfind(b"OggS")
    try:
        OggPage(io.BytesIO(tail[start:]))
    except (EOFError, MutagenError):
        return False
    return start >= 0
