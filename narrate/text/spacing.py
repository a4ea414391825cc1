"""A ledger without white space to one that people can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from narrate.text.ledger import Entry


def with_spaces(source: str, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries with the source's own spaces, where its lines hold the same characters."""
    rows = source.split("\n")
    for line, group in groupby(entries, key=lambda entry: entry.line):
        pieces = list(group)
        row = rows[line - 1] if 0 < line <= len(rows) else ""
        if "".join(piece.text for piece in pieces) == "".join(row.split()):
            yield from _spaced(row, pieces)
        else:
            yield from pieces


def _spaced(row: str, pieces: Sequence[Entry]) -> Iterator[Entry]:
    start = 0
    for piece in pieces:
        end, left = start, len(piece.text)
        while left:
            left -= not row[end].isspace()
            end += 1
        yield replace(piece, text=row[start:end].strip())
        start = end
