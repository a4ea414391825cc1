"""The words that a voice will probably say wrong are found; ordinary prose has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.lexicon import Entry, Lexicon
from narrate.text.unsure import unsure_words

EXAMPLE = Path(__file__).parents[2] / "examples" / "karen-hao.txt"


def listed(text: str, *entries: tuple[str, str], language: str = "en") -> list[tuple[str, int]]:
    lexicon = Lexicon(tuple(Entry(written, spoken) for written, spoken in entries))
    return [(each.word, each.count) for each in unsure_words(text, lexicon, language)]


def test_most_frequent_first_and_counted() -> None:
    text = "Then Wojcicki met Lemieux. Wojcicki and Anna laughed, but Wojcicki left with Lemieux."
    assert listed(text) == [("Wojcicki", 3), ("Lemieux", 2)]


def test_what_the_lexicon_knows_is_sure() -> None:
    assert listed("Ask Lemieux and Wojcicki.", ("Lemieux", "luh-myoo")) == [("Wojcicki", 1)]


def test_inline_pronunciations_are_sure() -> None:
    assert listed("Ask {Wojcicki|woe-jit-skee} and Lemieux.") == [("Lemieux", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "In January, Michael Johnson and Roger Young met President Obama in Chicago.",
        "Microsoft, Google and Facebook bought Boston's Washington Post on Wednesday.",
        "the schnorr signature and the laplacian of a tsunami are lower case",
        "THE WOJCICKI MEMO",
        "See anna@Wojcicki.com",
        "A town of 12 km² is naïve.",
    ],
)
def test_well_known_and_ordinary_words_are_sure(text: str) -> None:
    assert listed(text) == []


@pytest.mark.parametrize("word", ["gnocchi", "quinoa", "coup", "Antoine", "Giuseppe", "Phuket"])
def test_what_a_dictionary_says_otherwise_is_unsure(word: str) -> None:
    assert listed(f"They had {word} on their mind.") == [(word, 1)]


def test_words_with_letters_from_another_language_are_unsure() -> None:
    assert listed("He flew to Bogotá.") == [("Bogotá", 1)]


def test_other_languages_have_no_evidence() -> None:
    assert listed("Ich traf Wojcicki.", language="de") == []


def test_a_real_transcript_has_few() -> None:
    assert len(listed(EXAMPLE.read_text(encoding="utf-8"))) <= 3


@given(st.text())
def test_any_text_gives_words_of_that_text(text: str) -> None:
    for word, count in listed(text):
        assert text.count(word) >= count >= 1
