"""To gather the phrases that could name a chapter, and what speaks for each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.fragments import is_fragment
from narrate.text.persons import is_person
from narrate.text.phrases import Phrase, fold
from narrate.text.phraseuse import DENIED_SHARE, Use, weigh_phrases
from narrate.text.survey import ChapterView, Key, TextView, survey_text
from narrate.text.titlewords import word_features

_LONG_CHAPTER = 30  # sentences; there, a phrase said once counts only near the start
_START = 12
_NOUN_SHARE = 0.6  # of the places of a single word, those where it is a noun
_OPENS = 3  # sentences
_SHORT_CHAPTER = 15  # sentences
_SAID, _SAID_IN_SHORT = 3, 2  # times that a theme is spoken of
_PERSON_SAID = 0.2  # of the sentences that name a person, where the chapter is about her
_PERSON_PARTS = 4  # of PARTS
_MOST_WEIGHED = 150  # phrases of a chapter that are looked at closely


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A phrase of one chapter that could be its title, with what speaks for it."""

    words: tuple[str, ...]
    key: Key
    shape: str
    once: bool  # said only once
    theme: bool  # whether the chapter speaks of it again and again, or opens with it
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
        if not _is_passing(places, chapter)
        and not is_fragment(places, chapter)
        and not _is_unnamed(key, places, chapter, text)
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
        _candidate(use, features, chapter)
        for use, features, no in zip(used, table, denied, strict=True)
        if not no or denied.all()
    )


def _is_passing(places: Sequence[Phrase], chapter: ChapterView) -> bool:
    """Tell whether a phrase is said once, far into a long chapter, or only counts something."""
    late = places[0].sentence > _START and len(chapter.sentences) > _LONG_CHAPTER
    counted = sum(place.edges[0] in "#d" for place in places)
    return (late and len(places) == 1) or 2 * counted > len(places)


def _is_unnamed(key: Key, places: Sequence[Phrase], chapter: ChapterView, text: TextView) -> bool:
    """Tell whether a phrase only calls somebody, or is a word that is mostly no noun."""
    if set(places[0].shape) == {"P"} and text.people.issuperset(map(fold, places[0].words)):
        return True
    if is_person(places) and not _is_spoken_of(places, chapter):
        return True
    if len(key) > 1 or key[0] not in chapter.words:
        return False
    tags = chapter.words[key[0]].tags
    return tags.count("N") + tags.count("P") < _NOUN_SHARE * len(tags)


def _is_spoken_of(places: Sequence[Phrase], chapter: ChapterView) -> bool:
    """Tell whether a person is what a chapter speaks of: named again and again, to its end."""
    words = [chapter.words[word] for word in places[0].key if word in chapter.words]
    often = max((word.count for word in words), default=0)
    spread = max((word.parts.bit_count() for word in words), default=0)
    return often >= _PERSON_SAID * len(chapter.sentences) and spread >= _PERSON_PARTS


def _candidate(use: Use, features: NDArray[np.float64], chapter: ChapterView) -> Candidate:
    first = use.places[0]
    words = [chapter.words[word] for word in use.key if word in chapter.words]
    least = _SAID if len(chapter.sentences) >= _SHORT_CHAPTER else _SAID_IN_SHORT
    lasting = any(word.count >= least and word.parts.bit_count() > 1 for word in words)
    opens = first.sentence < _OPENS or first.shape in ('"', "?")
    once = len(use.places) == 1
    return Candidate(use.words, use.key, first.shape, once, lasting or opens, features)


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
