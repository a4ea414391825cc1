"""What cannot be spoken is left out and listed where that is asked for, and stops all else."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
VOICE = """
engine = "command"
language = "en"
[options]
command = "{python} -S {program} {{text_file}} {{output}}"
"""
# Hums 15 characters a second, but refuses one word.
PROGRAM = """
import sys, wave
text = open(sys.argv[1], encoding="utf-8").read()
if "unspeakable" in text:
    sys.exit("I will not say that")
with wave.open(sys.argv[2], "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    file.writeframes((b"\\x00\\x10" * 20 + b"\\x00\\xf0" * 20) * round(13.3 * len(text)))
"""
TALK = """# A talk

## One

The first thing to say.

An unspeakable thing to say.

## Two

Another unspeakable one.

The last thing to say.
"""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    (tmp_path / "voices").mkdir()
    program = tmp_path / "hum.py"
    program.write_text(PROGRAM)
    voice = VOICE.format(python=sys.executable, program=program)
    (tmp_path / "voices" / "fussy.toml").write_text(voice)
    path = tmp_path / "talk.md"
    path.write_text(TALK)
    return path


def test_one_failure_ends_a_run(narrate: Run, talk: Path) -> None:
    code, _, err = narrate("make", talk, "--voice", "fussy")
    assert code == 1
    assert "unspeakable" in err
    assert not Path("out/talk/talk.mp3").exists()


def test_keep_going_makes_the_rest_and_lists_what_is_missing(narrate: Run, talk: Path) -> None:
    code, out, err = narrate("make", talk, "--voice", "fussy", "--keep-going")
    assert code == 1
    assert "out/talk/talk.mp3" in out
    assert "left out: line 7, " in err
    assert "left out: line 11, " in err
    assert "I will not say that" in err
    assert "2 pieces of text are missing from out/talk/talk.mp3" in err
    timeline = Path("out/talk/timeline.json").read_text()
    assert "The first thing" in timeline
    assert "The last thing" in timeline
    assert "unspeakable" not in timeline.partition('"drops"')[0]


def test_a_run_with_gaps_is_not_up_to_date(narrate: Run, talk: Path) -> None:
    assert narrate("make", talk, "--voice", "fussy", "--keep-going")[0] == 1
    assert narrate("make", talk, "--voice", "fussy", "--keep-going")[0] == 1
    program = talk.with_name("hum.py")
    program.write_text(PROGRAM.replace("unspeakable", "unheard-of"))
    code, out, _ = narrate("make", talk, "--voice", "fussy", "--keep-going", "--overwrite")
    assert code == 0
    assert "out/talk/talk.mp3" in out


def test_a_voice_that_never_speaks_ends_even_that(narrate: Run, talk: Path) -> None:
    talk.write_text("\n\n".join(f"Unspeakable, unspeakable {n}." for n in range(50)))
    code, _, err = narrate("make", talk, "--voice", "fussy", "--keep-going")
    assert code == 1
    assert err.count("I will not say that") == 1
    assert not Path("out/talk/talk.mp3").exists()


def test_a_voice_that_is_silent_is_named_with_the_text(narrate: Run, talk: Path) -> None:
    program = PROGRAM.replace("x10", "x00").replace("xf0", "x00")
    (talk.parent / "hum.py").write_text(program)
    code, _, err = narrate("make", talk, "--voice", "fussy")
    assert code == 1
    assert re.search(r'"One": what \S+ wrote is nothing but silence, 0\.3 s of it', err)
    (talk.parent / "voices" / "mute.toml").write_text('engine = "tone"\nvolume = 0\n')
    code, _, err = narrate("make", talk, "--voice", "mute")
    assert code == 1
    assert "of 'One', the first, voice 'mute' made: silence for 3 letters" in err
