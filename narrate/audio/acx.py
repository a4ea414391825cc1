"""To check a finished file by the rules of ACX, where audiobooks are submitted.

ACX, "Audio Submission Requirements": RMS between -23 and -18 dB, peaks at most -3 dB, noise
floor at most -60 dB RMS, 192 kbps or more, 44.1 kHz, at most 120 minutes a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narrate.audio.decode import opened, planes

_SILENT_DB = -120.0
_WINDOW_S = 0.5  # the noise floor is that of the quietest stretch of this length


@dataclass(frozen=True, slots=True)
class Acx:
    """What ACX measures."""

    rms_db: float
    peak_db: float
    noise_floor_db: float
    sample_rate_hz: int
    duration_s: float

    @property
    def faults(self) -> tuple[str, ...]:
        """What ACX would refuse, one line each."""
        rules = (
            (-23 <= self.rms_db <= -18, f"RMS {self.rms_db:.1f} dB is not between -23 and -18"),
            (self.peak_db <= -3, f"peak {self.peak_db:.1f} dB is over -3"),
            (self.noise_floor_db <= -60, f"noise floor {self.noise_floor_db:.1f} dB is over -60"),
            (self.sample_rate_hz == 44_100, f"sample rate {self.sample_rate_hz} Hz is not 44100"),
            (self.duration_s <= 7200, f"{self.duration_s / 60:.0f} minutes are more than 120"),
        )
        return tuple(fault for kept, fault in rules if not kept)


def measure_acx(path: Path) -> Acx:
    """Return what ACX's rules ask of a file's first audio stream, decoded.

    Raises InputError if the file cannot be read or has no sound in it.
    """
    energy, peak, samples, floor = 0.0, 0.0, 0, 1.0
    with opened(path) as (container, stream):
        rate_hz = stream.rate
        window = round(_WINDOW_S * rate_hz)
        for frame in planes(container, stream, window):
            block = frame.to_ndarray()
            loud = float(np.mean(np.square(block, dtype=np.float64)))
            energy, samples = energy + loud * frame.samples, samples + frame.samples
            floor = min(floor, loud) if frame.samples == window else floor
            peak = max(peak, float(np.abs(block).max()))
    return Acx(
        _level_db(energy / max(1, samples)),
        _level_db(peak * peak),
        _level_db(floor),
        rate_hz,
        samples / rate_hz,
    )


def _level_db(energy: float) -> float:
    return max(_SILENT_DB, 10 * float(np.log10(max(energy, 1e-12))))
