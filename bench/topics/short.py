"""To count the parts that people's own chapters get when each is given as a whole text.

`python -m bench.topics.short FOLDER --models DIR` prints them by length in words, and beside them
texts of several chapters. DIR holds the models of bench/topics/score.py, each without its show.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.topics.corpus import Document, read_documents
from bench.topics.metrics import score_boundaries
from bench.topics.score import SETS, cross_show_model, find
from narrate.text.cuemodel import CueModel
from narrate.text.terms import word_pieces

_WORDS = (300, 400, 600, 1000, 1500, 3000)
_FEWEST_SENTENCES = 8
_KEPT = 3  # texts of each kind from a document


@dataclass(frozen=True, slots=True)
class Tried:
    """One text, divided."""

    words: int
    true: int  # chapters
    found: int
    pk: float


def texts(document: Document, chapters: range) -> Iterator[Document]:
    """Yield parts of a document that hold so many of its chapters."""
    edges = (0, *document.boundaries, len(document.sentences))
    for count in chapters:
        for i in range(0, len(edges) - count, max(1, (len(edges) - count) // _KEPT)):
            start, end = edges[i], edges[i + count]
            yield Document(
                name=document.name,
                show=document.show,
                sentences=document.sentences[start:end],
                boundaries=tuple(edge - start for edge in edges[i + 1 : i + count]),
                turns=document.turns[start:end],
            )


def try_text(text: Document, model: CueModel) -> Tried:
    """Return how a text is divided, its number of chapters unknown."""
    found = find(text, model)
    score = score_boundaries(text.boundaries, found, len(text.sentences))
    words = sum(len(word_pieces(sentence)) for sentence in text.sentences)
    return Tried(words, len(text.boundaries) + 1, len(found) + 1, score.pk)


def row(way: str, tried: list[Tried]) -> str:
    """Return a line: for each range of lengths how many texts, their parts, and whole ones."""
    cells = []
    for low, high in pairwise(_WORDS):
        some = [t for t in tried if low <= t.words < high]
        found, whole = [t.found for t in some], [t.found == 1 for t in some]
        cells.append(f"{len(some)}: {np.mean(found):.1f}, {100 * np.mean(whole):.0f} %")
    within = [t for t in tried if 400 <= t.words < _WORDS[-1]]
    true, parts = np.mean([t.true for t in within]), np.mean([t.found for t in within])
    cells.append(f"{parts:.1f} of {true:.1f}, Pk {np.mean([t.pk for t in within]):.1f}")
    return f"| {way} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True)
    arguments = parser.parse_args()
    print("| texts | " + " | ".join(f"{a}–{b}" for a, b in pairwise(_WORDS)) + " | 400–3000 |")
    print("|---" * (len(_WORDS) + 1) + "|")
    for name, chapters in (("one chapter", range(1, 2)), ("two to four", range(2, 5))):
        tried: dict[str, list[Tried]] = {f"{name}, speakers": [], f"{name}, none": []}
        for show in SETS:
            model = cross_show_model(arguments.models, show)
            for document in read_documents(arguments.folder, show):
                for text in texts(document, chapters):
                    if len(text.sentences) >= _FEWEST_SENTENCES:
                        kind = f"{name}, {'speakers' if text.turns else 'none'}"
                        tried[kind].append(try_text(text, model))
                        if text.turns:
                            bare = Document(text.name, show, text.sentences, text.boundaries)
                            tried[f"{name}, none"].append(try_text(bare, model))
        for way, done in tried.items():
            print(row(way, done))


if __name__ == "__main__":
    main()
