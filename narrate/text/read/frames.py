"""What a page sets around every line to lines without it: tags, links back, numbers of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import ending_with, opening_with

_TAG = re.compile(
    r"<(?P<silent>style|script)\b[^<>\n]{0,300}>[^<\n]{0,5000}</(?P=silent)>"
    r"|</?(?:html|head|body|main|article|section|title"
    r"|a|b|i|u|p|em|br|hr|h[1-6]|li|ol|ul|td|tr|div|img|pre|sub|sup|span|font|cite|time|table"
    r"|small|strong|iframe|center|audio|video|source|embed|button|input|script|blockquote)"
    r"(?:\s[^<>\n]{0,500})?/?>|<!--.{0,500}?-->",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:[\[(]\s*([^\W\d_]{1,12}|[¶#↑↩🔗])\s*[\])]|(?<=\s)([|│¦]))$")
_PAGE = re.compile(r"\[(?:page |p\. ?)?(\d{1,4})\]", re.IGNORECASE)
_SETTING = re.compile(r"(?:(?:align|position|line|size|vertical|region):[\w%.,-]+\s*)+")
_BULLETS = "•‣◦▪·○●"
_BULLET = re.compile(rf"[{_BULLETS}]\s+(?=\S)")
_BAR, _OPENS_SETTING = re.compile(r"[|│¦]"), re.compile(r"[aplsvr]")
_OPENS_ITEM, _OPENS_PAGE = re.compile(rf"[{_BULLETS}]"), re.compile(r"\[")
_ENDS_TAIL = re.compile(r"[\])|│¦]")
_FEWEST_TAILS, _LEAST_TAILED = 5, 0.7
_FEWEST_PAGES = 3


def take_frames(lines: Lines) -> tuple[Lines, Drops]:
    """Take HTML's tags, a tail that nearly all lines have, and counted pages off the lines."""
    steps = (_unsigned, _untagged, _unbulleted, _untailed, _unpaged)
    drops = [Drops() for _ in steps]
    for step, gone in zip(steps, drops, strict=True):
        lines = lines.edited(step(lines, gone))
    return lines, Drops.merged(*drops)


def _untagged(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    for n, text in enumerate(lines.texts):
        if "<" not in text or not _TAG.search(text):
            continue
        line = lines[n]
        for tag in _TAG.finditer(text):
            drops.add(line, tag.group(), "tag")
        left = " ".join(_TAG.sub(" ", text).split())
        left = re.sub(r"([\[(]) (?=\S)|(?<=\S) ([\])])", r"\1\2", left)
        yield n, replace(line, text=left) if left else None


def _unsigned(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    """Yield the lines that hold nothing but a table's bar, or a cue's place, where they recur."""
    texts = lines.texts
    reasons = {n: "rule" for n in opening_with(lines, _BAR) if len(texts[n]) == 1}
    settings = (
        n
        for n in opening_with(lines, _OPENS_SETTING)
        if ":" in texts[n][:12] and _SETTING.fullmatch(texts[n])
    )
    reasons |= dict.fromkeys(settings, "cue setting")
    for n in sorted(reasons) if len(reasons) >= _FEWEST_TAILS else ():
        drops.add(lines[n], lines.texts[n], reasons[n])
        yield n, None


def _unbulleted(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    """Take off a bullet that nearly all lines have, names that stand alone among them."""
    signed = opening_with(lines, _OPENS_ITEM)
    found = [(n, match) for n in signed if (match := _BULLET.match(lines.texts[n]))]
    if len(found) < max(_FEWEST_TAILS, _LEAST_TAILED * len(lines)):
        return
    for n, match in found:
        drops.add(lines[n], match.group().strip(), "bullet")
        yield n, replace(lines[n], text=lines.texts[n][match.end() :])


def _untailed(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    ends = (lines.texts[n][-20:] for n in ending_with(lines, _ENDS_TAIL))
    tails = Counter(found.group() for end in ends if (found := _TAIL.search(end)))
    tail, count = tails.most_common(1)[0] if tails else ("", 0)
    if count < max(_FEWEST_TAILS, _LEAST_TAILED * len(lines)):
        return
    for n, text in enumerate(lines.texts):
        found = _TAIL.search(text)
        if found and found.group() == tail:
            drops.add(lines[n], found.group().strip(), "page furniture")
            left = text[: found.start()]
            yield n, replace(lines[n], text=left) if left else None


def _unpaged(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    """Yield what is left of lines that are nothing but [12], where such lines count upwards."""
    opened = ((n, lines.texts[n]) for n in opening_with(lines, _OPENS_PAGE))
    found = [(n, match) for n, text in opened if (match := _PAGE.fullmatch(text[:20]))]
    numbers = [int(match.group(1)) for _, match in found]
    if len(found) < _FEWEST_PAGES or numbers != sorted(set(numbers)):
        return
    for n, _ in found:
        drops.add(lines[n], lines.texts[n], "page number")
        yield n, None
