"""Lines with names and times on them to lines of speech that know who speaks, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines, Times
from narrate.text.read.layouts import Layout, survey_marks
from narrate.text.read.marks import (
    Mark,
    is_numbered_part,
    is_spoken_time,
    parse_mark,
    spoken_time_end,
)

_LONGEST_INITIALS = 3  # as programs show them in place of a picture


def take_marks(lines: Lines) -> tuple[Lines, Drops]:
    """Take names and times off the lines; what is taken off is returned as drops.

    A speaker holds until the next name, a time belongs to the line that it stands on or above.
    """
    return _taken(lines, survey_marks(lines))


def take_caption_marks(lines: Lines) -> tuple[Lines, Drops]:
    """Do so where all lines are captions: words in capitals before a colon are surely a name."""
    return _taken(lines, survey_marks(lines, captions=True))


def _taken(lines: Lines, layout: Layout) -> tuple[Lines, Drops]:
    if not layout.marked:
        return lines, Drops()
    drops = Drops()
    return lines.edited(_unmarked(lines, layout, drops)), drops


def _unmarked(
    lines: Lines, layout: Layout, drops: Drops
) -> Iterator[tuple[int, Line | Times | None]]:
    current = _Current(drops)
    last = len(lines) - 1
    clocks = zip(*layout.clocks, strict=True) if layout.bare_times else iter(())
    clock, clock_s = next(clocks, (-1, 0.0))
    for n in range(layout.first, len(lines)):
        if n == clock:
            current.time(lines, n, clock_s)
            yield n, None
            clock, clock_s = next(clocks, (-1, 0.0))
            continue
        text = lines.texts[n]
        mark = parse_mark(text) if layout.opened[n] else None
        lone = (
            "" if mark or n == last or lines.is_heading(n) else _lone_name(lines.texts, n, layout)
        )
        if layout.dashes and lines.is_item(n):
            current.speaker = ""
        plain = not (mark or lone or current.tells_who)
        if plain and current.start_s is None:
            continue
        if plain and lines.times(n)[0] is None and not text[0].isdecimal():
            yield n, current.passed_times()
            continue
        line = lines[n]
        behind = layout.behind.get(text[mark.end :]) if mark and not mark.speaker else None
        if mark and behind:
            current.behind(line, mark, behind)
            yield n, None
        elif lone:
            current.lone(line, lone)
            yield n, None
        else:
            yield n, current.marked(line, mark, layout)


class _Current:
    """Who speaks and since when, from the marks passed so far."""

    def __init__(self, drops: Drops) -> None:
        self.drops = drops
        self.speaker = ""
        self.start_s: float | None = None
        self.end_s: float | None = None
        self.fresh = False
        self.under = ""  # who spoke by other evidence where a mark said who speaks now
        self.turned = False  # somebody else speaks, and nothing tells who

    @property
    def tells_who(self) -> bool:
        """Whether there is more than a time to tell of a line without a mark."""
        return bool(self.speaker or self.under or self.fresh or self.turned)

    def passed_times(self) -> Times:
        """Return the times that hold, which then no longer do."""
        times = self.start_s, self.end_s
        self.start_s = self.end_s = None
        return times

    def time(self, lines: Lines, n: int, start_s: float) -> None:
        """Take a line that holds nothing but a bare time."""
        self.start_s, self.end_s = start_s, None
        self.drops.add_from(lines, n, lines.texts[n], "time")

    def lone(self, line: Line, name: str) -> None:
        """Take a line that holds nothing but a name."""
        self.speaker, self.fresh = name, True
        self.drops.add(line, line.text, "name of the speaker")

    def marked(self, line: Line, mark: Mark | None, layout: Layout) -> Line | None:
        """Take the mark off a line and give what is left the speaker and time that hold."""
        if mark and mark.start_s is not None and is_spoken_time(line.text[mark.end :]):
            mark = mark._replace(end=len(line.text))
        if mark is None and self.start_s is not None:
            end = spoken_time_end(line.text, self.start_s)
            if end:
                self.drops.add(line, line.text[:end].strip(), "time")
                line = replace(line, text=line.text[end:])
            if not line.text:
                return None
        end = self._read(mark, layout) if mark else 0
        if mark and end:
            self.drops.add(line, line.text[:end].strip(), _reason(mark))
            self.under = line.speaker if mark.speaker in layout.names else self.under
        text = line.text[end:].strip() if end else line.text
        return self._signed(line, text) if text else None

    def _signed(self, line: Line, text: str) -> Line:
        """Return a line with its text, the speaker, and the time of the marks above it."""
        own = "" if line.speaker == self.under else line.speaker
        self.under = self.under if not own else ""
        speaker, start_s, end_s = own or self.speaker, line.start_s, line.end_s
        if start_s is None and self.start_s is not None:
            start_s, end_s = self.passed_times()
        after_blank, self.fresh = line.after_blank or self.fresh, False
        opens, self.turned = line.opens or self.turned, False
        marks = line.heading, after_blank, opens, line.column
        return Line(line.number, text, speaker, start_s, end_s, *marks)

    def _read(self, mark: Mark, layout: Layout) -> int:
        """Note what a mark says; return how many characters of the line are not speech."""
        named = mark.speaker in layout.names
        timed = mark.start_s is not None and (
            layout.boxed_times
            if mark.boxed
            else layout.bare_times or named or mark.whole or (mark.alone and layout.lone_times)
        )
        if not (named or timed or (mark.turn and not mark.speaker)):
            return 0
        if mark.start_s is not None:
            self.start_s, self.end_s = mark.start_s, mark.end_s
        if named:
            self.speaker, self.fresh = layout.names[mark.speaker], True
        elif mark.turn:
            self.speaker, self.fresh, self.turned = "", True, True
        return mark.end

    def behind(self, line: Line, mark: Mark, name: str) -> None:
        """Take a line that holds nothing but a time and a name behind it."""
        self.start_s, self.end_s = mark.start_s, mark.end_s
        self.speaker, self.fresh = name, True
        self.drops.add(line, line.text, "name of the speaker")


def _reason(mark: Mark) -> str:
    if mark.turn and not mark.speaker:
        return "sign of a new speaker"
    return "name of the speaker" if mark.speaker else "time"


def _lone_name(texts: Sequence[str], n: int, layout: Layout) -> str:
    """Return the speaker if a line is nothing but a known name, or initials above one."""
    text = texts[n]
    if text in layout.names:
        return layout.names[text]
    if text[-1].isdecimal() and is_numbered_part(text):
        return text
    below = parse_mark(texts[n + 1]) if text.isupper() and len(text) <= _LONGEST_INITIALS else None
    initials = "".join(word[0] for word in below.speaker.split()) if below else ""
    return layout.names.get(below.speaker, "") if below and initials == text else ""
