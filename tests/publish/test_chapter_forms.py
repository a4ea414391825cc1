from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.chapter_forms import (
    FORMS,
    ChapterSheet,
    chapters_json,
    chapters_vtt,
    cue_sheet,
    ffmetadata,
    timestamps,
    youtube_doubts,
)
from narrate.publish.chapter_source import chapters_of, read_chapters, with_titles
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish, retag

RATE = 44_100
Sound = Callable[[str], Path]
TITLES = ("One = 1; #\\", 'Say "tea" & <b>', "日本語 😀", "")
SHEET = ChapterSheet(
    marks=tuple(
        ChapterMark(title, (i * 5 * RATE) + i, (i + 1) * 5 * RATE + i + 1)
        for i, title in enumerate(TITLES)
    ),
    sample_rate_hz=RATE,
    info=EpisodeInfo(title='A "T" = #1', author="Ada", album="Show", date="2024"),
    audio_name="x.mp3",
)
HOURS = ChapterSheet(
    (ChapterMark("a", RATE, 9 * RATE), ChapterMark("b", 36_061 * RATE, 36_062 * RATE)), RATE
)


def test_podcasting_json_says_what_the_specification_names() -> None:
    found = json.loads(chapters_json(SHEET))
    assert found["version"] == "1.2.0"
    assert (found["title"], found["author"], found["podcastName"]) == ('A "T" = #1', "Ada", "Show")
    assert found["fileName"] == "x.mp3"
    assert found["chapters"][1] == {
        "startTime": 5.000023,
        "endTime": 10.000045,
        "title": 'Say "tea" & <b>',
    }


def test_webvtt_is_read_by_ffmpeg(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    path.write_text(chapters_vtt(SHEET), encoding="utf-8")
    with av.open(str(path), "r") as container:
        cues = [
            (float(p.pts * p.time_base), float(p.duration * p.time_base), bytes(p).decode())
            for p in container.demux()
            if p.pts is not None and p.time_base is not None and p.duration is not None
        ]
    assert cues == [
        (0, 5, "One = 1; #\\"),
        (5, 5, 'Say "tea" &amp; &lt;b&gt;'),
        (10, 5, "日本語 😀"),
        (15, 5, "Chapter 4"),
    ]


def test_ffmetadata_is_read_by_ffmpeg(tmp_path: Path, ffprobe: Callable[[Path], Any]) -> None:
    path = tmp_path / "x.ffmetadata"
    path.write_text(ffmetadata(SHEET), encoding="utf-8")
    found = ffprobe(path)
    assert found["format"]["tags"] == {
        "title": 'A "T" = #1',
        "artist": "Ada",
        "album": "Show",
        "date": "2024",
    }
    chapters = [(c["start"], c["end"], c["tags"]["title"].rstrip()) for c in found["chapters"]]
    assert chapters == [(m.start_sample, m.end_sample, m.title) for m in SHEET.marks]
    assert {chapter["time_base"] for chapter in found["chapters"]} == {"1/44100"}


def test_cue_sheet() -> None:
    lines = cue_sheet(SHEET).splitlines()
    assert lines[:3] == ['PERFORMER "Ada"', "TITLE \"A 'T' = #1\"", 'FILE "x.mp3" MP3']
    assert lines[6:9] == [
        "  TRACK 02 AUDIO",
        "    TITLE \"Say 'tea' & <b>\"",
        "    INDEX 01 00:05:00",
    ]
    assert cue_sheet(HOURS).splitlines()[0] == 'FILE "" WAVE'
    assert cue_sheet(HOURS).splitlines()[-1] == "    INDEX 01 601:01:00"


def test_a_cue_sheet_has_nothing_that_libcue_stumbles_over() -> None:
    """It takes a backslash before the closing mark for an escape, and reads 1,000 characters."""
    marks = (ChapterMark("a\\", 0, RATE), ChapterMark("x" * 10_000, RATE, 2 * RATE))
    titles = [line for line in cue_sheet(ChapterSheet(marks, RATE)).splitlines() if "TITLE" in line]
    assert titles == ['    TITLE "a\\ "', f'    TITLE "{"x" * 1000}"']


@pytest.mark.parametrize(
    ("starts_s", "doubt"),
    [
        ((0, 10, 20), ""),
        ((0, 10), "YouTube wants 3 chapters and these are 2"),
        ((), "YouTube wants 3 chapters and these are 0"),
        ((0, 10, 19.9, 30), "YouTube wants 10 s for each and chapter 2 has fewer"),
        (
            (4, 10),
            "YouTube wants 3 chapters and these are 2, wants the first at 0:00, so it was put "
            "there, wants 10 s for each and chapter 1 has fewer",
        ),
    ],
)
def test_what_youtube_would_not_show(starts_s: tuple[float, ...], doubt: str) -> None:
    starts = [round(start * RATE) for start in starts_s]
    marks = tuple(ChapterMark("x", start, start) for start in starts)
    assert youtube_doubts(ChapterSheet(marks, RATE)) == doubt


def test_timestamps_start_at_zero_and_grow_hours() -> None:
    assert timestamps(SHEET).splitlines() == [
        "0:00 One = 1; #\\",
        '0:05 Say "tea" & <b>',
        "0:10 日本語 😀",
        "0:15 Chapter 4",
    ]
    assert timestamps(HOURS).splitlines() == ["0:00:00 a", "10:01:01 b"]


@pytest.mark.parametrize("form", FORMS)
def test_no_chapters_and_hostile_titles_in_any_form(form: str) -> None:
    ending, write = FORMS[form]
    assert ending.startswith(".")
    assert write(ChapterSheet((), RATE)) in (write(ChapterSheet((), RATE)), "")
    hostile = ChapterMark("a\n-->\n\nCHAPTER\0 \x1b[0m", 0, RATE)
    plain = ChapterMark("a --> CHAPTER [0m", 0, RATE)
    assert write(ChapterSheet((hostile,), RATE)) == write(ChapterSheet((plain,), RATE))


@given(
    st.lists(
        st.tuples(st.text(), st.integers(0, 360_000 * RATE), st.integers(0, 360_000 * RATE)),
        max_size=5,
    )
)
def test_json_comes_back_to_the_sample(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("json") / "x.json"
    rows = sorted((t, min(a, b), max(a, b)) for t, a, b in rows)
    rows.sort(key=lambda row: row[1])
    sheet = ChapterSheet(tuple(ChapterMark(*row) for row in rows), RATE)
    path.write_text(chapters_json(sheet), encoding="utf-8")
    found = read_chapters(path, 360_000)
    scale = RATE / found.sample_rate_hz
    for mark, (_, start, end) in zip(found.marks, rows, strict=True):
        assert (round(mark.start_sample * scale), round(mark.end_sample * scale)) == (start, end)


def test_what_other_writers_leave_out_or_add(tmp_path: Path, pictures: Sound) -> None:
    path = tmp_path / "chapters.json"
    (tmp_path / "here.jpg").write_bytes(pictures("jpg").read_bytes())
    rows: list[dict[str, Any]] = [
        {"startTime": 60.5, "title": "second", "url": "https://example.org"},
        {"startTime": 0, "img": "here.jpg"},
        {"startTime": 30, "title": "picture only", "toc": False},
        {"startTime": 90, "title": "last", "img": "https://example.org/x.jpg", "endTime": None},
    ]
    path.write_text(json.dumps({"version": "1.0.0", "chapters": rows}), encoding="utf-8-sig")
    found = read_chapters(path, 100)
    assert [(m.title, m.start_sample / 1e6, m.end_sample / 1e6) for m in found.marks] == [
        ("", 0, 60.5),
        ("second", 60.5, 90),
        ("last", 90, 100),
    ]
    assert [mark.image for mark in found.marks] == [tmp_path / "here.jpg", None, None]
    assert found.marks[1].url == "https://example.org"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no JSON"),
        (b"\xff\xfe{", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "holds no list"),
        (b'{"chapters": {}}', "holds no list"),
        (b'{"chapters": [1]}', "holds no list"),
        (b'{"chapters": [{"title": "x"}]}', "'x' has no \"startTime\""),
        (b'{"chapters": [{"startTime": "1:00"}]}', "has '1:00' where seconds"),
        (b'{"chapters": [{"startTime": -1}]}', "has -1 where seconds"),
        (b'{"chapters": [{"startTime": NaN}]}', "has nan where seconds"),
    ],
)
def test_what_is_no_chapters_file(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_chapters(path, 10)
    assert "\n" not in str(caught.value)


def test_a_missing_chapters_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_chapters(tmp_path / "none.json", 10)


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus", "flac", "wav"])
def test_from_one_file_by_json_into_another(form: str, sound: Sound, tmp_path: Path) -> None:
    path = sound(form)
    publish(path, SHEET.info, SHEET.marks, RATE)
    inspection = inspect_file(path)
    json_path = tmp_path / "x.json"
    json_path.write_text(chapters_json(chapters_of(inspection)), encoding="utf-8")
    found = read_chapters(json_path, inspection.duration_s)
    other = sound("flac") if form != "flac" else sound("mp3")
    retag(other, EpisodeInfo(), found.marks, found.sample_rate_hz)
    chapters = inspect_file(other).chapters
    assert [title for title, _, _ in chapters] == list(TITLES)
    for (_, start_s, _), mark in zip(chapters, SHEET.marks, strict=True):
        assert start_s == pytest.approx(mark.start_sample / RATE, abs=0.001)


def test_new_titles_at_the_same_places(sound: Sound) -> None:
    path = sound("mp3")
    publish(path, SHEET.info, SHEET.marks, RATE)
    sheet = with_titles(chapters_of(inspect_file(path), path.name), list("abcd"))
    retag(path, EpisodeInfo(), sheet.marks, sheet.sample_rate_hz)
    assert [title for title, _, _ in inspect_file(path).chapters] == list("abcd")
    with pytest.raises(InputError, match=r"episode.mp3 has 4 chapters and 1 titles are given"):
        with_titles(sheet, ["a"])
