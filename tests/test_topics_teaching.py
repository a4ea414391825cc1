"""The table of words is made alike each time: shown on a few words, without the larger models."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench.topics.boost import Growing, grow
from bench.topics.corpus import Document, as_captions, as_flat_speech
from bench.topics.teach import known_words, shrink_vectors
from bench.topics.teach_tags import learn_tagger

TALK = Document(
    "talk",
    "show",
    ("We went to the harbour, didn't we?", "Boats were rare.", "Now, bread! It rises slowly."),
    (2,),
)


def test_words_as_common_as_each_other_are_ranked_by_the_alphabet(tmp_path: Path) -> None:
    names = ["walnut", "almond", "pecan", "hazel", "acorn"]
    tokenizer = tmp_path / "tokenizer.json"
    vocabulary = {"[PAD]": 0} | {name: 9000 + i for i, name in enumerate(names)}
    tokenizer.write_text(json.dumps({"model": {"vocab": vocabulary}}), encoding="utf-8")
    talks = [Document(n, "show", (" ".join(names),), ()) for n in "abc"]
    ranks = known_words(talks, tokenizer)
    assert sorted(ranks, key=ranks.__getitem__) == sorted(names)


def test_vectors_are_shrunk_to_the_same_bytes() -> None:
    words = [a + b + c for a in "bdfg" for b in "aeiou" for c in "klmnp"]
    ranks = {word: 2000 + i for i, word in enumerate(words)}
    vectors = np.random.default_rng(5).normal(size=(len(words), 48)).astype(np.float32)
    once, again = shrink_vectors(ranks, vectors), shrink_vectors(ranks, vectors)
    assert once[0] == again[0] == sorted(once[0])
    assert once[1].shape[1] == 32
    assert once[1].tobytes() + once[2].tobytes() == again[1].tobytes() + again[2].tobytes()


def test_a_tagger_is_learnt_to_the_same_bytes() -> None:
    pytest.importorskip("scipy")
    taught = [[("the", "T"), (noun, "N"), ("sails", "V")] for noun in ("boat", "ship", "raft")] * 9
    once, again = learn_tagger(taught), learn_tagger(taught)
    assert {name: array.tobytes() for name, array in once.items()} == {
        name: array.tobytes() for name, array in again.items()
    }


def test_captions_and_flat_speech_keep_the_words_and_the_chapter() -> None:
    spoken = "we went to the harbour didnt we boats were rare now bread it rises slowly"
    captions = as_captions(TALK)
    assert " ".join(captions.sentences) == spoken
    assert [len(line.split()) for line in captions.sentences] == [8, 7]
    assert captions.boundaries == (1,)
    flat = as_flat_speech(TALK)
    assert " ".join(flat.sentences) == spoken
    assert flat.turns == ()


def test_trees_tell_the_few_rows_that_are_best_of_their_chapter() -> None:
    random = np.random.default_rng(7)
    behind = -random.uniform(0.001, 5, size=(2000, 1))
    best = random.random(2000) < 0.01
    behind[best] = 0.0
    target = best.astype(np.float64)
    trees = grow(behind.astype(np.float32), target, np.ones(2000), Growing(trees=60, depth=1))
    found = trees.predict(behind)
    assert found[best].min() > 0.5
    assert found[~best].max() < 0.1


def test_trees_are_grown_to_the_same_bytes() -> None:
    rows = np.random.default_rng(8).normal(size=(300, 4)).astype(np.float32)
    target, weight = rows[:, 0].astype(np.float64), np.ones(300)
    once, again = (grow(rows, target, weight, Growing(trees=5, share=0.5)) for _ in range(2))
    assert all(np.array_equal(a, again.arrays()[name]) for name, a in once.arrays().items())
