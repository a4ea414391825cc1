"""Plain text's own mark-up: quoted mail, headings, lists and rules between parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.read.beginnings import find_openings
from narrate.text.read.marks import SOUNDS, clock_seconds

_QUOTED = re.compile(">")
_QUOTE = re.compile(r"(?:>\s?){1,500}")  # each costs 120 bytes while it is matched
_ATTRIBUTION = re.compile(  # above what is quoted
    r".{2,100}\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev"
    r"|написал[аи]?|пишет)\s?:",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)|\(?([a-z])\)\s+(?=\S)")
_RULE_SIGNS = frozenset("*_=~#·•–—-")
_RULE = re.compile(r"(?:[*_=~#·•–—-]\s*){3,}")
_SIGNS = re.compile(r"[\W_]")
_BULLET = re.compile(r"(?:[•‣◦▪·○●–☐☑✓]|[*+-]|\[[ xX*]?\])\s+(?=\S)")
_CHAPTER = re.compile(
    r"(?:(?:chapter|part|book|section|act|scene|letter|canto|volume|episode|lecture)\s+"
    r"(?:\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|the\s+\w+)\b[.:]?(?:\s*[-–—:.]?\s*\S.{0,70})?"
    r"|(?:introduction|prologue|epilogue|preface|foreword|conclusion|afterword|abstract)[.:]?)",
    re.IGNORECASE,
)
_TIMED = re.compile(r"[\[(]?\d{1,3}:\d\d|.{0,60}\s[\[(]\d{1,3}:\d\d(?::\d\d)?[\])]")
_STAMP = re.compile(
    r"\s[\[(]?(\d{1,3}:[0-5]\d(?::[0-5]\d)?)(?:\s?[–—-]\s?[\d:]{4,8})?[\])]?(?:\*\*|__)?$"
)
_NUMERAL = re.compile(r"[IVXLC]{1,7}\.?")
# What a speaker says before being cut off, and no title ends with. "Henry I" is one.
_CUT_OFF = re.compile(
    r"(?:,\s+I|\b(?:a|an|and|because|but|he|if|or|she|the|they|we"
    r"|(?:[Ii]|he|it|she|that|they|we|you)['’](?:m|s|re|ve|ll|d)))$"
)
_ENDS = re.compile(r"[.:;!?…][\"'”’)]*$")
_STOPS = frozenset('.,;:!?…-–—"”。，、；：！？」』؟،؛۔।')  # that no title ends with
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # of footnotes
_SAID_ON = re.compile(r"[^\W\d_]{4,}[.?!] \S+ \S")  # a sentence, and another one
_LONGEST_HEADING = 80  # characters
_MOST_TITLE_WORDS = 10
_MOST_TITLES = 0.34  # of all lines: more of them are no titles but double-spaced speech
_MOST_TITLES_OF_LINES = 0.05  # where no line is longer than a short turn
_LEAST_PARAGRAPH = 60  # characters
_LEAST_RUN = _FEWEST_STAMPS = 3
_FEWEST_SPOKEN = 2
_LEAST_ENDED = 0.8  # of the lines with a dash end a sentence: then a dash opens a turn
_LEAST_EVERYWHERE, _FEWEST_BULLETS = 0.6, 6  # a bullet on most lines is no sign of a list's item


def take_quotes(lines: Lines) -> tuple[Lines, Drops]:
    """Take the `>` of quoted mail off its lines; a change of depth is a break.

    Captions that open a turn with `>>` are no mail and stay as they are.
    """
    marked = [n for n in opening_with(lines, _QUOTED) if lines.texts[n][:2] != ">>"]
    if not marked:
        return lines, Drops()
    drops = Drops()
    return lines.edited(_unquoted(lines, drops)), drops


def _unquoted(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    """Yield what becomes of the lines that are quoted, and of those around them."""
    depth_before, broken, turned = 0, False, False
    for n in _around(lines):
        line = lines[n]
        found = _QUOTE.match(line.text)
        marks = found.group() if found else ""
        below = lines.texts[n + 1] if n + 1 < len(lines) else ""
        if not marks and below[:1] == ">" and _ATTRIBUTION.fullmatch(line.text):
            drops.add(line, line.text, "head of a mail")
            yield n, None
            continue
        depth, text = marks.count(">"), line.text[len(marks) :].strip()
        if marks:
            drops.add(line, marks.strip(), "mark of a quotation")
        turned = turned or (depth != depth_before and bool(text))
        broken = broken or line.after_blank or turned or not text
        depth_before = depth if text else depth_before
        if text:
            yield n, replace(line, text=text, after_blank=broken, opens=line.opens or turned)
            broken = turned = False
        else:
            yield n, None


def _around(lines: Lines) -> Iterator[int]:
    """Yield the lines that open with a mark of a quotation, and their neighbours, once each."""
    last = -1
    for marked in opening_with(lines, _QUOTED):
        for n in range(max(last, marked - 2) + 1, min(marked + 2, len(lines))):
            yield n
            last = n


def take_structure(lines: Lines) -> tuple[Lines, Drops]:
    """Find headings and list items; drop rules and bullets."""
    drops = Drops()
    listed = lines.edited(_listed(lines, drops))
    return listed.edited(_headings(listed)), drops


def _listed(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    """Yield what becomes of rules, of list items, and of what a rule stands before."""
    signed = (lines.texts[n] for n in opening_with(lines, _SIGNS))
    found_on = (text[0] for text in signed if _BULLET.match(text))
    bullets = Counter(found_on)
    recurring = {mark for mark, count in bullets.items() if count > 1}
    everywhere = {
        mark
        for mark, n in bullets.items()
        if n > max(_FEWEST_BULLETS, _LEAST_EVERYWHERE * len(lines))
    }
    everywhere -= _turn_signs(lines.texts, everywhere)
    numbered, said = _numbered_items(lines.texts), find_openings(lines)
    ruled = listed = False
    blanks = lines.blanks()
    before = ""  # the last line that is kept
    for n, text in enumerate(lines.texts):
        if text[0] in _RULE_SIGNS and len(text) > 2 and _RULE.fullmatch(text):
            drops.add(lines[n], text, "rule")
            yield n, None
            ruled = True
            continue
        apart = blanks[n] or ruled or not before
        bullet = _BULLET.match(text) if text[0] in recurring else None
        if bullet and not (apart or listed or text[0] in everywhere or _ENDS.search(before[-8:])):
            bullet = bullet if _is_run(lines.texts[n : n + _LEAST_RUN]) else None
        listed = bool(bullet) or (listed and not apart)
        if bullet:
            drops.add(lines[n], bullet.group().strip(), "bullet")
            line = replace(lines[n], text=text[bullet.end() :], opens=text[0] not in everywhere)
            yield n, replace(line, after_blank=line.after_blank or ruled)
        elif ruled or n in numbered or n in said:
            line = lines[n]
            opens = line.opens or n in numbered or n in said
            yield n, replace(line, opens=opens, after_blank=line.after_blank or ruled)
        before, ruled = text, False


def _turn_signs(texts: Sequence[str], marks: set[str]) -> set[str]:
    """Return which marks are dashes that open turns: what stands behind them are sentences."""
    return {
        mark
        for mark in marks.intersection("-–—")
        for ends in ([bool(_ENDS.search(text[-8:])) for text in texts if text[0] == mark],)
        if sum(ends) >= _LEAST_ENDED * len(ends)
    }


def _is_run(texts: Sequence[str]) -> bool:
    """Tell whether all these lines begin with one bullet, as a list does within a sentence."""
    same = len({text[0] for text in texts}) == 1
    return same and len(texts) == _LEAST_RUN and all(map(_BULLET.match, texts))


def _numbered_items(texts: Sequence[str]) -> frozenset[int]:
    """Return which texts are counted 1., 2., 3., … or a), b), c), … from the first on."""
    items: list[int] = []
    run: list[int] = []
    for n, text in enumerate(texts):
        found = _NUMBER.match(text)
        if not found:
            continue
        counted = int(found.group(1)) if found.group(1) else ord(found.group(2)) - ord("a") + 1
        if counted != len(run) + 1:
            run = []
        if counted == len(run) + 1:
            run.append(n)
            items += run if len(run) == 2 else run[2:][-1:]
    return frozenset(items)


def _headings(lines: Lines) -> Iterator[tuple[int, Line]]:
    """Yield headings: lines that stand alone and are numbered, in capitals, or not a sentence."""
    texts = lines.texts
    blanks = lines.blanks()
    apart = [n for n in range(len(texts) - 1) if not n or blanks[n]]
    titles = sum(_is_title_above(*texts[n : n + 2]) for n in apart if _is_alone(lines, n))
    most = _MOST_TITLES if _has_paragraphs(lines) else _MOST_TITLES_OF_LINES
    rare = titles <= most * len(texts)
    found: list[tuple[int, int]] = []
    stamped, numbered = _stamped(texts, apart), False
    for n in range(len(texts) - 1):  # nothing stands below the last
        if not (numbered or blanks[n] or n == 0):
            continue
        known = lines.is_item(n) or lines.is_heading(n) or n in stamped
        level = 0 if known else _level(lines, n, rare=rare, numbered=numbered)
        numbered = level == 1 and not numbered
        if level:
            found.append((n, level))
    speakers = lines.speakers | _labels(texts) if found else frozenset()
    for n, level in found:
        if not _opens_turn(lines, n, speakers):
            yield n, replace(lines[n], heading=level)


def _stamped(texts: Sequence[str], apart: Sequence[int]) -> frozenset[int]:
    """Return the lines that end in times which count upwards, as those behind names do."""
    likely = (n for n in apart if ":" in texts[n][-7:])
    found = [(n, match[1]) for n in likely if (match := _STAMP.search(texts[n]))]
    rising = all(clock_seconds(a) <= clock_seconds(b) for (_, a), (_, b) in pairwise(found))
    return (
        frozenset(n for n, _ in found) if rising and len(found) >= _FEWEST_STAMPS else frozenset()
    )


def _labels(texts: Sequence[str]) -> frozenset[str]:
    """Return what stands before a colon on several lines that are no titles: likely speakers.

    A turn that the next speaker cuts off ("ANN: Yes, yes, I") looks like a title.
    """
    spoken = (text.partition(":")[0] for text in texts if ":" in text and not is_title(text))
    found = Counter(name for name in spoken if len(name) <= _LONGEST_HEADING)
    return frozenset(name for name, times in found.items() if times >= _FEWEST_SPOKEN)


def _opens_turn(lines: Lines, n: int, speakers: frozenset[str]) -> bool:
    """Tell whether a line is known to be the first that somebody says."""
    named, colon, _ = lines.texts[n].partition(":")
    if (colon and named in speakers) or lines.texts[n].startswith(">>"):
        return True
    own, comma, _ = named.partition(", ")  # "ANN LEE, HOST:", who is "LEE" from then on
    if comma and colon == lines.texts[n][-1] and (" " in own or own in speakers):
        return True
    if n and lines.texts[n - 1].endswith(":"):
        return True  # a name that stands alone above what is said
    speaker = lines[n].speaker
    return bool(speaker) and (n == 0 or lines[n - 1].speaker != speaker)


def _level(lines: Lines, n: int, *, rare: bool, numbered: bool) -> int:
    """Return 1 or 2 for a heading of that level; the line above may hold a chapter's number."""
    text, after = lines.texts[n], lines.texts[n + 1]
    if _TIMED.match(text) or text.partition(":")[0].casefold() in SOUNDS:
        return 0
    alone = _is_alone(lines, n)
    if (_CHAPTER.fullmatch(text) and not _SAID_ON.search(text)) or _NUMERAL.fullmatch(text):
        opens_part = lines.is_after_blank(n) or n == 0
        return int(alone or (opens_part and is_title(after)))
    if numbered and (n + 2 == len(lines) or lines.is_after_blank(n + 1)) and is_title(text):
        return 1  # the second line of "CHAPTER I. / The Storm"
    return 2 if alone and (_is_capitals(text) or (rare and _is_title_above(text, after))) else 0


def _has_paragraphs(lines: Lines) -> bool:
    """Tell whether there is more than short lines with a blank one between any two."""
    spaced = all(lines.blanks()[1:])
    return not spaced or max(map(len, lines.texts), default=0) >= _LEAST_PARAGRAPH


def _is_alone(lines: Lines, n: int) -> bool:
    ends = n + 1 == len(lines) or lines.is_after_blank(n + 1)
    return ends and (n == 0 or lines.is_after_blank(n))


def is_title(text: str) -> bool:
    """Tell whether a line could be a title: short, with a capital, and no sentence."""
    short = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_TITLE_WORDS
    whole = text.rstrip(_RAISED)[-1:] not in _STOPS and not _CUT_OFF.search(text)
    opens = text[0] not in "([" and not text[0].islower() and not _is_unclosed(text)
    return short and whole and opens and not _SAID_ON.search(text)


def _is_unclosed(text: str) -> bool:
    """Tell whether a quotation begins and does not end, as on the dates and names of letters."""
    return text[0] in '"“' and not any(sign in text[1:] for sign in '"”')


def _is_title_above(text: str, after: str) -> bool:
    whole = len(after) > len(text) and not after[0].islower()
    return whole and is_title(text) and any(c.isalpha() for c in text)


def _is_capitals(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    short = len(text) <= _LONGEST_HEADING and not text.endswith((",", "!", "?", "]"))
    if _is_unclosed(text) or text.endswith(('."', ".”")):
        return False  # who signs a letter that is quoted
    return short and letters > 3 and text.isupper()
