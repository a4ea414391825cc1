"""One line to the mark it opens with: a speaker's name, a time, or both."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from narrate.text.columns import Lines
from narrate.text.edges import opening_with

_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d(?:[:;]\d\d(?!\d))?)?(?:[.,]\d{1,3})?"  # or with frames
_AM_PM = r"(?:[AP]M|[ap]\.?m)\b\.?"
_NOON, _BOXED_NOON = rf"(?:\s{_AM_PM})?", rf"(?:\s?{_AM_PM})?"


def _span(noon: str) -> str:
    """Return the pattern of one or two times, `noon` being that of what may follow each."""
    return rf"({_CLOCK}){noon}(?:\s*(?:-->|-|–|—|to)\s*({_CLOCK}){noon})?"


_SPAN = _span(_NOON)
_BOXED = rf"[\[(<{{]\s*{_span(_BOXED_NOON)}\s*[\])>}}]"
_TIME_ALONE = re.compile(rf"(?:{_BOXED}|{_SPAN})\s*[:-]?")
_DIGIT = re.compile(r"\d")
_BARE_TIME = re.compile(rf"({_CLOCK}){_NOON}\s*[:-]?")
_TIME_FIRST = re.compile(
    rf"(?:{_BOXED}\s*[:–|-]?\s*|{_SPAN}(?:\s+[–—|-]\s+|\s+|:\s+|\s*[–|-]\s*))(?=\S)"
)
_NAME_THEN_TIME = re.compile(
    rf"(?P<bold>\*\*|__)?\[?(?P<name>[^\s\[\](){{}}*_][^:：\[\](){{}}*\t]{{0,48}}?)\]?"
    r"(?P<closed>\*\*|__)?"
    rf"(?:\s[\[(][^\[\]()\d]{{1,20}}[\])])?(?:\s*[,|–-]\s*|\s*\t\s*|\s+)(?:at\s+)?(?:{_BOXED}|{_SPAN})(?P<colon>\s*:|\s+[–—-](?=\s))?"
    r"(?(bold)(?(closed)|(?P=bold)))(?:\s+|$)"
)
_NAME_COLUMN = re.compile(r"(\S[^:\t]{0,30}?)(?: {3,}|\t+)(?=\S)")  # of a table
_CAPTION_TURN = re.compile(r">{2,3}\s*")
_LABEL = re.compile(
    r"(?:>{2,3}\s*|[-–]\s+)?(?P<bold>\*\*|__)?\[?"
    r"(?P<name>[^\s:：*\[\]<>\"“”][^:：*\[\]<>\"“”\n]{0,64}?)\s*"
    r"(?:\((?P<role>[^()\n]{1,120})\)\s*|\[[^\[\]\d\n]{1,60}\])?\]?"
    r"(?:(?P<wide>：)\s*|:(?:\*\*|__)(?:\s+|$)|(?:\*\*|__)\s*:(?:\s+|$)"
    r"|:(?:\s+|$|(?=[A-ZÀ-ÖØ-ÞА-Я“¿¡«ぁ-ヿ一-鿿가-힣])))"
)
# As courts write down who asks and who answers, and press offices who asks.
_QUESTION = re.compile(r"[QA]\.\s+(?=\S)|Q(?:\s{2,}|\s(?=[A-Z(\[“]))")
_SMALL_NAME = re.compile(r"([^\W\d_A-Z]+(?: [^\W\d_A-Z]+)?) [\[(][\d:.]{4,12}[\])]:?")
_REMEMBERED = 1000  # names
_LONGEST_LABEL = 200  # characters, with what somebody is
_LONGEST_TIME, _LONGEST_SPAN = 12, 32  # characters
_COLONS_WITH_FRAMES = 3
_FRAMES_A_SECOND = 30.0  # where a clock counts frames and nothing tells how many
_SPOKEN_PART = re.compile(  # of what a screen reader hears beside a time on YouTube
    r"(?P<n>\d{1,3})\s?(?:(?P<h>hours?|Stunden?|heures?|horas?|or[ae]|час(?:а|ов)?|小时|時間|시간)"
    r"|(?P<m>minutes?|Minuten?|minutos?|minut[oi]|минут[аы]?|分钟?|분)"
    r"|(?P<s>secondes|(?<=0 )seconde|seconds?|Sekunden?|segundos?|second[oi]|секунд[аы]?|秒|초))"
    r"(?:,? (?:and|und|et|y|e|и) (?=\d)|,? ?(?=\d))?"
)
_ANONYMOUS = re.compile(
    r"(?:unknown |unidentified )?(?:speaker|spk|spkr|person|voice|male|female|man|woman|participant"
    r"|interviewer|interviewee|host|co-?host|guest|moderator|narrator|announcer|presenter|caller"
    r"|professor|lecturer|instructor|student|teacher|interpreter|translator|reporter|correspondent"
    r"|audience(?: member)?|archiv(?:ed|al) (?:recording|tape|clip|audio)"
    r"|operator|question(?:er)?|answer|[qa]|all|both|together)"
    r"(?:[ _#-]*(?:\d{1,3}|[a-z]))?",
    re.IGNORECASE,
)
SOUNDS = frozenset(("sfx", "fx", "sound", "sounds", "sound effect", "sound effects", "music"))
_SMALL_WORDS = "and of de da del della di du la le van von der den bin al & the"
_PARTICLES = frozenset(_SMALL_WORDS.split())
_NOBILIARY = frozenset(("van", "von", "de", "di", "da", "del", "della", "du", "den", "ten", "ter"))
_OTHER_WORDS = """
    participants attendees speakers persons characters dramatis scene setting
    int ext fade cut
    note notes warning example examples chapter step part section ep season vol volume lesson
    tip tips ps title date time
    subject from to cc re fwd summary source sources url link links http https update edit figure
    table contents results hint important remember topic topics agenda duration published episode
    text scripture reading location place venue present absent length language category image photo
    caption credit credits website email phone recorded released listen watch read download
    what how why where who which please der die das ein eine search
    transcript also however first second third finally yes no so and but in with for if when while
"""
_COUNT_OTHER_THINGS = ("a", "all", "both", "together")  # "all 10", "a 405"
_NO_NAMES = frozenset(_OTHER_WORDS.split())  # capitalised before a colon, yet nobody's name


class Mark(NamedTuple):
    """What a line opens with, and where the speech behind it begins.

    There may be one for each line, and a tuple is made in a third of the time.
    """

    end: int  # characters of the mark
    speaker: str = ""  # a candidate: only the whole text tells whether it is a name
    start_s: float | None = None
    end_s: float | None = None
    boxed: bool = False  # brackets, bold type or `>>` say that it is a mark
    turn: bool = False  # somebody else speaks, though no name says who
    alone: bool = False  # a time without a name, on a line of its own
    whole: bool = False  # hours, minutes and seconds on a line of their own: surely no speech


def parse_mark(text: str) -> Mark | None:
    """Return the mark that a line opens with, if any; its name is a guess from its form."""
    if text[:1] in "QA" and (answer := _QUESTION.match(text)):
        return Mark(answer.end(), text[0], boxed=True)
    if ":" not in text and "：" not in text and not text.startswith(">>"):
        return None
    if found := _bare_time(text):  # by far the most frequent: it goes first
        whole = text.count(":") >= 2
        return Mark(len(text), "", clock_seconds(found[1]), alone=True, whole=whole)
    if found := _TIME_ALONE.fullmatch(text):
        whole = text.count(":") >= 2
        boxed = text[0] in "[(<{"
        return Mark(len(text), "", *_times(found), boxed=boxed, alone=True, whole=whole)
    if found := _TIME_FIRST.match(text):
        return _with_label(text, found)
    head = text[:140]
    if (found := _NAME_THEN_TIME.match(head)) and could_be_name(found["name"]):
        alone = found.end() == len(text)
        boxed = found["colon"] is not None or found.group(0).rstrip(": ")[-1] in ")]>}"
        dated = found["name"][-1].isdecimal() and not is_anonymous(found["name"])
        whole = found.group().count(":") >= 2 and not dated  # nobody says hours and seconds
        if alone or boxed or whole:
            return Mark(found.end(), found["name"], *_times(found), boxed=boxed or alone)
    small = _SMALL_NAME.fullmatch(head)  # as people sign in to a recording
    if small and small[1] != small[1].title():
        return parse_mark(small[1].title() + text[small.end(1) :])
    return _label_with_time(text)


def _label_with_time(text: str) -> Mark | None:
    """Return the mark for `Name:`, and for a time on the rest of the line or in brackets."""
    label = _label(text, 0)
    time = _TIME_ALONE.fullmatch(text, label.end) if label and label.speaker else None
    if label and time:
        return Mark(len(text), label.speaker, *_times(time), boxed=True)
    time = _TIME_FIRST.match(text, label.end) if label and label.speaker else None
    if label and time and time.group()[0] in "[(":
        return Mark(time.end(), label.speaker, *_times(time), boxed=True)
    return label


def lone_times(lines: Lines) -> tuple[Sequence[int], Sequence[float]]:
    """Return the lines that are nothing but a time, in seconds, or two, which are told as -1."""
    places, seconds = array("i"), array("d")
    for n in opening_with(lines, _DIGIT):
        text = lines.texts[n]
        found = _bare_time(text)
        if found or _is_span(text):
            places.append(n)
            seconds.append(clock_seconds(found[1]) if found else -1.0)
    return places, seconds


def worded_lines(lines: Lines) -> Sequence[int]:
    """Return the lines that are more than figures of a time: in a panel, half of them."""
    worded = bytearray(b"\x01") * len(lines)
    for n, time_s in zip(*lines.fact(lone_times), strict=True):
        worded[n] = time_s < 0 or lines.texts[n][-1] in "mM."  # 9:15 am
    return array("i", compress(range(len(lines)), worded))


def _is_span(text: str) -> bool:
    may = ":" in text[:4] and len(text) <= _LONGEST_SPAN
    return may and _TIME_ALONE.fullmatch(text) is not None


def _bare_time(text: str) -> re.Match[str] | None:
    short = len(text) <= _LONGEST_TIME and text[:1].isdecimal()
    return _BARE_TIME.fullmatch(text) if short else None


def is_spoken_time(text: str) -> bool:
    """Tell whether a line is a time in words, such as "1 minute, 12 seconds"."""
    return text[:1].isdecimal() and _spoken_time(text)[0] == len(text)


def spoken_time_end(text: str, start_s: float) -> int:
    """Return where a time in words ends that opens a line and says what stands above it, or 0.

    Copied panels of YouTube run it into the words: "3 secondsso welcome".
    """
    if not text[:1].isdecimal():
        return 0
    end, told_s = _spoken_time(text)
    apart = text[end : end + 1] == " "  # as in "3 seconds later", which somebody says
    return end if told_s == int(start_s) and not apart else 0


def _spoken_time(text: str) -> tuple[int, int]:
    """Return where a time in words ends, and its seconds."""
    end = told_s = 0
    while part := _SPOKEN_PART.match(text, end):
        end = part.end()
        told_s += int(part["n"]) * (3600 if part["h"] else 60 if part["m"] else 1)
    return end, told_s


def is_anonymous(name: str) -> bool:
    """Tell whether a label names a part that somebody plays: "Speaker 1", "HOST", "Q"."""
    return bool(_ANONYMOUS.fullmatch(name))


def is_counted(name: str) -> bool:
    """Tell whether a label counts parts, as "Folge 88" and "RIVERS 110" do, rather than voices."""
    return name[-1].isdecimal() and not is_anonymous(name)


def is_numbered_part(text: str) -> bool:
    """Tell whether a line is a recogniser's name for a voice, such as "Speaker 1"."""
    counted = text[-1].isdecimal() and text[0].isalpha() and is_anonymous(text)
    return counted and text.rstrip("0123456789 _#-").lower() not in _COUNT_OTHER_THINGS


def could_be_name(text: str) -> bool:
    """Tell whether a label has the form of a name: up to five words, each with a capital."""
    words = text.split(None, 5)
    if text[:1].islower() and not (len(words) > 1 and words[0] in _NOBILIARY):
        return False
    if not words or len(words) > 5 or words[0].lower().strip(".,·•") in _NO_NAMES:
        return False
    if (text[-1] in ".,;!?" and len(words[-1]) > 3) or text[-1] in "。、！？…":
        return False
    named = any(word[0].isalpha() for word in words)
    opens = words[0] not in _PARTICLES or words[0] in _NOBILIARY
    return named and opens and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    first = word.lstrip("'’(@#")[:1]
    cased = first.lower() != first.upper()
    return (
        word in _PARTICLES
        or word.lstrip("#").isdecimal()
        or (first.isalpha() and not cased)
        or (first.isupper())
    )


def _with_label(text: str, found: re.Match[str]) -> Mark:
    """Return a mark for a time at the start of a line, and the name that may follow it."""
    start_s, end_s = _times(found)
    label = _label(text, found.end())
    boxed = text[0] in "[(<{"
    column = None if label else _NAME_COLUMN.match(text, found.end())
    if column and could_be_name(column[1]):
        return Mark(column.end(), column[1], start_s, end_s, boxed)
    if label is None:
        return Mark(found.end(), "", start_s, end_s, boxed)
    return Mark(label.end, label.speaker, start_s, end_s, boxed, label.turn)


def _label(text: str, start: int) -> Mark | None:
    """Return the mark for `Name:`, `**Name:**`, `>> NAME:` or a bare `>>` at `start`."""
    turn = _CAPTION_TURN.match(text, start)
    found = _LABEL.match(text, start, start + _LONGEST_LABEL)
    name = _without_office(found["name"]) if found else ""
    if found and _is_label(name):
        bold = found["bold"] is not None
        return Mark(found.end(), name, boxed=bold or bool(turn), turn=bool(turn))
    return Mark(turn.end(), boxed=True, turn=True) if turn else None


@lru_cache(_REMEMBERED)
def _is_label(name: str) -> bool:
    return could_be_name(name) or could_be_name(name.title())


def _without_office(name: str) -> str:
    """Return "ANN LEE" for "ANN LEE, STATION CORRESPONDENT"."""
    own, comma, _ = name.partition(",")
    return own if comma and " " in own and name.isupper() else name


def _times(found: re.Match[str]) -> tuple[float | None, float | None]:
    clocks = [g for g in found.groups() if g and g[0].isdigit() and ":" in g]
    seconds = [clock_seconds(clock) for clock in clocks[:2]]
    return seconds[0], seconds[1] if len(seconds) > 1 else None


def clock_seconds(clock: str) -> float:
    """Return the seconds of `1:02`, `01:02:03.500`, `01:02:03,5` or, with frames, `01:02:03:12`."""
    minutes, _, seconds = clock.partition(":")
    if seconds.isdecimal():  # by far the most frequent
        return int(minutes) * 60.0 + int(seconds)
    if clock.count(":") + clock.count(";") == _COLONS_WITH_FRAMES:
        whole, _, frames = clock.replace(";", ":").replace(",", ".").rpartition(":")
        return clock_seconds(whole) + float(frames) / _FRAMES_A_SECOND
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
