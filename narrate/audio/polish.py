"""To take from a voice what nobody wants to hear: rumble, and s sounds that are too sharp."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_HISS_HZ = 5000.0  # s and sh have their energy above this, vowels below
_ALLOWED_DB = -12.0  # hiss this far under the loudest moment is left alone
_SHARE = 0.5  # of what lies above that, half goes …
_MOST_DB = 6.0  # … and never more than this: a lisp is worse than a hiss
_SMOOTH_S = 0.006
_RING_S = 0.1  # silence behind the clip, into which the filters may ring


def without_rumble(samples: FloatArray, sample_rate_hz: int, corner_hz: float) -> FloatArray:
    """Return the clip without what lies under a corner: 12 dB an octave, no phase shift."""
    return _high_pass(samples, sample_rate_hz, corner_hz, 2)


def without_hiss(samples: FloatArray, sample_rate_hz: int) -> FloatArray:
    """Return the clip with its sharpest sibilants up to 6 dB softer, and the rest as it was."""
    hiss = _high_pass(samples, sample_rate_hz, _HISS_HZ, 4)
    window = np.hanning(2 + round(2 * _SMOOTH_S * sample_rate_hz))
    loudest_db = float(_levels_db(samples, window).max(initial=-np.inf))
    over_db = _levels_db(hiss, window) - loudest_db - _ALLOWED_DB
    cut_db = np.clip(over_db * _SHARE, 0, _MOST_DB)
    return np.asarray(samples - hiss * (1 - 10 ** (-cut_db / 20)))


def _high_pass(
    samples: FloatArray, sample_rate_hz: int, corner_hz: float, order: int
) -> FloatArray:
    """Return the samples through a Butterworth magnitude and no phase."""
    size = 1 << (samples.size + round(_RING_S * sample_rate_hz)).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / sample_rate_hz)
    magnitude = hertz**order / np.hypot(hertz**order, corner_hz**order)
    return np.fft.irfft(np.fft.rfft(samples, size) * magnitude, size)[: samples.size]


def _levels_db(samples: FloatArray, window: FloatArray) -> FloatArray:
    energies = np.convolve(samples * samples, window / window.sum(), "full")
    centred = energies[window.size // 2 :][: samples.size]
    return np.asarray(10 * np.log10(np.maximum(centred, 1e-6)))
