import numpy as np
import pyloudnorm
import pytest

from narrate.audio.gate import SILENCE_LUFS, gated_loudness
from narrate.audio.kweight import BLOCKS_PER_S, block_energies, energies_of

RATES_HZ = (16_000, 22_050, 24_000, 44_100, 48_000)


def sine(level_db: float, seconds: float, rate_hz: int, frequency_hz: float = 997) -> np.ndarray:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * time)


def loudness(wave: np.ndarray, rate_hz: int) -> float:
    return gated_loudness(energies_of(wave, rate_hz))


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_full_scale_sine_in_one_channel_is_minus_3_01(rate_hz: int) -> None:
    """ITU-R BS.1770-5: 0 dBFS at 997 Hz in one front channel reads -3.01 LKFS."""
    assert loudness(sine(0, 5, rate_hz), rate_hz) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
def test_noise_agrees_with_another_meter(rate_hz: int) -> None:
    rng = np.random.default_rng(3)
    noise = rng.standard_normal(rate_hz * 12) * np.repeat([0.02, 0.2, 0.001, 0.1], rate_hz * 3)
    other = pyloudnorm.Meter(rate_hz).integrated_loudness(noise)
    assert loudness(noise, rate_hz) == pytest.approx(other, abs=0.1)


def test_filtering_in_pieces_leaves_no_seam() -> None:
    """The whole clip and its halves, energies counted on, say the same."""
    rng = np.random.default_rng(4)
    samples = (rng.standard_normal(100_000) * 3000).astype(np.int16)
    rate_hz = 20_000
    whole = block_energies(samples, rate_hz)
    later = block_energies(samples[40_000:], rate_hz)
    np.testing.assert_allclose(whole[22:], later[2:], rtol=1e-5)


def test_energies_sum_to_the_clip_at_any_rate() -> None:
    for rate_hz in (11_025, 22_050, 44_100):
        samples = (sine(-6, 1.234, rate_hz) * 32767).astype(np.int16)
        energies = block_energies(samples, rate_hz)
        assert energies.size == 13
        total = float(energies.sum()) / BLOCKS_PER_S
        assert 10 * np.log10(total / 1.234) == pytest.approx(-6 - 3.01 + 0.69, abs=0.1)


def test_silence_and_short_clips_are_at_the_absolute_gate() -> None:
    assert block_energies(np.zeros(0, np.int16), 22_050).size == 0
    assert loudness(np.zeros(44_100), 44_100) == SILENCE_LUFS
    assert loudness(sine(-10, 0.29, 44_100), 44_100) == SILENCE_LUFS
