"""To read what the user names: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from narrate.errors import InputError
from narrate.model import Source

_MOST_BYTES = 500_000_000  # 9,000 hours of speech; a device or a pipe may never end
_AT_ONCE = 8_000_000  # bytes


def read_source(name: str) -> Source:
    """Read a file, or standard input for `-`.

    Raises:
        InputError: the file is missing, a folder, not readable, or over 500 MB.
    """
    if name == "-":
        return Source("standard input", _read(sys.stdin.buffer, "standard input"))
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name}: is a folder; name the text files in it")
    try:
        with path.open("rb") as stream:
            return Source(name, _read(stream, name), path)
    except FileNotFoundError as cause:
        raise InputError(f"{name}: no such file") from cause
    except OSError as cause:
        raise InputError(f"{name}: cannot be read ({cause.strerror or cause})") from cause


def _read(stream: BinaryIO, name: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_AT_ONCE):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_BYTES:
            most_mb = _MOST_BYTES // 1_000_000
            raise InputError(f"{name}: is longer than {most_mb} MB; give it in parts")
    return b"".join(pieces)
