"""To read what the user names: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from narrate.errors import InputError
from narrate.model import Source


def read_source(name: str) -> Source:
    """Read a file, or standard input for `-`.

    Raises:
        InputError: the file is missing, a folder, or not readable.
    """
    if name == "-":
        return Source("standard input", sys.stdin.buffer.read())
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name}: is a folder; name the text files in it")
    try:
        return Source(name, path.read_bytes(), path)
    except FileNotFoundError as cause:
        raise InputError(f"{name}: no such file") from cause
    except OSError as cause:
        raise InputError(f"{name}: cannot be read ({cause.strerror or cause})") from cause
