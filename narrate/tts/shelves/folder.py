"""A shelf that is a folder: of this machine, or of a network that shows as one."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.errors import SynthesisError
from narrate.tts.shelves import PARTIAL_SUFFIX, ReadOnlyError, ShelfEntry

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """A folder, which is made when the first entry is put there.

    Entries outlast the end of the process, however it comes. After a loss of power those of the
    last seconds may be gone or cut short, as nothing waits for the disk: whoever gets an entry
    must notice by its content, as a clip's checksum tells.
    """

    folder: Path
    sees_use = True

    def __str__(self) -> str:
        return str(self.folder)

    def get(self, name: str) -> bytes | None:
        """Return an entry and note its use, or None where there is none.

        Raises:
            SynthesisError: the folder cannot be read.
        """
        path = self.folder / name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as cause:
            raise SynthesisError(f"{self}: the clip store cannot be read: {cause}") from cause
        with contextlib.suppress(OSError):  # a read-only store works, it only does not learn
            os.utime(path)
        return content

    def get_many(self, names: Collection[str]) -> dict[str, bytes]:
        """Return those entries that are there, by name.

        Raises:
            SynthesisError: the folder cannot be read.
        """
        found = ((name, self.get(name)) for name in names)
        return {name: content for name, content in found if content is not None}

    def starts(self, names: Collection[str], size_bytes: int) -> Iterator[tuple[str, bytes]]:
        """Yield how entries begin, by name, without counting as a use."""
        for name in names:
            with contextlib.suppress(OSError), (self.folder / name).open("rb") as file:
                yield name, file.read(size_bytes)

    def put(self, name: str, content: bytes) -> None:
        """Write under another name in the same folder, and only then give it its name.

        Raises:
            ReadOnlyError: the folder is for reading only.
            SynthesisError: it cannot be written; nothing half-written stays.
        """
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, content)
        except OSError as cause:
            reason = cause.strerror or str(cause)
            message = f"{self}: the clip store cannot be written: {reason}"
            if cause.errno in _READ_ONLY:
                raise ReadOnlyError(message) from cause
            raise SynthesisError(message) from cause

    def drop(self, name: str) -> None:
        """Remove an entry if it is there.

        Raises:
            SynthesisError: it cannot be removed.
        """
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as cause:
            message = f"{self}: {name} cannot be removed: {cause.strerror or cause}"
            raise SynthesisError(message) from cause

    def drop_many(self, names: Iterable[str]) -> None:
        """Remove those entries that are there.

        Raises:
            SynthesisError: one of them cannot be removed.
        """
        for name in names:
            self.drop(name)

    def scan(self, folder: str = "") -> Iterator[ShelfEntry]:
        """List all entries, or those below a folder."""
        for place, _, files in os.walk(self.folder / folder):
            for file in files:
                path = Path(place, file)
                with contextlib.suppress(FileNotFoundError):  # another process dropped it just now
                    facts = path.stat()
                    name = path.relative_to(self.folder).as_posix()
                    yield ShelfEntry(name, facts.st_size, facts.st_mtime)

    def used_s(self, name: str) -> float:
        """When an entry was last put or read; 0 where there is none."""
        try:
            return (self.folder / name).stat().st_mtime
        except OSError:
            return 0.0

    def bring_near(self, names: Collection[str]) -> None:
        """All entries are near."""

    def shared(self) -> FolderShelf:
        """The folder itself by its full path, which other machines may see or not."""
        return replace(self, folder=self.folder.absolute())

    def _write(self, path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(PARTIAL_SUFFIX, "", path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
