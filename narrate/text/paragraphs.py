"""Lines to paragraphs: broken lines become sentences, sentences become listenable blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.model import Line, Paragraph, Transcript
from narrate.text.columns import Lines
from narrate.text.drift import measure_drift
from narrate.text.habits import LineHabits, learn_habits
from narrate.text.joins import Running, join_lines, known_compounds
from narrate.text.lengths import choose_ranges
from narrate.text.sentences import iterate_breaths, iterate_sentences
from narrate.text.terms import count_words
from narrate.text.unmarked import is_unmarked, split_unmarked, with_lines

_RUNAWAY_WORDS = 80  # a "sentence" beyond this is text without punctuation
_AUTHORS_WORDS = 25  # blank lines that leave blocks of this mean length were set by an author
_NEARLY_ALL = 0.8
_FEWEST_WRAPS, _WRAPPED = 3, 0.3  # line ends within blocks; double-spaced text has none
_BLOCK_SIZE = 80_000  # characters; a longer block may end where a sentence does, to spare memory
_UNITS_AT_ONCE = 400  # sentences whose paragraphs are chosen together
_READ_ON = -9.0
_DRIFT_WORTH = 1.0  # per standard deviation; chosen on training texts
_MOST_DRIFT = 2.5
_USUAL_BREATH = -2.0  # of the places where speech without punctuation is cut
_USUAL_END = 1.5  # of those where a sentence is thought to end
_MOST_BREATH = 2.0
_LONG_GAP_S = 1.5
_MOST_GAP_WORTH = 8.0
_SLOW_WORD_S = 0.6  # 100 words a minute, where the end of a line's time is not given
_STOPS = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』*_]*$")
_LONGEST_STOP = 12  # characters
_OPENER = re.compile(
    r"(?:so|now|ok|okay|alright|well|anyway|anyways|first|second|third|next|finally|another"
    r"|let's|today|moving on|speaking of|in \d{4}|one day|years? ago|meanwhile)\b",
    re.IGNORECASE,
)
_FOLLOWER = re.compile(  # what opens a sentence that leans on the one before
    r"(?:into|of|with|than|which|whose|whom|to|by|from|for|as|including|such|like|rather|and|but"
    r"|or|nor|because|that|who|it|this|these|those|they|he|she|right|yeah|exactly)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"(?:into|of|than|which|whose|whom|by|from|including|rather|such)\b[^,;:]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence in a running text, with what a break before it is worth."""

    start: int
    end: int
    words: int
    worth: float
    opens: bool = False  # begins a sentence that no mark shows


def join_paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """Join a transcript's lines to paragraphs of one speaker and about 40 to 110 words.

    Every word stays as it is. Headings become the `heading` of the paragraph that follows;
    one with nothing below it is a paragraph of its own. Ids run from "p1". Speech without
    punctuation comes with a line for each of its sentences.
    """
    read = Lines.of(transcript.lines)
    compounds = known_compounds(read.texts)
    language = transcript.info.language or "en"
    habits, told = learn_habits(read), _blanks_tell(read)
    found = (
        (text, start, running, ("", False) if number else (heading, told and lines[0].after_blank))
        for heading, lines in _blocks(read, told)
        for running in (join_lines(lines, compounds),)
        for number, (text, start) in enumerate(_group(running, language, habits))
    )
    return tuple(_paragraph(f"p{n}", *row) for n, row in enumerate(found, start=1))


def _paragraph(
    id: str, text: str, start: int, running: Running, above: tuple[str, bool]
) -> Paragraph:
    first = running.lines[bisect_right(running.starts, start) - 1]
    last = running.lines[bisect_right(running.starts, start + len(text) - 1) - 1]
    times = first.start_s, last.end_s
    return Paragraph(text, first.speaker, above[0], id, first.number, *times, above[1])


def _blocks(lines: Lines, told: bool) -> Iterator[tuple[str, list[Line]]]:
    """Yield (heading, lines) of each stretch in which nothing forces a break."""
    headings: list[Line] = []
    block: list[Line] = []
    size = 0
    for line, changed in zip(lines, lines.changes(), strict=True):
        full = size > _BLOCK_SIZE and (_is_stopped(block[-1].text) or size > 2 * _BLOCK_SIZE)
        if block and (full or (changed and _is_break(block[-1], line, told))):
            yield _heading(headings), block
            headings, block, size = [], [], 0
        (headings if line.heading else block).append(line)
        size += len(line.text)
    if block:
        yield _heading(headings), block
    elif headings:
        yield "", headings  # nothing stands below: the words are spoken all the same


def _heading(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _is_break(before: Line, line: Line, told: bool) -> bool:
    if (
        line.heading
        or before.speaker != line.speaker
        or line.opens
        or (before.opens and line.after_blank)
    ):
        return True
    return told and line.after_blank and (_is_stopped(before.text) or not line.text[0].islower())


def _is_stopped(text: str) -> bool:
    return bool(_STOPS.search(text[-_LONGEST_STOP:]))


def _blanks_tell(lines: Lines) -> bool:
    """Tell whether blank lines part paragraphs, rather than stand after every line.

    They do if nearly all come where a sentence has ended and leave blocks of some length, or
    blocks of several lines. Capitals after them tell as much where they are rare otherwise.
    """
    gaps = stopped = capital = words = wraps = running_on = 0
    before = ""
    for n, text in enumerate(lines.texts):
        if lines.is_heading(n):
            continue
        if before and lines.is_after_blank(n):
            gaps += 1
            stopped += _is_stopped(before)
            capital += _is_stopped(before) or not text[0].islower()
        elif before:
            wraps += 1
            running_on += text[0].islower()
        words += text.count(" ") + 1
        before = text
    wrapped = wraps >= max(_FEWEST_WRAPS, _WRAPPED * (wraps + gaps))
    if wrapped and running_on >= wraps / 2 and capital >= max(1, _NEARLY_ALL * gaps):
        return True
    long = words >= _AUTHORS_WORDS * (gaps + 1)
    return stopped >= max(1, _NEARLY_ALL * gaps) and (long or wrapped)


def _group(running: Running, language: str, habits: LineHabits) -> Iterator[tuple[str, int]]:
    """Yield the text of each paragraph of a block and where it begins in the running text."""
    units: list[_Unit] = []
    for unit in _units(running, language, habits):
        units.append(unit)
        if len(units) == _UNITS_AT_ONCE:
            *ranges, (last, _) = _ranges(running, units)
            yield from _texts(running, units, ranges)
            units = units[last:]
    yield from _texts(running, units, _ranges(running, units))


def _ranges(running: Running, units: Sequence[_Unit]) -> list[tuple[int, int]]:
    """Choose the units of each paragraph; how far the words drift adds to what a break is worth."""
    drifts = measure_drift([running.text[unit.start : unit.end] for unit in units])
    worths = [
        unit.worth + _DRIFT_WORTH * max(-_MOST_DRIFT, min(_MOST_DRIFT, drift))
        for unit, drift in zip(units, drifts, strict=True)
    ]
    return choose_ranges([unit.words for unit in units], worths)


def _texts(
    running: Running, units: Sequence[_Unit], ranges: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, int]]:
    for first, end in ranges:
        start = units[first].start
        edges = [unit.start for unit in units[first + 1 : end] if unit.opens]
        lines = (running.text[a:b] for a, b in pairwise((start, *edges, units[end - 1].end)))
        yield with_lines("\n".join(line.rstrip() for line in lines)), start


def _units(running: Running, language: str, habits: LineHabits) -> Iterator[_Unit]:
    """Yield sentences, and the pieces of those that never end."""
    place, before = 0, ""
    for sentence in iterate_sentences(running.text, language):
        place = running.text.index(sentence, place)
        unmarked = is_unmarked(sentence, language)
        rows: Iterable[tuple[str, float]] = (
            split_unmarked(running, place, place + len(sentence), habits)
            if unmarked
            else ((sentence, 0.0),)
        )
        inner = False
        for row, gain in rows:
            for number, (piece, breath) in enumerate(_pieces(row, language)):
                place = running.text.index(piece, place)
                worth = _worth(before, piece, running, place, inner=inner)
                if inner:
                    above = breath - _USUAL_BREATH if number else gain - _USUAL_END
                    worth += max(-_MOST_BREATH, min(_MOST_BREATH, above))
                end = place + len(piece)
                opens = unmarked and inner and not number
                yield _Unit(place, end, count_words(piece), worth, opens)
                place, before, inner = end, piece, True


def _pieces(sentence: str, language: str) -> Iterable[tuple[str, float]]:
    """Return the pieces of a sentence that never ends, others whole, and how they part."""
    endless = sentence.count(" ") > _RUNAWAY_WORDS or len(sentence) > 10 * _RUNAWAY_WORDS
    return iterate_breaths(sentence, language) if endless else ((sentence, 0.0),)


def _worth(before: str, text: str, running: Running, place: int, *, inner: bool) -> float:
    """Rate a paragraph break before a sentence, or before an `inner` piece of one."""
    if not before or (text[0].islower() and not inner):
        return _READ_ON  # the full stop before it is false
    worth = -2.0 if inner else 0.0
    worth += 0.8 if _OPENER.match(text) else -0.6 if _FOLLOWER.match(text) else 0.0
    if _FRAGMENT.match(text):
        worth -= 6.0
    number = bisect_right(running.starts, place) - 1
    if number and running.starts[number] == place:
        line, previous = running.lines[number], running.lines[number - 1]
        worth += 1.5 * line.after_blank + _gap_worth(previous, line)
    return worth


def _gap_worth(before: Line, line: Line) -> float:
    """Rate a silence in the recording between two lines."""
    if line.start_s is None or before.start_s is None:
        return 0.0
    spoken_s = count_words(before.text) * _SLOW_WORD_S
    end_s = before.end_s if before.end_s is not None else before.start_s + spoken_s
    gap_s = line.start_s - end_s
    return min(_MOST_GAP_WORTH, gap_s) if gap_s >= _LONG_GAP_S else 0.0
