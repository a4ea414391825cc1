"""JSON and HTML sources to ledger entries: what of them is text, and what only marks it up."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator

from narrate.model import Transcript
from narrate.text.read.decode import strip_controls

_MARKUP = "markup"
_TAG = re.compile(r"<!--.*?-->|<[/!?a-zA-Z][^<>]*>", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|.)"
)

_Piece = tuple[int, str, str]  # line, text, reason


def ledger_of_markup(source: str, transcript: Transcript) -> tuple[_Piece, ...]:
    """Cut a JSON or HTML source into spoken words, dropped words and mark-up.

    Words are looked for from the line on which the reader found them, in order; what stands
    between them is mark-up.
    """
    spoken = deque((line.number, word) for line in transcript.lines for word in line.text.split())
    dropped = deque((d.line, word, d.reason) for d in transcript.drops for word in d.text.split())
    pieces: list[_Piece] = []
    text = source
    if transcript.form == "html":
        pieces.extend(_tags(source))
        text = _TAG.sub(lambda found: "\n" * found.group().count("\n"), source)
    for number, row in enumerate(text.split("\n"), start=1):
        pieces.extend(_cut_row(number, _plain(row, transcript.form), spoken, dropped))
    pieces.sort(key=lambda piece: piece[0])
    return tuple(pieces)


def _cut_row(
    number: int,
    row: str,
    spoken: deque[tuple[int, str]],
    dropped: deque[tuple[int, str, str]],
) -> Iterator[_Piece]:
    """Yield the pieces of a line; words that were found leave their queues."""
    start = 0
    while True:
        said = row.find(spoken[0][1], start) if spoken and spoken[0][0] <= number else -1
        gone = row.find(dropped[0][1], start) if dropped and dropped[0][0] <= number else -1
        if said < 0 and gone < 0:
            break
        if said >= 0 and (gone < 0 or said <= gone):
            at, word, reason = said, spoken.popleft()[1], ""
        else:
            at = gone
            _, word, reason = dropped.popleft()
        yield from _marked_up(number, row[start:at])
        yield number, word, reason
        start = at + len(word)
    yield from _marked_up(number, row[start:])


def _marked_up(number: int, text: str) -> Iterable[_Piece]:
    return [(number, text.strip(), _MARKUP)] if text.strip() else []


def _tags(source: str) -> Iterator[_Piece]:
    line, place = 1, 0
    for found in _TAG.finditer(source):
        line += source.count("\n", place, found.start())
        place = found.start()
        yield line, found.group(), _MARKUP


def _plain(row: str, form: str) -> str:
    """Write the characters of a line as the reader gave them on."""
    row = html.unescape(row) if form == "html" else _ESCAPE.sub(_unescape, row)
    return strip_controls(row)


def _unescape(found: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{found.group()}"'))
    except ValueError:
        return found.group()
