"""How fast a voice speaks, by its own reading: what its other clips are held against.

The pace is measured on a fixed text, never on earlier clips: what a clip sounds like must not
depend on what was spoken before it. It is asked for only where a clip lies outside of what most
voices do, so most runs never measure it.
"""

from __future__ import annotations

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

# Letters a second at rate 1. A neural English voice read 600 pieces of podcasts at 8.9 to 18.8,
# the middle being 15: between 0.6 and 1.25 of its own pace.
_USUAL = (9.0, 19.0)
_OWN = (0.45, 1.5)
_SPARE_S = 1.2
_LETTERS_TO_JUDGE = 25
_CAPITAL_LETTERS = 4  # in a word of capitals each is said by its name

_SILENT_SHARE = 0.01  # of the loudest sample


@dataclass(slots=True)
class Pace:
    """The pace of one opened voice."""

    voice: Voice
    profile: VoiceProfile
    _letters_per_s: float | None = field(default=None, init=False)

    def find_doubt(self, speech: Speech, spoken: str) -> str:
        """Say whether this voice would take another time for this text, or ""."""
        letters = count_letters(spoken)
        length_s = audible_s(speech)
        if letters < _LETTERS_TO_JUDGE or not length_s:
            return ""
        low, high = (bound * self.profile.rate for bound in _USUAL)
        if low <= letters / length_s <= high or not self._measured():
            return ""
        usual_s = letters / self._measured()
        if usual_s / _OWN[1] <= length_s <= usual_s / _OWN[0] + _SPARE_S:
            return ""
        return f"{length_s:.1f} s of sound for what this voice says in about {usual_s:.1f} s"

    def _measured(self) -> float:
        """Return the voice's letters a second, or 0 where it reads no text that we have."""
        if self._letters_per_s is None:
            self._letters_per_s = 0.0
            if self.profile.language.lower().startswith(_LANGUAGE):
                self._letters_per_s = self._measure()
        return self._letters_per_s

    def _measure(self) -> float:
        try:
            length_s = audible_s(self.voice.synthesize(_MEASURED_ON))
        except NarrateError:
            return 0.0  # the clip at hand was spoken; that this text was not says nothing of it
        return count_letters(_MEASURED_ON) / length_s if length_s else 0.0


def count_letters(spoken: str) -> int:
    """Return how many letters are said, those of a word in capitals by their names."""
    total = 0
    for word in spoken.split():
        letters = sum(character.isalnum() for character in word)
        total += letters * (_CAPITAL_LETTERS if letters > 1 and word.isupper() else 1)
    return total


def audible_s(speech: Speech) -> float:
    """Return how long a speech is without the silence around it."""
    level = np.abs(speech.audio.samples.astype(np.int32))
    loud = np.flatnonzero(level > _SILENT_SHARE * level.max(initial=0))
    return float(loud[-1] - loud[0] + 1) / speech.audio.sample_rate_hz if len(loud) else 0.0
