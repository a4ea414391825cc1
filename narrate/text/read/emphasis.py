"""Marks of emphasis and links inside lines to the words that they stand around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_SIGNS = ("**", "__", "](", "`")
_ALL_SIGNS = ("*", "_", "](", "`")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])([^*_]*[^\s*_])\1(?!\w)")
_LINK = re.compile(r"(!?\[)([^\[\]]+)(\]\((?:https?://|www\.|/|#|mailto:)[^()\s]*\))")
_LIGHT = re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
_LOW = re.compile(r"(?<![\w_])(_)(?=[^\s_])([^_]*[^\s_])\1(?![\w_])")
_ESCAPED = re.compile(r"\\(?=[\[\]()*_~`#>+.!-])")
_CODE = re.compile(r"(?<![\w`])(`{1,2})(?=[^\s`])([^`]*[^\s`])\1(?![\w`])")


def may_be_marked(text: str) -> bool:
    """Tell quickly that a whole text has none of what `take_emphasis` takes."""
    return any(sign in text for sign in _SIGNS)


def take_emphasis(lines: Lines) -> tuple[Lines, Drops]:
    """Take `**`, backquotes and `[…](address)` off the words inside them."""
    return _taken(lines, _SIGNS, (_STRONG, _LINK, _CODE))


def take_escapes(lines: Lines) -> tuple[Lines, Drops]:
    """Take off the backslashes by which Markdown says that a sign is no mark: `\\[laughter\\]`.

    Transcripts of turns have them too, though little else in them tells that they are Markdown.
    """
    drops = Drops()
    likely = [n for n, text in enumerate(lines.texts) if "\\" in text]
    return lines.edited(_unescaped(lines, likely, drops)), drops


def take_all_emphasis(lines: Lines) -> tuple[Lines, Drops]:
    """Take `*` and `_` off, too, as only Markdown has them."""
    return _taken(lines, _ALL_SIGNS, (_STRONG, _LINK, _LIGHT, _LOW, _CODE))


def _taken(
    lines: Lines, signs: Iterable[str], marks: tuple[re.Pattern[str], ...]
) -> tuple[Lines, Drops]:
    likely = [n for n, text in enumerate(lines.texts) if any(map(text.__contains__, signs))]
    drops = Drops()
    return lines.edited(_unmarked(lines, likely, marks, drops)), drops


def _unmarked(
    lines: Lines, likely: Iterable[int], marks: tuple[re.Pattern[str], ...], drops: Drops
) -> Iterator[tuple[int, Line]]:
    for n in likely:
        text = written = lines.texts[n]
        for mark in marks:
            for found in mark.finditer(text):
                reason = "link" if mark is _LINK else "mark of emphasis"
                for taken in (found[1], found[3] if mark is _LINK else found[1]):
                    drops.add(lines[n], taken, reason)
            text = mark.sub(r"\2", text)
        if text != written:
            yield n, replace(lines[n], text=text)


def _unescaped(lines: Lines, likely: Iterable[int], drops: Drops) -> Iterator[tuple[int, Line]]:
    for n in likely:
        text, count = _ESCAPED.subn("", lines.texts[n])
        for _ in range(count):
            drops.add(lines[n], "\\", "mark of an escape")
        if count:
            yield n, replace(lines[n], text=text)
