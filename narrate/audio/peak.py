"""To find true peaks: what the waveform reaches between its samples, 4x oversampled.

ITU-R BS.1770-5, Annex 2, asks for at least 4x oversampling and gives an interpolator of 12 taps;
this one has 24. Sound is looked at in cells of a few samples. Only cells that could exceed a given
level are oversampled: an interpolated value is at most the largest samples near it and further
away, each times the sum of the weights that such samples have.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

HALF_TAPS = 12
"""Samples on each side that an interpolated value depends on."""

CELL = 8
"""Samples examined together."""

_OVERSAMPLING = 4
_PRODUCT_ROWS = 256  # so small a product never wakes BLAS threads, which cost more than they save
_KAISER_BETA = 5.0  # keeps the band up to 0.43 of the rate, above what speech and codecs hold


def _interpolators() -> NDArray[np.float64]:
    """Return one row of weights per position between two samples."""
    offsets = np.arange(-HALF_TAPS + 1, HALF_TAPS + 1)
    rows = []
    for step in range(1, _OVERSAMPLING):
        distance = offsets - step / _OVERSAMPLING
        window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0, 1 - (distance / HALF_TAPS) ** 2)))
        weights = np.sinc(distance) * window
        rows.append(weights / weights.sum())
    return np.array(rows)


def _cell_matrix(weights: NDArray[np.float64]) -> FloatArray:
    """Return the map from a cell with its neighbours to all values between its samples."""
    matrix = np.zeros((CELL, _OVERSAMPLING - 1, CELL + 2 * HALF_TAPS), np.float32)
    for sample in range(CELL):
        matrix[sample, :, sample + 1 : sample + 1 + 2 * HALF_TAPS] = weights
    return matrix.reshape(-1, matrix.shape[2])


_WEIGHTS = _interpolators()
_MATRIX = _cell_matrix(_WEIGHTS)
_NEAR = np.s_[:, HALF_TAPS - CELL : HALF_TAPS + CELL]  # taps within the neighbouring cells
_NEAR_SUM = np.float32(np.abs(_WEIGHTS[_NEAR]).sum(axis=1).max() * 1.001)  # and rounding
_FAR_SUM = np.float32(np.abs(np.delete(_WEIGHTS, _NEAR[1], axis=1)).sum(axis=1).max())


def peaks_above(padded: FloatArray, level: float) -> tuple[NDArray[np.intp], FloatArray]:
    """Return the cells in which the waveform exceeds `level` (linear), and its peaks there.

    `padded` holds whole cells between HALF_TAPS samples of what stands before and after them.
    A cell's peak is that of its samples and of the waveform up to the next cell's first sample.
    """
    highest = _cell_maxima(padded)
    chosen = np.flatnonzero(_bound(highest) > level)
    peaks = np.maximum(highest[chosen], _between(padded, chosen))
    above = peaks > level
    return chosen[above], peaks[above]


def peaks_from(samples: FloatArray, starts: NDArray[np.intp]) -> FloatArray:
    """Return the true peak from each of these samples to the next, to a cell; silence is around."""
    ends = np.zeros(HALF_TAPS + -samples.size % CELL, np.float32)
    padded = np.concatenate([ends[:HALF_TAPS], samples, ends])
    highest, first = _cell_maxima(padded), starts // CELL
    known = np.repeat(np.maximum.reduceat(highest, first), np.diff(first, append=highest.size))
    higher = np.flatnonzero(_bound(highest) > known)
    highest[higher] = np.maximum(highest[higher], _between(padded, higher))
    return np.maximum.reduceat(highest, first)


def _cell_maxima(padded: FloatArray) -> FloatArray:
    """Return each cell's largest magnitude; along long rows that goes nine times as fast."""
    inner = padded[HALF_TAPS : padded.size - HALF_TAPS]
    columns = np.ascontiguousarray(inner.reshape(-1, CELL).T)
    highest: FloatArray = np.abs(columns, out=columns).max(axis=0)
    return highest


def _bound(highest: FloatArray) -> FloatArray:
    """Return what the waveform can reach in each cell at most."""
    near, far = highest.copy(), highest.copy()
    for reach, into in ((1, near), (1, far), (2, far)):
        np.maximum(into[reach:], highest[:-reach], out=into[reach:])
        np.maximum(into[:-reach], highest[reach:], out=into[:-reach])
    if highest.size:  # what stands outside the first and last cells is not seen here
        near[:1] = near[-1:] = far[:2] = far[-2:] = np.inf
    bound: FloatArray = near * _NEAR_SUM + far * _FAR_SUM
    return bound


def _between(padded: FloatArray, cells: NDArray[np.intp]) -> FloatArray:
    """Return the largest value between samples in each of the cells."""
    samples = np.ascontiguousarray(padded)
    count, width = padded.size // CELL - 2 * HALF_TAPS // CELL, _MATRIX.shape[1]
    # each cell with its neighbours, as a view that is quicker to make than numpy's sliding window
    views = np.ndarray((count, width), np.float32, samples, strides=(CELL * 4, 4))
    peaks = np.empty(cells.size, np.float32)
    for start in range(0, cells.size, _PRODUCT_ROWS):
        values = _MATRIX @ views[cells[start : start + _PRODUCT_ROWS]].T
        peaks[start : start + values.shape[1]] = np.abs(values, out=values).max(axis=0)
    return peaks


class PeakMeter:
    """The highest true peak of a stream of blocks, found with bounded memory."""

    def __init__(self) -> None:
        self._highest = 0.0
        self._kept = np.zeros(2 * HALF_TAPS, np.float32)

    def hear(self, block: FloatArray) -> None:
        """Take the next block, 1.0 at full scale."""
        joined = np.concatenate([self._kept, block])
        whole = (joined.size - 2 * HALF_TAPS) // CELL * CELL
        padded = joined[: whole + 2 * HALF_TAPS]
        highest = _cell_maxima(padded)
        level = max(self._highest, float(highest.max(initial=0.0)))
        between = _between(padded, np.flatnonzero(_bound(highest) > level))
        self._highest = max(level, float(between.max(initial=0.0)))
        self._kept = joined[whole:]

    def finish_dbtp(self, floor_dbtp: float) -> float:
        """Return the highest peak of the ended stream, or `floor_dbtp` if none rose above it."""
        self.hear(np.zeros(2 * HALF_TAPS + CELL, np.float32))
        return max(floor_dbtp, 20 * float(np.log10(max(self._highest, 1e-9))))
