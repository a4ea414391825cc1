"""A ledger without white space to one that people can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice

from narrate.text.ledger import Entry
from narrate.text.read.decode import iterate_rows

_MOST_PIECES = 10_000  # of a line; one of more is a whole file


def with_spaces(source: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries with the source's own spaces, where its lines hold the same characters.

    They come in the order of their lines. A line of very many pieces is left as it is.
    """
    rows = enumerate(iterate_rows(source), start=1)
    number, row = 0, ""
    for line, group in groupby(entries, key=lambda entry: entry.line):
        left = iter(group)
        pieces = list(islice(left, _MOST_PIECES))
        while number < line:
            number, row = next(rows, (line, ""))
        few = number == line and len(pieces) < _MOST_PIECES
        if few and "".join(piece.text for piece in pieces) == "".join(row.split()):
            yield from _spaced(row, pieces)
        else:
            yield from chain(pieces, left)


def _spaced(row: str, pieces: Sequence[Entry]) -> Iterator[Entry]:
    start = 0
    for piece in pieces:
        end, left = start, len(piece.text)
        while left:
            left -= not row[end].isspace()
            end += 1
        yield replace(piece, text=row[start:end].strip())
        start = end
