"""To keep true peaks under a ceiling without touching anything else.

The gain needed at each peak spreads backwards over a few milliseconds and forwards over a few
tenths of a second, as straight lines in decibels; where no line dips below 0 dB the samples
pass unchanged, bit for bit. Gains are found per cell of a few samples (see `peak`), as the lowest
that any of them needs, and go smoothly from cell to cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from narrate.audio.peak import CELL, HALF_TAPS, FloatArray, peaks_above

_ATTACK_DB_PER_S = 1200.0  # 6 dB in 5 ms: fast enough to go unheard, slow enough not to click
SLOW_DB_PER_S = 80.0
"""A release that holds over the gaps between glottal pulses and recovers within a syllable …"""

FAST_DB_PER_S = 400.0
"""… and one that takes less loudness away, for targets that the other cannot reach."""

_DEEPEST_DB = 24.0  # the attack of a deeper cut would begin before the look-ahead
_STRAIGHT = np.array([np.ones(CELL), np.arange(CELL) / CELL], np.float32)
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
    """A look-ahead true-peak limiter for one stream; channels are turned down together."""

    def __init__(
        self, ceiling_dbtp: float, sample_rate_hz: int, release_db_per_s: float = SLOW_DB_PER_S
    ) -> None:
        self._ceiling = 10 ** ((ceiling_dbtp - _MARGIN_DB) / 20)
        self._attack = _ATTACK_DB_PER_S / sample_rate_hz * CELL
        self._release = release_db_per_s / sample_rate_hz * CELL
        self._ahead = (round(_DEEPEST_DB / self._attack) + 2) * CELL + HALF_TAPS
        self._gain_db = 0.0  # of the last cell that was let go
        self._deepest_db = 0.0
        self._limited = 0
        self._total = 0

    @property
    def report(self) -> Limiting:
        """What was done to the blocks that have come out so far."""
        return Limiting(-self._deepest_db, self._limited, self._total)

    def limit(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Yield the same samples, 1.0 at full scale, with every true peak under the ceiling.

        A block has the shape (samples,) or (channels, samples).
        """
        held: FloatArray | None = None  # what is to come, after HALF_TAPS of what has gone
        for block in blocks:
            if held is None:
                held = _silence(block, HALF_TAPS)
            held = np.concatenate([held, block], axis=-1)
            ready = (held.shape[-1] - HALF_TAPS - self._ahead) // CELL * CELL
            if ready > 0:
                yield self._let_go(held, ready)
                held = held[..., ready:]
        if held is not None and held.shape[-1] > HALF_TAPS:
            left = held.shape[-1] - HALF_TAPS
            whole = -(-left // CELL) * CELL
            held = np.concatenate([held, _silence(held, whole - left + HALF_TAPS)], axis=-1)
            yield self._let_go(held, whole)[..., :left]
            self._total -= whole - left

    def _let_go(self, held: FloatArray, ready: int) -> FloatArray:
        """Return the first `ready` samples, limited in view of all that are held."""
        gains_db, count = self._gains_db(held), ready // CELL
        none = np.zeros(1, np.float32)
        before = np.concatenate([none + np.float32(self._gain_db), gains_db])
        edges_db = np.minimum(before, np.concatenate([gains_db, none]))[: count + 1]
        out = held[..., HALF_TAPS : HALF_TAPS + ready]
        acted = int(np.count_nonzero((edges_db[:-1] < 0) | (edges_db[1:] < 0)))
        if acted:
            out = out * _factors(edges_db)
            self._deepest_db = min(self._deepest_db, float(edges_db.min()))
        self._limited += acted * CELL
        self._total += ready
        self._gain_db = float(gains_db[count - 1])
        return out

    def _gains_db(self, held: FloatArray) -> FloatArray:
        """Return the gain of every whole cell that is held."""
        count = (held.shape[-1] - 2 * HALF_TAPS) // CELL
        gains_db = np.zeros(count, np.float32)
        for channel in np.atleast_2d(held):
            where, peaks = peaks_above(channel[: 2 * HALF_TAPS + count * CELL], self._ceiling)
            gains_db[where] = np.minimum(gains_db[where], 20 * np.log10(self._ceiling / peaks))
        gains_db[0] = min(gains_db[0], self._gain_db + self._release)
        if gains_db.min() < 0:
            released = _ramp_down_to(gains_db, self._release)
            gains_db = np.minimum(released, _ramp_down_to(gains_db[::-1], self._attack)[::-1])
        return gains_db


def _silence(like: FloatArray, samples: int) -> FloatArray:
    return np.zeros((*like.shape[:-1], samples), np.float32)


def _factors(edges_db: FloatArray) -> FloatArray:
    """Return a factor for each sample: straight from one edge of a cell to the next, 1 at 0 dB."""
    edges = np.exp(edges_db * np.float32(log(10) / 20))
    straight = np.stack([edges[:-1], np.diff(edges)], axis=1)
    return np.asarray((straight @ _STRAIGHT).reshape(-1))


def _ramp_down_to(gains_db: FloatArray, slope: float) -> FloatArray:
    """Return the gain that leaves each dip by `slope` dB a cell until it is 0 dB again."""
    rise = slope * np.arange(gains_db.size, dtype=np.float32)
    return np.asarray(np.minimum(0, np.minimum.accumulate(gains_db - rise) + rise), np.float32)
