"""To give a plain MP4 file its chapters without unpacking its sound.

FFmpeg remembers each packet of what it copies, more than a gigabyte for a hundred hours. So it
writes the chapters alone, into a file without sound, and their boxes (ISO/IEC 14496-12) are put
among those of the old file, whose sound is then copied as it lies.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import numpy as np

from narrate.publish.mp4_boxes import read_header

Place = tuple[int, int, int]  # where a box begins, its content begins, and it ends

_PLAIN = [b"ftyp", b"mdat", b"moov"]  # and perhaps free room
_NEEDED = {b"mdhd", b"mdia", b"mvhd", b"smhd", b"tkhd"}
_WITHIN = (b"trak", b"mdia", b"minf", b"stbl")
_SOUND, _TEXT = 1, 2  # numbers of the tracks
_REFERENCE = struct.pack(">I4sI4sI", 20, b"tref", 12, b"chap", _TEXT)  # "my chapters are there"
_ROOM = 1 << 28  # bytes that may come before the sound: description, titles, cover
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A file whose sound is one track, in one stretch with nothing else, and chapters at most."""

    path: Path
    brand: bytes
    movie: io.BytesIO  # content of the box that describes all
    boxes: dict[bytes, Place]  # in `movie`
    sound: tuple[int, int]  # where its bytes begin and end

    @property
    def clock(self) -> tuple[int, Fraction]:
        """Units of time in a second, and how long the sound is in seconds."""
        content = self.boxes[b"mvhd"][1]
        wide = self.movie.getbuffer()[content]
        form, start = (">IQ", content + 20) if wide else (">II", content + 12)
        scale, length = struct.unpack_from(form, self.movie.getbuffer(), start)
        return scale, Fraction(length, scale)


def open_plain(path: Path) -> Plain | None:
    """Return a file that chapters can be put into as it is, or None if it is not so simple."""
    try:
        return _open(path)
    except (struct.error, IndexError, RecursionError):  # damaged: FFmpeg can tell what is left
        return None


def _open(path: Path) -> Plain | None:
    with path.open("rb") as file:
        top = [found for found in _boxes(file, 0, file.seek(0, os.SEEK_END)) if found[0] != b"free"]
        if sorted({name for name, _ in top}) != _PLAIN or len(top) > len(_PLAIN) + 1:
            return None
        movie = io.BytesIO(_read(file, dict(top)[b"moov"], 1))
        file.seek(dict(top)[b"ftyp"][1])
        brand = file.read(4)
    whole = list(_boxes(movie, 0, len(movie.getbuffer())))
    tracks = [place for name, place in whole if name == b"trak"]
    boxes = dict(_all_boxes(movie, *tracks[0][1:])) if tracks else {}
    boxes = {**dict(whole), **boxes, b"trak": tracks[0]} if tracks else {}
    texts = [place for place in tracks[1:] if _kind(movie, place) == b"text"]
    sound = max(place for name, place in top if name == b"mdat")[1:]
    plain = Plain(path, brand, movie, boxes, sound)
    return plain if len(tracks) == len(texts) + 1 <= 2 and _fits(plain) else None


def _kind(movie: BinaryIO, track: Place) -> bytes:
    """Return what a track holds."""
    _, content, _ = dict(_all_boxes(movie, *track[1:])).get(b"hdlr", (0, 0, 0))
    movie.seek(content + 8)
    return movie.read(4)


def _fits(plain: Plain) -> bool:
    """Tell whether the first track is all that the sound is for, and keeps within its reach."""
    boxes, description = plain.boxes, plain.movie.getbuffer()
    table = boxes.get(b"co64") or boxes.get(b"stco")
    if not boxes.keys() >= _NEEDED or b"mvex" in boxes or table is None or not plain.clock[0]:
        return False
    content, size = boxes[b"tkhd"][1], 8 if b"co64" in boxes else 4
    number = content + (20 if description[content] else 12)
    first = int.from_bytes(description[table[1] + 8 : table[1] + 8 + size], "big")
    return (
        description[number : number + 4] == _SOUND.to_bytes(4, "big")
        and plain.sound[0] <= first < plain.sound[1]
        and (size == 8 or plain.sound[1] + _ROOM < 1 << 32)
        and boxes.get(b"tref", boxes[b"mdia"])[2] in (boxes[b"mdia"][0], boxes[b"mdia"][2])
    )


def graft(plain: Plain, chapters: BinaryIO, new: Path, language: str | None) -> None:
    """Write `new`: the sound of a plain file, with the chapters of a file that has no sound.

    `language` is the sound's by ISO 639-2; None: what it was.
    """
    top = dict(_boxes(chapters, 0, chapters.seek(0, os.SEEK_END)))
    kind, titles = _read(chapters, top[b"ftyp"], 0), _read(chapters, top[b"mdat"], 1)
    movie = io.BytesIO(_read(chapters, top[b"moov"], 1))
    found = dict(_all_boxes(movie, 0, len(movie.getbuffer())))
    old, trak, mdia = plain.movie.getbuffer(), plain.boxes[b"trak"], plain.boxes[b"mdia"]
    reference = _REFERENCE if b"trak" in found else b""
    before = plain.boxes.get(b"tref", mdia)[0]
    track: list[memoryview | bytes] = [old[trak[1] : before], reference, old[mdia[0] : trak[2]]]
    text = movie.getbuffer()[slice(*found.get(b"trak", (0, 0, 0))[::2])]
    rest = movie.getbuffer()[slice(*found[b"udta"][::2])]
    head = old[slice(*plain.boxes[b"mvhd"][::2])]
    size = 8 + len(head) + 8 + sum(map(len, track)) + len(text) + len(rest)
    titles_at = len(kind) + size + 8
    sound_at = titles_at + len(titles) + 16
    _move(old, plain.boxes, sound_at - plain.sound[0])
    if reference:
        _move(movie.getbuffer(), found, titles_at - top[b"mdat"][1])
    head[-4:] = (_TEXT + 1).to_bytes(4, "big")  # the number of the next track
    if language:
        _speak(old, plain.boxes[b"mdhd"], language)
    with new.open("wb") as target:
        target.writelines([kind, _head(b"moov", size), head])
        target.writelines([_head(b"trak", 8 + sum(map(len, track))), *track, text, rest])
        target.writelines([_head(b"mdat", 8 + len(titles)), titles])
        target.write(struct.pack(">I4sQ", 1, b"mdat", 16 + plain.sound[1] - plain.sound[0]))
        _copy(plain, target)


def _head(name: bytes, size: int) -> bytes:
    return struct.pack(">I4s", size, name)


def _copy(plain: Plain, target: BinaryIO) -> None:
    with plain.path.open("rb") as source:
        source.seek(plain.sound[0])
        left = plain.sound[1] - plain.sound[0]
        while left > 0:
            part = source.read(min(_AT_ONCE, left))
            if not part:
                raise OSError(f"{plain.path} became shorter while it was read")
            target.write(part)
            left -= len(part)


def _move(description: memoryview, boxes: dict[bytes, Place], by: int) -> None:
    """Correct the table of places for sound or text that lies elsewhere."""
    name = b"stco" if b"stco" in boxes else b"co64"
    _, content, end = boxes[name]
    table = np.frombuffer(description[content + 8 : end], ">u4" if name == b"stco" else ">u8")
    table += np.array(by).astype(table.dtype)  # modulo, so that it may go either way


def _speak(description: memoryview, place: Place, language: str) -> None:
    """Write a language: three letters of five bits each."""
    start = place[1] + (32 if description[place[1]] else 20)
    first, second, third = (ord(letter) - 0x60 for letter in language)
    description[start : start + 2] = (first << 10 | second << 5 | third).to_bytes(2, "big")


def _read(file: BinaryIO, place: Place, start: int) -> bytes:
    file.seek(place[start])
    return file.read(place[2] - place[start])


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, Place]]:
    """Yield the boxes of a stretch, one after another."""
    while found := read_header(file, start, end):
        name, content, stop = found
        yield name, (start, content, stop)
        start = stop


def _all_boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, Place]]:
    """Yield them with those within a track and what belongs to it."""
    for name, place in _boxes(file, start, end):
        yield name, place
        if name in _WITHIN:
            yield from _all_boxes(file, *place[1:])
