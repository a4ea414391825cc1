"""To measure a piece as it will be heard: its packets decoded, from end to end or by stretches.

Stretches say enough of speech in a long programme. Its energies before encoding are known (see
`known`), and what the codec takes from them is learned from a third of the piece. So are peaks: by
what coding adds to loud ones in that third, and by how much that varies, those of the rest are
bounded. Each place is decoded, too, where the bound lies over the ceiling; all is where that would
be most of the piece, or where little is said in the third.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from narrate.audio.codec import Decoder, Encoder
from narrate.audio.forms import Form
from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S, EnergyMeter, energies_of
from narrate.audio.peak import FloatArray, PeakMeter, peaks_from

SILENCE_DBTP = -120.0
"""True peak given for digital silence."""

_STRETCH, _PERIOD = 40, 120  # steps of 100 ms: four seconds of every twelve
_LEAST_KNOWN = 0.15  # of a piece's energy must lie in its stretches
_LOUD_DB = 6.0  # so far under the highest peak a step of 100 ms still tells what coding adds …
_LEAST_LOUD = 4  # … of which there must be some
# What others may have over the most of these: standard deviations, or so much. By that none of 2340
# pieces of nine contents was over the ceiling (`bench/RESULTS.md`).
_SPREADS, _LEAST_DB = 4.0, 0.3
_APART = 3  # steps: to hear on costs less than to begin anew
_MOST_TOLD = 0.6  # of a piece, beyond which the whole is heard as quickly


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

    def excess_db(self, ceiling_dbtp: float) -> NDArray[np.float64]:
        """Decode all; return how far true peaks of each 100 ms lie over a ceiling, 0 elsewhere."""
        decoder = Decoder(self._form, self._encoder)
        sound = np.concatenate([*decoder.decode(self._packets), *decoder.finish()], axis=-1)
        starts = np.arange(self._steps) * self._rate // BLOCKS_PER_S
        return np.maximum(_peaks_db(sound, starts) - ceiling_dbtp, 0.0)

    def in_part(
        self, energies: Energies, peaks_db: NDArray[np.float64], ceiling_dbtp: float
    ) -> Measured | None:
        """Measure stretches, and each place where by these a peak may exceed the ceiling.

        The rest is taken from energies and peaks that are known before encoding. Returns None
        where that would not do: the piece is short, or most would have to be heard, or what was
        heard is little of the piece. The form must be one that rolls in.
        """
        heard, told = np.zeros((2, self._steps)), np.zeros(self._steps, np.bool_)
        energy_s, wanted = 0.0, np.zeros(self._steps, np.bool_)
        for first in range(_STRETCH, self._steps - _STRETCH - 1, _PERIOD):
            wanted[first : first + _STRETCH] = True
        while wanted.any():
            if np.mean(told | wanted) > _MOST_TOLD:
                return None
            for first, end in _runs(wanted):
                heard[:, first:end], run_energy_s = self._stretch(first, end)
                told[first:end] = True
                energy_s += run_energy_s
            most_dbtp = peaks_db + _most_added_db(peaks_db, heard[1] - peaks_db, told)
            wanted = ~told & (most_dbtp > ceiling_dbtp)
        share = float(energies[told].sum()) / max(float(energies.sum()), 1e-12)
        if share < _LEAST_KNOWN:
            return None
        kept = float(heard[0, told].sum()) / float(energies[told].sum())
        result = np.where(told, heard[0], energies * kept).astype(np.float32)
        return Measured(result, float(heard[1, told].max()), energy_s / share)

    def _stretch(self, first: int, end: int) -> tuple[NDArray[np.float64], float]:
        """Return energies and true peaks (dB) of some steps, as two rows, and their energy.

        A step more on each side is decoded, so that no window sees an end.
        """
        before, after = min(first, 1), min(self._steps - end, 1)
        steps = np.arange(first - before, end + after + 1) * self._rate // BLOCKS_PER_S
        frame, delay = self._encoder.frame_samples, self._form.delay_samples
        start = max(0, (int(steps[0]) + delay) // frame - self._form.rolls_in)
        stop = -(-(int(steps[-1]) + delay) // frame)
        decoder = Decoder(self._form, self._encoder, int(steps[0]) + delay - start * frame)
        blocks = [*decoder.decode(self._packets[start:stop]), *decoder.finish()]
        sound = np.concatenate(blocks, axis=-1)[:, : steps[-1] - steps[0]]
        rows = np.stack([energies_of(sound, self._rate), _peaks_db(sound, steps[:-1] - steps[0])])
        inner = sound[:, steps[before] - steps[0] : steps[before + end - first] - steps[0]]
        energy_s = float(np.vdot(inner, inner)) / len(sound) / self._rate
        return rows[:, before : before + end - first], energy_s

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


def _peaks_db(sound: FloatArray, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the true peak from each of these samples to the next, of the higher channel."""
    peaks = np.max([peaks_from(channel, starts) for channel in sound], axis=0)
    return np.asarray(20 * np.log10(np.maximum(peaks, 1e-6)), np.float64)


def _runs(wanted: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield where runs of wanted steps begin and end; those close to each other are one."""
    places = np.flatnonzero(wanted)
    for run in np.split(places, np.flatnonzero(np.diff(places) > _APART) + 1):
        yield int(run[0]), int(run[-1]) + 1


def _most_added_db(
    peaks_db: NDArray[np.float64], added_db: NDArray[np.float64], told: NDArray[np.bool_]
) -> float:
    """Return what coding adds to a peak at most, by what it added to loud ones that were heard.

    Only what lies above the median tells how that varies: a step seems to lose where the peak
    beside it was known to be higher.
    """
    loud = told & (peaks_db > peaks_db.max() - _LOUD_DB)
    if np.count_nonzero(loud) < _LEAST_LOUD:
        return inf
    above_db = added_db[loud] - np.median(added_db[loud])
    spread_db = np.sqrt(np.mean(np.square(above_db[above_db >= 0])))
    return float(added_db[loud].max() + max(_SPREADS * spread_db, _LEAST_DB))
