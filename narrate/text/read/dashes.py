"""Dashes with which captions tell that somebody else speaks, to lines that begin a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with

_DASHES = re.compile("[-–—]")
_DASH = re.compile(r"[-–—]\s*(?=\S)")


def take_dashes(lines: Lines) -> tuple[Lines, Drops]:
    """Take such a dash off each caption that opens with one."""
    drops = Drops()
    return lines.edited(_undashed(lines, drops)), drops


def _undashed(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line]]:
    for n in opening_with(lines, _DASHES):
        if dash := _DASH.match(lines.texts[n]):
            line = lines[n]
            drops.add(line, dash.group().strip(), "sign of a new speaker")
            yield n, replace(line, text=line.text[dash.end() :], opens=True)
