"""To score how much each sentence sounds like the opening of a new topic.

A logistic model over the words around a boundary (what the sentence opens with, what was said
right before, what comes next) and over measures of how the talk moves there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from narrate.text.cuemodel import CueModel
from narrate.text.terms import surface_words

_OPENING_WORDS = 8  # of a sentence, looked at one by one and in pairs
_MOST_WORDS = 25  # of a sentence, looked at wherever they stand
_NEXT_WORDS = 6
_LATER_WORDS = 15
_SHORT_SENTENCE = 8  # words; "Thanks for that." is looked at as a whole
_CLOSING_WORDS = 5  # of a longer sentence before
_SIGNS = (  # what points at an item being read out
    ("quote", re.compile(r"[\"“]")),
    ("digit", re.compile(r"\d")),
    ("hash", re.compile(r"#")),
)

Cues = tuple[tuple[str, set[str]], ...]


def word_cues(sentences: Sequence[str]) -> Iterator[Cues]:
    """Yield, for each sentence, kinds of cues and what is there of each kind."""
    spoken = [surface_words(sentence) for sentence in sentences]
    two_before: Sequence[str] = ()
    before: Sequence[str] = ()
    for sentence, here, after in zip(sentences, spoken, [*spoken[1:], ()], strict=True):
        yield (
            *_cues_here(sentence, here),
            ("next", set(after[:_NEXT_WORDS])),
            ("later", set(after[_NEXT_WORDS:_LATER_WORDS])),
            *_cues_before(before, two_before),
        )
        two_before, before = before, here


def opening_cues(sentence: str) -> Cues:
    """Return what a sentence opens with, by kinds of cues."""
    return _opening(surface_words(sentence))


def _opening(here: Sequence[str]) -> Cues:
    opening = here[:_OPENING_WORDS]
    return (
        ("first", set(here[:1])),
        ("start", {" ".join(here[:3])}),
        ("here", set(opening)),
        ("pair", {f"{a} {b}" for a, b in pairwise(opening)}),
    )


def _cues_here(sentence: str, here: Sequence[str]) -> Cues:
    return (
        *_opening(here),
        ("any", set(here[:_MOST_WORDS])),
        ("inside", {f"{a} {b}" for a, b in pairwise(here[_OPENING_WORDS - 1 : _MOST_WORDS])}),
        ("has", {name for name, sign in _SIGNS if sign.search(sentence)}),
    )


def _cues_before(before: Sequence[str], two_before: Sequence[str]) -> Cues:
    kind = "before" if len(before) <= _SHORT_SENTENCE else "closing"
    last = before if kind == "before" else before[-_CLOSING_WORDS:]
    short = len(two_before) <= _SHORT_SENTENCE
    return (kind, set(last)), ("two", set(two_before if short else two_before[-4:]))


def score_cues(
    model: CueModel, sentences: Sequence[str], measures: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the log odds, per sentence, that it opens a topic.

    `measures` has one row a sentence and one column for each of narrate.text.measures.MEASURES.
    """
    scores: NDArray[np.float64] = measures @ model.measure_weights + model.bias
    tables = model.tables
    none: dict[str, float] = {}
    heard = []
    for cues in word_cues(sentences):
        score = 0.0
        for kind, items in cues:
            table = tables.get(kind, none)
            for item in items:
                if item in table:
                    score += table[item]
        heard.append(score)
    scores += np.array(heard)
    return scores
