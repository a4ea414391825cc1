"""To measure a finished file as any listener's meter would: decoded, from end to end.

Integrated loudness and loudness range come from FFmpeg's `ebur128`, which shares no code with
the prediction in `loudness`; true peaks from `peak`, because the filter rounds them to 0.001 of
full scale. A mono file counts as one channel (BS.1770), not as the two that play it: meters
with "dual mono" show 3.01 LU more.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from narrate.audio.acx import Acx, AcxMeter
from narrate.audio.decode import opened, planes
from narrate.audio.gate import SILENCE_LUFS
from narrate.audio.heard import SILENCE_DBTP
from narrate.audio.peak import PeakMeter
from narrate.model import Loudness


def measure_file(path: Path) -> tuple[Loudness, Acx]:
    """Return the loudness of a file's first audio stream, and what ACX asks of it.

    It is decoded once, in memory that does not grow with length. Silence, and anything under
    0.4 s, measures SILENCE_LUFS, never minus infinity.

    Raises InputError if the file cannot be read or has no sound in it.
    """
    with opened(path) as (container, stream):
        meter, acx = _Meter(stream), AcxMeter()
        peaks = [PeakMeter() for _ in range(stream.channels)]
        for frame in planes(container, stream, stream.rate):
            meter.hear(frame)
            second = frame.to_ndarray().astype(np.float32, copy=False)
            acx.hear(second, stream.rate)
            for channel, peak in zip(second, peaks, strict=True):
                peak.hear(channel)
        integrated_lufs, range_lu = meter.finish()
        asked = acx.finish(stream)
    peak_dbtp = max(peak.finish_dbtp(SILENCE_DBTP) for peak in peaks)
    return Loudness(integrated_lufs, range_lu, round(peak_dbtp, 3)), asked


class _Meter:
    """FFmpeg's EBU R 128 meter, fed frame by frame."""

    def __init__(self, stream: AudioStream) -> None:
        self._stream, self._samples = stream, 0
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            sample_rate=stream.rate,
            format="fltp",
            layout=stream.layout,
            time_base=Fraction(1, stream.rate),
        )
        meter = self._graph.add("ebur128", "metadata=1")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._shown: dict[str, str] = {}

    def hear(self, frame: AudioFrame) -> None:
        """Take the next frame."""
        frame.pts, frame.time_base = self._samples, Fraction(1, self._stream.rate)
        self._samples += frame.samples
        self._graph.push(frame)
        self._read()

    def finish(self) -> tuple[float, float]:
        """Return integrated loudness (LUFS) and range (LU).

        The standard leaves out a last block that is not whole.
        """
        self._graph.push(None)
        self._read()
        shown = float(self._shown.get("lavfi.r128.I", SILENCE_LUFS))
        return max(SILENCE_LUFS, shown), float(self._shown.get("lavfi.r128.LRA", 0.0))

    def _read(self) -> None:
        while True:
            try:
                self._shown = dict(self._graph.pull().metadata) or self._shown
            except (av.BlockingIOError, av.EOFError):
                return
