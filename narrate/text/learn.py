"""To learn, from texts with known chapters, how people open a new topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.cohesion import stretch_costs
from narrate.text.cues import CueModel, word_cues
from narrate.text.logistic import Sample, fit_logistic
from narrate.text.measures import measure_boundaries
from narrate.text.terms import topic_terms

_LONGEST = 300  # sentences; enough for the widest window of measures
_RAREST = 40  # a cue must stand at this many sentences
_RAREST_OPENING = 12  # and, to speak for an opening, at this many openings
_MOST_CUES = 1500
_PENALTY = 20.0


@dataclass(frozen=True, slots=True)
class Example:
    """One text with its chapters, to learn from."""

    sentences: tuple[str, ...]
    boundaries: tuple[int, ...]  # sentences that open the second and later chapters
    turns: tuple[int, ...] | None = None
    show: str = ""  # texts of one show weigh together as much as those of any other


def learn(
    examples: Sequence[Example], penalty: float = _PENALTY, fewest_shows: int = 2
) -> CueModel:
    """Return a model fitted to the examples; cues must help in at least `fewest_shows` shows."""
    cues = choose_cues(examples, fewest_shows)
    weights = fit_logistic(_sample(examples, cues), penalty)
    count = len(cues)
    return CueModel(cues, weights[:count], weights[count:-1], float(weights[-1]))


def choose_cues(examples: Sequence[Example], fewest_shows: int) -> dict[str, int]:
    """Return the word cues that stand at openings clearly more or less often than elsewhere."""
    seen: Counter[str] = Counter()
    at_openings: Counter[str] = Counter()
    shows: dict[str, set[str]] = {}
    for example in examples:
        openings = set(example.boundaries)
        for i, names in enumerate(word_cues(example.sentences)):
            seen.update(names)
            if i in openings:
                at_openings.update(names)
                for name in names:
                    shows.setdefault(name, set()).add(example.show)
    rate = sum(at_openings.values()) / max(1, sum(seen.values()))
    strength = {}
    for name, count in seen.items():
        expected, found = count * rate, at_openings[name]
        speaks_for = found >= _RAREST_OPENING and len(shows.get(name, ())) >= fewest_shows
        speaks_against = expected >= 15 and found < expected / 2
        if count >= _RAREST and (speaks_for or speaks_against):
            strength[name] = abs(found - expected) / np.sqrt(expected + 1)
    kept = sorted(strength, key=lambda name: (-strength[name], name))[:_MOST_CUES]
    return {name: i for i, name in enumerate(sorted(kept))}


def example_measures(example: Example) -> NDArray[np.float64]:
    """Return the measures at every sentence of the example."""
    terms = topic_terms(example.sentences)
    costs = stretch_costs(terms, min(_LONGEST, len(terms)))
    return measure_boundaries(example.sentences, terms, costs, example.turns)


def _sample(examples: Sequence[Example], cues: dict[str, int]) -> Sample:
    in_show = Counter(example.show for example in examples)
    measures, rows, columns, truth, weight = [], [], [], [], []
    done = 0
    for example in examples:
        measures.append(example_measures(example))
        present = [[cues[n] for n in names if n in cues] for names in word_cues(example.sentences)]
        rows.append(np.repeat(np.arange(len(present)), [len(p) for p in present]) + done)
        columns.append(np.array([c for p in present for c in sorted(p)], dtype=np.int64))
        truth.append(np.zeros(len(present)))
        truth[-1][list(example.boundaries)] = 1.0
        weight.append(np.full(len(present), 1.0 / in_show[example.show]))
        done += len(present)
    weights = np.concatenate(weight)
    return Sample(
        measures=np.concatenate(measures),
        cue_rows=np.concatenate(rows),
        cues=np.concatenate(columns),
        cue_count=len(cues),
        truth=np.concatenate(truth),
        weight=weights * len(weights) / weights.sum(),
    )
