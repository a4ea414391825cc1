from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC, CueSheet, CueSheetTrack, CueSheetTrackIndex, Picture
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TDRC,
    TIT2,
    TPE1,
    TRCK,
    TSOT,
    TXXX,
    WXXX,
    CTOCFlags,
)
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from narrate.errors import TagError
from narrate.finished import retag_episode
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish, retag

Sound = Callable[[str], Path]
Hash = Callable[[Path], str]
RATE = 44_100
FORMS = ("mp3", "m4b", "opus", "flac", "wav")
NEW = [ChapterMark("Néw", 0, 3 * RATE), ChapterMark("second", 3 * RATE, 20 * RATE)]


def tag_mp3_as_others_do(path: Path, picture: Path) -> None:
    """Version 2.4 in UTF-8, chapters with links, APE and ID3v1 behind."""
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["Öld"]))
    tags.add(TPE1(encoding=3, text=["Somebody"]))
    tags.add(TDRC(encoding=3, text=["2001-02"]))
    tags.add(TRCK(encoding=3, text=["3/9"]))
    tags.add(TSOT(encoding=3, text=["Old, Sorted"]))
    tags.add(TXXX(encoding=3, desc="replaygain_track_gain", text=["-7.03 dB"]))
    tags.add(COMM(encoding=3, lang="eng", desc="", text=["old comment"]))
    tags.add(COMM(encoding=3, lang="eng", desc="iTunSMPB", text=["0 1 2"]))
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=picture.read_bytes()))
    link = WXXX(encoding=3, desc="link", url="https://example.org/ä")
    parts = [TIT2(encoding=3, text=["Ölder " * 40]), link]
    tags.add(CHAP(element_id="a", start_time=0, end_time=9000, sub_frames=parts))
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    tags.add(CTOC(element_id="toc", flags=flags, child_element_ids=["a"], sub_frames=[]))
    ape = APEv2()
    ape["Title"], ape["MP3Gain_Undo"] = "Öld", "+004,+004,N"
    ape.save(path)
    tags.save(path, v1=2, v2_version=4)


class TestMp3:
    @pytest.fixture
    def foreign(self, sound: Sound, pictures: Sound) -> Path:
        path = sound("mp3")
        tag_mp3_as_others_do(path, pictures("jpg"))
        return path

    def test_what_is_given_changes_and_the_rest_stays(
        self, foreign: Path, sound_hash: Hash
    ) -> None:
        before = sound_hash(foreign)
        retag(foreign, EpisodeInfo(title="New 😀", comment="new"), NEW, RATE)
        tags = ID3(foreign, translate=False)
        assert tags.version == (2, 3, 0)
        assert str(tags["TIT2"]) == "New 😀"
        assert [str(frame) for frame in tags.getall("COMM:")] == ["new"]
        assert str(tags["COMM:iTunSMPB:eng"]) == "0 1 2"
        for name, text in (("TPE1", "Somebody"), ("TRCK", "3/9"), ("TSOT", "Old, Sorted")):
            assert str(tags[name]) == text
        assert str(tags["TXXX:replaygain_track_gain"]) == "-7.03 dB"
        assert len(tags.getall("APIC")) == 1
        assert str(tags["TDRC"]) == "2001-02"
        found = inspect_file(foreign)
        assert [chapter[:2] for chapter in found.chapters] == [("Néw", 0), ("second", 3)]
        assert dict(found.tags)["date"] == "2001-02"
        assert sound_hash(foreign) == before

    def test_the_tag_behind_the_sound_says_the_same(self, foreign: Path) -> None:
        retag(foreign, EpisodeInfo(title="New"))
        ape = APEv2(foreign)
        assert (str(ape["Title"]), str(ape["MP3Gain_Undo"])) == ("New", "+004,+004,N")
        assert foreign.read_bytes()[-128:-125] != b"TAG"

    def test_chapters_that_stay_become_readable(self, foreign: Path) -> None:
        assert inspect_file(foreign).chapters == ()  # the trap of version 2.4
        retag(foreign, EpisodeInfo())
        assert inspect_file(foreign).chapters == (("Ölder " * 39 + "Ölder", 0, 9),)
        (chapter,) = ID3(foreign).getall("CHAP")
        assert chapter.sub_frames["WXXX:link"].url == "https://example.org/ä"

    def test_sound_that_starts_behind_zeros(self, foreign: Path, sound_hash: Hash) -> None:
        start = ID3(foreign).size
        content = foreign.read_bytes()
        foreign.write_bytes(content[:start] + bytes(700) + content[start:])
        before = sound_hash(foreign)
        retag(foreign, EpisodeInfo(title="New"), NEW, RATE)
        assert sound_hash(foreign) == before

    def test_a_tag_longer_than_the_file(self, foreign: Path) -> None:
        foreign.write_bytes(foreign.read_bytes()[:500])
        with pytest.raises(TagError, match="is none of MP3"):
            retag(foreign, EpisodeInfo(title="New"))

    def test_publishing_leaves_nothing_of_it(self, foreign: Path) -> None:
        publish(foreign, EpisodeInfo(title="New"), [], RATE)
        assert set(ID3(foreign).keys()) == {"TIT2"}
        assert b"APETAGEX" not in foreign.read_bytes()

    def test_a_cover_replaces_the_front_cover_alone(self, foreign: Path, pictures: Sound) -> None:
        tags = ID3(foreign)
        tags.add(APIC(encoding=3, mime="image/jpeg", type=4, desc="back", data=b"back"))
        tags.save(foreign)
        retag(foreign, EpisodeInfo(cover=pictures("png")))
        found = {frame.type: frame.data for frame in ID3(foreign).getall("APIC")}
        assert found == {3: pictures("png").read_bytes(), 4: b"back"}


class TestMp4:
    @pytest.fixture
    def foreign(self, encode: Callable[..., None], tmp_path: Path) -> Path:
        """A song with FFmpeg's own chapters: one title cut in mid-character."""
        path = tmp_path / "x.m4a"
        titles = ("one", "ü" * 200)
        encode(
            path,
            "m4b",
            [
                {"id": i, "start": 9 * i, "end": 9 * i + 9, "time_base": Fraction(1)}
                | {"metadata": {"title": title}}
                for i, title in enumerate(titles)
            ],
        )
        content = path.read_bytes()
        path.write_bytes(content[:8] + b"M4A " + content[12:])
        return path

    def test_a_file_that_mutagen_refuses(self, foreign: Path, sound_hash: Hash) -> None:
        before = sound_hash(foreign)
        retag(foreign, EpisodeInfo(title="New"))
        mp4: Any = MP4(foreign)
        assert [chapter.title.strip() for chapter in mp4.chapters] == ["one", "ü" * 127]
        found = inspect_file(foreign)
        assert [(title, start) for title, start, _ in found.chapters] == [
            ("one", 0),
            ("ü" * 200, 9),
        ]
        assert (found.container, dict(found.tags)["title"]) == ("m4a", "New")
        assert sound_hash(foreign) == before

    def test_what_is_given_changes_and_the_rest_stays(
        self, sound: Sound, pictures: Sound, sound_hash: Hash
    ) -> None:
        path = sound("m4b")
        publish(
            path, EpisodeInfo("Old", "Somebody", language="de", cover=pictures("jpg")), NEW, RATE
        )
        mp4: Any = MP4(path)
        mp4["trkn"], mp4["stik"] = [(3, 9)], [21]
        mp4["----:com.apple.iTunes:iTunSMPB"] = [MP4FreeForm(b"0 1 2")]
        mp4.save()
        before = sound_hash(path)
        retag(path, EpisodeInfo(title="New"), NEW[:1], RATE)
        mp4 = MP4(path)
        assert (mp4["\xa9nam"], mp4["\xa9ART"], mp4["trkn"]) == (["New"], ["Somebody"], [(3, 9)])
        assert (mp4["stik"], bytes(mp4["covr"][0])) == ([21], pictures("jpg").read_bytes())
        assert bytes(mp4["----:com.apple.iTunes:iTunSMPB"][0]) == b"0 1 2"
        assert dict(inspect_file(path).tags)["language"] == "deu"
        assert inspect_file(path).chapters == (("Néw", 0, 20),)
        assert sound_hash(path) == before

    def test_a_film_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "film.mp4"
        with av.open(str(path), "w") as target:
            sound: Any = target.add_stream("aac", rate=RATE, layout="mono")
            film: Any = target.add_stream("mpeg4", rate=5)
            film.width = film.height = 32
            film.pix_fmt = "yuv420p"
            target.mux(film.encode(av.VideoFrame(32, 32, "yuv420p")))
            silence = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.int16), "s16", "mono")
            silence.sample_rate = RATE
            target.mux([*film.encode(None), *sound.encode(silence), *sound.encode(None)])
        before = path.read_bytes()
        with pytest.raises(TagError, match="holds a film"):
            retag(path, EpisodeInfo(title="x"))
        assert path.read_bytes() == before


def test_flac_behind_an_id3_tag(sound: Sound, sound_hash: Hash) -> None:
    path = sound("flac")
    before = sound_hash(path)
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["Old"]))
    tags.save(path)
    retag(path, EpisodeInfo(title="New"), NEW, RATE)
    assert path.read_bytes()[:4] == b"fLaC"
    assert dict(inspect_file(path).tags) == {"title": "New"}
    assert sound_hash(path) == before


def test_new_chapters_take_the_place_of_cue_sheets(
    sound: Sound, sound_hash: Hash, ffprobe: Callable[[Path], dict[str, Any]]
) -> None:
    path, mp3 = sound("flac"), sound("mp3")
    before = sound_hash(path)
    flac = FLAC(path)
    flac.cuesheet = CueSheet(None)
    for number, start in ((1, 0), (2, 5 * RATE), (170, 20 * RATE)):
        track = CueSheetTrack(number, start)
        track.indexes.append(CueSheetTrackIndex(1, 0))
        flac.cuesheet.tracks.append(track)
    flac.metadata_blocks.append(flac.cuesheet)
    flac["CUESHEET"] = "TRACK 01 AUDIO"
    flac.save()
    tags = ID3()
    tags.add(TXXX(encoding=3, desc="CUESHEET", text=["TRACK 01 AUDIO"]))
    tags.save(mp3)
    retag(path, EpisodeInfo(title="x"))
    assert FLAC(path).cuesheet is not None
    assert "cuesheet" in FLAC(path)
    retag(path, EpisodeInfo(), NEW, RATE)
    retag(mp3, EpisodeInfo(), NEW, RATE)
    assert FLAC(path).cuesheet is None
    assert "cuesheet" not in FLAC(path)
    assert not ID3(mp3).getall("TXXX")
    assert [c["tags"]["title"] for c in ffprobe(path)["chapters"]] == ["Néw", "second"]
    assert sound_hash(path) == before


@pytest.mark.parametrize("form", FORMS)
def test_chapters_go_where_the_sheet_has_none(form: str, sound: Sound, tmp_path: Path) -> None:
    path, sheet = sound(form), tmp_path / "none.json"
    publish(path, EpisodeInfo(), NEW, RATE)
    assert len(inspect_file(path).chapters) == 2
    sheet.write_text('{"version": "1.2.0", "chapters": []}', encoding="utf-8")
    retag_episode(path, sheet, EpisodeInfo())
    assert inspect_file(path).chapters == ()


@pytest.mark.parametrize("form", ["opus", "flac", "ogg", "oga"])
def test_other_comments_stay(form: str, sound: Sound, sound_hash: Hash) -> None:
    path = sound(form)
    publish(
        path, EpisodeInfo("Old", "Somebody") if form != "ogg" else EpisodeInfo("Old"), NEW, RATE
    )
    file: Any = FLAC(path) if form == "flac" else __import__("mutagen").File(path)
    file["REPLAYGAIN_TRACK_GAIN"], file["Year"] = "-7.03 dB", "2001"
    file.save()
    before = sound_hash(path)
    retag(path, EpisodeInfo(title="New", date="2024-05"))
    found = inspect_file(path)
    tags = dict(found.tags)
    assert (tags["title"], tags["date"]) == ("New", "2024-05")
    assert tags["replaygain_track_gain"] == "-7.03 dB"
    assert [chapter[:2] for chapter in found.chapters] == [("Néw", 0), ("second", 3)]
    retag(path, EpisodeInfo(), [])
    assert inspect_file(path).chapters == ()
    assert dict(inspect_file(path).tags) == tags
    assert sound_hash(path) == before


@pytest.mark.parametrize("form", FORMS)
def test_a_cover_stays_when_none_is_given(form: str, sound: Sound, pictures: Sound) -> None:
    path = sound(form)
    publish(path, EpisodeInfo("Old", cover=pictures("png")), NEW, RATE)
    before = inspect_file(path)
    retag(path, EpisodeInfo(title="New"))
    after = inspect_file(path)
    assert (after.cover, after.chapters) == (before.cover, before.chapters)
    assert dict(after.tags) == dict(before.tags) | {"title": "New"}
    retag(path, EpisodeInfo(cover=pictures("jpg")))
    assert inspect_file(path).cover == ("image/jpeg", 64, 80, pictures("jpg").stat().st_size)


def test_pictures_of_ogg_that_are_no_front_cover_stay(sound: Sound, pictures: Sound) -> None:
    path, back = sound("opus"), Picture()
    back.type, back.mime, back.data = 4, "image/jpeg", b"back"
    block = base64.b64encode(back.write()).decode()
    ogg: Any = OggOpus(path)
    ogg["METADATA_BLOCK_PICTURE"] = [block, "no picture", "AAAA"]
    ogg["COVERART"] = "old"
    ogg.save()
    retag(path, EpisodeInfo(cover=pictures("png")))
    found: Any = OggOpus(path)
    first, second = found["METADATA_BLOCK_PICTURE"]
    assert Picture(base64.b64decode(first)).data == pictures("png").read_bytes()
    assert second == block
    assert "coverart" not in found


def test_texts_of_a_wav_without_id3_move_into_it(sound: Sound) -> None:
    path = sound("wav")
    rows = [(b"INAM", "Öld".encode()), (b"IART", "Ärt".encode("cp1252")), (b"ICRD", b"in May")]
    texts = b"".join(
        name + struct.pack("<I", len(text) + 1) + text + b"\0" * (2 - len(text) % 2)
        for name, text in rows
    )
    chunk = b"LIST" + struct.pack("<I", len(texts) + 4) + b"INFO" + texts
    content = path.read_bytes()
    content = content[:36] + chunk + content[36:]
    path.write_bytes(content[:4] + struct.pack("<I", len(content) - 8) + content[8:])
    assert dict(inspect_file(path).tags)["title"] == "Öld"
    retag(path, EpisodeInfo(album="New"))
    assert dict(inspect_file(path).tags) == {"title": "Öld", "artist": "Ärt", "album": "New"}
    assert b"LIST" not in path.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_podcast_tags(form: str, sound: Sound) -> None:
    path = sound(form)
    info = EpisodeInfo(
        title="T",
        description="About cats – and dogs. " * 20,
        category="Society & Culture",
        guid="urn:uuid:1-2",
        feed_url="https://example.org/feed ü.xml",
    )
    address = "https://example.org/feed%20%C3%BC.xml"
    publish(path, info, [], RATE)
    wanted = [info.description.strip(), info.category, info.guid, address]
    if form == "m4b":
        mp4: Any = MP4(path)
        assert [mp4[key][0] for key in ("ldes", "catg", "egid", "purl")] == wanted
        assert mp4["pcst"] is True
    elif form in ("mp3", "wav"):
        tags: Any = ID3(path) if form == "mp3" else WAVE(path).tags
        assert [str(tags[key]) for key in ("TDES", "TCAT", "TGID")] == wanted[:3]
        assert tags.getall("WFED")[0].url == address
        assert "PCST" in tags
    else:
        found: Any = FLAC(path) if form == "flac" else OggOpus(path)
        keys = ("podcastdesc", "podcastcategory", "podcastid", "podcasturl")
        assert [found[key][0] for key in keys] == wanted
    read = dict(inspect_file(path).tags)
    assert read["description"] == info.description.strip()
    assert read["category"] == info.category
    assert read["guid"] == info.guid
    assert form == "wav" or read["feed_url"] == address


def test_chapters_carry_links_and_pictures(sound: Sound, pictures: Sound) -> None:
    image = pictures("png")
    marks = [
        ChapterMark("a", 0, RATE, "https://example.org/ü", image),
        ChapterMark("b", RATE, RATE),
    ]
    path = sound("mp3")
    publish(path, EpisodeInfo(title="T"), marks, RATE)
    first, second = ID3(path).getall("CHAP")
    assert first.sub_frames["WXXX:chapter url"].url == "https://example.org/%C3%BC"
    assert first.sub_frames["APIC:"].data == image.read_bytes()
    assert list(second.sub_frames) == ["TIT2"]
    assert [title for title, _, _ in inspect_file(path).chapters] == ["a", "b"]
    opus = sound("opus")
    publish(opus, EpisodeInfo(title="T"), marks, RATE)
    found: Any = OggOpus(opus)
    assert found["CHAPTER001URL"] == ["https://example.org/%C3%BC"]
