from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish import mp4
from narrate.publish.mp4_graft import open_plain
from narrate.publish.tag import publish, retag

RATE = 44_100
Sound = Callable[[str], Path]
Probe = Callable[[Path], dict[str, Any]]
INFO = EpisodeInfo("A title", language="de")


def marks(count: int) -> list[ChapterMark]:
    each = 20 * RATE // max(1, count)
    return [ChapterMark(f"Täler {n} 😀", n * each, (n + 1) * each) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 3, 256])
def test_readers_find_what_they_find_after_copying_packets(
    count: int,
    sound: Sound,
    ffprobe: Probe,
    sound_hash: Callable[[Path], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = sound("m4b")
    before = sound_hash(path)
    assert open_plain(path)
    found = []
    for way in (open_plain, lambda _: None):
        monkeypatch.setattr(mp4, "open_plain", way)
        publish(path, INFO, marks(count), RATE)
        assert sound_hash(path) == before
        probed = ffprobe(path)
        audio = probed["streams"][0]
        facts = [audio[name] for name in ("duration", "start_pts", "nb_frames", "bit_rate")]
        chapters = [(one["tags"]["title"], one["start_time"]) for one in probed["chapters"]]
        found.append((facts, audio["tags"]["language"], chapters, probed["format"]["tags"]))
    assert found[0] == found[1]
    assert len(found[0][2]) == count


def test_chapters_are_replaced_again_and_again_to_the_same_bytes(sound: Sound) -> None:
    path, seen = sound("m4b"), []
    for count in (3, 200, 0, 3):
        publish(path, INFO, marks(count), RATE)
        assert open_plain(path)
        seen.append(path.read_bytes())
    assert seen[0] == seen[3] != seen[1]
    retag(path, EpisodeInfo("Another"), marks(200), RATE)
    retag(path, EpisodeInfo("A title"), marks(3), RATE)
    assert path.read_bytes() == seen[0]


def test_what_is_damaged_or_another_thing_is_left_to_ffmpeg(sound: Sound, tmp_path: Path) -> None:
    whole = sound("m4b").read_bytes()
    at = whole.index(b"mvhd")
    damaged = {
        "cut.m4b": whole[: at + 6],
        "no moov.m4b": whole.replace(b"moov", b"free"),
        "fragments.m4b": whole.replace(b"udta", b"mvex"),
        "no sound.m4b": whole.replace(b"smhd", b"vmhd"),
        "short.m4b": whole[: at - 4] + b"\0\0\0\x0bmvhd\0\0\0" + whole[at + 7 :],
        "empty.m4b": b"",
    }
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
        assert open_plain(tmp_path / name) is None, name
