"""To notice sound that cannot be the text: silence, far too little, far too much, clipping.

A voice now and then drops a sentence or babbles on. The bounds are so wide that natural speech
stays inside them at any pace; they find what a listener would find at once.
"""

from __future__ import annotations

import numpy as np

from narrate.model import Speech
from narrate.tts.pace import longest_stop_s

# Fast readers reach 20 letters a second; slow ones, pauses included, 4.
_FASTEST_LETTERS_PER_S = 40.0
_SLOWEST_LETTERS_PER_S = 2.5
_LETTERS_TO_JUDGE = 12  # a short word can take any time
_SPARE_S = 3.0

_DIGIT_LETTERS = 5  # a digit is said as a word
_SYMBOL_LETTERS = 12  # and so is an emoji, or a letter of a script that the voice does not read

_LONGEST_STOP_S = 2.0  # of five voices none was silent for more than 0.7 s within a clip

_SILENT_PEAK = 100  # of 32767: -50 dBFS
_CLIPPED_SHARE = 0.001  # heard as crackle


def find_doubt(speech: Speech, spoken: str, rate: float = 1.0) -> str:
    """Say what is wrong with the sound of a text spoken at `rate`, or "" if nothing is."""
    letters = sum(character.isalnum() for character in spoken)
    if not letters:
        return ""
    samples = speech.audio.samples
    peak = int(np.abs(samples.astype(np.int32)).max(initial=0))
    if peak < _SILENT_PEAK:
        return f"silence for {letters} letters"
    length_s = len(samples) / speech.audio.sample_rate_hz
    if letters >= _LETTERS_TO_JUDGE and length_s * rate * _FASTEST_LETTERS_PER_S < letters:
        return f"only {length_s:.1f} s of sound for {letters} letters"
    if length_s * rate > _SPARE_S + _longest_letters(spoken) / _SLOWEST_LETTERS_PER_S:
        return f"{length_s:.1f} s of sound for {letters} letters"
    stop_s = longest_stop_s(speech)
    if stop_s * rate > _LONGEST_STOP_S:
        return f"{stop_s:.1f} s of silence in its middle"
    if np.count_nonzero(np.abs(samples.astype(np.int32)) >= 32_767) > _CLIPPED_SHARE * len(samples):
        return "clipped sound"
    return ""


def _longest_letters(spoken: str) -> int:
    """The letters of the text as the wordiest voice would say it."""
    total = 0
    for character in spoken:
        if character.isdecimal():
            total += _DIGIT_LETTERS
        elif character.isascii() or character.isspace():
            total += 1
        else:
            total += 1 if character.islower() or character.isupper() else _SYMBOL_LETTERS
    return total
