"""To gather the phrases that could name a chapter, and what speaks for each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.phrases import LINKS, MOST_WORDS, Phrase, fold, phrases, tokens_of
from narrate.text.terms import STOP_WORDS, stem, word_set
from narrate.text.wordkinds import WordKinds, is_name

Key = tuple[str, ...]

# What people say right before they name the next topic.
_ANNOUNCING = re.compile(
    r"\b(?:talk(?:ing|ed)? (?:\w+ ){0,3}about|mov(?:e|ing) on(?: \w+){0,2} to|next \w+ is|"
    r"what(?: is|'s| are| about)|question (?:is|about)|how about|(?:jump|dive|get) into|"
    r"titled|called|topic (?:is|of)|section (?:is|on)|curious about|regarding|"
    r"episode (?:is )?(?:about|on)|subject of|going to be(?: about)?)(?: the| an?)?\W*$",
    re.IGNORECASE,
)
_BEFORE_NAMES = word_set(
    """
    the a an this these those my your our their its his her some any of about on
    """
)
_BEFORE_ACTIONS = word_set("i you we they he she it to will can could would should who")
_OPENING_SENTENCES = 6
_LATEST_ANNOUNCEMENT = 10  # sentences into a chapter
_LONG_CHAPTER = 30  # sentences; there, a phrase said once counts only near the start
_START = 12


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A phrase of one chapter that could be its title, with what speaks for it."""

    words: tuple[str, ...]
    key: Key
    features: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Chapter:
    """One chapter as candidates see it."""

    sentences: Sequence[str]
    found: dict[Key, list[Phrase]]
    words: Counter[str]  # stems
    early: Counter[str]  # stems of the first sentences


@dataclass(frozen=True, slots=True, eq=False)
class _Text:
    """All chapters, and how phrases are spread over them."""

    chapters: tuple[_Chapter, ...]
    spread: Counter[Key]  # chapters that hold the phrase
    total: Counter[Key]  # occurrences in all of them
    kinds: WordKinds


def list_candidates(
    chapters: Sequence[Sequence[str]], kinds: WordKinds
) -> list[tuple[Candidate, ...]]:
    """Return the candidates of every chapter, given as its sentences."""
    surveyed = tuple(_survey(sentences, kinds) for sentences in chapters)
    spread = Counter(key for chapter in surveyed for key in chapter.found)
    total: Counter[Key] = Counter()
    for chapter in surveyed:
        total.update({key: len(places) for key, places in chapter.found.items()})
    text = _Text(surveyed, spread, total, kinds)
    return [tuple(_candidates(chapter, text)) for chapter in surveyed]


def _survey(sentences: Sequence[str], kinds: WordKinds) -> _Chapter:
    found: dict[Key, list[Phrase]] = {}
    for phrase in phrases(sentences):
        if phrase.quoted or is_name(phrase.words, kinds):
            found.setdefault(phrase.key, []).append(phrase)
    early = _stems(sentences[:_OPENING_SENTENCES])
    return _Chapter(sentences, found, early + _stems(sentences[_OPENING_SENTENCES:]), early)


def _stems(sentences: Sequence[str]) -> Counter[str]:
    return Counter(stem(fold(t)) for s in sentences for t in tokens_of(s) if t[0].isalnum())


def _candidates(chapter: _Chapter, text: _Text) -> list[Candidate]:
    size = sum(chapter.words.values())
    chosen = []
    for key, places in chapter.found.items():
        late = places[0].sentence > _START and len(chapter.sentences) > _LONG_CHAPTER
        if late and len(places) == 1:
            continue
        words = _spelling(places)
        features = [
            *_place_features(key, places, text),
            *_announcement_features(places, chapter.sentences),
            *_form_features(words, places),
            *_kind_features(words, text.kinds),
            *_word_features(key, words, chapter, size),
            *_neighbour_features(places),
        ]
        chosen.append(Candidate(words, key, np.array(features)))
    return chosen


def _spelling(places: Sequence[Phrase]) -> tuple[str, ...]:
    """Return the commonest spelling of a phrase; the earliest where several are as common."""
    return Counter(place.words for place in places).most_common(1)[0][0]


def _place_features(key: Key, places: Sequence[Phrase], text: _Text) -> list[float]:
    """How often, how early, and how much more here than in the other chapters."""
    rarity = math.log((len(text.chapters) + 1) / (text.spread[key] + 0.3))
    count, first = math.log(len(places)), places[0].sentence
    near, nearer = math.exp(-first / 10), math.exp(-first / 3)
    share = len(places) / text.total[key]
    return [count, rarity, count * rarity, share, near, nearer, float(first == 0), nearer * rarity]


def _announcement_features(places: Sequence[Phrase], sentences: Sequence[str]) -> list[float]:
    early = [place for place in places if place.sentence < _LATEST_ANNOUNCEMENT]
    at = [place.sentence for place in early if _is_announced(place, sentences)]
    quoted = float(any(place.quoted for place in places))
    return [quoted, float(bool(at)), math.exp(-at[0] / 3) if at else 0.0]


def _is_announced(phrase: Phrase, sentences: Sequence[str]) -> bool:
    text = sentences[phrase.sentence].replace("’", "'")
    at = text.find(phrase.words[0].replace("’", "'"))
    return _ANNOUNCING.search(text[max(0, at - 40) : at]) is not None


def _form_features(words: tuple[str, ...], places: Sequence[Phrase]) -> list[float]:
    """Length, capitals, digits and linking words."""
    inner = words if places[0].before else words[1:]  # the first word of a sentence has a capital
    links = [fold(word) for word in words if fold(word) in LINKS]
    return [
        *(float(len(words) == n) for n in range(1, MOST_WORDS + 1)),
        sum(word[:1].isupper() for word in inner) / len(words),
        float(any(word.isupper() and len(word) > 1 for word in words)),
        float(any(c.isdigit() for word in words for c in word)),
        len(links) / len(words),
        float(any(link in ("of", "for", "to") for link in links)),
        min(len(word) for word in words) / 10,
        sum(len(word) for word in words) / 20,
    ]


def _kind_features(words: tuple[str, ...], kinds: WordKinds) -> list[float]:
    """How the words are used elsewhere: first, last, and content words together."""
    rows = np.array([kinds.of(word) for word in words])
    content = rows[[fold(word) not in STOP_WORDS for word in words]]
    first, last = fold(words[0]), fold(words[-1])
    return [
        *rows[0][:4].tolist(),
        *rows[-1][:4].tolist(),
        float(content[:, 1].max()),
        float(content[:, 5].mean()),
        float(content[:, 5].max()),
        float(first.endswith("ing")),
        float(last.endswith("ing")),
        float(last.endswith("ed")),
    ]


def _word_features(key: Key, words: tuple[str, ...], chapter: _Chapter, size: int) -> list[float]:
    """How much the chapter, and its start, speak of the single words."""
    content = [stemmed for stemmed, word in zip(key, words, strict=True) if word not in LINKS]
    return [
        sum(math.log1p(chapter.words[stemmed]) for stemmed in key) / len(key),
        sum(math.log1p(chapter.early[stemmed]) for stemmed in key) / len(key),
        sum(chapter.words[stemmed] for stemmed in content) / max(1, len(content)) / size * 20,
    ]


def _neighbour_features(places: Sequence[Phrase]) -> list[float]:
    """What stands before and after the phrase: a name has clear edges."""
    count = len(places)
    return [
        sum(place.before in _BEFORE_NAMES for place in places) / count,
        sum(place.before in _BEFORE_ACTIONS for place in places) / count,
        sum(not place.before[:1].isalnum() for place in places) / count,
        sum(not place.after[:1].isalnum() for place in places) / count,
        sum(place.after in STOP_WORDS for place in places) / count,
    ]
