"""To turn samples into a codec's packets, and packets into samples again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Protocol, cast

import numpy as np
import soxr
from av.audio.codeccontext import AudioCodecContext
from av.audio.fifo import AudioFifo
from av.audio.format import AudioFormat
from av.audio.frame import AudioFrame
from av.codec import CodecContext
from av.codec.context import Flags
from av.packet import Packet
from numpy.typing import NDArray

from narrate.audio.forms import Form
from narrate.audio.lame import LameEncoder
from narrate.audio.peak import FloatArray

Samples = NDArray[np.int16]  # shape (samples,) or (channels, samples)
Sizes = NDArray[np.uint32]  # of packets, in bytes
LAYOUTS = ("mono", "stereo")
_WIDE_HZ = 14_000  # a cutoff that encoders choose at usual rates, or less


class Encoder(Protocol):
    """One stream of samples on its way through a codec."""

    sample_rate_hz: int  # at which the codec takes samples
    frame_samples: int  # in a packet
    samples: int  # taken so far
    head: bytes  # what a decoder must know before the first packet

    def encode(self, block: Samples) -> list[bytes]:
        """Take the next samples; return the packets that are ready."""

    def finish(self) -> list[bytes]:
        """Return the last packets."""


def open_encoder(
    form: Form,
    sample_rate_hz: int,
    channels: int = 1,
    bit_rate: int | None = None,
    cutoff_hz: int = 0,
) -> Encoder:
    """Return an encoder as a lossy form says; its samples may have to be resampled first.

    Nothing stands above `cutoff_hz`; 0 if that is not known.

    Raises ValueError or an error of FFmpeg's if the codec cannot do that.
    """
    rate_hz, bits = form.rate_hz or sample_rate_hz, form.bit_rate(channels, bit_rate)
    if form.codec == "lame":
        return LameEncoder(rate_hz, channels, bits, int(form.codec_options["quality"]))
    told = form.narrows_from and bits >= form.narrows_from * channels and cutoff_hz < _WIDE_HZ
    return _Encoder(form, rate_hz, channels, bits, cutoff_hz if told else 0)


def end_to_end(packets: Sequence[bytes]) -> tuple[bytes, Sizes]:
    """Return packets end to end, and their sizes."""
    return b"".join(packets), np.array([len(packet) for packet in packets], np.uint32)


def set_up(codec: AudioCodecContext, form: Form, bit_rate: int, cutoff_hz: int = 0) -> None:
    """Give an encoder of FFmpeg's the form's options, bit rate and cutoff (0: none)."""
    codec.options = dict(form.codec_options) | ({"cutoff": str(cutoff_hz)} if cutoff_hz else {})
    codec.flags |= int(Flags.bitexact)
    if bit_rate:
        codec.bit_rate = bit_rate


class _Encoder:
    """An encoder of FFmpeg's."""

    def __init__(
        self, form: Form, sample_rate_hz: int, channels: int, bit_rate: int, cutoff_hz: int
    ) -> None:
        codec = cast(AudioCodecContext, CodecContext.create(form.codec, "w"))
        codec.sample_rate, codec.layout = sample_rate_hz, LAYOUTS[channels - 1]
        codec.format = (codec.codec.audio_formats or [AudioFormat("s16")])[0]
        codec.time_base = Fraction(1, sample_rate_hz)
        set_up(codec, form, bit_rate, cutoff_hz)
        codec.flags |= int(Flags.global_header)  # as the joined file has it
        codec.open()
        self._codec = codec
        self.sample_rate_hz = sample_rate_hz
        self.frame_samples = codec.frame_size
        self.samples = 0
        self.head = codec.extradata or b""

    def encode(self, block: Samples) -> list[bytes]:
        if block.size == 0:
            return []
        frame = frame_of(block, self.sample_rate_hz, self.samples)
        self.samples += frame.samples
        return [bytes(packet) for packet in self._codec.encode(frame)]

    def finish(self) -> list[bytes]:
        return [bytes(packet) for packet in self._codec.encode(None)]


def frame_of(block: Samples, sample_rate_hz: int, start: int) -> AudioFrame:
    """Return a block, counted from sample `start`, as FFmpeg takes it."""
    rows = np.atleast_2d(block)
    packed = np.ascontiguousarray(rows.T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, "s16", LAYOUTS[rows.shape[0] - 1])
    frame.sample_rate, frame.pts = sample_rate_hz, start
    frame.time_base = Fraction(1, sample_rate_hz)
    return frame


class Decoder:
    """What packets sound like, from the first sample that went into the encoder on."""

    def __init__(self, form: Form, encoder: Encoder) -> None:
        self._codec = cast(AudioCodecContext, CodecContext.create(form.decoder, "r"))
        self._codec.extradata = encoder.head or None
        told = form.decoder == "opus"  # by the head
        self._late = 0 if told else form.delay_samples
        self._apart = form.decoder == "opus"  # the other decoders find where packets end
        self._block = encoder.sample_rate_hz
        self._fifo = AudioFifo()

    def decode(self, packets: Sequence[bytes]) -> Iterator[FloatArray]:
        """Yield what the packets make whole blocks of, shape (channels, samples)."""
        for packet in packets if self._apart else [b"".join(packets)] * bool(packets):
            for frame in self._codec.decode(Packet(packet)):
                frame.pts = None
                self._fifo.write(frame)
        while self._fifo.samples >= self._block + self._late:
            yield self._read(self._block)

    def finish(self) -> Iterator[FloatArray]:
        """Yield what is left."""
        if self._fifo.samples > self._late:
            yield self._read(self._fifo.samples - self._late)

    def _read(self, samples: int) -> FloatArray:
        frame = self._fifo.read(samples + self._late)
        assert frame is not None
        late, self._late = self._late, 0
        return frame.to_ndarray()[:, late:].astype(np.float32, copy=False)


def resampled(blocks: Iterable[Samples], from_hz: int, to_hz: int) -> Iterable[Samples]:
    """Return the blocks at another rate, as one stream without seams."""
    return blocks if from_hz == to_hz else _resampled(blocks, from_hz, to_hz)


def _resampled(blocks: Iterable[Samples], from_hz: int, to_hz: int) -> Iterator[Samples]:
    """Yield resampled blocks; in floats, because soxr dithers integers by the clock."""
    stream: soxr.ResampleStream | None = None
    shape: tuple[int, ...] = (0,)
    for block in blocks:
        if stream is None:
            channels, shape = len(np.atleast_2d(block)), (*block.shape[:-1], 0)
            stream = soxr.ResampleStream(from_hz, to_hz, channels, dtype="float32", quality="HQ")
        yield _rounded(stream.resample_chunk(block.T.astype(np.float32)).T)
    if stream is not None:
        yield _rounded(stream.resample_chunk(np.zeros(shape, np.float32).T, last=True).T)


def _rounded(samples: FloatArray) -> Samples:
    return np.rint(samples).clip(-32768, 32767).astype(np.int16)
