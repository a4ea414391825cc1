"""To weigh what speaks for a phrase as the title of its chapter: one number for each thing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narrate.text.phrases import MOST_WORDS, Phrase, fold
from narrate.text.survey import PARTS, ChapterView, Key, TextView
from narrate.text.terms import STOP_WORDS, word_set
from narrate.text.titlewords import ANNOUNCING, LATEST_ANNOUNCEMENT

DENIED_SHARE = 10  # the column that says how often the speaker says what the topic is not
_ANNOUNCING = re.compile(ANNOUNCING + "$", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|never|n't|no|without|isn't|wasn't|instead of)\b(?: [\w'-]+){0,9} ?$"
)
_BEFORE_NAMES = word_set(
    "the a an this these those my your our their its his her some any about on"
)
_BEFORE_ACTIONS = word_set("i you we they he she it to will can could would should who")
_REMEMBERED = 5000  # shapes
_SHAPES = "oicht#"  # letters that count wherever they stand in a phrase's shape
_FIRST, _LAST = "APNGDanw#", "PNGn#"


WordUse = tuple[float, int, int, float, float, float]


class Use(NamedTuple):
    """A phrase of a chapter, as it is mostly written, and where it stands."""

    key: Key
    words: tuple[str, ...]
    places: list[Phrase]


def weigh_phrases(used: Sequence[Use], chapter: ChapterView, text: TextView) -> NDArray[np.float64]:
    """Return a row of features for each phrase, also relative to the best of the chapter."""
    known: dict[str, WordUse] = {}
    rows = [
        [
            *_place_features(key, places, text),
            *_announcement_features(places, chapter.sentences),
            *_form_features(words, places),
            *_shape_features(places),
            *_word_features(use, chapter, text, known),
            *_edge_features(places),
            *_vector_features(key, chapter, text),
        ]
        for use in used
        for key, words, places in (use,)
    ]
    table = np.array(rows)
    return np.hstack([table, _relative(table)])


def _place_features(key: Key, places: Sequence[Phrase], text: TextView) -> list[float]:
    """How often, how early, and how much more here than in the other chapters."""
    rarity = text.rarity(key)
    count, first = math.log(len(places)), places[0].sentence
    near, nearer = math.exp(-first / 10), math.exp(-first / 3)
    share = len(places) / text.total[key]
    return [count, rarity, count * rarity, share, near, nearer, float(first == 0), nearer * rarity]


def _announcement_features(places: Sequence[Phrase], sentences: Sequence[str]) -> list[float]:
    """Whether the speaker names it as the topic, or says what the topic is not."""
    at, negated = [], 0
    for place in places:
        text, said = sentences[place.sentence], " ".join(place.words)
        if "’" in text:
            text, said = text.replace("’", "'"), said.replace("’", "'")
        start = text.find(said)
        start = max(0, start if start >= 0 else text.find(place.words[0]))
        before = text[max(0, start - 60) : start]
        if place.sentence < LATEST_ANNOUNCEMENT and _ANNOUNCING.search(before):
            at.append(place.sentence)
        negated += _NEGATED.search(before) is not None
    return [float(bool(at)), math.exp(-at[0] / 3) if at else 0.0, negated / len(places)]


def _form_features(words: tuple[str, ...], places: Sequence[Phrase]) -> list[float]:
    """Length, capitals and digits."""
    inner = words if places[0].before else words[1:]  # the first word of a sentence has a capital
    first, last = fold(words[0]), fold(words[-1])
    return [
        *(float(len(words) == n) for n in range(1, MOST_WORDS)),
        sum(word[:1].isupper() for word in inner) / len(words),
        float(any(word.isupper() and len(word) > 1 for word in words)),
        float(any(map(str.isdigit, chain(*words)))),
        min(map(len, words)) / 10,
        sum(map(len, words)) / 20,
        float(first.endswith("ing")),
        float(last.endswith("ing")),
        float(last.endswith("s")),
        float(last.endswith(("ion", "ment", "ity", "ness", "ism", "ance", "ence"))),
    ]


def _shape_features(places: Sequence[Phrase]) -> tuple[float, ...]:
    """Which parts of speech the phrase has, first, last, and anywhere."""
    if len(places) == 1:
        return _shape_row(places[0].shape)
    return _shape_row(Counter(place.shape for place in places).most_common(1)[0][0])


@lru_cache(_REMEMBERED)
def _shape_row(shape: str) -> tuple[float, ...]:
    return (
        *(float(letter in shape) for letter in _SHAPES),
        *(float(shape[0] == letter) for letter in _FIRST),
        *(float(shape[-1] == letter) for letter in _LAST),
        float(shape == "?"),
        float(shape == '"'),
        sum(letter in "an" for letter in shape) / len(shape),
    )


def _word_features(
    use: Use, chapter: ChapterView, text: TextView, known: dict[str, WordUse]
) -> list[float]:
    """How much the chapter, and its start, speak of the single words, and how common they are."""
    key = use.key
    pairs = zip(key, use.words, strict=True)
    content = [stemmed for stemmed, word in pairs if fold(word) not in STOP_WORDS] or [key[-1]]
    for word in content:
        if word not in known:
            known[word] = _word_use(word, chapter, text)
    rare, count, parts, weight, often, soon = zip(*(known[w] for w in content), strict=True)
    return [
        float(len(content)),
        *(sum(rare) / len(rare), max(rare), min(rare), rare[-1]),
        *(sum(weight) / len(weight), max(weight), min(weight), weight[-1]),
        sum(often) / len(content),
        sum(soon) / len(content),
        sum(count) / len(content) / chapter.size * 20,
        sum(parts) / len(content) / PARTS,
        max(parts) / PARTS,
    ]


def _word_use(word: str, chapter: ChapterView, text: TextView) -> WordUse:
    """Return rarity, count, parts and weight of a word, and logarithms of how often it is said."""
    view = chapter.words.get(word)
    count, early = (view.count, view.early) if view else (0, 0)
    often = math.log1p(count)
    parts = view.parts.bit_count() if view else 0
    weight = often * text.word_rarity(word)
    return text.vectors.rarity(word), count, parts, weight, often, math.log1p(early)


def _edge_features(places: Sequence[Phrase]) -> list[float]:
    """What stands before and after the phrase: a name has clear edges."""
    count = len(places)
    return [
        sum(place.before in _BEFORE_NAMES for place in places) / count,
        sum(place.before in _BEFORE_ACTIONS for place in places) / count,
        sum(not place.before[:1].isalnum() for place in places) / count,
        sum(not place.after[:1].isalnum() for place in places) / count,
        sum(place.edges[0] in "APNGDan#d" for place in places) / count,
        sum(place.edges[1:] in ("N", "P", "G", "n", "#") for place in places) / count,
        sum(place.edges[1:] in ("o", "i") for place in places) / count,
        len({place.sentence * PARTS // (places[-1].sentence + 1) for place in places}) / PARTS,
    ]


def _vector_features(key: Key, chapter: ChapterView, text: TextView) -> list[float]:
    """How near the phrase is in meaning to the chapter, its opening, and the whole text."""
    own = text.vectors.centre(key)
    if not own.any():
        return [0.0, 0.0, 0.0, 0.0]
    near, all_over = float(own @ chapter.centre), float(own @ text.centre)
    return [near, all_over, near - all_over, float(own @ chapter.opening)]


# Of these features, what counts is also how a phrase stands among the others of its chapter.
_COMPARED = (0, 2, 7, -4, -2, -1)


def _relative(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each phrase lies under the best of its chapter."""
    compared = table[:, _COMPARED]
    result: NDArray[np.float64] = compared - compared.max(axis=0)
    return result
