"""To learn what makes a phrase a title: ridge regression of ROUGE-L on a phrase's features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.topics.corpus import Document
from bench.topics.rouge import rouge_l
from narrate.text.candidates import Candidate, list_candidates
from narrate.text.titlemodel import TitleModel
from narrate.text.wordkinds import WordKinds, count_kinds

_PENALTY = 10.0
_SECTIONS_PER_DOCUMENT = 6
_DOCUMENTS_PER_SHOW = 120
_MOST_OTHERS = 60  # phrases of a section that share no word with its title
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
    """Return word kinds counted over all documents, and weights learnt from those with titles."""
    kinds = count_kinds(document.sentences for document in documents)
    random = np.random.default_rng(_SEED)
    taught = [d for d in documents if d.titles and d.show != "qmsum"]
    chosen: list[Document] = []
    for show in sorted({document.show for document in taught}):
        chosen += [d for d in taught if d.show == show][:_DOCUMENTS_PER_SHOW]
    parts = [part for document in chosen for part in _rows(document, kinds, random)]
    features, worth, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    return TitleModel(kinds, _ridge(features, worth, weights))


def _rows(
    document: Document, kinds: WordKinds, random: np.random.Generator
) -> Iterator[tuple[Vector, Vector, Vector]]:
    """Yield features, ROUGE-L and weight of the phrases of some of the document's chapters."""
    fair = [i for i in range(len(document.chapters)) if is_fair(document, i)]
    listed = list_candidates(document.chapters, kinds)
    for index in fair[:_SECTIONS_PER_DOCUMENT]:
        if listed[index]:
            yield _balanced(listed[index], document.titles[index], random)


def _balanced(
    candidates: Sequence[Candidate], title: str, random: np.random.Generator
) -> tuple[Vector, Vector, Vector]:
    """Keep all phrases that share a word with the title, and a sample of the others."""
    worth = np.array([rouge_l(" ".join(c.words), title) for c in candidates])
    related, others = np.flatnonzero(worth > 0), np.flatnonzero(worth == 0)
    drawn = random.choice(others, min(_MOST_OTHERS, len(others)), replace=False)
    kept = np.concatenate([related, drawn])
    share = len(others) / max(1, len(drawn))
    weights = np.concatenate([np.ones(len(related)), np.full(len(drawn), share)])
    features = np.stack([candidates[i].features for i in kept])
    return features, worth[kept], weights


def _ridge(features: Vector, worth: Vector, weights: Vector) -> Vector:
    mean, spread = np.average(features, axis=0, weights=weights), features.std(axis=0) + 1e-6
    scaled = (features - mean) / spread
    weighted = scaled * weights[:, None]
    square = weighted.T @ scaled + _PENALTY * np.eye(features.shape[1])
    target = weighted.T @ (worth - np.average(worth, weights=weights))
    solution: Vector = np.linalg.solve(square, target) / spread
    return solution
