"""What can be done with a finished audio file, whoever made it: inspect, export, retag."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from narrate.audio.acx import Acx
from narrate.audio.meter import measure_file
from narrate.model import EpisodeInfo, Inspection, Loudness
from narrate.publish.chapter_forms import FORMS, ChapterSheet, youtube_doubts
from narrate.publish.chapter_source import chapters_of, read_chapters, with_titles
from narrate.publish.readback import inspect_file
from narrate.publish.tag import retag
from narrate.text.read.decode import decode_text
from narrate.text.script import read_script


def inspect_episode(path: Path) -> tuple[Inspection, Loudness, Acx]:
    """Read a finished file back and measure it, also by what ACX asks of audiobooks.

    Raises:
        InputError: the file is missing or not audio.
    """
    return inspect_file(path), *measure_file(path)


def export_chapters(path: Path, form: str) -> tuple[str, str, str]:
    """Return a file's chapters in one of FORMS: (how its name ends, its text, a doubt or "").

    Raises:
        InputError: the file is missing or not audio.
    """
    ending, write = FORMS[form]
    sheet = chapters_of(inspect_file(path), path.name)
    return ending, write(sheet), youtube_doubts(sheet) if form == "timestamps" else ""


def retag_episode(path: Path, source: Path | None, info: EpisodeInfo) -> None:
    """Change tags, cover and chapters of a file; its sound stays bit for bit.

    `source` is a script.md, whose chapter titles take the place of those in the file, or a
    chapters.json or timeline.json. What `info` gives counts before what the source says.

    Raises:
        InputError: a file cannot be read, or the script has another number of chapters.
        TagError: the file cannot be written, or cannot hold the chapters.
    """
    sheet = _read_sheet(path, source) if source else None
    given = {f.name: getattr(info, f.name) for f in fields(info) if getattr(info, f.name)}
    info = replace(sheet.info if sheet else EpisodeInfo(), **given)
    if sheet:  # one without chapters takes those of the file away
        retag(path, info, sheet.marks, sheet.sample_rate_hz)
    else:
        retag(path, info)


def _read_sheet(path: Path, source: Path) -> ChapterSheet:
    found = inspect_file(path)
    if source.suffix.lower() == ".json":
        return read_chapters(source, found.duration_s)
    script = read_script(decode_text(source.read_bytes(), str(source)), str(source))
    info = script.info
    if info.cover:
        info = replace(info, cover=source.parent / info.cover)
    titles = [chapter.title for chapter in script.chapters if chapter.title]
    return replace(with_titles(chapters_of(found, path.name), titles), info=info)
