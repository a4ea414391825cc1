"""Lines of a text to the log odds that a page wrote them rather than that somebody said them.

A logistic model of a line's words and form and of the forms around it, hashed into one small
table of weights; bench/lines/train.py makes it, docs/lines-model.md is its card. It is evidence
for `furnishings`, which asks it of few lines and drops none on its word alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from narrate.text.unwrapped import is_ended

BUCKETS = 1 << 15
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_SIGNS = '·•|›»>→←©@#*()[]:/&+…♥–—"«“„'
_MOST_WORDS = 30  # of a line: a page's own lines are short, longer ones are known by their size
_SIZES = (1, 2, 3, 4, 6, 9, 13, 20, 40)  # words
_STEM = 4  # letters by which words are alike
_AROUND = 3  # lines above and below
_SHORT_WORDS = 9
_WIDE_LETTERS = 2  # of Chinese or Japanese that count as a word


def page_log_odds(texts: Sequence[str], blanks: Sequence[bool]) -> NDArray[np.float32]:
    """Return, for each line, the log odds that it is a page's; `blanks` tells which stand below
    a blank line. All lines given are looked at together: what stands around one is evidence.
    """
    return _log_odds("page", texts, blanks)


def title_log_odds(texts: Sequence[str], blanks: Sequence[bool]) -> NDArray[np.float32]:
    """Return, for each line above speech, the log odds that it is the title."""
    return _log_odds("title", texts, blanks)


def _log_odds(kind: str, texts: Sequence[str], blanks: Sequence[bool]) -> NDArray[np.float32]:
    if not texts:
        return np.zeros(0, np.float32)
    weights, scale = _table(kind)
    rows, cues = line_cues(texts, blanks)
    sums = np.bincount(rows, weights=weights[cues].astype(np.float64), minlength=len(texts))
    odds: NDArray[np.float32] = (sums * float(scale)).astype(np.float32)
    return odds


def line_cues(
    texts: Sequence[str], blanks: Sequence[bool]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lines' cues as two columns: the line's place, and the cue's bucket."""
    forms = [_form(text) for text in texts]
    twice = {text for text in texts if texts.count(text) > 1} if len(texts) <= 400 else set()
    ended = sum(form[1] == "." for form in forms) * 5 // max(1, len(forms))
    rows: list[int] = []
    cues: list[int] = []
    for n, text in enumerate(texts):
        around = _around(forms, blanks, n)
        found = {*_own(text), *around, f"d {ended} {forms[n]}", f"2 {text in twice}"}
        rows.extend([n] * len(found))
        cues.extend(sorted(crc32(cue.encode("utf-8", "replace")) % BUCKETS for cue in found))
    return np.array(rows, np.int64), np.array(cues, np.int64)


@cache
def _table(kind: str) -> tuple[NDArray[np.int8], np.float32]:
    with files("narrate.text").joinpath("lines.npz").open("rb") as file, np.load(file) as stored:
        return stored[kind], np.float32(stored[f"{kind}_scale"])


def _size(text: str) -> int:
    wide = len(_WIDE.findall(text[:400])) // _WIDE_LETTERS
    return text.count(" ") + 1 + wide


def _form(text: str) -> str:
    """Return a line's form: short or long, and how it ends."""
    end = "." if is_ended(text) else "," if text[-1] in ",-–—" else "_"
    return ("s" if _size(text) <= _SHORT_WORDS else "l") + end


def _around(forms: Sequence[str], blanks: Sequence[bool], n: int) -> Iterator[str]:
    above = forms[n - 1] if n else "^"
    below = forms[n + 1] if n + 1 < len(forms) else "$"
    here = forms[n]
    yield f"ab {above} {here} {blanks[n]}"
    yield f"be {below} {here} {n + 1 < len(forms) and blanks[n + 1]}"
    yield f"bo {above} {here} {below}"
    near = forms[max(0, n - _AROUND) : n + _AROUND + 1]
    yield f"ne {here} {near.count('s_')}"
    yield f"nl {here} {near.count('l.')}"


def _own(text: str) -> Iterator[str]:
    words = [w.lower() if w.isalpha() else w for w in _WORD.findall(text[:400])[:_MOST_WORDS]]
    size = sum(_size(text) > limit for limit in _SIZES)
    last = text[-1]
    end = "a" if last.isalpha() else "0" if last.isdecimal() else last
    yield "bias"
    yield f"n {size} {end}"
    yield f"o {_shapes(text)}"
    yield f"c {text[0].islower()} {size}"
    yield from (f"s {sign}" for sign in _SIGNS if sign in text)
    yield f"t {text[0] if not text[0].isalnum() else ''}"
    spelt = [w if w.isalpha() or not w.isdecimal() else "0" * min(4, len(w)) for w in words]
    yield from (f"w {w}" for w in spelt)
    yield from (f"p {w[:_STEM]}" for w in spelt if len(w) > _STEM)
    yield from (f"b {a} {b}" for a, b in pairwise(spelt))
    if spelt:
        yield f"f {spelt[0]} {size}"
        yield f"l {spelt[-1]}"
    if size < len(_SIZES) - 2:
        yield f"x {text[:80].lower()}"
    if _WIDE.search(text):
        yield from (f"k {a}{b}" for a, b in pairwise(text[:60]))


def _shapes(text: str) -> str:
    """Return how the first words are written, and how many: "Aa0" of "The HOUR 12"."""
    return "".join(map(_shape, text.split()[:5]))


def _shape(word: str) -> str:
    if word[0].isdecimal():
        return "0"
    if word.isupper() and len(word) > 1:
        return "A"
    return "C" if word[0].isupper() else "a" if word[0].isalpha() else "-"
