"""MediaInfo's reading of chapters, of titles that try everything, and of a foreign MP4."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pymediainfo import MediaInfo

from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish, retag

RATE = 44_100
LENGTH = 20 * RATE
Sound = Callable[[str], Path]
Hash = Callable[[Path], str]
Probe = Callable[[Path], dict[str, Any]]


def marks_of(titles: list[str]) -> list[ChapterMark]:
    starts = [LENGTH * i // len(titles) for i in range(len(titles))]
    ends = [*starts[1:], LENGTH]
    return [ChapterMark(*mark) for mark in zip(titles, starts, ends, strict=True)]


def mediainfo_chapters(path: Path) -> list[tuple[int, str]]:
    """Return start in ms and title of each chapter; of M4B, those of the text track."""
    menu: dict[str, Any] = MediaInfo.parse(path).menu_tracks[0].to_data()
    clocks = {key: re.fullmatch(r"(\d+)_(\d+)_(\d\d)(\d{3})", key) for key in menu}
    found = [(match.groups(), str(menu[key])) for key, match in clocks.items() if match]
    return [
        (int(h) * 3_600_000 + int(m) * 60_000 + int(s) * 1000 + int(ms), title)
        for (h, m, s, ms), title in found
    ]


@pytest.mark.parametrize("count", [1, 2, 255, 256, 300, 1000])
@pytest.mark.parametrize("form", ["m4b", "opus", "flac"])
def test_mediainfo_finds_every_chapter(form: str, count: int, sound: Sound) -> None:
    path, marks = sound(form), marks_of([f"{n} Füße" for n in range(count)])
    publish(path, EpisodeInfo("Ein Tïtel"), marks, RATE)
    found = mediainfo_chapters(path)
    assert [title for _, title in found] == [mark.title for mark in marks]
    for (start_ms, _), mark in zip(found, marks, strict=True):
        assert abs(start_ms - mark.start_sample / RATE * 1000) <= 1
    general = MediaInfo.parse(path).general_tracks[0]
    assert general.title == "Ein Tïtel"


@pytest.mark.parametrize("form", ["mp3", "wav"])
def test_mediainfo_reads_the_tags_of_what_has_id3(form: str, sound: Sound) -> None:
    """It shows no ID3 chapters; title and length must stay right beside a thousand of them."""
    path = sound(form)
    publish(path, EpisodeInfo("Ein Tïtel", author="Æsop"), marks_of(["x"] * 1000), RATE)
    found = MediaInfo.parse(path)
    assert (found.general_tracks[0].title, found.general_tracks[0].performer) == (
        "Ein Tïtel",
        "Æsop",
    )
    assert found.audio_tracks[0].duration == pytest.approx(20_000, abs=60)


HOSTILE = [
    "x" * 10_000,
    "",
    "=;#\\\n[CHAPTER]\nSTART=0",
    "CHAPTER001NAME=stolen",
    "\u202e right to left \u200b",
    "😀" * 2000,
    "</title><script>alert(1)</script>",
    "%s %n {0} $HOME `id`",
]


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus", "flac", "wav"])
def test_hostile_titles_come_back_as_one_line_each(
    form: str, sound: Sound, sound_hash: Hash, tones: Sound, ffprobe: Probe
) -> None:
    path = sound(form)
    publish(path, EpisodeInfo("x" * 10_000), marks_of(HOSTILE), RATE)
    wanted = [" ".join(title.split()) for title in HOSTILE]
    ours = [" ".join(title.split()) for title, _, _ in inspect_file(path).chapters]
    probed = ffprobe(path)["chapters"]
    theirs = [" ".join(one.get("tags", {}).get("title", "").split()) for one in probed]
    assert ours == wanted
    assert theirs == wanted
    assert sound_hash(path) == sound_hash(tones(form))


@pytest.fixture
def foreign(tones: Sound, tmp_path: Path, ffmpeg: Callable[[str], str]) -> Path:
    """An M4A of someone else's: chapters, subtitles in a text track, tags, two sounds."""
    (tmp_path / "words.srt").write_text(
        "1\n00:00:01,000 --> 00:00:03,000\nHello\n\n2\n00:00:04,000 --> 00:00:06,000\nthere\n",
        encoding="utf-8",
    )
    (tmp_path / "meta.txt").write_text(
        ";FFMETADATA1\ntitle=Old\nartist=Them\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=9000\ntitle=First\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=9000\nEND=20000\ntitle=Second\n",
        encoding="utf-8",
    )
    path, tone = tmp_path / "theirs.m4a", tones("m4b")
    command = [ffmpeg("ffmpeg"), "-v", "error", "-i", str(tone), "-i", str(tmp_path / "words.srt")]
    command += ["-i", str(tmp_path / "meta.txt"), "-map", "0:a", "-map", "0:a", "-map", "1"]
    command += ["-map_metadata", "2", "-map_chapters", "2", "-c:a", "copy", "-c:s", "mov_text"]
    subprocess.run([*command, "-f", "mp4", str(path)], check=True)
    return path


def test_a_foreign_mp4_with_text_tracks_keeps_its_sound(
    foreign: Path, sound_hash: Hash, ffprobe: Probe
) -> None:
    before, streams = sound_hash(foreign), ffprobe(foreign)["streams"]
    assert [stream["codec_type"] for stream in streams].count("subtitle") == 1
    retag(foreign, EpisodeInfo("New"), marks_of(["One", "Two", "Three"]), RATE)
    assert sound_hash(foreign) == before
    found = ffprobe(foreign)
    assert [one["tags"]["title"] for one in found["chapters"]] == ["One", "Two", "Three"]
    assert [s["codec_type"] for s in found["streams"]].count("audio") == 2
    tags = found["format"]["tags"]
    assert (tags["title"], tags["artist"]) == ("New", "Them")
