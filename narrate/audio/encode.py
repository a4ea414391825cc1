"""To write a stream of samples into a file; knows neither tags nor chapters."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import soxr
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags as CodecFlags
from av.container import Flags
from numpy.typing import NDArray

from narrate.audio.forms import Form, find_form
from narrate.errors import EncodeError

Blocks = Iterable[NDArray[np.int16]]


def encode(
    blocks: Blocks, path: Path, form: str, sample_rate_hz: int, bit_rate: int | None = None
) -> None:
    """Write mono blocks to `path` as mp3, m4b, opus, flac or wav.

    `bit_rate` is in bits a second; lossless forms ignore it. The file appears under its name
    only when it is whole; until then an older file of that name stays. Decoded, it has as many
    samples as went in, at the same places (M4B: the last frame may be filled up with silence
    that the file marks as not part of it). Same samples, same bytes.

    Raises EncodeError if the file cannot be written; what `blocks` raises passes through.
    """
    spec = find_form(form)
    rate_hz = spec.rate_hz or sample_rate_hz
    with _appearing(path) as unfinished:
        with _translated(path):
            encoder = _Encoder(unfinished, spec, rate_hz, bit_rate)
        for block in _at_rate(blocks, sample_rate_hz, rate_hz):
            if block.size == 0:
                continue
            with _translated(path):
                encoder.write(block)
        with _translated(path):
            encoder.finish()


class _Encoder:
    """One open file with one mono stream."""

    def __init__(self, path: Path, spec: Form, rate_hz: int, bit_rate: int | None) -> None:
        options = dict(spec.container_options)
        if spec.container == "mp4":
            options["movie_timescale"] = str(rate_hz)  # its length is then exact, not rounded to ms
        self._container = av.open(str(path), "w", format=spec.container, options=options)
        self._container.flags |= cast(int, Flags.bitexact.value)
        stream = self._container.add_stream(
            spec.codec, rate=rate_hz, layout="mono", options=dict(spec.codec_options)
        )
        self._stream = cast(AudioStream, stream)
        self._stream.codec_context.flags |= int(CodecFlags.bitexact)
        if spec.bit_rate:
            self._stream.bit_rate = bit_rate or spec.bit_rate
        self._container.start_encoding()  # so that even an empty programme makes a file
        self._rate_hz, self._written = rate_hz, 0

    def write(self, block: NDArray[np.int16]) -> None:
        frame = AudioFrame.from_ndarray(block[np.newaxis], "s16", "mono")
        frame.sample_rate = self._rate_hz
        frame.pts, frame.time_base = self._written, Fraction(1, self._rate_hz)
        self._written += block.size
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()


def _at_rate(blocks: Blocks, from_hz: int, to_hz: int) -> Blocks:
    """Return the blocks at another rate, as one stream without seams."""
    return blocks if from_hz == to_hz else _resampled(blocks, from_hz, to_hz)


def _resampled(blocks: Blocks, from_hz: int, to_hz: int) -> Iterator[NDArray[np.int16]]:
    """Yield resampled blocks; in floats, because soxr dithers integers by the clock."""
    stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality="HQ")
    for block in blocks:
        yield _rounded(stream.resample_chunk(block.astype(np.float32)))
    yield _rounded(stream.resample_chunk(np.zeros(0, np.float32), last=True))


def _rounded(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.rint(samples).clip(-32768, 32767).astype(np.int16)


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """Give a name to write under; the file takes its own name when it is whole and on disk."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        with _translated(path):
            with unfinished.open("rb+") as written:
                os.fsync(written.fileno())
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what the libraries and the system say into one line."""
    try:
        yield
    except (av.FFmpegError, OSError, ValueError) as cause:
        said = getattr(cause, "strerror", None) or cause
        raise EncodeError(
            f"cannot write {path}: {said}; check the folder, its free space, and the bit rate"
        ) from cause
