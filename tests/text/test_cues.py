from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from narrate.errors import InputError
from narrate.text.cuemodel import load_cues
from narrate.text.cues import word_cues
from narrate.text.learn import ONE_SHOW, Example, learn
from narrate.text.logistic import Sample, fit_logistic
from narrate.text.topics import find_topics

TALK = [
    "The cache keeps the coins in memory.",
    "That makes the lookup of coins fast.",
    "Thanks for explaining the cache.",
    "Next question from the audience, how do you test the network code?",
    "We simulate the network with many peers.",
    "The peers drop messages at random.",
]


def test_people_announce_a_topic() -> None:
    cues = find_topics(TALK * 4).openings[6:12]
    assert max(range(6), key=lambda i: cues[i]) == 3


def test_cues_look_at_both_sides_of_a_boundary() -> None:
    second = list(word_cues(["Thank you.", "Next question please.", "What is it?"]))[1]
    found = {f"{kind}:{item}" for kind, items in second for item in items}
    assert {"first:next", "pair:next question", "before:thank", "next:what"} <= found


def test_a_saved_model_scores_as_before(tmp_path: Path) -> None:
    model = load_cues()
    path = tmp_path / "again.npz"
    model.save(path)
    assert find_topics(TALK, model=load_cues(path)) == find_topics(TALK)


def test_the_shipped_model_is_small_and_plain() -> None:
    written = BytesIO()
    load_cues().save(written)
    load_cues(flat=True).save(written)
    assert len(written.getvalue()) < 1_000_000


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(b"not a model")
    with pytest.raises(InputError, match="not a model of topic cues"):
        load_cues(path)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        load_cues(tmp_path / "missing.npz")


def test_a_show_with_its_own_habit_is_learnt() -> None:
    plain = [f"We walked to place {i} and saw a tree." for i in range(19)]
    talk = tuple(["Bing bong it is story time.", *plain] * 8)
    examples = [Example(talk, tuple(range(20, 160, 20)), show=f"show {i % 2}") for i in range(6)]
    model = learn(examples, ONE_SHOW)
    cues = find_topics(["Bing bong it is story time.", *plain] * 2, model=model).openings
    assert int(np.argmax(cues[1:])) + 1 == 20


def test_logistic_regression_finds_known_weights() -> None:
    random = np.random.default_rng(7)
    measures = random.normal(size=(20_000, 2))
    present = random.random(20_000) < 0.5
    odds = 1.5 * measures[:, 0] - measures[:, 1] + 2.0 * present - 1.0
    truth = (random.random(20_000) < 1 / (1 + np.exp(-odds))).astype(np.float64)
    rows = np.flatnonzero(present)
    sample = Sample(
        measures, rows, np.zeros(len(rows), np.int64), 1, truth, np.ones(20_000), np.zeros(20_000)
    )
    assert fit_logistic(sample, 1e-6) == pytest.approx([2.0, 1.5, -1.0, -1.0], abs=0.1)
