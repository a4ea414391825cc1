"""To take chapters from where they stand: a file read back, a chapters file, or new titles."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from narrate.errors import InputError
from narrate.model import ChapterMark, EpisodeInfo, Inspection
from narrate.publish.chapter_forms import ChapterSheet

_RATE_HZ = 1_000_000  # chapters files count in decimal seconds
# Names of a start, an end and the list of chapters: Podcasting 2.0's and timeline.json's.
_STARTS, _ENDS = ("startTime", "start_s"), ("endTime", "end_s")


def chapters_of(inspection: Inspection, audio_name: str = "") -> ChapterSheet:
    """Return the chapters that a file was found to hold, and its title and author."""
    rate = inspection.sample_rate_hz
    marks = tuple(
        ChapterMark(title, round(start_s * rate), round(end_s * rate))
        for title, start_s, end_s in inspection.chapters
    )
    tags = dict(inspection.tags)
    info = EpisodeInfo(
        title=tags.get("title", ""),
        author=tags.get("artist", ""),
        album=tags.get("album", ""),
        date=tags.get("date", ""),
        description=tags.get("description", ""),
    )
    return ChapterSheet(marks, rate, info, audio_name)


def with_titles(sheet: ChapterSheet, titles: Sequence[str]) -> ChapterSheet:
    """Return the same places under other titles; raises InputError if the numbers differ."""
    if len(titles) != len(sheet.marks):
        raise InputError(
            f"{sheet.audio_name or 'the file'} has {len(sheet.marks)} chapters and "
            f"{len(titles)} titles are given: give one title for each"
        )
    pairs = zip(sheet.marks, titles, strict=True)
    return replace(sheet, marks=tuple(replace(mark, title=title) for mark, title in pairs))


def read_chapters(path: Path, length_s: float) -> ChapterSheet:
    """Read Podcasting 2.0 JSON chapters or a timeline.json.

    A chapter without an end ends where the next starts, the last at `length_s`. Chapters that
    are not for the table of contents (`toc` false) are left out. A picture that lies beside the
    file is taken; one on the web is not fetched. Raises InputError if it is none of these forms.
    """
    content = _load(path)
    rows = [row for row in content["chapters"] if row.get("toc") is not False]
    starts = [_start(path, row) for row in rows]
    order = sorted(range(len(rows)), key=starts.__getitem__)
    next_starts = [*(starts[i] for i in order[1:]), round(length_s * _RATE_HZ)]
    marks = [
        _mark(path, rows[i], starts[i], next_start)
        for i, next_start in zip(order, next_starts, strict=False)
    ]
    info = EpisodeInfo(title=_text(content, "title"), author=_text(content, "author"))
    return ChapterSheet(tuple(marks), _RATE_HZ, info)


def _load(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except OSError as cause:
        raise InputError(f"{path} cannot be read: {cause.strerror or cause}") from cause
    except (ValueError, RecursionError) as cause:
        raise InputError(f"{path} is no JSON: {cause}") from cause
    rows = content.get("chapters") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f'{path} holds no list of "chapters", as JSON chapters have')
    return cast("dict[str, Any]", content)


def _start(path: Path, row: dict[str, Any]) -> int:
    start = _sample(path, row, _STARTS)
    if start is None:
        raise InputError(f'{path}: chapter {_text(row, "title")!r} has no "startTime" in seconds')
    return start


def _mark(path: Path, row: dict[str, Any], start: int, next_start: int) -> ChapterMark:
    end = _sample(path, row, _ENDS)
    picture = _text(row, "img")
    image = path.parent / picture
    return ChapterMark(
        title=_text(row, "title"),
        start_sample=start,
        end_sample=max(start, next_start if end is None else end),
        url=_text(row, "url"),
        image=image if picture and image.is_file() else None,
    )


def _sample(path: Path, row: dict[str, Any], names: Sequence[str]) -> int | None:
    value = next((row[name] for name in names if row.get(name) is not None), None)
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value < math.inf:
        title = _text(row, "title")
        raise InputError(f"{path}: chapter {title!r} has {value!r} where seconds should be")
    return round(value * _RATE_HZ)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
