"""To survey the chapters of a text: what each says, where and how often, and the others do not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from narrate.text.addressed import count_calls, name_words
from narrate.text.phrases import Phrase, fold, phrases, tokens_of
from narrate.text.tagger import load_tagger
from narrate.text.terms import STOP_WORDS, stem
from narrate.text.wordvectors import Vector, WordVectors, load_vectors, unit

Key = tuple[str, ...]

PARTS = 8  # of a chapter, over which a topic should be spread
_OPENING_SENTENCES = 6
_FEWEST_CHAPTERS, _MOST_CHAPTERS = 5, 0.8  # chapters, and the share of them, to be everywhere
_MENTIONS = 20  # of a person; one spoken to by name is called that once in so many
_REMEMBERED = 20_000  # words that come again and again


@dataclass(slots=True, eq=False)
class WordView:
    """How one content word (a stem) is used in a chapter."""

    first: int  # sentence
    count: int = 0
    early: int = 0  # in the first sentences
    capital: int = 0  # with a capital inside a sentence
    tags: str = ""  # the part of speech of each
    parts: int = 0  # a bit for each of PARTS in which it stands


@dataclass(frozen=True, slots=True, eq=False)
class ChapterView:
    """One chapter as titles see it."""

    sentences: Sequence[str]
    found: dict[Key, list[Phrase]]
    words: dict[str, WordView]  # by stem
    centre: Vector
    opening: Vector
    size: int  # content words


@dataclass(slots=True, eq=False)
class TextView:
    """All chapters, and how phrases and words are spread over them."""

    chapters: tuple[ChapterView, ...]
    vectors: WordVectors
    centre: Vector
    spread: Counter[Key] = field(default_factory=Counter)  # chapters that hold the phrase
    total: Counter[Key] = field(default_factory=Counter)  # occurrences in all of them
    word_spread: Counter[str] = field(default_factory=Counter)
    word_total: Counter[str] = field(default_factory=Counter)
    people: frozenset[str] = frozenset()  # words of the names of those who speak, lower case

    def rarity(self, key: Key) -> float:
        """Return how much a phrase belongs to few chapters."""
        return math.log((len(self.chapters) + 1) / (self.spread[key] + 0.3))

    def word_rarity(self, word: str) -> float:
        """Return the same of a word."""
        return math.log((len(self.chapters) + 1) / (self.word_spread[word] + 0.3))

    def is_everywhere(self, key: Key) -> bool:
        """Tell whether most chapters hold every content word of a phrase: the show's own name."""
        content = [word for word in key if word in self.word_spread]
        enough = len(self.chapters) >= _FEWEST_CHAPTERS and bool(content)
        most = _MOST_CHAPTERS * len(self.chapters)
        return enough and all(self.word_spread[word] > most for word in content)


def survey_text(chapters: Sequence[Sequence[str]], speakers: Collection[str] = ()) -> TextView:
    """Return what there is to know of chapters given as their sentences."""
    vectors = load_vectors()
    surveyed = tuple(_survey(sentences, vectors) for sentences in chapters)
    centres = [chapter.centre for chapter in surveyed]
    text = TextView(surveyed, vectors, unit(np.sum(centres, axis=0)))
    for chapter in surveyed:
        text.spread.update(chapter.found.keys())
        text.total.update({key: len(places) for key, places in chapter.found.items()})
        text.word_spread.update(chapter.words.keys())
        text.word_total.update({word: view.count for word, view in chapter.words.items()})
    text.people = _people(text, speakers)
    return text


def _people(text: TextView, speakers: Collection[str]) -> frozenset[str]:
    """Return the names of speakers, and those by which somebody is called often enough."""
    calls = count_calls(sentence for chapter in text.chapters for sentence in chapter.sentences)
    called = {n for n, times in calls.items() if times * _MENTIONS >= text.word_total[stem(n)]}
    return frozenset(called.union(*map(name_words, speakers)))


def _survey(sentences: Sequence[str], vectors: WordVectors) -> ChapterView:
    tokens = [tokens_of(sentence) for sentence in sentences]
    tags = load_tagger().tag(tokens)
    found: dict[Key, list[Phrase]] = {}
    for phrase in phrases(sentences, tokens, tags):
        found.setdefault(phrase.key, []).append(phrase)
    words: dict[str, WordView] = {}
    for i, (said, letters) in enumerate(zip(tokens, tags, strict=True)):
        part, early = 1 << (i * PARTS // len(tokens)), i < _OPENING_SENTENCES
        for place, token in enumerate(said):
            if stemmed := content_stem(token):
                word = words.get(stemmed) or words.setdefault(stemmed, WordView(i))
                word.count += 1
                word.early += early
                word.capital += place > 0 and token[0].isupper()
                word.tags += letters[place]
                word.parts |= part
    often = [word for word, view in words.items() for _ in range(math.isqrt(view.count))]
    early_words = [word for word, view in words.items() for _ in range(view.early)]
    size = max(1, sum(word.count for word in words.values()))
    centres = vectors.centre(often), vectors.centre(early_words)
    return ChapterView(sentences, found, words, *centres, size)


@lru_cache(_REMEMBERED)
def content_stem(token: str) -> str:
    """Return the stem of a word that carries meaning, "" of any other token."""
    folded = fold(token)
    return "" if folded in STOP_WORDS or not token[0].isalnum() else stem(folded)
