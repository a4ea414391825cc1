"""A shelf at any place that fsspec reaches: an object store, a server, another program's memory."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from narrate.errors import NarrateError, ProfileError, SynthesisError
from narrate.tts.shelves import ReadOnlyError, ShelfEntry, place

_Result = TypeVar("_Result")

# Paramiko's SFTP client, for one, stands still when several threads wait for answers at once.
_one_at_a_time = threading.Lock()

# A place may be busy or a line broken for a moment. No try begins after the patience is over:
# some backends try for several seconds themselves.
_PATIENCE_S = 8.0
_FIRST_WAIT_S = 0.3
_WAIT_FACTOR = 3
_LASTING = (PermissionError, NotImplementedError, ImportError, ValueError, TypeError)

_BATCH = 500  # entries that are fetched or dropped in one call, which makes many requests at once


@dataclass(frozen=True, slots=True)
class RemoteShelf:
    """A place named by a URL. It can be pickled; each process opens its own connection."""

    url: str = field(repr=False)  # may hold a password
    sees_use = False

    def __str__(self) -> str:
        return without_credentials(self.url)

    def get(self, name: str) -> bytes | None:
        """Return an entry, or None where there is none.

        Raises:
            SynthesisError: the place cannot be reached or read.
        """
        try:
            return self._tried("cannot be read", place.read, name)
        except FileNotFoundError:
            return None

    def get_many(self, names: Collection[str]) -> dict[str, bytes]:
        """Return those entries that are there, by name, fetching many at once where it can.

        Raises:
            SynthesisError: the place cannot be reached or read.
        """
        found: dict[str, bytes] = {}
        for batch in _batches(names):
            for name, got in self._tried("cannot be read", place.read_many, batch).items():
                # One that failed for another reason than absence is tried again, alone.
                absent = isinstance(got, FileNotFoundError)
                content = got if isinstance(got, bytes) else None if absent else self.get(name)
                if content is not None:
                    found[name] = content
        return found

    def starts(self, names: Collection[str], size_bytes: int) -> Iterator[tuple[str, bytes]]:
        """Yield how entries begin, by name.

        Raises:
            SynthesisError: the place cannot be reached or read.
        """
        for batch in _batches(names):
            got = self._tried("cannot be read", place.read_starts, batch, size_bytes)
            yield from ((name, start) for name, start in got if isinstance(start, bytes))

    def put(self, name: str, content: bytes) -> None:
        """Keep an entry, whole or not at all, in place of an earlier one.

        Raises:
            ReadOnlyError: the place may not be written to.
            SynthesisError: the place cannot be reached or written.
        """
        try:
            self._tried("cannot be written", place.write, name, content)
        except FileNotFoundError as cause:  # no such bucket
            raise SynthesisError(f"{self}: cannot be written: {_reason(cause)}") from cause

    def drop(self, name: str) -> None:
        """Remove an entry if it is there.

        Raises:
            SynthesisError: the place cannot be reached or written.
        """
        self.drop_many((name,))

    def drop_many(self, names: Iterable[str]) -> None:
        """Remove those entries that are there.

        Raises:
            SynthesisError: the place cannot be reached or written.
        """
        for batch in _batches(tuple(names)):
            try:
                self._tried("cannot be written", place.remove, batch)
            except FileNotFoundError:  # another run dropped one of them
                for name in batch if len(batch) > 1 else ():
                    self.drop(name)

    def scan(self, folder: str = "") -> Iterator[ShelfEntry]:
        """List all entries, or those below a folder.

        Raises:
            SynthesisError: the place cannot be reached or read.
        """
        try:
            yield from self._tried("cannot be listed", place.listing, folder)
        except FileNotFoundError:
            return

    def bring_near(self, names: Collection[str]) -> None:
        """Nothing is kept near; see `CopyingShelf`."""

    def shared(self) -> RemoteShelf:
        """The shelf itself."""
        return self

    def _tried(self, what: str, call: Callable[..., _Result], *args: Any) -> _Result:
        """Call with the file system and path, again after a while where that may help.

        Failures become one clear line.
        """
        started, wait_s = time.monotonic(), _FIRST_WAIT_S
        while True:
            try:
                fs, root = _open(self.url)
                with contextlib.nullcontext() if fs.async_impl else _one_at_a_time:
                    return call(fs, root, *args)
            except (FileNotFoundError, NarrateError):
                raise
            except _LASTING as cause:
                kind = ReadOnlyError if isinstance(cause, PermissionError) else SynthesisError
                raise kind(f"{self}: {what}: {_reason(cause)}") from cause
            except Exception as cause:  # fsspec's backends let through what their libraries raise
                if time.monotonic() - started + wait_s > _PATIENCE_S:
                    raise SynthesisError(f"{self}: {what}: {_reason(cause)}") from cause
            time.sleep(wait_s)
            wait_s *= _WAIT_FACTOR
            _reconnect(self.url)


def without_credentials(text: str) -> str:
    """Hide user names, passwords and query parts of the URLs in a text."""
    hidden = re.sub(r"(://)[^/\s]*@", r"\1", text)
    return re.sub(r"(://[^\s?]*)\?\S+", r"\1", hidden)


@lru_cache
def _open(url: str) -> tuple[Any, str]:
    """Return fsspec's file system for a URL, and the path in it, which ends with a slash.

    Raises:
        ProfileError: fsspec, or what it needs for this kind of place, is not installed.
        SynthesisError: its place refuses.
        OSError: its place cannot be reached.
    """
    shown = without_credentials(url)
    if set("*?[") & set(url):
        raise ProfileError(f"{shown}: a store's URL cannot hold * ? or [")
    try:
        import fsspec
    except ImportError as cause:
        message = f"{shown}: such stores need an extra; run: pip install 'narrate[store]'"
        raise ProfileError(message) from cause
    try:
        fs, root = fsspec.url_to_fs(url)
    except ImportError as cause:
        raise ProfileError(f"{shown}: {_reason(cause)}") from cause
    except ValueError as cause:
        raise ProfileError(f"{shown}: is no place for a store: {_reason(cause)}") from cause
    except OSError:  # it cannot be reached now
        raise
    except Exception as cause:
        raise SynthesisError(f"{shown}: cannot be opened: {_reason(cause)}") from cause
    return fs, f"{root.rstrip('/')}/"


def _reconnect(url: str) -> None:
    """Forget a connection, which may be broken; some backends make new ones by themselves."""
    with contextlib.suppress(Exception):  # it could not be opened either: nothing to forget
        fs, _ = _open(url)
        if not fs.async_impl:
            type(fs).clear_instance_cache()
            _open.cache_clear()


def _batches(names: Collection[str]) -> Iterator[tuple[str, ...]]:
    listed = tuple(names)
    for start in range(0, len(listed), _BATCH):
        yield listed[start : start + _BATCH]


def _reason(cause: BaseException) -> str:
    """Say in one line without credentials what a backend's exception says."""
    lines = str(cause).strip().splitlines()
    return without_credentials(lines[0]) if lines else type(cause).__name__
