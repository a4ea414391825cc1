"""Fixtures, labels of pages and real transcripts to narrate/text/lines.npz, the model of lines.

    python -m bench.lines.train FOLDER [--check]

FOLDER holds `*.jsonl.gz`, one document a line with its `sentences`. Learnt from: the lines of
tests/data/transcripts, by what the ledger says of them; pages put together of labels.txt and
said.txt, in many orders; and the MIT-licensed transcripts in FOLDER, with and without marks.
`--check` holds out a part of each in turn and says how well it is told.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.lines.pages import Page, fixtures, made_up, transcripts
from narrate.text.linemodel import BUCKETS
from narrate.text.logistic import Sample, fit_logistic

TABLE = Path(__file__).parents[2] / "narrate" / "text" / "lines.npz"
_PENALTY = 0.5
_FOLDS = 2
_CLIP = 6.0  # log odds that no single cue passes
_LIMITS = (0.0, 1.0, 2.0, 3.0)  # log odds at which a line would be taken for a page's


def main(folder: Path, *, check: bool) -> None:
    """Train on all, after a check by parts held out if asked."""
    sources = {
        "fixtures": list(fixtures()),
        "made up": list(made_up()),
        "transcripts": list(transcripts(folder)),
    }
    pages = [page for found in sources.values() for page in found]
    if check:
        for name, found in sources.items():
            print_check(name, found, [page for page in pages if page not in found])
    page, page_scale = _rounded(train(pages))
    title, title_scale = _rounded(train_titles(pages))
    np.savez_compressed(
        TABLE, page=page, page_scale=page_scale, title=title, title_scale=title_scale
    )
    lines = sum(len(page.texts) for page in pages)
    print(f"{lines} lines of {len(pages)} texts; {TABLE.name}: {TABLE.stat().st_size} bytes")


def _rounded(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return weights in a byte each, and what they are to be multiplied with."""
    scale = np.abs(weights).max() / 127
    return np.round(weights / scale).astype(np.int8), np.array(scale, np.float32)


def train(pages: Sequence[Page]) -> NDArray[np.float64]:
    """Return the weights of the cues for a line that is a page's."""
    truth = np.concatenate([page.truth for page in pages])
    return _fit(pages, truth, np.concatenate([page.weight for page in pages]))


def train_titles(pages: Sequence[Page]) -> NDArray[np.float64]:
    """Return the weights of the cues for the line above speech that is its title."""
    titled = [page for page in pages if page.titles.any()]
    titles = np.concatenate([page.titles for page in titled])
    return _fit(titled, (titles > 0).astype(np.float64), np.abs(titles))


def _fit(
    pages: Sequence[Page], truth: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    rows, cues, first = [], [], 0
    for page in pages:
        row, cue = page.cues
        rows.append(row + first)
        cues.append(cue)
        first += len(page.texts)
    sample = Sample(
        measures=np.zeros((len(truth), 0)),
        cue_rows=np.concatenate(rows),
        cues=np.concatenate(cues),
        cue_count=BUCKETS,
        truth=truth,
        weight=weight,
        offset=np.zeros(len(truth)),
    )
    return np.clip(fit_logistic(sample, _PENALTY)[:BUCKETS], -_CLIP, _CLIP)


def print_check(name: str, found: list[Page], others: list[Page]) -> None:
    """Say how well pages of one source are told by what is learnt without them."""
    truth, odds = [], []
    for fold in range(_FOLDS):
        kept = [p for p in found if p.group % _FOLDS != fold]
        weights = train(others + kept)
        for held in (p for p in found if p.group % _FOLDS == fold):
            row, cue = held.cues
            known = np.bincount(row, weights=weights[cue], minlength=len(held.texts))
            odds.append(known[held.weight > 0])
            truth.append(held.truth[held.weight > 0])
    told, own = np.concatenate(odds), np.concatenate(truth) > 0
    for limit in _LIMITS:
        right, wrong = int((told[own] > limit).sum()), int((told[~own] > limit).sum())
        print(f"| {name} | {limit:.0f} | {right} of {own.sum()} | {wrong} of {(~own).sum()} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), check="--check" in sys.argv)
