"""To write tags, cover and chapters into M4B and M4A.

mutagen writes no chapters, so FFmpeg does, into a file without sound that is then put together with
the old one; where that is not so simple, by copying all packets. It writes them twice: as a
QuickTime text track (any number, any title) and as Nero's `chpl` box (255 at most, titles of 255
bytes at most).
"""

from __future__ import annotations

import io
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
from av.audio.stream import AudioStream
from av.container import Flags, InputContainer, OutputContainer
from av.stream import Disposition

from narrate.errors import TagError
from narrate.publish.fields import language_639_2, one_line
from narrate.publish.label import Label
from narrate.publish.mp4_boxes import mend_titles
from narrate.publish.mp4_graft import Plain, graft, open_plain
from narrate.publish.mp4_tags import read_atoms, write_atoms
from narrate.publish.opened import open_sound, readable

if TYPE_CHECKING:
    from av.container.core import Chapter  # known to the type stubs only

_MAX_CHPL = 255  # chapters in `chpl`, and bytes in a title there
_MAX_TITLE_BYTES = 65_535  # in a text sample
_LONGEST = 0x7FFF_FFFF  # units of time that FFmpeg lets a chapter last, 13 h at 44.1 kHz
_TICK_S = Fraction(1, 10_000_000)  # the unit of `chpl`


def write_mp4(old: Path, new: Path, label: Label) -> None:
    """Copy the audio packets of `old` to `new`, with new tags, cover and chapters.

    The first chapter is made to start at 0, where every player puts it anyway. Raises TagError if
    the file cannot be read, holds a film, or a title has more than 65,535 bytes.
    """
    try:
        plain = open_plain(old)
        if not (plain and _graft(plain, new, label)):
            _copy_packets(old, new, label)
    except (av.FFmpegError, ValueError) as cause:  # ValueError: a codec that FFmpeg does not know
        raise TagError(f"{old}: chapters could not be written ({cause})") from cause
    with new.open("rb+") as file:
        mend_titles(file)
    write_atoms(new, label, read_atoms(old))


def _graft(plain: Plain, new: Path, label: Label) -> bool:
    """Put chapters into a file without copying its packets one by one; tell whether it went."""
    scale, length_s = plain.clock
    with open_sound(plain.path) if label.marks is None else nullcontext() as source:
        chapters = _chapters(_starts(source, label) if source else _marks(label), length_s)
    if any((one["end"] - one["start"]) * _TICK_S * scale > _LONGEST for one in chapters):
        return False
    options = _options(chapters, _brand(plain.brand.decode("latin-1"), label))
    options["movie_timescale"] = str(scale)
    silent = io.BytesIO()
    with av.open(silent, "w", format="mp4", options=options) as target:
        target.flags |= cast("int", Flags.bitexact.value)
        target.add_stream("aac", rate=44_100, layout="mono")
        target.set_chapters(chapters)
        target.start_encoding()
    kept = label.keep and "language" not in label.tags
    language = language_639_2(label.tags.get("language", ""))
    graft(plain, silent, new, None if kept else language)
    return True


def _options(chapters: list[Chapter], brand: str) -> dict[str, str]:
    return {"brand": brand} | ({"movflags": "disable_chpl"} if len(chapters) > _MAX_CHPL else {})


def _copy_packets(old: Path, new: Path, label: Label) -> None:
    with open_sound(old) as source:
        if not source.streams.audio:
            raise TagError(f"{old} holds no sound")
        if any(not s.disposition & Disposition.attached_pic for s in source.streams.video):
            raise TagError(f"{old} holds a film; only sound can become an episode")
        chapters = _chapters(_starts(source, label), _length_s(source))
        brand = _brand(source.metadata.get("major_brand", ""), label)
        options = _options(chapters, brand)
        options["movflags"] = f"{options.get('movflags', '')}+faststart"
        with av.open(f"file:{new}", "w", format="mp4", options=options) as target:
            target.flags |= cast("int", Flags.bitexact.value)  # no encoder, no time of day
            copies = {
                track.index: _copy_track(track, target, label) for track in source.streams.audio
            }
            target.set_chapters(chapters)
            for packet in source.demux(source.streams.audio):
                if packet.dts is not None:
                    packet.stream = copies[packet.stream.index]
                    target.mux_one(packet)


def _copy_track(track: AudioStream, target: OutputContainer, label: Label) -> AudioStream:
    copy = target.add_stream_from_template(track)
    language = language_639_2(label.tags.get("language", ""))
    if label.keep and "language" not in label.tags:
        language = track.metadata.get("language", language)
    copy.metadata["language"] = language
    return copy


def _brand(old: str, label: Label) -> str:
    """A song of others' stays one; what narrate makes is a book, which players know chapters of."""
    return old if label.keep and old == "M4A " else "M4B "


def _length_s(source: InputContainer) -> Fraction:
    track = source.streams.audio[0]
    if track.duration is None or track.time_base is None:
        raise TagError(f"{source.name} does not say how long its sound is")
    return track.duration * track.time_base


def _starts(source: InputContainer, label: Label) -> list[tuple[str, Fraction]]:
    """Return the title and start in seconds of each chapter to be written."""
    if label.marks is not None:
        return _marks(label)
    return [
        (
            one_line(readable(old["metadata"].get("title", ""))),
            old["start"] * (old["time_base"] or Fraction()),
        )
        for old in source.chapters()
    ]


def _marks(label: Label) -> list[tuple[str, Fraction]]:
    rate = label.sample_rate_hz
    return [(mark.title, Fraction(mark.start_sample, rate)) for mark in label.marks or ()]


def _chapters(starts: list[tuple[str, Fraction]], length_s: Fraction) -> list[Chapter]:
    """Return the chapters end to end; one that ends later would make the whole file longer."""
    places = [0, *(round(start_s / _TICK_S) for _, start_s in starts[1:])]
    ends = [*places[1:], int(length_s / _TICK_S)]
    chapters: list[Chapter] = []
    for (title, start_s), place, end in zip(starts, places, ends, strict=False):
        if start_s >= length_s or len(title.encode()) > _MAX_TITLE_BYTES:
            raise TagError(_complaint(len(chapters) + 1, start_s, length_s))
        chapter = {
            "id": len(chapters),
            "start": place,
            "end": end,
            "time_base": _TICK_S,  # which PyAV 19 takes, too, though its types say AVRational
            "metadata": {"title": title},
        }
        chapters.append(cast("Chapter", chapter))
    return chapters


def _complaint(number: int, start_s: Fraction, length_s: Fraction) -> str:
    if start_s < length_s:
        return (
            f"the title of chapter {number} has more than {_MAX_TITLE_BYTES} bytes, "
            "which MP4 cannot hold: shorten it"
        )
    return (
        f"chapter {number} starts at {float(start_s):.3f} s, "
        f"but the sound ends at {float(length_s):.3f} s"
    )
