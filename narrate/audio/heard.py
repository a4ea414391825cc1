"""To measure a piece as it will be heard: its packets decoded, from end to end or by stretches.

Stretches say enough of speech in a long programme. Its energies before encoding are known (see
`known`), and what the codec takes from them is learned from a third of the piece. Where peaks of
that third come nearer to the ceiling than half of what is left for a codec to add, or little is
said in it, the whole is decoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from narrate.audio.codec import Decoder, Encoder
from narrate.audio.forms import Form
from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S, EnergyMeter
from narrate.audio.peak import FloatArray, PeakMeter

SILENCE_DBTP = -120.0
"""True peak given for digital silence."""

_STRETCH, _PERIOD = 40, 120  # steps of 100 ms: four seconds of every twelve
_LEAST_KNOWN = 0.15  # of a piece's energy must lie in its stretches


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a listener's meter would show of a piece."""

    energies: Energies  # per 100 ms, from the piece's first sample on
    true_peak_dbtp: float  # of what was decoded
    energy_s: float  # mean square, 1.0 at full scale and unweighted, times seconds


class Meter:
    """Energies and true peak of a stream of blocks, shape (channels, samples)."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._energies, self._rate = EnergyMeter(sample_rate_hz), sample_rate_hz
        self._peaks: list[PeakMeter] = []
        self._energy_s = 0.0

    def hear_all(self, blocks: Iterable[FloatArray]) -> None:
        """Take the next blocks."""
        for block in blocks:
            self._energies.hear(block)
            self._energy_s += float(np.vdot(block, block)) / len(block) / self._rate
            self._peaks = self._peaks or [PeakMeter() for _ in block]
            for channel, peak in zip(block, self._peaks, strict=True):
                peak.hear(channel)

    def finish(self, samples: int) -> Measured:
        """Return what the first so many samples measure."""
        peaks = [peak.finish_dbtp(SILENCE_DBTP) for peak in self._peaks]
        peak_dbtp = max(peaks, default=SILENCE_DBTP)
        steps = _steps(samples, self._rate)
        return Measured(self._energies.finish()[:steps], peak_dbtp, self._energy_s)


class Heard:
    """The packets of a piece, and how to measure them."""

    def __init__(self, form: Form, encoder: Encoder, packets: Sequence[bytes]) -> None:
        self._form, self._encoder, self._packets = form, encoder, packets
        self._rate = encoder.sample_rate_hz
        self._steps = _steps(encoder.samples, self._rate)

    def whole(self) -> Measured:
        """Decode and measure all."""
        return self._measured(Decoder(self._form, self._encoder), self._packets)

    def in_part(self, known: Energies, most_dbtp: float) -> Measured | None:
        """Measure stretches, and take the rest from the energies that are known before encoding.

        Returns None where that would not do: the piece is short, a peak exceeds `most_dbtp`, or
        the stretches hold little of the piece. The form must be one that rolls in.
        """
        if self._steps < _PERIOD:
            return None
        energies, told = np.zeros(self._steps, np.float32), np.zeros(self._steps, np.bool_)
        peak_dbtp, energy_s = SILENCE_DBTP, 0.0
        for first in range(_STRETCH, self._steps - _STRETCH - 1, _PERIOD):
            stretch = self._stretch(first)
            here = slice(first, first + _STRETCH)
            energies[here], told[here] = stretch.energies[1 : _STRETCH + 1], True
            peak_dbtp = max(peak_dbtp, stretch.true_peak_dbtp)
            energy_s += stretch.energy_s
        share = float(known[told].sum()) / max(float(known.sum()), 1e-12)
        if share < _LEAST_KNOWN or peak_dbtp > most_dbtp:
            return None
        kept = float(energies.sum()) / float(known[told].sum())
        energies[~told] = known[~told] * np.float32(kept)
        return Measured(energies, peak_dbtp, energy_s / share)

    def _stretch(self, first: int) -> Measured:
        """Measure a stretch and a step on each side, so that no window sees an end."""
        begin, end = (
            step * self._rate // BLOCKS_PER_S for step in (first - 1, first + _STRETCH + 1)
        )
        frame, delay = self._encoder.frame_samples, self._form.delay_samples
        start = max(0, (begin + delay) // frame - self._form.rolls_in)
        stop = -(-(end + delay) // frame)
        decoder = Decoder(self._form, self._encoder, begin + delay - start * frame)
        return self._measured(decoder, self._packets[start:stop])

    def _measured(self, decoder: Decoder, packets: Sequence[bytes]) -> Measured:
        meter = Meter(self._rate)
        for some in _in_seconds(packets, self._rate // self._encoder.frame_samples):
            meter.hear_all(decoder.decode(some))
        meter.hear_all(decoder.finish())
        return meter.finish(self._encoder.samples)


def _in_seconds(packets: Sequence[bytes], count: int) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(packets), count):
        yield packets[start : start + count]


def _steps(samples: int, sample_rate_hz: int) -> int:
    return -(-samples * BLOCKS_PER_S // sample_rate_hz)
