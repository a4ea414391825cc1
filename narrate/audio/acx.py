"""To check a finished file by the rules of ACX, where audiobooks are submitted.

ACX, "Audio Submission Requirements": RMS between -23 and -18 dB, peaks at most -3 dB, noise
floor at most -60 dB RMS, 192 kbps or more, 44.1 kHz, at most 120 minutes a file, half a second to
one of room tone at its head and one to five at its tail.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from av.audio.stream import AudioStream

from narrate.audio.peak import FloatArray

_SILENT_DB = -120.0
_HEARD = 0.01  # -40 dB: what exceeds this is no room tone
_WINDOWS_PER_S = 2  # the noise floor is that of the quietest half second


@dataclass(frozen=True, slots=True)
class Acx:
    """What ACX asks of a file."""

    rms_db: float
    peak_db: float
    noise_floor_db: float
    sample_rate_hz: int
    duration_s: float
    codec: str = "mp3"
    bit_rate: int = 192_000  # bits a second
    head_s: float = 0.5  # before the first sound
    tail_s: float = 1.0  # after the last

    @property
    def faults(self) -> tuple[str, ...]:
        """What ACX would refuse, one line each."""
        rules = (
            (-23 <= self.rms_db <= -18, f"RMS {self.rms_db:.1f} dB is not between -23 and -18"),
            (self.peak_db <= -3, f"peak {self.peak_db:.1f} dB is over -3"),
            (self.noise_floor_db <= -60, f"noise floor {self.noise_floor_db:.1f} dB is over -60"),
            (self.sample_rate_hz == 44_100, f"sample rate {self.sample_rate_hz} Hz is not 44100"),
            (self.duration_s <= 7200, f"{self.duration_s / 60:.0f} minutes are more than 120"),
            (self.codec == "mp3", f"{self.codec} is not MP3"),
            (
                self.codec != "mp3" or self.bit_rate >= 192_000,
                f"bit rate {self.bit_rate / 1000:.0f} kbit/s is under 192",
            ),
            (0.5 <= self.head_s <= 1, f"{self.head_s:.1f} s before the first sound, not 0.5 to 1"),
            (1 <= self.tail_s <= 5, f"{self.tail_s:.1f} s after the last sound, not 1 to 5"),
        )
        return tuple(fault for kept, fault in rules if not kept)


class AcxMeter:
    """What ACX measures of sound that comes second by second."""

    def __init__(self) -> None:
        self._energy, self._peak, self._floor = 0.0, 0.0, 1.0
        self._samples = 0
        self._first = self._last = -1  # samples that are heard

    def hear(self, second: FloatArray, sample_rate_hz: int) -> None:
        """Take the next second, shape (channels, samples); the last one may be shorter."""
        window = sample_rate_hz // _WINDOWS_PER_S
        for start in range(0, second.shape[1], window):
            part = second[:, start : start + window]
            loud = float(np.vdot(part, part)) / part.size
            self._energy += loud * part.shape[1]
            self._floor = min(self._floor, loud) if part.shape[1] == window else self._floor
        heard = np.flatnonzero(np.abs(second).max(axis=0) > _HEARD)
        if heard.size:
            self._first = self._samples + int(heard[0]) if self._first < 0 else self._first
            self._last = self._samples + int(heard[-1])
        self._samples += second.shape[1]
        self._peak = max(self._peak, float(np.abs(second).max()))

    def finish(self, stream: AudioStream) -> Acx:
        """Return what was measured of a stream that has ended."""
        return Acx(
            level_db(self._energy / max(1, self._samples)),
            level_db(self._peak * self._peak),
            level_db(self._floor),
            stream.rate,
            self._samples / stream.rate,
            stream.codec_context.codec.name.removesuffix("float"),
            stream.bit_rate or 0,
            max(0, self._first) / stream.rate,
            (self._samples - self._last - 1) / stream.rate,
        )


def level_db(energy: float) -> float:
    """Return a mean square of 1.0 at full scale in dB, at least -120."""
    return max(_SILENT_DB, 10 * float(np.log10(max(energy, 1e-12))))
