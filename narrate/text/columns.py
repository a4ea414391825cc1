"""Lines and drops by the million, kept in columns: a third of the memory of as many objects."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, compress, pairwise, repeat
from operator import ne, or_
from typing import Any, TypeVar, cast, overload

from narrate.model import Drop, Line
from narrate.text.packed import Rare, Words

_Fact = TypeVar("_Fact")
Times = tuple[float | None, float | None]  # when a line starts and ends, in seconds
_UNKNOWN = -1.0  # stands for a time that is not given; given ones are never below 0
_HEADING, _AFTER_BLANK, _OPENS = 7, 8, 16  # how a line's heading and flags lie in one byte
_TABLES = tuple(bytes(n & bits for n in range(256)) for bits in (_HEADING, _AFTER_BLANK, _OPENS))


class Lines(Sequence[Line]):
    """Lines in order; each `Line` is made when it is looked at, `texts` holds their words.

    Who fills it with `add` hands it on as finished; from then on it does not change.
    """

    __slots__ = (
        *("_columns", "_ends_s", "_flags", "_names", "_numbers", "_speakers", "_starts_s"),
        *("_facts", "texts"),
    )

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.texts: list[str] = []
        self._names = Words(("",))
        self._speakers, self._numbers, self._flags = array("i"), array("i"), bytearray()
        self._starts_s, self._ends_s = Rare("d", _UNKNOWN), Rare("d", _UNKNOWN)
        self._columns = Rare("i", 0)
        self._facts: dict[object, Any] = {}
        for line in lines:
            self.add(line)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Lines:
        """Return the lines in columns, the same ones if they are already."""
        return lines if isinstance(lines, cls) else cls(lines)

    @property
    def say_who_or_when(self) -> bool:
        """Tell whether any line knows its speaker or its time."""
        return bool(self._starts_s) or any(self._speakers)

    @property
    def speakers(self) -> frozenset[str]:
        """Return everybody whom a line names as its speaker."""
        return frozenset(filter(None, self._names))

    def add(self, line: Line) -> None:
        """Put a line behind the others."""
        self.add_plain(line.number, line.text)
        self._put(len(self) - 1, line)

    def add_plain(self, number: int, text: str, column: int = 0, *, blank: bool = False) -> None:
        """Put a line behind the others of which nothing is known but its place in the source."""
        if column:
            self._columns.put(len(self.texts), column)
        self.texts.append(text)
        self._speakers.append(0)
        self._numbers.append(number)
        self._flags.append(_AFTER_BLANK * blank)

    def _put(self, n: int, line: Line) -> None:
        """Set a line at a place where there is one."""
        self.texts[n], self._numbers[n] = line.text, line.number
        self._speakers[n] = self._names.place(line.speaker)
        self._flags[n] = line.heading + _AFTER_BLANK * line.after_blank + _OPENS * line.opens
        self._columns.put(n, line.column)
        self._put_times(n, line.start_s, line.end_s)

    def _put_times(self, n: int, start_s: float | None, end_s: float | None) -> None:
        self._starts_s.put(n, _UNKNOWN if start_s is None else start_s)
        self._ends_s.put(n, _UNKNOWN if end_s is None else end_s)

    def edited(self, edits: Iterable[tuple[int, Line | Times | None]]) -> Lines:
        """Return the lines with some replaced, given times, or left out where an edit is None."""
        made, keep = self, bytearray()
        for n, line in edits:
            if made is self:
                keep = bytearray(b"\x01") * len(self)
                self._facts.clear()  # most often these lines are let go
                made = self._copy()
            if line is None:
                keep[n] = 0
            elif isinstance(line, Line):
                made._put(n, line)
            else:
                made._put_times(n, *line)
        if 0 in keep:
            made._leave(keep)
        return made

    def _copy(self) -> Lines:
        made = Lines()
        made.texts, made._names = self.texts[:], Words(self._names)
        made._speakers, made._numbers = self._speakers[:], self._numbers[:]
        made._flags, made._columns = self._flags[:], self._columns.copy()
        made._starts_s, made._ends_s = self._starts_s.copy(), self._ends_s.copy()
        return made

    def _leave(self, keep: bytearray) -> None:
        """Take out the lines at whose place `keep` holds 0: by columns, so that one is doubled."""
        self.texts = list(compress(self.texts, keep))
        self._speakers = array("i", compress(self._speakers, keep))
        self._numbers = array("i", compress(self._numbers, keep))
        self._flags = bytearray(compress(self._flags, keep))
        for column in (self._columns, self._starts_s, self._ends_s):
            column.leave(keep)

    def said_by(self, turns: Iterable[tuple[int, str]]) -> Lines:
        """Return the lines with these speakers, each from a line on up to the next one's."""
        made = self._copy()
        for (start, name), (end, _) in pairwise((*turns, (len(self), ""))):
            made._speakers[start:end] = array("i", [made._names.place(name)]) * (end - start)
        return made

    def fact(self, find: Callable[[Lines], _Fact]) -> _Fact:
        """Return what `find` tells of these lines, which it is asked for but once."""
        if find not in self._facts:
            self._facts[find] = find(self)
        return cast(_Fact, self._facts[find])

    def changes(self) -> Iterator[bool]:
        """Yield whether each line is marked, or a blank line or a new speaker sets it off."""
        turns = map(ne, self._speakers, chain((-1,), self._speakers))
        return map(or_, turns, map(bool, self._flags))

    def blanks(self) -> bytearray:
        """Return a byte for each line: 0 unless a blank line stands before it."""
        return self._flags.translate(_TABLES[1])

    def is_after_blank(self, n: int) -> bool:
        """Tell whether a blank line stands before line `n`; False beyond the last."""
        return n < len(self._flags) and bool(self._flags[n] & _AFTER_BLANK)

    def is_heading(self, n: int) -> bool:
        """Tell whether line `n` is a heading."""
        return bool(self._flags[n] & _HEADING)

    def is_item(self, n: int) -> bool:
        """Tell whether line `n` opens a paragraph whatever stands before it."""
        return self._flags[n] >= _OPENS

    def times(self, n: int) -> Times:
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
        n = n if n >= 0 else len(self) + n
        flags, speaker = self._flags[n], self._names[self._speakers[n]]
        blank, opens = bool(flags & _AFTER_BLANK), flags >= _OPENS
        times, column = self.times(n), int(self._columns[n])
        said = self._numbers[n], self.texts[n], speaker
        return Line(*said, *times, flags & _HEADING, blank, opens, column)

    def __iter__(self) -> Iterator[Line]:
        headings, blanks, opens = (self._flags.translate(table) for table in _TABLES)
        return map(
            Line,
            self._numbers,
            self.texts,
            map(self._names.__getitem__, self._speakers),
            map(_known, self._starts_s) if self._starts_s else repeat(None),
            map(_known, self._ends_s) if self._ends_s else repeat(None),
            headings,
            map(bool, blanks),
            map(bool, opens),
            map(int, self._columns),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as of any sequence that is filled step by step


def _known(time_s: float) -> float | None:
    return None if time_s < 0 else time_s


class Drops(Sequence[Drop]):
    """Drops in order, each made when it is looked at; `kinds` are the reasons that they have."""

    __slots__ = ("_columns", "_ends", "_lines", "_reasons", "_texts", "kinds")

    def __init__(self, drops: Iterable[Drop] = ()) -> None:
        self._lines, self._columns, self._ends = array("i"), Rare("i", 0), array("q")
        self._texts = bytearray()  # all of them as UTF-8; _ends says where each one stops
        self._reasons, self.kinds = array("i"), Words()
        for drop in drops:
            self._add(drop.line, drop.text, drop.reason, drop.column)

    @classmethod
    def of(cls, drops: Iterable[Drop]) -> Drops:
        """Return the drops in columns, the same ones if they are already."""
        return drops if isinstance(drops, cls) else cls(drops)

    def add(self, line: Line, text: str, reason: str) -> None:
        """Put what is taken from a line behind the others."""
        self._add(line.number, text, reason, line.column)

    def add_from(self, lines: Lines, n: int, text: str, reason: str) -> None:
        """Put what is taken from line `n` behind the others."""
        self._add(lines._numbers[n], text, reason, int(lines._columns[n]))

    def _add(self, number: int, text: str, reason: str, column: int) -> None:
        self._lines.append(number)
        if column:
            self._columns.put(len(self._ends), column)
        self._texts += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._texts))
        self._reasons.append(self.kinds.place(reason))

    @classmethod
    def merged(cls, *parts: Drops) -> Drops:
        """Return all in the order of the source; those of the same place in the order given."""
        filled = [part for part in parts if part]
        return reduce(cls._merged, filled) if filled else cls()

    def _merged(self, other: Drops) -> Drops:
        """Return these and others, by stretches of which none of the other part lies between."""
        made, k, n = type(self)(), 0, 0
        while k < len(self) and n < len(other):
            start, k = k, self._pass(k, other._place(n), ties=True)
            made._extend(self, start, k)
            if k < len(self):
                start, n = n, other._pass(n, self._place(k), ties=False)
                made._extend(other, start, n)
        made._extend(self, k, len(self))
        made._extend(other, n, len(other))
        return made

    def _place(self, k: int) -> tuple[int, float]:
        return self._lines[k], self._columns[k]

    def _pass(self, k: int, place: tuple[int, float], *, ties: bool) -> int:
        """Return the first drop from `k` on that stands behind a place, or at it, but for ties."""
        while k < len(self) and (self._place(k) < place or (ties and self._place(k) == place)):
            k += 1
        return k

    def _extend(self, part: Drops, start: int, end: int) -> None:
        """Put a stretch of other drops behind these."""
        if start == end:
            return
        for n, column in enumerate(part._columns.known(start, end), len(self)):
            self._columns.put(n, column)
        self._lines.extend(part._lines[start:end])
        first = part._ends[start - 1] if start else 0
        shift = len(self._texts) - first
        self._texts += part._texts[first : part._ends[end - 1]]
        self._ends.extend(place + shift for place in part._ends[start:end])
        reasons = [self.kinds.place(kind) for kind in part.kinds]
        self._reasons.extend(reasons[reason] for reason in part._reasons[start:end])

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
        return Drop(line, text, self.kinds[reason], int(column))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]
