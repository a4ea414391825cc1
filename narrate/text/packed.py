"""Columns of words and of numbers that take little room where few of them differ."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, repeat


class Words(list[str]):
    """Words of which there are few, each at its place from when it was first asked for."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        super().__init__(words)
        self._places = {word: n for n, word in enumerate(self)}

    def place(self, word: str) -> int:
        """Return where a word stands."""
        found = self._places.setdefault(word, len(self))
        if found == len(self):
            self.append(word)
        return found


class Rare:
    """A column of numbers that takes no room behind the last that is not the usual one."""

    __slots__ = ("_usual", "_values")

    def __init__(self, kind: str, usual: float) -> None:
        self._usual = usual
        self._values: array[float] = array(kind)

    def put(self, n: int, value: float) -> None:
        """Set the number at a place."""
        missing = n - len(self._values)
        if missing < 0:
            self._values[n] = value
        elif value != self._usual:
            self._values.extend(repeat(self._usual, missing))
            self._values.append(value)

    def copy(self) -> Rare:
        """Return a column of its own with the same numbers."""
        made = Rare(self._values.typecode, self._usual)
        made._values = self._values[:]
        return made

    def leave(self, keep: Iterable[int]) -> None:
        """Take out the numbers at whose place `keep` holds 0."""
        self._values = array(self._values.typecode, compress(self._values, keep))

    def known(self, start: int, end: int) -> Sequence[float]:
        """Return the numbers of a stretch, without those behind the last unusual one."""
        return self._values[start:end]

    def __getitem__(self, n: int) -> float:
        return self._values[n] if n < len(self._values) else self._usual

    def __iter__(self) -> Iterator[float]:
        return chain(self._values, repeat(self._usual))

    def __bool__(self) -> bool:
        return self._values.count(self._usual) < len(self._values)
