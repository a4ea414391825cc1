"""Tables of speech to lines: TSV, CSV and Markdown's, with a heading over each column.

Python's csv takes a row apart; whatever of it is not the cell with the words becomes drops.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.entities import unescape_signs
from narrate.text.read.marks import clock_seconds
from narrate.text.read.plain import read_plain

_TEXTS = (
    *("text", "transcript", "body", "sentence", "content", "caption", "utterance", "dialogue"),
    *("transcription", "message", "line", "texte", "texto", "testo", "tekst", "текст"),
)
_STARTS = (
    *("start", "start time", "time", "timestamp", "timecode", "starttime", "begin", "from"),
    *("in", "timecode in", "start timecode", "start (s)", "start ms", "zeit", "temps", "tiempo"),
    *("tempo", "beginn", "время"),
)
_ENDS = ("end", "end time", "endtime", "out", "timecode out", "end (s)", "end ms", "to", "ende")
_SPEAKERS = (
    *("speaker", "speaker name", "speakername", "speaker id", "speaker label", "name", "character"),
    *("participant", "sprecher", "sprecherin", "locuteur", "intervenant", "hablante", "orador"),
    *("relatore", "spreker", "mówca", "спикер"),
)
_CLOCK = re.compile(r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,9})?")
_SEPARATORS = "\t;,|"
_RULE = re.compile(r"\|(?=[^-]*-)[\s|:-]+")  # of Markdown, below the heads of its columns
_MOST_ABOVE = 10_000  # characters, of which the head of the table is among the first
_SECONDS_OF_WHOLE = 0.001  # whole numbers count ms, as in Whisper's tables


def is_table(text: str) -> bool:
    """Tell whether a text is a table with a column for the words, and one for who or when."""
    rows = [row for row in text[:_MOST_ABOVE].splitlines() if row.strip()]
    head = _head(rows)
    return 0 <= head < len(rows) - 1


def _head(rows: Sequence[str]) -> int:
    """Return the row that heads the columns, which a title of Markdown may stand above, or -1."""
    head = int(bool(rows) and rows[0].startswith("# "))
    return head if len(rows) > head and _separator(rows[head]) else -1


def read_table(text: str) -> Transcript:
    """Read a table, a line of speech for each of its rows; its other cells become drops."""
    rows = Lines.of(read_plain(text).lines)
    drops = Drops()
    head = _head(rows.texts[:2])
    if head:
        drops.add(rows[0], rows.texts[0], "title")
    title = rows.texts[0].lstrip("# ") if head else ""
    speech = Lines(_speech(rows, head, drops))
    return Transcript(speech, drops, form="table", info=EpisodeInfo(title=title))


def _separator(head: str) -> str:
    """Return what parts the columns if a line is the head of such a table, or ""."""
    for separator in _SEPARATORS:
        cells = _names(head, separator)
        other = (*_STARTS, *_SPEAKERS)
        if any(cell in _TEXTS for cell in cells) and any(cell in other for cell in cells):
            return separator
    return ""


def _names(head: str, separator: str) -> list[str]:
    return [cell.strip().lower().replace("_", " ") for cell in _cells(head, separator)]


def _cells(row: str, separator: str) -> list[str]:
    return next(csv.reader([row], delimiter=separator), []) if len(row) < 100_000 else [row]


def _speech(rows: Lines, head: int, drops: Drops) -> Iterator[Line]:
    separator = _separator(rows.texts[head])
    names = _names(rows.texts[head], separator)
    drops.add(rows[head], rows.texts[head], "head of the table")
    place = {kind: _find(names, kind) for kind in (_TEXTS, _SPEAKERS, _STARTS, _ENDS)}
    speaker_before, quoted = "", False  # a cell that goes on in the next row
    for row in islice(rows, head + 1, None):
        if _RULE.fullmatch(row.text):
            drops.add(row, row.text, "rule")
            continue
        cells = _cells(row.text, separator)
        if place[_TEXTS] >= len(cells) or len(cells) > len(names):
            text, quoted = _continued(row, drops) if quoted else (row.text, False)
            if text:  # whatever it is, it is not lost
                yield replace(row, text=text, speaker=speaker_before)
            continue
        quoted = f'{separator}"' in row.text and row.text.count('"') % 2 == 1
        text = cells[place[_TEXTS]].strip()
        _drop_others(row, text, separator, drops)
        speaker, start, end = (
            cells[place[kind]].strip() if 0 <= place[kind] < len(cells) else ""
            for kind in (_SPEAKERS, _STARTS, _ENDS)
        )
        times = _seconds(start), _seconds(end)
        if text:
            turned = speaker != speaker_before
            said = unescape_signs(text)
            yield Line(row.number, said, speaker, *times, after_blank=turned, column=row.column)
            speaker_before = speaker


def _continued(row: Line, drops: Drops) -> tuple[str, bool]:
    """Return what a row says that goes on with a cell above it, and if the next row does, too."""
    own, quote, behind = row.text.rpartition('"') if row.text.count('"') % 2 else (row.text, "", "")
    text = own.replace('""', '"')
    for _ in range(len(own) - len(text)):
        drops.add(row, '"', "quotation mark of CSV")
    if quote:
        drops.add(row, quote + behind, "other cells of the table")
    return text.strip(), not quote


def _find(names: Sequence[str], kind: Sequence[str]) -> int:
    return next((n for n, name in enumerate(names) if name in kind), -1)


def _drop_others(row: Line, text: str, separator: str, drops: Drops) -> None:
    """Drop what stands before and behind the words, and the quotation marks that CSV doubles."""
    written = text.replace('"', '""') if text not in row.text else text
    before, _, behind = row.text.rpartition(written) if written else (row.text, "", "")
    if before.strip():
        drops.add(row, unescape_signs(before.strip()), "other cells of the table")
    for _ in range(len(written) - len(text)):
        drops.add(row, '"', "quotation mark of CSV")
    if behind.strip():
        drops.add(row, unescape_signs(behind.strip()), "other cells of the table")


def _seconds(cell: str) -> float | None:
    if _CLOCK.fullmatch(cell):
        return clock_seconds(cell)
    if not _NUMBER.fullmatch(cell):
        return None
    return float(cell) * (1.0 if "." in cell else _SECONDS_OF_WHOLE)
