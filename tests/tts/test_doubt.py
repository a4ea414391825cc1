"""Sound that cannot be the text is noticed, spoken otherwise, and told."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Audio, Speech
from narrate.tts.again import CarefulSpeaker
from narrate.tts.base import VoiceProfile
from narrate.tts.doubt import find_doubt
from narrate.tts.profile import load_profile
from narrate.tts.registry import missing, open_voice
from narrate.tts.synthesize import synthesize_clips

if TYPE_CHECKING:
    from tests.tts.conftest import Wayward

TEXT = "This sentence has some forty letters in its nine words."


def _speech(seconds: float, level: int = 3000) -> Speech:
    samples = np.full(round(seconds * 8000), level, np.int16)
    return Speech(Audio(samples, 8000))


def _halted(seconds: float) -> Speech:
    sound = np.full(12_000, 3000, np.int16)
    silence = np.zeros(round(seconds * 8000), np.int16)
    return Speech(Audio(np.concatenate([sound, silence, sound]), 8000))


@pytest.mark.parametrize(
    ("speech", "text", "doubt"),
    [
        (_speech(3), TEXT, ""),
        (_speech(0), TEXT, "silence for 45 letters"),
        (_speech(3, level=20), TEXT, "silence for 45 letters"),
        (_speech(0.8), TEXT, "only 0.8 s of sound for 45 letters"),
        (_speech(40), TEXT, "40.0 s of sound for 45 letters"),
        (_speech(3, level=32_767), TEXT, "clipped sound"),
        (_speech(0), " … ", ""),
        (_speech(0.1), "Oh.", ""),
        (_halted(1.9), TEXT, ""),
        (_halted(2.1), TEXT, "2.1 s of silence in its middle"),
        (_speech(2.5), "1999", ""),
    ],
)
def test_bounds(speech: Speech, text: str, doubt: str) -> None:
    assert find_doubt(speech, text) == doubt


def test_bounds_follow_the_pace() -> None:
    assert find_doubt(_speech(0.8), TEXT, rate=1.5) == ""
    assert find_doubt(_speech(20), TEXT, rate=0.5) == ""


@given(st.text(max_size=200), st.sampled_from([0.5, 1.0, 3.0]))
def test_tone_is_never_doubted(text: str, rate: float) -> None:
    speech = open_voice(VoiceProfile("t", "tone", rate=rate)).synthesize(text)
    if len(speech.words) == len(text.split()):
        assert find_doubt(speech, text, rate) == ""


def test_words_of_nearly_one_pitch_are_no_repeated_tail() -> None:
    profile = VoiceProfile("t", "tone")
    tone = CarefulSpeaker(open_voice(profile), profile)
    words = TEXT.replace(".", "").split()
    for one, other in itertools.product(words, words):
        text = f"They said {one} {other}."
        assert tone.find_doubt(tone.voice.synthesize(text), text) == "", text


def test_doubtful_speech_is_spoken_otherwise(wayward: Wayward) -> None:
    text = "mumble " + "x" * 60
    plan = wayward.plan(text, "mumble-always " + "x" * 60)
    clips = list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 0))
    assert clips[0].doubt == ""
    assert wayward.spoken()[:2] == [text, f"{text} otherwise 1"]
    assert clips[1].doubt == "only 0.5 s of sound for 72 letters"
    assert len(wayward.spoken()) == 5
    kept = list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 0))
    assert [clip.doubt for clip in kept] == [clip.doubt for clip in clips]


@pytest.mark.engine
@pytest.mark.skipif(missing(load_profile("joe")) != "", reason=missing(load_profile("joe")))
def test_piper_speaks_otherwise_and_comes_back() -> None:
    from narrate.tts.piper_voice import open_voice as open_piper

    voice = open_piper(load_profile("joe"))
    first = voice.synthesize("Hello.").audio.samples.tobytes()
    other = [voice.synthesize_otherwise("Hello.", n).audio.samples.tobytes() for n in (1, 2, 1)]
    assert len({first, *other}) == 3
    assert other[0] == other[2]
    assert voice.synthesize("Hello.").audio.samples.tobytes() == first
