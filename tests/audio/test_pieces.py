from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from narrate.audio import pieces
from narrate.audio.arrange import arrange
from narrate.audio.encode import Target, encode_pieces
from narrate.audio.forms import FORMS, find_form
from narrate.audio.master import render
from narrate.audio.mix import mix
from narrate.audio.pieces import cut
from narrate.model import Audio, Clip, Timeline

Read = Callable[[str], Audio]
Decode = Callable[[Path], NDArray[np.int16]]
Lag = Callable[[NDArray[np.float64], NDArray[np.float64]], int]
JOINED = [form for form in FORMS if FORMS[form].frame_samples]


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_PIECE_S", 3)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("form", FORMS)
def test_pieces_are_the_programme(
    form: str, rate_hz: int, clips: tuple[Clip, ...], read: Read
) -> None:
    timeline = arrange(clips, ["", "", ""], rate_hz)
    parts = cut(timeline, find_form(form))
    whole = np.concatenate([*mix(timeline, read, -6.0, -1.0)])
    joined = np.concatenate([np.concatenate([*mix(part, read, -6.0, -1.0)]) for part in parts])
    np.testing.assert_array_equal(joined, whole)
    assert len(parts) > 2 if form in JOINED else len(parts) == 1


@pytest.mark.parametrize("form", JOINED)
def test_pieces_end_in_silence_with_a_whole_frame(form: str, timeline: Timeline) -> None:
    spec = find_form(form)
    for part in cut(timeline, spec)[:-1]:
        last = part.cues[-1]
        assert part.length_samples - last.start_sample - last.length_samples >= 6615
        at_codec = part.length_samples * (spec.rate_hz or 44_100) / 44_100
        assert at_codec % spec.frame_samples == 0


def test_a_programme_without_pauses_stays_whole(clips: tuple[Clip, ...]) -> None:
    timeline = arrange(clips, ["", "", ""], 44_100)
    tight = Timeline(44_100, 1_000_000, timeline.cues[:1] * 3, ())
    assert len(cut(tight, find_form("mp3"))) == 1
    assert cut(Timeline(44_100, 77, (), ()), find_form("mp3"))[0].length_samples == 77


@pytest.mark.parametrize("form", JOINED)
def test_joined_pieces_sound_as_one_stream(
    form: str, timeline: Timeline, read: Read, tmp_path: Path, decode: Decode, lag: Lag
) -> None:
    parts = cut(timeline, find_form(form))
    target = Target(tmp_path / "joined", form, timeline.sample_rate_hz)
    encode_pieces([mix(part, read, -6.0, -1.0) for part in parts], target, workers=2)
    source = np.concatenate([*mix(timeline, read, -6.0, -1.0)]).astype(float)
    rate_hz = find_form(form).rate_hz or 44_100
    source = soxr.resample(source, 44_100, rate_hz) if rate_hz != 44_100 else source
    decoded = decode(target.path).astype(float)
    assert 0 <= decoded.size - source.size < (1024 if form == "m4b" else 1)
    seam = 0
    for part in parts[:-1]:
        seam += part.length_samples * rate_hz // 44_100
        near = slice(seam - rate_hz // 10, seam + rate_hz // 10)
        assert np.abs(source[near]).max() < 1
        assert np.abs(decoded[near]).max() < 10
        after = slice(seam, seam + 2 * rate_hz)
        assert lag(source[after], decoded[after]) == 0


@pytest.mark.parametrize("form", JOINED)
def test_any_number_of_workers_makes_the_same_file(
    form: str, timeline: Timeline, read: Read, tmp_path: Path
) -> None:
    contents = set()
    for workers in (1, 3):
        made = render(timeline, read, tmp_path / "x", form, workers=workers)
        assert made.limiting.total_samples == timeline.length_samples
        contents.add((tmp_path / "x").read_bytes())
    assert len(contents) == 1


def test_a_failing_piece_leaves_no_file(timeline: Timeline, tmp_path: Path) -> None:
    def missing(key: str) -> Audio:
        raise KeyError(key)

    parts = [mix(part, missing, 0.0, -1.0) for part in cut(timeline, find_form("mp3"))]
    with pytest.raises(KeyError):
        encode_pieces(parts, Target(tmp_path / "x", "mp3", 44_100), workers=2)
    assert not list(tmp_path.iterdir())
