"""Lines and drops by the million, kept in columns: a third of the memory of as many objects."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, repeat
from typing import overload

from narrate.model import Drop, Line

_UNKNOWN = -1.0  # stands for a time that is not given; given ones are never below 0
_HEADING, _AFTER_BLANK, _OPENS = 7, 8, 16  # how a line's heading and flags lie in one byte
_TABLES = tuple(bytes(n & bits for n in range(256)) for bits in (_HEADING, _AFTER_BLANK, _OPENS))


class _Words(list[str]):
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


class _Rare:
    """A column of numbers that takes no room while all of them are the usual one."""

    __slots__ = ("_length", "_usual", "_values")

    def __init__(self, kind: str, usual: float) -> None:
        self._usual, self._length = usual, 0
        self._values: array[float] = array(kind)

    def add(self, value: float) -> None:
        if self._values or value != self._usual:
            self._fill()
            self._values.append(value)
        self._length += 1

    def take(self, other: _Rare, start: int, end: int) -> None:
        if self._values or other._values:
            self._fill()
            other._fill()
            self._values += other._values[start:end]
        self._length += end - start

    def _fill(self) -> None:
        missing = self._length - len(self._values)
        if missing:
            self._values.extend(repeat(self._usual, missing))

    def __getitem__(self, n: int) -> float:
        return self._values[n] if self._values else self._usual

    def __iter__(self) -> Iterator[float]:
        return iter(self._values) if self._values else repeat(self._usual, self._length)

    def __bool__(self) -> bool:
        return bool(self._values)


class Lines(Sequence[Line]):
    """Lines in order; each `Line` is made when it is looked at, `texts` holds their words.

    Who fills it with `add` hands it on as finished; from then on it does not change.
    """

    __slots__ = (
        *("_columns", "_ends_s", "_flags", "_names", "_numbers", "_speakers", "_starts_s"),
        "texts",
    )

    def __init__(self, lines: Iterable[Line] = (), names: Iterable[str] = ()) -> None:
        self.texts: list[str] = []
        self._names = _Words(names)
        self._speakers, self._numbers, self._flags = array("i"), array("i"), bytearray()
        self._starts_s, self._ends_s = _Rare("d", _UNKNOWN), _Rare("d", _UNKNOWN)
        self._columns = _Rare("i", 0)
        for line in lines:
            self.add(line)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Lines:
        """Return the lines in columns, the same ones if they are already."""
        return lines if isinstance(lines, cls) else cls(lines)

    @property
    def say_who_or_when(self) -> bool:
        """Tell whether any line knows its speaker or its time."""
        return bool(self._starts_s) or any(self._names)

    @property
    def speakers(self) -> frozenset[str]:
        """Return everybody whom a line names as its speaker."""
        return frozenset(filter(None, self._names))

    def add(self, line: Line) -> None:
        """Put a line behind the others."""
        self.texts.append(line.text)
        self._speakers.append(self._names.place(line.speaker))
        self._numbers.append(line.number)
        self._columns.add(line.column)
        self._starts_s.add(_UNKNOWN if line.start_s is None else line.start_s)
        self._ends_s.add(_UNKNOWN if line.end_s is None else line.end_s)
        self._flags.append(line.heading + _AFTER_BLANK * line.after_blank + _OPENS * line.opens)

    def edited(self, edits: Iterable[tuple[int, Line | None]]) -> Lines:
        """Return the lines with some replaced, or left out where the edit is None.

        The edits come in order; lines that they do not name are taken over without a look.
        """
        made = Lines(names=self._names)
        taken = 0
        for n, line in edits:
            made._take(self, taken, n)
            if line is not None:
                made.add(line)
            taken = n + 1
        if not taken:
            return self
        made._take(self, taken, len(self))
        return made

    def _take(self, other: Lines, start: int, end: int) -> None:
        if start == end:
            return
        self.texts += other.texts[start:end]
        self._speakers += other._speakers[start:end]
        self._numbers += other._numbers[start:end]
        self._flags += other._flags[start:end]
        self._columns.take(other._columns, start, end)
        self._starts_s.take(other._starts_s, start, end)
        self._ends_s.take(other._ends_s, start, end)

    def is_after_blank(self, n: int) -> bool:
        """Tell whether a blank line stands before line `n`; False beyond the last."""
        return n < len(self._flags) and bool(self._flags[n] & _AFTER_BLANK)

    def is_heading(self, n: int) -> bool:
        """Tell whether line `n` is a heading."""
        return bool(self._flags[n] & _HEADING)

    def is_item(self, n: int) -> bool:
        """Tell whether line `n` opens a paragraph whatever stands before it."""
        return self._flags[n] >= _OPENS

    def times(self, n: int) -> tuple[float | None, float | None]:
        """Return when line `n` starts and ends, in seconds."""
        return _known(self._starts_s[n]), _known(self._ends_s[n])

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, n: int) -> Line: ...
    @overload
    def __getitem__(self, n: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, n: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(n, slice):
            return tuple(self[k] for k in range(*n.indices(len(self))))
        place, flags = (
            (self._numbers[n], self.texts[n], self._names[self._speakers[n]]),
            self._flags[n],
        )
        blank, opens = bool(flags & _AFTER_BLANK), flags >= _OPENS
        return Line(*place, *self.times(n), flags & _HEADING, blank, opens, int(self._columns[n]))

    def __iter__(self) -> Iterator[Line]:
        headings, blanks, opens = (self._flags.translate(table) for table in _TABLES)
        timed = bool(self._starts_s) or bool(self._ends_s)
        return map(
            Line,
            self._numbers,
            self.texts,
            map(self._names.__getitem__, self._speakers),
            map(_known, self._starts_s) if timed else repeat(None),
            map(_known, self._ends_s) if timed else repeat(None),
            headings,
            map(bool, blanks),
            map(bool, opens),
            map(int, self._columns) if self._columns else repeat(0),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as of any sequence that is filled step by step


def _known(time_s: float) -> float | None:
    return None if time_s < 0 else time_s


class Drops(Sequence[Drop]):
    """Drops in order; each `Drop` is made when it is looked at."""

    __slots__ = ("_columns", "_ends", "_lines", "_reasons", "_texts", "_used")

    def __init__(self, drops: Iterable[Drop] = ()) -> None:
        self._lines, self._columns, self._ends = array("i"), _Rare("i", 0), array("q")
        self._texts = bytearray()  # all of them as UTF-8; _ends says where each one stops
        self._reasons, self._used = array("i"), _Words()
        for drop in drops:
            self._add(drop.line, drop.text, drop.reason, drop.column)

    @classmethod
    def of(cls, drops: Iterable[Drop]) -> Drops:
        """Return the drops in columns, the same ones if they are already."""
        return drops if isinstance(drops, cls) else cls(drops)

    def add(self, line: Line, text: str, reason: str) -> None:
        """Put what is taken from a line behind the others."""
        self._add(line.number, text, reason, line.column)

    def _add(self, number: int, text: str, reason: str, column: int) -> None:
        self._lines.append(number)
        self._columns.add(column)
        self._texts += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._texts))
        self._reasons.append(self._used.place(reason))

    def merged(self, later: Drops) -> Drops:
        """Return both in the order of the source; `later` ones of the same place stand behind."""
        if not (self and later):
            return later or self
        return Drops(merge(self, later, key=lambda drop: (drop.line, drop.column)))

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, n: int) -> Drop: ...
    @overload
    def __getitem__(self, n: slice) -> tuple[Drop, ...]: ...
    def __getitem__(self, n: int | slice) -> Drop | tuple[Drop, ...]:
        places = range(len(self))[n]
        if isinstance(places, range):
            return tuple(self[k] for k in places)
        k, start = places, self._ends[places - 1] if places else 0
        return self._drop(self._lines[k], start, self._ends[k], self._reasons[k], self._columns[k])

    def __iter__(self) -> Iterator[Drop]:
        starts = chain((0,), self._ends)
        return map(self._drop, self._lines, starts, self._ends, self._reasons, self._columns)

    def _drop(self, line: int, start: int, end: int, reason: int, column: float) -> Drop:
        text = self._texts[start:end].decode("utf-8", "surrogatepass")
        return Drop(line, text, self._used[reason], int(column))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]
