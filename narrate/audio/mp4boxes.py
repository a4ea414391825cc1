"""To describe a track of AAC in the boxes of ISO/IEC 14496-12 and -14 (MP4).

The sound begins where the encoder's delay ends, and is as long as what went into the encoder, by
an edit list (14496-12, 8.6.6) and, for players that go by it, by iTunes' comment `iTunSMPB`: the
samples in front, those that fill up the last packet, and the sound's, in hexadecimal. A decoder
that starts in the middle must hear one packet before: sample group `roll` (10.1). The decoder's
configuration stands in descriptors (14496-1, 7.2.6).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Part = bytes | bytearray

_MOST_SHORT = 0xFFFF_FFFF  # of a 32-bit field
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)  # a matrix
_UNDETERMINED = 0x55C4  # language "und"
_IN_USE = b"\0\0\3"  # the track is enabled, and part of the film
_CHUNK_PACKETS = 256  # whose place is told together, 6 s at 44.1 kHz: a player adds up the rest
_AAC, _AUDIO_STREAM = 0x40, 0x15
_UTF_8 = 1  # the kind of a comment's data


@dataclass(frozen=True, slots=True)
class Track:
    """What is the same for all packets."""

    sample_rate_hz: int
    channels: int
    bit_rate: int  # bits a second, as asked for
    frame_samples: int
    delay_samples: int
    head: bytes  # AudioSpecificConfig (14496-3)


@dataclass(slots=True)
class Index:
    """Where the packets are: four bytes each."""

    sizes: bytearray = field(default_factory=bytearray)  # of each packet, as the file has them
    chunks: array[int] = field(default_factory=lambda: array("Q"))  # first bytes, in the sound
    sound_bytes: int = 0

    @property
    def packets(self) -> int:
        """How many packets there are."""
        return len(self.sizes) // 4

    def add(self, sizes: NDArray[np.uint32]) -> None:
        """Append packets of these sizes in bytes."""
        starts = self.sound_bytes + np.cumsum(sizes, dtype=np.uint64) - sizes
        self.chunks.extend(starts[-self.packets % _CHUNK_PACKETS :: _CHUNK_PACKETS].tolist())
        self.sizes.extend(sizes.astype(">u4").tobytes())
        self.sound_bytes += int(sizes.sum(dtype=np.uint64))


def box(name: bytes, *contents: Sequence[Part]) -> list[Part]:
    """Return a box as parts, so that a long table in it is never copied."""
    parts = [part for content in contents for part in content]
    size = 8 + sum(len(part) for part in parts)
    return [struct.pack(">I4s", size, name), *parts]


def file_type() -> list[Part]:
    """Return what makes the file an audiobook to Apple's players, and MP4 to all others."""
    return box(b"ftyp", [b"M4B \0\0\2\0M4B iso2mp41"])


def movie(track: Track, index: Index, samples: int, start: int) -> list[Part]:
    """Describe a track whose sound has so many samples and starts at a byte of the file."""
    length = _length(track, index, samples)
    stbl = box(
        b"stbl",
        _sample_description(track, index, length),
        _durations(track, index, length),
        _chunks(index),
        _full(b"stsz", struct.pack(">II", 0, index.packets), index.sizes),
        _places(index, start),
        _full(b"sgpd", struct.pack(">4sIIh", b"roll", 2, 1, -1), version=1),
        _full(b"sbgp", struct.pack(">4sIII", b"roll", 1, index.packets, 1)),
    )
    links = box(b"dinf", _full(b"dref", struct.pack(">I", 1), *_full(b"url ", flags=b"\0\0\1")))
    minf = box(b"minf", _full(b"smhd", bytes(4)), links, stbl)
    media = [_times(track.sample_rate_hz, length), struct.pack(">HH", _UNDETERMINED, 0)]
    handler = struct.pack(">I4s12x13s", 0, b"soun", b"SoundHandler\0")
    mdia = box(b"mdia", _timed(b"mdhd", length, media), _full(b"hdlr", handler), minf)
    edts = box(b"edts", _edit(samples, track.delay_samples))
    heard = [_times(track.sample_rate_hz, samples), struct.pack(">IH10x", 0x10000, 0x100)]
    mvhd = _timed(b"mvhd", samples, [*heard, _UNITY, struct.pack(">24xI", 2)])
    trak = box(b"trak", _track_head(samples), edts, mdia)
    return box(b"moov", mvhd, trak, _gapless(track, index, samples))


def _length(track: Track, index: Index, samples: int) -> int:
    """Return how many samples the packets make, where the last one ends with the sound."""
    whole = index.packets * track.frame_samples
    end = samples + track.delay_samples
    return min(max(end, whole - track.frame_samples + 1), whole)


def _full(name: bytes, *parts: Part, version: int = 0, flags: bytes = bytes(3)) -> list[Part]:
    return box(name, [bytes((version,)) + flags, *parts])


def _timed(name: bytes, length: int, parts: Sequence[Part]) -> list[Part]:
    return _full(name, *parts, version=int(length > _MOST_SHORT))


def _times(sample_rate_hz: int, length: int) -> bytes:
    """Return when it was made (which is not told), its unit of time, and its length."""
    wide = length > _MOST_SHORT
    return struct.pack(">QQIQ" if wide else ">IIII", 0, 0, sample_rate_hz, length)


def _track_head(samples: int) -> list[Part]:
    wide = samples > _MOST_SHORT
    times = struct.pack(">QQIIQ" if wide else ">IIIII", 0, 0, 1, 0, samples)
    rest = struct.pack(">8xHHH2x", 0, 1, 0x100) + _UNITY + bytes(8)  # in front, group 1, loud
    return _full(b"tkhd", times, rest, version=int(wide), flags=_IN_USE)


def _edit(samples: int, delay_samples: int) -> list[Part]:
    wide = samples > _MOST_SHORT
    entry = struct.pack(">QqI" if wide else ">IiI", samples, delay_samples, 0x10000)
    return _full(b"elst", struct.pack(">I", 1), entry, version=int(wide))


def _gapless(track: Track, index: Index, samples: int) -> list[Part]:
    filling = max(0, index.packets * track.frame_samples - track.delay_samples - samples)
    text = f" {0:08X} {track.delay_samples:08X} {filling:08X} {samples:016X}" + f" {0:08X}" * 8
    comment = box(
        b"----",
        _full(b"mean", b"com.apple.iTunes"),
        _full(b"name", b"iTunSMPB"),
        box(b"data", [struct.pack(">II", _UTF_8, 0), text.encode()]),
    )
    handler = _full(b"hdlr", struct.pack(">4x4s4s9x", b"mdir", b"appl"))
    return box(b"udta", _full(b"meta", *handler, *box(b"ilst", comment)))


def _durations(track: Track, index: Index, length: int) -> list[Part]:
    """All packets are of one length, but perhaps the last."""
    last = length - (index.packets - 1) * track.frame_samples
    runs = [(index.packets - 1, track.frame_samples), (1, last)] if index.packets else []
    return _table(b"stts", ">II", [run for run in runs if run[0]])


def _table(name: bytes, form: str, rows: Sequence[tuple[int, ...]]) -> list[Part]:
    return _full(name, struct.pack(">I", len(rows)), *(struct.pack(form, *row) for row in rows))


def _chunks(index: Index) -> list[Part]:
    """All chunks have as many packets, but perhaps the last."""
    whole, rest = divmod(index.packets, _CHUNK_PACKETS)
    runs = [(1, _CHUNK_PACKETS, 1)] * (whole > 0) + [(whole + 1, rest, 1)] * (rest > 0)
    return _table(b"stsc", ">III", runs)


def _places(index: Index, start: int) -> list[Part]:
    wide = bool(index.chunks) and index.chunks[-1] + start > _MOST_SHORT
    places = np.frombuffer(index.chunks, np.uint64) + np.uint64(start)
    table = places.astype(">u8" if wide else ">u4").tobytes()
    return _full(b"co64" if wide else b"stco", struct.pack(">I", len(places)), table)


def _sample_description(track: Track, index: Index, length: int) -> list[Part]:
    rate = track.sample_rate_hz << 16 if track.sample_rate_hz <= 0xFFFF else 0
    about = struct.pack(">6xH8xHHII", 1, track.channels, 16, 0, rate)
    entry = box(b"mp4a", [about], _descriptors(track, index, length))
    return _full(b"stsd", struct.pack(">I", 1), *entry)


def _descriptors(track: Track, index: Index, length: int) -> list[Part]:
    mean = index.sound_bytes * 8 * track.sample_rate_hz // max(1, length)
    rates = struct.pack(">II", max(mean, track.bit_rate), mean)
    config = bytes((_AAC, _AUDIO_STREAM)) + bytes(3) + rates + _descriptor(5, track.head)
    stream = struct.pack(">HB", 1, 0) + _descriptor(4, config) + _descriptor(6, b"\2")
    return _full(b"esds", _descriptor(3, stream))


def _descriptor(tag: int, content: bytes) -> bytes:
    return struct.pack(">B3sB", tag, b"\x80\x80\x80", len(content)) + content
