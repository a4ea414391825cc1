"""Lines that only pages write are told from speech that stands above the first name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Line
from narrate.text.clean import clean_lines
from narrate.text.pagelines import count_page_lines, page_points
from narrate.text.read import read_transcript

SAID = (
    "Good evening from the harbor hall. The first episode of this podcast was a mistake.",
    "I'm Ann Moss, and in this episode we are going to talk about boats.",
    "You're listening to The Tide, the podcast about boats.",
    "This is Tide Talk. I'm Ann Moss, in Oslo.",
    "Welcome back to the show. Subscribe at tide.example.com, and tell your friends.",
    "The ferry leaves at six. Most mornings nobody is on it but the captain and some bread.",
    "and then we went down to the harbor and",
    "So, what is a boat?",
    "Follow me, said the captain, and I did. I don't know why.",
    "Wir fahren um sechs Uhr ab. Meistens ist niemand an Bord.",
)
PAGE = (
    "Home",
    "Subscribe to our newsletter",
    "Follow us on Example at https://example.com/tide",
    "In this episode, Ann Moss talks to Ben Reed about boats.",
    "The committee met, pursuant to call, at 10:00 a.m., Hon. Rose Talbot presiding.",
    "ROSE TALBOT, North Shore, Chairwoman IAN WREN, South Shore PAULA DREW, Old Town MARK HILL",
    "Tide Talk | Episode 12 | May 3, 2024",
    "Share this episode",
)


@pytest.mark.parametrize("text", SAID)
def test_speech_is_no_page(text: str) -> None:
    assert page_points(text) <= 0
    assert count_page_lines([Line(1, text)]) == 0


@pytest.mark.parametrize("text", PAGE)
def test_page_lines_are(text: str) -> None:
    assert page_points(text) > 0


@given(st.lists(st.sampled_from(PAGE)), st.sampled_from(SAID), st.lists(st.sampled_from(PAGE)))
def test_what_was_surely_said_ends_the_head(above: list[str], said: str, below: list[str]) -> None:
    texts = [*above, "Hello, I'm Ann. I don't know what to say.", said, *below]
    lines = [Line(n, text, after_blank=True) for n, text in enumerate(texts)]
    assert count_page_lines(lines) <= len(above)


@given(st.lists(st.text(min_size=1)))
def test_any_lines_can_be_counted(texts: list[str]) -> None:
    lines = [Line(n, text) for n, text in enumerate(texts)]
    assert 0 <= count_page_lines(lines) <= len(lines)


def test_an_unmarked_opening_is_spoken() -> None:
    opening = (
        "the ferry leaves at six and most mornings\nnobody is on it but the captain\nand some bread"
    )
    turns = "Ann: I like to see it go\nBen: so do I\nAnn: he waves\nBen: he does"
    read = clean_lines(read_transcript(f"{opening}\n\n{turns}", "a text"))
    assert [line.text for line in read.lines[:3]] == opening.splitlines()


@pytest.mark.parametrize(
    "last",
    [
        "Thank you all. Subscribe at tide.example.com.",
        "Follow us on Example.\nRead the show notes.\nVisit our website.",
        "and that is all\nfor today",
    ],
)
def test_what_is_said_last_is_spoken(last: str) -> None:
    turns = "Ann: I like boats.\n\nBen: So do I.\n\nAnn: He waves.\n\nBen: He does.\n\nAnn: "
    read = clean_lines(read_transcript(f"{turns}{last}", "a text"))
    assert " ".join(line.text for line in read.lines).endswith(" ".join(last.split()))


def test_a_line_that_recurs_outside_sentences_is_spoken() -> None:
    text = "I went out.\nSan Francisco Bay\nIt was cold.\nI went in.\nIt was warm.\n" * 4
    read = clean_lines(read_transcript(text, "a text"))
    assert sum(line.text == "San Francisco Bay" for line in read.lines) == 4


def test_speech_behind_a_page_s_words_in_one_paragraph_is_spoken() -> None:
    notes = "In this episode, Ann and Ben discuss the podcast. " * 15
    opening = f"{notes}Transcript: This is Tide Talk, and I'm your host."
    assert count_page_lines([Line(1, opening)]) == 0


def test_a_turn_above_a_caption_is_no_heading() -> None:
    text = (
        'ANN MOSS: Good evening. I\'m Ann. ["Tide"]\n\nBEN REED: A long answer, I hope, to it.\n\n'
    )
    read = clean_lines(read_transcript(f"{text}ANN MOSS: It is.\n\nBEN REED: Good.", "a text"))
    assert read.lines[0].text.startswith("Good evening.")


def test_words_that_fill_a_line_now_and_then_are_no_head_of_a_page() -> None:
    said = ["and so we looked at", "what had been left of", "it in the harbour and"]
    rows = [row for n in (2, 9, 3, 14) for row in (*said * n, "Bitcoin Core")] + said
    read = clean_lines(read_transcript("\n".join(rows), "a text"))
    assert not read.drops


def test_a_text_that_comes_again_and_again_has_no_heads_of_pages() -> None:
    said = ["and so we looked at", "Bitcoin Core", "what had been left of", "it in the harbour and"]
    assert not clean_lines(read_transcript("\n".join(said * 40), "a text")).drops
