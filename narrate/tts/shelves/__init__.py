"""Where a clip store keeps its bytes: a folder, or any place that fsspec reaches.

A shelf holds entries by name, such as `ab/cdef.clip`. Many processes and machines may use one at
once: an entry appears whole or not at all, and entries of one name are equal but for records of
runs, each of which has one writer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from narrate.errors import SynthesisError

PARTIAL_SUFFIX = ".partial"

_URL = re.compile(r"[a-z][a-z0-9+.-]+:(//|:)", re.IGNORECASE)


class ReadOnlyError(SynthesisError):
    """The place can perhaps be read, but not written."""


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One entry: its name, size, and when it was last put or, where that is seen, read."""

    name: str
    size_bytes: int
    used_s: float  # by the shelf's own clock, in seconds since 1970


class Shelf(Protocol):
    """A place for entries; every failure is a SynthesisError that names the place."""

    @property
    def sees_use(self) -> bool:
        """Whether an entry's `used_s` moves when it is read."""

    def __str__(self) -> str:
        """Say where it is, without credentials."""

    def get(self, name: str) -> bytes | None:
        """Return an entry, or None where there is none."""

    def get_many(self, names: Collection[str]) -> dict[str, bytes]:
        """Return those entries that are there, by name."""

    def starts(self, names: Collection[str], size_bytes: int) -> Iterator[tuple[str, bytes]]:
        """Yield how entries begin, by name, without counting as a use."""

    def put(self, name: str, content: bytes) -> None:
        """Keep an entry, whole or not at all, in place of an earlier one."""

    def drop(self, name: str) -> None:
        """Remove an entry if it is there."""

    def drop_many(self, names: Iterable[str]) -> None:
        """Remove those entries that are there."""

    def scan(self, folder: str = "") -> Iterator[ShelfEntry]:
        """List all entries, or those below a folder."""

    def bring_near(self, names: Collection[str]) -> None:
        """Be told what will soon be read, where fetching many at once is faster."""

    def shared(self) -> Shelf:
        """Return the shelf as other machines see it, without what only this one has."""


def is_url(where: str) -> bool:
    """Tell whether a place is named by a URL of fsspec's rather than a path."""
    return bool(_URL.match(where)) and not where.lower().startswith("file:")


def path_of(where: str) -> Path:
    """Return the path that a place names, by itself or as `file:///path`."""
    if where.lower().startswith("file:"):
        parts = urlsplit(where)
        return Path(
            f"//{parts.netloc}{unquote(parts.path)}" if parts.netloc else unquote(parts.path)
        )
    return Path(where).expanduser()
