"""To weigh sound as BS.1770 hears it: K-weighted energy per 100 ms, at any sample rate.

The filter is given in ITU-R BS.1770-5, Annex 1, as coefficients for 48 kHz only. The analogue
prototypes behind them (B. De Man, "Evaluation of Implementations of the EBU R128 Loudness
Measurement", AES 145, 2018) give the same curve at every rate through the bilinear transform.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, pi, tan

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

BLOCKS_PER_S = 10  # BS.1770 gates blocks of 400 ms that start every 100 ms
FULL_SCALE = 32768.0  # of 16-bit samples

_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974450955533, 0.7071752369554196, 3.999843853973347
_SHELF_SLOPE = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
_SECONDS_AT_ONCE = 4  # quicker than each alone, while it still fits a processor's cache
_TAIL_S = 0.1  # the high-pass decays by e^-24 in this time, far below 16-bit resolution

Energies = NDArray[np.float32]
FloatArray = NDArray[np.float32]


def block_energies(samples: NDArray[np.int16], sample_rate_hz: int) -> Energies:
    """Return the K-weighted energy of each 100 ms, counted from the first sample.

    The unit is mean square over 100 ms, 1.0 at full scale; a last, shorter block counts for
    what it holds, as if silence followed. The channels of stereo, shape (2, length), add up.
    """
    return energies_of(samples * np.float32(1 / FULL_SCALE), sample_rate_hz)


def energies_of(samples: FloatArray, sample_rate_hz: int) -> Energies:
    """Return the same for samples that are 1.0 at full scale."""
    meter = EnergyMeter(sample_rate_hz)
    meter.hear(samples)
    return meter.finish()


class EnergyMeter:
    """The energies of a stream of blocks, filtered in seconds (overlap-save), a few at a time."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._tail = ceil(_TAIL_S * sample_rate_hz)
        self._held: list[FloatArray] = []  # the last tenth of a second, and what is to come
        self._waiting = 0  # samples that are to come
        self._energies = [np.zeros(0, np.float32)]

    def hear(self, block: FloatArray) -> None:
        """Take the next block, 1.0 at full scale, of shape (samples,) or (channels, samples)."""
        if not self._held:
            self._held.append(np.zeros((*block.shape[:-1], self._tail), np.float32))
        self._held.append(block)
        self._waiting += block.shape[-1]
        if self._waiting >= _SECONDS_AT_ONCE * self._rate:
            self._weigh_seconds()

    def finish(self) -> Energies:
        """Return the energies of the ended stream."""
        if self._waiting >= self._rate:
            self._weigh_seconds()
        if self._waiting:
            self._weigh(np.concatenate(self._held, axis=-1, dtype=np.float32)[..., np.newaxis, :])
            self._held, self._waiting = [], 0
        return np.concatenate(self._energies)

    def _weigh_seconds(self) -> None:
        """Weigh the whole seconds of what is held."""
        held = np.concatenate(self._held, axis=-1, dtype=np.float32)
        whole = self._waiting // self._rate * self._rate
        each = sliding_window_view(held, self._tail + self._rate, axis=-1)
        step = _SECONDS_AT_ONCE * self._rate
        for start in range(0, whole, step):
            self._weigh(each[..., start : min(start + step, whole) : self._rate, :])
        self._held, self._waiting = [held[..., whole:].copy()], self._waiting - whole

    def _weigh(self, stretches: FloatArray) -> None:
        """Weigh stretches, shape (..., stretches, samples), each behind a tenth of a second."""
        size = _quick_size(self._tail + self._rate)
        # numpy transforms in single precision only where its factor is a single, too
        spectra = np.fft.rfft(stretches, size, norm="forward")
        spectra *= _response(self._rate, size)
        weighted = np.fft.irfft(spectra, size)[..., self._tail : stretches.shape[-1]]
        count = -(-weighted.shape[-1] * BLOCKS_PER_S // self._rate)
        starts = np.arange(count) * self._rate // BLOCKS_PER_S
        sums = np.add.reduceat(np.square(weighted), starts, axis=-1)
        energies = sums.reshape(-1, sums.shape[-2] * count).sum(axis=0)
        self._energies.append((energies * (BLOCKS_PER_S / self._rate)).astype(np.float32))


def _quick_size(samples: int) -> int:
    """Return a length at least as large whose transform is quick."""
    return min(odd << max(0, (-(-samples // odd) - 1).bit_length()) for odd in (1, 3, 9, 27))


@lru_cache(maxsize=8)
def _response(sample_rate_hz: int, size: int) -> NDArray[np.complex64]:
    """Return the filter's response on the bins of one transform, times its size."""
    delay = np.exp(-2j * pi * np.arange(size // 2 + 1) / size)
    response: NDArray[np.complex128] = np.full_like(delay, size)
    for numerator, denominator in (_shelf(sample_rate_hz), _high_pass(sample_rate_hz)):
        response *= np.polynomial.Polynomial(numerator)(delay)
        response /= np.polynomial.Polynomial(denominator)(delay)
    return response.astype(np.complex64)


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
