from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from bench.writing import encode
from narrate.audio.encode import Target
from narrate.audio.heard import SILENCE_DBTP
from narrate.audio.meter import measure_file
from narrate.errors import InputError

RATE_HZ = 48_000
Meter = Callable[[Path], tuple[float, float, float]]


def sound_file(path: Path, *parts: tuple[float, float], rate_hz: int = RATE_HZ) -> Path:
    """Write sines at 1 kHz of the given (level in dBFS, length in s)."""
    waves = [
        10 ** (level / 20) * np.sin(2 * np.pi * 1000 * np.arange(round(length * rate_hz)) / rate_hz)
        for level, length in parts
    ]
    samples = np.rint(np.concatenate(waves) * 32767).astype(np.int16)
    encode([samples], Target(path, "wav", rate_hz))
    return path


@pytest.mark.parametrize("layout", ["5.0", "5.0(side)"])
def test_five_channels_of_tech_3341(tmp_path: Path, layout: str) -> None:
    """EBU Tech 3341, case 6: -28 dBFS left and right, -24 in the middle, -30 on both sides."""
    levels = np.array([[-28.0], [-28.0], [-24.0], [-30.0], [-30.0]])
    tone = np.sin(2 * np.pi * 1000 * np.arange(20 * RATE_HZ) / RATE_HZ)
    samples = np.rint(10 ** (levels / 20) * tone * 32767).astype(np.int16)
    path = tmp_path / "five.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout=layout)
        packed = np.ascontiguousarray(samples.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, "s16", layout)
        frame.sample_rate = RATE_HZ
        container.mux([*stream.encode(frame), *stream.encode(None)])
    measured, _ = measure_file(path)
    assert measured.integrated_lufs == pytest.approx(-23.0, abs=0.1)
    assert measured.true_peak_dbtp == pytest.approx(-24.0, abs=0.1)


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
def test_known_levels(tmp_path: Path, rate_hz: int) -> None:
    path = sound_file(tmp_path / "x.wav", (-36, 5), (-20, 20), (-36, 5), rate_hz=rate_hz)
    measured, _ = measure_file(path)
    assert measured.integrated_lufs == pytest.approx(-23.01, abs=0.1)
    assert measured.true_peak_dbtp == pytest.approx(-20, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "expected_lu"),
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
)
def test_range_of_ebu_tech_3342(
    tmp_path: Path, levels: tuple[float, ...], expected_lu: float
) -> None:
    path = sound_file(tmp_path / "x.wav", *((level, 20) for level in levels))
    assert measure_file(path)[0].range_lu == pytest.approx(expected_lu, abs=1)


def test_a_last_block_that_is_not_whole_does_not_count(tmp_path: Path, second_meter: Meter) -> None:
    """As the standard says, and the command: two seconds of speech would be 0.2 LU beside it."""
    path = sound_file(tmp_path / "x.wav", (-60, 0.4), (-10, 0.099))
    shown_lufs = measure_file(path)[0].integrated_lufs
    assert shown_lufs == pytest.approx(-63, abs=0.1)
    assert shown_lufs == pytest.approx(second_meter(path)[0], abs=0.1)


def test_agrees_with_the_command(tmp_path: Path, second_meter: Meter) -> None:
    noise = np.random.default_rng(1).standard_normal(RATE_HZ * 9) * np.linspace(
        200, 6000, RATE_HZ * 9
    )
    path = tmp_path / "x.flac"
    encode([np.clip(noise, -32000, 32000).astype(np.int16)], Target(path, "flac", RATE_HZ))
    loudness, spread, peak = second_meter(path)
    measured, _ = measure_file(path)
    assert measured.integrated_lufs == pytest.approx(loudness, abs=0.1)
    assert measured.range_lu == pytest.approx(spread, abs=0.2)
    assert measured.true_peak_dbtp == pytest.approx(peak, abs=0.3)


@pytest.mark.parametrize("length_s", [0.05, 0.3, 2])
def test_silence_is_finite(tmp_path: Path, length_s: float) -> None:
    measured, _ = measure_file(sound_file(tmp_path / "x.wav", (-200, length_s)))
    assert measured.integrated_lufs == -70
    assert measured.range_lu == 0
    assert measured.true_peak_dbtp == SILENCE_DBTP


def test_what_is_no_sound_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    with pytest.raises(InputError, match=r"x\.mp3: cannot be decoded: .*No such file"):
        measure_file(path)
    path.write_bytes(b"nothing to hear " * 40)
    with pytest.raises(InputError, match=r"x\.mp3: cannot be decoded"):
        measure_file(path)
