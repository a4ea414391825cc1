"""To read a finished audio file back, whatever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from mutagen import MutagenError
from mutagen.id3 import ID3

from narrate.errors import InputError
from narrate.model import Inspection
from narrate.publish.length import length_s
from narrate.publish.mp4_tags import read_atoms
from narrate.publish.opened import open_sound, readable
from narrate.publish.whole import check_whole

_CONTAINERS = {"matroska,webm": "matroska", "mov,mp4,m4a,3gp,3g2,mj2": "mp4"}
_BRANDS = {"M4A": "m4a", "M4B": "m4b"}
_MIME_TYPES = {"mjpeg": "image/jpeg"}
_NAMES = {
    "albumartist": "album_artist",
    "author": "artist",
    "year": "date",
    "tdes": "description",
    "tcat": "category",
    "tgid": "guid",
    "synopsis": "description",
    "podcastdesc": "description",
    "podcastcategory": "category",
    "podcastid": "guid",
    "podcasturl": "feed_url",
}
_ATOMS = {"guid": "egid", "feed_url": "purl"}
# What describes the container's inner workings, or depends on the encoder alone.
_NOT_TAGS = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id"}
    | {"encoder", "duration", "creation_time", "gapless_playback", "itunsmpb", "itunnorm"}
    | {"episode_uid"}  # FFmpeg takes it for a number
)


def inspect_file(path: Path) -> Inspection:
    """Return what a file holds: container, codec, length, chapters, tags and cover.

    Chapters and tags come back however they are stored: ID3 in MP3 or WAV, QuickTime track or
    Nero's box, Vorbis comments, Matroska. Tags have FFmpeg's plain names (title, artist, album,
    album_artist, date, genre, comment, language, ...), in order of the alphabet. Raises InputError
    if the file is missing, holds no sound, or ends before its sound should.
    """
    with _opened(path) as (container, stream):
        cover = _cover(container)
        duration_s = length_s(path, container, stream)
        context = stream.codec_context
        found = Inspection(
            container=_container_name(container),
            codec=context.codec.canonical_name,
            duration_s=duration_s,
            sample_rate_hz=context.sample_rate,
            channels=context.channels,
            bit_rate=round(path.stat().st_size * 8 / duration_s),
            chapters=_chapters(container, duration_s),
            tags=_tags(path, container, stream),
            cover=cover,
        )
    check_whole(path)
    return found


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    try:
        if path.stat().st_size == 0:
            raise InputError(f"{path} is empty")
        with open_sound(path) as container:
            if not container.streams.audio:
                raise InputError(f"{path} holds no sound")
            yield container, container.streams.audio[0]
    except (OSError, av.FFmpegError) as cause:
        reason = cause.strerror or str(cause)
        raise InputError(f"{path} cannot be read as audio: {reason}") from cause


def _container_name(container: InputContainer) -> str:
    brand = container.metadata.get("major_brand", "").strip()
    name = container.format.name
    return _BRANDS.get(brand, _CONTAINERS.get(name, name))


def _chapters(container: InputContainer, duration_s: float) -> tuple[tuple[str, float, float], ...]:
    found = [
        (
            readable(chapter["metadata"].get("title", "")).strip(),
            float(chapter["start"] * (chapter["time_base"] or 0)),
            float(chapter["end"] * (chapter["time_base"] or 0)),
        )
        for chapter in container.chapters()
    ]
    found.sort(key=lambda chapter: chapter[1])
    return tuple((title, start, min(end, max(start, duration_s))) for title, start, end in found)


def _tags(
    path: Path, container: InputContainer, stream: AudioStream
) -> tuple[tuple[str, str], ...]:
    tags: dict[str, str] = {}
    for key, text in (*stream.metadata.items(), *container.metadata.items()):
        name = key.lower()
        if name not in _NOT_TAGS and (name, text) != ("language", "und"):
            tags[_NAMES.get(name, name)] = readable(text)
    return tuple(sorted((tags | _unread_by_ffmpeg(path, container)).items()))


def _unread_by_ffmpeg(path: Path, container: InputContainer) -> dict[str, str]:
    """Return the podcast tags of MP4 and MP3 that FFmpeg passes over or misreads."""
    try:
        if "mp4" in container.format.name:
            atoms = read_atoms(path)
            return {name: str(atoms[key][0]) for name, key in _ATOMS.items() if atoms.get(key)}
        if container.format.name == "mp3":
            links = [frame.url for frame in ID3(path).getall("WFED")]
            return {"feed_url": links[0]} if links else {}
    except MutagenError:
        return {}  # FFmpeg reads what mutagen refuses: the other tags are there
    return {}


def _cover(container: InputContainer) -> tuple[str, int, int, int] | None:
    for stream in container.streams.video:
        if stream.disposition & Disposition.attached_pic:
            codec: Any = stream.codec_context
            mime = _MIME_TYPES.get(codec.name, f"image/{codec.name}")
            size = next(container.demux(stream)).size
            return mime, codec.width, codec.height, size
    return None
