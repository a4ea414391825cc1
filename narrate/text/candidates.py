"""To gather the phrases that could name a chapter, and what speaks for each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.phrases import Phrase, fold
from narrate.text.phraseuse import DENIED_SHARE, Use, weigh_phrases
from narrate.text.survey import ChapterView, Key, TextView, survey_text
from narrate.text.titlewords import word_features

_YEAR = re.compile(r"(?:19|20)\d\d\b")
_LONG_CHAPTER = 30  # sentences; there, a phrase said once counts only near the start
_START = 12
_NOUN_SHARE = 0.6  # of the places of a single word, those where it is a noun
_MOST_WEIGHED = 150  # phrases of a chapter that are looked at closely


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


def list_candidates(
    chapters: Sequence[Sequence[str]], speakers: Collection[str] = ()
) -> list[Listed]:
    """Return the candidates of every chapter, given as its sentences."""
    text = survey_text(chapters, speakers)
    return [
        Listed(_candidates(chapter, text), *word_features(chapter, text))
        for chapter in text.chapters
    ]


def _candidates(chapter: ChapterView, text: TextView) -> tuple[Candidate, ...]:
    found = [
        (key, places)
        for key, places in chapter.found.items()
        if not _is_passing(places, chapter) and not _is_unnamed(key, places, chapter, text)
    ]
    found = [item for item in found if not text.is_everywhere(item[0])] or found
    found.sort(key=lambda item: -_promise(item[0], item[1], text))
    found = found[:_MOST_WEIGHED]
    if not found:
        return ()
    used = [Use(key, _spelling(places), places) for key, places in found]
    table = weigh_phrases(used, chapter, text)
    denied = table[:, DENIED_SHARE] == 1.0
    return tuple(
        Candidate(use.words, use.key, use.places[0].shape, features)
        for use, features, no in zip(used, table, denied, strict=True)
        if not no or denied.all()
    )


def _is_passing(places: Sequence[Phrase], chapter: ChapterView) -> bool:
    """Tell whether a phrase is said once, far into a long chapter, or only counts something."""
    late = places[0].sentence > _START and len(chapter.sentences) > _LONG_CHAPTER
    counted = sum(place.edges[0] in "#d" for place in places)
    passing = (late and len(places) == 1) or 2 * counted > len(places)
    return passing or _is_weak(places[0]) or all(map(_is_cut, places))


def _is_unnamed(key: Key, places: Sequence[Phrase], chapter: ChapterView, text: TextView) -> bool:
    """Tell whether a phrase only calls somebody, or is a word that is mostly no noun."""
    if set(places[0].shape) == {"P"} and text.people.issuperset(map(fold, places[0].words)):
        return True
    if len(key) > 1 or key[0] not in chapter.words:
        return False
    tags = chapter.words[key[0]].tags
    return tags.count("N") + tags.count("P") < _NOUN_SHARE * len(tags)


def _is_cut(place: Phrase) -> bool:
    """Tell whether a phrase is a part of a longer one: "Pro 15 inch", "rules for writing (a)"."""
    before, after = place.edges[0], place.edges[1:]
    cut = (
        (before in "NP" and place.shape[0] in "NP#")
        or (after in ("N", "P", "#") and place.shape[-1] in "NP#")
        or (after in ("t", "h", "A", "N", "P", "#") and place.shape[-1] == "G")
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
