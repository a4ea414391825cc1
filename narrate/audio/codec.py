"""To turn samples into a codec's packets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias, cast

import numpy as np
import soxr
from av.audio.codeccontext import AudioCodecContext
from av.audio.format import AudioFormat
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec import CodecContext
from av.codec.context import Flags
from av.packet import Packet
from numpy.typing import NDArray

from narrate.audio.forms import Form

Samples = NDArray[np.int16]
AudioPacket: TypeAlias = "Packet[AudioStream]"


def open_codec(form: Form, sample_rate_hz: int, bit_rate: int | None) -> AudioCodecContext:
    """Return an encoder for mono sound at a rate, set up as the form says."""
    codec = cast(AudioCodecContext, CodecContext.create(form.codec, "w"))
    codec.sample_rate, codec.layout = sample_rate_hz, "mono"
    codec.format = (codec.codec.audio_formats or [AudioFormat("s16")])[0]
    codec.time_base = Fraction(1, sample_rate_hz)
    set_up(codec, form, bit_rate)
    codec.flags |= int(Flags.global_header)  # as the joined file has it
    return codec


def set_up(codec: AudioCodecContext, form: Form, bit_rate: int | None) -> None:
    """Give an encoder the form's options and bit rate (None: the form's own)."""
    codec.options = dict(form.codec_options)
    codec.flags |= int(Flags.bitexact)
    if form.bit_rate:
        codec.bit_rate = bit_rate or form.bit_rate


class Encoder:
    """One stream of mono samples on its way through a codec."""

    def __init__(self, codec: AudioCodecContext) -> None:
        self._codec = codec
        self._time_base = Fraction(1, codec.sample_rate)
        self.samples = 0  # taken so far

    @property
    def sample_rate_hz(self) -> int:
        """The rate at which the codec takes samples."""
        return self._codec.sample_rate

    @property
    def frames(self) -> int:
        """How many whole frames the samples taken so far make."""
        return self.samples // self._codec.frame_size

    def encode(self, block: Samples) -> list[AudioPacket]:
        """Take the next samples; return the packets that are ready."""
        if block.size == 0:
            return []
        frame = AudioFrame.from_ndarray(block[np.newaxis], "s16", "mono")
        frame.sample_rate = self._codec.sample_rate
        frame.pts, frame.time_base = self.samples, self._time_base
        self.samples += block.size
        return self._codec.encode(frame)

    def finish(self) -> list[AudioPacket]:
        """Return the last packets."""
        return self._codec.encode(None)


def resampled(blocks: Iterable[Samples], from_hz: int, to_hz: int) -> Iterable[Samples]:
    """Return the blocks at another rate, as one stream without seams."""
    return blocks if from_hz == to_hz else _resampled(blocks, from_hz, to_hz)


def _resampled(blocks: Iterable[Samples], from_hz: int, to_hz: int) -> Iterator[Samples]:
    """Yield resampled blocks; in floats, because soxr dithers integers by the clock."""
    stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality="HQ")
    for block in blocks:
        yield _rounded(stream.resample_chunk(block.astype(np.float32)))
    yield _rounded(stream.resample_chunk(np.zeros(0, np.float32), last=True))


def _rounded(samples: NDArray[np.float32]) -> Samples:
    return np.rint(samples).clip(-32768, 32767).astype(np.int16)
