"""To read and replace chunks of a WAV file, RIFF or RF64 of any length.

RF64 (EBU Tech 3306, ITU-R BS.2088) keeps its 64-bit sizes in a `ds64` chunk.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from narrate.errors import TagError

INFO_LIST = b"LISTINFO"
_INFO_NAMES = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"ICRD": "date",
    b"IGNR": "genre",
    b"ICMT": "comment",
}
_IN_DS64 = 0xFFFFFFFF
_FIRST_CHUNK = 12
_CHUNK_HEADER = 8
_DS64_RIFF_SIZE, _DS64_DATA_SIZE = 20, 28  # file offsets


def append_chunk(path: Path, name: bytes, content: bytes, *, hide: frozenset[bytes]) -> None:
    """Append a chunk to a WAV file and hide the chunks that it replaces.

    `hide` holds chunk names, or `LIST` with the list's type. A hidden chunk at the end is cut off;
    one in the middle becomes `JUNK`, so that the sound stays where it is. Raises TagError if the
    file is no WAV or would grow past 4 GiB without being RF64.
    """
    with path.open("rb+") as file:
        rf64 = _is_rf64(path, file)
        end = _hide(file, rf64, hide)
        file.seek(end)
        file.truncate()
        padded = b"\0" * (end & 1) + name + struct.pack("<I", len(content)) + content
        file.write(padded + b"\0" * (len(content) & 1))
        _set_size(path, file, rf64)


def read_chunks(path: Path, names: frozenset[bytes]) -> list[bytes]:
    """Return the content of each chunk with one of these names, in order."""
    contents = []
    with path.open("rb") as file:
        for name, start, stop in list(_chunks(file, _is_rf64(path, file))):
            if name in names:
                file.seek(start + _CHUNK_HEADER)
                contents.append(file.read(stop - start - _CHUNK_HEADER))
    return contents


def read_info(path: Path) -> dict[str, str]:
    """Return the texts of the LIST chunks of type INFO under plain names."""
    texts: dict[str, str] = {}
    for content in read_chunks(path, frozenset((INFO_LIST,))):
        place = 4
        while place + _CHUNK_HEADER <= len(content):
            name, size = struct.unpack_from("<4sI", content, place)
            place += _CHUNK_HEADER
            if name in _INFO_NAMES:
                texts[_INFO_NAMES[name]] = _decode(content[place : place + size])
            place += size + (size & 1)
    return texts


def _decode(raw: bytes) -> str:
    """The specification is silent on encodings: today's writers use UTF-8, older ones Windows'."""
    raw = raw.partition(b"\0")[0]
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _is_rf64(path: Path, file: BinaryIO) -> bool:
    head = file.read(_FIRST_CHUNK)
    if head[8:] != b"WAVE" or head[:4] not in (b"RIFF", b"RF64", b"BW64"):
        raise TagError(f"{path} is no WAV file")
    return head[:4] != b"RIFF"


def _hide(file: BinaryIO, rf64: bool, names: frozenset[bytes]) -> int:
    """Hide the chunks called so, and return where the last chunk that stays ends."""
    end = _FIRST_CHUNK
    hidden = []
    for name, start, stop in _chunks(file, rf64):
        if name in names:
            hidden.append(start)
        else:
            end = stop
    for start in hidden:
        file.seek(start)
        file.write(b"JUNK")
    return end


def _chunks(file: BinaryIO, rf64: bool) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, first byte and end of each chunk; a LIST is named with its type."""
    file_end = file.seek(0, os.SEEK_END)
    start = _FIRST_CHUNK
    while start + _CHUNK_HEADER <= file_end:
        file.seek(start)
        name, size, kind = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
        if rf64 and name == b"data" and size == _IN_DS64:
            file.seek(_DS64_DATA_SIZE)
            (size,) = struct.unpack("<Q", file.read(8))
        stop = min(start + _CHUNK_HEADER + size, file_end)
        yield name + kind if name == b"LIST" else name, start, stop
        start = stop + (stop & 1)


def _set_size(path: Path, file: BinaryIO, rf64: bool) -> None:
    size = file.seek(0, os.SEEK_END) - 8
    if rf64:
        file.seek(_DS64_RIFF_SIZE)
        file.write(struct.pack("<Q", size))
    elif size < _IN_DS64:
        file.seek(4)
        file.write(struct.pack("<I", size))
    else:
        raise TagError(f"{path} would pass 4 GiB, where WAV ends: write it as RF64, or as flac")
