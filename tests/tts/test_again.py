"""An engine that goes wrong on long texts: said again, said in parts, or told."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narrate.audio.condition import Finish
from narrate.errors import SynthesisError
from narrate.model import Audio, Clip, Utterance
from narrate.tts.base import VoiceProfile
from narrate.tts.pace import Pace, count_letters, speaking_s
from narrate.tts.registry import open_voice
from narrate.tts.repeats import repeated_tail_s
from narrate.tts.store import ClipStore, open_shelf
from narrate.tts.synthesize import synthesize_clips

# Noise of 15 characters a second, the same for the same text; beyond 60 characters it misbehaves.
_PROGRAM = """
import random, sys, wave
how, most = sys.argv[1], 60
text = sys.stdin.read()
long = len(text) > most or how.startswith("always")
if long and how == "crash":
    sys.exit("too much for me")
slower = 9 if long and how.endswith("babble") else 1
seconds = 0.3 if long and how == "short" else len(text) * slower / 15
level = 0 if long and how.endswith("silence") else 32767 if long and how == "clipped" else 8000
chance = random.Random(text)
samples = [chance.choice((-level, level)) for _ in range(round(8000 * seconds))]
if long and how == "tail":
    samples += samples[-9000:]
with wave.open(sys.stdout.buffer, "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    file.setnframes(len(samples))
    file.writeframesraw(b"".join(s.to_bytes(2, "little", signed=True) for s in samples))
"""
TEXT = (
    "The ferry left the island at dawn, and by noon nobody could see the shore. "
    "Only gulls followed us, crying over a grey sea without a wave."
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("program") / "noise.py"
    path.write_text(_PROGRAM)
    return path


def _speak(program: Path, how: str, folder: Path) -> Clip:
    command = f"{sys.executable} -S '{program}' {how}"
    options = (("command", command), ("sample_rate_hz", "8000"))
    profile = VoiceProfile("c", "command", language="en", options=options)
    store = ClipStore(open_shelf(folder), "1")
    plan = [Utterance(TEXT, TEXT, "c", 0, 0, "p1")]
    return next(iter(synthesize_clips(plan, {"c": profile}, store, Finish(), 0)))


@pytest.mark.parametrize("how", ["well", "silence", "short", "babble", "tail", "clipped", "crash"])
def test_what_goes_wrong_on_long_texts_is_said_in_parts(
    program: Path, how: str, tmp_path: Path
) -> None:
    clip = _speak(program, how, tmp_path / "one")
    assert clip.doubt == ""
    length_s = clip.length_samples / clip.sample_rate_hz
    assert length_s == pytest.approx(len(TEXT) / 15, rel=0.1)
    again = _speak(program, how, tmp_path / "two")
    one, two = (ClipStore(open_shelf(tmp_path / n), "1").read(clip.key) for n in ("one", "two"))
    assert again.key == clip.key
    assert one.samples.tobytes() == two.samples.tobytes()


def test_what_stays_wrong_is_told(program: Path, tmp_path: Path) -> None:
    assert "s of sound for 107 letters" in _speak(program, "always-babble", tmp_path).doubt


def test_silence_to_the_end_is_an_error(program: Path, tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match="nothing but silence"):
        _speak(program, "always-silence", tmp_path)


def test_pace_is_the_voice_s_own() -> None:
    usual = open_voice(VoiceProfile("t", "tone", language="en"))
    slow = open_voice(VoiceProfile("t", "tone", language="en", rate=0.5))
    pace = Pace(usual, VoiceProfile("t", "tone", language="en"))
    assert pace.find_doubt(usual.synthesize(TEXT), TEXT) == ""
    told = pace.find_doubt(usual.synthesize(TEXT[:50]), TEXT)
    assert "for what this voice says in about 9." in told
    assert "for what this voice says in" in pace.find_doubt(usual.synthesize(TEXT * 4), TEXT)
    unhurried = Pace(slow, VoiceProfile("t", "tone", language="en", rate=1.0))
    assert unhurried.find_doubt(slow.synthesize(TEXT), TEXT) == ""  # though few are so slow
    foreign = Pace(usual, VoiceProfile("t", "tone", language="fi"))
    assert foreign.find_doubt(usual.synthesize(TEXT[:50]), TEXT) == ""


@pytest.mark.parametrize("tail_s", [0.3, 0.7001, 2.0])
def test_tails(tail_s: float) -> None:
    noise = np.random.default_rng(1).normal(0, 3000, 99_000)
    smooth = np.convolve(noise, np.ones(12) / 4, "same").astype(np.int16)
    tail = round(tail_s * 22_050)
    assert repeated_tail_s(Audio(smooth, 22_050)) == 0
    twice = np.concatenate([smooth, smooth[-tail:]])
    assert repeated_tail_s(Audio(twice, 22_050)) == pytest.approx(tail / 22_050, abs=0.01)
    hum = (3000 * np.sin(np.arange(66_150) / 20)).astype(np.int16)
    assert repeated_tail_s(Audio(hum, 22_050)) == 0
    assert repeated_tail_s(Audio(np.zeros(0, np.int16), 22_050)) == 0


def test_pace_that_a_profile_tells_finds_lost_words() -> None:
    voice = open_voice(VoiceProfile("t", "tone"))
    speech = voice.synthesize(TEXT)
    told = VoiceProfile("t", "tone", letters_per_s=count_letters(TEXT)[0] / speaking_s(speech))
    pace = Pace(voice, told)
    assert pace.find_doubt(speech, TEXT) == ""
    words = TEXT.split()
    for share in (0.6, 1.7):
        said = " ".join((words * 2)[: round(share * len(words))])
        assert "for what this voice says in" in pace.find_doubt(voice.synthesize(said), TEXT)
    assert pace.find_doubt(voice.synthesize("1 2 3"), "12 345 678 901 234 567 890 123 456") == ""
    assert Pace(voice, replace(told, rate=1.7)).find_doubt(speech, TEXT) != ""


def test_words_in_capitals_may_be_read_or_spelled() -> None:
    voice = open_voice(VoiceProfile("t", "tone"))
    speech = voice.synthesize(TEXT)
    told = VoiceProfile("t", "tone", letters_per_s=count_letters(TEXT)[0] / speaking_s(speech))
    assert Pace(voice, told).find_doubt(speech, TEXT.upper()) == ""
    spelled = " ".join("BBC" for _ in range(40))
    letters = voice.synthesize(" ".join("bee bee cee" for _ in range(40)))
    assert Pace(voice, told).find_doubt(letters, spelled) == ""
    assert Pace(voice, told).find_doubt(voice.synthesize("Be."), TEXT.upper()) != ""
