"""To speak a text so that its sound is beyond doubt: again, otherwise, or in smaller parts.

What is done follows from the text and the voice alone, so that two runs give the same samples.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from narrate.errors import SynthesisError
from narrate.model import Audio, Speech
from narrate.tts.base import UnreachableError, VaryingVoice, Voice, VoiceProfile
from narrate.tts.doubt import find_doubt
from narrate.tts.pace import Pace
from narrate.tts.phonemes import without_marks
from narrate.tts.repeats import repeated_tail_s

OTHER_ATTEMPTS = 2  # a text that fails three times is itself the trouble

_HALVINGS = 2
_LEAST_LETTERS = 30  # of a text that is cut in two
_PAUSE_S = 0.12  # between the parts, which no sentence's end parts
_PLACES = (re.compile(r"(?<=[.!?…;:])\s+"), re.compile(r"(?<=,)\s+"), re.compile(r"\s+"))


class CarefulSpeaker:
    """An opened voice whose sound is checked against its text."""

    def __init__(self, voice: Voice, profile: VoiceProfile) -> None:
        self.voice = voice
        self._rate = profile.rate
        self._pace = Pace(voice, profile)

    def speak(self, spoken: str) -> tuple[Speech, str]:
        """Return the sound of a text, and what is still to be said against it, or "".

        Raises:
            SynthesisError: the engine failed, and on smaller parts as well.
        """
        return self._speak(spoken, _HALVINGS)

    def _speak(self, spoken: str, halvings: int) -> tuple[Speech, str]:
        parts = _cut(spoken) if halvings else ()
        try:
            speech, doubt = self._speak_whole(spoken)
        except UnreachableError:
            raise
        except SynthesisError:
            if not parts:
                raise
            return self._speak_parts(parts, halvings)
        if not doubt or not parts:
            return speech, doubt
        try:
            joined, left = self._speak_parts(parts, halvings)
        except SynthesisError:
            return speech, doubt
        return (speech, doubt) if left else (joined, "")

    def _speak_whole(self, spoken: str) -> tuple[Speech, str]:
        speech = self.voice.synthesize(spoken)
        doubt = self.find_doubt(speech, spoken)
        if doubt and isinstance(self.voice, VaryingVoice):
            for attempt in range(1, OTHER_ATTEMPTS + 1):
                other = self.voice.synthesize_otherwise(spoken, attempt)
                if not self.find_doubt(other, spoken):
                    return other, ""
        return speech, doubt

    def _speak_parts(self, parts: tuple[str, ...], halvings: int) -> tuple[Speech, str]:
        spoken = [self._speak(part, halvings - 1) for part in parts]
        doubts = [doubt for _, doubt in spoken if doubt]
        return _join([speech for speech, _ in spoken]), "; ".join(doubts)

    def find_doubt(self, speech: Speech, spoken: str) -> str:
        """Say what is wrong with the sound of a text, or "" if nothing is."""
        heard = without_marks(spoken)
        doubt = find_doubt(speech, heard, self._rate) or self._pace.find_doubt(speech, heard)
        if doubt:
            return doubt
        tail_s = 0.0 if _ends_twice(heard) else repeated_tail_s(speech.audio)
        return f"the last {tail_s:.1f} s come twice" if tail_s else ""


def _ends_twice(spoken: str) -> bool:
    """Tell whether a text's last word stands in it before: then its sound may well do so too."""
    *before, last = spoken.casefold().split() or [""]
    return last.strip(".,;:!?") in {word.strip(".,;:!?") for word in before}


def _cut(spoken: str) -> tuple[str, ...]:
    """Cut a text in two where a reader would breathe, as near to its middle as can be."""
    if sum(map(str.isalnum, spoken)) < _LEAST_LETTERS:
        return ()
    middle, reach = len(spoken) / 2, len(spoken) / 4
    for places in _PLACES:
        found = [m for m in places.finditer(spoken) if abs(m.start() - middle) <= reach]
        if found:
            best = min(found, key=lambda m: abs(m.start() - middle))
            return spoken[: best.start()], spoken[best.end() :]
    return ()


def _join(speeches: list[Speech]) -> Speech:
    rate = speeches[0].audio.sample_rate_hz
    pause = np.zeros(round(_PAUSE_S * rate), np.int16)
    samples = [speeches[0].audio.samples]
    words = list(speeches[0].words)
    for speech in speeches[1:]:
        start = sum(map(len, samples)) + len(pause)
        samples += [pause, speech.audio.samples]
        words += [
            replace(
                word, start_sample=word.start_sample + start, end_sample=word.end_sample + start
            )
            for word in speech.words
        ]
    return Speech(Audio(np.concatenate(samples), rate), tuple(words))
