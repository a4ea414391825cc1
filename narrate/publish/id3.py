"""To write tags, cover and chapters as an ID3v2.3 tag, into MP3 and WAV.

Version 2.3, because readers built on FFmpeg see no chapter at all in a v2.4 tag when a chapter
holds a sub-frame of 128 bytes or more (a picture, a long title): they misread its size. Chapters
follow https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TDAT,
    TDRC,
    TIT2,
    TLAN,
    TPE1,
    TPE2,
    TYER,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
)

from narrate.errors import TagError
from narrate.publish.fields import language_639_2
from narrate.publish.label import Label
from narrate.publish.riff import append_chunk

MAX_CHILDREN = 255  # a CTOC counts its children in one byte
_NO_OFFSET = 0xFFFFFFFF  # "use the time", as the specification says
_NO_TITLE = " "  # without a title frame FFmpeg shows the element's id instead
_HEADER_BYTES = 10
_V1_BYTES = 128
_MAX_TAG_BYTES = 1 << 28  # four times seven bits
_PADDING_BYTES = 1024
_TEXTS = {"title": TIT2, "artist": TPE1, "album_artist": TPE2, "album": TALB, "genre": TCON}
_REPLACED_IN_WAV = frozenset((b"id3 ", b"ID3 ", b"LISTINFO"))


def write_mp3(old: Path, new: Path, label: Label) -> None:
    """Copy the sound of `old` behind a new tag into `new`; no old ID3 tag is kept."""
    tag = _tag(label)
    with old.open("rb") as source, new.open("wb") as target:
        start, end = _sound(source)
        target.write(tag)
        source.seek(start)
        shutil.copyfileobj(source, target, 1 << 20)
        target.truncate(len(tag) + end - start)


def write_wav(old: Path, new: Path, label: Label) -> None:
    """Copy `old` to `new` with a new tag in its `id3 ` chunk, in place of what was there."""
    shutil.copyfile(old, new)
    append_chunk(new, b"id3 ", _tag(label), hide=_REPLACED_IN_WAV)


def _tag(label: Label) -> bytes:
    """Return a whole tag, its chapters in the order of time.

    mutagen sorts frames by size, and some players list chapters in the order of the file; so each
    frame is made by mutagen alone and they are joined here.
    """
    frames = [*_texts(label), *_contents(label), *_chapters(label), *_pictures(label)]
    body = b"".join(_frame_bytes(frame) for frame in frames) + bytes(_PADDING_BYTES)
    if len(body) >= _MAX_TAG_BYTES:
        raise TagError(f"the tag would have {len(body) >> 20} MiB and 255 are allowed")
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def _frame_bytes(frame: Frame) -> bytes:
    tag = ID3()
    tag.add(frame)
    buffer = io.BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()[_HEADER_BYTES:]


def _texts(label: Label) -> Iterator[Frame]:
    tags = label.tags
    for name, frame in _TEXTS.items():
        if name in tags:
            yield _text(frame, tags[name])
    language = language_639_2(tags.get("language", ""))
    if "language" in tags:
        yield _text(TLAN, language)
    if "date" in tags:
        yield from _dates(tags["date"])
    if text := tags.get("comment"):
        code = "eng" if language == "und" else language
        yield COMM(encoding=_encoding(text), lang=code, desc="", text=[text])


def _dates(date: str) -> Iterator[Frame]:
    """Give year and day frames; version 2.3 has none for a month alone, 2.4's is widely read."""
    year, *rest = date.split("-")
    if len(rest) == 1:
        yield _text(TDRC, date)
        return
    yield _text(TYER, year)
    if rest:
        month, day = rest
        yield _text(TDAT, day + month)


def _chapters(label: Label) -> Iterator[Frame]:
    for number, mark in enumerate(label.marks):
        yield CHAP(
            element_id=f"chp{number}",
            start_time=label.milliseconds(mark.start_sample),
            end_time=label.milliseconds(mark.end_sample),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[_text(TIT2, mark.title or _NO_TITLE)],
        )


def _contents(label: Label) -> Iterator[Frame]:
    """Give the table of contents: one level, or two when there are more than 255 chapters."""
    chapters = [f"chp{number}" for number in range(len(label.marks))]
    parts = [chapters[i : i + MAX_CHILDREN] for i in range(0, len(chapters), MAX_CHILDREN)]
    if len(parts) > MAX_CHILDREN:
        raise TagError(f"ID3 holds {MAX_CHILDREN**2} chapters and this has {len(chapters)}")
    if len(parts) <= 1:
        yield from (_toc("toc", CTOCFlags.TOP_LEVEL, part) for part in parts)
        return
    names = [f"toc{number}" for number in range(len(parts))]
    yield _toc("toc", CTOCFlags.TOP_LEVEL, names)
    for name, part in zip(names, parts, strict=True):
        yield _toc(name, 0, part)


def _toc(name: str, level: int, children: list[str]) -> Frame:
    flags = level | CTOCFlags.ORDERED
    return CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=[])


def _pictures(label: Label) -> Iterator[Frame]:
    if cover := label.cover:
        yield APIC(
            encoding=Encoding.LATIN1,
            mime=cover.mime,
            type=PictureType.COVER_FRONT,
            desc="",
            data=cover.data,
        )


def _text(frame: type[Frame], text: str) -> Frame:
    return frame(encoding=_encoding(text), text=[text])


def _encoding(text: str) -> int:
    """Return Latin-1 for ASCII alone: players guess at the rest of it. Version 2.3 has no UTF-8."""
    return int(Encoding.LATIN1 if text.isascii() else Encoding.UTF16)


def _sound(file: BinaryIO) -> tuple[int, int]:
    """Return where the sound begins and ends, between the ID3 tags in front and the one behind."""
    start = 0
    while (head := file.read(_HEADER_BYTES))[:3] == b"ID3":
        size = sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        footer = _HEADER_BYTES if head[5] & 0x10 else 0
        start = file.seek(start + _HEADER_BYTES + size + footer)
    end = file.seek(0, os.SEEK_END)
    file.seek(max(end - _V1_BYTES, start))
    if file.read(3) == b"TAG":
        end -= _V1_BYTES
    return start, end
