"""To keep true peaks under a ceiling without touching anything else.

The gain needed at each peak spreads backwards over a few milliseconds and forwards over a few
tenths of a second, as straight lines in decibels; where no line dips below 0 dB the samples
pass unchanged, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.audio.peak import HALF_TAPS, FloatArray, peaks_above

_ATTACK_DB_PER_S = 1200.0  # 6 dB in 5 ms: fast enough to go unheard, slow enough not to click
_RELEASE_DB_PER_S = 80.0  # holds over the gaps between glottal pulses, recovers within a syllable
_DEEPEST_DB = 24.0  # the attack of a deeper cut would begin before the look-ahead
_MARGIN_DB = 0.1  # what a meter with another interpolator may see above ours


@dataclass(frozen=True, slots=True)
class Limiting:
    """How much a limiter did."""

    deepest_db: float  # largest gain reduction
    limited_samples: int  # samples that were turned down at all
    total_samples: int


def total(reports: Iterable[Limiting]) -> Limiting:
    """Return what several limiters did together."""
    every = list(reports)
    return Limiting(
        max((one.deepest_db for one in every), default=0.0),
        sum(one.limited_samples for one in every),
        sum(one.total_samples for one in every),
    )


class Limiter:
    """A look-ahead true-peak limiter for one stream."""

    def __init__(self, ceiling_dbtp: float, sample_rate_hz: int) -> None:
        self._ceiling = 10 ** ((ceiling_dbtp - _MARGIN_DB) / 20)
        self._attack = _ATTACK_DB_PER_S / sample_rate_hz
        self._release = _RELEASE_DB_PER_S / sample_rate_hz
        self._ahead = round(_DEEPEST_DB / self._attack) + 2 * HALF_TAPS
        self._past = np.zeros(HALF_TAPS, np.float32)
        self._gain_db = 0.0  # at the last sample that was let go
        self._deepest_db = 0.0
        self._limited = 0
        self._total = 0

    @property
    def report(self) -> Limiting:
        """What was done to the blocks that have come out so far."""
        return Limiting(-self._deepest_db, self._limited, self._total)

    def limit(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Yield the same samples, 1.0 at full scale, with every true peak under the ceiling."""
        held = np.zeros(0, np.float32)
        for block in blocks:
            held = np.concatenate([held, block])
            ready = held.size - self._ahead
            if ready > 0:
                yield self._let_go(held, ready)
                held = held[ready:]
        if held.size:
            yield self._let_go(held, held.size)

    def _let_go(self, held: FloatArray, ready: int) -> FloatArray:
        """Return the first `ready` samples, limited in view of all that are held."""
        gains_db = self._gains_db(held)[:ready]
        out = held[:ready]
        acted = np.flatnonzero(gains_db < 0)
        if acted.size:
            out = out.copy()
            out[acted] *= (10 ** (gains_db[acted] / 20)).astype(np.float32)
            self._deepest_db = min(self._deepest_db, float(gains_db.min()))
        self._limited += acted.size
        self._total += ready
        self._gain_db = float(gains_db[-1])
        self._past = np.concatenate([self._past, held[:ready]])[-HALF_TAPS:]
        return out

    def _gains_db(self, held: FloatArray) -> NDArray[np.float64]:
        where, peaks = peaks_above(np.concatenate([self._past, held]), self._ceiling)
        gains_db = np.zeros(held.size)
        inside = where >= HALF_TAPS
        gains_db[where[inside] - HALF_TAPS] = 20 * np.log10(self._ceiling / peaks[inside])
        gains_db[0] = min(gains_db[0], self._gain_db + self._release)
        if gains_db.min() < 0:
            released = _ramp_down_to(gains_db, self._release)
            gains_db = np.minimum(released, _ramp_down_to(gains_db[::-1], self._attack)[::-1])
        return gains_db


def _ramp_down_to(gains_db: NDArray[np.float64], slope: float) -> NDArray[np.float64]:
    """Return the gain that leaves each dip by `slope` dB a sample until it is 0 dB again."""
    rise = slope * np.arange(gains_db.size)
    ramps: NDArray[np.float64] = np.minimum(0, np.minimum.accumulate(gains_db - rise) + rise)
    return ramps
