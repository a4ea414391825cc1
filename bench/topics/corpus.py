"""To read documents with known chapters from a folder of JSON lines.

One document a line: `sentences`, `boundaries` (sentences that open the second and later
chapters), `titles` (one a chapter, or null), and where known `turns` (speaker's turn of each
sentence). `FOLDER/NAME.jsonl` is for scoring, `FOLDER/train/NAME.jsonl.gz` for learning.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from narrate.text.learn import Example
from narrate.text.sentences import breathe
from narrate.text.terms import surface_words

# Shows to learn from, and what each counts: QMSum's boundaries are derived, not typed by people.
SHOWS = {"bitcoinops": 1.2, "btc_podcasts": 0.8, "btc_talks": 1.6, "syntax": 1.2, "qmsum": 0.3}
LINE_WORDS = 8  # of a raw caption


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its chapters."""

    name: str
    show: str
    sentences: tuple[str, ...]
    boundaries: tuple[int, ...]
    titles: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()

    @property
    def chapters(self) -> list[tuple[str, ...]]:
        """The sentences of each chapter."""
        edges = (0, *self.boundaries, len(self.sentences))
        return [self.sentences[a:b] for a, b in pairwise(edges)]

    def example(self) -> Example:
        """Return the document as something to learn from."""
        turns = self.turns or None
        return Example(self.sentences, self.boundaries, turns, self.show, SHOWS.get(self.show, 1.0))


def read_documents(folder: Path, show: str, learning: bool = False) -> tuple[Document, ...]:
    """Return the documents of a show, those to learn from or those to score by."""
    path = folder / "train" / f"{show}.jsonl.gz" if learning else folder / f"{show}.jsonl"
    raw = gzip.decompress(path.read_bytes()) if learning else path.read_bytes()
    return tuple(_document(json.loads(line), show) for line in raw.decode().splitlines())


def _document(record: dict[str, Any], show: str) -> Document:
    return Document(
        name=record["id"],
        show=show,
        sentences=tuple(record["sentences"]),
        boundaries=tuple(record["boundaries"]),
        titles=tuple(record["titles"] or ()),
        turns=tuple(record.get("turns") or ()),
    )


def as_captions(document: Document) -> Document:
    """Return the document as raw captions: lower case, no marks, lines of eight words."""
    words, starts = _bare_words(document)
    return _recut(document, (words, starts), range(0, max(1, len(words)), LINE_WORDS))


def as_flat_speech(document: Document) -> Document:
    """Return the document in lower case, without marks, in pieces as narrate cuts such speech."""
    words, starts = _bare_words(document)
    return _recut(document, (words, starts), flat_edges(words))


def flat_edges(words: Sequence[str]) -> list[int]:
    """Return the words that open the pieces of speech without punctuation."""
    sizes = [len(piece.split()) for piece in breathe(" ".join(words))]
    return [0, *accumulate(sizes[:-1])]


def _bare_words(document: Document) -> tuple[list[str], list[int]]:
    """Return all words without marks, and which of them open the sentences."""
    words: list[str] = []
    starts = []
    for sentence in document.sentences:
        starts.append(len(words))
        words += surface_words(re.sub(r"['’]", "", sentence))
    return words, starts


def _recut(
    document: Document, spoken: tuple[list[str], list[int]], opens: Sequence[int]
) -> Document:
    """Return the document in pieces that open with the given words, boundaries moved to them."""
    words, starts = spoken
    pieces = tuple(" ".join(words[a:b]) for a, b in pairwise((*opens, len(words))))
    places = np.array(opens)
    nearest = {int(np.abs(places - starts[b]).argmin()) for b in document.boundaries}
    inside = tuple(sorted(b for b in nearest if b))
    return replace(document, sentences=pieces, boundaries=inside, turns=())


def learning_documents(folder: Path, leave_out: Sequence[str] = ()) -> tuple[Document, ...]:
    """Return all documents to learn from, save those of the shows left out."""
    shows = [show for show in SHOWS if show not in leave_out]
    return tuple(d for show in shows for d in read_documents(folder, show, learning=True))
