"""What is quoted is found in many languages, and nothing is lost where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Chapter, EpisodeInfo, Paragraph, Script
from narrate.text.plan import NARRATOR, QUOTED, Pauses, plan_utterances
from narrate.text.quotes import split_quotes
from tests.conftest import Run


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said, "I will go home now," and left.', ['"I will go home now,"']),
        ("“We stay here. Nobody leaves!” she cried.", ["“We stay here. Nobody leaves!”"]),
        ("Er sagte: „Das ist mir neu“, und ging.", ["„Das ist mir neu“,"]),
        ("Il dit « je ne sais pas » et partit.", []),
        ("Il dit «je ne sais pas» et partit.", ["«je ne sais pas»"]),
        ("Sie rief: »Komm sofort hierher!«", ["»Komm sofort hierher!«"]),
        ("彼は「もう帰りますよ」と言った。", ["「もう帰りますよ」"]),
        ("‘It’s the dog’s dinner,’ he said.", ["‘It’s the dog’s dinner,’"]),
        ("“She told me “never do that” and I did.” So he said.", None),
        ("The so-called “free lunch” is not free.", []),
        ('"No!" he said. "Stop it at once."', ['"No!"', '"Stop it at once."']),
        ('A board of 6" by 8" is what I need here.', []),
        ("“An open quote without an end", []),
        ("Don't say it wasn't so; it's the boys' fault.", []),
        ('It was "very good indeed" and "not bad at all".', None),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str] | None) -> None:
    parts = split_quotes(text)
    assert "".join("".join(p.text for p in parts).split()) == "".join(text.split())
    found = [part.text for part in parts if part.quoted]
    if quoted is None:
        assert found
    elif "« je" in text:
        assert found in ([], ["« je ne sais pas »"])
    else:
        assert found == quoted


@given(st.text('ab .,!"“”„«»‘’「」\n', max_size=60))
def test_nothing_is_lost(text: str) -> None:
    parts = split_quotes(text)
    assert "".join("".join(p.text for p in parts).split()) == "".join(text.split())


def test_plan_gives_quotes_their_voice() -> None:
    text = 'Ann turned. "We are late. Hurry up, please," she said, and the “old” door shut.'
    script = Script(
        EpisodeInfo(language="en"),
        (Chapter('The "great big" day', (Paragraph(text, id="p1"),)),),
        announce="headings",
    )
    voices = {NARRATOR: "n", QUOTED: "q"}
    pronounce = dict.fromkeys(voices.values(), str)
    said = plan_utterances(script, voices, Pauses(), pronounce)
    assert [(u.voice, u.text) for u in said] == [
        ("n", 'The "great big" day'),
        ("n", "Ann turned."),
        ("q", '"We are late.'),
        ("q", 'Hurry up, please,"'),
        ("n", "she said, and the “old” door shut."),
    ]
    assert [u.pause_after_ms for u in said][3] == Pauses().breath_ms
    alone = plan_utterances(script, {NARRATOR: "n"}, Pauses(), pronounce)
    assert {u.voice for u in alone} == {"n"}


def test_the_script_keeps_who_speaks_quotes(narrate: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text('He said, "I will go home now." Then he left.\n' * 2, "utf-8")
    wishes = ("--voice", "tone", "--quotes", "tone~low", "-o", "x.md")
    assert narrate("script", "x.txt", *wishes)[0] == 0
    assert "“”: tone~low" in (tmp_path / "x.md").read_text("utf-8")
    code, out, err = narrate("make", "x.md", "-o", "x.wav")
    assert code == 0, err
    assert "tone~low" in out
