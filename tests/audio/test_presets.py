from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.writing import encode
from narrate.audio.acx import Acx
from narrate.audio.arrange import arrange
from narrate.audio.encode import Target
from narrate.audio.master import MasterSettings, render
from narrate.audio.meter import measure_file
from narrate.audio.presets import PRESETS
from narrate.model import Audio, Clip, Timeline

Read = Callable[[str], Audio]
RATE_HZ = 44_100


@pytest.mark.parametrize("name", ["podcast", "spotify", "ebu"])
def test_presets_are_reached(name: str, timeline: Timeline, read: Read, tmp_path: Path) -> None:
    wanted = {"podcast": -16, "spotify": -14, "ebu": -23}[name]
    made = render(timeline, read, tmp_path / "x", "m4b", PRESETS[name])
    assert made.integrated_lufs == pytest.approx(wanted, abs=0.2)
    assert made.true_peak_dbtp <= -1


@pytest.mark.parametrize("pause_ms", [400, 9000])
@pytest.mark.parametrize("channels", [1, 2])
def test_acx_takes_what_its_preset_makes(
    pause_ms: int, channels: int, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    """Long pauses, and a second channel, make the RMS another than the loudness."""
    settings = replace(PRESETS["acx"], channels=channels)
    spoken = [replace(c, utterance=replace(c.utterance, pause_after_ms=pause_ms)) for c in clips]
    ended = replace(clips[0], utterance=replace(clips[0].utterance, pause_after_ms=0, chapter=2))
    lead_ms, tail_ms = settings.lead_ms, settings.tail_ms
    timeline = arrange([*spoken, ended], ["", "", ""], RATE_HZ, lead_ms, 1152, tail_ms)
    made = render(timeline, read, tmp_path / "x.mp3", "mp3", settings)
    found = measure_file(tmp_path / "x.mp3")[1]
    assert found.faults == ()
    assert (found.head_s, found.tail_s) == pytest.approx((0.75, 2), abs=0.4)
    assert made.tries <= 2


def test_acx_measures_rms_peak_and_floor(tmp_path: Path) -> None:
    time = np.arange(4 * RATE_HZ) / RATE_HZ
    level = np.where(time < 3, 0.5, 0.0005)
    wave = level * np.sin(2 * np.pi * 441 * time)
    encode([np.rint(wave * 32767).astype(np.int16)], Target(tmp_path / "x.wav", "wav", RATE_HZ))
    found = measure_file(tmp_path / "x.wav")[1]
    assert found.rms_db == pytest.approx(-6.02 - 3.01 - 1.25, abs=0.02)
    assert found.peak_db == pytest.approx(-6.02, abs=0.01)
    assert found.noise_floor_db == pytest.approx(-66.02 - 3.01, abs=0.3)
    assert (found.head_s, found.tail_s) == pytest.approx((0, 1), abs=0.001)
    assert [fault.split()[0] for fault in found.faults] == ["RMS", "pcm_s16le", "0.0"]


def test_acx_names_every_fault() -> None:
    bad = Acx(-12.0, -1.0, -40.0, 48_000, 9000, "mp3", 96_000, 1.2, 0.4)
    first = [fault.split()[0] for fault in bad.faults]
    assert first == ["RMS", "peak", "noise", "sample", "150", "bit", "1.2", "0.4"]


def test_dual_mono_counts_both_loudspeakers(timeline: Timeline, read: Read, tmp_path: Path) -> None:
    settings = MasterSettings(-16.0, dual_mono=True)
    made = render(timeline, read, tmp_path / "x.flac", "flac", settings)
    assert made.integrated_lufs == pytest.approx(-19.01, abs=0.2)
