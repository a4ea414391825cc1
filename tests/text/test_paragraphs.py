"""Broken lines become sentences and sentences paragraphs; no word is changed or lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Line, Paragraph, Transcript
from narrate.text.clean import clean_lines
from narrate.text.lengths import _begins, _begins_of_short
from narrate.text.paragraphs import join_paragraphs
from narrate.text.read import decode_text, read_transcript

KAREN_HAO = Path(__file__).parents[2] / "examples" / "karen-hao.txt"


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    return join_paragraphs(clean_lines(read_transcript(text, "x.txt")))


@pytest.fixture(scope="module")
def karen_hao() -> tuple[Paragraph, ...]:
    return paragraphs_of(decode_text(KAREN_HAO.read_bytes(), KAREN_HAO.name))


@pytest.mark.parametrize(
    "unbroken",
    [
        "And now there are American startups that prefer to use Chinese open source models than "
        "to pay for the models from OpenAI and Anthropic.",
        "in a different way instead of enormously complex. scaling up these massive facilities",
        "allow these companies to empire build their way. Into a deeply anti-democratic world",
        "a race to the top with the competition of ideas.",
    ],
)
def test_the_real_transcript_reads_on(karen_hao: tuple[Paragraph, ...], unbroken: str) -> None:
    assert any(unbroken in paragraph.text for paragraph in karen_hao)


def test_the_real_transcript_is_listenable(karen_hao: tuple[Paragraph, ...]) -> None:
    assert [p.id for p in karen_hao] == [f"p{n}" for n in range(1, len(karen_hao) + 1)]
    assert all(40 <= len(p.text.split()) <= 110 for p in karen_hao)
    assert {p.speaker for p in karen_hao} == {"Karen Hao"}
    assert [p.line for p in karen_hao] == sorted({p.line for p in karen_hao})


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("an exam-\nple of it", "an example of it"),
        ("his self-\nesteem fell", "his self-esteem fell"),
        ("a long-term plan. The long-\nterm one", "a long-term plan. The long-term one"),
        ("I w- \nwas there", "I w- was there"),
        ("I was - \nnot there", "I was - not there"),
        ("the end—\nor so", "the end—or so"),
        ("今天天气很好，\n我们去散步。", "今天天气很好，我们去散步。"),
        ("Seoul 은\n도시다", "Seoul 은 도시다"),
        ("He said “no\nway”.", "He said “no way”."),
    ],
)
def test_joins(broken: str, joined: str) -> None:
    assert [p.text for p in paragraphs_of(broken)] == [joined]


def test_blank_lines_between_paragraphs_are_kept() -> None:
    one = "The first paragraph is about a thing. It has quite a number of words, as one should. "
    two = "The second is about something else. Nobody knows what, or when, or even why it is so. "
    text = f"{one * 2}\n\n{two * 2}\n\n{one * 2}"
    assert len(paragraphs_of(text)) == 3


def test_blank_lines_after_every_line_mean_nothing() -> None:
    words = "We went up the long hill and saw the town below us and it was very quiet then."
    broken = "\n\n".join(words.split(" and "))
    assert [p.text.split() for p in paragraphs_of(broken)] == [words.replace(" and", "").split()]


def test_a_speaker_change_is_a_break_even_in_mid_sentence() -> None:
    lines = (Line(1, "I think that", "Ann"), Line(2, "we should go", "Bob"), Line(3, "now", "Bob"))
    found = join_paragraphs(Transcript(lines))
    assert [(p.speaker, p.text) for p in found] == [
        ("Ann", "I think that"),
        ("Bob", "we should go now"),
    ]


def test_headings_stand_on_the_paragraph_below_and_are_never_lost() -> None:
    lines = (Line(1, "One", heading=1), Line(2, "Text."), Line(3, "Two", heading=2))
    found = join_paragraphs(Transcript(lines))
    assert [(p.heading, p.text) for p in found] == [("One", "Text."), ("", "Two")]


def test_times_and_long_gaps() -> None:
    long = "This is a sentence of some ten words or so. " * 2 + "Yes."
    lines = (
        Line(1, long, start_s=0.0, end_s=9.0),
        Line(2, long, start_s=9.1, end_s=18.0),
        Line(3, long, start_s=60.0, end_s=70.0),
        Line(4, long, start_s=70.1, end_s=80.0),
    )
    found = join_paragraphs(Transcript(lines))
    assert [(p.start_s, p.end_s) for p in found] == [(0.0, 18.0), (60.0, 80.0)]


def test_text_without_punctuation_becomes_paragraphs() -> None:
    text = "\n".join(["so we went on and talked about it", "for a while because it was late"] * 60)
    found = paragraphs_of(text)
    assert len(found) >= 5
    assert all(40 <= len(p.text.split()) <= 180 for p in found)


tokens = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
marked = tokens | st.sampled_from(["um", "Yes.", "no-", "the", "[music]", "Into", "我们。"])
lines_of_words = st.lists(st.lists(marked, max_size=8), max_size=20)


@given(lines_of_words, st.sampled_from(["\n", "\n\n"]))
def test_no_word_is_lost_changed_or_moved(source: list[list[str]], newline: str) -> None:
    read = read_transcript("x " + newline.join(map(" ".join, source)), "x.txt")
    spoken = "".join(p.heading + p.text for p in join_paragraphs(read))
    kept = "".join(line.text for line in read.lines)
    assert without_hyphens(spoken) == without_hyphens(kept)


def without_hyphens(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def test_a_paragraph_opens_where_the_words_drift_to_something_else() -> None:
    bread = "The baker mixes flour with water. The dough rises and the baker kneads it. " * 3
    ships = "A captain steers the vessel by stars. The sailors watch the sails and harbours. " * 3
    found = paragraphs_of(bread + ships + bread)
    assert any(paragraph.text.startswith("A captain") for paragraph in found)
    for paragraph in found:
        assert not ("baker" in paragraph.text and "captain" in paragraph.text)


@given(st.lists(st.tuples(st.integers(1, 6), st.floats(-9, 9)), min_size=1, max_size=120))
def test_short_sentences_make_the_same_paragraphs_sooner(units: list[tuple[int, float]]) -> None:
    sizes, worths = [size for size, _ in units], [worth for _, worth in units]
    assert list(_begins_of_short(sizes, worths)) == list(_begins(sizes, worths))


@pytest.mark.parametrize("blank", [True, False])
def test_paragraphs_say_whether_an_author_set_them(blank: bool) -> None:
    said = (
        "The bees came through the winter, and both of the hives by the railway are full of honey."
    )
    lines = [Line(n, f"{said} {said}", after_blank=blank) for n in range(1, 9)]
    authored = [paragraph.authored for paragraph in join_paragraphs(Transcript(tuple(lines)))]
    assert any(authored) is blank
