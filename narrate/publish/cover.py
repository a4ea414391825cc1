"""To read a cover picture and be sure that it is one."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import av

from narrate.errors import InputError

# A FLAC picture block ends at 16 MiB and Opus carries the picture as base64 in its header, which
# players read whole before the first sound. Apple asks for 3000 x 3000 at most, about 5 MB.
MAX_COVER_BYTES = 10 * 1024 * 1024

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_RGB = 3  # components of colour; Apple asks for RGB (Podcasts, "Artwork requirements")
_PNG_END = b"IEND\xaeB`\x82"


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture, byte for byte as it will stand in the episode."""

    mime: str  # image/jpeg or image/png
    width: int
    height: int
    data: bytes


def check_cover(path: Path) -> None:
    """Raise InputError if `path` is not a picture that can go into an episode."""
    read_cover(path)


def read_cover(path: Path) -> Cover:
    """Read a JPEG or PNG, recognised by its content, and decode it once to be sure of it.

    Raises InputError if it is missing, too large, of another kind, damaged, or in CMYK.
    """
    data = _read(path)
    if data.startswith(_JPEG):
        mime, codec, whole = "image/jpeg", "mjpeg", b"\xff\xd9" in data[-4096:]
    elif data.startswith(_PNG):
        mime, codec, whole = "image/png", "png", _PNG_END in data[-4096:]
    else:
        raise InputError(f"cover {path} is neither JPEG nor PNG: save it as one of these")
    if not whole:
        raise InputError(f"cover {path} is cut short: export or download the picture again")
    width, height = _decoded_size(path, data, codec)
    return Cover(mime, width, height, data)


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_COVER_BYTES else b""
    except OSError as cause:
        raise InputError(f"cover {path} cannot be read: {cause.strerror or cause}") from cause
    if size > MAX_COVER_BYTES:
        raise InputError(
            f"cover {path} has {size / 2**20:.1f} MiB, and {MAX_COVER_BYTES >> 20} are allowed: "
            "save it smaller, 3000 x 3000 pixels as JPEG at most"
        )
    return data


def _decoded_size(path: Path, data: bytes, codec: str) -> tuple[int, int]:
    options = {"err_detect": "crccheck+bitstream+buffer+explode"}
    form = "jpeg_pipe" if codec == "mjpeg" else "png_pipe"
    try:
        with av.open(io.BytesIO(data), "r", format=form, options=options) as container:
            frame = next(container.decode(video=0))
    except (av.FFmpegError, StopIteration, IndexError) as cause:
        raise InputError(f"cover {path} is damaged ({cause}): export the picture again") from cause
    if codec == "mjpeg" and len(frame.format.components) > _RGB:
        raise InputError(
            f"cover {path} is in CMYK, which players show in wrong colours or not at all: "
            "save it in RGB"
        )
    return frame.width, frame.height
