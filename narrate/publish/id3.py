"""To write an ID3 tag into MP3 and WAV."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from mutagen import apev2
from mutagen.id3 import ID3, Frame, ID3NoHeaderError

from narrate.errors import TagError
from narrate.publish.fields import is_date, one_line
from narrate.publish.id3_frames import make_frames
from narrate.publish.id3_kept import kept_frames
from narrate.publish.label import Label
from narrate.publish.riff import INFO_LIST, append_chunk, read_chunks, read_info

_HEADER_BYTES = 10
_V1_BYTES = 128
_MAX_TAG_BYTES = 1 << 28  # four times seven bits
_PADDING_BYTES = 1024
_CHUNKS = frozenset((b"id3 ", b"ID3 "))
_APE_NAMES = {
    "title": "Title",
    "artist": "Artist",
    "album_artist": "Album Artist",
    "album": "Album",
    "genre": "Genre",
    "date": "Year",
    "comment": "Comment",
}


def write_mp3(old: Path, new: Path, label: Label) -> None:
    """Copy the sound of `old` behind a new tag into `new`; no old ID3 tag is left there."""
    with old.open("rb") as source, new.open("wb") as target:
        tag = _tag(label, _kept(source, label))
        start, end = sound_range(source)
        target.write(tag)
        source.seek(start)
        shutil.copyfileobj(source, target, 1 << 20)
        target.truncate(len(tag) + end - start)
    _agree_in_ape(new, label)


def write_wav(old: Path, new: Path, label: Label) -> None:
    """Copy `old` to `new` with a new tag in its `id3 ` chunk; a list of INFO texts goes into it."""
    tags = read_chunks(old, _CHUNKS)
    kept = _kept(io.BytesIO(b"".join(tags[-1:])), label)
    if label.keep and not tags:
        label = replace(label, tags=_usable(read_info(old)) | label.tags)
    shutil.copyfile(old, new)
    append_chunk(new, b"id3 ", _tag(label, kept), hide=_CHUNKS | {INFO_LIST})


def _usable(info: dict[str, str]) -> dict[str, str]:
    return {
        name: one_line(text)
        for name, text in info.items()
        if one_line(text) and (name != "date" or is_date(text))
    }


def _kept(file: BinaryIO, label: Label) -> list[Frame]:
    if not label.keep:
        return []
    try:
        return kept_frames(ID3(file), label)
    except ID3NoHeaderError:
        return []
    finally:
        file.seek(0)


def _tag(label: Label, kept: list[Frame]) -> bytes:
    """Return a whole tag, its frames in the order given.

    mutagen sorts frames by size, and some players list chapters in the order of the file; so each
    frame is made by mutagen alone and they are joined here.
    """
    frames = make_frames(label) + kept
    body = b"".join(_frame_bytes(frame) for frame in frames) + bytes(_PADDING_BYTES)
    if len(body) >= _MAX_TAG_BYTES:
        raise TagError(
            f"the tag would have {len(body) >> 20} MiB and 255 are allowed: "
            "use fewer or smaller pictures"
        )
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def _frame_bytes(frame: Frame) -> bytes:
    tag = ID3()
    tag.add(frame)
    buffer = io.BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()[_HEADER_BYTES:]


def sound_range(file: BinaryIO) -> tuple[int, int]:
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


def _agree_in_ape(path: Path, label: Label) -> None:
    """Let an APE tag behind the sound say the same, for some players read it first."""
    if not label.keep:
        apev2.delete(path)
        return
    try:
        ape = apev2.APEv2(path)
    except apev2.APENoHeaderError:
        return
    for name, key in _APE_NAMES.items():
        if name in label.tags:
            ape[key] = label.tags[name]
    ape.save(path)
