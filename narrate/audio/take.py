"""To make one piece of a programme: mixed, limited, encoded, and measured as it will be heard.

What a piece becomes depends on the piece and the recipe alone, so it can be made in any order,
and kept for the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from narrate.audio.bed import Bed
from narrate.audio.codec import (
    Decoder,
    Encoder,
    Samples,
    Sizes,
    end_to_end,
    open_encoder,
    resampled,
)
from narrate.audio.forms import Form, find_form
from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S, FULL_SCALE, EnergyMeter
from narrate.audio.limiter import SLOW_DB_PER_S, Limiter, Limiting
from narrate.audio.loudness import Gains
from narrate.audio.mix import Read, lay_out, to_int16
from narrate.audio.peak import FloatArray, PeakMeter
from narrate.model import Timeline

SILENCE_DBTP = -120.0
"""True peak given for digital silence."""

_MOST_TRIES = 4
_PEAK_MARGIN_DB = 0.1  # another try aims this far under the ceiling
_ROLL_OFF = 1.05  # resampling ends this far above half a clip's rate


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that shapes a piece beside its clips."""

    form: str  # a lossy one, or what holds the samples of lossless ones
    bit_rate: int | None
    gains_db: Gains
    limit_dbtp: float  # what the limiter keeps to …
    ceiling_dbtp: float  # … so that the decoded sound keeps to this
    bed: Bed | None = None  # music under it
    release_db_per_s: float = SLOW_DB_PER_S  # of the limiter


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a listener's meter would show of a piece."""

    energies: Energies  # per 100 ms, from the piece's first sample on
    true_peak_dbtp: float
    energy_s: float  # mean square, 1.0 at full scale and unweighted, times seconds


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A piece as it will stand in the file."""

    payload: bytes  # packets, end to end
    sizes: Sizes  # of each packet in bytes
    frames: int  # how many of the packets belong to the piece if another follows
    samples: int  # at the codec's rate
    measured: Measured
    limiting: Limiting
    tries: int = 1  # how often it was encoded
    lowered_db: float = 0.0  # how far under the recipe's limit the last try was kept

    def packets(self, *, last: bool) -> tuple[memoryview, Sizes]:
        """Return what stands in the file: all packets only of the last piece."""
        sizes = self.sizes if last else self.sizes[: self.frames]
        return memoryview(self.payload)[: int(sizes.sum())], sizes


def make_take(piece: Timeline, read: Read, recipe: Recipe) -> Take:
    """Make a piece, again with a lower limit where decoding exceeds the ceiling.

    Raises EncodeError if a clip is not what was planned.
    """
    asked_dbtp = recipe.limit_dbtp
    for tries in range(1, _MOST_TRIES + 1):
        lowered_db = asked_dbtp - recipe.limit_dbtp
        take = replace(_encoded(piece, read, recipe), tries=tries, lowered_db=lowered_db)
        excess_db = take.measured.true_peak_dbtp - recipe.ceiling_dbtp
        if excess_db <= 0:
            break
        recipe = replace(recipe, limit_dbtp=recipe.limit_dbtp - excess_db - _PEAK_MARGIN_DB)
    return take


def _encoded(piece: Timeline, read: Read, recipe: Recipe) -> Take:
    form, rate_hz = find_form(recipe.form), piece.sample_rate_hz
    cutoff_hz = 0 if recipe.bed else _cutoff_hz(piece)
    encoder = open_encoder(form, rate_hz, piece.channels, recipe.bit_rate, cutoff_hz)
    ears, meter = _ears(form, encoder), Meter(encoder.sample_rate_hz)
    limiter = Limiter(recipe.limit_dbtp, rate_hz, recipe.release_db_per_s)
    laid = lay_out(piece, read, recipe.gains_db)
    laid = recipe.bed.under(laid, piece) if recipe.bed else laid
    packets: list[bytes] = []
    for block in resampled(to_int16(limiter.limit(laid)), rate_hz, encoder.sample_rate_hz):
        ready = encoder.encode(block)
        meter.hear_all(ears.hear(block, ready))
        packets += ready
    ready = encoder.finish()
    meter.hear_all(ears.finish(ready))
    payload, sizes = end_to_end([*packets, *ready])
    samples = encoder.samples
    frames = samples // encoder.frame_samples if form.frame_samples else sizes.size
    return Take(payload, sizes, frames, samples, meter.finish(samples), limiter.report)


def _cutoff_hz(piece: Timeline) -> int:
    """Return a frequency above which no clip of a piece has anything."""
    highest_hz = max((cue.clip.sample_rate_hz for cue in piece.cues), default=0) / 2
    return round(highest_hz * _ROLL_OFF)


class _Decoded:
    """What a listener hears of a lossy form."""

    def __init__(self, form: Form, encoder: Encoder) -> None:
        self._decoder = Decoder(form, encoder)

    def hear(self, block: Samples, packets: list[bytes]) -> Iterable[FloatArray]:
        return self._decoder.decode(packets)

    def finish(self, packets: list[bytes]) -> Iterator[FloatArray]:
        yield from self._decoder.decode(packets)
        yield from self._decoder.finish()


class _Samples:
    """What a listener hears of a lossless form."""

    def hear(self, block: Samples, packets: list[bytes]) -> Iterable[FloatArray]:
        return (np.atleast_2d(block) * np.float32(1 / FULL_SCALE),)

    def finish(self, packets: list[bytes]) -> Iterable[FloatArray]:
        return ()


def _ears(form: Form, encoder: Encoder) -> _Decoded | _Samples:
    return _Decoded(form, encoder) if form.frame_samples else _Samples()


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
        steps = -(-samples * BLOCKS_PER_S // self._rate)
        peaks = [peak.finish_dbtp(SILENCE_DBTP) for peak in self._peaks]
        peak_dbtp = max(peaks, default=SILENCE_DBTP)
        return Measured(self._energies.finish()[:steps], peak_dbtp, self._energy_s)
