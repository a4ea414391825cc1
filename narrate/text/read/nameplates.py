"""Names that stand alone above what is said to lines that know their speaker.

Magazines, earnings calls and many pages set `Ann Lee` or `Ann Lee -- Chief Gardener` on a line of
its own, with no colon, above one or more paragraphs; some pages put the word "speaker" above it,
or a time before what is said below: `(0:12) Why bread?`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, compress

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import ending_with, opening_with
from narrate.text.furniture import first_said, is_label, is_speech_label
from narrate.text.read.clocks import is_timed
from narrate.text.read.marks import could_be_name, is_anonymous, lone_times
from narrate.text.read.speakers import same_speakers

_ROLE = re.compile(r"\s(?:--|—|–|-|\|)\s(?!\d+:\d)\S.*|\s\((?!\d+:\d)[^()]{2,60}\)$")
_OPENS_ANNOUNCING = re.compile("[sSnNpP]")
_ANNOUNCES = re.compile(r"speaker|speaker name|name|participant", re.IGNORECASE)
_SAID_ON = re.compile(
    r"(?!\b(?:[DMSJ]r|Mrs|Ms|Prof|Rev|Gen|Col|Lt|Inc|Ltd)\.)\b[^\W\d_]{2,}[.?!…]\s"
)
_ENDED = re.compile(r'[.?!…”"]')
_OPENS = re.compile(r"[\d\[(]")
_LONGEST = 100  # characters of a name with a role
_LONGEST_TITLE = 70  # characters
_FEWEST_PLATES, _FEWEST_NAMES = 3, 2
_LEAST_BELOW = 0.8  # of the times that stand alone, and of the names in capitals
_LEAST_ABOVE, _LEAST_RECURRING = 0.1, 0.6  # of the lines with a time and speech; of the names
_LEAST_HEADED = 0.6  # of the paragraphs
_INTRODUCED_LINES, _FAR = 4, 100
_SHORTEST_SHOUTED = 2  # letters of a name in capitals: "OK" is none
_LEAST_PLATES, _MOST_PLATES = 0.001, 0.5  # of all lines


def take_nameplates(lines: Lines) -> tuple[Lines, Drops]:
    """Take the names that stand alone off, and give the lines below each its speaker."""
    drops = Drops()
    plates = lines.fact(find_plates)
    if not plates:
        return lines, drops
    spellings = same_speakers(Counter(_name(lines.texts[n]) for n in plates))
    turns = ((n, spellings[_name(lines.texts[n])]) for n in plates)
    said = lines.said_by(((0, ""), *turns))
    return said.edited(_taken_off(said, plates, drops)), drops


def find_plates(lines: Lines) -> list[int]:
    """Return the lines that are nothing but the name of who speaks below."""
    found = _announced(lines) or _above_timed(lines) or _below_times(lines)
    first = first_said(lines)
    return sorted(n for n in found or _alone(lines) or _single(lines) if n >= first)


def _taken_off(
    lines: Lines, plates: Sequence[int], drops: Drops
) -> Iterator[tuple[int, Line | None]]:
    """Yield what becomes of the names and of the lines around them."""
    taken = -1
    for n in plates:
        if n - 1 > taken and _ANNOUNCES.fullmatch(lines.texts[n - 1]):
            drops.add(lines[n - 1], lines.texts[n - 1], "page furniture")
            yield n - 1, None
        drops.add(lines[n], lines.texts[n], "name of the speaker")
        yield n, None
        if n + 1 < len(lines):
            yield n + 1, replace(lines[n + 1], after_blank=True)
        taken = n


def _announced(lines: Lines) -> frozenset[int]:
    """Return the names below lines that say nothing but "speaker"."""
    texts = lines.texts
    words = (n for n in opening_with(lines, _OPENS_ANNOUNCING) if len(texts[n]) < 20)
    found = [n + 1 for n in words if n + 1 < len(texts) and _ANNOUNCES.fullmatch(texts[n])]
    named = all(could_be_name(texts[n]) or is_anonymous(texts[n]) for n in found)
    return frozenset(found if len(found) >= _FEWEST_PLATES and named else ())


def _above_timed(lines: Lines) -> frozenset[int]:
    """Return the names above lines that open with a time, with what is said behind it."""
    texts = lines.texts
    timed = [n for n in opening_with(lines, _OPENS) if n and is_timed(texts[n])]
    found = [n - 1 for n in timed if texts[n - 1][0].isalpha() and could_be_name(texts[n - 1])]
    counts = Counter(texts[n] for n in found)
    recurring = sum(count for count in counts.values() if count > 1)
    enough = recurring >= max(_FEWEST_PLATES, _LEAST_RECURRING * len(found))
    return frozenset(found if enough and len(found) >= _LEAST_ABOVE * len(timed) else ())


def _below_times(lines: Lines) -> frozenset[int]:
    """Return the names below times that stand alone, with what is said below both."""
    texts, (alone, _) = lines.texts, lines.fact(lone_times)
    times = alone[: bisect_left(alone, len(texts) - 2)]
    named = (n for n in times if could_be_name(texts[n + 1]))
    found = [n + 1 for n in named if bisect_left(alone, n + 2) == bisect_right(alone, n + 2)]
    names = {texts[n] for n in found}
    above = bisect_left(times, found[0] - 1) if found else 0  # a page's own
    enough = len(found) >= max(_FEWEST_PLATES, _LEAST_BELOW * (len(times) - above))
    return frozenset(found if enough and len(names) < len(found) else ())


def _alone(lines: Lines) -> frozenset[int]:
    """Return the names that stand below blank lines or full stops, recur, and have speech below."""
    texts = lines.texts
    likely = [n for n in _apart(lines) if _could_be_plate(lines, n)]
    counts = Counter(_name(texts[n]) for n in likely)
    sure = {_name(texts[n]) for n in likely if _ROLE.search(texts[n])}
    sure |= {_name(texts[n]) for n in likely if lines.is_item(n)}  # an office told of them
    sure |= {name for name, count in counts.items() if count > 1}
    known = sure | {name for name in counts if is_anonymous(name)}
    plates = [n for n in likely if _name(texts[n]) in known or _is_introduced(texts, n)]
    recurring = sum(counts[name] - 1 for name in known) + sum(n in sure for n in counts)
    fewest = max(_FEWEST_PLATES, _LEAST_PLATES * len(texts))
    enough = len(plates) >= fewest and len(known) >= _FEWEST_NAMES and recurring > 2
    if not enough or len(plates) > _MOST_PLATES * len(texts) + 1:
        return frozenset()
    return frozenset((*plates, *_below_titles(lines, known)))


def _below_titles(lines: Lines, names: Collection[str]) -> Iterator[int]:
    """Yield the known names right below a title that stands apart, with no blank line between."""
    texts = lines.texts
    for n in range(1, len(texts) - 1):
        if texts[n] in names and lines.is_after_blank(n - 1) and not lines.is_after_blank(n):
            title = texts[n - 1]
            bare = len(title) <= _LONGEST_TITLE and title[-1].isalnum() and title not in names
            if bare and title[0].isupper() and _is_said(texts[n + 1]):
                yield n


def _single(lines: Lines) -> frozenset[int]:
    """Return the names of one word that head most paragraphs, with a sentence right below each."""
    texts, blanks = lines.texts, lines.blanks()
    apart = (n for n in compress(range(len(texts) - 1), blanks) if not blanks[n + 1])
    likely = [n for n in apart if texts[n].isalpha() and could_be_name(texts[n])]
    likely = [n for n in likely if not texts[n + 1][0].islower() and _is_said(texts[n + 1])]
    counts = Counter(texts[n] for n in likely)
    found = [n for n in likely if counts[texts[n]] > 1]
    paragraphs = sum(map(bool, blanks[found[0] : found[-1] + 1])) if found else 0
    enough = len(found) > _FEWEST_PLATES and len({texts[n] for n in found}) >= _FEWEST_NAMES
    return frozenset(found if enough and len(found) >= _LEAST_HEADED * paragraphs else ())


def _apart(lines: Lines) -> Iterator[int]:
    """Return the lines, save the last, below a blank line, an ended sentence, or a page's title."""
    apart = lines.blanks()
    firsts = (0, 1) if lines.is_after_blank(2) else (0,)
    for n in chain(firsts, (n + 1 for n in ending_with(lines, _ENDED))):
        if n < len(apart):
            apart[n] = 1
    return compress(range(len(lines) - 1), apart)


def _is_introduced(texts: Sequence[str], n: int) -> bool:
    """Tell whether a name was said right above it, as who leads a call says who asks next."""
    name, reach = texts[n], _INTRODUCED_LINES
    if name.isupper():  # and was said as people write it
        name, reach = name.title(), _FAR
    return any(name in above for above in texts[max(0, n - reach) : n])


def _could_be_plate(lines: Lines, n: int) -> bool:
    text = lines.texts[n]
    if text[-1] in ".,:;?!" or len(text) > _LONGEST or lines.is_heading(n) or "\t" in text:
        return False
    if not lines.is_after_blank(n) and _SAID_ON.search(text):
        return False  # "OK. Mm - hmm. Yeah": sentences on a line of speech
    name = _ROLE.sub("", text)
    if name[-1] == ":" or (len(name) == 1 and name != text):
        return False  # "Ann Lee: (0:12)" is a mark, and "Q - Why not?" a question
    shouted = len(name) > _SHORTEST_SHOUTED and name.isupper() and lines.is_after_blank(n)
    part = name != text and is_anonymous(text[len(name) :].strip(" ()|–—-"))  # "Ann (host)"
    named = is_anonymous(name) or ((" " in name or shouted or part) and could_be_name(name))
    named = named or _is_small(lines, n)
    page = is_label(text) or is_speech_label(text)
    below = lines.texts[n + 1]
    how = shouted and below[0] == "(" and below[-1] == ")"  # (not looking up), of films
    listed = _ROLE.search(below) and could_be_name(_ROLE.sub("", below))
    opens = below[0].isalnum() or (below[0] in '[“"¿¡«' and " " in below)
    return named and not (page or listed) and (how or (opens and _is_said(below)))


def _is_small(lines: Lines, n: int) -> bool:
    """Tell whether a line could be a name in small letters, as newspapers set it above speech."""
    text = lines.texts[n]
    headed = lines.is_after_blank(n) or lines.texts[n + 1][0].isupper()  # by an ended sentence
    near = headed and not lines.is_after_blank(n + 1)
    return near and text.islower() and " " in text and could_be_name(text.title())


def _is_said(text: str) -> bool:
    return len(text) > 30 or text[-1] in ".?!…,]"


def _name(text: str) -> str:
    """Return the name in "Ann Lee -- Chief Gardener", or in "ann lee"."""
    name = _ROLE.sub("", text).rstrip(":：")
    return name.title() if name.islower() else name


def names_in_capitals(lines: Lines) -> list[str]:
    """Return the lines that are names as scripts of plays have them: in capitals, recurring.

    Most stand below a blank line or an ended sentence: in speech without punctuation "OK" and
    "UI" may fill a line, too.
    """
    texts = lines.texts
    shouted = [n for n, text in enumerate(texts) if text.isupper()]
    if len(shouted) > _MOST_PLATES * len(texts):
        return []
    named = [n for n in shouted if texts[n][-1].isalnum() and could_be_name(texts[n])]
    apart = [n for n in named if _stands_apart(lines, n)]
    counts = Counter(texts[n] for n in named)
    recurring = [texts[n] for n in named if counts[texts[n]] > 1]
    enough = len(set(recurring)) > 1 and len(apart) >= _LEAST_BELOW * len(named)
    return recurring if enough else []


def _stands_apart(lines: Lines, n: int) -> bool:
    return n == 0 or lines.is_after_blank(n) or not lines.texts[n - 1][-1].isalnum()
