"""To measure a piece as it will be heard: its packets decoded, from end to end.

Of speech in a long programme stretches alone are weighed for loudness. Its energies before encoding
are known (see `known`), and what the codec takes from them is learned from a third of the piece.
True peaks are never inferred: what a codec adds to some is ten times what it adds to most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.audio.codec import Decoder, Encoder
from narrate.audio.forms import Form
from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S, EnergyMeter
from narrate.audio.peak import FloatArray, PeakMeter, peaks_from

SILENCE_DBTP = -120.0
"""True peak given for digital silence."""

_STRETCH_S, _PERIOD_S = 4, 12  # of so many seconds so many are weighed
_LEAST_KNOWN = 0.15  # of a piece's energy must lie in its stretches


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a listener's meter would show of a piece."""

    energies: Energies  # per 100 ms, from the piece's first sample on
    true_peak_dbtp: float
    energy_s: float  # mean square, 1.0 at full scale and unweighted, times seconds


class Meter:
    """Energies and true peak of a stream of blocks, shape (channels, samples).

    Where `known` energies are given, that of each 100 ms before encoding, and stretches hold enough
    of them, no others are weighed; blocks must then last a second each.
    """

    def __init__(self, sample_rate_hz: int, known: Energies | None = None) -> None:
        self._energies = (
            EnergyMeter(sample_rate_hz)
            if known is None or not _says_enough(known)
            else _Sampler(sample_rate_hz, known)
        )
        self._peaks: list[PeakMeter] = []
        self._energy_s, self._rate = 0.0, sample_rate_hz

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


class _Sampler:
    """Energies of a stream of seconds: those of stretches, and by these what the rest became."""

    def __init__(self, sample_rate_hz: int, known: Energies) -> None:
        self._stretches, self._known = EnergyMeter(sample_rate_hz), known
        self._heard = 0  # seconds

    def hear(self, second: FloatArray) -> None:
        """Take the next second; the last one may be shorter."""
        if self._heard % _PERIOD_S // _STRETCH_S == 1:
            self._stretches.hear(second)
        self._heard += 1

    def finish(self) -> NDArray[np.float32]:
        """Return the energies of the ended stream."""
        chosen = _chosen(self._known.size)
        heard = np.zeros(self._known.size)
        heard[chosen] = self._stretches.finish()[: np.count_nonzero(chosen)]
        told = _told(chosen)
        kept = float(heard[told].sum()) / float(self._known[told].sum())
        return np.where(told, heard, self._known * kept).astype(np.float32)


def _chosen(steps: int) -> NDArray[np.bool_]:
    """Tell which steps of 100 ms lie in stretches …"""
    return np.asarray(np.arange(steps) // BLOCKS_PER_S % _PERIOD_S // _STRETCH_S == 1)


def _told(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """… and in which of these no window sees what is beyond a stretch's ends."""
    beside = np.pad(chosen, 1)
    return np.asarray(chosen & beside[:-2] & beside[2:])


def _says_enough(known: Energies) -> bool:
    told = _told(_chosen(known.size))
    return bool(known[told].sum() > _LEAST_KNOWN * known.sum())


class Heard:
    """The packets of a piece, and how to measure them."""

    def __init__(self, form: Form, encoder: Encoder, packets: Sequence[bytes]) -> None:
        self._form, self._encoder, self._packets = form, encoder, packets
        self._rate = encoder.sample_rate_hz

    def measure(self, known: Energies | None = None) -> Measured:
        """Decode and measure all, or all but energies that are known well enough."""
        decoder, meter = Decoder(self._form, self._encoder), Meter(self._rate, known)
        for some in _in_seconds(self._packets, self._rate // self._encoder.frame_samples):
            meter.hear_all(decoder.decode(some))
        meter.hear_all(decoder.finish())
        return meter.finish(self._encoder.samples)

    def excess_db(self, ceiling_dbtp: float) -> NDArray[np.float64]:
        """Decode all; return how far true peaks of each 100 ms lie over a ceiling, 0 elsewhere."""
        decoder = Decoder(self._form, self._encoder)
        sound = np.concatenate([*decoder.decode(self._packets), *decoder.finish()], axis=-1)
        starts = np.arange(_steps(self._encoder.samples, self._rate)) * self._rate // BLOCKS_PER_S
        return np.maximum(_peaks_db(sound, starts) - ceiling_dbtp, 0.0)


def _in_seconds(packets: Sequence[bytes], count: int) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(packets), count):
        yield packets[start : start + count]


def _steps(samples: int, sample_rate_hz: int) -> int:
    return -(-samples * BLOCKS_PER_S // sample_rate_hz)


def _peaks_db(sound: FloatArray, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the true peak from each of these samples to the next, of the higher channel."""
    peaks = np.max([peaks_from(channel, starts) for channel in sound], axis=0)
    return np.asarray(20 * np.log10(np.maximum(peaks, 1e-6)), np.float64)
