"""Words that stand together, and marks that stand apart, where a text has them again and again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Line
from narrate.text.columns import Lines
from narrate.text.glued import mend_spaces

GLUED = ("we sat onthe bench", "by the door ofthe shed", "it was forthe best")


def _mended(*texts: str) -> list[str]:
    lines = Lines.of(tuple(Line(n, text) for n, text in enumerate(texts, start=1)))
    return [line.text for line in mend_spaces(lines)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("saw not onlyis the mill", "saw not only is the mill"),
        ("If so, Ineed to know", "If so, I need to know"),
        ("to answer Tom'squestion", "to answer Tom's question"),
        ("we met JohnRush here", "we met John Rush here"),
        ("a podcastmarketing plan", "a podcast marketing plan"),
        ("I've got to read youa note", "I've got to read you a note"),
        ("The cabin in Boston has a button", "The cabin in Boston has a button"),
        ("Iris and Mason wrote into a notebook", "Iris and Mason wrote into a notebook"),
        ("McDonald uses an iPhone", "McDonald uses an iPhone"),
    ],
)
def test_words_that_were_run_together_are_parted(text: str, meant: str) -> None:
    assert _mended(*GLUED, text)[-1] == meant


def test_one_slip_is_no_habit() -> None:
    text = "We sat onthe bench with JohnRush , and that was all."
    assert _mended(text) == [text]


def test_marks_that_stand_apart_are_joined_to_their_words() -> None:
    text = "Well , I do n't know , it 's late , is n't it ? Wait . . . yes ."
    assert _mended(text) == ["Well, I don't know, it's late, isn't it? Wait . . . yes."]


def test_sentences_that_stand_together_are_parted() -> None:
    texts = ("It is late.Then we go. I use Node.js here.", "Alex,Und ich.", "Yes.Again we go.")
    parted = ["It is late. Then we go. I use Node.js here.", "Alex, Und ich.", "Yes. Again we go."]
    assert _mended(*texts) == parted


@given(st.lists(st.text("abcIé.,'’ !?\u00e4", min_size=1).filter(str.strip), max_size=5))
def test_no_character_is_lost(texts: list[str]) -> None:
    stripped = [text.strip() for text in texts]
    mended = _mended(*GLUED, *stripped)
    assert ["".join(text.split()) for text in mended[3:]] == ["".join(t.split()) for t in stripped]
