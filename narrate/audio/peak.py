"""To find true peaks: what the waveform reaches between its samples, 4x oversampled.

ITU-R BS.1770-5, Annex 2, asks for at least 4x oversampling. Only stretches that could exceed a
given level are oversampled: the interpolator can raise a peak by no more than the sum of its
weights, so whole stretches of soft samples are ruled out by one comparison.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

HALF_TAPS = 24
"""Samples on each side that an interpolated value depends on."""

_OVERSAMPLING = 4
_STRETCH = 32  # samples examined together
_PRODUCT_ROWS = 32  # so small a product never wakes BLAS threads, which cost more than they save
_KAISER_BETA = 5.0  # keeps the band up to 0.45 of the rate, which is where speech ends


def _interpolators() -> FloatArray:
    """Return one row of weights per position between two samples."""
    offsets = np.arange(-HALF_TAPS + 1, HALF_TAPS + 1)
    rows = []
    for step in range(1, _OVERSAMPLING):
        distance = offsets - step / _OVERSAMPLING
        window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0, 1 - (distance / HALF_TAPS) ** 2)))
        weights = np.sinc(distance) * window
        rows.append(weights / weights.sum())
    return np.array(rows, np.float32)


_WEIGHTS = _interpolators()
_MAX_RAISE = float(np.abs(_WEIGHTS).sum(axis=1).max())


def _stretch_matrix() -> FloatArray:
    """Return the map from a stretch with its neighbours to all values between its samples."""
    matrix = np.zeros((_STRETCH + 2 * HALF_TAPS, _STRETCH, _OVERSAMPLING - 1), np.float32)
    for sample in range(_STRETCH):
        first = sample + 1
        matrix[first : first + 2 * HALF_TAPS, sample] = _WEIGHTS.T
    return matrix.reshape(matrix.shape[0], -1)


_MATRIX = _stretch_matrix()


def peaks_above(samples: FloatArray, level: float) -> tuple[NDArray[np.intp], FloatArray]:
    """Return where the waveform exceeds `level` (linear), and how high it rises there.

    The value at index n covers sample n and the waveform up to sample n + 1. Beyond both ends
    silence is assumed.
    """
    count = -(-samples.size // _STRETCH)
    padded = np.zeros(HALF_TAPS + count * _STRETCH + HALF_TAPS, np.float32)
    padded[HALF_TAPS : HALF_TAPS + samples.size] = samples
    inner = padded[HALF_TAPS : HALF_TAPS + count * _STRETCH].reshape(count, _STRETCH)
    loud = np.abs(inner).max(axis=1) > level / _MAX_RAISE
    near = loud.copy()
    near[1:] |= loud[:-1]
    near[:-1] |= loud[1:]
    chosen = np.flatnonzero(near)
    peaks = np.maximum(np.abs(inner[chosen]), _between(padded, chosen))
    row, column = np.nonzero(peaks > level)
    where = chosen[row] * _STRETCH + column
    inside = where < samples.size
    return where[inside], peaks[row, column][inside]


def _between(padded: FloatArray, stretches: NDArray[np.intp]) -> FloatArray:
    """Return, per sample of the stretches, the largest value between it and the next one."""
    views = np.lib.stride_tricks.sliding_window_view(padded, _MATRIX.shape[0])
    between = np.empty((stretches.size, _STRETCH), np.float32)
    for start in range(0, stretches.size, _PRODUCT_ROWS):
        some = stretches[start : start + _PRODUCT_ROWS]
        values = np.abs(views[some * _STRETCH] @ _MATRIX)
        between[start : start + some.size] = values.reshape(some.size, _STRETCH, -1).max(axis=2)
    return between


class PeakMeter:
    """The highest true peak of a stream of blocks, found with bounded memory."""

    def __init__(self) -> None:
        self._highest = 0.0
        self._kept = np.zeros(2 * HALF_TAPS, np.float32)

    def hear(self, block: FloatArray) -> None:
        """Take the next block, 1.0 at full scale."""
        joined = np.concatenate([self._kept, block])
        where, peaks = peaks_above(joined, self._highest)
        whole = (where >= HALF_TAPS) & (where < joined.size - HALF_TAPS)
        self._highest = max(self._highest, float(peaks[whole].max(initial=0.0)))
        self._kept = joined[-2 * HALF_TAPS :]

    def finish_dbtp(self, floor_dbtp: float) -> float:
        """Return the highest peak of the ended stream, or `floor_dbtp` if none rose above it."""
        self.hear(np.zeros(2 * HALF_TAPS, np.float32))
        return max(floor_dbtp, 20 * float(np.log10(max(self._highest, 1e-9))))
