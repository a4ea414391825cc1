"""Plain text of no known layout to a transcript: every line is what it is."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.model import Line, Transcript
from narrate.text.columns import Lines


def read_plain(text: str) -> Transcript:
    """Read a text line by line; blank lines become `after_blank` of the next line."""
    return Transcript(Lines(_lines(text)))


def _lines(text: str) -> Iterator[Line]:
    after_blank = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if line:
            yield Line(number, line, after_blank=after_blank)
        after_blank = not line
