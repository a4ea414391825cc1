from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.errors import InputError
from narrate.model import EpisodeInfo
from narrate.publish.cover import MAX_COVER_BYTES, check_cover, read_cover
from narrate.publish.tag import publish

Sound = Callable[[str], Path]


def middle_broken(data: bytes) -> bytes:
    half = len(data) // 2
    return data[:half] + b"\0" * 64 + data[half + 64 :]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "text": lambda data: b"this is no picture",
    "gif": lambda data: b"GIF89a" + data,
    "cut short": lambda data: data[: len(data) * 2 // 3],
    "signature alone": lambda data: data[:8],
    "damaged": middle_broken,
    "too large": lambda data: data + bytes(MAX_COVER_BYTES),
}


ZEROED_JPEG = ("damaged", "jpg")


@pytest.mark.parametrize("form", ["jpg", "png"])
def test_a_good_cover_is_read_whole(form: str, pictures: Sound) -> None:
    cover = read_cover(pictures(form))
    assert cover.data == pictures(form).read_bytes()
    assert (cover.width, cover.height) == (64, 80)


def test_content_counts_not_the_name(pictures: Sound, tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(pictures("jpg").read_bytes())
    assert read_cover(path).mime == "image/jpeg"


@pytest.mark.parametrize(
    ("harm", "form"),
    # Zeros inside the scan of a JPEG are picture data like any other.
    [(harm, form) for harm in BROKEN for form in ("jpg", "png") if (harm, form) != ZEROED_JPEG],
)
def test_a_broken_cover_is_one_clear_line_before_the_sound_is_touched(
    harm: str, form: str, pictures: Sound, sound: Sound, tmp_path: Path
) -> None:
    cover, path = tmp_path / f"cover.{form}", sound("mp3")
    cover.write_bytes(BROKEN[harm](pictures(form).read_bytes()))
    before = path.stat()
    with pytest.raises(InputError) as caught:
        publish(path, EpisodeInfo(cover=cover), [], 44_100)
    assert str(cover) in str(caught.value)
    assert ": " in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.stat() == before


def test_four_colours_of_print_are_refused() -> None:
    with pytest.raises(InputError, match="is in CMYK"):
        check_cover(Path(__file__).parent.parent / "data" / "cmyk.jpg")


@pytest.mark.parametrize("name", ["none.jpg", ""])
def test_a_missing_cover_or_a_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: (No such file|Is a directory)"):
        check_cover(tmp_path / name)
