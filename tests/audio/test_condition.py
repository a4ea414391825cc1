import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.condition import FINISH_VERSION, Finish
from narrate.model import Audio, Sound, Speech, Word

RATE_HZ = 22_050


def spoken(wave: np.ndarray, *words: Word) -> Sound:
    return Finish()(Speech(Audio(np.rint(wave).astype(np.int16), RATE_HZ), words))


def tone_between(start_s: float, end_s: float, length_s: float, level: float) -> np.ndarray:
    time = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    return level * np.sin(2 * np.pi * 200 * time) * ((time >= start_s) & (time < end_s))


@pytest.mark.parametrize("level", [30_000, 1000, 12])
@pytest.mark.parametrize("offset", [0, 400])
def test_trims_to_the_sound_and_a_guard(level: int, offset: int) -> None:
    sound = spoken(tone_between(0.5, 1.5, 2.2, level) + offset)
    length_s = sound.speech.audio.samples.size / RATE_HZ
    assert 1.06 <= length_s <= 1.13


def test_keeps_a_soft_final_consonant() -> None:
    """A fricative 40 dB under the vowel, after 80 ms of closure, stays whole."""
    wave = tone_between(0.3, 1.0, 2.0, 20_000)
    hiss = np.random.default_rng(1).standard_normal(wave.size) * 140
    time = np.arange(wave.size) / RATE_HZ
    wave += hiss * ((time > 1.08) & (time < 1.25))
    kept = spoken(wave).speech.audio.samples
    assert kept.size / RATE_HZ == pytest.approx(1.25 + 0.06 - 0.26, abs=0.03)
    last = kept[-round(0.1 * RATE_HZ) : -round(0.07 * RATE_HZ)]
    assert np.sqrt(np.mean(last.astype(float) ** 2)) > 100


def test_trims_steady_noise_under_speech() -> None:
    noise = np.random.default_rng(2).standard_normal(round(3 * RATE_HZ)) * 60
    kept = spoken(tone_between(1.0, 2.0, 3.0, 15_000) + noise).speech.audio.samples
    assert kept.size / RATE_HZ == pytest.approx(1.1, abs=0.05)


def test_starts_and_ends_without_a_click_and_without_offset() -> None:
    wave = np.full(RATE_HZ, 5000.0) + tone_between(0, 1, 1, 9000)
    kept = spoken(wave).speech.audio.samples.astype(int)
    assert kept[0] == 0
    assert abs(kept[-1]) <= 1
    assert np.abs(np.diff(kept)).max() < 9000 * 2 * np.pi * 200 / RATE_HZ * 1.1
    assert abs(kept.mean()) < 20


@pytest.mark.parametrize(
    "wave", [np.zeros(0), np.zeros(5000), np.full(5000, 700.0), np.tile([1.0, -1.0], 2000)]
)
def test_a_clip_without_sound_comes_back_empty(wave: np.ndarray) -> None:
    sound = spoken(wave, Word("a", 0, wave.size))
    assert sound.speech.audio.samples.size == 0
    assert sound.block_energies.size == 0
    assert sound.speech.words == (Word("a", 0, 0),)


def test_words_move_with_the_sound() -> None:
    first, last = round(0.5 * RATE_HZ), round(1.5 * RATE_HZ)
    sound = spoken(tone_between(0.5, 1.5, 2, 9000), Word("x", first, last), Word("y", last, 44_100))
    word, late = sound.speech.words
    samples = sound.speech.audio.samples
    assert np.abs(samples[word.start_sample : word.start_sample + 200]).max() > 8000
    assert word.end_sample - word.start_sample == last - first
    assert late.end_sample <= samples.size


@given(
    st.lists(st.integers(-32768, 32767), max_size=300),
    st.sampled_from([8000, 16_000, 22_050, 48_000]),
)
def test_any_samples_pass(values: list[int], rate_hz: int) -> None:
    samples = np.array(values, np.int16)
    sound = Finish()(Speech(Audio(samples.copy(), rate_hz)))
    kept = sound.speech.audio
    assert kept.sample_rate_hz == rate_hz
    assert kept.samples.size <= samples.size
    assert not kept.samples.flags.writeable
    assert sound.block_energies.size == -(-kept.samples.size * 10 // rate_hz)
    assert np.isfinite(sound.block_energies).all()


def test_can_be_sent_to_a_worker_that_imports_little() -> None:
    assert pickle.loads(pickle.dumps(Finish())) == Finish()
    code = "import sys, narrate.audio.condition; print({'av', 'soxr', 'pydub'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def band_db(samples: np.ndarray, low_hz: float, high_hz: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples.astype(float))) ** 2
    hertz = np.fft.rfftfreq(samples.size, 1 / RATE_HZ)
    return float(10 * np.log10(spectrum[(hertz >= low_hz) & (hertz < high_hz)].sum() + 1e-9))


def test_high_pass_takes_rumble_and_leaves_the_voice() -> None:
    time = np.arange(2 * RATE_HZ) / RATE_HZ
    wave = 3000 * np.sin(2 * np.pi * 30 * time) + 9000 * np.sin(2 * np.pi * 200 * time)
    speech = Speech(Audio(np.rint(wave).astype(np.int16), RATE_HZ))
    plain, passed = Finish()(speech), Finish(high_pass_hz=80)(speech)
    one, other = plain.speech.audio.samples, passed.speech.audio.samples
    assert band_db(one, 20, 40) - band_db(other, 20, 40) == pytest.approx(17, abs=2)
    assert band_db(one, 180, 220) - band_db(other, 180, 220) == pytest.approx(0.1, abs=0.2)


def test_de_essing_softens_sharp_hiss_only() -> None:
    rng = np.random.default_rng(5)
    time = np.arange(2 * RATE_HZ) / RATE_HZ
    vowel = 8000 * np.sin(2 * np.pi * 200 * time) * (time < 1)
    noise = np.fft.irfft(
        np.fft.rfft(rng.standard_normal(time.size))
        * (np.fft.rfftfreq(time.size, 1 / RATE_HZ) > 6000)
    )
    for level, least, most in ((5000, 3, 6.5), (1200, -0.1, 0.5)):
        wave = vowel + noise * level * (time >= 1)
        speech = Speech(Audio(np.rint(wave).astype(np.int16), RATE_HZ))
        one = Finish()(speech).speech.audio.samples
        other = Finish(de_ess=True)(speech).speech.audio.samples
        assert least < band_db(one, 6000, 11_000) - band_db(other, 6000, 11_000) < most
        np.testing.assert_allclose(other[2000:20_000], one[2000:20_000], atol=2)


def test_each_polish_has_a_version_of_its_own() -> None:
    assert Finish().version == FINISH_VERSION
    versions = {
        Finish().version,
        Finish(80).version,
        Finish(80, True).version,
        Finish(0, True).version,
    }
    assert len(versions) == 4
    assert pickle.loads(pickle.dumps(Finish(80, True))) == Finish(80, True)
