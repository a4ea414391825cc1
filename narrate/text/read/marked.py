"""Texts in a markup language to the lines that a reader would read.

A language is a list of rules, each a pattern of what is no text in it; what a pattern calls
`keep` is, and `who` tells who speaks from there on. One rule after the other blanks its matches
out, so that a later one sees through them, and what is blanked out becomes drops with their places.
"""

from __future__ import annotations

import re
from bisect import bisect_left as bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from narrate.model import Drop, EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows
from narrate.text.read.marks import could_be_name
from narrate.text.read.plain import cut_endless

_BLANK = "\x00"  # no decoded text has it
_NO_LINE_END = re.compile(r"[^\n]")
_LOOSE = re.compile(r"[ \t]+\x00+(?=[.,;])")  # a space before what is gone, and a mark behind
_RUN = re.compile(rb"([^\0])\1*", re.DOTALL)  # of one reason
COMMENT = "comment"
_FEWEST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What is no text, and why."""

    reason: str
    pattern: str  # compiled when a text is read: few texts are in any of the languages
    level: Callable[[re.Match[str]], int] | None = None  # of the heading that is kept
    opens: bool = False  # what is kept begins a paragraph
    parts: bool = False  # it stands for a space
    strong: bool = False  # who speaks may be set so, at the start of a row


@dataclass(frozen=True, slots=True)
class Language:
    """A markup language: how to tell it, and what is no text in it."""

    name: str
    looks: Callable[[str], bool]
    rules: tuple[Rule, ...]
    title: re.Pattern[str] | None = None  # with the title as its first group


def rule(reason: str, pattern: str) -> Rule:
    """Return a rule whose pattern is written in many lines, `^` and `$` being those of rows."""
    return Rule(reason, pattern)


def strong(pattern: str) -> Rule:
    """Return a rule for what is set in bold type, as names of speakers are."""
    return Rule("mark of emphasis", pattern, strong=True)


def heading(
    pattern: str, level: Callable[[re.Match[str]], int] = lambda found: len(found["level"])
) -> Rule:
    """Return a rule for headings; by default there are as many signs of `level` as it says."""
    return Rule("mark of a heading", pattern, level)


def item(pattern: str) -> Rule:
    """Return a rule for the bullets of a list."""
    return Rule("bullet", pattern, opens=True)


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a verbose pattern in which `^` and `$` stand for the ends of rows."""
    return re.compile(pattern, re.MULTILINE | re.VERBOSE)


def read_marked(text: str, language: Language) -> Transcript:
    """Read a text in a markup language; headings come with their level, blocks apart."""
    found = language.title.search(text) if language.title else None
    marked = _Marked(text, language.rules)
    lines, drops = Lines(), Drops()
    apart, start = False, 0
    for number, row in enumerate(iterate_rows(text), start=1):
        apart = apart or not row.strip()
        indent = len(row) - len(row.lstrip())
        for column, piece in cut_endless(row.strip()):
            at = start + indent + column
            taken = list(marked.taken(at, at + len(piece)))
            line = marked.line(number, column, slice(at, at + len(piece)), apart=apart)
            for reason, gone in taken:
                drops.add(line, gone, reason)
            if line.text:
                lines.add(line)
                apart = bool(line.heading)
            else:
                apart = apart or any(reason != COMMENT for reason, _ in taken)
        start += len(row) + 1
    lines, names = _said_below(_said_by(lines, marked.names), marked.strong)
    drops = Drops.merged(drops, names)
    title = " ".join(found[1].split()) if found else ""
    return _titled(Transcript(lines, drops, EpisodeInfo(title=title)))


def _said_by(lines: Lines, names: Mapping[int, str]) -> Lines:
    """Give lines the speaker that a command names on their row or above, up to a heading."""
    if not names:
        return lines
    rows = [line.number - 1 for line in lines]
    turns = {n: "" for n in range(len(lines)) if lines.is_heading(n)}
    turns |= {
        bisect(rows, row): name.title() if name.islower() else name for row, name in names.items()
    }
    return lines.said_by(sorted((n, name) for n, name in turns.items() if n < len(lines)))


def _said_below(lines: Lines, strong: Mapping[int, str]) -> tuple[Lines, Drops]:
    """Give what stands below names that are set in bold on rows of their own its speaker."""
    if not strong:
        return lines, Drops()
    alone = [n for n, line in enumerate(lines) if strong.get(line.number - 1) == line.text]
    plates = [n for n in alone if could_be_name(lines.texts[n]) and not lines.is_heading(n)]
    names = {lines.texts[n] for n in plates}
    if len(names) < _FEWEST_NAMES or len(names) == len(plates):
        return lines, Drops()
    drops = Drops(
        Drop(lines[n].number, lines.texts[n], "name of the speaker", lines[n].column)
        for n in plates
    )
    said = lines.said_by([(0, ""), *((n, lines.texts[n]) for n in plates)])
    return said.edited((n, None) for n in plates), drops


def _titled(read: Transcript) -> Transcript:
    """Take the only heading of the highest level as the title, where a text begins with it."""
    lines = Lines.of(read.lines)
    if read.info.title or not lines or not lines.is_heading(0):
        return read
    first = lines[0]
    levels = [lines[n].heading for n in range(len(lines)) if lines.is_heading(n)]
    if min(levels[1:], default=first.heading) <= first.heading:
        return read
    gone = Drops((Drop(first.number, first.text, "title", first.column),))
    drops = Drops.merged(Drops.of(read.drops), gone)
    return replace(read, lines=lines.edited([(0, None)]), drops=drops, info=EpisodeInfo(first.text))


class _Marked:
    """A text, what is left of it, and why the rest is gone, by the character."""

    def __init__(self, text: str, rules: Sequence[Rule]) -> None:
        self._text = self._left = text
        self._reasons = bytearray(len(text))  # the number of the rule, from 1 on
        self._rules = rules
        self._row_ends = [found.start() for found in re.finditer("\n", text)]
        self._levels: dict[int, int] = {}  # of the headings, by their rows
        self._opening: set[int] = set()  # rows
        self.names: dict[int, str] = {}  # of who speaks from a row on
        self.strong: dict[int, str] = {}  # the first words that are set so, by their rows
        for number, each in enumerate(rules, start=1):
            pattern = _compiled(each.pattern)
            self._left = pattern.sub(partial(self._without, number), self._left)

    def _without(self, number: int, found: re.Match[str]) -> str:
        """Return a match with all of it but what is kept blanked out."""
        each, (start, end) = self._rules[number - 1], found.span()
        from_, to = found.span("keep") if "keep" in found.re.groupindex else (-1, -1)
        from_, to = (end, end) if from_ < 0 else (from_, to)
        self._mark(number, start, from_)
        self._mark(number, to, end)
        for row in range(bisect(self._row_ends, from_), bisect(self._row_ends, to) + 1):
            if each.level:
                self._levels[row] = each.level(found)
            if each.opens:
                self._opening.add(row)
        kept = self._left[from_:to]
        if "who" in found.re.groupindex:
            self.names[bisect(self._row_ends, start)] = found["who"]
        if each.strong:
            self.strong.setdefault(bisect(self._row_ends, from_), kept.rstrip(": "))
        blank = " " if each.parts else _BLANK
        before, after = (
            _NO_LINE_END.sub(blank, self._left[a:b]) for a, b in ((start, from_), (to, end))
        )
        return f"{before}{kept}{after}"

    def _mark(self, number: int, start: int, end: int) -> None:
        """Note why all between two places is gone that is not gone already."""
        for n in range(start, end):
            if not self._reasons[n]:
                self._reasons[n] = number

    def line(self, number: int, column: int, place: slice, *, apart: bool) -> Line:
        """Return what is left of a piece of a row that stands at a place of the text."""
        left, row = self._left[place], number - 1
        if _BLANK in left:
            left = _LOOSE.sub("", left).replace(_BLANK, "")
        text, name = " ".join(left.split()), self.strong.get(row, "")
        speaker = name if name and text.startswith(f"{name}:") and could_be_name(name) else ""
        level, opens = self._levels.get(row, 0), row in self._opening
        return Line(
            *(number, text, speaker), heading=level, after_blank=apart, opens=opens, column=column
        )

    def taken(self, start: int, end: int) -> Iterator[tuple[str, str]]:
        """Yield the pieces that are gone between two places, each with its reason."""
        for found in _RUN.finditer(self._reasons, start, end):
            gone = self._text[slice(*found.span())].strip()
            if gone:
                yield self._rules[found[0][0] - 1].reason, gone
