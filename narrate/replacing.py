"""A file to its place, whole or not at all; the one piece of code that all rooms share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` only if all went well.

    The file lies in the same folder, is synced to disk, then renamed: after a failure or a kill
    at any moment `path` is the whole old file or the whole new one.

    Raises:
        OSError: the folder cannot be written to, or the disk is full; callers say it in a line.
    """
    path = path.resolve()  # a link stays a link
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield part
        if path.exists():
            shutil.copymode(path, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
