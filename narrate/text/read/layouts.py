"""A survey of all lines of a text to what the names and times on them mean."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.text.columns import Lines
from narrate.text.furniture import MOST_ABOVE, first_said
from narrate.text.read.clocks import is_timed
from narrate.text.read.fields import count_above_turns
from narrate.text.read.marks import (
    Mark,
    could_be_name,
    is_anonymous,
    is_counted,
    is_numbered_part,
    lone_times,
    parse_mark,
)
from narrate.text.read.nameplates import names_in_capitals
from narrate.text.read.speakers import is_full, is_shouted, same_speakers
from narrate.text.sitelabels import count_links

_WORD = re.compile(r"\w+")
_FEWEST_TIMES = 3  # bare clock times at line starts that make a layout, not an accident
_FEWEST_BOXED = 2  # in round brackets; somebody may have met at one
_FEWEST_TURNS = 2  # of names without a time
_LEAST_TURNS = 0.001  # of all lines: in a long text a few words before colons tell no speakers
_FEWEST_SHOUTED = 3  # of labels in capitals, as radio and courts write who speaks
_NEARLY_ALL, _FEWEST_LABELLED = 0.9, 5  # captions with a label: who logs in as "ann_l" is one
_DENSE_SHARE = 0.5  # of lines that open with a label: all of them are names
_LEAST_SHARE, _MOSTLY = 0.08, 0.8  # of all lines
_SHARE_NAMED, _SHARE_OF_STRANGERS = 0.3, 0.5  # of the times alone on a line: a name is above them
_WORDS_SAID_ONCE = 5  # and more
_TIMES_TO_A_NAME = 5  # alone, for each that has a name behind it
_OF_A_PAGE = re.compile(r".*\b(?:transcripts?|podcast|episode)", re.IGNORECASE)  # no speaker's name


@dataclass(frozen=True, slots=True)
class Layout:
    """What a survey of all lines says their marks mean."""

    names: dict[str, str]  # label as written → the speaker's one spelling
    bare_times: bool
    boxed_times: bool
    lone_times: bool
    marked: bool  # something stands on the lines that is not speech
    first: int  # the line from which on somebody speaks
    clocks: tuple[Sequence[int], Sequence[float]]  # lines that are one bare time; times in seconds
    opened: bytearray  # for each line, 1 if it opens with a mark
    dashes: bool  # a line that opens with a dash has a speaker of its own
    behind: dict[str, str]  # as `names`, of names that stand behind a time, with nothing after them


class _Counts:
    """What stands on the lines passed so far, by what it may mean."""

    def __init__(self, lines: int) -> None:
        self.names: Counter[str] = Counter()
        self.sure: set[str] = set()
        self.behind: Counter[str] = Counter()
        self.loose: Counter[str] = Counter()  # with a blank before the colon
        self.bare_names: Counter[str] = Counter()  # with nothing behind the colon
        self.nicks: Counter[str] = Counter()  # names behind times
        self.over: Counter[str] = Counter()  # lines above times that stand alone
        self.bare = self.boxed = self.turns = 0
        self.alone_s = array("d")  # times on lines of their own
        self.clocks = array("i"), array("d")  # lines that are one bare time, and the times
        self.opened = bytearray(lines)  # with a mark: 1
        self.apart: list[int] = []  # labels that open paragraphs

    def add(self, n: int, mark: Mark, text: str) -> None:
        """Count what line `n` opens with."""
        self.turns += mark.turn
        if mark.speaker:
            self.names[mark.speaker] += 1
            self.bare_names[mark.speaker] += mark.end == len(text) and mark.start_s is None
            if text[: mark.end].rstrip().endswith(" :"):
                self.loose[mark.speaker] += 1
            if mark.start_s is not None:
                self.nicks[mark.speaker] += 1
            if mark.boxed or mark.start_s is not None:
                self.sure.add(mark.speaker)
        if mark.start_s is None:
            return
        if mark.alone and not mark.boxed and mark.end_s is None:
            self.add_clock(n, mark.start_s, whole=mark.whole)
            return
        self.turns += mark.whole
        if mark.boxed:
            self.boxed += 1 if text[0] == "(" else _FEWEST_BOXED
        else:
            self.bare += 1
        if not mark.speaker:
            self.behind[text[mark.end :]] += 1
        if mark.alone:
            self.alone_s.append(mark.start_s)

    def add_clock(self, n: int, start_s: float, *, whole: bool) -> None:
        """Count line `n` that is nothing but one bare time."""
        self.opened[n] = 1
        self.turns += whole
        self.bare += 1
        self.behind[""] += 1
        self.alone_s.append(start_s)
        self.clocks[0].append(n)
        self.clocks[1].append(start_s)


def survey_marks(lines: Lines, *, captions: bool = False) -> Layout:
    """Tell names from other words before a colon, and layouts from times in prose."""
    above = count_above_turns(lines), count_links(lines.texts[:MOST_ABOVE])
    first = max(first_said(lines), *above)
    found = _count(lines, first)
    named_over = _names_over(found.over, len(found.alone_s))
    if found.loose and _is_tokenised(lines.texts):
        found.names -= Counter({k: n for k, n in found.loose.items() if not is_shouted(k)})
    found.sure.update(lines.speakers.intersection(found.names))
    if captions and sum(map(str.isupper, lines.texts)) < _DENSE_SHARE * len(lines):
        found.sure.update(name for name in found.names if is_shouted(name) and could_be_name(name))
    capitals = names_in_capitals(lines)
    if capitals:  # as plays have them, alone: a label that stands once is none
        once = (name for name, count in found.names.items() if count == 1)
        found.names -= Counter(set(once) - found.sure)
    found.names.update((*named_over.elements(), *capitals))
    found.sure.update(named_over, capitals)
    if found.names.total() < _LEAST_SHARE * len(lines):
        headings = _headings(found.bare_names, found.names, lines)
        found.names -= Counter({name: found.names[name] for name in headings})
    if found.nicks.total() >= _MOSTLY * found.names.total():  # who speaks but once has a time, too
        found.names -= Counter(found.names.keys() - found.nicks)
    accepted = _accepted(found.names, found.sure, _size(lines, found.apart))
    accepted |= found.nicks.keys() if found.nicks.total() >= _MOSTLY * len(lines) else set()
    if captions and found.names.total() >= max(_FEWEST_LABELLED, _NEARLY_ALL * len(lines)):
        accepted = set(found.names)
    spellings = same_speakers(Counter({name: found.names[name] for name in sorted(accepted)}))
    bare = found.bare >= max(_FEWEST_TIMES, int(_LEAST_SHARE * len(lines)))
    boxed = found.boxed >= _FEWEST_BOXED
    enough = len(found.alone_s) >= (_FEWEST_BOXED if spellings else _FEWEST_TIMES)
    lone = enough and all(x < y for x, y in pairwise(found.alone_s))
    marked = bool(spellings) or bare or lone or boxed or found.turns >= 1
    times = bare, boxed, lone, marked, first, found.clocks, found.opened
    return Layout(spellings, *times, captions, _names_behind(found.behind))


def _count(lines: Lines, first: int) -> _Counts:
    """Count what the lines open with from the first on that is said."""
    found, texts, clocks = _Counts(len(lines)), lines.texts, _clocks(lines, max(1, first))
    clock, clock_s = next(clocks, (-1, 0.0))
    marked = False  # whether the line above opens with a mark
    twice = {text for text, k in Counter(texts[:MOST_ABOVE]).items() if k > 1 and _is_long(text)}
    for n, text in enumerate(texts):
        above, marked = marked, True
        if n == clock:
            found.add_clock(n, clock_s, whole=text.count(":") > 1)
            clock, clock_s = next(clocks, (-1, 0.0))
            if not above and _stands_under_name(texts, n):
                found.over[texts[n - 1]] += 1
            continue
        mark = None if n < first or lines.is_heading(n) else parse_mark(text)
        found.opened[n] = mark is not None
        if text[-1].isdecimal() and text[0].isalpha() and not (mark and mark.turn):
            found.turns += is_numbered_part(text)
        if not mark or (n == 0 and not mark.boxed and _is_title(lines, mark)) or text in twice:
            marked = False
            continue
        found.add(n, mark, text)
        if mark.speaker and mark.end == len(text) and any(map(is_timed, texts[n + 1 : n + 2])):
            found.sure.add(mark.speaker)
        if mark.speaker and lines.is_after_blank(n) and could_be_name(mark.speaker):
            found.apart.append(n)
        if n and not above and mark.alone and _stands_under_name(texts, n):
            found.over[texts[n - 1]] += 1
    return found


def _is_long(text: str) -> bool:
    """Tell whether a line has more words than anybody says twice, as a page's title has."""
    return text.count(" ") >= _WORDS_SAID_ONCE and text[-1].isalnum()


def _clocks(lines: Lines, first: int) -> Iterator[tuple[int, float]]:
    """Yield the lines from the first on that are nothing but a bare time, and its seconds."""
    for n, start_s in zip(*lines.fact(lone_times), strict=True):
        if start_s >= 0 and n >= first and not lines.is_heading(n):
            yield n, start_s


def _headings(bare: Counter[str], counts: Counter[str], lines: Lines) -> set[str]:
    """Return the words above a colon, few as they are, that head parts of a text.

    The text has them as everyday words, too, or there is but one: nobody talks alone.
    """
    likely = {name for name in bare if bare[name] == counts[name] and name.istitle()}
    said = _said_too(likely, lines.texts) if likely else set()
    left = set(counts) - said
    found = said | left if len(left) == 1 and left <= likely else said
    return {name for name in found if not is_anonymous(name)}


def _said_too(names: Iterable[str], texts: Sequence[str]) -> set[str]:
    """Return the names that the lines have in small letters, too."""
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for name in names:
        words = _WORD.findall(name.lower())
        by_first.setdefault(words[0], []).append((words, name))
    said: set[str] = set()
    for text in texts:
        heard = _WORD.findall(text)
        for n, word in enumerate(heard):
            for words, name in by_first.get(word, ()):
                if heard[n : n + len(words)] == words:
                    said.add(name)
    return said


def _size(lines: Lines, apart: Sequence[int]) -> int:
    """Return how many lines may open with a name: paragraphs where three of them do."""
    if len(apart) < _FEWEST_SHOUTED:
        return len(lines)
    return sum(lines.is_after_blank(n) for n in range(apart[0], apart[-1] + 1))


def _is_tokenised(texts: Sequence[str]) -> bool:
    """Tell whether a text has blanks before all its marks: one before a colon tells no name then.

    French has none before commas and full stops.
    """
    loose = sum(" ," in text or text.endswith(" .") for text in texts)
    return loose > sum(text[:-1].count(",") > text.count(" ,") for text in texts)


def _is_title(lines: Lines, mark: Mark) -> bool:
    """Tell whether the first line is a title with a colon: it stands alone, and is no sentence."""
    first, *below = lines.texts
    opening = first.partition(":")[0] + ":"
    recurs = any(text.startswith(opening) for text in below)
    alone = lines.is_after_blank(1) or _OF_A_PAGE.match(mark.speaker)
    return bool(alone) and first[-1] not in ".,:;?!…" and not recurs


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


def _stands_under_name(texts: Sequence[str], n: int) -> bool:
    """Tell whether line `n`, a time on a line of its own, is right below what could be a name.

    A line between two such times is not: it is what was said at the first.
    """
    if not could_be_name(texts[n - 1]):
        return False
    before = parse_mark(texts[n - 2]) if n > 1 else None
    return before is None or before.start_s is None or before.end < len(texts[n - 2])


def _accepted(counts: Counter[str], sure: set[str], lines: int) -> set[str]:
    if counts["B"] < 2 and not (counts["A"] and counts["Q"]):  # "A." alone counts, or is an initial
        asked = counts["Q"] > 1 and any(name.isupper() for name in counts if len(name) > 2)
        gone = ("A",) if asked else ("Q", "A")
        counts = Counter({name: n for name, n in counts.items() if name not in gone})
        sure = sure.difference(gone)
    names = {name for name, times in counts.items() if name in sure or times > 1}
    names |= {name for name in counts if is_anonymous(name)}
    likely = {name for name in counts if could_be_name(name) or is_anonymous(name)}
    likely = {name for name in likely if counts[name] > 1 or not is_counted(name)}
    shouted = {name for name in likely if is_shouted(name)}
    if len(shouted) > 1 and sum(counts[name] for name in shouted) >= _FEWEST_SHOUTED:
        sure = sure | shouted
        names |= shouted
    total = sum(counts[name] for name in likely)
    dense = total >= max(_FEWEST_TURNS, _DENSE_SHARE * lines)
    names = likely if dense else names & likely
    turns = sum(counts[name] for name in names)
    if (turns < _FEWEST_TURNS and not sure) or turns < _LEAST_TURNS * lines:
        return set()
    if names:  # beside others who recur, a name with two words may stand once
        names |= {name for name in likely if is_full(name) or name.isupper()}
    known = {name.lower() for name in names}
    return names | {name for name in counts if name.lower() in known}
