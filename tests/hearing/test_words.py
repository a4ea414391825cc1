"""Words are compared however they are written, and long texts in little time."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from narrate.hearing.align import Difference, find_differences, matched
from narrate.hearing.expected import expect
from narrate.hearing.words import plain_with_sources, plain_words
from narrate.model import Utterance

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=30)


def test_plain_words() -> None:
    assert plain_words("Don’t “panic”: it's Müller's well-known café!") == [
        *("dont", "panic", "its", "mullers", "well", "known", "cafe")
    ]
    assert plain_words("他说 OK。") == ["他", "说", "ok"]
    assert plain_words(" … — ") == []


def test_spoken_words_know_where_they_were_written() -> None:
    words = ["In", "2024", "we", "paid", "$3.5", "million"]
    spoken = "In twenty twenty-four we paid three point five million dollars"
    found = plain_with_sources(words, spoken)
    assert [plain for plain, _, _ in found] == plain_words(spoken)
    assert {(a, b) for plain, a, b in found if plain == "twenty"} == {(1, 1)}
    assert ("we", 2, 2) in found
    assert all(a >= 4 for plain, a, _ in found if plain in ("three", "point", "dollars"))
    text = expect([Utterance(" ".join(words), spoken, "v", 0, 0)])
    assert text.span(1, 4) == (1, 2)
    assert text.written[slice(*text.span(1, 4))] == ("2024",)


@given(WORDS, WORDS)
def test_what_lies_between_differences_is_equal(wanted: list[str], heard: list[str]) -> None:
    differences = find_differences(wanted, heard)
    for at, other in matched(len(wanted), differences):
        assert wanted[at] == heard[other]
    changed = sum(d.wanted_end - d.wanted for d in differences)
    assert changed + len(list(matched(len(wanted), differences))) == len(wanted)


@given(WORDS)
def test_equal_texts_do_not_differ(words: list[str]) -> None:
    assert find_differences(words, words) == ()


def test_a_long_text_with_a_gap_a_change_and_a_move() -> None:
    chance = random.Random(1)
    wanted = [f"w{chance.randrange(3000)}" for _ in range(60_000)]
    heard = wanted.copy()
    heard[50_000:50_001] = ["other"]
    del heard[30_000:30_040]
    heard[10_000:10_100] = [*heard[10_050:10_100], *heard[10_000:10_050]]
    differences = find_differences(wanted, heard)
    assert Difference(30_000, 30_040, 30_000, 30_000) in differences
    assert Difference(50_000, 50_001, 49_960, 49_961) in differences
    assert len(differences) == 4
    assert sum(d.wanted_end - d.wanted for d in differences) == 91


def test_one_loss_is_told_as_one() -> None:
    wanted = ["we", "go", "and", "it", "should", "never", "be", "it", "should", "be", "done"]
    heard = ["we", "go", "it", "should", "be", "done"]
    assert find_differences(wanted, heard) == (Difference(2, 7, 2, 2),)
