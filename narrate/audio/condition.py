"""To turn what an engine says into a clip that can stand anywhere: trimmed, centred, faded."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from narrate.audio.kweight import block_energies
from narrate.audio.polish import FloatArray, without_hiss, without_rumble
from narrate.model import Audio, Sound, Speech, Word

FINISH_VERSION = "1"
"""Names this conditioning; clips kept under another version are made again."""

_FRAME_S = 0.01
_GUARD_BEFORE_S = 0.04  # a breath or the closure of a plosive before the first audible sound
_GUARD_AFTER_S = 0.06  # the release of a final consonant, the tail of a fricative
_FADE_IN_S = 0.003
_FADE_OUT_S = 0.008
_QUIET_DB = 50.0  # below the loud frames: softer than breaths and final fricatives
_NOISE_ABOVE_DB = 6.0  # a frame this far above the quietest one is sound, not noise …
_NOISE_CAP_DB = 35.0  # … unless that would reach into soft consonants
_SILENT_PEAK = 2.5  # 16-bit steps; a clip that never leaves them holds nothing to hear


@dataclass(frozen=True, slots=True)
class Finish:
    """How a clip is trimmed, centred and faded at the engine's own rate; can be sent to a worker.

    Silence is judged against the clip itself, so a very quiet clip keeps all its sound; a clip
    without any comes back with no samples. Word times move with the sound.
    """

    high_pass_hz: float = 0.0  # take rumble below this away; 0: leave it
    de_ess: bool = False  # soften sibilants that are too sharp

    @property
    def version(self) -> str:
        """What clips finished this way are kept under."""
        if self == Finish():
            return FINISH_VERSION
        return f"{FINISH_VERSION} high-pass {self.high_pass_hz:g} de-ess {self.de_ess:d}"

    def __call__(self, speech: Speech) -> Sound:
        """Finish one clip, and weigh it for the mixer."""
        rate = speech.audio.sample_rate_hz
        whole = _without_offset(speech.audio.samples)
        start, end = _audible(whole, rate)
        clip = _faded(self._polished(whole[start:end], rate), rate)
        samples = np.rint(clip).clip(-32768, 32767).astype(np.int16)
        words = tuple(_moved(word, start, end) for word in speech.words)
        return Sound(Speech(Audio(samples, rate), words), block_energies(samples, rate))

    def _polished(self, samples: FloatArray, sample_rate_hz: int) -> FloatArray:
        if self.high_pass_hz:
            samples = without_rumble(samples, sample_rate_hz, self.high_pass_hz)
        return without_hiss(samples, sample_rate_hz) if self.de_ess else samples


def _without_offset(samples: NDArray[np.int16]) -> FloatArray:
    wide = samples.astype(np.float64)
    return wide - wide.mean() if wide.size else wide


def _audible(samples: FloatArray, sample_rate_hz: int) -> tuple[int, int]:
    """Return where the sound starts and ends, guards included; (0, 0) if there is none."""
    if samples.size == 0 or np.abs(samples).max() <= _SILENT_PEAK:
        return 0, 0
    frame = max(1, round(_FRAME_S * sample_rate_hz))
    levels_db = _frame_levels_db(samples, frame)
    heard = np.flatnonzero(levels_db >= _threshold_db(levels_db))
    start = int(heard[0]) * frame - round(_GUARD_BEFORE_S * sample_rate_hz)
    end = (int(heard[-1]) + 1) * frame + round(_GUARD_AFTER_S * sample_rate_hz)
    return max(0, start), min(samples.size, end)


def _frame_levels_db(samples: FloatArray, frame: int) -> FloatArray:
    starts = np.arange(0, samples.size, frame)
    lengths = np.diff(starts, append=samples.size)
    energies = np.add.reduceat(samples * samples, starts) / lengths
    return np.asarray(10 * np.log10(np.maximum(energies, 1e-6)))


def _threshold_db(levels_db: FloatArray) -> float:
    """Return the level from which a frame counts as sound, set by the clip itself."""
    loud = float(np.percentile(levels_db, 95))
    noise = float(levels_db.min()) + _NOISE_ABOVE_DB
    return max(loud - _QUIET_DB, min(noise, loud - _NOISE_CAP_DB))


def _faded(samples: FloatArray, sample_rate_hz: int) -> FloatArray:
    """Return the clip with a raised-cosine fade at each end, so that it begins and ends at 0."""
    faded = samples.copy()
    for length_s, side in ((_FADE_IN_S, slice(None)), (_FADE_OUT_S, slice(None, None, -1))):
        view = faded[side][: round(length_s * sample_rate_hz)]
        view *= 0.5 - 0.5 * np.cos(np.pi * np.arange(view.size) / max(1, view.size))
    return faded


def _moved(word: Word, start: int, end: int) -> Word:
    return replace(
        word,
        start_sample=min(max(word.start_sample, start), end) - start,
        end_sample=min(max(word.end_sample, start), end) - start,
    )
