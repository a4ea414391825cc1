"""Names that open lines with another mark than a colon to lines that know their speaker.

Logs of chats set `[13:04] <ann> Words` or `13:04:05 [Ann] Words`, Markdown `**Ann** Words`,
Russian stations `С. БУНТМАН – Слова`, pages that lost their bold type `Т. Фельгенгауэр Слова`,
plays `MRS. DALE. Words`, `_Nadia._ Words` or `NADIA  Words`, and others `Ann → Words`, `ANN LEE –
Words`, `(Ann) Words`, `ann: words` or `1: Words`. Only where most lines open so, and a few names
recur, are they names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.read.marks import clock_seconds, could_be_name, worded_lines
from narrate.text.read.plays import is_play, opens_act
from narrate.text.read.speakers import is_full, same_speakers

_CLOCK = r"\d{1,2}:[0-5]\d(?::[0-5]\d)?"
_WORD = r"[^\W\d_][\w'’-]+"
_BOLD = r"\*\*"
_WRITINGS = (
    re.compile(
        rf"(?:[\[(]?(?P<time>{_CLOCK})[\])]?\s+)?(?:\[(?P<a>[^\s\[\]<>:][^\[\]<>:]{{0,30}})\]"
        r"|<(?P<b>[^\s<>/:][^<>/:]{0,30})>)\s+(?=\S)"
    ),
    re.compile(
        r"\((?P<a>[^\W\d_a-z][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})\)(?P<b>)(?P<time>)\s+(?=\S)"
    ),
    re.compile(
        rf"(?:[\[(]?(?P<time>{_CLOCK}(?:[.,]\d{{1,3}})?)[\])]?\s+)?"
        rf"{_BOLD}(?P<a>[^\s*:][^*:]{{1,60}})\*\*(?P<b>)\s+(?=\S)"
    ),
    re.compile(
        rf"(?P<a>(?:[^\W\d_]\.\s?){{1,2}}{_WORD})(?P<b>)(?P<time>)\s*(?:[:：–—-]\s|\s)\s*(?=\S)"
    ),
)
_PARTED = re.compile(  # `Ann → Words`, `ANN LEE – Words`
    rf"(?P<a>{_WORD}(?: {_WORD}){{0,2}})(?P<b>)(?P<time>)"
    r"(?:(?:, [^.,–—]{3,60})?(?: \([^()]{2,30}\))?\.?\s+(?:→|[-=]>|[–—|-])\s+"
    r"|(?: \([^()]{2,30}\))?\s{2,}(?![\[(]?\d{1,3}:\d\d)|\s?>\s+)(?=\S)"
)
_BOXED = re.compile(  # `[Fran]`, `[Narrator, Ada]`, alone above what is said
    r"\[(?P<a>(?!(?:music|applause|laughter|silence|pause|crosstalk|inaudible)\b)"
    r"[^\W\d_][\w.'’ -]{0,30})(?:, [^\[\]]{2,40})?\](?P<b>)(?P<time>)$",
    re.IGNORECASE,
)
_TIMED = re.compile(  # `[00:03] Fran Words`
    rf"[\[(]?(?P<time>{_CLOCK})[\])]?\s+(?P<a>{_WORD})(?P<b>)\s+(?![^.?!:]{{0,40}}:\s)(?=[\"“¿¡]?[A-Z])"
)
_SMALL = re.compile(r"(?P<a>[^\W\d_A-Z][\w.-]{0,20})(?P<b>)(?P<time>)\s?:\s+(?=\S)")  # `ann: words`
_COUNTED = re.compile(r"(?P<a>\d{1,2})(?P<b>)(?P<time>)\s?[:：]\s+(?=\S)")
_PLAY = re.compile(  # `NADIA. Words`, `MRS. DALE (aside). Words`
    r"(?P<a>(?!(?:ACT|SCENE|CHAPTER|PART|BOOK|THE)\b)[A-Z][A-Z'’-]+(?:\.? [A-Z][A-Z'’-]+){0,2})"
    r"(?P<b>)(?P<time>)(?:(?:\s*\([^()]{1,60}\))?\.|\s*[\[(]_[^\[\]()]{1,80}_[\])]\.?)(?:\s+(?=\S)|$)"
)
_SLANTED = re.compile(  # `_Nadia._ Words`, `_Mrs. Dale (aside)._ Words`
    r"_(?P<a>[A-Z][\w'’-]*(?:\.? [A-Z][\w'’-]*){0,2})(?P<b>)(?P<time>)"
    r"(?:_?\s*[(\[][^()\[\]]{1,80}[)\]])?(?:\._|_\.|:_|_:|_(?<=[)\]]_)\.?|(?<=[)\]])\.)\s+(?=\S)"
)
_SHOUTED = re.compile(  # `NADIA` above verse, `NADIA  Words`, `NADIA, [aside]  Words`
    r"(?P<a>(?!(?:ACT|SCENE|CHAPTER|PART|BOOK|THE END|CURTAIN)\b)"
    r"[A-Z][A-Z'’-]+(?:\.? [A-Z][A-Z'’-]+){0,3})"
    r"(?P<b>)(?P<time>)(?:, \[[^\[\]]{1,60}\])?(?:\s{2,}(?=\S)|$)"
)
_SCENE = re.compile(r"(?:ACT|SCENE)\b|(?:THE )?(?:FIRST|SECOND|THIRD|FOURTH|FIFTH) (?:ACT|SCENE)\b")
_TITLES = ("MR", "MRS", "MS", "DR", "ST")  # with the name behind them in small letters
_TIME_FIRST = re.compile(rf"[\[(]?{_CLOCK}[\])]?\s")
_CUE_NAME = re.compile(
    r"(?:\((?P<a>[^\W\d_][\w.'’ -]{0,30})\)|\[(?P<b>[^\W\d_][\w.'’ -]{0,30})\])"
    r"(?P<time>):?(?:\s+|$)"
)
_MOST_ALONE = 0.1  # of the times that a name stands in brackets
_FEWEST_TURNS, _FEWEST_CUES, _FEWEST_NAMES = 4, 3, 2
_LEAST_SMALL = 0.8  # of the lines from first to last: small words before colons are frequent
_LEAST_SHARE = 0.5  # of the lines, or of those that begin paragraphs, from first to last such name
_MOST_AT_TIMES, _NEARLY_ALL = 0.4, 0.9
_MOST_NAMES = 0.7  # of the turns: there they recur


def take_openers(lines: Lines) -> tuple[Lines, Drops]:
    """Take such names off the lines that they open; other lines come back as they are."""
    texts = lines.texts
    likely = [n for n in lines.fact(worded_lines) if _may_open(texts[n])]
    of_plays = (_SHOUTED, _SLANTED) if lines.fact(is_play) else ()
    for writing in (*_WRITINGS, *of_plays, _PARTED, _BOXED, _COUNTED, _SMALL, _TIMED, _PLAY):
        found = _names(lines, likely, writing)
        if found:
            return _signed(lines, found)
    return lines, Drops()


def take_cue_names(lines: Lines) -> tuple[Lines, Drops]:
    """Take `(Ann)` and `[Ann]` off the captions that they open, where at least two recur.

    A sound in brackets stands alone at times; a name has words behind it, or below in its cue.
    """
    bracketed = ((n, text) for n, text in enumerate(lines.texts) if text[0] in "[(")
    rows = [(n, m, _goes_on(lines, n, m)) for n, t in bracketed if (m := _CUE_NAME.match(t))]
    counts = Counter(_name(match) for _, match, _ in rows)
    alone = Counter(_name(match) for _, match, goes_on in rows if not goes_on)
    sounds_small = any(name[0].islower() for name in counts)  # [wind howls], beside [Ann]
    likely = {name for name, n in counts.items() if n > 1 or is_full(name) or sounds_small}
    names = {name for name in likely if could_be_name(name)}
    names -= {name for name in names if alone[name] > _MOST_ALONE * counts[name]}
    found = {n: match for n, match, goes_on in rows if goes_on and _name(match) in names}
    if len(names) < _FEWEST_NAMES or (len(found) < _FEWEST_CUES and not sounds_small):
        return lines, Drops()
    return _signed(lines, found, (n for n in range(len(lines)) if lines.is_item(n)))


def _goes_on(lines: Lines, n: int, name: re.Match[str]) -> bool:
    """Tell whether a cue goes on behind the name that stands on its line `n`."""
    if name.end() < len(lines.texts[n]):
        return True
    return n + 1 < len(lines) and lines.times(n) == lines.times(n + 1)


def _names(
    lines: Lines, likely: Sequence[int], writing: re.Pattern[str]
) -> dict[int, re.Match[str]]:
    found = {n: match for n in likely if (match := writing.match(lines.texts[n]))}
    if writing is _PLAY:
        found = {n: match for n, match in found.items() if _name(match) not in _TITLES}
    if writing is _SHOUTED:  # those above are the list of persons
        first = next((n for n, text in enumerate(lines.texts) if opens_act(text)), -1)
        found = {n: match for n, match in found.items() if n > first}
    if writing is _TIMED:
        found = found if _are_all_named(lines, found) else {}
    if writing in (_PARTED, _BOXED, _SMALL):
        found = _among_recurring(found)
    if writing is _SMALL and found:
        found = found if len(found) >= _LEAST_SMALL * (max(found) - min(found) + 1) else {}
    names = {_name(match) for match in found.values()}
    colons = sum(match.group().rstrip()[-1] in ":：" for match in found.values())
    if colons > _MOST_NAMES * len(found) and writing not in (_COUNTED, _SMALL):
        return {}  # a mark like any other; names of other forms may stand beside it
    enough = len(found) >= _FEWEST_TURNS and len(names) >= _FEWEST_NAMES
    timed = all(match["time"] for match in found.values()) and _BOLD in writing.pattern
    if not enough or (len(names) > _MOST_NAMES * len(found) and not timed):
        return {}
    return found if _open_most(lines, found) else {}


def _are_all_named(lines: Lines, found: dict[int, re.Match[str]]) -> bool:
    """Tell whether a word behind each time is a name: a few recur, and a sentence begins behind."""
    counts = Counter(map(_name, found.values()))
    again = sum(count for count in counts.values() if count > 1)
    few = all(map(could_be_name, counts)) and len(counts) <= _MOST_AT_TIMES * len(found)
    timed = sum(_TIME_FIRST.match(text) is not None for text in lines.texts)
    return few and again >= _NEARLY_ALL * timed


def _among_recurring(found: dict[int, re.Match[str]]) -> dict[int, re.Match[str]]:
    """Return what could be names, from the first to the last that recurs: dashes are frequent."""
    named = {n: match for n, match in found.items() if could_be_name(_name(match))}
    counts = Counter(map(_name, named.values()))
    again = [n for n, match in named.items() if counts[_name(match)] > 1]
    return {n: named[n] for n in named if again and again[0] <= n <= again[-1]}


def _may_open(text: str) -> bool:
    """Tell quickly that most lines open with no such name."""
    if text[1:2] == "." or text[:2].isupper() or text[0] in "[(<*_":
        return True
    if text[0].isdecimal():
        return "[" in text or "<" in text or "**" in text or _opens_counted(text)
    return (_PARTED if text[0].isupper() else _SMALL).match(text) is not None


def _opens_counted(text: str) -> bool:
    return _COUNTED.match(text) is not None or _TIMED.match(text) is not None


def _open_most(lines: Lines, found: dict[int, re.Match[str]]) -> bool:
    """Tell whether names open most of the lines from first to last, or most of the paragraphs.

    A name that stands alone opens what stands below it, be there a blank line between or not.
    """
    first, last = min(found), max(found)
    if len(found) >= _LEAST_SHARE * (last - first + 1):
        return True
    begun = sum(n == first or lines.is_after_blank(n) for n in found)
    alone = {n + 1 for n, match in found.items() if match.end() == len(lines.texts[n])}
    parted = sum(lines.is_after_blank(n) for n in range(first + 1, last + 1) if n not in alone)
    return parted > 0 and begun >= max(_FEWEST_TURNS, _LEAST_SHARE * (parted + 1))


def _signed(
    lines: Lines, found: dict[int, re.Match[str]], dashed: Iterable[int] = ()
) -> tuple[Lines, Drops]:
    """Give lines the speakers whose names open them, up to the next, or to a dash."""
    drops = Drops()
    spellings = same_speakers(Counter(map(_name, found.values())))
    turns = dict.fromkeys(dashed, "")
    turns |= {n: spellings[_name(match)] for n, match in found.items()}
    turns |= {n: "" for n in range(min(found), len(lines)) if _opens_scene(lines.texts[n])}
    said = lines.said_by(sorted(turns.items()))
    return said.edited(_taken_off(said, found, drops)), drops


def _opens_scene(text: str) -> bool:
    return _SCENE.match(text) is not None or (text[0] in "AS" and opens_act(text))


def _taken_off(
    lines: Lines, found: dict[int, re.Match[str]], drops: Drops
) -> Iterator[tuple[int, Line | None]]:
    for n, match in found.items():
        line = lines[n]
        drops.add(line, match.group().strip(), "name of the speaker")
        start_s = clock_seconds(match["time"]) if match["time"] else line.start_s
        text = line.text[match.end() :]
        opened = replace(line, text=text, start_s=start_s, opens=bool(match["time"]))
        yield n, opened if text else None


def _name(match: re.Match[str]) -> str:
    name: str = match["a"] or match["b"]
    if name.isdecimal():
        return f"Speaker {name}"
    return name.title() if match.re is _SMALL and name.isalpha() else name
