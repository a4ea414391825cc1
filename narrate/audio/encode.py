"""To write samples into a file; knows neither tags nor chapters."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import av
from av.audio.stream import AudioStream
from av.container import Flags

from narrate.audio.codec import AudioPacket, Encoder, Samples, open_codec, resampled, set_up
from narrate.audio.forms import find_form
from narrate.errors import EncodeError
from narrate.replacing import replacing

Blocks = Iterable[Samples]
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Target:
    """The file to write."""

    path: Path
    form: str
    sample_rate_hz: int  # of the samples that come in
    bit_rate: int | None = None  # bits a second; None: the form's own; lossless forms have none


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
    encode_pieces([blocks], Target(path, form, sample_rate_hz, bit_rate), workers=1)


def encode_pieces(pieces: Sequence[Blocks], target: Target, workers: int) -> None:
    """Write consecutive pieces of a programme, `workers` of them at a time, as one stream.

    Each piece but the last must be whole frames of the codec and silent around its ends (see
    `pieces.cut`): each has an encoder of its own, and what those say of silence joins without
    a seam. The pieces are drawn from in worker threads.

    Raises EncodeError as `encode` does.
    """
    with _translated(target.path, (OSError,)), replacing(target.path) as unfinished:
        with _translated(target.path):
            file = _File(unfinished, target)
        for packets, start in _encoded(pieces, file, target, workers):
            with _translated(target.path):
                file.add(packets, start)
        with _translated(target.path):
            file.close()


class _File:
    """An open file with one mono stream."""

    def __init__(self, path: Path, target: Target) -> None:
        form = find_form(target.form)
        rate_hz = form.rate_hz or target.sample_rate_hz
        options = dict(form.container_options)
        if form.container == "mp4":
            options["movie_timescale"] = str(rate_hz)  # its length is then exact, not rounded to ms
        self._container = av.open(str(path), "w", format=form.container, options=options)
        self._container.flags |= cast(int, Flags.bitexact.value)
        stream = self._container.add_stream(form.codec, rate=rate_hz, layout="mono")
        self._stream = cast(AudioStream, stream)
        set_up(self._stream.codec_context, form, target.bit_rate)
        self._container.start_encoding()  # so that even an empty programme makes a file
        self.encoder = Encoder(self._stream.codec_context)

    def add(self, packets: Sequence[AudioPacket], start: int) -> None:
        """Append packets whose times count from sample `start`."""
        for packet in packets:
            packet.stream = self._stream
            if packet.pts is not None and packet.dts is not None:
                packet.pts, packet.dts = packet.pts + start, packet.dts + start
            self._container.mux_one(packet)

    def close(self) -> None:
        self._container.close()


def _encoded(
    pieces: Sequence[Blocks], file: _File, target: Target, workers: int
) -> Iterator[tuple[Sequence[AudioPacket], int]]:
    """Yield packets in order, and the sample from which their times count."""
    if len(pieces) == 1:
        yield from ((packets, 0) for packets in _packets(pieces[0], file.encoder, target))
        return
    start = 0
    jobs = [partial(_piece, piece, target) for piece in pieces]
    for job, (packets, encoder) in zip(jobs, _in_order(jobs, workers), strict=True):
        yield packets if job is jobs[-1] else packets[: encoder.frames], start
        start += encoder.samples


def _piece(blocks: Blocks, target: Target) -> tuple[list[AudioPacket], Encoder]:
    """Encode one piece on its own."""
    form = find_form(target.form)
    with _translated(target.path):
        codec = open_codec(form, form.rate_hz or target.sample_rate_hz, target.bit_rate)
    encoder = Encoder(codec)
    return [packet for some in _packets(blocks, encoder, target) for packet in some], encoder


def _packets(blocks: Blocks, encoder: Encoder, target: Target) -> Iterator[list[AudioPacket]]:
    for block in resampled(blocks, target.sample_rate_hz, encoder.sample_rate_hz):
        with _translated(target.path):
            packets = encoder.encode(block)
        yield packets
    with _translated(target.path):
        packets = encoder.finish()
    yield packets


def _in_order(jobs: Iterable[Callable[[], _Done]], workers: int) -> Iterator[_Done]:
    """Yield the results of jobs done by threads, in order, few of them held at a time."""
    with ThreadPoolExecutor(workers) as pool:
        started: deque[Future[_Done]] = deque()
        try:
            for job in jobs:
                started.append(pool.submit(job))
                if len(started) > workers:
                    yield started.popleft().result()
            while started:
                yield started.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _translated(
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
