"""Lines with names and times on them to lines of speech that know who speaks, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.model import Drop, Line
from narrate.text.read.marks import Mark, could_be_name, is_anonymous, is_spoken_time, parse_mark
from narrate.text.read.speakers import same_speakers

_FEWEST_TIMES = 3  # bare clock times at line starts that make a layout, not an accident
_FEWEST_TURNS = 2  # of names without a time
_DENSE_SHARE = 0.5  # of lines that open with a label: all of them are names
_LEAST_SHARE = 0.08  # of all lines


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a survey of all lines says their marks mean."""

    names: dict[str, str]  # label as written → the speaker's one spelling
    bare_times: bool
    boxed_times: bool


def take_marks(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Drop, ...]]:
    """Take names and times off the lines; what is taken off is returned as drops.

    A speaker holds until the next name, a time belongs to the line that it stands on or above.
    """
    marks = [None if line.heading else parse_mark(line.text) for line in lines]
    layout = _survey(lines, marks)
    kept: list[Line] = []
    drops: list[Drop] = []
    current = _Current()
    for number, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        lone = _lone_name(lines, marks, number, layout)
        line, gone = current.lone(line, lone) if lone else current.marked(line, mark, layout)
        drops += gone
        if line.text:
            kept.append(line)
    return tuple(kept), tuple(drops)


class _Current:
    """Who speaks and since when, from the marks passed so far."""

    def __init__(self) -> None:
        self.speaker = ""
        self.start_s: float | None = None
        self.end_s: float | None = None
        self.fresh = False

    def lone(self, line: Line, name: str) -> tuple[Line, list[Drop]]:
        """Take a line that holds nothing but a name."""
        self.speaker, self.fresh = name, True
        return replace(line, text=""), [Drop(line.number, line.text, "name of the speaker")]

    def marked(self, line: Line, mark: Mark | None, layout: _Layout) -> tuple[Line, list[Drop]]:
        """Take the mark off a line and give it the speaker and time that hold."""
        drops: list[Drop] = []
        if mark and mark.start_s is not None and is_spoken_time(line.text[mark.end :]):
            mark = replace(mark, end=len(line.text))
        if mark is None and self.start_s is not None and is_spoken_time(line.text):
            return replace(line, text=""), [Drop(line.number, line.text, "time")]
        end = self._read(mark, layout) if mark else 0
        if end:
            reason = "name of the speaker" if mark and mark.speaker else "time"
            reason = "sign of a new speaker" if mark and mark.turn and not mark.speaker else reason
            drops.append(Drop(line.number, line.text[:end].strip(), reason))
        text = line.text[end:].strip() if end else line.text
        if end or (self.speaker and not line.speaker):
            line = replace(line, text=text, speaker=line.speaker or self.speaker)
        if text:
            line = self._timed(line)
        return line, drops

    def _read(self, mark: Mark, layout: _Layout) -> int:
        """Note what a mark says; return how many characters of the line are not speech."""
        named = mark.speaker in layout.names
        timed = mark.start_s is not None and (
            layout.boxed_times if mark.boxed else layout.bare_times or named
        )
        if not (named or timed or (mark.turn and not mark.speaker)):
            return 0
        if mark.start_s is not None:
            self.start_s, self.end_s = mark.start_s, mark.end_s
        if named:
            self.speaker, self.fresh = layout.names[mark.speaker], True
        elif mark.turn:
            self.speaker, self.fresh = "", True
        return mark.end

    def _timed(self, line: Line) -> Line:
        if line.start_s is None and self.start_s is not None:
            line = replace(line, start_s=self.start_s, end_s=self.end_s)
            self.start_s = self.end_s = None
        if self.fresh:
            line = replace(line, after_blank=True)
        self.fresh = False
        return line


def _survey(lines: Sequence[Line], marks: Sequence[Mark | None]) -> _Layout:
    """Tell names from other words before a colon, and layouts from times in prose."""
    found = [mark for mark in marks if mark]
    counts = Counter(mark.speaker for mark in found if mark.speaker)
    sure = {m.speaker for m in found if m.speaker and (m.boxed or m.start_s is not None)}
    alone = [*(name for name, _ in _names_above(lines, marks)), *_names_in_capitals(lines)]
    counts.update(alone)
    sure.update(alone)
    names = _accepted(counts, sure, len(lines))
    bare = sum(m.start_s is not None and not m.boxed for m in found)
    boxed = sum(m.start_s is not None and m.boxed for m in found)
    few = max(_FEWEST_TIMES, int(_LEAST_SHARE * len(lines)))
    return _Layout(same_speakers(Counter({n: counts[n] for n in names})), bare >= few, boxed >= 1)


def _accepted(counts: Counter[str], sure: set[str], lines: int) -> set[str]:
    names = {name for name, times in counts.items() if name in sure or times > 1}
    names |= {name for name in counts if is_anonymous(name)}
    likely = {name for name in counts if could_be_name(name)}
    total = sum(counts[name] for name in likely)
    dense = total >= max(_FEWEST_TURNS, _DENSE_SHARE * lines)
    names = likely if dense else names & likely
    if sum(counts[name] for name in names) < _FEWEST_TURNS and not sure:
        return set()
    if names:  # beside others who recur, a name with two words may stand once
        names |= {name for name in likely if " " in name or name.isupper()}
    known = {name.lower() for name in names}
    return names | {name for name in counts if name.lower() in known}


def _names_above(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Iterator[tuple[str, int]]:
    """Yield names that stand on a line of their own, right above a time on one of its own."""
    for number in range(len(lines) - 1):
        below = marks[number + 1]
        if marks[number] is None and below and below.end == len(lines[number + 1].text):
            text = lines[number].text
            if not below.speaker and below.start_s is not None and could_be_name(text):
                yield text, number


def _names_in_capitals(lines: Sequence[Line]) -> list[str]:
    """Return the lines that are names as scripts of plays have them: in capitals, recurring."""
    shouted = [line.text for line in lines if line.text.isupper()]
    if len(shouted) > _DENSE_SHARE * len(lines):
        return []
    names = [text for text in shouted if text[-1].isalnum() and could_be_name(text)]
    counts = Counter(names)
    recurring = [name for name in names if counts[name] > 1]
    return recurring if len(set(recurring)) > 1 else []


def _lone_name(
    lines: Sequence[Line], marks: Sequence[Mark | None], number: int, layout: _Layout
) -> str:
    """Return the speaker if line `number` is nothing but a known name."""
    text = lines[number].text
    if marks[number] is not None or lines[number].heading or number + 1 == len(lines):
        return ""
    if text in layout.names:
        return layout.names[text]
    return text if is_anonymous(text) and text[-1].isdecimal() else ""
