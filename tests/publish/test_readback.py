from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from narrate.errors import InputError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish

Sound = Callable[[str], Path]
FORMS = ("mp3", "m4b", "opus", "flac", "wav", "mka", "ogg")
RATE = 44_100


@pytest.mark.parametrize(
    ("form", "container", "codec", "rate"),
    [
        ("mp3", "mp3", "mp3", RATE),
        ("m4b", "mp4", "aac", RATE),
        ("opus", "ogg", "opus", 48_000),
        ("flac", "flac", "flac", RATE),
        ("wav", "wav", "pcm_s16le", RATE),
        ("mka", "matroska", "aac", RATE),
        ("ogg", "ogg", "vorbis", RATE),
    ],
)
def test_what_a_bare_file_holds(
    form: str, container: str, codec: str, rate: int, sound: Sound
) -> None:
    path = sound(form)
    found = inspect_file(path)
    assert (found.container, found.codec, found.sample_rate_hz) == (container, codec, rate)
    assert found.channels == (2 if codec == "vorbis" else 1)
    # Matroska has no place for the padding of the last AAC frame; FFmpeg's Vorbis fills its own.
    assert found.duration_s == pytest.approx(20, abs=0.03 if form in ("mka", "ogg") else 1e-9)
    assert found.bit_rate == pytest.approx(path.stat().st_size * 8 / 20, rel=0.002)
    assert (found.chapters, found.tags, found.cover) == ((), (), None)


@pytest.mark.parametrize("box", [b"chpl", b"text"])
def test_chapters_of_m4b_by_either_form_alone(box: bytes, sound: Sound) -> None:
    path = sound("m4b")
    marks = [ChapterMark("one", 0, 7 * RATE), ChapterMark("zwö", 7 * RATE, 20 * RATE)]
    publish(path, EpisodeInfo(), marks, RATE)
    content = path.read_bytes()
    # Without its reference, the text track is no chapter track.
    hidden = box if box == b"chpl" else b"chap"
    assert content.count(hidden) == 1
    path.write_bytes(content.replace(hidden, b"free"))
    assert inspect_file(path).chapters == (("one", 0, 7), ("zwö", 7, 20))


@pytest.mark.parametrize("form", ["mka", "opus"])
def test_chapters_that_others_wrote(form: str, encode: Callable[..., None], tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    chapter = {"id": 1, "start": 2, "end": 5, "time_base": Fraction(1)}
    encode(path, form, [{**chapter, "metadata": {"title": "Ä"}}])
    ((title, start_s, _),) = inspect_file(path).chapters
    assert (title, start_s) == ("Ä", 2)


def test_texts_that_are_no_utf8(sound: Sound) -> None:
    path = sound("flac")
    publish(path, EpisodeInfo(title="One zz"), [ChapterMark("Two zz", 0, RATE)], RATE)
    path.write_bytes(path.read_bytes().replace(b" zz", b" \xff\xfe"))
    found = inspect_file(path)
    assert dict(found.tags)["title"] == "One \ufffd\ufffd"
    assert found.chapters[0][0] == "Two \ufffd\ufffd"


def test_an_mp3_that_states_no_length_is_counted(tmp_path: Path) -> None:
    """Silence, then noise, at a varying bit rate: a guess from the first frames is far off."""
    path = tmp_path / "x.mp3"
    wave = np.zeros(20 * RATE, np.int16)
    wave[10 * RATE :] = np.random.default_rng(1).integers(-9999, 9999, 10 * RATE)
    options = {"write_xing": "0"}
    with av.open(str(path), "w", options=options) as target:
        stream: Any = target.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.codec_context.flags |= 2  # varying bit rate
        stream.codec_context.global_quality = 4
        for start in range(0, len(wave), 4096):
            block = wave[None, start : start + 4096]
            frame = av.AudioFrame.from_ndarray(block, "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    with av.open(str(path), "r") as container:
        assert abs((container.duration or 0) / 1e6 - 20) > 1
    assert inspect_file(path).duration_s == pytest.approx(20, abs=3 * 1152 / RATE)


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
@pytest.mark.parametrize("form", ["mp3", "m4b", "opus", "flac", "wav", "ogg", "oga"])
def test_a_file_cut_short(form: str, part: float, sound: Sound) -> None:
    path = sound(form)
    publish(path, EpisodeInfo(title="x"), [ChapterMark("one", 0, RATE)], RATE)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(InputError, match=str(path)) as caught:
        inspect_file(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.mp3", b"", "is empty"),
        ("text.mp3", b"no sound at all\n" * 100, "cannot be read as audio|holds no sound"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nother.wav\n#EXT-X-ENDLIST\n", "cannot be read|sound"),
        ("zeros.wav", bytes(5000), "cannot be read as audio|holds no sound"),
    ],
)
def test_what_is_no_audio(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        inspect_file(path)
    assert "\n" not in str(caught.value)


def test_a_picture_holds_no_sound(pictures: Sound) -> None:
    with pytest.raises(InputError, match="holds no sound"):
        inspect_file(pictures("jpg"))


@pytest.mark.parametrize("name", ["none.mp3", ""])
def test_a_missing_file_or_a_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No such file|Is a directory"):
        inspect_file(tmp_path / name)


def test_names_that_mean_something_to_ffmpeg(sound: Sound, tmp_path: Path) -> None:
    path = tmp_path / "concat:a|b %03d.mp3"
    path.write_bytes(sound("mp3").read_bytes())
    assert inspect_file(path).duration_s == 20
