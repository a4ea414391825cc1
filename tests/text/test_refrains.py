from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.text.posterior import Aim, Weights, opening_chances
from narrate.text.refrains import hear_refrains

TALK = ["The cache keeps coins.", "Peers drop messages.", "Blocks come late.", "Fees rise again."]


def test_what_stands_at_probable_openings_marks_the_others() -> None:
    sentences = [s for n in range(8) for s in (f"Our next item is number {n}.", *TALK)]
    chances = np.where(np.arange(40) % 5 == 0, 0.6, 0.02)
    chances[20] = 0.0  # one that nothing else shows
    heard = hear_refrains(sentences, chances)
    assert heard[20] > 0.5 > max(heard[21:25])


def test_no_sentence_confirms_itself() -> None:
    sentences = ["And so on."] * 9
    chances = np.zeros(9)
    chances[4] = 0.9
    heard = hear_refrains(sentences, chances)
    assert heard[4] == heard.min() < 0


def test_a_text_that_repeats_nothing_has_no_refrain() -> None:
    assert not hear_refrains(TALK, np.full(4, 0.25)).any()


@settings(max_examples=20)
@given(st.integers(3, 6), st.integers(0, 99))
def test_chances_are_those_of_all_divisions(length: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    costs = random.normal(size=(length, length)).astype(np.float32)
    costs[0, 1:] = np.inf
    weights = Weights(costs, random.normal(size=length))
    found = opening_chances(weights, Aim(2))
    toll = _toll_that_gives(weights, found)
    assert found == pytest.approx(_by_enumeration(weights, toll), abs=1e-6)
    assert 1 + found.sum() == pytest.approx(2, rel=0.05)


def _by_enumeration(weights: Weights, toll: float) -> np.ndarray:
    length = len(weights.openings)
    chances, total = np.zeros(length), 0.0
    for count in range(length):
        for inner in combinations(range(1, length), count):
            stretches = pairwise((0, *inner, length))
            cost = sum(float(weights.stretches[b - 1, b - 1 - a]) for a, b in stretches)
            weight = float(np.exp(sum(weights.openings[b] - toll for b in inner) - cost))
            total += weight
            chances[list(inner)] += weight
    return chances / total


def _toll_that_gives(weights: Weights, found: np.ndarray) -> float:
    """Return the toll at which as many boundaries are expected as were found."""
    low, high = -30.0, 30.0
    for _ in range(40):
        middle = (low + high) / 2
        over = _by_enumeration(weights, middle).sum() > found.sum()
        low, high = (middle, high) if over else (low, middle)
    return low
