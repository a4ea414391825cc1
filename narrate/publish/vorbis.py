"""To write tags, cover and chapters as Vorbis comments, into Opus, Ogg Vorbis and FLAC."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

from mutagen.flac import FLAC, Picture
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from narrate.errors import TagError
from narrate.publish.cover import Cover
from narrate.publish.label import Label, clock

# https://wiki.xiph.org/Chapter_Extension: three digits number a chapter, two the hours.
MAX_CHAPTERS = 1000
_MAX_START_MS = 100 * 3600 * 1000 - 1

_NAMES = {"album_artist": "albumartist"}
_PADDING_BYTES = 1024
_FRONT_COVER = 3


def write_ogg(old: Path, new: Path, label: Label) -> None:
    """Copy an Opus or Ogg Vorbis file, with new tags, cover and chapters for the old ones."""
    comments = _comments(label)
    if label.cover:
        block = base64.b64encode(_picture(label.cover).write()).decode("ascii")
        comments.append(("metadata_block_picture", block))
    shutil.copyfile(old, new)
    with new.open("rb") as file:
        opus = b"OpusHead" in file.read(64)
    ogg = OggOpus(new) if opus else OggVorbis(new)
    _replace(ogg.tags, comments)
    ogg.save(padding=lambda _: _PADDING_BYTES)


def write_flac(old: Path, new: Path, label: Label) -> None:
    """Copy a FLAC file, with new tags, cover and chapters for the old ones."""
    comments = _comments(label)
    shutil.copyfile(old, new)
    flac = FLAC(new)
    if flac.tags is None:
        flac.add_tags()
    _replace(flac.tags, comments)
    flac.clear_pictures()
    if label.cover:
        flac.add_picture(_picture(label.cover))
    flac.save(deleteid3=True, padding=lambda _: _PADDING_BYTES)


def _replace(tags: object, comments: list[tuple[str, str]]) -> None:
    if not isinstance(tags, list):
        raise TagError("the file has no place for Vorbis comments")
    tags[:] = comments


def _comments(label: Label) -> list[tuple[str, str]]:
    comments = [(_NAMES.get(name, name), text) for name, text in label.tags.items()]
    return comments + _chapter_comments(label)


def _chapter_comments(label: Label) -> list[tuple[str, str]]:
    marks = label.marks
    if len(marks) > MAX_CHAPTERS:
        raise TagError(
            f"Opus and FLAC hold {MAX_CHAPTERS} chapters and this has {len(marks)}: "
            "choose mp3 or m4b, or fewer chapters"
        )
    starts = [label.milliseconds(mark.start_sample) for mark in marks]
    if starts and starts[-1] > _MAX_START_MS:
        raise TagError("Opus and FLAC hold no chapter past 100 hours: choose mp3 or m4b")
    first = 0 if len(marks) == MAX_CHAPTERS else 1
    comments = []
    for number, (start_ms, mark) in enumerate(zip(starts, marks, strict=True), first):
        comments.append((f"CHAPTER{number:03}", clock(start_ms)))
        comments.append((f"CHAPTER{number:03}NAME", mark.title))
    return comments


def _picture(cover: Cover) -> Picture:
    picture = Picture()
    picture.type = _FRONT_COVER
    picture.mime = cover.mime
    picture.width, picture.height = cover.width, cover.height
    picture.depth = 24
    picture.data = cover.data
    return picture
