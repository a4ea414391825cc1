"""To change a file so that a failure or a kill at any moment leaves the old one or the new one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrate.errors import TagError
from narrate.replacing import replacing as replacing_file


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a new empty file beside `path`, which takes its place when the block succeeds.

    Raises TagError if the folder cannot be written or the disk is full; `path` is then as it was.
    """
    try:
        with replacing_file(path) as new:
            new.touch()
            yield new
    except OSError as cause:
        reason = cause.strerror or str(cause)
        message = f"{path}: tags could not be written ({reason}); the file is unchanged"
        raise TagError(message) from cause
