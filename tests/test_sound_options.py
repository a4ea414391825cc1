"""What users ask of the sound: titles that are spoken, chimes, channels; and how far it is."""

import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate.cli_options import read_settings
from narrate.model import Timeline
from narrate.progress import Progress
from narrate.scripting import choose_announced
from narrate.settings import Settings

Run = Callable[..., tuple[int, str, str]]
TALK = """# A talk

## One

The first thing to say. And some more of it.

## Two

The last thing to say.
"""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    path.write_text(TALK, encoding="utf-8")
    return path


def tune(path: Path, channels: int = 1, seconds: float = 0.5) -> Path:
    time = np.arange(round(44_100 * seconds)) / 44_100
    sides = [np.sin(2 * np.pi * hertz * time) for hertz in (440, 554)[:channels]]
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, 44_100, 0, "NONE", ""))
        file.writeframes(np.rint(np.stack(sides, axis=1) * 9000).astype("<i2").tobytes())
    return path


def timeline_of(audio: str) -> Any:
    return json.loads(Path(audio).with_suffix(".timeline.json").read_text(encoding="utf-8"))


def said(timeline: Any) -> list[str]:
    return [cue["text"] or cue["voice"] for cue in timeline["cues"]]


def test_titles_that_narrate_found_are_spoken_where_asked(narrate: Run, transcript: Path) -> None:
    assert narrate("make", transcript, "--voice", "tone", "-o", "x.wav")[0] == 0
    plain = timeline_of("x.wav")
    asked = "make", transcript, "--voice", "tone", "-o", "y.wav", "--announce", "titles"
    assert narrate(*asked)[0] == 0
    spoken = timeline_of("y.wav")
    titles = [chapter["title"] for chapter in spoken["chapters"]]
    assert titles == [chapter["title"] for chapter in plain["chapters"]]
    at = {cue["start_s"]: cue["text"] for cue in spoken["cues"]}
    assert [at[chapter["start_s"]] for chapter in spoken["chapters"]] == titles
    assert [text for text in said(spoken) if text not in titles] == said(plain)


def test_a_script_remembers_that_its_titles_are_spoken_and_whose_they_are(
    narrate: Run, transcript: Path
) -> None:
    assert narrate("script", transcript, "-o", "s.md", "--announce", "titles")[0] == 0
    script = Path("s.md").read_text(encoding="utf-8")
    assert "\nannounce: titles\n" in script
    Path("s.md").write_text(script.replace("## Race to the top", "## The race"), encoding="utf-8")
    assert narrate("make", "s.md", "--voice", "tone", "-o", "x.wav")[0] == 0
    assert "The race" in said(timeline_of("x.wav"))
    again = ("make", "s.md", "--voice", "tone", "-o", "y.wav", "--chapters", "2")
    assert narrate(*again)[0] == 0
    assert "The race" not in said(timeline_of("y.wav"))  # it was never a part of the text


@pytest.mark.parametrize(
    ("found", "wanted", "spoken"),
    [
        ("", "", ""),
        ("", "titles", "titles"),
        ("", "headings", ""),
        ("headings", "", "headings"),
        ("headings", "titles", "headings"),
        ("headings", "none", ""),
        ("titles", "", "titles"),
        ("titles", "headings", ""),
        ("titles", "none", ""),
    ],
)
def test_whose_titles_are_spoken(found: str, wanted: str, spoken: str) -> None:
    assert choose_announced(found, wanted) == spoken


def test_a_chime_opens_each_chapter_whose_title_is_spoken(narrate: Run, talk: Path) -> None:
    chime = tune(talk.with_name("chime.wav"))
    make = ("make", talk, "--voice", "tone", "--chime", chime, "-o")
    assert narrate(*make, "x.mp3")[0] == 0
    timeline = timeline_of("x.mp3")
    first, *middle, last = said(timeline)
    assert (first, middle[0], last) == ("music", "One", "The last thing to say.")
    assert middle[-2:] == ["music", "Two"]
    starts = {chapter["title"]: chapter["start_s"] for chapter in timeline["chapters"]}
    chimes = [cue["start_s"] for cue in timeline["cues"] if cue["voice"] == "music"]
    assert starts == {"One": 0, "Two": chimes[1]}
    assert narrate(*make, "y.mp3", "--announce", "none")[0] == 0
    assert said(timeline_of("y.mp3"))[0] == "The first thing to say."
    assert said(timeline_of("y.mp3")).count("music") == 1


@pytest.mark.parametrize(
    ("options", "channels"), [((), 2), (("--channels", "mono"), 1), (("--channels", "stereo"), 2)]
)
def test_channels_are_those_of_the_music_or_as_asked(
    narrate: Run, talk: Path, options: tuple[str, ...], channels: int
) -> None:
    music = tune(talk.with_name("music.wav"), channels=2, seconds=3)
    made = ("make", talk, "--voice", "tone", "-o", "x.opus", "--intro", music, "--bed", music)
    assert narrate(*made, *options)[0] == 0
    found = json.loads(narrate("inspect", "x.opus", "--json")[1])
    assert found["channels"] == channels
    assert found["loudness"]["integrated_lufs"] == pytest.approx(-16, abs=0.2)


def test_speech_alone_is_mono_unless_stereo_is_asked_for(narrate: Run, talk: Path) -> None:
    for option, channels in ((), 1), (("--channels", "stereo"), 2):
        assert narrate("make", talk, "--voice", "tone", "-o", "x.mp3", *option)[0] == 0
        assert json.loads(narrate("inspect", "x.mp3", "--json")[1])["channels"] == channels


def test_what_is_not_asked_is_decided_later() -> None:
    assert read_settings({"announce": None, "channels": None}) == Settings()


def test_mixing_shows_what_is_written_kept_or_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("narrate.progress._PLAIN_EVERY_S", 0.0)
    with Progress().mixing(Timeline(44_100, 441_000, (), ())) as written:
        for samples in (132_300, 441_000, 220_500):
            written(samples)
    first, second, third = capsys.readouterr().err.splitlines()
    assert first.startswith("mixing: 0:03 of audio, ")
    assert second.startswith("mixing: 0:10 of audio, ")
    assert third.startswith("mixing: pass 2, 0:05 of audio, ")
