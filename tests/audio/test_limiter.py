import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.audio.limiter import Limiter, Limiting
from narrate.audio.peak import PeakMeter

RATE_HZ = 44_100


def limited(
    wave: np.ndarray, ceiling_dbtp: float = -1.0, block: int = RATE_HZ
) -> tuple[np.ndarray, Limiting]:
    limiter = Limiter(ceiling_dbtp, RATE_HZ)
    samples = wave.astype(np.float32)
    blocks = [samples[at : at + block] for at in range(0, samples.size, block)]
    return np.concatenate([np.zeros(0, np.float32), *limiter.limit(blocks)]), limiter.report


def true_peak_db(wave: np.ndarray) -> float:
    """Return the peak by an interpolator of another make."""
    return float(20 * np.log10(np.abs(soxr.resample(wave, RATE_HZ, 8 * RATE_HZ, "VHQ")).max()))


def speech_band(seed: int, seconds: float, level: float) -> np.ndarray:
    """Return noise up to 11 kHz in bursts, as speech at 22 kHz has it."""
    rng = np.random.default_rng(seed)
    low = rng.standard_normal(round(seconds * RATE_HZ / 2))
    low *= np.repeat(rng.uniform(0, 1, 1 + low.size // 2000), 2000)[: low.size]
    # Clips are faded; at a sound that breaks in from nothing, interpolators differ by 0.5 dB.
    low *= np.minimum(1, np.minimum(np.arange(low.size), np.arange(low.size)[::-1]) / 66)
    return np.asarray(level * soxr.resample(low, RATE_HZ // 2, RATE_HZ))


def test_what_stays_under_the_ceiling_passes_bit_for_bit() -> None:
    wave = speech_band(1, 3, 0.1).astype(np.float32)
    assert true_peak_db(wave) < -1.2
    out, report = limited(wave)
    np.testing.assert_array_equal(out, wave)
    assert report == Limiting(0.0, 0, wave.size)


@given(seed=st.integers(0, 10_000), level=st.floats(0.2, 4), ceiling=st.floats(-6, -0.5))
@settings(max_examples=25, deadline=None)
def test_never_over_the_ceiling(seed: int, level: float, ceiling: float) -> None:
    out, _ = limited(speech_band(seed, 1.5, level), ceiling)
    assert true_peak_db(out) <= ceiling


def test_catches_peaks_between_samples() -> None:
    """A quarter-rate sine at 45 degrees shows only 0.707 of its height in samples."""
    wave = 0.7 * np.sqrt(2) * np.sin(np.pi / 2 * np.arange(8000) + np.pi / 4)
    assert np.abs(wave).max() < 10 ** (-1 / 20)
    out, _ = limited(wave)
    assert true_peak_db(out[500:-500]) <= -1.0


def test_acts_around_the_peak_only() -> None:
    wave = 0.2 * np.sin(2 * np.pi * 300 * np.arange(3 * RATE_HZ) / RATE_HZ)
    wave[RATE_HZ : RATE_HZ + 200] *= 9
    out, report = limited(wave)
    untouched = slice(0, RATE_HZ - round(0.01 * RATE_HZ))
    np.testing.assert_array_equal(out[untouched], wave.astype(np.float32)[untouched])
    recovered = RATE_HZ + round(0.2 * RATE_HZ)
    np.testing.assert_array_equal(out[recovered:], wave.astype(np.float32)[recovered:])
    assert report.deepest_db == pytest.approx(20 * np.log10(1.8) + 1.1, abs=0.2)
    assert 0.05 < report.limited_samples / RATE_HZ < 0.2


def test_gain_never_jumps() -> None:
    wave = np.clip(speech_band(5, 2, 1.5), -3, 3)
    out, _ = limited(wave)
    heard = np.flatnonzero(np.abs(wave) > 0.05)
    gain_db = 20 * np.log10(np.abs(out[heard]) / np.abs(wave[heard]))
    assert np.abs(np.diff(gain_db))[np.diff(heard) == 1].max() < 0.03
    assert gain_db.max() < 1e-3


@pytest.mark.parametrize("block", [1000, 4410, 30_011])
def test_blocks_make_no_difference(block: int) -> None:
    wave = speech_band(7, 2, 1.5)
    np.testing.assert_allclose(limited(wave, block=block)[0], limited(wave)[0], atol=2e-5)


def test_an_empty_stream_stays_empty() -> None:
    out, report = limited(np.zeros(0))
    assert (out.size, report) == (0, Limiting(0.0, 0, 0))


def test_meter_hears_peaks_across_blocks() -> None:
    wave = speech_band(9, 1, 0.3).astype(np.float32)
    meter = PeakMeter()
    for at in range(0, wave.size, 777):
        meter.hear(wave[at : at + 777])
    assert meter.finish_dbtp(-120) == pytest.approx(true_peak_db(wave), abs=0.1)
    assert PeakMeter().finish_dbtp(-120) == -120
