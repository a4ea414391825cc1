from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narrate.audio.forms import FORMS
from narrate.audio.master import MasterSettings, render
from narrate.errors import EncodeError
from narrate.model import Audio, Timeline

Read = Callable[[str], Audio]
Meter = Callable[[Path], tuple[float, float, float]]


@pytest.mark.parametrize("form", FORMS)
def test_decoded_file_is_on_target(
    form: str, timeline: Timeline, read: Read, tmp_path: Path, second_meter: Meter
) -> None:
    path = tmp_path / f"episode.{form}"
    made = render(timeline, read, path, form)
    loudness, _, peak = second_meter(path)
    assert made.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert loudness == pytest.approx(made.integrated_lufs, abs=0.1)
    assert made.true_peak_dbtp <= -1
    assert peak <= -0.9  # the command rounds to a tenth
    assert made.tries == 1


@pytest.mark.parametrize(
    ("form", "target", "bit_rate"),
    [("mp3", -23, 192_000), ("opus", -16, 24_000), ("wav", -14, None)],
)
def test_other_targets_and_bit_rates(
    form: str,
    target: float,
    bit_rate: int | None,
    timeline: Timeline,
    read: Read,
    tmp_path: Path,
) -> None:
    path = tmp_path / f"episode.{form}"
    made = render(timeline, read, path, form, MasterSettings(target, -1.0, bit_rate))
    assert made.integrated_lufs == pytest.approx(target, abs=0.2)
    assert made.true_peak_dbtp <= -1


def test_a_soft_target_is_not_limited(timeline: Timeline, read: Read, tmp_path: Path) -> None:
    made = render(timeline, read, tmp_path / "x.flac", "flac", MasterSettings(target_lufs=-33.0))
    assert made.integrated_lufs == pytest.approx(-33, abs=0.1)
    assert made.limiting.limited_samples == 0
    assert made.limiting.total_samples == timeline.length_samples


def test_voices_differ_only_if_asked(timeline: Timeline, read: Read, tmp_path: Path) -> None:
    matched = render(timeline, read, tmp_path / "x.wav", "wav")
    kept = render(timeline, read, tmp_path / "x.wav", "wav", MasterSettings(match_voices=False))
    assert matched.gains_db["b"] - matched.gains_db["a"] > 5
    assert kept.gains_db["b"] == kept.gains_db["a"]


def test_silence_is_written_as_it_is(read: Read, tmp_path: Path) -> None:
    silent = Timeline(44_100, 100_000, (), ())
    made = render(silent, read, tmp_path / "x.mp3", "mp3")
    assert made.integrated_lufs == -70
    assert made.tries == 1


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_programme_is_one_clear_line(form: str, read: Read, tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match="the programme is empty"):
        render(Timeline(44_100, 0, (), ()), read, tmp_path / "x", form)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", FORMS)
def test_a_hundred_samples_are_a_programme(form: str, read: Read, tmp_path: Path) -> None:
    made = render(Timeline(44_100, 100, (), ()), read, tmp_path / "x", form)
    assert made.integrated_lufs == -70


def test_a_single_short_word_is_brought_to_no_level(
    timeline: Timeline, read: Read, tmp_path: Path
) -> None:
    """Under 0.4 s loudness is not defined; the word is heard as it was spoken."""
    cue = timeline.cues[0]
    samples = read(cue.clip.key).samples[4000:8000].copy()
    clip = replace(cue.clip, length_samples=4000, block_energies=np.full(2, 0.01, np.float32))
    short = Timeline(
        44_100, 8000, (replace(cue, clip=clip, start_sample=0, length_samples=8000),), ()
    )
    made = render(short, lambda _: Audio(samples, 22_050), tmp_path / "x.wav", "wav")
    assert made.integrated_lufs == -70
    assert made.gains_db == {"a": 0.0}
