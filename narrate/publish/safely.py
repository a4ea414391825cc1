"""To change a file so that a failure or a kill at any moment leaves the old one or the new one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrate.errors import TagError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a new empty file beside `path`, which takes its place when the block succeeds.

    Raises TagError if the folder cannot be written or the disk is full; `path` is then as it was.
    """
    target = path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(prefix=".narrate-", suffix=".part", dir=target.parent)
    except OSError as cause:
        raise _unchanged(path, cause) from cause
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        shutil.copymode(target, temporary)
        _sync(temporary)
        temporary.replace(target)
    except OSError as cause:
        raise _unchanged(path, cause) from cause
    finally:
        temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _unchanged(path: Path, cause: OSError) -> TagError:
    reason = cause.strerror or str(cause)
    return TagError(f"{path}: tags could not be written ({reason}); the file is unchanged")
