"""To hold long sequences in little memory: a programme of a hundred hours has 40,000 clips.

Rows are made when they are asked for, of columns in memory or of what lies in a file.
"""

from __future__ import annotations

import pickle
import weakref
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar, overload

from narrate.caches import cache_path
from narrate.errors import EncodeError

Row = TypeVar("Row")

_TOGETHER = 32  # rows; what they have in common is written once
_IN_MEMORY = 1 << 20  # bytes, up to which there is no file


class Rows(Sequence[Row]):
    """So many rows; `make` returns the one of a number, from 0 on."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._numbers, self._make = range(count), make

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        """Return a row, or those of a slice, newly made."""
        found = self._numbers[at]
        return self._make(found) if isinstance(found, int) else tuple(map(self._make, found))


def set_aside(rows: Iterable[Row]) -> Rows[Row]:
    """Write rows to a file as they come, and return them as they can be read from there.

    They must be such that can be pickled. The file has no name, lies with what else is kept for
    the user, and goes when the rows go. Raises EncodeError if it cannot be written.
    """
    aside, count, rest = _Aside[Row](), 0, iter(rows)
    while some := tuple(islice(rest, _TOGETHER)):
        aside.add(some)
        count += len(some)
    return Rows(count, aside.row)


class _Aside(Generic[Row]):
    """A file of rows, some at a time, of which the latest stay in memory."""

    def __init__(self) -> None:
        folder = cache_path("aside")
        with _translated():
            folder.mkdir(parents=True, exist_ok=True)
            self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])
        self._latest: tuple[int, tuple[Row, ...]] = (-1, ())

    def add(self, some: tuple[Row, ...]) -> None:
        content = pickle.dumps(some)
        with _translated():
            self._file.write(content)
        self._ends.append(self._ends[-1] + len(content))

    def row(self, number: int) -> Row:
        group, at = divmod(number, _TOGETHER)
        if group != self._latest[0]:
            begin, end = self._ends[group : group + 2]
            with _translated():
                self._file.seek(begin)
                self._latest = group, pickle.loads(self._file.read(end - begin))
        return self._latest[1][at]


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        where, reason = cache_path("aside"), cause.strerror or cause
        told = f"{where}: what is known of the clips cannot be put aside there ({reason})"
        raise EncodeError(f"{told}; make room, or name another place by XDG_CACHE_HOME") from cause
