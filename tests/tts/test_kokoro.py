"""Kokoro: styles and their blends from one model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from narrate.errors import ProfileError
from narrate.model import Speech
from narrate.tts.base import Voice, VoiceProfile
from narrate.tts.contract import VoiceContract
from narrate.tts.kokoro_model import blend, load_styles
from narrate.tts.profile import load_profile
from narrate.tts.registry import fingerprint, missing, open_voice

PROFILE = load_profile("kumo")
TEXT = "OpenAI, in the end. Was it?"

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(missing(PROFILE) != "", reason=missing(PROFILE)),
]


class TestKokoro(VoiceContract):
    profile = PROFILE
    long_letters = 400  # it speaks at one and a half times real time on a core


@pytest.fixture(scope="module")
def voice() -> Voice:
    return open_voice(PROFILE)


@pytest.fixture(scope="module")
def spoken(voice: Voice) -> Speech:
    return voice.synthesize(TEXT)


def test_words_have_their_times(spoken: Speech) -> None:
    assert [word.text for word in spoken.words] == TEXT.split()
    ends = [word.end_sample for word in spoken.words]
    starts = [word.start_sample for word in spoken.words]
    assert all(a <= b for a, b in zip(ends, starts[1:], strict=False))
    assert starts[0] < 0.15 * 24_000
    assert starts[4] - ends[3] > 0.3 * 24_000  # the pause between the sentences


def test_same_text_same_samples_and_faster_is_shorter(voice: Voice, spoken: Speech) -> None:
    faster = open_voice(replace(PROFILE, rate=1.5)).synthesize(TEXT)
    assert np.array_equal(voice.synthesize(TEXT).audio.samples, spoken.audio.samples)
    ratio = len(spoken.audio.samples) / len(faster.audio.samples)
    assert ratio == pytest.approx(1.5, rel=0.12)


def test_peaks_are_not_clipped(spoken: Speech) -> None:
    assert abs(spoken.audio.samples.astype(int)).max() < 32_000


def test_styles_blend_by_weight() -> None:
    styles = load_styles(PROFILE)
    one, two = styles["jf_alpha"], styles["jm_kumo"]
    mean = np.mean([style for name, style in styles.items() if name.startswith("jf_")], axis=0)
    blends = {
        "jf_alpha": one,
        "jf_alpha=3, jm_kumo=1": 0.75 * one + 0.25 * two,
        "jf_alpha,jm_kumo": 0.5 * one + 0.5 * two,
        "jf=0.6,jm=0.4": 0.6 * mean + 0.4 * two,
    }
    for voice, style in blends.items():
        assert np.allclose(blend(replace(PROFILE, voice=voice), styles), style, atol=1e-6)
    prints = {fingerprint(replace(PROFILE, voice=voice)) for voice in blends}
    assert len(prints) == len(blends)


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        (replace(PROFILE, voice="jm_bert"), "no style 'jm_bert'; known are jf_alpha"),
        (replace(PROFILE, voice="af=0.6,jf=0.4"), "no style 'af'; .* or jf, jm for all of a kind"),
        (replace(PROFILE, voice="jm_kumo=inf"), "weights of its styles have no sum"),
        (replace(PROFILE, voice="jm_kumo=much"), "'jm_kumo=much' has no weight"),
        (replace(PROFILE, voice="jm_kumo=0"), "weights of its styles have no sum"),
        (replace(PROFILE, options=(("voices", "gone.npz"),)), "gone.npz cannot be read"),
        (replace(PROFILE, options=(("voices", __file__),)), "no .npz file of arrays"),
        (replace(PROFILE, options=(("speed", "2"),)), "has no option 'speed'"),
    ],
)
def test_senseless_profiles(profile: VoiceProfile, message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        open_voice(profile)
