"""To notice the end of a clip that comes twice, as from a buffer that was written again.

The last moment is looked for in the seconds before it (normalised cross-correlation by FFT); where
it occurs, the whole stretch in between must be the same as the one before. No voice says the same
twice so exactly; a steady hum does, and is told apart by its spectrum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narrate.model import Audio

_RATE_HZ = 2_000  # enough to tell sounds apart, and quick
_MOMENT_S = 0.2
_LONGEST_S = 4.0
_MOMENT_SAME = 0.5  # at this rate a distance that is no whole number of samples costs likeness
_SAME = 0.6
_HUM_LINES = 12  # four harmonics, each in three lines of the spectrum by the window
_HUM_SHARE = 0.95  # of the power is in so many lines; of a voice's moments hardly any has so few
_SILENT_SHARE = 0.01


def repeated_tail_s(audio: Audio) -> float:
    """Return how many seconds at the end are there twice, or 0."""
    step = max(1, audio.sample_rate_hz // _RATE_HZ)
    rate = audio.sample_rate_hz / step
    sound = _heard(audio.samples, step)
    moment = round(_MOMENT_S * rate)
    past = sound[-round(2 * _LONGEST_S * rate) :]
    if len(past) < 2 * moment:
        return 0.0
    alike = _likeness(past, moment)
    start = int(np.argmax(alike))
    lag = len(past) - moment - start
    if alike[start] < _MOMENT_SAME or not moment <= lag <= len(past) // 2:
        return 0.0
    twice = any(_same(past[-n:], past[-2 * n : -n]) for n in (lag - 1, lag, lag + 1))
    return lag / rate if twice and not _is_hum(past[-moment:]) else 0.0


def _heard(samples: NDArray[np.int16], step: int) -> NDArray[np.float64]:
    """Return the samples at a low rate, without the silence at the end."""
    whole = samples[: len(samples) // step * step].reshape(-1, step).astype(np.float64).mean(axis=1)
    loud = np.flatnonzero(np.abs(whole) > _SILENT_SHARE * np.abs(whole).max(initial=0))
    heard: NDArray[np.float64] = whole[: loud[-1] + 1] if len(loud) else whole[:0]
    return heard


def _likeness(sound: NDArray[np.float64], moment: int) -> NDArray[np.float64]:
    """Return how alike the last moment is to the one at each earlier start, -1 to 1."""
    last = sound[-moment:]
    size = 1 << (len(sound) + moment).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(last, size))
    products: NDArray[np.float64] = np.fft.irfft(spectrum, size)[: len(sound) - moment]
    energy = np.concatenate([[0.0], np.cumsum(sound * sound)])
    energies = (energy[moment:] - energy[:-moment])[: len(products)]
    scale = np.sqrt(np.maximum(energies * float(last @ last), 1e-9))
    alike: NDArray[np.float64] = products / scale
    return alike


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(
        one @ other > _SAME * float(np.sqrt(float(one @ one) * float(other @ other) + 1e-9))
    )


def _is_hum(last: NDArray[np.float64]) -> bool:
    """Tell whether a moment is one steady note: its spectrum is a few lines."""
    power = np.abs(np.fft.rfft(last * np.hanning(len(last)))) ** 2
    return bool(np.sort(power)[-_HUM_LINES:].sum() > _HUM_SHARE * power.sum())
