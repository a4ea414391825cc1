"""To find how long a file really plays, and whether its sound is there to the end."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.container import InputContainer
from mutagen import MutagenError
from mutagen.mp3 import MP3, BitrateMode

from narrate.errors import InputError

_MICROSECOND = Fraction(1, 1_000_000)  # the unit in which FFmpeg seeks and gives lengths
_TAIL_S = 2  # how far before its end the sound is read to see that it is there
_MISSING_S = 0.5  # a container may round its length, by less than this


def length_s(path: Path, container: InputContainer, stream: AudioStream) -> float:
    """Return how long a gapless player plays: the stated length, or where the last packet ends.

    Ogg states the place of its last sample from before the part that a decoder must skip, so there
    the last packet counts. Raises InputError if the sound ends before the stated length.
    """
    stated = None if _is_guess(path, container) else _stated_s(container, stream)
    end = _end_s(container, stream, stated)
    if not end or (stated and end < stated - _MISSING_S):
        raise InputError(
            f"{path} is cut short: it should last {float(stated or 0):.1f} s "
            f"and its sound ends at {float(end or 0):.1f} s"
        )
    return float(end if not stated or container.format.name == "ogg" else stated)


def _is_guess(path: Path, container: InputContainer) -> bool:
    """Tell whether FFmpeg derives the length from the first frames' bit rate.

    It does in raw AAC, and in MP3 without an Info, Xing or VBRI header.
    """
    if container.format.name != "mp3":
        return container.format.name == "aac"
    try:
        info: Any = MP3(path).info
        return bool(info.bitrate_mode == BitrateMode.UNKNOWN)
    except MutagenError:
        return True


def _stated_s(container: InputContainer, stream: AudioStream) -> Fraction | None:
    if stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    return container.duration * _MICROSECOND if container.duration else None


def _end_s(
    container: InputContainer, stream: AudioStream, stated: Fraction | None
) -> Fraction | None:
    """Return where the last packet ends, or None if there is none near the stated end."""
    if stated and stated > _TAIL_S:
        container.seek(int((stated - _TAIL_S) / _MICROSECOND))
    end = None
    for packet in container.demux(stream):
        if packet.pts is not None and packet.time_base is not None:
            end = (packet.pts + (packet.duration or 0)) * packet.time_base
    return end
