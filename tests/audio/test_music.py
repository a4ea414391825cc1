import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.writing import encode
from narrate.audio.arrange import arrange
from narrate.audio.bed import ALONE_LU, UNDER_SPEECH_LU, Bed, cut_for_bed
from narrate.audio.encode import Target
from narrate.audio.forms import FORMS
from narrate.audio.gate import gated_loudness
from narrate.audio.joins import GUARD_MS
from narrate.audio.keep import PieceStore
from narrate.audio.kweight import energies_of
from narrate.audio.lossless import PLAIN
from narrate.audio.loudness import Gains
from narrate.audio.master import MasterSettings, render
from narrate.audio.music import Music, add_music, loop_of, read_segment
from narrate.audio.take import Recipe
from narrate.audio.write import Job, Workshop, write_takes
from narrate.errors import InputError
from narrate.model import Audio, Clip, Timeline

Read = Callable[[str], Audio]
Mix = Callable[[Timeline, Read, Gains, float], Iterator[NDArray[np.int16]]]
Decode = Callable[[Path], NDArray[np.int16]]
RATE_HZ = 44_100


def chord(path: Path, seconds: float, rate_hz: int = 48_000) -> Path:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    wave = sum(np.sin(2 * np.pi * hertz * time) for hertz in (262, 330, 392))
    form = path.suffix[1:]
    encode([np.rint(wave * 4000).astype(np.int16)], Target(path, form, rate_hz))
    return path


@pytest.fixture
def music(tmp_path: Path) -> Music:
    return Music(
        intro=chord(tmp_path / "intro.mp3", 4),
        outro=chord(tmp_path / "outro.opus", 5),
        chime=chord(tmp_path / "chime.flac", 0.7),
    )


def test_music_stands_before_between_and_after(
    mix: Mix, clips: tuple[Clip, ...], read: Read, music: Music
) -> None:
    among, read_any = add_music(clips, read, music, RATE_HZ)
    keys = [clip.key for clip in among]
    spoken = [key if key in set("012345") else "music" for key in keys]
    assert spoken == ["music", "0", "1", "music", "2", "3", "music", "4", "5", "music"]
    chime = keys[3]
    assert (chime, len({*keys})) == (keys[6], 9)
    timeline = arrange(among, ["A", "B", "C"], RATE_HZ)
    starts = {cue.clip.key: cue.start_sample for cue in timeline.cues[:5]}
    assert timeline.marks[1].start_sample == starts[chime]
    assert read_any("0") is read("0")
    whole = np.concatenate([*mix(timeline, read_any, 0.0, -1.0)])
    assert whole.size == timeline.length_samples
    intro = timeline.cues[0]
    assert intro.length_samples == pytest.approx(4 * RATE_HZ, abs=2)
    played = whole[intro.start_sample :][: intro.length_samples].astype(float)
    loud = np.sqrt(np.mean(played.reshape(-1, 4410)[: -(played.size % 4410) or None] ** 2, axis=1))
    assert loud[5] > 3000
    assert loud[-1] < 300


def test_nothing_asked_changes_nothing(clips: tuple[Clip, ...], read: Read) -> None:
    assert add_music(clips, read, Music(), RATE_HZ)[0] == clips


def test_music_is_as_loud_as_speech(
    clips: tuple[Clip, ...], read: Read, music: Music, tmp_path: Path
) -> None:
    among, read_any = add_music(clips, read, music, RATE_HZ)
    timeline = arrange(among, ["", "", ""], RATE_HZ)
    made = render(timeline, read_any, tmp_path / "x.mp3", "mp3")
    assert made.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert made.true_peak_dbtp <= -1


def test_a_loop_has_no_seam(tmp_path: Path) -> None:
    segment = loop_of(read_segment(chord(tmp_path / "x.wav", 6.3), RATE_HZ))
    once = np.frombuffer(segment.raw_data, "<i2").astype(int)
    twice = np.concatenate([once, once])
    assert np.abs(np.diff(twice)).max() <= np.abs(np.diff(once)).max() * 1.05


def levels_of(wave: NDArray[np.float32], *spans: tuple[int, int]) -> list[float]:
    return [
        gated_loudness(energies_of(wave[start:end].astype(np.float64), RATE_HZ))
        for start, end in spans
    ]


def test_a_bed_lies_under_speech_and_rises_in_long_pauses(
    clips: tuple[Clip, ...], tmp_path: Path
) -> None:
    timeline = arrange(clips[:1] * 2, ["", "", ""], RATE_HZ, lead_ms=6000)
    first, second = timeline.cues
    moved = Timeline(
        RATE_HZ,
        30 * RATE_HZ,
        (first, type(second)(second.clip, 18 * RATE_HZ, second.length_samples)),
        (),
    )
    bed = Bed(chord(tmp_path / "x.m4b", 4), RATE_HZ, 1, -16.0)
    silence = [np.zeros(RATE_HZ, np.float32)] * 30
    wave = np.concatenate([*bed.under(silence, moved)])
    spoken = (first.start_sample, first.start_sample + first.length_samples)
    alone = (10 * RATE_HZ, 17 * RATE_HZ)
    under, between = levels_of(wave, spoken, alone)
    assert under == pytest.approx(-16 + UNDER_SPEECH_LU, abs=0.5)
    assert between == pytest.approx(-16 + ALONE_LU, abs=0.5)
    guard = RATE_HZ * GUARD_MS // 1000
    assert max(np.abs(wave[:guard]).max(), np.abs(wave[-guard:]).max()) < 0.5 / 32768
    assert np.abs(np.diff(wave)).max() < 0.02


def test_a_programme_with_a_bed_is_on_target(
    timeline: Timeline, read: Read, tmp_path: Path
) -> None:
    settings = MasterSettings(bed=chord(tmp_path / "bed.opus", 5))
    plain = render(timeline, read, tmp_path / "x.wav", "wav")
    made = render(timeline, read, tmp_path / "y.wav", "wav", settings)
    assert made.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert made.limiting.total_samples == plain.limiting.total_samples
    assert (tmp_path / "x.wav").read_bytes() != (tmp_path / "y.wav").read_bytes()


def test_what_is_no_music_is_one_clear_line(
    clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    broken = tmp_path / "intro.mp3"
    broken.write_text("la la la")
    with pytest.raises(InputError, match=r"intro\.mp3: cannot be decoded"):
        add_music(clips, read, Music(intro=broken), RATE_HZ)
    encode([], Target(tmp_path / "none.wav", "wav", RATE_HZ))
    with pytest.raises(InputError, match=r"none\.wav: no sound"):
        add_music(clips, read, Music(intro=tmp_path / "none.wav"), RATE_HZ)
    click = chord(tmp_path / "click.wav", 1 / RATE_HZ)
    with pytest.raises(InputError, match=r"click\.wav: less than 5 ms"):
        add_music(clips, read, Music(chime=click), RATE_HZ)
    elsewhere = tmp_path / "list.m3u8"
    elsewhere.write_text("#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.mp3\n#EXT-X-ENDLIST\n")
    with pytest.raises(InputError, match=r"list\.m3u8: cannot be decoded"):
        add_music(clips, read, Music(chime=elsewhere), RATE_HZ)
    long = chord(tmp_path / "long.wav", 610, 8000)
    with pytest.raises(InputError, match=r"long\.wav: longer than 10 minutes"):
        add_music(clips, read, Music(outro=long), RATE_HZ)


def test_no_ffmpeg_program_is_needed_or_missed() -> None:
    code = """
        import os, warnings
        os.environ["PATH"] = ""
        warnings.simplefilter("error")
        import narrate.audio.music
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stderr == ""


def stereo_chord(path: Path, left: float, right: float) -> Path:
    time = np.arange(4 * RATE_HZ) / RATE_HZ
    wave = np.stack([left * np.sin(2 * np.pi * hertz * time) for hertz in (262, 392)])
    wave[1] *= right / left
    target = Target(path, path.suffix[1:], RATE_HZ, channels=2)
    encode([np.rint(wave * 8000).astype(np.int16)], target)
    return path


def decoded_stereo(path: Path, ffmpeg: Callable[[str], str]) -> NDArray[np.int16]:
    command = [ffmpeg("ffmpeg"), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(said, "<i2").reshape(-1, 2).T


@pytest.mark.parametrize("form", FORMS)
def test_stereo_music_makes_a_stereo_file_with_speech_in_the_middle(
    form: str,
    clips: tuple[Clip, ...],
    read: Read,
    tmp_path: Path,
    ffmpeg: Callable[[str], str],
    second_meter: Callable[[Path], tuple[float, float, float]],
) -> None:
    music = Music(intro=stereo_chord(tmp_path / "intro.flac", 1.0, 0.3))
    among, read_any = add_music(clips, read, music, RATE_HZ)
    unit = FORMS[form].unit_samples(RATE_HZ)
    timeline = arrange(among, ["A", "B", "C"], RATE_HZ, unit_samples=unit)
    assert timeline.channels == 2
    path = tmp_path / f"x.{form}"
    made = render(timeline, read_any, path, form)
    loudness, _, peak = second_meter(path)
    assert (loudness, made.integrated_lufs) == pytest.approx((-16, -16), abs=0.2)
    assert loudness == pytest.approx(made.integrated_lufs, abs=0.1)
    assert max(peak, made.true_peak_dbtp) <= -0.9
    left, right = decoded_stereo(path, ffmpeg).astype(float)
    rate_hz = FORMS[form].rate_hz or RATE_HZ
    spoken = slice(timeline.cues[1].start_sample * rate_hz // RATE_HZ, None)
    assert np.abs(left - right)[spoken].max() < 0.02 * np.abs(left).max()
    played = slice(rate_hz, 2 * rate_hz)
    assert np.std(left[played]) > 2.5 * np.std(right[played])


def test_music_that_is_alike_on_both_sides_stays_mono(
    clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    wave = np.stack([np.arange(9000, dtype=np.int16)] * 2)
    encode([wave], Target(tmp_path / "x.wav", "wav", RATE_HZ, channels=2))
    among, _ = add_music(clips, read, Music(intro=tmp_path / "x.wav"), RATE_HZ)
    assert arrange(among, ["", "", ""], RATE_HZ).channels == 1


def test_a_stereo_bed_makes_a_stereo_file(
    timeline: Timeline, read: Read, tmp_path: Path, ffmpeg: Callable[[str], str]
) -> None:
    settings = MasterSettings(bed=stereo_chord(tmp_path / "bed.wav", 0.4, 1.0))
    made = render(timeline, read, tmp_path / "x.mp3", "mp3", settings)
    assert made.integrated_lufs == pytest.approx(-16, abs=0.2)
    left, right = decoded_stereo(tmp_path / "x.mp3", ffmpeg).astype(float)
    pause = slice(timeline.cues[0].start_sample - 9000, timeline.cues[0].start_sample - 2000)
    assert np.std(right[pause]) > 2 * np.std(left[pause])


@pytest.mark.parametrize("form", FORMS)
def test_a_programme_with_a_bed_is_kept_by_chapters(
    form: str, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    """A change in the first chapter leaves the others' pieces, and a fresh run makes the same."""
    bed = Bed(chord(tmp_path / "bed.flac", 2.9), RATE_HZ, 1, -16.0)
    kept_as = form if FORMS[form].frame_samples else PLAIN
    recipe = Recipe(kept_as, None, -6.0, -1.5, 0.0, bed)
    unit = FORMS[form].unit_samples(RATE_HZ)
    longer = replace(clips[0], utterance=replace(clips[0].utterance, pause_after_ms=700))
    store = PieceStore(tmp_path / "pieces")
    for spoken, new in ((clips, 3), ((longer, *clips[1:]), 1)):
        timeline = cut_for_bed(arrange(spoken, ["A", "B", "C"], RATE_HZ, unit_samples=unit))
        before = store.size()[0]
        for name, workshop in (("x", Workshop(2, store)), ("y", Workshop(1))):
            write_takes(
                Job(timeline, read, Target(tmp_path / name, form, RATE_HZ), workshop), recipe
            )
        assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()
        assert store.size()[0] - before == new


def test_a_bed_falls_silent_where_chapters_meet(
    clips: tuple[Clip, ...], read: Read, tmp_path: Path, decode: Decode
) -> None:
    timeline = arrange(clips, ["A", "B", "C"], RATE_HZ, unit_samples=1152)
    settings = MasterSettings(bed=chord(tmp_path / "bed.flac", 3))
    render(timeline, read, tmp_path / "x.wav", "wav", settings)
    wave = decode(tmp_path / "x.wav")
    joins = cut_for_bed(timeline).joins
    assert len(joins) == 2
    guard = RATE_HZ * GUARD_MS // 1000
    for join in joins:
        assert not wave[join - guard : join + guard].any()
        assert wave[join - 3 * guard : join - guard].any()
        assert wave[join + guard : join + 3 * guard].any()


def test_a_long_chapter_with_a_bed_is_cut_now_and_then(clips: tuple[Clip, ...]) -> None:
    one = [replace(clip, utterance=replace(clip.utterance, chapter=0)) for clip in clips * 250]
    timeline = cut_for_bed(arrange(one, ["A"], RATE_HZ, unit_samples=1152))
    pieces = np.diff([0, *timeline.joins, timeline.length_samples]) / RATE_HZ
    assert 600 < max(pieces) < 700
    assert len(pieces) == 6


def test_stereo_music_in_a_mono_programme_keeps_both_sides(
    clips: tuple[Clip, ...], read: Read, tmp_path: Path, decode: Decode
) -> None:
    music = Music(intro=stereo_chord(tmp_path / "intro.flac", 1.0, 0.5))
    among, read_any = add_music(clips, read, music, RATE_HZ, channels=1)
    timeline = arrange(among, ["A", "B", "C"], RATE_HZ)
    bed = stereo_chord(tmp_path / "bed.wav", 0.4, 1.0)
    settings = MasterSettings(bed=bed, channels=1)
    made = render(timeline, read_any, tmp_path / "x.wav", "wav", settings)
    assert made.integrated_lufs == pytest.approx(-16, abs=0.2)
    wave = decode(tmp_path / "x.wav").astype(float)
    assert wave.size == timeline.length_samples
    heard = np.abs(np.fft.rfft(wave[RATE_HZ : 2 * RATE_HZ]))
    assert heard[262] > 1.8 * heard[392] > 100 * heard[300]


def test_mono_sound_in_a_stereo_programme_stands_in_the_middle(
    timeline: Timeline, read: Read, tmp_path: Path, ffmpeg: Callable[[str], str]
) -> None:
    made = render(timeline, read, tmp_path / "x.mp3", "mp3", MasterSettings(channels=2))
    assert made.integrated_lufs == pytest.approx(-16, abs=0.2)
    left, right = decoded_stereo(tmp_path / "x.mp3", ffmpeg)
    np.testing.assert_array_equal(left, right)


def test_a_chime_may_open_the_first_chapter_too(
    clips: tuple[Clip, ...], read: Read, music: Music
) -> None:
    among, _ = add_music(clips, read, replace(music, chime_first=True), RATE_HZ)
    spoken = [clip.key if clip.key in set("012345") else "music" for clip in among]
    assert spoken[:4] == ["music", "music", "0", "1"]
    assert spoken[4:] == ["music", "2", "3", "music", "4", "5", "music"]
    timeline = arrange(among, ["A", "B", "C"], RATE_HZ)
    assert timeline.marks[0].start_sample == 0
    assert timeline.marks[2].start_sample == timeline.cues[7].start_sample
