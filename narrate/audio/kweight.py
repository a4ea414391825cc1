"""To weigh sound as BS.1770 hears it: K-weighted energy per 100 ms, at any sample rate.

The filter is given in ITU-R BS.1770-5, Annex 1, as coefficients for 48 kHz only. The analogue
prototypes behind them (B. De Man, "Evaluation of Implementations of the EBU R128 Loudness
Measurement", AES 145, 2018) give the same curve at every rate through the bilinear transform.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi, tan

import numpy as np
from numpy.typing import NDArray

BLOCKS_PER_S = 10  # BS.1770 gates blocks of 400 ms that start every 100 ms
FULL_SCALE = 32768.0  # of 16-bit samples

_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974450955533, 0.7071752369554196, 3.999843853973347
_SHELF_SLOPE = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
_TRANSFORM = 1 << 15  # samples filtered at a time
_TAIL_S = 0.1  # the high-pass decays by e^-24 in this time, far below 16-bit resolution

FloatArray = NDArray[np.float64]


def block_energies(samples: NDArray[np.int16], sample_rate_hz: int) -> NDArray[np.float32]:
    """Return the K-weighted energy of each 100 ms, counted from the first sample.

    The unit is mean square over 100 ms, 1.0 at full scale; a last, shorter block counts for
    what it holds, as if silence followed.
    """
    return energies_of(samples / FULL_SCALE, sample_rate_hz).astype(np.float32)


def energies_of(samples: FloatArray, sample_rate_hz: int) -> FloatArray:
    """Return the same for samples that are 1.0 at full scale."""
    if samples.size == 0:
        return np.zeros(0)
    weighted = k_weight(samples, sample_rate_hz)
    count = -(-samples.size * BLOCKS_PER_S // sample_rate_hz)
    starts = np.arange(count) * sample_rate_hz // BLOCKS_PER_S
    sums = np.add.reduceat(weighted * weighted, starts)
    return np.asarray(sums * (BLOCKS_PER_S / sample_rate_hz))


def k_weight(samples: FloatArray, sample_rate_hz: int) -> FloatArray:
    """Return the samples through the K filter, silence before them assumed (overlap-save)."""
    response = _response(sample_rate_hz)
    tail = int(_TAIL_S * sample_rate_hz)
    step = _TRANSFORM - tail
    padded = np.concatenate([np.zeros(tail), samples])
    pieces = [
        np.fft.irfft(np.fft.rfft(padded[at : at + _TRANSFORM], _TRANSFORM) * response)[tail:]
        for at in range(0, samples.size, step)
    ]
    return np.concatenate([*pieces, np.zeros(0)])[: samples.size]


@lru_cache(maxsize=8)
def _response(sample_rate_hz: int) -> NDArray[np.complex128]:
    """Return the filter's response on the bins of one transform."""
    delay = np.exp(-2j * pi * np.arange(_TRANSFORM // 2 + 1) / _TRANSFORM)
    response: NDArray[np.complex128] = np.ones_like(delay)
    for numerator, denominator in (_shelf(sample_rate_hz), _high_pass(sample_rate_hz)):
        response *= np.polynomial.Polynomial(numerator)(delay)
        response /= np.polynomial.Polynomial(denominator)(delay)
    return response


Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def _shelf(sample_rate_hz: int) -> Biquad:
    """Return stage 1, the rise of 4 dB above 1.7 kHz that a head causes."""
    k = tan(pi * _SHELF_HZ / sample_rate_hz)
    high = 10 ** (_SHELF_DB / 20)
    band = high**_SHELF_SLOPE * k / _SHELF_Q
    numerator = (high + band + k * k, 2 * (k * k - high), high - band + k * k)
    return numerator, _poles(k, _SHELF_Q)


def _high_pass(sample_rate_hz: int) -> Biquad:
    """Return stage 2; its numerator is (1, -2, 1) at every rate, as the standard has it."""
    k = tan(pi * _HIGH_PASS_HZ / sample_rate_hz)
    first, second, third = _poles(k, _HIGH_PASS_Q)
    return (1.0, -2.0, 1.0), (1.0, second / first, third / first)


def _poles(k: float, q: float) -> tuple[float, float, float]:
    return 1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k
