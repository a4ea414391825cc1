"""To learn what makes a phrase a title: boosted trees, from a phrase's features to its ROUGE-L."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.topics.boost import Growing, grow
from bench.topics.corpus import Document
from bench.topics.rouge import rouge_l
from narrate.text.candidates import Candidate, list_candidates
from narrate.text.titlemodel import TitleModel

_TREES = Growing(trees=150, depth=3, rate=0.08)
_SECTIONS_PER_DOCUMENT = 8
_DOCUMENTS_PER_SHOW = 120
_MOST_OTHERS = 35  # phrases of a section that share no word with its title
_SIZE_COUNTS = 0.7  # 1: all shows count alike; 0: all chapters do
_SEED = 1
# Titles that name a part of a show and say nothing of its topic.
_FIXED = re.compile(
    r"(?i)^(intro|outro|sick pick|shameless|conclusion|wrap|q&a|questions?$|closing|\(untitled)"
)

Vector = NDArray[np.float64]


def is_fair(document: Document, index: int) -> bool:
    """Tell whether a chapter's human title can be asked of a program that reads the chapter."""
    title, sentences = document.titles[index], document.chapters[index]
    named = bool(title) and " / " not in title and len(title.split()) <= 12
    return index > 0 and len(sentences) >= 8 and named and not _FIXED.search(title)


def learn_titles(documents: Sequence[Document]) -> TitleModel:
    """Return trees learnt from the documents with titles; each show counts alike but for size."""
    random = np.random.default_rng(_SEED)
    parts: list[tuple[Vector, Vector, Vector]] = []
    for show in sorted({d.show for d in documents if d.titles and d.show != "qmsum"}):
        own = [d for d in documents if d.titles and d.show == show][:_DOCUMENTS_PER_SHOW]
        rows = [row for document in own for row in _rows(document, random)]
        share = len(rows) ** -_SIZE_COUNTS
        parts += [(features, worth, weight * share) for features, worth, weight in rows]
    features, worth, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    trees = grow(features.astype(np.float32), worth, weights / weights.mean(), _TREES)
    return TitleModel(trees)


def _rows(
    document: Document, random: np.random.Generator
) -> Iterator[tuple[Vector, Vector, Vector]]:
    """Yield features, worth and weight of the phrases of some of the document's chapters."""
    fair = [i for i in range(len(document.chapters)) if is_fair(document, i)]
    listed = list_candidates(document.chapters)
    for index in fair[:_SECTIONS_PER_DOCUMENT]:
        if listed[index]:
            yield _balanced(listed[index], document.titles[index], random)


def _balanced(
    candidates: Sequence[Candidate], title: str, random: np.random.Generator
) -> tuple[Vector, Vector, Vector]:
    """Keep all phrases that share a word with the title, and a sample of the others.

    Worth is ROUGE-L above the mean of the chapter's: what counts is which of its phrases to take.
    """
    worth = np.array([rouge_l(" ".join(c.words), title) for c in candidates])
    related, others = np.flatnonzero(worth > 0), np.flatnonzero(worth == 0)
    drawn = random.choice(others, min(_MOST_OTHERS, len(others)), replace=False)
    kept = np.concatenate([related, drawn])
    share = len(others) / max(1, len(drawn))
    weights = np.concatenate([np.ones(len(related)), np.full(len(drawn), share)])
    features = np.stack([candidates[i].features for i in kept])
    return features, worth[kept] - worth[kept].mean(), weights / weights.sum()
