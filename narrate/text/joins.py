"""Broken lines to running text: what goes between the end of one line and the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from narrate.model import Line

_WIDE = re.compile(  # scripts written without spaces: Han, kana, their marks and full-width forms
    "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_TAIL = re.compile(r"(?:^|[\s(\"'“‘])([^\W\d_]{2,})-$")  # a word cut at the end of a line
_HEAD = re.compile(r"[^\W\d_]{2,}")
_COMPOUND = re.compile(r"\b[^\W\d_]+-[^\W\d_]+")
_TIGHT_DASH = re.compile(r"[^\s—–-](?:—|--)$")
_MARKS = re.compile(r"[.,;:!?…]{1,3}(?=\s|$)")
_MARK_SIGNS, _DASHES = frozenset(".,;:!?…"), frozenset("-—")
_FIRST_WIDE = "\u3000"
_PREFIX_LIST = "self non anti ex co well half all cross post pre semi pro mid"
_PREFIXES = frozenset(_PREFIX_LIST.split())  # a hyphen after these is meant


@dataclass(frozen=True, slots=True)
class Running:
    """Lines joined to one text, and where in it each of them begins."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]


def known_compounds(texts: Iterable[str]) -> frozenset[str]:
    """Collect the words that a text writes with a hyphen inside a line, in lower case."""
    hyphened = (text for text in texts if "-" in text)
    return frozenset(word.lower() for text in hyphened for word in _COMPOUND.findall(text))


def join_lines(lines: Sequence[Line], compounds: frozenset[str] = frozenset()) -> Running:
    """Join lines: a space between words, none in Chinese or Japanese, no cut words."""
    texts = [line.text for line in lines]
    pieces = [_with_join(text, after, compounds) for text, after in pairwise(texts)]
    pieces += texts[-1:]
    starts = accumulate(map(len, pieces[:-1]), initial=0)
    return Running("".join(pieces), tuple(lines), tuple(starts))


def _with_join(text: str, after: str, compounds: frozenset[str]) -> str:
    """Return a line with what belongs between it and the next."""
    last = text[-1]
    if last < _FIRST_WIDE and last not in _DASHES and after[0] not in _MARK_SIGNS:
        return text + " "  # as nearly all
    if _MARKS.match(after):
        return text  # a recogniser that writes down its marks as words of their own
    if text.endswith("-"):
        return _join_hyphen(text, after, compounds)
    tight = _TIGHT_DASH.search(text[-4:]) or (_WIDE.match(text[-1:]) and _WIDE.match(after))
    return text if tight else text + " "


def _join_hyphen(text: str, after: str, compounds: frozenset[str]) -> str:
    tail, head = _TAIL.search(text[-60:]), _HEAD.match(after)
    if text.endswith("--"):
        return text if _TIGHT_DASH.search(text[-4:]) else text + " "
    if not tail or not head or head.group().lower().startswith(tail.group(1).lower()):
        return text + " "  # a dash, or someone who broke off and began the word again
    word = f"{tail.group(1)}-{head.group()}".lower()
    whole = tail.group(1).lower() in _PREFIXES or word in compounds or not after[0].islower()
    return text if whole else text[:-1]
