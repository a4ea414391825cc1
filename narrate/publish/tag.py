"""To make a finished audio file an episode: tags, cover and chapters, in any container."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from mutagen import MutagenError

from narrate.errors import TagError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.id3 import sound_range, write_mp3, write_wav
from narrate.publish.label import Label, make_label
from narrate.publish.mp4 import write_mp4
from narrate.publish.safely import replacing
from narrate.publish.vorbis import write_flac, write_ogg

_SYNC = 0xFF  # where a frame of MPEG audio begins; behind a tag, others may stand before it
_MUTAGEN_ERRORS = (MutagenError, IndexError, ValueError)  # the last two from damaged Ogg pages
_Writer = Callable[[Path, Path, Label], None]


def publish(
    path: Path, info: EpisodeInfo, marks: Sequence[ChapterMark], sample_rate_hz: int
) -> None:
    """Write tags, cover and chapters into an MP3, M4B, Opus, FLAC or WAV file, in place.

    The kind is recognised by content. What the file said of itself before is replaced; its sound
    stays bit for bit. `sample_rate_hz` is what the marks count in. The new file takes the old
    one's place at once: after any failure the old one stands.

    Raises InputError for a cover or date that cannot be used, and TagError if the file is of
    another kind, cannot be written, or cannot hold the chapters.
    """
    _write(path, make_label(info, marks, sample_rate_hz))


def retag(
    path: Path,
    info: EpisodeInfo,
    marks: Sequence[ChapterMark] | None = None,
    sample_rate_hz: int = 1000,
) -> None:
    """Change what `info` and `marks` give in anyone's finished file, and keep all the rest.

    Fields of `info` that are empty, and chapters where `marks` is None, stay as they are; so does
    the sound, bit for bit. Only MP4 loses what is no sound, such as lyrics in a text track.
    Raises as `publish` does.
    """
    _write(path, make_label(info, marks, sample_rate_hz, keep=True))


def _write(path: Path, label: Label) -> None:
    write = _writer(path)
    with replacing(path) as new:
        try:
            write(path, new, label)
        except _MUTAGEN_ERRORS as cause:
            if isinstance(cause.__cause__, OSError):
                raise cause.__cause__ from cause
            raise TagError(f"{path}: tags could not be written ({cause})") from cause


def _writer(path: Path) -> _Writer:
    try:
        with path.open("rb") as file:
            start, _ = sound_range(file)
            file.seek(start)
            head = file.read(16)
    except OSError as cause:
        raise TagError(f"{path} cannot be read: {cause.strerror or cause}") from cause
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return write_wav
    if head.startswith(b"OggS"):
        return write_ogg
    if head.startswith(b"fLaC"):
        return write_flac
    if head[4:8] == b"ftyp":
        return write_mp4
    if _is_mpeg_frame(head) or (start > 0 and head and head[0] != _SYNC):
        return write_mp3
    raise TagError(f"{path} is none of MP3, M4B, M4A, Opus, Ogg Vorbis, FLAC and WAV")


def _is_mpeg_frame(head: bytes) -> bool:
    """Tell an MPEG audio layer 1 to 3 header; layer 0 would be raw AAC, which holds no tags."""
    return len(head) > 2 and head[0] == _SYNC and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 != 0
