"""Samples into a file as one stream, beside which what the mixer joins of pieces is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from narrate.audio.codec import Samples, end_to_end, open_encoder, resampled
from narrate.audio.container import LosslessFile
from narrate.audio.encode import Packets, Target, packet_file, translated
from narrate.replacing import replacing

Blocks = Iterable[Samples]


def encode(blocks: Blocks, target: Target) -> None:
    """Write blocks of shape (samples,) or (channels, samples) as one stream.

    The file appears under its name only when it is whole; until then an older file of that name
    stays. Decoded, it has as many samples as went in, at the same places (M4B: the last frame may
    be filled up with silence that the file marks as not part of it). Same samples, same bytes.

    Raises EncodeError if the file cannot be written; what `blocks` raises passes through.
    """
    if target.spec.frame_samples:
        with packet_file(target) as file:
            file.close(_stream(blocks, target, file))
        return
    with lossless_file(target) as lossless:
        for block in blocks:
            with translated(target.path):
                lossless.add(block)


@contextmanager
def lossless_file(target: Target) -> Iterator[LosslessFile]:
    """Give a file for the samples of a lossless form; it appears if all went well.

    Raises EncodeError if it cannot be written.
    """
    with translated(target.path, (OSError,)), replacing(target.path) as unfinished:
        with translated(target.path):
            rate_hz, channels = target.sample_rate_hz, target.channels
            file = LosslessFile(unfinished, target.spec, rate_hz, channels)
        try:
            yield file
            with translated(target.path):
                file.close()
        finally:
            file.abandon()


def _stream(blocks: Blocks, target: Target, file: Packets) -> int:
    """Encode blocks into a file as one stream; return how many samples the codec took."""
    with translated(target.path):
        form, rate_hz = target.spec, target.sample_rate_hz
        encoder = open_encoder(form, rate_hz, target.channels, target.bit_rate)
    for block in resampled(blocks, target.sample_rate_hz, encoder.sample_rate_hz):
        with translated(target.path):
            packets = encoder.encode(block)
        file.add(*end_to_end(packets))
    with translated(target.path):
        packets = encoder.finish()
    file.add(*end_to_end(packets))
    return encoder.samples
