"""Lines with names and times on them to lines of speech that know who speaks, and when."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import first_said
from narrate.text.read.marks import Mark, could_be_name, is_anonymous, is_spoken_time, parse_mark
from narrate.text.read.speakers import is_full, is_shouted, same_speakers

_FEWEST_TIMES = 3  # bare clock times at line starts that make a layout, not an accident
_FEWEST_BOXED = 2  # in round brackets; somebody may have met at one
_FEWEST_TURNS = 2  # of names without a time
_FEWEST_SHOUTED = 3  # of labels in capitals, as radio and courts write who speaks
_COUNT_OTHER_THINGS = ("a", "all", "both", "together")  # "all 10", "a 405"
_DENSE_SHARE = 0.5  # of lines that open with a label: all of them are names
_LEAST_SHARE = 0.08  # of all lines
_MOSTLY = 0.8
_SHARE_NAMED, _SHARE_OF_STRANGERS = 0.3, 0.5  # of the times alone on a line: a name is above them
_TIMES_TO_A_NAME = 5  # alone, for each that has a name behind it


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a survey of all lines says their marks mean."""

    names: dict[str, str]  # label as written → the speaker's one spelling
    bare_times: bool
    boxed_times: bool
    lone_times: bool
    marked: bool  # something stands on the lines that is not speech
    first: int  # the line from which on somebody speaks
    behind: dict[str, str]  # the same, of names that stand behind a time, with nothing after them


def take_marks(lines: Lines) -> tuple[Lines, Drops]:
    """Take names and times off the lines; what is taken off is returned as drops.

    A speaker holds until the next name, a time belongs to the line that it stands on or above.
    """
    layout = _survey(lines)
    if not layout.marked:
        return lines, Drops()
    drops = Drops()
    return lines.edited(_unmarked(lines, layout, drops)), drops


def _unmarked(lines: Lines, layout: _Layout, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    current = _Current(drops)
    last = len(lines) - 1
    for n in range(layout.first, len(lines)):
        text, heading = lines.texts[n], lines.is_heading(n)
        mark = None if heading else parse_mark(text)
        lone = "" if mark or heading or n == last else _lone_name(text, layout)
        if not (mark or lone or current.tells):
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
    def tells(self) -> bool:
        """Whether there is anything to tell of a line without a mark."""
        return bool(self.speaker or self.fresh or self.turned or self.start_s is not None)

    def lone(self, line: Line, name: str) -> None:
        """Take a line that holds nothing but a name."""
        self.speaker, self.fresh = name, True
        self.drops.add(line, line.text, "name of the speaker")

    def marked(self, line: Line, mark: Mark | None, layout: _Layout) -> Line | None:
        """Take the mark off a line and give what is left the speaker and time that hold."""
        if mark and mark.start_s is not None and is_spoken_time(line.text[mark.end :]):
            mark = mark._replace(end=len(line.text))
        if mark is None and self.start_s is not None and is_spoken_time(line.text):
            self.drops.add(line, line.text, "time")
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
            start_s, end_s = self.start_s, self.end_s
            self.start_s = self.end_s = None
        after_blank, self.fresh = line.after_blank or self.fresh, False
        opens, self.turned = line.opens or self.turned, False
        marks = line.heading, after_blank, opens, line.column
        return Line(line.number, text, speaker, start_s, end_s, *marks)

    def _read(self, mark: Mark, layout: _Layout) -> int:
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


def _survey(lines: Lines) -> _Layout:
    """Tell names from other words before a colon, and layouts from times in prose."""
    counts: Counter[str] = Counter()
    sure: set[str] = set()
    behind: Counter[str] = Counter()
    over: Counter[str] = Counter()  # lines above times that stand alone
    bare = boxed = turns = 0
    alone_s = array("d")  # times on lines of their own
    apart: list[int] = []  # labels that open paragraphs
    above: Mark | None = None
    first = first_said(lines)
    for n, text in enumerate(lines.texts):
        mark = None if n < first or lines.is_heading(n) else parse_mark(text)
        if mark and n == 0 and not mark.boxed and _is_title(lines):
            continue
        if mark and mark.speaker:
            counts[mark.speaker] += 1
            apart += [n] if lines.is_after_blank(n) and could_be_name(mark.speaker) else []
        if mark and mark.speaker and (mark.boxed or mark.start_s is not None):
            sure.add(mark.speaker)
        if mark and mark.start_s is not None:
            bare += not mark.boxed
            boxed += mark.boxed * (1 if text[0] == "(" else _FEWEST_BOXED)
            turns += mark.whole
        if mark and mark.start_s is not None and not mark.speaker:
            behind[text[mark.end :]] += 1
            alone_s.extend([mark.start_s] if mark.alone else [])
        turns += (mark is not None and mark.turn) or _is_numbered_part(text)
        if n and above is None and mark and _stands_under_name(mark, lines.texts, n):
            over[lines.texts[n - 1]] += 1
        above = mark
    named_over = _names_over(over, len(alone_s))
    sure.update(lines.speakers.intersection(counts))
    counts.update(named_over)
    sure.update(named_over)
    shouted = _names_in_capitals(lines)
    counts.update(shouted)
    sure.update(shouted)
    names = _accepted(counts, sure, _size(lines, apart))
    few = max(_FEWEST_TIMES, int(_LEAST_SHARE * len(lines)))
    spellings = same_speakers(Counter({name: counts[name] for name in names}))
    lone = len(alone_s) >= _FEWEST_TIMES and all(x < y for x, y in pairwise(alone_s))
    marked = bool(spellings) or bare >= few or lone or boxed >= _FEWEST_BOXED or turns >= 1
    times = bare >= few, boxed >= _FEWEST_BOXED, lone
    return _Layout(spellings, *times, marked, first, _names_behind(behind))


def _size(lines: Lines, apart: Sequence[int]) -> int:
    """Return how many lines may open with a name: paragraphs where three of them do."""
    if len(apart) < _FEWEST_SHOUTED:
        return len(lines)
    return sum(lines.is_after_blank(n) for n in range(apart[0], apart[-1] + 1))


def _is_title(lines: Lines) -> bool:
    """Tell whether the first line is a title with a colon: it stands alone, and is no sentence."""
    text = lines.texts[0]
    return lines.is_after_blank(1) and text[-1].isalnum() and not _mark_recurs(lines)


def _mark_recurs(lines: Lines) -> bool:
    opening = lines.texts[0].partition(":")[0] + ":"
    return any(text.startswith(opening) for text in lines.texts[1:])


def _names_behind(texts: Counter[str]) -> dict[str, str]:
    """Return what stands behind times if it is names rather than speech.

    They are a few that recur, or rare among times with nothing behind them.
    """
    alone = texts.pop("", 0)
    names = Counter({text: n for text, n in texts.items() if could_be_name(text)})
    rare = alone >= _TIMES_TO_A_NAME * names.total()
    if names.total() < _MOSTLY * texts.total() or (names.total() <= len(names) and not rare):
        return {}
    return same_speakers(names)


def _names_over(over: Counter[str], alone: int) -> Counter[str]:
    """Return what stands above times alone on a line if it is names rather than speech."""
    few = _SHARE_NAMED if over.total() > len(over) else _SHARE_OF_STRANGERS
    return over if over.total() >= few * alone else Counter()


def _stands_under_name(mark: Mark, texts: Sequence[str], n: int) -> bool:
    """Tell whether line `n` is a time on a line of its own, right below what could be a name.

    A line between two such times is not: it is what was said at the first.
    """
    alone = not mark.speaker and mark.start_s is not None and mark.end == len(texts[n])
    if not alone or not could_be_name(texts[n - 1]):
        return False
    before = parse_mark(texts[n - 2]) if n > 1 else None
    return before is None or before.start_s is None or before.end < len(texts[n - 2])


def _accepted(counts: Counter[str], sure: set[str], lines: int) -> set[str]:
    if not counts["A"] or not counts["Q"]:  # "A." alone counts things, or is an initial
        asked = counts["Q"] > 1 and any(name.isupper() for name in counts if len(name) > 2)
        gone = ("A",) if asked else ("Q", "A")
        counts = Counter({name: n for name, n in counts.items() if name not in gone})
        sure = sure.difference(gone)
    names = {name for name, times in counts.items() if name in sure or times > 1}
    names |= {name for name in counts if is_anonymous(name)}
    likely = {name for name in counts if could_be_name(name) or is_anonymous(name)}
    shouted = {name for name in likely if is_shouted(name)}
    if len(shouted) > 1 and sum(counts[name] for name in shouted) >= _FEWEST_SHOUTED:
        sure = sure | shouted
        names |= shouted
    total = sum(counts[name] for name in likely)
    dense = total >= max(_FEWEST_TURNS, _DENSE_SHARE * lines)
    names = likely if dense else names & likely
    if sum(counts[name] for name in names) < _FEWEST_TURNS and not sure:
        return set()
    if names:  # beside others who recur, a name with two words may stand once
        names |= {name for name in likely if is_full(name) or name.isupper()}
    known = {name.lower() for name in names}
    return names | {name for name in counts if name.lower() in known}


def _names_in_capitals(lines: Lines) -> list[str]:
    """Return the lines that are names as scripts of plays have them: in capitals, recurring.

    Most stand below a blank line or an ended sentence: in speech without punctuation "OK" and
    "UI" may fill a line, too.
    """
    texts = lines.texts
    shouted = [n for n, text in enumerate(texts) if text.isupper()]
    if len(shouted) > _DENSE_SHARE * len(texts):
        return []
    named = [n for n in shouted if texts[n][-1].isalnum() and could_be_name(texts[n])]
    apart = [n for n in named if _stands_apart(lines, n)]
    counts = Counter(texts[n] for n in named)
    recurring = [texts[n] for n in named if counts[texts[n]] > 1]
    enough = len(set(recurring)) > 1 and len(apart) >= _MOSTLY * len(named)
    return recurring if enough else []


def _stands_apart(lines: Lines, n: int) -> bool:
    return n == 0 or lines.is_after_blank(n) or not lines.texts[n - 1][-1].isalnum()


def _lone_name(text: str, layout: _Layout) -> str:
    """Return the speaker if a line is nothing but a known name."""
    if text in layout.names:
        return layout.names[text]
    return text if _is_numbered_part(text) else ""


def _is_numbered_part(text: str) -> bool:
    """Tell whether a line is a recogniser's name for a voice, such as "Speaker 1"."""
    counted = text[-1].isdecimal() and text[0].isalpha() and is_anonymous(text)
    return counted and text.rstrip("0123456789 _#-").lower() not in _COUNT_OTHER_THINGS
