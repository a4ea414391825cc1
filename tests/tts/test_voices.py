"""Every adapter keeps the contract, and the promises that are its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import ProfileError
from narrate.model import Speech
from narrate.tts.base import VoiceProfile
from narrate.tts.contract import SPOKEN, VoiceContract
from narrate.tts.profile import load_profile
from narrate.tts.registry import at_quality, fingerprint, missing, open_voice


class TestTone(VoiceContract):
    profile = load_profile("tone")


@pytest.mark.engine
class TestEspeak(VoiceContract):
    profile = load_profile("espeak")


@pytest.mark.engine
@pytest.mark.skipif(missing(load_profile("joe")) != "", reason=missing(load_profile("joe")))
class TestPiper(VoiceContract):
    profile = load_profile("joe")


class TestPiperFast(TestPiper):
    profile = at_quality(load_profile("joe"), "fast")


class TestPiperDraft(TestPiper):
    profile = at_quality(load_profile("joe"), "draft")


@pytest.mark.engine
@pytest.mark.skipif(missing(load_profile("system")) != "", reason=missing(load_profile("system")))
class TestSystem(VoiceContract):
    profile = load_profile("system")
    has_words = sys.platform not in ("win32", "darwin")


def _pitch_hz(speech: Speech) -> float:
    """The commonest distance between repetitions, over all loud stretches of 50 ms."""
    rate = speech.audio.sample_rate_hz
    wave = speech.audio.samples.astype(float)
    lags = range(rate // 400, rate // 60)
    found = []
    for start in range(0, len(wave) - rate // 10, rate // 20):
        frame = wave[start : start + rate // 20]
        if np.sqrt(np.mean(frame**2)) < 0.3 * np.sqrt(np.mean(wave**2)) + 1:
            continue
        frame = frame - frame.mean()
        spectrum = np.fft.rfft(frame, 2 * len(frame))
        similarity = np.fft.irfft(np.abs(spectrum) ** 2)
        found.append(rate / (lags.start + int(np.argmax(similarity[lags.start : lags.stop]))))
    return float(np.median(found))


@pytest.mark.engine
@pytest.mark.parametrize("name", ["espeak", "joe"])
def test_pitch_is_a_factor_and_leaves_the_length(name: str) -> None:
    usual = load_profile(name)
    if missing(usual):
        pytest.skip(missing(usual))
    plain = TestTone().voice(usual).synthesize(SPOKEN)  # opened once for all tests
    higher = open_voice(replace(usual, pitch=1.3)).synthesize(SPOKEN)
    assert _pitch_hz(higher) / _pitch_hz(plain) == pytest.approx(1.3, rel=0.1)
    assert len(higher.audio.samples) / len(plain.audio.samples) == pytest.approx(1, rel=0.1)
    assert higher.words[-1].end_sample <= len(higher.audio.samples)


@pytest.mark.engine
@pytest.mark.parametrize("name", ["tone", "espeak", "joe"])
def test_another_process_speaks_the_same_samples(name: str) -> None:
    profile = load_profile(name)
    if missing(profile):
        pytest.skip(missing(profile))
    program = (
        "import hashlib, sys\n"
        "from narrate.tts.profile import load_profile\n"
        "from narrate.tts.registry import open_voice\n"
        "voice = open_voice(load_profile(sys.argv[1]))\n"
        "samples = voice.synthesize(sys.argv[2]).audio.samples\n"
        "sys.stdout.write(hashlib.sha256(samples.tobytes()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, name, SPOKEN], capture_output=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(digests) == 1


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_tone_takes_any_text(text: str) -> None:
    TestTone().say(text)


@pytest.mark.engine
@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_espeak_takes_any_text(text: str) -> None:
    TestEspeak().say(text)


def test_tone_is_as_long_and_as_loud_as_speech() -> None:
    text = SPOKEN * 20
    speech = open_voice(load_profile("tone")).synthesize(text)
    assert len(text) / (len(speech.audio.samples) / 22_050) == pytest.approx(15, rel=0.15)
    level = np.sqrt(np.mean((speech.audio.samples / 32_768) ** 2))
    assert 20 * np.log10(level) == pytest.approx(-20, abs=1.5)


def test_tone_words_have_their_own_pitch_and_silence_between() -> None:
    speech = open_voice(load_profile("tone")).synthesize("alpha beta")
    first, second = speech.words
    samples = speech.audio.samples
    assert not samples[first.end_sample : second.start_sample].any()
    spectra = [
        int(np.abs(np.fft.rfft(samples[w.start_sample : w.end_sample], 22_050)).argmax())
        for w in (first, second)
    ]
    assert spectra[0] != spectra[1]


@pytest.mark.engine
class TestPiperOptions:
    profile = load_profile("joe")

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        if missing(self.profile):
            pytest.skip(missing(self.profile))

    def test_seed_changes_the_reading_but_not_the_words(self) -> None:
        other = replace(self.profile, options=(("seed", "1"),))
        one, two = (TestPiper().voice(p).synthesize(SPOKEN) for p in (self.profile, other))
        assert one.audio.samples.tobytes() != two.audio.samples.tobytes()
        assert [w.text for w in one.words] == [w.text for w in two.words]
        assert fingerprint(other) != fingerprint(self.profile)

    def test_sentences_are_apart(self) -> None:
        far = replace(self.profile, options=(("sentence_pause_ms", "1250"),))
        near, wide = (TestPiper().voice(p).synthesize(SPOKEN) for p in (self.profile, far))
        assert len(wide.audio.samples) - len(near.audio.samples) == 22_050
        below = zip(near.words[6:], wide.words[6:], strict=True)  # where the second one begins
        moved = median(b.end_sample - a.end_sample for a, b in below)
        assert moved == pytest.approx(22_050, abs=0.005 * 22_050)

    def test_merged_and_split_words_keep_their_times(self) -> None:
        text = "In the end OpenAI did not go to the end of the world."
        words = TestPiper().voice().synthesize(text).words
        assert [w.text for w in words] == text.split()
        assert all(w.end_sample - w.start_sample > 500 for w in words)

    @pytest.mark.parametrize(
        ("option", "message"),
        [
            (("speed", "2"), "has no option 'speed'"),
            (("noise_scale", "much"), "noise_scale = 'much' is not a number"),
            (("speaker", "3"), "has one speaker only"),
        ],
    )
    def test_senseless_options(self, option: tuple[str, str], message: str) -> None:
        with pytest.raises(ProfileError, match=message):
            open_voice(replace(self.profile, options=(option,)))


def test_model_that_is_not_there() -> None:
    profile = VoiceProfile("gone", "piper", voice="nowhere/gone.onnx")
    assert "gone.onnx is not there" in missing(profile)
    with pytest.raises(ProfileError, match="cannot speak here"):
        open_voice(profile)
