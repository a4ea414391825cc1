"""How fast a voice speaks, by its profile or its own reading: what its clips are held against.

Compared is the time in which something is heard, since pauses follow marks and not letters. A
pace that the profile does not tell is measured on a fixed text, never on earlier clips: what a clip
sounds like must not depend on what was spoken before it. It is asked for only where a clip lies
outside of what most voices do, so most runs never measure it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from narrate.errors import NarrateError
from narrate.model import Speech
from narrate.tts.base import Voice, VoiceProfile

_MEASURED_ON = (
    "The ship sailed out of the harbour before the sun came up, and nobody saw it leave. When "
    "the fog had lifted, the men on the shore could only wonder where it was."
)
_LANGUAGE = "en"

_USUAL = (9.0, 19.5)  # letters a second at rate 1, pauses left out: five voices have 14.6 to 17
_POSSIBLE = (6.0, 30.0)

# 149 clips of a neural voice and 370 of espeak-ng, sentences of podcasts, meetings and articles,
# stray from their voice's pace by 9 % (standard deviation) at 25 to 60 letters and 5 % above 90;
# the furthest were at 0.73 and 1.29. These bounds leave each length as much again.
_FASTEST, _FASTER = 1.22, 7.0  # so many times the pace, and more by so much over the letters
_SLOWEST, _SLOWER = 0.78, 8.0
_SPARE_S = 0.5
_UNSURE = 1.1  # a pace measured on two sentences
_UNSURE_RATE = 0.25  # asked for 3 or 0.5, a Piper voice speaks at 2 and 0.56 times its pace
_LETTERS_TO_JUDGE = 25
_ASCII_SHARE = 0.9  # of the letters: other scripts may be said by the names of their signs
_CAPITAL_LETTERS = 4  # in a word of capitals each may be said by its name

_FRAMES_PER_S = 100
_SILENT_SHARE = 0.02  # of the loudest sample: 34 dB below
_PAUSE_FRAMES = 10  # a shorter silence is the closure of a consonant


@dataclass(slots=True)
class Pace:
    """The pace of one opened voice."""

    voice: Voice
    profile: VoiceProfile
    _measured: float | None = field(default=None, init=False)

    def find_doubt(self, speech: Speech, spoken: str) -> str:
        """Say whether this voice would take another time for this text, or ""."""
        (fewest, most), heard_s = count_letters(spoken), speaking_s(speech) * self.profile.rate
        if fewest < _LETTERS_TO_JUDGE or not heard_s or not _is_judged(spoken):
            return ""
        pace, unsure = self.profile.letters_per_s, 1.0
        if not pace and not (_USUAL[0] <= most / heard_s and fewest / heard_s <= _USUAL[1]):
            pace, unsure = self._measure(), _UNSURE
        if not pace:
            return ""
        unsure *= 1 + _UNSURE_RATE * math.log2(self.profile.rate) ** 2
        fastest = (_FASTEST + _FASTER / fewest) * unsure
        slowest = (_SLOWEST - _SLOWER / fewest) / unsure
        if fewest / pace / fastest <= heard_s <= most / pace / slowest + _SPARE_S:
            return ""
        usual = fewest if heard_s < fewest / pace else most
        times = (each / self.profile.rate for each in (heard_s, usual / pace))
        return "{:.1f} s of speech for what this voice says in about {:.1f} s".format(*times)

    def _measure(self) -> float:
        """Return the voice's letters a second at rate 1; 0 where it reads no text that we have."""
        if self._measured is None:
            self._measured = 0.0
            if self.profile.language.lower().startswith(_LANGUAGE):
                self._measured = self._read()
        return self._measured

    def _read(self) -> float:
        try:
            heard_s = speaking_s(self.voice.synthesize(_MEASURED_ON)) * self.profile.rate
        except NarrateError:
            return 0.0  # the clip at hand was spoken; that this text was not says nothing of it
        pace = count_letters(_MEASURED_ON)[0] / heard_s if heard_s else 0.0
        return pace if _POSSIBLE[0] <= pace <= _POSSIBLE[1] else 0.0  # else this reading went wrong


def count_letters(spoken: str) -> tuple[int, int]:
    """Return how many letters are said at the least and at the most.

    A word in capitals may be spelled, each letter by its name (BBC), or read (NATO, SHOUTS).
    """
    fewest = most = 0
    for word in spoken.split():
        letters = sum(character.isalnum() for character in word)
        fewest += letters
        most += letters * (_CAPITAL_LETTERS if letters > 1 and word.isupper() else 1)
    return fewest, most


def _is_judged(spoken: str) -> bool:
    """Tell whether a text is written in letters that are all said, and not in digits or signs."""
    said = [character for character in spoken if not character.isspace()]
    plain = sum(character.isascii() and not character.isdecimal() for character in said)
    return plain >= _ASCII_SHARE * len(said)


def speaking_s(speech: Speech) -> float:
    """Return for how long something is heard, without pauses and the silence around."""
    loud = _loud_frames(speech)
    if not len(loud):
        return 0.0
    gaps = np.diff(loud) - 1
    silent = int(gaps[gaps >= _PAUSE_FRAMES].sum())
    return float(loud[-1] - loud[0] + 1 - silent) / _FRAMES_PER_S


def longest_stop_s(speech: Speech) -> float:
    """Return how long the longest silence between two sounds is."""
    return float(max(np.diff(_loud_frames(speech)), default=1) - 1) / _FRAMES_PER_S


def _loud_frames(speech: Speech) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the frames of 10 ms in which something is heard."""
    frame = speech.audio.sample_rate_hz // _FRAMES_PER_S
    level = np.abs(speech.audio.samples.astype(np.int32))
    peaks = level[: len(level) // frame * frame].reshape(-1, frame).max(axis=1, initial=0)
    return np.flatnonzero(peaks > _SILENT_SHARE * level.max(initial=0))
