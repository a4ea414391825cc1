from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from narrate.errors import InputError, TagError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish

Sound = Callable[[str], Path]
Probe = Callable[[Path], dict[str, Any]]

RATE = 44_100
LENGTH = 20 * RATE
FORMS = ("mp3", "m4b", "opus", "flac", "wav")
INFO = EpisodeInfo(
    title="Ein Tïtel 😀 / 日本語 שלום",
    author="Æsop; Sons",
    album="The Show",
    date="2024-05-06",
    language="en-GB",
    genre="Podcast",
    comment="First line = 1\nsecond #line",
)


def make_marks(count: int) -> list[ChapterMark]:
    """Chapters of unequal title length, at odd samples."""
    starts = [LENGTH * i // count + (i > 0) * (i % 7) for i in range(count)]
    ends = [*starts[1:], LENGTH]
    titles = [f"{i} Füße 😀 {'x' * (i * 37 % 190)}." for i in range(count)]
    return [ChapterMark(*mark) for mark in zip(titles, starts, ends, strict=True)]


def id3(path: Path) -> Any:
    return ID3(path) if path.suffix == ".mp3" else WAVE(path).tags


def comments(path: Path) -> dict[str, str]:
    tags: Any = OggOpus(path).tags if path.suffix == ".opus" else FLAC(path).tags
    return dict(list(tags))


def atoms(path: Path) -> Any:
    return MP4(path).tags


def mutagen_chapters(path: Path) -> list[tuple[float, str]]:
    if path.suffix == ".m4b":
        return [(chapter.start, chapter.title.rstrip()) for chapter in MP4(path).chapters or ()]
    if path.suffix in (".mp3", ".wav"):
        frames = sorted(id3(path).getall("CHAP"), key=lambda frame: frame.start_time)
        return [(f.start_time / 1000, str(f.sub_frames["TIT2"]).strip()) for f in frames]
    found = comments(path)
    names = sorted(key for key in found if key.endswith("NAME"))
    return [(seconds(found[name[:-4]]), found[name]) for name in names]


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def ffprobe_chapters(found: dict[str, Any]) -> list[tuple[float, str]]:
    return [
        (float(chapter["start_time"]), chapter.get("tags", {}).get("title", "").strip())
        for chapter in found["chapters"]
    ]


def ffprobe_tags(found: dict[str, Any]) -> dict[str, str]:
    streams = found["streams"][0].get("tags", {})
    return {key.lower(): text for key, text in (streams | found["format"].get("tags", {})).items()}


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 300, 1000])
@pytest.mark.parametrize("form", FORMS)
def test_two_readers_find_every_chapter(
    form: str, count: int, sound: Sound, ffprobe: Probe
) -> None:
    path, marks = sound(form), make_marks(count) if count else []
    publish(path, INFO, marks, RATE)
    wanted = [(mark.start_sample / RATE, mark.title) for mark in marks]
    readers = [ffprobe_chapters(ffprobe(path))]
    readers.append([chapter[1::-1] for chapter in inspect_file(path).chapters])
    if form != "m4b" or count <= 255:  # mutagen reads Nero's box alone
        readers.append(mutagen_chapters(path))
    for found in readers:
        assert [title for _, title in found] == [title for _, title in wanted]
        for (start, _), (wanted_start, _) in zip(found, wanted, strict=True):
            assert start == pytest.approx(wanted_start, abs=0.001)


@pytest.mark.parametrize("form", FORMS)
def test_chapters_stand_in_the_file_in_order_of_time(form: str, sound: Sound) -> None:
    path, marks = sound(form), make_marks(40)
    publish(path, INFO, marks, RATE)
    content = path.read_bytes()
    places = [content.find(mark.title[:4].encode("utf-8")) for mark in marks]
    if form in ("mp3", "wav"):
        places = [content.find(b"CHAP", content.find(b"chp%d\0" % i) - 14) for i in range(40)]
    assert places == sorted(places)
    assert places[0] > 0


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize("form", FORMS)
def test_sound_is_untouched(
    form: str, count: int, sound: Sound, sound_hash: Callable[[Path], str], tones: Sound
) -> None:
    path = sound(form)
    before = inspect_file(path).duration_s
    publish(path, INFO, make_marks(count), RATE)
    assert sound_hash(path) == sound_hash(tones(form))
    assert inspect_file(path).duration_s == before


@pytest.mark.parametrize("form", FORMS)
def test_what_is_heard_is_untouched(form: str, sound: Sound, pictures: Sound, tones: Sound) -> None:
    """Samples, not packets: what a decoder skips at both ends is stated outside the packets."""
    path = sound(form)
    publish(path, EpisodeInfo("T", cover=pictures("jpg")), make_marks(3), RATE)
    assert heard(path) == heard(tones(form))


def heard(path: Path) -> tuple[int, bytes]:
    digest, length = hashlib.sha256(), 0
    with av.open(str(path), "r") as container:
        for frame in container.decode(audio=0):
            digest.update(frame.to_ndarray().tobytes())
            length += frame.samples
    return length, digest.digest()


@pytest.mark.parametrize("form", FORMS)
def test_publishing_again_replaces_and_is_the_same_to_the_byte(
    form: str, sound: Sound, pictures: Sound, tmp_path: Path
) -> None:
    path, other = sound(form), tmp_path / f"other.{form}"
    other.write_bytes(path.read_bytes())
    info = EpisodeInfo(title="A", cover=pictures("jpg"))
    publish(path, INFO, make_marks(300), RATE)
    publish(path, info, make_marks(2), RATE)
    publish(other, info, make_marks(2), RATE)
    assert path.read_bytes() == other.read_bytes()
    inspection = inspect_file(path)
    assert dict(inspection.tags).get("artist") is None
    assert len(inspection.chapters) == 2
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("form", FORMS)
def test_two_readers_find_every_tag(form: str, sound: Sound, ffprobe: Probe) -> None:
    path = sound(form)
    publish(path, INFO, [], RATE)
    three_letters = form in ("mp3", "wav", "m4b")
    wanted = {
        "title": INFO.title,
        "artist": INFO.author,
        "album_artist": INFO.author,
        "album": INFO.album,
        "date": INFO.date,
        "language": "eng" if three_letters else "en-GB",
        "genre": INFO.genre,
        "comment": INFO.comment,
    }
    assert wanted.items() <= ffprobe_tags(ffprobe(path)).items()
    assert dict(inspect_file(path).tags) == wanted | ({"media_type": "2"} if form == "m4b" else {})


@pytest.mark.parametrize("date", ["", "2024", "2024-05", "2024-05-06"])
@pytest.mark.parametrize("form", FORMS)
def test_dates_keep_their_exactness(form: str, date: str, sound: Sound, ffprobe: Probe) -> None:
    path = sound(form)
    publish(path, EpisodeInfo(date=date), [], RATE)
    assert ffprobe_tags(ffprobe(path)).get("date", "") == date


def test_a_date_in_words_is_refused(sound: Sound) -> None:
    with pytest.raises(InputError, match="'May 2024' is not of the form YYYY"):
        publish(sound("mp3"), EpisodeInfo(date="May 2024"), [], RATE)


HOSTILE = {
    "": "",
    "   ": "",
    "a\0b": "ab",
    "a\nb\r\n\tc": "a b c",
    "\ufeffmark": "mark",
    "\x1b[31mred\x7f\x85next": "[31mred next",
    "lone \ud800 surrogate": "lone  surrogate",
    "CHAPTER002=x;\\=#'\"": "CHAPTER002=x;\\=#'\"",
    "עברית \u200fעם 12 😀👩‍👩‍👧": "עברית \u200fעם 12 😀👩‍👩‍👧",
    "日本語" * 100: "日本語" * 100,
    "ü" * 10_000: "ü" * 10_000,
    "x" * 10_000: "x" * 10_000,
}


@pytest.mark.parametrize("form", FORMS)
def test_hostile_titles(form: str, sound: Sound, ffprobe: Probe) -> None:
    path = sound(form)
    marks = [ChapterMark(title, i * RATE, (i + 1) * RATE) for i, title in enumerate(HOSTILE)]
    for title in HOSTILE:
        publish(path, EpisodeInfo(title=title, author=title), marks, RATE)
        found = ffprobe(path)
        assert ffprobe_tags(found).get("title", "") == HOSTILE[title]
        assert dict(inspect_file(path).tags).get("artist", "") == HOSTILE[title]
    assert [title for _, title in ffprobe_chapters(found)] == list(HOSTILE.values())
    for (_, title), wanted in zip(mutagen_chapters(path), HOSTILE.values(), strict=True):
        cut = wanted.encode()[:255].decode(errors="ignore") if form == "m4b" else wanted
        assert title == cut


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(titles=st.lists(st.text(max_size=300), min_size=1, max_size=6))
def test_any_title_comes_back_the_same_from_both_readers(
    form: str, titles: list[str], sound: Sound
) -> None:
    path = sound(form)
    marks = [ChapterMark(title, i * RATE, (i + 1) * RATE) for i, title in enumerate(titles)]
    publish(path, EpisodeInfo(title=titles[0]), marks, RATE)
    by_ffmpeg = [title for title, _, _ in inspect_file(path).chapters]
    by_mutagen = [title for _, title in mutagen_chapters(path)]
    assert len(by_ffmpeg) == len(by_mutagen) == len(titles)
    for one, other in zip(by_ffmpeg, by_mutagen, strict=True):
        assert one.startswith(other) if form == "m4b" else one == other


@pytest.mark.parametrize("picture", ["jpg", "png"])
@pytest.mark.parametrize("form", FORMS)
def test_cover_is_byte_for_byte_there(
    form: str, picture: str, sound: Sound, pictures: Sound, ffprobe: Probe
) -> None:
    path, cover = sound(form), pictures(picture)
    publish(path, EpisodeInfo(cover=cover), make_marks(2), RATE)
    mime = {"jpg": "image/jpeg", "png": "image/png"}[picture]
    assert embedded_cover(path) == cover.read_bytes()
    assert inspect_file(path).cover == (mime, 64, 80, cover.stat().st_size)
    pictured = [s for s in ffprobe(path)["streams"] if s["disposition"]["attached_pic"]]
    assert [(s["width"], s["height"]) for s in pictured] == [(64, 80)]


def embedded_cover(path: Path) -> bytes:
    if path.suffix == ".m4b":
        return bytes(atoms(path)["covr"][0])
    if path.suffix in (".mp3", ".wav"):
        return bytes(id3(path).getall("APIC")[0].data)
    if path.suffix == ".flac":
        return bytes(FLAC(path).pictures[0].data)
    block = base64.b64decode(comments(path)["metadata_block_picture"])
    return bytes(Picture(block).data)


class TestTraps:
    """Each of these is a way in which FFmpeg's own chapters fail in players."""

    def test_mp3_is_version_2_3_and_long_titles_do_not_hide_chapters(
        self, sound: Sound, ffprobe: Probe
    ) -> None:
        path = sound("mp3")
        publish(path, INFO, [ChapterMark("long " * 100, 0, RATE)], RATE)
        assert path.read_bytes()[:4] == b"ID3\x03"
        assert len(ffprobe(path)["chapters"]) == 1

    def test_mp3_contents_reach_every_chapter_through_counts_of_one_byte(
        self, sound: Sound
    ) -> None:
        path = sound("mp3")
        publish(path, INFO, make_marks(1000), RATE)
        tags = id3(path)
        tables = {t.element_id: t for t in tags.getall("CTOC")}
        assert max(len(table.child_element_ids) for table in tables.values()) <= 255
        assert [t.element_id for t in tables.values() if t.flags & 2] == ["toc"]
        assert all(table.flags & 1 for table in tables.values())
        leaves = [
            leaf for t in tables["toc"].child_element_ids for leaf in tables[t].child_element_ids
        ]
        assert leaves == [f"chp{number}" for number in range(1000)]
        assert {frame.element_id for frame in tags.getall("CHAP")} == set(leaves)

    @pytest.mark.parametrize("form", ["opus", "flac"])
    def test_ogg_starts_past_half_a_second_are_not_a_second_late(
        self, form: str, sound: Sound, ffprobe: Probe
    ) -> None:
        path = sound(form)
        marks = [ChapterMark("a", 0, 7700), ChapterMark("b", 7700, 9999)]
        publish(path, INFO, marks, 1000)
        assert [start for start, _ in ffprobe_chapters(ffprobe(path))] == [0, 7.7]

    def test_m4b_with_titles_cut_in_mid_character_opens_in_mutagen(self, sound: Sound) -> None:
        path = sound("m4b")
        marks = [ChapterMark("x" * n + "😀" * 80, n * RATE, (n + 1) * RATE) for n in range(4)]
        publish(path, INFO, marks, RATE)
        titles = [title for _, title in mutagen_chapters(path)]
        assert titles == ["x" * n + "😀" * ((255 - n) // 4) for n in range(4)]

    def test_m4b_end_past_the_sound_does_not_lengthen_the_file(self, sound: Sound) -> None:
        path = sound("m4b")
        publish(path, INFO, [ChapterMark("a", 0, LENGTH + 4 * RATE)], RATE)
        assert inspect_file(path).duration_s == 20

    def test_m4b_first_chapter_starts_at_zero(self, sound: Sound, ffprobe: Probe) -> None:
        path = sound("m4b")
        marks = [ChapterMark("a", 2 * RATE, 5 * RATE), ChapterMark("b", 5 * RATE, LENGTH)]
        publish(path, INFO, marks, RATE)
        assert ffprobe_chapters(ffprobe(path)) == [(0, "a"), (5, "b")]
        assert mutagen_chapters(path) == [(0, "a"), (5, "b")]

    def test_m4b_is_a_book_that_starts_before_it_is_whole(self, sound: Sound) -> None:
        path = sound("m4b")
        publish(path, INFO, make_marks(2), RATE)
        content = path.read_bytes()
        assert content[8:12] == b"M4B "
        assert content.find(b"moov") < content.find(b"mdat")
        assert atoms(path)["stik"] == [2]

    def test_wav_of_64_bit_sizes(
        self, tmp_path: Path, encode: Callable[..., None], ffprobe: Probe, pictures: Sound
    ) -> None:
        path = tmp_path / "x.wav"
        encode(path, "wav", options={"rf64": "always"})
        publish(path, EpisodeInfo("T", cover=pictures("png")), make_marks(300), RATE)
        publish(path, EpisodeInfo("U", cover=pictures("png")), make_marks(3), RATE)
        content = path.read_bytes()
        assert content[:4] == b"RF64"
        assert int.from_bytes(content[20:28], "little") == len(content) - 8
        found = ffprobe(path)
        assert ffprobe_tags(found)["title"] == "U"
        assert len(found["chapters"]) == 3
        assert inspect_file(path).duration_s == 20

    @pytest.mark.parametrize("form", ["mp3", "opus", "flac", "wav"])
    def test_marks_of_the_hundredth_hour_are_exact(
        self, form: str, sound: Sound, ffprobe: Probe
    ) -> None:
        path = sound(form)
        late = 360_000 * RATE - 45  # 1.02 ms before
        publish(path, INFO, [ChapterMark("a", 0, late), ChapterMark("b", late, late)], RATE)
        starts = [start for start, _ in ffprobe_chapters(ffprobe(path))]
        assert starts == [0, 359_999.999]

    def test_wav_sizes_still_add_up(self, sound: Sound) -> None:
        path = sound("wav")
        publish(path, INFO, make_marks(3), RATE)
        content = path.read_bytes()
        assert int.from_bytes(content[4:8], "little") == len(content) - 8
        assert content.count(b"id3 ") == 1


class TestRefusals:
    @pytest.mark.parametrize("form", FORMS)
    def test_a_full_disk_leaves_the_old_file(
        self, form: str, sound: Sound, pictures: Sound
    ) -> None:
        resource = pytest.importorskip("resource")
        path = sound(form)
        before = path.read_bytes()
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, hard))
        try:
            with pytest.raises(TagError, match=str(path)) as caught:
                publish(path, EpisodeInfo(cover=pictures("png")), make_marks(2), RATE)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert "\n" not in str(caught.value)
        assert path.read_bytes() == before
        assert [entry.name for entry in path.parent.iterdir()] == [path.name]

    @pytest.mark.parametrize("form", FORMS)
    def test_chapters_out_of_order(self, form: str, sound: Sound) -> None:
        marks = [ChapterMark("b", RATE, 2 * RATE), ChapterMark("a", 0, RATE)]
        with pytest.raises(TagError, match=r"chapter 2 \('a'\).*in order"):
            publish(sound(form), INFO, marks, RATE)

    @pytest.mark.parametrize("form", ["opus", "flac"])
    def test_more_chapters_than_three_digits_count(self, form: str, sound: Sound) -> None:
        with pytest.raises(TagError, match="hold 1000 chapters and this has 1001: choose mp3"):
            publish(sound(form), INFO, make_marks(1001), RATE)

    @pytest.mark.parametrize("form", ["opus", "flac"])
    def test_no_chapter_past_two_digits_of_hours(self, form: str, sound: Sound) -> None:
        late = 100 * 3600 * RATE
        with pytest.raises(TagError, match="no chapter past 100 hours"):
            publish(sound(form), INFO, [ChapterMark("a", late, late)], RATE)

    def test_more_than_flac_has_room_for(self, sound: Sound) -> None:
        path = sound("flac")
        marks = [ChapterMark("ü" * 10_000, n, n + 1) for n in range(1000)]
        with pytest.raises(TagError, match="FLAC holds texts of 16 MiB and these have 19"):
            publish(path, INFO, marks, RATE)

    def test_m4b_title_that_no_text_sample_holds(self, sound: Sound) -> None:
        marks = [ChapterMark("x", 0, RATE), ChapterMark("ü" * 32_768, RATE, 2 * RATE)]
        with pytest.raises(TagError, match="title of chapter 2 has more than 65535 bytes"):
            publish(sound("m4b"), INFO, marks, RATE)

    def test_more_chapters_than_two_lists_count(
        self, sound: Sound, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("narrate.publish.id3_frames.MAX_CHILDREN", 3)
        publish(sound("mp3"), INFO, make_marks(9), RATE)
        with pytest.raises(TagError, match="ID3 holds 9 chapters and this has 10"):
            publish(sound("mp3"), INFO, make_marks(10), RATE)

    def test_a_tag_longer_than_its_size_can_say(
        self, sound: Sound, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("narrate.publish.id3._MAX_TAG_BYTES", 2000)
        with pytest.raises(TagError, match="use fewer or smaller pictures"):
            publish(sound("wav"), EpisodeInfo(comment="x" * 2000), [], RATE)

    def test_m4b_chapter_past_the_end(self, sound: Sound) -> None:
        with pytest.raises(TagError, match=r"starts at 21\.000 s, but the sound ends at 20\.000"):
            publish(sound("m4b"), INFO, [ChapterMark("a", 21 * RATE, 22 * RATE)], RATE)

    @pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xf1\x50\x80", b"RIFF1234AVI "])
    def test_what_is_no_audio_of_ours(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "x.mp3"
        path.write_bytes(content)
        with pytest.raises(TagError, match="none of MP3"):
            publish(path, INFO, [], RATE)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("head", [b"OggS", b"fLaC", b"\0\0\0\x20ftypM4A "])
    def test_damaged_files(self, head: bytes, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.write_bytes(head + b"\xee" * 100)
        with pytest.raises(TagError, match=str(path)) as caught:
            publish(path, INFO, [], RATE)
        assert "\n" not in str(caught.value)
        assert [entry.name for entry in tmp_path.iterdir()] == ["x"]

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(TagError, match="cannot be read: No such file"):
            publish(tmp_path / "none.mp3", INFO, [], RATE)
