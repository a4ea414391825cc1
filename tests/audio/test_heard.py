from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narrate.audio import heard, master
from narrate.audio.arrange import arrange
from narrate.audio.forms import find_form
from narrate.audio.gate import gated_loudness
from narrate.audio.master import MasterSettings, render
from narrate.audio.meter import measure_file
from narrate.audio.music import MUSIC_VOICE
from narrate.audio.take import Recipe, Take, make_take
from narrate.model import Audio, Clip, Timeline

Read = Callable[[str], Audio]
RATES = [
    ("mp3", 96_000),
    ("mp3", 32_000),
    ("mp3", 192_000),
    ("m4b", 64_000),
    ("m4b", 32_000),
    ("opus", 40_000),
]
TOLD = slice(10 * heard._STRETCH_S + 1, 20 * heard._STRETCH_S - 1)


@pytest.fixture(scope="module")
def sentences(clips: tuple[Clip, ...]) -> tuple[Clip, ...]:
    """Return clips of one chapter, for a chapter begins a piece."""
    return tuple(replace(clip, utterance=replace(clip.utterance, chapter=0)) for clip in clips)


@pytest.fixture(scope="module")
def piece(sentences: tuple[Clip, ...]) -> Timeline:
    """Return so much speech that stretches are told from the rest."""
    return arrange(sentences, ["One"], 44_100)


def takes(piece: Timeline, read: Read, recipe: Recipe) -> tuple[Take, Take]:
    """Return a piece measured whole, and by stretches."""
    whole, part = (make_take(piece, read, replace(recipe, sampled=by)) for by in (False, True))
    assert part.payload == whole.payload
    return whole, part


@pytest.mark.parametrize(("form", "bit_rate"), RATES)
def test_a_stretch_measures_what_it_does_in_the_whole(
    form: str, bit_rate: int, piece: Timeline, read: Read
) -> None:
    whole, part = takes(piece, read, Recipe(form, bit_rate, -6.0, -3.0, 0.0))
    energies, expected = part.measured.energies, whole.measured.energies
    np.testing.assert_allclose(energies[TOLD], expected[TOLD], rtol=0.0001)
    assert not np.allclose(energies, expected, rtol=0.001)  # the rest is not weighed
    assert gated_loudness(energies) == pytest.approx(gated_loudness(expected), abs=0.1)
    assert part.measured.true_peak_dbtp == whole.measured.true_peak_dbtp
    assert part.measured.energy_s == whole.measured.energy_s


@pytest.mark.parametrize("why", ["music", "silence"])
def test_all_is_weighed_where_stretches_say_too_little(
    why: str, piece: Timeline, read: Read
) -> None:
    if why == "music":
        said = replace(piece.cues[1].clip.utterance, voice=MUSIC_VOICE)
        cue = replace(piece.cues[1], clip=replace(piece.cues[1].clip, utterance=said))
        piece = replace(piece, cues=(piece.cues[0], cue, *piece.cues[2:]))
    if why == "silence":
        piece = replace(piece, cues=(piece.cues[0],))
    whole, part = takes(piece, read, Recipe("mp3", None, -6.0, -3.0, 0.0))
    np.testing.assert_array_equal(part.measured.energies, whole.measured.energies)


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus"])
def test_one_loud_place_is_heard_wherever_it_is(form: str, piece: Timeline, read: Read) -> None:
    """The last sentence lies behind the stretch, 6 dB over all others."""
    *others, last = piece.cues
    said = replace(last.clip.utterance, voice="loud")
    piece = replace(piece, cues=(*others, replace(last, clip=replace(last.clip, utterance=said))))
    easy = Recipe(form, None, {"a": -6.0, "b": 0.0, "loud": 6.0}, 0.0, 0.0)
    reached_dbtp = make_take(piece, read, easy).measured.true_peak_dbtp
    _, part = takes(piece, read, replace(easy, ceiling_dbtp=reached_dbtp - 0.2))
    assert part.tries > 1


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus"])
def test_a_programme_measured_by_stretches_is_as_loud_as_it_says(
    form: str,
    sentences: tuple[Clip, ...],
    read: Read,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(master, "_SHORT_S", 20)
    monkeypatch.setattr(master, "_BRIEF_S", 0)
    timeline = arrange(
        sentences * 4, ["One"], 44_100, unit_samples=find_form(form).unit_samples(44_100)
    )
    made = render(timeline, read, tmp_path / f"x.{form}", form)
    file = measure_file(tmp_path / f"x.{form}")[0]
    assert made.integrated_lufs == pytest.approx(file.integrated_lufs, abs=0.1)
    assert file.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert file.true_peak_dbtp <= -1.0


@pytest.mark.parametrize("pause_s", [0.5, 5.0])
def test_one_sentence_is_as_loud_for_any_meter(
    pause_s: float, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    """A block of 400 ms at the edge of the gate is a thirtieth of it all."""
    said = replace(clips[0].utterance, pause_after_ms=round(pause_s * 1000))
    timeline = arrange([replace(clips[0], utterance=said)], ["All"], 44_100)
    made = render(timeline, read, tmp_path / "x.flac", "flac", MasterSettings())
    file = measure_file(tmp_path / "x.flac")[0]
    assert made.integrated_lufs == file.integrated_lufs == pytest.approx(-16, abs=0.12)
