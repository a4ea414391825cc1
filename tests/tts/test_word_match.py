"""Words are found in sound whose engine does not tell where they are."""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import Audio, Speech, Utterance
from narrate.tts.base import VoiceProfile
from narrate.tts.profile import load_profile
from narrate.tts.registry import missing, open_voice
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.store import ClipStore
from narrate.tts.synthesize import synthesize_clips
from narrate.tts.word_match import match_words
from tests.tts.test_deaths import finish

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(bool(missing(load_profile("espeak"))), reason="no espeak-ng"),
]

TEXT = "When the river froze, nobody in the village could remember such silence. Then it broke."


def test_words_of_another_voice_are_where_it_says_them() -> None:
    profile = load_profile("joe")
    if lacking := missing(profile):
        pytest.skip(lacking)
    speech = open_voice(profile).synthesize(TEXT)
    found = match_words(Speech(speech.audio), TEXT, "en-US").words
    assert [word.text for word in found] == TEXT.split()
    pairs = zip(found, speech.words, strict=True)
    ends = [(a.start_sample - b.start_sample, a.end_sample - b.end_sample) for a, b in pairs]
    off_ms = np.abs(ends) / speech.audio.sample_rate_hz * 1000
    assert np.median(off_ms) < 40
    assert np.percentile(off_ms, 90) < 150


@given(
    st.lists(st.integers(-20_000, 20_000), max_size=40),
    st.integers(0, 9_000),
    st.text(max_size=20),
    st.sampled_from(["en-US", "de", "tlh-XX", ""]),
)
@settings(max_examples=30)
def test_any_sound_gives_words_in_order_inside_it(
    peaks: list[int], samples: int, text: str, language: str
) -> None:
    sound = np.resize(np.array(peaks or [0], np.int16), samples)
    words = match_words(Speech(Audio(sound, 8_000)), text, language).words
    places = [place for word in words for place in (word.start_sample, word.end_sample)]
    assert places == sorted(places)
    assert all(0 <= place <= samples for place in places)


def test_clips_of_a_program_have_word_times(tmp_path: Path) -> None:
    speech = open_voice(load_profile("espeak")).synthesize(TEXT)
    with wave.open(str(tmp_path / "said.wav"), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(speech.audio.samples.tobytes())
    copy = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"
    command = f'{sys.executable} -S -c "{copy}" "{tmp_path / "said.wav"}" {{output}}'
    profile = VoiceProfile("c", "command", language="en", options=(("command", command),))
    plan = [Utterance(TEXT, TEXT, "c", 0, 0)]
    store = ClipStore(FolderShelf(tmp_path / "store"), "1")
    (clip,) = synthesize_clips(plan, {"c": profile}, store, finish, 0)
    assert [word.text for word in clip.words] == TEXT.split()
    off = [a.start_sample - b.start_sample for a, b in zip(clip.words, speech.words, strict=True)]
    assert max(map(abs, off)) < 0.02 * 22_050


def test_a_language_that_espeak_does_not_speak_leaves_the_sound_alone() -> None:
    speech = Speech(Audio(np.full(8_000, 900, np.int16), 8_000))
    assert match_words(speech, TEXT, "tlh-XX") is speech
