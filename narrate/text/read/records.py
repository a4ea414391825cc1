"""JSON of speech recognisers, of Podcasting 2.0 and of YouTube to lines, one for each segment.

No list of programs is kept: objects that hold words stand in lists, and of the lists that hold
all of the words the one is taken that knows most about them: who speaks, and when. Whisper and
its kin write `segments`, whisper.cpp `transcription`, Podcasting 2.0 `segments` with a `body`
(https://github.com/Podcastindex-org/podcast-namespace), AssemblyAI and Deepgram `utterances`,
AWS `audio_segments` or `items`, Rev `monologues` of `elements`, YouTube `events` of `segs`. Of
`alternatives`, which guess at the same sound, the first is the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from narrate.errors import InputError
from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Lines
from narrate.text.read.decode import strip_controls
from narrate.text.read.entities import unescape_signs
from narrate.text.read.jsontext import KEY, VALUE, is_json, iterate_tokens, read_string
from narrate.text.read.recordfields import (
    ENDS,
    LISTS_OF_PEOPLE,
    NO_RANK,
    NOTED,
    RANKS,
    STARTS,
    Record,
    read_seconds,
)
from narrate.text.read.recordpeople import People, find_people

_LANGUAGE = re.compile(r'"language(?:_code)?"\s*:\s*"([a-z]{2,3}(?:[-_]\w{2,8})?)"')
_ENVELOPE = 2000  # characters at either end of a file that may name its language
_LONGEST_PATH = 200  # characters at its end, so that a deep nest takes no room
_GUESSES = ("alternatives", "nBest", "NBest")
_WHOLE = 0.7  # of the words: a list with as many holds the transcript


@dataclass(slots=True)
class _List:
    """What a survey says of all objects on the same path that hold words."""

    rows: int = 0
    letters: int = 0
    named: int = 0
    timed: int = 0
    longest: float = 0.0
    whole: bool = True  # all times are whole numbers
    parted: bool = False  # some of its words are elsewhere

    def add(self, row: Record) -> None:
        self.rows += 1
        self.parted = self.parted or row.parted
        self.letters += row.place[1] - row.place[0] - 2
        self.named += bool(row.speaker)
        start, end = row.value(STARTS), row.value(ENDS)
        self.timed += bool(start)
        self.whole = self.whole and start.isdecimal() and end.isdecimal()
        self.longest = max(self.longest, float(end[:12]) if self.whole else 0.0)

    @property
    def worth(self) -> tuple[bool, bool, int]:
        return 2 * self.named > self.rows, 2 * self.timed > self.rows, -self.rows

    @property
    def scale(self) -> float:
        """Seconds that its times count: ms, if nobody speaks as slowly as they would in s."""
        return 0.001 if self.whole and self.longest > self.letters else 1.0


def is_records(text: str) -> bool:
    """Tell whether a text is JSON."""
    head = text[:200].lstrip()
    return head.startswith(("{", "[")) and head[1:].lstrip()[:1] in tuple('"{}[]')


def read_records(text: str, name: str) -> Transcript | None:
    """Read a transcript in JSON; None if the text is no JSON after all.

    Raises InputError, naming the file, if the JSON holds no segments with text.
    """
    if not is_json(text):
        return None
    rows, scale, unsigned = _segments(text)
    first = next(rows, None)
    if first is None:
        raise InputError(f"{name}: this JSON holds no segments with text; give a transcript")
    told = unsigned or any(f'"{key}"' in text for key in LISTS_OF_PEOPLE)
    people = find_people(_objects(text) if told else (), scale, by_time=unsigned)
    lines = Lines(_lines(chain((first,), rows), text, scale, people))
    return Transcript(lines, info=EpisodeInfo(language=_language(text)), form="json")


def speech_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the strings stand that are spoken, with their quotes."""
    return (row.place for row in _segments(text)[0])


def _segments(text: str) -> tuple[Iterator[Record], float, bool]:
    """Return the objects that hold the transcript, how many seconds their times count, and
    whether others may tell who speaks at these times.
    """
    lists: dict[str, _List] = {}
    for row in _rows(text):
        lists.setdefault(row.path, _List()).add(row)
    if not lists:
        return iter(()), 1.0, False
    most = max(kind.letters for kind in lists.values())
    whole = [path for path, kind in lists.items() if kind.letters >= _WHOLE * most]
    told = [path for path in whole if not lists[path].parted] or whole
    path = max(told, key=lambda path: lists[path].worth)
    chosen = lists[path]
    rows = (row for row in _rows(text) if row.path == path)
    if 2 * chosen.named == chosen.rows and _is_told_twice(text, path):
        return (row for row in rows if row.speaker), chosen.scale, False
    return rows, chosen.scale, bool(chosen.timed) and chosen.named < chosen.rows


def _is_told_twice(text: str, path: str) -> bool:
    """Tell whether the words without a speaker come again with one, as those of Google do."""
    words: tuple[list[str], list[str]] = [], []
    for row in _rows(text):
        if row.path == path:
            words[bool(row.speaker)].append(text[slice(*row.place)])
    return words[0] == words[1]


def _rows(text: str) -> Iterator[Record]:
    """Yield the objects of a JSON text that hold words and are no other guess at them."""
    return (row for row in _objects(text) if row.words and not row.spare and not row.is_notice)


def _objects(text: str) -> Iterator[Record]:
    """Yield the objects of a JSON text, each as it closes; a guess as what it is about closes."""
    here: Record | None = None
    for start, end, kind in iterate_tokens(text):
        if kind == "{":
            here = _opened(here)
        elif here is None:
            continue
        elif kind == "}":
            yield from _closed(here)
            here = here.above
        elif kind == KEY:
            here.key = read_string(text[start:end])
        elif kind == VALUE:
            _note(here, text, start, end)
    while here:  # the file was cut off
        yield from _closed(here)
        here = here.above


def _closed(here: Record) -> Iterator[Record]:
    if here.guess:
        yield here.guess
    if here.above and here.above.key in _GUESSES and not here.spare:
        here.above.guess = here
    else:
        yield here
    if here.above:
        here.above.take_in(here)


def _note(here: Record, text: str, start: int, end: int) -> None:
    if here.key in NOTED:
        here.note(read_string(text[start:end]))
    elif RANKS.get(here.key, NO_RANK) < RANKS.get(here.words, NO_RANK) and text[start] == '"':
        here.words, here.place = here.key, (start, end)


def _opened(above: Record | None) -> Record:
    if above is None:
        return Record("", None)
    spare = above.spare or (above.key in _GUESSES and above.guess is not None)
    above.parted = above.parted or above.key in RANKS
    path = f"{above.path[-_LONGEST_PATH:]}/{above.key[:_LONGEST_PATH]}"
    return Record(path, above, spare=spare)


def _lines(rows: Iterator[Record], source: str, scale: float, people: People) -> Iterator[Line]:
    number, counted, line_start = 1, 0, 0
    speaker_before = ""
    for row in rows:
        said = [" ".join(piece.split()) for piece in _paragraphs(source[slice(*row.place)])]
        place = row.place[0]
        newlines = source.count("\n", counted, place)
        line_start = source.rfind("\n", counted, place) + 1 if newlines else line_start
        number, counted = number + newlines, place
        if any(said):
            start_s, end_s = (read_seconds(row.value(keys), scale) for keys in (STARTS, ENDS))
            speaker = people.name(row.speaker, start_s)
            if not speaker and start_s is None:
                speaker = speaker_before  # as of marks, which some write down without a time
            turned = speaker != speaker_before
            times = start_s, end_s
            column = place - line_start
            for text in filter(None, said):
                yield Line(number, text, speaker, *times, after_blank=turned, column=column)
                turned, times = True, (None, None)
            speaker_before = speaker


def _paragraphs(written: str) -> list[str]:
    """Return the paragraphs of a string: a whole transcript may lie in one."""
    return strip_controls(unescape_signs(read_string(written))).split("\n\n")


def _language(text: str) -> str:
    found = _LANGUAGE.search(text, 0, _ENVELOPE) or _LANGUAGE.search(text, len(text) - _ENVELOPE)
    return found.group(1).replace("_", "-") if found else ""
