from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.text.phrases import phrases
from narrate.text.titlemodel import load_titles
from narrate.text.titles import title_chapters
from narrate.text.wordkinds import is_name

GARDEN = [
    "All right, let's talk about tomato plants.",
    "Tomato plants need water every morning.",
    "We grow tomato plants in the garden.",
    "Good soil keeps tomato plants healthy.",
]
RAILWAY = [
    "Now let's move on to night trains.",
    "Night trains to Vienna run again.",
    "Passengers love night trains.",
    "The railway bought sleeping cars for its night trains.",
]


def test_titles_say_what_a_chapter_is_about() -> None:
    first, second = title_chapters([GARDEN, RAILWAY])
    assert first == "Tomato plants"
    assert second == "Night trains"


def test_alike_chapters_get_unlike_titles() -> None:
    titles = title_chapters([GARDEN, GARDEN, GARDEN])
    assert len(set(titles)) == 3


def test_a_chapter_without_a_name_is_numbered() -> None:
    titles = title_chapters([GARDEN, ["Yeah.", "Well, so it is.", "I know, right?"]])
    assert titles[1] == "Chapter 2"


def test_a_greeting_is_an_introduction() -> None:
    greeting = ["Hello, everyone.", "Welcome to the garden show.", "The garden show is on."]
    titles = title_chapters([greeting, GARDEN, RAILWAY, ["Goodbye, and thanks to the railway."]])
    assert titles[:3] == ("Welcome and introduction", "Tomato plants", "Night trains")


def test_other_languages_are_numbered() -> None:
    assert title_chapters([["Bonjour."], ["Au revoir."]], "fr-FR") == ("Chapitre 1", "Chapitre 2")
    assert title_chapters([["Hei."]], "fi") == ("1",)


@pytest.mark.parametrize(
    "phrase",
    ["open source models", "human rights", "vision of AI development", "race to the top"],
)
def test_names_are_names(phrase: str) -> None:
    assert is_name(phrase.split(), load_titles().kinds)


@pytest.mark.parametrize(
    "phrase",
    ["computing resources decided", "resources decided to develop", "deeply anti-democratic",
     "talked about the cache", "alternative", "called consolidation"],
)  # fmt: skip
def test_pieces_of_sentences_are_no_names(phrase: str) -> None:
    assert not is_name(phrase.split(), load_titles().kinds)


def test_phrases_stay_inside_a_clause() -> None:
    found = {" ".join(p.words) for p in phrases(["We grow tomatoes, potatoes and beans here."])}
    assert "potatoes and beans" in found
    assert not any("," in phrase for phrase in found)
    assert "tomatoes potatoes" not in found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=120), max_size=8), max_size=5))
def test_titles_are_short_and_unlike_whatever_the_text(chapters: list[list[str]]) -> None:
    titles = title_chapters(chapters)
    assert len(titles) == len(chapters)
    assert all(2 <= len(title.split()) <= 8 for title in titles)
    assert len(set(titles)) == len(titles)
