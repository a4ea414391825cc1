"""To learn what makes a title: which words a person's holds, and which phrase comes nearest to it.

Both are boosted trees. The second is given what the first says of chapters of a show that it has
not seen, as will be so with any new show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.topics.boost import Growing, grow, mean_of
from bench.topics.corpus import Document
from bench.topics.rouge import rouge_l
from narrate.text.candidates import Listed, chance_features, list_candidates
from narrate.text.phrases import fold, tokens_of
from narrate.text.survey import Key
from narrate.text.terms import STOP_WORDS, stem
from narrate.text.titlemodel import TitleModel, chance_of
from narrate.text.trees import Trees

_PHRASE_TREES = Growing(trees=150, depth=3, rate=0.08, share=0.35)
_WORD_TREES = Growing(trees=80, depth=3, rate=0.12, penalty=5.0, logistic=True, share=0.5)
_SECTIONS_PER_DOCUMENT = 20
_DOCUMENTS_PER_SHOW = 70
_MOST_OTHERS = 30  # phrases of a section that share no word with its title
_MOST_OTHER_WORDS = 25
_SIZE_COUNTS = 0.7  # 1: all shows count alike; 0: all chapters do
_SEED = 1
# Trees are learnt so many times, each with other draws, and averaged: which features a single
# training comes to lean on is partly chance.
_TRAININGS = 4
# Titles that name a part of a show and say nothing of its topic.
_FIXED = re.compile(
    r"(?i)^(intro|outro|sick pick|shameless|conclusion|wrap|q&a|questions?$|closing|\(untitled)"
)

Vector = NDArray[np.float64]
Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A chapter whose title is known: its words and phrases, and which the title holds."""

    show: str
    words: list[str]
    word_features: Table
    named: NDArray[np.bool_]  # words of the title
    drawn: NDArray[np.int64]  # words to learn from
    keys: list[Key]
    kept: NDArray[np.int64]  # phrases to learn from
    features: Table  # of those
    worth: Vector
    weight: Vector


def is_fair(document: Document, index: int) -> bool:
    """Tell whether a chapter's human title can be asked of a program that reads the chapter."""
    title, sentences = document.titles[index], document.chapters[index]
    named = bool(title) and " / " not in title and len(title.split()) <= 12
    return index > 0 and len(sentences) >= 8 and named and not _FIXED.search(title)


def title_lessons(documents: Sequence[Document]) -> list[Lesson]:
    """Return what some of the chapters of documents with titles teach."""
    random = np.random.default_rng(_SEED)
    lessons = []
    for show in sorted({d.show for d in documents if d.titles}):
        own = [d for d in documents if d.titles and d.show == show]
        order = np.random.default_rng(_SEED).permutation(len(own))
        drawn = np.sort(order[:_DOCUMENTS_PER_SHOW])
        lessons += [lesson for i in drawn for lesson in _lessons(own[i], random)]
    return lessons


def _lessons(document: Document, random: np.random.Generator) -> Iterator[Lesson]:
    fair = [i for i in range(len(document.chapters)) if is_fair(document, i)]
    listed = list_candidates(document.chapters)
    for index in fair[:_SECTIONS_PER_DOCUMENT]:
        if listed[index].candidates:
            yield _lesson(document.show, listed[index], document.titles[index], random)


def _lesson(show: str, listed: Listed, title: str, random: np.random.Generator) -> Lesson:
    """Keep all phrases that share a word with the title, and a sample of the others.

    Worth is ROUGE-L above the mean of the chapter's: what counts is which of its phrases to take.
    """
    stems = {stem(fold(word)) for word in tokens_of(title) if fold(word) not in STOP_WORDS}
    named = np.array([word in stems for word in listed.words], dtype=np.bool_)
    worth = np.array([rouge_l(" ".join(c.words), title) for c in listed.candidates])
    kept, weight = _balanced(worth > 0, _MOST_OTHERS, random)
    drawn, _ = _balanced(named, _MOST_OTHER_WORDS, random)
    features = np.stack([listed.candidates[i].features for i in kept]).astype(np.float32)
    return Lesson(
        show,
        listed.words,
        listed.word_features.astype(np.float32),
        named,
        drawn,
        [candidate.key for candidate in listed.candidates],
        kept,
        features,
        worth[kept] - worth[kept].mean(),
        weight / weight.sum(),
    )


def _balanced(
    related: NDArray[np.bool_], most: int, random: np.random.Generator
) -> tuple[NDArray[np.int64], Vector]:
    """Return all rows that are related and some that are not, which count for those left out."""
    ours, others = np.flatnonzero(related), np.flatnonzero(~related)
    drawn = random.choice(others, min(most, len(others)), replace=False)
    share = len(others) / max(1, len(drawn))
    return np.concatenate([ours, drawn]), np.repeat([1.0, share], [len(ours), len(drawn)])


def learn_titles(lessons: Sequence[Lesson], leave_out: str = "") -> TitleModel:
    """Return trees learnt from the lessons of all shows but one; each counts alike but for size."""
    used = [lesson for lesson in lessons if lesson.show != leave_out]
    shows = _shows(used)
    without = {show: _learn_words([k for k in used if k.show != show]) for show in shows}
    sizes = {show: sum(lesson.show == show for lesson in used) for show in shows}
    rows = [_with_chances(lesson, without[lesson.show]) for lesson in used]
    weights = [lesson.weight * sizes[lesson.show] ** -_SIZE_COUNTS for lesson in used]
    trees = _learn(rows, [lesson.worth for lesson in used], weights, _PHRASE_TREES)
    return TitleModel(_learn_words(used), trees)


def _learn_words(lessons: Sequence[Lesson]) -> Trees:
    """Return trees for the log odds that a title holds a word."""
    sizes = {show: sum(lesson.show == show for lesson in lessons) for show in _shows(lessons)}
    rows = [lesson.word_features[lesson.drawn] for lesson in lessons]
    named = [lesson.named[lesson.drawn].astype(np.float64) for lesson in lessons]
    weights = [np.full(len(k.drawn), sizes[k.show] ** -_SIZE_COUNTS) for k in lessons]
    return _learn(rows, named, weights, _WORD_TREES)


def _learn(
    rows: Sequence[Table], target: Sequence[Vector], weights: Sequence[Vector], how: Growing
) -> Trees:
    """Return the mean of several trainings on the rows of all chapters."""
    weight = np.concatenate(weights)
    given = np.concatenate(rows), np.concatenate(target), weight / weight.mean()
    seeds = range(how.seed, how.seed + _TRAININGS)
    return mean_of([grow(*given, replace(how, seed=seed)) for seed in seeds])


def _shows(lessons: Sequence[Lesson]) -> list[str]:
    return sorted({lesson.show for lesson in lessons})


def _with_chances(lesson: Lesson, words: Trees) -> Table:
    chances = chance_of(words, lesson.word_features.astype(np.float64)).tolist()
    likely = chance_features(lesson.keys, dict(zip(lesson.words, chances, strict=True)))
    return np.hstack([lesson.features, likely[lesson.kept].astype(np.float32)])
