"""A file to its place, whole or not at all; the one piece of code that all rooms share."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from zlib import crc32

_ABANDONED_S = 86_400  # where nobody can tell whether a process still runs
_HOST = f"{crc32(platform.node().encode()):08x}"
_SCRATCH = re.compile(rf"narrate-{_HOST}-(\d+)-\w+")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` only if all went well.

    The file lies in the same folder, is synced to disk, then renamed: after a failure or a kill
    at any moment `path` is the whole old file or the whole new one. What a killed run has left
    there goes away with the next.

    Raises:
        OSError: the folder cannot be written to, or the disk is full; callers say it in a line.
    """
    path = path.resolve()  # a link stays a link
    part = part_of(path)
    _clear_leftovers(path)
    try:
        yield part
        if path.exists():
            shutil.copymode(path, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Return where this process writes what is to take the place of `path`."""
    path = path.resolve()
    return path.with_name(f".{path.stem}.{_HOST}-{os.getpid()}.part{path.suffix}")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a new folder among the system's temporary ones, and remove it with all in it.

    What processes that were killed have left there goes away with each one that asks for its first.

    Raises:
        OSError: there is no place for one.
    """
    clear_scratch()
    prefix = f"narrate-{_HOST}-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@cache
def clear_scratch() -> None:
    """Remove scratch folders of processes of this machine that are no more, once a process."""
    with suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            found = _SCRATCH.fullmatch(entry.name)
            if found and not _runs(int(found[1]), Path(entry.path)):
                shutil.rmtree(entry.path, ignore_errors=True)  # another user's stays; so do links


def _clear_leftovers(path: Path) -> None:
    """Remove what killed runs on this machine left of a file, also of parts of parts."""
    name = rf"\.+{re.escape(path.stem)}(\.{_HOST}-(\d+)\.part)+{re.escape(path.suffix)}"
    with suppress(OSError):  # the folder may be missing: whoever writes will say so
        for entry in os.scandir(path.parent):
            found = re.fullmatch(name, entry.name)
            if found and not _runs(int(found[2]), Path(entry.path)):
                Path(entry.path).unlink()


def _runs(process: int, part: Path) -> bool:
    """Tell whether the process that writes a part may still be there."""
    if os.name != "posix":
        return time.time() - part.stat().st_mtime < _ABANDONED_S
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
