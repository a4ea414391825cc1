"""To learn, from texts with known chapters, how people open a new topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from narrate.text.cohesion import stretch_costs
from narrate.text.cuemodel import CueModel, make_model
from narrate.text.cues import score_cues, word_cues
from narrate.text.logistic import Sample, fit_logistic
from narrate.text.measures import measure_boundaries
from narrate.text.terms import topic_terms

_LONGEST = 300  # sentences; enough for the widest window of measures


@dataclass(frozen=True, slots=True)
class Example:
    """One text with its chapters, to learn from."""

    sentences: tuple[str, ...]
    boundaries: tuple[int, ...]  # sentences that open the second and later chapters
    turns: tuple[int, ...] | None = None
    show: str = ""
    weight: float = 1.0  # of its show: all texts of a show share it


@dataclass(frozen=True, slots=True)
class Learning:
    """How much evidence a cue needs, and how far weights are held back."""

    rarest: int = 40  # sentences that a cue must stand at
    rarest_opening: int = 12  # openings that a cue must stand at to speak for one
    fewest_shows: int = 2  # shows in which it must do so
    most_cues: int = 4000
    penalty: float = 30.0
    learn_turns: bool = False  # transcripts differ in what they call a turn: see the model card
    base: CueModel | None = None  # learn only what differs from this model


ONE_SHOW = Learning(rarest=10, rarest_opening=4, fewest_shows=1, penalty=10.0, learn_turns=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One example in numbers."""

    rows: NDArray[np.int32]  # the sentence of each cue that is present
    cues: NDArray[np.int32]  # which cue it is
    measures: NDArray[np.float32]
    truth: NDArray[np.float64]  # 1 for sentences that open a chapter
    offset: NDArray[np.float64]
    show: str
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Examples in numbers: to be made once, and learnt from with any show left out."""

    parts: tuple[_Part, ...]
    names: tuple[str, ...]  # of all cues that stand at any sentence


def learn(examples: Sequence[Example], how: Learning | None = None) -> CueModel:
    """Return a model fitted to the examples."""
    how = how or Learning()
    return learn_from(prepare_lessons(examples, how), how)


def prepare_lessons(examples: Sequence[Example], how: Learning) -> Lessons:
    """Return the examples in numbers."""
    numbers: dict[str, int] = {}
    parts = tuple(_part(example, numbers, how) for example in examples)
    return Lessons(parts, tuple(numbers))


def learn_from(lessons: Lessons, how: Learning, leave_out: str = "") -> CueModel:
    """Return a model fitted to the lessons, save those of one show."""
    parts = [part for part in lessons.parts if part.show != leave_out]
    chosen = _choose_cues(parts, lessons.names, how)
    weights = fit_logistic(_sample(parts, chosen, len(lessons.names)), how.penalty)
    model = make_model([lessons.names[i] for i in chosen], weights)
    return model if how.base is None else _sum(how.base, model)


def _part(example: Example, numbers: dict[str, int], how: Learning) -> _Part:
    present = [
        [
            numbers.setdefault(f"{kind}:{item}", len(numbers))
            for kind, items in cues
            for item in items
        ]
        for cues in word_cues(example.sentences)
    ]
    length = len(present)
    measures = _measures(example, how)
    truth, offset = np.zeros(length), np.zeros(length)
    truth[list(example.boundaries)] = 1.0
    if how.base is not None:
        offset = score_cues(how.base, example.sentences, measures)
    return _Part(
        rows=np.repeat(np.arange(length, dtype=np.int32), [len(row) for row in present]),
        cues=np.array([cue for row in present for cue in row], dtype=np.int32),
        measures=measures.astype(np.float32),
        truth=truth,
        offset=offset,
        show=example.show,
        weight=example.weight,
    )


def _measures(example: Example, how: Learning) -> NDArray[np.float64]:
    terms = topic_terms(example.sentences)
    costs = stretch_costs(terms, min(_LONGEST, len(terms)))
    turns = example.turns if how.learn_turns else None
    return measure_boundaries(example.sentences, terms, costs, turns)


def _choose_cues(parts: Sequence[_Part], names: Sequence[str], how: Learning) -> list[int]:
    """Return the word cues that stand at openings clearly more or less often than elsewhere."""
    seen, found, shows = (np.zeros(len(names)) for _ in range(3))
    for show in sorted({part.show for part in parts}):
        in_show = np.zeros(len(names))
        for part in parts:
            if part.show == show:
                np.add.at(seen, part.cues, 1.0)
                np.add.at(in_show, part.cues[part.truth[part.rows] > 0], 1.0)
        found += in_show
        shows += in_show > 0
    expected = seen * (found.sum() / max(1.0, seen.sum()))
    speaks_for = (found >= how.rarest_opening) & (shows >= how.fewest_shows)
    speaks_against = (expected >= how.rarest_opening) & (found < expected / 2)
    fit = np.flatnonzero((seen >= how.rarest) & (speaks_for | speaks_against))
    strength = np.abs(found - expected) / np.sqrt(expected + 1)
    ranked = sorted(fit.tolist(), key=lambda i: (-round(float(strength[i]), 9), names[i]))
    return sorted(ranked[: how.most_cues], key=lambda i: names[i])


def _sample(parts: Sequence[_Part], chosen: Sequence[int], known: int) -> Sample:
    number = np.full(known, -1, dtype=np.int64)
    number[list(chosen)] = np.arange(len(chosen))
    in_show = Counter(part.show for part in parts)
    sizes = [len(part.truth) for part in parts]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = np.concatenate([part.rows + start for part, start in zip(parts, starts, strict=True)])
    cues = number[np.concatenate([part.cues for part in parts])]
    weights = np.repeat([part.weight / in_show[part.show] for part in parts], sizes)
    return Sample(
        measures=np.concatenate([part.measures for part in parts]).astype(np.float64),
        cue_rows=rows[cues >= 0],
        cues=cues[cues >= 0],
        cue_count=len(chosen),
        truth=np.concatenate([part.truth for part in parts]),
        weight=weights * len(weights) / weights.sum(),
        offset=np.concatenate([part.offset for part in parts]),
    )


def _sum(base: CueModel, change: CueModel) -> CueModel:
    tables = {kind: dict(table) for kind, table in base.tables.items()}
    for kind, table in change.tables.items():
        own = tables.setdefault(kind, {})
        for item, weight in table.items():
            own[item] = own.get(item, 0.0) + weight
    measures = base.measure_weights + change.measure_weights
    return replace(base, tables=tables, measure_weights=measures, bias=base.bias + change.bias)
