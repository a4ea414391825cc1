"""To write tags, cover and chapters as Vorbis comments, into Opus, Ogg Vorbis and FLAC."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.flac import FLAC, CueSheet, Picture
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from narrate.errors import TagError
from narrate.publish.cover import Cover
from narrate.publish.label import Label, clock

# https://wiki.xiph.org/Chapter_Extension: three digits number a chapter, two the hours.
MAX_CHAPTERS = 1000
_MAX_START_MS = 100 * 3600 * 1000 - 1

# Where readers agree on no name, the plain one is used; the podcast names are those of Mp3tag.
_NAMES = {
    "album_artist": "albumartist",
    "description": "podcastdesc",
    "category": "podcastcategory",
    "guid": "podcastid",
    "feed_url": "podcasturl",
}
_SYNONYMS = {
    "album_artist": ("album artist", "album_artist"),
    "date": ("year",),
    "comment": ("description",),  # FFmpeg reads both as the comment
}
_CHAPTER = re.compile(r"chapter\d{3}(name|url)?")
_PICTURE = "metadata_block_picture"
_PADDING_BYTES = 1024
_MAX_BLOCK_BYTES = (1 << 24) - 1024  # the rest for the name of the encoder
_FRONT_COVERS = (3, 0)  # front cover, and "other"

_Comments = list[tuple[str, str]]

_IN_OGG: Mapping[bytes, Any] = {  # how each stream's first packet begins
    b"OpusHead": OggOpus,
    b"\x01vorbis": OggVorbis,
    b"\x7fFLAC": OggFLAC,
}
_HEADS_BYTES = 1024  # the first pages of all streams come first, RFC 3533


def write_ogg(old: Path, new: Path, label: Label) -> None:
    """Copy a file of Opus, Vorbis or FLAC in Ogg with new comments, cover and chapters."""
    comments = _comments(label)
    if label.cover:
        block = base64.b64encode(_picture(label.cover).write()).decode("ascii")
        comments.append((_PICTURE, block))
    shutil.copyfile(old, new)
    with new.open("rb") as file:
        heads = file.read(_HEADS_BYTES)
    kind = next((kind for mark, kind in _IN_OGG.items() if mark in heads), None)
    if kind is None:
        raise TagError(f"{old} holds none of the sounds that Ogg is known for: Opus, Vorbis, FLAC")
    ogg = kind(new)
    _replace(ogg.tags, comments, label)
    ogg.save(padding=lambda _: _PADDING_BYTES)


def write_flac(old: Path, new: Path, label: Label) -> None:
    """Copy a FLAC file with new comments, cover and chapters."""
    comments = _comments(label)
    shutil.copyfile(old, new)
    flac: Any = FLAC(new)
    if flac.tags is None:
        flac.add_tags()
    if label.marks is not None:  # the tracks of a cue sheet are chapters too
        flac.metadata_blocks = [b for b in flac.metadata_blocks if not isinstance(b, CueSheet)]
        flac.cuesheet = None  # which saving would append again
    _replace(flac.tags, comments, label)
    _check_block(flac.tags)
    pictures = [p for p in flac.pictures if label.keep and not _is_replaced(p, label)]
    flac.clear_pictures()
    for picture in pictures + ([_picture(label.cover)] if label.cover else []):
        flac.add_picture(picture)
    flac.save(deleteid3=True, padding=lambda _: _PADDING_BYTES)


def _check_block(tags: object) -> None:
    """Raise TagError if a FLAC block of 24-bit length is too small; mutagen has no clear word."""
    rows = tags if isinstance(tags, list) else []
    size = sum(len(key) + len(text.encode()) + 5 for key, text in rows)
    if size >= _MAX_BLOCK_BYTES:
        raise TagError(
            f"FLAC holds texts of 16 MiB and these have {size >> 20}: shorten the chapter titles"
        )


def _replace(tags: object, comments: _Comments, label: Label) -> None:
    if not isinstance(tags, list):
        raise TagError("the file has no place for Vorbis comments")
    kept = [(key, text) for key, text in tags if label.keep and _stays(key.lower(), text, label)]
    tags[:] = comments + kept


def _stays(key: str, text: str, label: Label) -> bool:
    """Tell whether an old comment is to be kept beside the new ones."""
    if _CHAPTER.fullmatch(key) or key == "cuesheet":
        return label.marks is None
    if key in (_PICTURE, "coverart", "coverartmime"):
        return label.cover is None or _is_other_picture(text)
    return not any(key in (name, _NAMES.get(name), *_SYNONYMS.get(name, ())) for name in label.tags)


def _is_other_picture(block: str) -> bool:
    """Tell whether a picture is another than the front cover; what cannot be read is none."""
    try:
        return Picture(base64.b64decode(block)).type not in _FRONT_COVERS
    except (ValueError, MutagenError):
        return False


def _is_replaced(picture: Picture, label: Label) -> bool:
    return label.cover is not None and picture.type in _FRONT_COVERS


def _comments(label: Label) -> _Comments:
    comments = [(_NAMES.get(name, name), text) for name, text in label.tags.items()]
    return comments + _chapter_comments(label)


def _chapter_comments(label: Label) -> _Comments:
    marks = label.marks or ()
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
        if mark.url:
            comments.append((f"CHAPTER{number:03}URL", mark.url))
    return comments


def _picture(cover: Cover) -> Picture:
    picture = Picture()
    picture.type = _FRONT_COVERS[0]
    picture.mime = cover.mime
    picture.width, picture.height = cover.width, cover.height
    picture.depth = 24
    picture.data = cover.data
    return picture
