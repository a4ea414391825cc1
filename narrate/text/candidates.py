"""To gather the phrases that could name a chapter, and what speaks for each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.phrases import MOST_WORDS, Phrase, fold
from narrate.text.survey import PARTS, ChapterView, Key, TextView, survey_text
from narrate.text.terms import STOP_WORDS, word_set
from narrate.text.titlewords import ANNOUNCING, LATEST_ANNOUNCEMENT, word_features

_ANNOUNCING = re.compile(ANNOUNCING + "$", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|never|n't|no|without|isn't|wasn't|instead of)\b(?: [\w'-]+){0,9} ?$"
)
_BEFORE_NAMES = word_set(
    "the a an this these those my your our their its his her some any about on"
)
_BEFORE_ACTIONS = word_set("i you we they he she it to will can could would should who")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_LONG_CHAPTER = 30  # sentences; there, a phrase said once counts only near the start
_START = 12
_DENIED_SHARE = 10  # column of features: how often the speaker says what the topic is not
_MOST_WEIGHED = 150  # phrases of a chapter that are looked at closely
_SHAPES = "oicht#"  # letters that count wherever they stand in a phrase's shape
_FIRST, _LAST = "APNGDanw#", "PNGn#"


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A phrase of one chapter that could be its title, with what speaks for it."""

    words: tuple[str, ...]
    key: Key
    shape: str
    features: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """What a chapter could be called, and the single words that a title could hold."""

    candidates: tuple[Candidate, ...]
    words: list[str]
    word_features: NDArray[np.float64]


def list_candidates(chapters: Sequence[Sequence[str]]) -> list[Listed]:
    """Return the candidates of every chapter, given as its sentences."""
    text = survey_text(chapters)
    return [
        Listed(_candidates(chapter, text), *word_features(chapter, text))
        for chapter in text.chapters
    ]


def _candidates(chapter: ChapterView, text: TextView) -> tuple[Candidate, ...]:
    found = [item for item in chapter.found.items() if not _is_passing(item[1], chapter)]
    found.sort(key=lambda item: -_promise(item[0], item[1], text))
    found = found[:_MOST_WEIGHED]
    if not found:
        return ()
    rows = []
    for key, places in found:
        words = _spelling(places)
        rows.append(
            [
                *_place_features(key, places, text),
                *_announcement_features(places, chapter.sentences),
                *_form_features(words, places),
                *_shape_features(places),
                *_word_features(key, words, chapter, text),
                *_edge_features(places),
                *_vector_features(key, chapter, text),
            ]
        )
    table = np.array(rows)
    denied = table[:, _DENIED_SHARE] == 1.0
    table = np.hstack([table, _relative(table)])
    return tuple(
        Candidate(_spelling(places), key, places[0].shape, features)
        for (key, places), features, no in zip(found, table, denied, strict=True)
        if not no or denied.all()
    )


def _is_passing(places: Sequence[Phrase], chapter: ChapterView) -> bool:
    """Tell whether a phrase is said once, far into a long chapter, or only counts something."""
    late = places[0].sentence > _START and len(chapter.sentences) > _LONG_CHAPTER
    counted = sum(place.edges[0] in "#d" for place in places)
    passing = (late and len(places) == 1) or 2 * counted > len(places)
    return passing or _is_weak(places[0]) or all(map(_is_cut, places))


def _is_cut(place: Phrase) -> bool:
    """Tell whether a phrase is a part of a longer name: "Pro 15 inch", "Shamir secret"."""
    before, after = place.edges[0], place.edges[1:]
    cut = (before in "NP" and place.shape[0] in "NP#") or (
        after in ("N", "P", "#") and place.shape[-1] in "NP"
    )
    return cut and len(place.words) > 1


def _is_weak(phrase: Phrase) -> bool:
    """Tell whether a phrase has but one word of weight among weak ones: "different facets"."""
    weak = sum(letter in "an" for letter in phrase.shape)
    strong = sum(letter in "PNAGD" for letter in phrase.shape)
    return (weak > 0 and strong < 2) or (
        phrase.shape[0] == "#" and not _YEAR.match(phrase.words[0])
    )


def _promise(key: Key, places: Sequence[Phrase], text: TextView) -> float:
    near = math.exp(-places[0].sentence / 8)
    marked = places[0].shape in ('"', "?")
    longer = min(len(key), 3) / 3
    return math.log1p(len(places)) * text.rarity(key) * (0.5 + longer) * (1 + near) + 2 * marked


def _spelling(places: Sequence[Phrase]) -> tuple[str, ...]:
    """Return the commonest spelling of a phrase; the earliest where several are as common."""
    return Counter(place.words for place in places).most_common(1)[0][0]


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
        text = sentences[place.sentence].replace("’", "'")
        said = " ".join(place.words).replace("’", "'")
        start = max(0, text.find(said if said in text else place.words[0]))
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
        float(any(c.isdigit() for word in words for c in word)),
        min(len(word) for word in words) / 10,
        sum(len(word) for word in words) / 20,
        float(first.endswith("ing")),
        float(last.endswith("ing")),
        float(last.endswith("s")),
        float(last.endswith(("ion", "ment", "ity", "ness", "ism", "ance", "ence"))),
    ]


def _shape_features(places: Sequence[Phrase]) -> list[float]:
    """Which parts of speech the phrase has, first, last, and anywhere."""
    shape = Counter(place.shape for place in places).most_common(1)[0][0]
    return [
        *(float(letter in shape) for letter in _SHAPES),
        *(float(shape[0] == letter) for letter in _FIRST),
        *(float(shape[-1] == letter) for letter in _LAST),
        float(shape == "?"),
        float(shape == '"'),
        sum(letter in "an" for letter in shape) / len(shape),
    ]


def _word_features(
    key: Key, words: tuple[str, ...], chapter: ChapterView, text: TextView
) -> list[float]:
    """How much the chapter, and its start, speak of the single words, and how common they are."""
    pairs = zip(key, words, strict=True)
    content = [stemmed for stemmed, word in pairs if fold(word) not in STOP_WORDS] or [key[-1]]
    rare = [text.vectors.rarity(word) for word in content]
    count = [chapter.words[w].count if w in chapter.words else 0 for w in content]
    early = [chapter.words[w].early if w in chapter.words else 0 for w in content]
    parts = [chapter.words[w].parts.bit_count() if w in chapter.words else 0 for w in content]
    weight = [math.log1p(n) * text.word_rarity(w) for n, w in zip(count, content, strict=True)]
    return [
        float(len(content)),
        *(sum(rare) / len(rare), max(rare), min(rare), rare[-1]),
        *(sum(weight) / len(weight), max(weight), min(weight), weight[-1]),
        sum(math.log1p(n) for n in count) / len(content),
        sum(math.log1p(n) for n in early) / len(content),
        sum(count) / len(content) / chapter.size * 20,
        sum(parts) / len(content) / PARTS,
        max(parts) / PARTS,
    ]


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


def chance_features(keys: Sequence[Key], chances: dict[str, float]) -> NDArray[np.float64]:
    """Return how likely a person's title holds the words of each phrase (rows).

    The mean, the likeliest and the last of its words, also relative to the best phrase; no sum,
    which would favour titles as long as those of the shows that the chances were learnt from.
    """
    rows = []
    for key in keys:
        each = [chances[word] for word in key if word in chances] or [0.0]
        rows.append([sum(each) / len(each), max(each), chances.get(key[-1], 0.0)])
    table = np.array(rows)
    return np.hstack([table, table - table.max(axis=0)])


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
