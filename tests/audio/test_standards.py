"""The signals of EBU Tech 3341 and 3342 and of ITU-R BS.2217, synthesised as their texts say."""

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.audio.gate import Gate
from narrate.audio.kweight import energies_of
from narrate.audio.peak import PeakMeter

Wave = NDArray[np.float64]
RATES_HZ = (22_050, 48_000)
# ITU-R BS.1770-5, Annex 1, tables 1 and 2: the filter at 48 kHz as the standard prints it.
STAGE_1 = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.69065929318241, 0.73248077])
STAGE_2 = ([1.0, -2.0, 1.0], [1.99004745483398, 0.99007225036621])


def sine(level_db: float, seconds: float, rate_hz: int, hertz: float = 1000.0) -> Wave:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.asarray(10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * time))


def heard(wave: Wave, rate_hz: int) -> Gate:
    gate = Gate()
    gate.hear(energies_of(wave.astype(np.float32), rate_hz))
    return gate


def weight_db(hertz: float) -> float:
    """Return what the standard's own coefficients do to a tone."""
    delay = np.exp(-2j * np.pi * hertz / 48_000)
    response = 1.0 + 0j
    for (b0, b1, b2), (a1, a2) in (STAGE_1, STAGE_2):
        response *= (b0 + b1 * delay + b2 * delay**2) / (1 - a1 * delay + a2 * delay**2)
    return float(20 * np.log10(abs(response)))


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-23, 20)], -23),  # Tech 3341, case 1
        ([(-33, 20)], -33),  # 2
        ([(-36, 10), (-23, 60), (-36, 10)], -23),  # 3
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),  # 4
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23),  # 5
    ],
)
def test_integrated_loudness_of_tech_3341(
    rate_hz: int, channels: int, parts: list[tuple[float, float]], expected: float
) -> None:
    """The levels are those of each channel of stereo; one channel alone is 3.01 LU softer."""
    wave = np.concatenate([sine(level, seconds, rate_hz) for level, seconds in parts])
    found = heard(np.stack([wave] * channels) if channels == 2 else wave, rate_hz)
    assert found.integrated_lufs == pytest.approx(
        expected - (3.01 if channels == 1 else 0), abs=0.1
    )


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(
    ("levels", "expected_lu"),
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
)
def test_loudness_range_of_tech_3342(
    rate_hz: int, channels: int, levels: tuple[float, ...], expected_lu: float
) -> None:
    """Cases 1 to 4; the text allows 1 LU."""
    wave = np.concatenate([sine(level, 20, rate_hz) for level in levels])
    found = heard(np.stack([wave] * channels) if channels == 2 else wave, rate_hz)
    assert found.range_lu == pytest.approx(expected_lu, abs=0.3)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("hertz", [25, 100, 500, 1000, 2000, 10_000])
@pytest.mark.parametrize("target", [-23, -24])
def test_tones_of_bs_2217(rate_hz: int, hertz: float, target: float) -> None:
    """Stereo tones, as loud as the standard's own coefficients make the target."""
    level_db = target + 0.691 - weight_db(hertz)  # two channels: +3.01, a sine's power: -3.01
    wave = sine(level_db, 8, rate_hz, hertz)
    assert heard(np.stack([wave, wave]), rate_hz).integrated_lufs == pytest.approx(target, abs=0.1)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_each_channel_counts_as_much(rate_hz: int) -> None:
    wave = sine(-20, 5, rate_hz)
    left, right = np.stack([wave, 0 * wave]), np.stack([0 * wave, wave])
    loud = [heard(one, rate_hz).integrated_lufs for one in (wave, left, right)]
    assert loud == pytest.approx([-23.01] * 3, abs=0.1)


@pytest.mark.parametrize(
    ("level", "cycles", "phase", "expected"),
    [  # Tech 3341, cases 15 to 19: amplitude, part of the rate, phase in degrees, dBTP
        (0.50, 4, 0, -6.0),
        (0.50, 4, 45, -6.0),
        (0.50, 6, 60, -6.0),
        (0.50, 8, 67.5, -6.0),
        (1.41, 4, 45, 3.0),
    ],
)
def test_true_peaks_of_tech_3341(level: float, cycles: int, phase: float, expected: float) -> None:
    count = np.arange(48_000)
    wave = level * np.sin(2 * np.pi * count / cycles + np.deg2rad(phase))
    wave *= np.minimum(1, np.minimum(count, count[::-1]) / 2400)  # 50 ms fades
    meter = PeakMeter()
    meter.hear(wave.astype(np.float32))
    assert -0.4 <= meter.finish_dbtp(-120) - expected <= 0.2
