"""Long lines that hold many turns to one line for each turn.

Pages that are copied without their line breaks run turns together: `Ann: Yes. Ben: No. Ann: …`, or
`0:04 So … 0:34 And …`. What recurs as a name behind the ends of sentences is one, and clock times
that count upwards at the speed of speech are times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.read.marks import clock_seconds, could_be_name, is_anonymous
from narrate.text.read.speakers import is_shouted

_LONG = 250  # characters; a turn that stands alone may be as long, but holds no other turns
_COLON = re.compile(r"\s?[:：](?=\s)")
_NAME = re.compile(  # what stands right before a colon
    r"(?:^|(?<=[\s?!…”]))(?:[^\W\d_][\w.'’-]{0,24} ){0,3}[^\W\d_][\w.'’-]{0,24}(?: #?\d{1,2})?$"
)
_OFFICE = re.compile(  # ANN LEE, STATION CORRESPONDENT
    r"(?:^|(?<=\s))((?:[A-Z][A-Z.'’-]{0,24} ){1,3}[A-Z][A-Z.'’-]{1,24})(?: \([A-Z-]{1,8}\))?"
    r", [A-Z][A-Z\d .,'’&()-]{2,80}$"
)
_SHOUTED = re.compile(
    r"(?<!MR)(?<!MS)(?<!DR)(?<!MRS)[.?!…”] (?:[A-Z][A-Z.'’-]+ ){0,3}[A-Z][A-Z'’-]+: "
)
_REACH = 140  # characters of a name and an office
_CLOCK = r"(\d{1,2}:[0-5]\d(?::[0-5]\d)?)"
_BOXED_TIME, _ANY_TIME = rf"[\[(]{_CLOCK}[\])]", rf"[\[(]?{_CLOCK}[\])]?"
_TIME = re.compile(rf"(?:^|(?<=[\s。])){_ANY_TIME}(?=\s\S)")
_WHO = r"[^\W\d_][\w.'’-]{0,24}(?: #?[\w.'’-]{1,24}){0,3}"
_LABELLED = re.compile(
    rf"(?:^|(?<=\s))(?:{_ANY_TIME}\s{_WHO}:(?=\s)"
    rf"|(?:^|(?<=[.?!…-]\s)){_WHO}:\s{_BOXED_TIME}(?=\s))"
)
_CUE = re.compile(r"(?:^|(?<=\s))\d{1,2}:\d\d(?::\d\d)?[.,]\d{3} -->(?= \d)")
_ENDS = re.compile(r"(?:^|[.?!…。！？\"”’)\]»-])\s*$")
_STOP = re.compile(
    r"[^\s.]{3,}[.?!] |[^\s.]{2,}[.?!](?=[A-Z][a-z])"
)  # a sentence that ends before the name
_SIGN = re.compile(r"(?:^|(?<=\s))>>(?=\s?\w)")
_FEWEST = 3  # times that a name recurs
_FEWEST_NAMES, _FEWEST_TURNS = 2, 6
_MOSTLY = 0.7  # of a name's places are behind the end of a sentence
_FEWEST_TIMES = 4
_OPENS_S = 5.0  # within so many seconds a recording begins
_STOPS = ".!?…。！？"
_SLOWEST, _FASTEST = 0.3, 8.0  # words a second between two times


def cut_turns(lines: Lines) -> tuple[Lines, Drops]:
    """Cut long lines before the names and the times inside them."""
    long = [n for n, text in enumerate(lines.texts) if len(text) >= _LONG]
    cuts = (
        _cues(lines.texts, long)
        or _names(lines.texts, long)
        or _names(lines.texts, _shouting(lines.texts))
        or _times(lines.texts, long)
        or _signs(lines.texts, _FEWEST)
    )
    cuts = cuts or _labelled_times(lines.texts, long)
    return (Lines(cut_lines(lines, cuts)) if cuts else lines), Drops()


def cut_signs(lines: Lines) -> tuple[Lines, Drops]:
    """Cut captions before each `>>` inside them."""
    cuts = _signs(lines.texts, 1)
    return (Lines(cut_lines(lines, cuts)) if cuts else lines), Drops()


def _cues(texts: Sequence[str], long: Sequence[int]) -> dict[int, list[int]]:
    """Return where the times of captions stand in lines that lost their line breaks."""
    arrows = [n for n in long if "-->" in texts[n]]
    found = {n: [m.start() for m in _CUE.finditer(texts[n])] for n in arrows}
    return found if sum(map(len, found.values())) >= _FEWEST else {}


def cut_lines(lines: Lines, cuts: dict[int, list[int]]) -> Iterator[Line]:
    """Yield the lines, those at which `cuts` has places cut there."""
    for n, line in enumerate(lines):
        starts = [0, *(place for place in cuts.get(n, ()) if place)]
        if len(starts) == 1:
            yield line
            continue
        for number, (start, end) in enumerate(pairwise([*starts, len(line.text)])):
            text = line.text[start:end].strip()
            if text:
                yield replace(line, text=text, after_blank=line.after_blank and not number)


def _names(texts: Sequence[str], long: Sequence[int]) -> dict[int, list[int]]:
    """Return where in which lines a name stands that recurs behind the ends of sentences."""
    places = [(n, *label) for n in long for label in _labels(texts[n])]
    counts = Counter(name for _, _, name in places)
    behind = Counter(name for n, place, name in places if _is_behind(texts[n], place))
    known = {
        name
        for name, count in behind.items()
        if count >= max(1 if is_shouted(name) else _FEWEST, _MOSTLY * counts[name])
        and (could_be_name(name) or is_anonymous(name))
    }
    turns = sum(counts[name] * (1 + is_shouted(name)) for name in known)
    if len(known) < _FEWEST_NAMES or turns < _FEWEST_TURNS:
        return {}
    cuts: dict[int, list[int]] = {}
    for n, place, name in places:
        once = " " in name and could_be_name(name) and _is_behind(texts[n], place)
        lead = -1 if name in known or once else _lead(name, known)
        if lead:
            cuts.setdefault(n, []).append(place + max(0, lead))
    return {n: starts for n, starts in cuts.items() if starts != [0]}


def _shouting(texts: Sequence[str]) -> Sequence[int]:
    """Return the lines of any length in which a name in capitals stands behind a sentence."""
    return [n for n, text in enumerate(texts) if ": " in text and _SHOUTED.search(text)]


def _lead(name: str, known: set[str]) -> int:
    """Return how much of what may be a name stands before a known one; 0 if none does."""
    gaps = (m.end() for m in re.finditer(" ", name))
    return next((gap for gap in gaps if name[gap:] in known), 0)


def _labelled_times(texts: Sequence[str], long: Sequence[int]) -> dict[int, list[int]]:
    """Return where in which lines a time in brackets stands before a name and a colon."""
    found = [(n, match) for n in long for match in _LABELLED.finditer(texts[n])]
    seconds = [clock_seconds(match.group(1) or match.group(2)) for _, match in found]
    if len(found) < _FEWEST_NAMES or any(x > y for x, y in pairwise(seconds)):
        return {}
    cuts: dict[int, list[int]] = {}
    for n, match in found:
        cuts.setdefault(n, []).append(match.start())
    return {n: starts for n, starts in cuts.items() if starts != [0]}


def _labels(text: str) -> Iterator[tuple[int, str]]:
    """Yield what may be a name before a colon, and where it begins."""
    for colon in _COLON.finditer(text) if ": " in text or "：" in text else ():
        reach = max(0, colon.start() - _REACH)
        before = text[reach : colon.start()]
        if office := _OFFICE.search(before):
            yield reach + office.start(), office[1]
        elif found := _NAME.search(before):
            words = found.group()
            stop = max((m.end() for m in _STOP.finditer(words)), default=0)
            yield reach + found.start() + stop, words[stop:]


def _is_behind(text: str, place: int) -> bool:
    return bool(_ENDS.search(text[max(0, place - 8) : place]))


def _signs(texts: Sequence[str], fewest: int) -> dict[int, list[int]]:
    """Return where in which lines `>>` stands, the sign of a new speaker in captions."""
    signed = [n for n, text in enumerate(texts) if ">>" in text]
    found = {n: [m.start() for m in _SIGN.finditer(texts[n])] for n in signed}
    return found if sum(map(len, found.values())) >= fewest else {}


def _times(texts: Sequence[str], long: Sequence[int]) -> dict[int, list[int]]:
    """Return where in which lines times stand, if all of them count upwards as speech does."""
    found = [(n, m) for n in long if ":" in texts[n] for m in _TIME.finditer(texts[n])]
    if len(found) < _FEWEST_TIMES:
        return {}
    seconds = [clock_seconds(match.group(1)) for _, match in found]
    above = found[0][1].string[: found[0][1].start()].rstrip()
    if above and (
        seconds[0] > _OPENS_S or above[-1] not in _STOPS
    ):  # a page's note may stand there
        return {}
    words = [_words_between(texts, x, y) for x, y in pairwise(found)]
    spans = [y - x for x, y in pairwise(seconds)]
    rate = sum(words) / max(1.0, sum(spans))
    if min(spans) < 0 or not _SLOWEST <= rate <= _FASTEST:
        return {}
    cuts: dict[int, list[int]] = {}
    for n, match in found:
        cuts.setdefault(n, []).append(match.start())
    return cuts


def _words_between(
    texts: Sequence[str], one: tuple[int, re.Match[str]], other: tuple[int, re.Match[str]]
) -> int:
    (n, first), (m, second) = one, other
    between = texts[n][first.end() : second.start() if m == n else None]
    rest = [texts[k] for k in range(n + 1, m)] + ([texts[m][: second.start()]] if m != n else [])
    said = " ".join((between, *rest))
    return max(len(said.split()), len(said) // 10)
