"""To gate energies per 100 ms into the loudness of a whole, with memory that does not grow.

Integrated loudness by ITU-R BS.1770-5, Annex 1: blocks of 400 ms that overlap by three quarters,
an absolute gate at -70 LUFS and a relative gate 10 LU under what passed it. Loudness range by EBU
Tech 3342: blocks of 3 s, the same absolute gate, a relative gate at 20 LU, percentiles 10 and 95.
What passed the absolute gate is counted per hundredth of a LU.
"""

from __future__ import annotations

from math import log10

import numpy as np
from numpy.typing import NDArray

SILENCE_LUFS = -70.0
"""Loudness of what is silent or shorter than one block of 400 ms: the absolute gate itself."""

_OFFSET_LU = -0.691  # BS.1770: makes 0 dBFS at 997 Hz in one channel -3.01 LUFS
_RELATIVE_GATE_LU, _RANGE_GATE_LU = 10.0, 20.0
_BLOCK, _SHORT_TERM = 4, 30  # steps of 100 ms
_BINS_PER_LU = 100
_BINS = 100 * _BINS_PER_LU  # from the absolute gate to 30 LU over full scale

Energies = NDArray[np.float32] | NDArray[np.float64]


class Gate:
    """Loudness and loudness range of energies that come in order."""

    def __init__(self) -> None:
        self._recent = np.zeros(0)
        self._blocks, self._short_term = _Levels(), _Levels()

    def hear(self, energies: Energies) -> None:
        """Take the next energies per 100 ms."""
        joined = np.concatenate([self._recent, energies])
        sums = np.concatenate([[0.0], np.cumsum(joined, dtype=np.float64)])
        known = self._recent.size
        for size, levels in ((_BLOCK, self._blocks), (_SHORT_TERM, self._short_term)):
            first = max(size, known + 1)
            before = sums[first - size : max(first, sums.size) - size]
            levels.count((sums[first:] - before) / size)
        self._recent = joined[-_SHORT_TERM + 1 :]

    @property
    def integrated_lufs(self) -> float:
        """The loudness of all that was heard; SILENCE_LUFS if nothing passed the gates."""
        gated = self._blocks.mean_above(_RELATIVE_GATE_LU)
        return max(SILENCE_LUFS, _OFFSET_LU + 10 * log10(max(gated, 1e-12)))

    @property
    def range_lu(self) -> float:
        """The loudness range of all that was heard."""
        return self._short_term.spread_above(_RANGE_GATE_LU)


class _Levels:
    """How often each level above the absolute gate occurred, and the energy in it."""

    def __init__(self) -> None:
        self._counts = np.zeros(_BINS, np.int64)
        self._sums = np.zeros(_BINS)

    def count(self, energies: NDArray[np.float64]) -> None:
        loud = energies[energies > _energy(SILENCE_LUFS)]
        over_lu = 10 * np.log10(loud) + _OFFSET_LU - SILENCE_LUFS
        bins = np.clip((over_lu * _BINS_PER_LU).astype(np.intp), 0, _BINS - 1)
        np.add.at(self._counts, bins, 1)
        np.add.at(self._sums, bins, loud)

    def mean_above(self, gate_lu: float) -> float:
        """Return the mean energy of what passes a gate so far under the mean of all; 0 if none."""
        passed = self._passed(gate_lu)
        return float(self._sums[passed].sum() / max(1, int(self._counts[passed].sum())))

    def spread_above(self, gate_lu: float) -> float:
        """Return how far percentile 95 of what passes the gate lies over percentile 10, in LU."""
        counts = self._counts[self._passed(gate_lu)]
        if not counts.any():
            return 0.0
        upto = np.cumsum(counts)
        ranks = np.round((upto[-1] - 1) * np.array([0.1, 0.95])) + 1
        low, high = np.searchsorted(upto, ranks)
        return float(high - low) / _BINS_PER_LU

    def _passed(self, gate_lu: float) -> slice:
        mean = float(self._sums.sum() / max(1, int(self._counts.sum())))
        gate_lufs = _OFFSET_LU + 10 * log10(max(mean, 1e-12)) - gate_lu
        return slice(max(0, round((gate_lufs - SILENCE_LUFS) * _BINS_PER_LU)), None)


def gated_loudness(energies: Energies) -> float:
    """Return the integrated loudness in LUFS of consecutive 100 ms energies."""
    gate = Gate()
    gate.hear(energies)
    return gate.integrated_lufs


def _energy(loudness_lufs: float) -> float:
    return float(10 ** ((loudness_lufs - _OFFSET_LU) / 10))
