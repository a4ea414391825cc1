"""To put packets or samples into the containers that FFmpeg writes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import Flags, OutputContainer
from av.packet import Packet
from numpy.typing import NDArray

from narrate.audio.codec import LAYOUTS, Samples, frame_of, set_up
from narrate.audio.flacseek import Places
from narrate.audio.forms import Form


def _open(
    path: Path, form: Form, sample_rate_hz: int, channels: int, bit_rate: int
) -> tuple[OutputContainer, AudioStream]:
    options = dict(form.container_options)
    container = av.open(str(path), "w", format=form.container, options=options)
    container.flags |= cast(int, Flags.bitexact.value)
    layout = LAYOUTS[channels - 1]
    stream = cast(AudioStream, container.add_stream(form.codec, rate=sample_rate_hz, layout=layout))
    set_up(stream.codec_context, form, bit_rate)
    container.start_encoding()  # so that even an empty programme makes a file
    return container, stream


class PacketFile:
    """A file with one stream of packets that were encoded elsewhere, of one length each."""

    def __init__(
        self, path: Path, form: Form, sample_rate_hz: int, channels: int, bit_rate: int
    ) -> None:
        rate_hz = form.rate_hz or sample_rate_hz
        self._container, self._stream = _open(path, form, rate_hz, channels, bit_rate)
        self._frame, self._at = form.frame_samples, -form.delay_samples
        self._time_base = Fraction(1, rate_hz)
        self._last = b""  # kept back, for how long it is shows at the end

    def add(self, payload: bytes | memoryview, sizes: NDArray[np.uint32]) -> None:
        """Append packets of these sizes in bytes."""
        start = 0
        for size in sizes.tolist():
            if self._last:
                self._put(self._frame)
            self._last = bytes(payload[start : start + size])
            start += size

    def close(self, samples: int) -> None:
        """Finish a file whose sound has so many samples."""
        if self._last:
            self._put(min(self._frame, samples - self._at))
        self._container.close()

    def abandon(self) -> None:
        """Close without finishing."""
        with suppress(av.FFmpegError):
            self._container.close()

    def _put(self, length: int) -> None:
        packet = Packet(self._last)
        packet.pts = packet.dts = self._at
        packet.duration, packet.time_base = length, self._time_base
        packet.stream = self._stream
        self._container.mux_one(packet)
        self._at += length


class LosslessFile:
    """A file that grows by samples."""

    def __init__(self, path: Path, form: Form, sample_rate_hz: int, channels: int) -> None:
        self._container, self._stream = _open(path, form, sample_rate_hz, channels, 0)
        self._rate, self._samples, self._path = sample_rate_hz, 0, path
        self._places = Places(sample_rate_hz) if form.container == "flac" else None

    def add(self, block: Samples) -> None:
        """Append samples, shape (samples,) or (channels, samples)."""
        if not block.size:
            return
        frame = frame_of(block, self._rate, self._samples)
        self._samples += frame.samples
        self._put(self._stream.encode(frame))

    def close(self) -> None:
        """Finish the file."""
        self._put(self._stream.encode(None))
        self._container.close()
        if self._places:
            self._places.write(self._path)

    def abandon(self) -> None:
        """Close without finishing."""
        with suppress(av.FFmpegError):
            self._container.close()

    def _put(self, packets: Iterable[Packet[AudioStream]]) -> None:
        for packet in packets:
            if self._places:
                self._places.add(packet.size, packet.duration or 0)
            self._container.mux_one(packet)
