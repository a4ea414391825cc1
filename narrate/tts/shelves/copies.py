"""A shelf far away with copies nearby, so that nothing is fetched twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from narrate.tts.shelves import Shelf, ShelfEntry
from narrate.tts.shelves.folder import FolderShelf

_COPIED_AT_ONCE = 128  # clips of some 50 kB


@dataclass(frozen=True, slots=True)
class CopyingShelf:
    """What is put goes to both places; what is asked for comes from the near one if it can.

    Copies may be dropped at any time. Only what lies far away is listed.
    """

    far: Shelf
    near: FolderShelf
    sees_use = False

    def __str__(self) -> str:
        return str(self.far)

    def get(self, name: str) -> bytes | None:
        """Return an entry, or None where there is none."""
        content = self.near.get(name)
        if content is None:
            content = self.far.get(name)
            if content is not None:
                self.near.put(name, content)
        return content

    def get_many(self, names: Collection[str]) -> dict[str, bytes]:
        """Return those entries that are there, by name, fetching at once what is not near."""
        found = self.near.get_many(names)
        fetched = self.far.get_many([name for name in names if name not in found])
        for name, content in fetched.items():
            self.near.put(name, content)
        return found | fetched

    def starts(self, names: Collection[str], size_bytes: int) -> Iterator[tuple[str, bytes]]:
        """Yield how entries begin, by name, as they are far away."""
        return self.far.starts(names, size_bytes)

    def put(self, name: str, content: bytes) -> None:
        """Keep an entry far away, and a copy."""
        self.far.put(name, content)
        self.near.put(name, content)

    def drop(self, name: str) -> None:
        """Remove the copy; where there is none, remove the entry far away."""
        if self.near.used_s(name):
            self.near.drop(name)
        else:
            self.far.drop(name)

    def drop_many(self, names: Iterable[str]) -> None:
        """Remove entries in both places."""
        names = tuple(names)
        self.near.drop_many(names)
        self.far.drop_many(names)

    def scan(self, folder: str = "") -> Iterator[ShelfEntry]:
        """List all entries far away, or those below a folder."""
        return self.far.scan(folder)

    def bring_near(self, names: Collection[str]) -> None:
        """Copy entries that are not near."""
        away = [name for name in names if not self.near.used_s(name)]
        for start in range(0, len(away), _COPIED_AT_ONCE):
            fetched = self.far.get_many(away[start : start + _COPIED_AT_ONCE])
            for name, content in fetched.items():
                self.near.put(name, content)

    def shared(self) -> Shelf:
        """Return the far shelf."""
        return self.far.shared()
