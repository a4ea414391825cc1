from __future__ import annotations

from pathlib import Path

import pytest

from narrate.model import EpisodeInfo, Source
from narrate.naming import KEY_VARIABLE
from narrate.pipeline import make_script, report_chapters
from narrate.settings import Settings
from tests.text.test_titleserver import reply, serving

GARDEN = "Tomato plants need water. Good soil keeps tomato plants healthy. We grow tomato plants. "
TRAINS = "Night trains to Vienna run again. Passengers love night trains. A night train is slow. "
TWO = Source("talk.txt", f"{GARDEN * 4}\n\n{TRAINS * 4}".encode())
ONE = Source("talk.txt", f"{GARDEN}".encode())


def test_one_topic_takes_the_title_of_the_episode_and_says_so() -> None:
    script = make_script(ONE, Settings(info=EpisodeInfo(title="My garden"), voice="tone"))
    assert [chapter.title for chapter in script.chapters] == ["My garden"]
    assert "one topic" in script.notes[0]
    report = report_chapters(ONE, Settings(info=EpisodeInfo(title="My garden")))
    assert [chapter.title for chapter in report.chapters] == ["My garden"]
    assert "one topic" in report.notes[0]


def test_no_chapters_stay_untitled() -> None:
    script = make_script(ONE, Settings(chapters="none", voice="tone"))
    assert [chapter.title for chapter in script.chapters] == [""]
    assert script.notes == ()


def test_a_server_names_chapters_when_it_is_asked() -> None:
    with serving(reply('["How tomato plants grow", "Night trains are back"]')) as (url, asked):
        settings = Settings(chapters="2", voice="tone", titles_endpoint=url)
        script = make_script(TWO, settings)
    titles = [chapter.title for chapter in script.chapters]
    assert titles == ["How tomato plants grow", "Night trains are back"]
    assert len(asked) == 1
    assert script.notes == ()


def test_a_failing_server_costs_one_line_and_shows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "sk-very-secret")
    own = make_script(TWO, Settings(chapters="2", voice="tone"))
    with serving(b"sk-very-secret", 500) as (url, _):
        script = make_script(TWO, Settings(chapters="2", voice="tone", titles_endpoint=url))
    assert script.chapters == own.chapters
    (note,) = script.notes
    assert "titles are narrate's own" in note
    assert "500" in note
    assert "secret" not in note


def test_headings_are_never_sent() -> None:
    source = Source("talk.txt", b"# Soil\n\nGood soil.\n\n# Trains\n\nNight trains run.\n")
    with serving(reply('["Good soil here", "Night trains"]')) as (url, asked):
        script = make_script(source, Settings(voice="tone", titles_endpoint=url))
    assert [chapter.title for chapter in script.chapters] == ["Soil", "Trains"]
    assert asked == []


def test_the_bundled_transcript_breaks_where_a_person_would() -> None:
    example = Path(__file__).parents[1] / "examples" / "karen-hao.txt"
    report = report_chapters(Source("karen-hao.txt", example.read_bytes()), Settings())
    opens = [report.sentences[start] for start in (0, *report.topics.boundaries)]
    assert [sentence[:40].rstrip() for sentence in opens] == [
        "Because Chinese companies faced with thi",
        "And so really, it's not a competition of",
        "And so now the question is, what kind of",
        "I do think it actually should be central",
    ]
    titles = [chapter.title for chapter in report.chapters]
    assert titles[1:3] == ["Race to the top", "Vision of the UK and Europe"]
