"""Score chapters by topic on documents with known ones: `python -m bench.topics.score FOLDER`.

Each show is scored by a model that has not seen it (FOLDER/train without that show), with the
number of chapters unknown unless a row says otherwise. Prints a table in Markdown. `--models DIR`
says where the models learnt for it are kept for the next time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import astuple
from itertools import pairwise
from pathlib import Path

from bench.topics.corpus import (
    LINE_WORDS,
    SHOWS,
    Document,
    as_captions,
    flat_edges,
    learning_documents,
    read_documents,
)
from bench.topics.metrics import Score, interval, score_boundaries
from bench.topics.train import opening_lessons
from narrate.text.archive import adapt_cues
from narrate.text.cuemodel import CueModel, load_cues
from narrate.text.learn import Learning, learn_from
from narrate.text.topics import Evidence, TopicLimits, find_topics

SETS = ("bitcoinops", "btc_podcasts", "btc_talks", "syntax", "tinyrec")

Finder = Callable[[Document], tuple[int, ...]]


def find(document: Document, model: CueModel, count: int | None = None) -> tuple[int, ...]:
    """Return the boundaries that narrate finds in a document."""
    evidence = Evidence(turns=document.turns)
    return find_topics(document.sentences, evidence, TopicLimits(count), model=model).boundaries


def find_in_captions(document: Document, model: CueModel) -> tuple[int, ...]:
    """Return the boundaries found in raw captions, which are joined and cut as narrate does."""
    words = [word for line in document.sentences for word in line.split()]
    edges = (*flat_edges(words), len(words))
    pieces = [" ".join(words[a:b]) for a, b in pairwise(edges)]
    found = find_topics(pieces, model=model).boundaries
    lines = {round(edges[piece] / LINE_WORDS) for piece in found}
    return tuple(sorted(line for line in lines if 0 < line < len(document.sentences)))


def learn_cross_show(folder: Path, kept: Path) -> None:
    """Write models, each learnt from all shows but one, unless they are there."""
    wanted = [(show, flat) for flat in (False, True) for show in SETS if show in SHOWS]
    for flat in (False, True):
        missing = [s for s, f in wanted if f == flat and not _model_path(kept, s, flat).exists()]
        if missing:
            lessons = opening_lessons(learning_documents(folder), flat)
            for show in missing:
                learn_from(lessons, Learning(), leave_out=show).save(_model_path(kept, show, flat))


def _model_path(kept: Path, show: str, flat: bool) -> Path:
    return kept / f"without-{show}{'-flat' if flat else ''}.npz"


def cross_show_model(kept: Path, show: str, flat: bool = False) -> CueModel:
    """Return the model that has not seen a show: for new ones, the shipped one."""
    return load_cues(_model_path(kept, show, flat)) if show in SHOWS else load_cues(flat=flat)


def same_show_model(folder: Path, show: str, base: CueModel) -> CueModel:
    """Return a model that knows the show's other episodes as well."""
    own = [document.example() for document in read_documents(folder, show, learning=True)]
    return adapt_cues(own, base)


def score_set(documents: Sequence[Document], finder: Finder) -> list[Score]:
    """Return the score of each document."""
    return [
        score_boundaries(document.boundaries, finder(document), len(document.sentences))
        for document in documents
    ]


def score_show(folder: Path, show: str, kept: Path) -> dict[str, list[Score]]:
    """Return the scores of a show's documents, by way of looking for chapters."""
    documents = read_documents(folder, show)
    model = cross_show_model(kept, show)
    flat_model = cross_show_model(kept, show, flat=True)
    raw = [as_captions(document) for document in documents]
    scores = {
        "propose none": score_set(documents, lambda document: ()),
        "number unknown": score_set(documents, lambda document: find(document, model)),
        "number known": score_set(
            documents, lambda document: find(document, model, len(document.boundaries) + 1)
        ),
        "raw captions": score_set(raw, lambda document: find_in_captions(document, flat_model)),
    }
    if show in ("bitcoinops", "syntax"):
        own = same_show_model(folder, show, model)
        scores["same show"] = score_set(documents, lambda document: find(document, own))
    return scores


def table(results: dict[str, dict[str, list[Score]]]) -> str:
    """Return the scores of all shows as a Markdown table, the macro average last."""
    rows = ["| set | way | Pk | WindowDiff | F1@3 | ratio |", "|---|---|---|---|---|---|"]
    for show, ways in results.items():
        rows += [_row(show, way, [scores]) for way, scores in ways.items()]
    shared = ("propose none", "number unknown", "number known", "raw captions")
    rows += [_row("**macro**", way, [shown[way] for shown in results.values()]) for way in shared]
    return "\n".join(rows)


def _row(show: str, way: str, groups: Sequence[Sequence[Score]]) -> str:
    cells = []
    for position in range(3):
        mean, low, high = interval([[astuple(s)[position] for s in group] for group in groups])
        cells.append(f"{mean:.1f} ({low:.1f}–{high:.1f})")
    ratio, _, _ = interval([[s.ratio for s in group] for group in groups])
    return f"| {show} | {way} | {' | '.join(cells)} | {ratio:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.models.mkdir(parents=True, exist_ok=True)
    learn_cross_show(arguments.folder, arguments.models)
    results = {show: score_show(arguments.folder, show, arguments.models) for show in SETS}
    print(table(results))
    choi = read_documents(arguments.folder, "choi_3-11")  # a sanity check: not speech
    found = score_set(choi, lambda document: find(document, load_cues(), 10))
    print(_row("choi_3-11", "number known", [found]))


if __name__ == "__main__":
    main()
