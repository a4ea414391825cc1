"""To write chapters in the forms that players, editors and sites read beside a sound file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.fields import one_line
from narrate.publish.label import clock, nearest

_YOUTUBE_FEWEST, _YOUTUBE_SHORTEST_S = 3, 10
_CUE_LONGEST = 1000  # characters of a text; cuetools reads no more
_CUE_FRAMES_HZ = 75  # of a compact disc, which cue sheets count in
_CUE_KINDS = {"mp3": "MP3", "wav": "WAVE", "aiff": "AIFF"}


@dataclass(frozen=True, slots=True)
class ChapterSheet:
    """Chapters, and what the forms around them may say of the episode."""

    marks: tuple[ChapterMark, ...]
    sample_rate_hz: int  # that the marks count in
    info: EpisodeInfo = field(default_factory=EpisodeInfo)
    audio_name: str = ""  # the sound file's name, without its folder

    def place(self, sample: int, units_hz: int) -> int:
        """Return the nearest whole unit of 1/`units_hz` s."""
        return nearest(sample, self.sample_rate_hz, units_hz)


def chapters_json(sheet: ChapterSheet) -> str:
    """Return Podcasting 2.0 chapters, media type `application/json+chapters`.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
    """
    info = sheet.info
    about = {
        "title": info.title,
        "author": info.author,
        "podcastName": info.album,
        "description": info.description,
        "fileName": sheet.audio_name,
    }
    content = {"version": "1.2.0"} | {key: text for key, text in about.items() if text}
    rows = [_json_row(mark, sheet.sample_rate_hz) for mark in sheet.marks]
    return json.dumps(content | {"chapters": rows}, ensure_ascii=False, indent=1) + "\n"


def _json_row(mark: ChapterMark, rate: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "startTime": round(mark.start_sample / rate, 6),
        "endTime": round(mark.end_sample / rate, 6),
        "title": one_line(mark.title),
    }
    return row | ({"url": mark.url} if mark.url else {})


def chapters_vtt(sheet: ChapterSheet) -> str:
    """Return WebVTT cues of kind "chapters": https://www.w3.org/TR/webvtt1/."""
    blocks = ["WEBVTT"]
    for number, mark in enumerate(sheet.marks, 1):
        start_ms = sheet.place(mark.start_sample, 1000)
        end_ms = max(sheet.place(mark.end_sample, 1000), start_ms + 1)
        title = _title(mark, number)
        for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            title = title.replace(sign, name)
        blocks.append(f"{number}\n{clock(start_ms)} --> {clock(end_ms)}\n{title}")
    return "\n\n".join(blocks) + "\n"


def cue_sheet(sheet: ChapterSheet) -> str:
    """Return a cue sheet; its minutes go past 99 and its tracks too, as players accept."""
    kind = _CUE_KINDS.get(sheet.audio_name.rpartition(".")[2].lower(), "WAVE")
    about = {"PERFORMER": sheet.info.author, "TITLE": sheet.info.title}
    lines = [f"{key} {_quoted(text)}" for key, text in about.items() if text]
    lines.append(f"FILE {_quoted(sheet.audio_name)} {kind}")
    for number, mark in enumerate(sheet.marks, 1):
        seconds, frame = divmod(sheet.place(mark.start_sample, _CUE_FRAMES_HZ), _CUE_FRAMES_HZ)
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(_title(mark, number))}",
            f"    INDEX 01 {seconds // 60:02}:{seconds % 60:02}:{frame:02}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Cue sheets know no escape for the double quote, but libcue takes a backslash for one."""
    return '"' + _guarded(one_line(text).replace('"', "'")[:_CUE_LONGEST]) + '"'


def ffmetadata(sheet: ChapterSheet) -> str:
    """Return what `ffmpeg -i FILE -i THIS -map_metadata 1 -map_chapters 1` takes.

    https://ffmpeg.org/ffmpeg-formats.html#Metadata
    """
    info = sheet.info
    about = {"title": info.title, "artist": info.author, "album": info.album, "date": info.date}
    lines = [";FFMETADATA1"]
    lines += [f"{key}={_escaped(text)}" for key, text in about.items() if text]
    for mark in sheet.marks:
        lines += ["[CHAPTER]", f"TIMEBASE=1/{sheet.sample_rate_hz}"]
        lines += [f"START={mark.start_sample}", f"END={mark.end_sample}"]
        lines.append(f"title={_escaped(mark.title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Escape signs; FFmpeg takes any backslash before the line's end to go on in the next line."""
    return _guarded(re.sub(r"([=;#\\])", r"\\\1", one_line(text)))


def _guarded(text: str) -> str:
    """Keep a backslash away from what follows the text."""
    return text + " " if text.endswith("\\") else text


def _title(mark: ChapterMark, number: int) -> str:
    return one_line(mark.title) or f"Chapter {number}"


def timestamps(sheet: ChapterSheet) -> str:
    """Return lines for the description of a video or an episode: `0:00 Title`.

    YouTube wants the first at 0:00, three at least and ten seconds for each; so the first is put
    there. https://support.google.com/youtube/answer/9884579
    """
    places = [sheet.place(mark.start_sample, 1000) // 1000 for mark in sheet.marks]
    long = bool(places) and places[-1] >= 3600
    lines = []
    for number, (mark, seconds) in enumerate(zip(sheet.marks, places, strict=True), 1):
        lines.append(f"{_short_clock(seconds if number > 1 else 0, long)} {_title(mark, number)}\n")
    return "".join(lines)


def youtube_doubts(sheet: ChapterSheet) -> str:
    """Say in one line why YouTube would show no chapters by these timestamps; "" if it would."""
    places = [sheet.place(mark.start_sample, 1000) // 1000 for mark in sheet.marks]
    short = [n for n, (a, b) in enumerate(pairwise(places), 1) if b - a < _YOUTUBE_SHORTEST_S]
    found = []
    if len(places) < _YOUTUBE_FEWEST:
        found.append(f"wants {_YOUTUBE_FEWEST} chapters and these are {len(places)}")
    if places and places[0]:
        found.append("wants the first at 0:00, so it was put there")
    if short:
        found.append(f"wants {_YOUTUBE_SHORTEST_S} s for each and chapter {short[0]} has fewer")
    return f"YouTube {', '.join(found)}" if found else ""


def _short_clock(seconds: int, long: bool) -> str:
    minutes, seconds = divmod(seconds, 60)
    if not long:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


# Name of the form: how a file of it ends, and what writes it.
FORMS: dict[str, tuple[str, Callable[[ChapterSheet], str]]] = {
    "json": (".chapters.json", chapters_json),
    "vtt": (".chapters.vtt", chapters_vtt),
    "cue": (".cue", cue_sheet),
    "ffmetadata": (".ffmetadata", ffmetadata),
    "timestamps": (".timestamps.txt", timestamps),
}
