"""Speech without punctuation: its sentences, the lines that show them, and script.md."""

import random
import textwrap
from collections.abc import Callable
from dataclasses import replace

import pytest

from narrate.model import Chapter, EpisodeInfo, Line, Paragraph, Script, Transcript
from narrate.text.habits import learn_habits
from narrate.text.paragraphs import join_paragraphs
from narrate.text.plan import Pauses, plan_utterances
from narrate.text.script import read_script, write_script

OPENERS = ("so", "and then", "well", "but", "i think", "okay so", "you know")
MIDDLES = ("we looked at the garden", "the old bridge was closed", "nobody told the children")
CLOSERS = ("before the rain came", "near the river", "for a long while", "that summer", "again")


def speech(count: int = 120) -> list[str]:
    """Return sentences that nobody would find the ends of by their words alone."""
    chance = random.Random(5)
    return [
        " ".join(chance.choice(part) for part in (OPENERS, MIDDLES, CLOSERS)) for _ in range(count)
    ]


def by_sentence(sentences: list[str], width: int) -> list[str]:
    return [row for sentence in sentences for row in textwrap.wrap(sentence, width)]


def anywhere(sentences: list[str], width: int) -> list[str]:
    return textwrap.wrap(" ".join(sentences), width)


def found(rows: list[str]) -> set[str]:
    paragraphs = join_paragraphs(Transcript(tuple(Line(n, t) for n, t in enumerate(rows, 1))))
    return {row for paragraph in paragraphs for row in paragraph.text.split("\n")}


def test_lines_that_begin_sentences_show_where_these_end() -> None:
    sentences = speech()
    assert len(set(sentences) - found(by_sentence(sentences, 30))) < 0.15 * len(set(sentences))


@pytest.mark.parametrize("layout", [by_sentence, anywhere])
def test_no_word_is_lost(layout: Callable[[list[str], int], list[str]]) -> None:
    sentences = speech()
    lines = tuple(Line(n, t) for n, t in enumerate(layout(sentences, 30), 1))
    paragraphs = join_paragraphs(Transcript(lines))
    assert " ".join(p.text for p in paragraphs).split() == " ".join(sentences).split()


def test_lines_broken_anywhere_show_nothing() -> None:
    lines = [Line(n, text) for n, text in enumerate(anywhere(speech(600), 30), 1)]
    habits = learn_habits(lines)
    assert abs(habits.inside) < 0.7
    assert abs(habits.shift(lines[0], lines[1])) < 1.5


def test_punctuated_text_is_not_asked() -> None:
    lines = [Line(n, f"{text}.") for n, text in enumerate(speech(), 1)]
    assert learn_habits(lines).shifts == (0.0,) * 4


def test_a_silence_is_learnt_to_end_a_sentence() -> None:
    lines: list[Line] = []
    time_s = 0.0
    for sentence in speech(400):
        for row in textwrap.wrap(sentence, 24):
            lines.append(Line(len(lines) + 1, row, start_s=time_s, end_s=time_s + 1.0))
            time_s += 1.0
        time_s += 0.6
    habits = learn_habits(lines)
    silent = replace(lines[1], start_s=(lines[0].end_s or 0.0) + 0.6)
    joined = replace(lines[1], start_s=lines[0].end_s)
    assert habits.shift(lines[0], silent) > habits.shift(lines[0], joined) + 2


def test_a_sentence_on_a_line_comes_back_from_the_script_and_is_said_as_one() -> None:
    text = "so we went home\n- and the rain came\n1) it was late\n# nobody spoke"
    script = Script(EpisodeInfo(title="T"), (Chapter("", (Paragraph(text, id="p1"),)),))
    read = read_script(write_script(script), "script.md")
    assert read.chapters[0].paragraphs[0].text == text
    planned = plan_utterances(read, {"*": "joe"}, Pauses(), {"joe": lambda said: said})
    assert [utterance.text for utterance in planned] == text.split("\n")
    assert {utterance.pause_after_ms for utterance in planned[:-1]} == {Pauses().sentence_ms}


@pytest.mark.parametrize("front", ["---\nnarrate: 1\n---\n", "---\ntitle: T\n---\n"])
def test_lines_that_an_editor_wrapped_are_no_sentences(front: str) -> None:
    read = read_script(f"{front}\nThe rain came down on the old\nbridge. Nobody spoke.\n", "x.md")
    assert read.chapters[0].paragraphs[0].text == (
        "The rain came down on the old bridge. Nobody spoke."
    )
