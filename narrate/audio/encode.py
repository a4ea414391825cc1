"""To write sound into a file; knows neither tags nor chapters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import av

from narrate.audio.codec import Sizes, open_encoder
from narrate.audio.container import PacketFile
from narrate.audio.forms import Form, find_form
from narrate.audio.lossless import PlainFile
from narrate.audio.mp3file import Mp3File
from narrate.audio.mp4boxes import Track
from narrate.audio.mp4file import Mp4File
from narrate.errors import EncodeError
from narrate.replacing import replacing


@dataclass(frozen=True, slots=True)
class Target:
    """The file to write."""

    path: Path
    form: str
    sample_rate_hz: int  # of the samples that come in
    bit_rate: int | None = None  # bits a second; None: the form's own; lossless forms have none
    channels: int = 1

    @property
    def spec(self) -> Form:
        """How the form is written; raises EncodeError if there is none of that name."""
        return find_form(self.form)


class Packets(Protocol):
    """A file that grows by encoded packets."""

    def add(self, payload: bytes | memoryview, sizes: Sizes) -> None:
        """Append packets of these sizes in bytes."""

    def close(self, samples: int) -> None:
        """Finish the file, whose sound has so many samples at the codec's rate."""

    def abandon(self) -> None:
        """Close without finishing."""


@contextmanager
def packet_file(target: Target) -> Iterator[Packets]:
    """Give a file for packets, to be closed; it appears if all went well.

    A lossless form's samples come as they are.

    Raises EncodeError if it cannot be written.
    """
    with translated(target.path, (OSError,)), replacing(target.path) as unfinished:
        with translated(target.path):
            file: Packets = _packet_file(unfinished, target)
        try:
            yield _Translated(file, target.path)
        finally:
            file.abandon()


def _packet_file(path: Path, target: Target) -> Packets:
    form, rate_hz, channels = target.spec, target.sample_rate_hz, target.channels
    if form.codec == "lame":
        return Mp3File(path)
    if not form.frame_samples:
        return PlainFile(path, form, rate_hz, channels)
    bit_rate = form.bit_rate(channels, target.bit_rate)
    if form.container == "mp4":
        head = open_encoder(form, rate_hz, channels, bit_rate).head
        sizes = (form.frame_samples, form.delay_samples)
        return Mp4File(path, Track(rate_hz, channels, bit_rate, *sizes, head))
    return PacketFile(path, form, rate_hz, channels, bit_rate)


class _Translated:
    """A file whose failures are said in one line."""

    def __init__(self, file: Packets, path: Path) -> None:
        self._file, self._path = file, path

    def add(self, payload: bytes | memoryview, sizes: Sizes) -> None:
        with translated(self._path):
            self._file.add(payload, sizes)

    def close(self, samples: int) -> None:
        with translated(self._path):
            self._file.close(samples)

    def abandon(self) -> None:
        self._file.abandon()


@contextmanager
def translated(
    path: Path, errors: tuple[type[Exception], ...] = (av.FFmpegError, OSError, ValueError)
) -> Iterator[None]:
    """Turn what the libraries and the system say into one line."""
    try:
        yield
    except errors as cause:
        said = getattr(cause, "strerror", None) or cause
        raise EncodeError(
            f"cannot write {path}: {said}; check the folder, its free space, and the bit rate"
        ) from cause
