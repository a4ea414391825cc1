from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from narrate.audio.acx import Acx
from narrate.audio.encode import Target, encode
from narrate.audio.master import MasterSettings, render
from narrate.audio.meter import measure_file
from narrate.audio.presets import PRESETS
from narrate.model import Audio, Timeline

Read = Callable[[str], Audio]
RATE_HZ = 44_100


@pytest.mark.parametrize("name", ["podcast", "spotify", "ebu"])
def test_presets_are_reached(name: str, timeline: Timeline, read: Read, tmp_path: Path) -> None:
    wanted = {"podcast": -16, "spotify": -14, "ebu": -23}[name]
    made = render(timeline, read, tmp_path / "x", "m4b", PRESETS[name])
    assert made.integrated_lufs == pytest.approx(wanted, abs=0.2)
    assert made.true_peak_dbtp <= -1


def test_acx_takes_what_its_preset_makes(timeline: Timeline, read: Read, tmp_path: Path) -> None:
    render(timeline, read, tmp_path / "x.mp3", "mp3", PRESETS["acx"])
    assert measure_file(tmp_path / "x.mp3")[1].faults == ()


def test_acx_measures_rms_peak_and_floor(tmp_path: Path) -> None:
    time = np.arange(4 * RATE_HZ) / RATE_HZ
    level = np.where(time < 3, 0.5, 0.0005)
    wave = level * np.sin(2 * np.pi * 441 * time)
    encode([np.rint(wave * 32767).astype(np.int16)], Target(tmp_path / "x.wav", "wav", RATE_HZ))
    found = measure_file(tmp_path / "x.wav")[1]
    assert found.rms_db == pytest.approx(-6.02 - 3.01 - 1.25, abs=0.02)
    assert found.peak_db == pytest.approx(-6.02, abs=0.01)
    assert found.noise_floor_db == pytest.approx(-66.02 - 3.01, abs=0.3)
    assert [fault.split()[0] for fault in found.faults] == ["RMS", "pcm_s16le"]


def test_acx_names_every_fault() -> None:
    bad = Acx(-12.0, -1.0, -40.0, 48_000, 9000, "mp3", 96_000)
    first = [fault.split()[0] for fault in bad.faults]
    assert first == ["RMS", "peak", "noise", "sample", "150", "bit"]


def test_dual_mono_counts_both_loudspeakers(timeline: Timeline, read: Read, tmp_path: Path) -> None:
    settings = MasterSettings(-16.0, dual_mono=True)
    made = render(timeline, read, tmp_path / "x.flac", "flac", settings)
    assert made.integrated_lufs == pytest.approx(-19.01, abs=0.2)
