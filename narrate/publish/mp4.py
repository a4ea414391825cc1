"""To write tags, cover and chapters into M4B and M4A.

mutagen writes no chapters, so the audio packets are copied into a new file by FFmpeg, which writes
them twice: as a QuickTime text track (any number, any title) and as Nero's `chpl` box (255 at
most, titles of 255 bytes at most).
"""

from __future__ import annotations

import os
import struct
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import av
from av.audio.stream import AudioStream
from av.container import Flags
from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4Tags

from narrate.errors import TagError
from narrate.publish.cover import Cover
from narrate.publish.fields import language_639_2
from narrate.publish.label import Label

if TYPE_CHECKING:
    from av.container.core import Chapter  # known to the type stubs only

_MAX_CHPL = 255  # chapters in `chpl`, and bytes in a title there
_MAX_TITLE_BYTES = 65_535  # in a text sample
_CHPL_ENTRIES = 9  # bytes before the first: version, reserved, count
_CHPL_START = 8  # bytes before the length of a title
_AUDIOBOOK = 2  # `stik`
_PADDING_BYTES = 1024
_NAMES = {
    "title": "\xa9nam",
    "artist": "\xa9ART",
    "album_artist": "aART",
    "album": "\xa9alb",
    "date": "\xa9day",
    "genre": "\xa9gen",
    "comment": "\xa9cmt",
}


def write_mp4(old: Path, new: Path, label: Label) -> None:
    """Copy the audio packets of `old` to `new`, with new tags, cover and chapters.

    The first chapter is made to start at 0, where every player puts it anyway. Raises TagError if
    the file cannot be read or a title has more than 65,535 bytes.
    """
    _check_titles(label)
    try:
        _copy_packets(old, new, label)
    except av.FFmpegError as cause:
        raise TagError(f"{old}: chapters could not be written ({cause})") from cause
    if 0 < len(label.marks) <= _MAX_CHPL:
        _mend_titles(new)
    _write_tags(new, label)


def _check_titles(label: Label) -> None:
    for number, mark in enumerate(label.marks, 1):
        if len(mark.title.encode()) > _MAX_TITLE_BYTES:
            raise TagError(
                f"the title of chapter {number} has more than {_MAX_TITLE_BYTES} bytes, "
                "which MP4 cannot hold: shorten it"
            )


def _copy_packets(old: Path, new: Path, label: Label) -> None:
    flags = "+faststart+disable_chpl" if len(label.marks) > _MAX_CHPL else "+faststart"
    options = {"brand": "M4B ", "movflags": flags}
    with (
        av.open(str(old), metadata_errors="replace") as source,
        av.open(str(new), "w", format="mp4", options=options) as target,
    ):
        target.flags |= cast("int", Flags.bitexact.value)  # no encoder string, no time of day
        track = source.streams.audio[0]
        copy = target.add_stream_from_template(track)
        copy.metadata["language"] = language_639_2(label.tags.get("language", ""))
        target.set_chapters(_chapters(label, _length_s(track)))
        for packet in source.demux(track):
            if packet.dts is not None:
                packet.stream = copy
                target.mux_one(packet)


def _length_s(track: AudioStream) -> Fraction:
    if track.duration is None or track.time_base is None:
        raise TagError("the file does not say how long its sound is")
    return track.duration * track.time_base


def _chapters(label: Label, length_s: Fraction) -> list[Chapter]:
    """Return the chapters end to end; one that ends later would make the whole file longer."""
    rate = label.sample_rate_hz
    length = int(length_s * rate)
    starts = [mark.start_sample for mark in label.marks]
    if starts and starts[-1] >= length:
        raise TagError(
            f"chapter {len(starts)} starts at {starts[-1] / rate:.3f} s, "
            f"but the sound ends at {float(length_s):.3f} s"
        )
    ends = [*starts[1:], length][: len(starts)]
    return [
        {
            "id": number,
            "start": start if number else 0,
            "end": end,
            "time_base": Fraction(1, rate),
            "metadata": {"title": mark.title},
        }
        for number, (mark, start, end) in enumerate(zip(label.marks, starts, ends, strict=True))
    ]


def _mend_titles(path: Path) -> None:
    """Take the rest of a character from the end of each title that FFmpeg cut inside one.

    Spaces take its place, so that no box changes its size; mutagen refuses the whole file else.
    """
    with path.open("rb+") as file:
        start, end = _find_box(file, (b"moov", b"udta", b"chpl"))
        file.seek(start)
        content = bytearray(file.read(end - start))
        place = _CHPL_ENTRIES
        while place < len(content):
            first = place + _CHPL_START + 1
            place = first + content[first - 1]
            whole = content[first:place].decode(errors="ignore").encode()
            content[first:place] = whole.ljust(place - first)
        file.seek(start)
        file.write(content)


def _find_box(file: BinaryIO, path: tuple[bytes, ...]) -> tuple[int, int]:
    """Return where the content of a box begins and ends; those in front of it have 32-bit sizes."""
    start, end = 0, file.seek(0, os.SEEK_END)
    for wanted in path:
        name = b""
        while name != wanted:
            file.seek(start)
            size, name = struct.unpack(">I4s", file.read(8))
            start, stop = (start + 8, start + size) if name == wanted else (start + size, end)
        end = stop
    return start, end


def _write_tags(path: Path, label: Label) -> None:
    mp4 = MP4(path)
    if mp4.tags is None:
        mp4.add_tags()
    tags = cast("MP4Tags", mp4.tags)
    tags.clear()
    for name, key in _NAMES.items():
        if name in label.tags:
            tags[key] = [label.tags[name]]
    tags["stik"] = [_AUDIOBOOK]
    if label.cover:
        tags["covr"] = [_cover(label.cover)]
    mp4.save(padding=lambda _: _PADDING_BYTES)


def _cover(cover: Cover) -> MP4Cover:
    form = AtomDataType.JPEG if cover.mime == "image/jpeg" else AtomDataType.PNG
    return MP4Cover(cover.data, imageformat=form)
