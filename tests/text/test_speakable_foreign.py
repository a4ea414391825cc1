"""What a voice is given in other languages: the table, the unknown, and any string at all."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.speakable import spoken_form
from narrate.text.speakable.rule import words

TABLE = Path(__file__).parents[1] / "data" / "spoken_foreign.tsv"
HELD_OUT = Path(__file__).parents[1] / "data" / "spoken_foreign_heldout.tsv"
LANGUAGES = ("de", "fr", "es", "it", "pt-PT", "nl", "pl", "ru", "uk", "sv", "nb", "fi", "cs", "tr",
             "ja", "ar", "hi", "zh", "he", "ko", "xx", "", "de-CH", "not a tag")  # fmt: skip


def readings(text: str) -> list[str]:
    pieces = re.split(r"\(([^()]*\|[^()]*)\)", text)
    chosen = itertools.product(*(piece.split("|") for piece in pieces[1::2]))
    return [
        "".join(itertools.chain(*zip(pieces[::2], [*each, ""], strict=True))) for each in chosen
    ]


def heard(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s%]", " ", text.lower()).split())


def test_the_table_is_said_right() -> None:
    rows = [row.split("\t") for row in TABLE.read_text("utf-8").splitlines() if row[:2] != "# "]
    assert len(rows) >= 200
    assert len({language for language, *_ in rows}) >= 8
    for language, written, *spoken in rows:
        right = {heard(reading) for each in spoken for reading in readings(each)}
        assert heard(spoken_form(written, language)) in right, (language, written)


def test_most_of_what_was_never_tuned_on_is_said_right() -> None:
    rows = [row.split("\t") for row in HELD_OUT.read_text("utf-8").splitlines() if row[:2] != "# "]
    right = [
        heard(spoken_form(written, language))
        in {heard(reading) for each in spoken for reading in readings(each)}
        for language, written, *spoken in rows
    ]
    assert sum(right) / len(right) >= 0.9


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Version 2.0.1 auf 192.168.0.1, Nummer 007"),
        ("fr", "Voir https://exemple.fr/page?id=3"),
        ("ja", "1990年に"),
        ("xx", "5 % und 3 km"),
        ("el", "Το 1990"),
        ("ar", "السعر 12.50 دولار، الساعة 8:30، و 10% أقل، -3 °C"),
        ("pl", "Lata 80. i dalej"),
        ("de", "Karl V. Müller"),
    ],
)
def test_what_is_not_known_stays(language: str, text: str) -> None:
    assert spoken_form(text, language) == text


PIECES = st.sampled_from(
    [*words("1 2 0 9 . , : - – % € $ ° º ª er e й г. км km h kr Mio. M XX Oktober mai %5 1.234"),
     "3,14", "14:30", "14h30", "2024-02-31", "99.99.2020", "\u00a0", " ", "٣", "½"]
)  # fmt: skip


@given(st.sampled_from(LANGUAGES), st.one_of(st.lists(PIECES).map("".join), st.text(max_size=40)))
def test_any_text_in_any_language(language: str, text: str) -> None:
    spoken = spoken_form(text, language)
    assert spoken_form(spoken, language) == spoken


@given(st.sampled_from(LANGUAGES), st.lists(st.text(alphabet="abcdeüéñłżя", min_size=5)))
def test_plain_words_stay(language: str, plain: list[str]) -> None:
    text = " ".join(plain)
    assert spoken_form(text, language) == text


def test_a_number_is_said_as_it_is_written_whatever_was_said_before() -> None:
    with_zeros = spoken_form("Es sind 2,000 Liter.", "de")
    assert "null" in with_zeros
    assert spoken_form("Es sind 2 Liter.", "de") == "Es sind zwei Liter."
