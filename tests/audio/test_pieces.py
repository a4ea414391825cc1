import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from narrate.audio import joins, write
from narrate.audio.arrange import arrange
from narrate.audio.encode import Target
from narrate.audio.forms import FORMS, find_form
from narrate.audio.keep import PieceStore, piece_key
from narrate.audio.loudness import Gains
from narrate.audio.master import MasterSettings, render
from narrate.audio.pieces import cut
from narrate.audio.take import Recipe, make_take
from narrate.audio.write import Job, Workshop, write_takes
from narrate.model import Audio, Clip, Sound, Timeline

Read = Callable[[str], Audio]
Mix = Callable[[Timeline, Read, Gains, float], Iterator[NDArray[np.int16]]]
Decode = Callable[[Path], NDArray[np.int16]]
Lag = Callable[[NDArray[np.float64], NDArray[np.float64]], int]
JOINED = [form for form in FORMS if FORMS[form].frame_samples]


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "_SHORTEST_S", 3)
    monkeypatch.setattr(joins, "_LONGEST_S", 6)


def placed(clips: tuple[Clip, ...], form: str, rate_hz: int = 44_100) -> Timeline:
    unit = find_form(form).unit_samples(rate_hz)
    return arrange(clips, ["One", "Two", "Three"], rate_hz, unit_samples=unit)


def recipe_of(form: str, gain_db: float = -6.0) -> Recipe:
    return Recipe(form, None, gain_db, -1.5, 0.0)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("form", FORMS)
def test_pieces_are_the_programme(
    form: str, rate_hz: int, clips: tuple[Clip, ...], read: Read, mix: Mix
) -> None:
    timeline = placed(clips, form, rate_hz)
    parts = list(cut(timeline))
    whole = np.concatenate([*mix(timeline, read, -6.0, -1.0)])
    joined = np.concatenate([np.concatenate([*mix(part, read, -6.0, -1.0)]) for part in parts])
    np.testing.assert_array_equal(joined, whole)
    assert len(parts) > 2


@pytest.mark.parametrize("form", JOINED)
def test_pieces_end_in_silence_with_a_whole_frame(form: str, clips: tuple[Clip, ...]) -> None:
    spec = find_form(form)
    for part in list(cut(placed(clips, form)))[:-1]:
        last = part.cues[-1]
        assert part.length_samples - last.start_sample - last.length_samples >= 6615
        at_codec = part.length_samples * (spec.rate_hz or 44_100) / 44_100
        assert at_codec % spec.frame_samples == 0


def test_joins_lengthen_a_pause_by_less_than_a_frame(clips: tuple[Clip, ...]) -> None:
    plain, framed = arrange(clips, ["", "", ""], 44_100), placed(clips, "mp3")
    later = [b.start_sample - a.start_sample for a, b in zip(plain.cues, framed.cues, strict=True)]
    assert later == sorted(later)
    assert 0 < later[-1] < 1152 * len(framed.joins)
    assert framed.marks[1].start_sample == framed.cues[2].start_sample


def test_where_no_pause_is_long_enough_one_is_made_longer_now_and_then(
    clips: tuple[Clip, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joins, "_LONGEST_TIGHT_S", 9)
    tight = [
        replace(clip, utterance=replace(clip.utterance, pause_after_ms=100, chapter=0))
        for clip in clips * 4
    ]
    timeline = arrange(tight, [""], unit_samples=1152)
    assert len(timeline.joins) == pytest.approx(timeline.length_s / 8, abs=3)
    for join in timeline.joins:
        assert join % 1152 == 0
        assert all(
            cue.start_sample + cue.length_samples <= join - 6615 or cue.start_sample >= join + 6615
            for cue in timeline.cues
        )
    free = arrange(tight, [""])  # no frames, no encoder that needs silence
    assert len(free.joins) > len(timeline.joins)
    assert free.length_samples < timeline.length_samples


@pytest.mark.parametrize("form", JOINED)
def test_joined_pieces_sound_as_one_stream(
    form: str,
    clips: tuple[Clip, ...],
    read: Read,
    tmp_path: Path,
    mix: Mix,
    decode: Decode,
    lag: Lag,
) -> None:
    timeline = placed(clips, form)
    target = Target(tmp_path / "joined", form, timeline.sample_rate_hz)
    write_takes(Job(timeline, read, target, Workshop(2)), recipe_of(form))
    source = np.concatenate([*mix(timeline, read, -6.0, -1.5)]).astype(float)
    rate_hz = find_form(form).rate_hz or 44_100
    source = soxr.resample(source, 44_100, rate_hz) if rate_hz != 44_100 else source
    decoded = decode(target.path).astype(float)
    assert 0 <= decoded.size - source.size < (1024 if form == "m4b" else 2)
    for join in timeline.joins:
        seam = join * rate_hz // 44_100
        near = slice(seam - rate_hz // 10, seam + rate_hz // 10)
        assert np.abs(source[near]).max() < 1
        assert np.abs(decoded[near]).max() < 10
        after = slice(seam, seam + 2 * rate_hz)
        assert lag(source[after], decoded[after]) == 0


@pytest.mark.parametrize("form", FORMS)
def test_any_number_of_workers_makes_the_same_file(
    form: str, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    timeline = placed(clips, form)
    contents = set()
    for workers in (1, 3):
        made = render(timeline, read, tmp_path / "x", form, workshop=Workshop(workers))
        assert made.limiting.total_samples == timeline.length_samples
        contents.add((tmp_path / "x").read_bytes())
    assert len(contents) == 1


def test_processes_make_the_same_file_as_threads(
    clips: tuple[Clip, ...],
    sounds: dict[str, Sound],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = {key: sound.speech.audio for key, sound in sounds.items()}.__getitem__
    asked = []

    def processes(count: int) -> ProcessPoolExecutor:
        asked.append(count)
        return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))

    monkeypatch.setattr(write, "_WORTH_S", 1)
    workshop = Workshop(2, PieceStore(tmp_path / "pieces"), processes=processes)
    for name, shop in (("threads", Workshop(2)), ("processes", workshop), ("again", workshop)):
        render(placed(clips, "mp3"), read, tmp_path / name, "mp3", workshop=shop)
    contents = {(tmp_path / name).read_bytes() for name in ("threads", "processes", "again")}
    assert len(contents) == 1
    assert asked == [2], "kept pieces need no processes"


def test_a_failing_piece_leaves_no_file(clips: tuple[Clip, ...], tmp_path: Path) -> None:
    def missing(key: str) -> Audio:
        raise KeyError(key)

    target = Target(tmp_path / "x", "mp3", 44_100)
    job = Job(placed(clips, "mp3"), missing, target, Workshop(2))
    with pytest.raises(KeyError):
        write_takes(job, recipe_of("mp3"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", JOINED)
def test_a_piece_over_the_ceiling_is_encoded_lower(
    form: str, clips: tuple[Clip, ...], read: Read
) -> None:
    piece = next(cut(placed(clips, form)))
    take = make_take(piece, read, replace(recipe_of(form, 12.0), limit_dbtp=0.0, ceiling_dbtp=-2.0))
    assert take.tries > 1
    assert take.measured.true_peak_dbtp <= -2


def test_only_places_over_the_ceiling_are_turned_down(clips: tuple[Clip, ...], read: Read) -> None:
    """A lower limit for the whole piece would take loudness from all of it."""
    piece, recipe = next(cut(placed(clips, "mp3"))), recipe_of("mp3")
    first = make_take(piece, read, replace(recipe, ceiling_dbtp=0.0))
    ceiling_dbtp = first.measured.true_peak_dbtp - 0.3
    take = make_take(piece, read, replace(recipe, ceiling_dbtp=ceiling_dbtp))
    assert take.measured.true_peak_dbtp <= ceiling_dbtp
    energies, before = take.measured.energies, first.measured.energies
    assert 0 < take.lowered_db < 0.3
    assert np.mean(energies > before * 0.99) > 0.5


@pytest.mark.parametrize("form", FORMS)
def test_kept_pieces_make_the_same_file_and_read_no_clip(
    form: str, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    store, timeline = PieceStore(tmp_path / "pieces"), placed(clips, form)
    settings = MasterSettings(match_voices=False)
    first = render(timeline, read, tmp_path / "a", form, settings)
    made = render(timeline, read, tmp_path / "b", form, settings, Workshop(2, store))
    heard: list[str] = []

    def note(key: str) -> Audio:
        heard.append(key)
        return read(key)

    again = render(timeline, note, tmp_path / "c", form, settings, Workshop(1, store))
    assert first == made == again
    assert len({(tmp_path / name).read_bytes() for name in "abc"}) == 1
    assert len(heard) == again.tries * len(clips)  # the rehearsal's minute alone


@pytest.mark.parametrize("form", FORMS)
def test_an_edit_makes_only_what_it_touches(
    form: str, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    """The first clip becomes longer by no whole number of frames; what follows is the same."""
    edited = (replace(clips[0], key="new", length_samples=clips[0].length_samples + 3000),)
    before, after = placed(clips, form), placed((*edited, *clips[1:]), form)
    assert before.marks[1].start_sample != after.marks[1].start_sample
    recipe = recipe_of(form)
    old, new = ([piece_key(piece, recipe) for piece in cut(one)] for one in (before, after))
    assert old[1:] == new[1:]
    assert old[0] != new[0]


def test_whatever_shapes_a_piece_has_a_key_of_its_own(clips: tuple[Clip, ...]) -> None:
    piece, recipe = next(cut(placed(clips, "mp3"))), recipe_of("mp3")
    others = [
        piece_key(piece, replace(recipe, bit_rate=64_000)),
        piece_key(piece, replace(recipe, gains_db={"a": -6.0})),
        piece_key(piece, replace(recipe, limit_dbtp=-2.0)),
        piece_key(replace(piece, channels=2), recipe),
        piece_key(replace(piece, length_samples=piece.length_samples + 1152), recipe),
        piece_key(replace(piece, cues=piece.cues[:1]), recipe),
    ]
    assert len({piece_key(piece, recipe), *others}) == len(others) + 1


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"no piece at all"])
def test_a_damaged_piece_is_made_again(
    damage: bytes, clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    store, piece = PieceStore(tmp_path), next(cut(placed(clips, "mp3")))
    take = store.take(piece, read, recipe_of("mp3"))
    (path,) = tmp_path.glob("*/*")
    whole = path.read_bytes()
    path.write_bytes(damage or whole[: len(whole) // 2])
    again = store.take(piece, read, recipe_of("mp3"))
    assert again.payload == take.payload
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_keeps_nothing(
    clips: tuple[Clip, ...], read: Read, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    store, piece = PieceStore(tmp_path / "file"), next(cut(placed(clips, "mp3")))
    assert store.take(piece, read, recipe_of("mp3")).samples == piece.length_samples
