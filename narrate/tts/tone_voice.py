"""To speak without a model: a tone per word, as long as the word would take to say.

For tests and dry runs. Nothing but numpy is needed, the same text always gives the same
samples, and the times of the words are exact.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from narrate.model import Speech, Word
from narrate.tts.base import VoiceProfile
from narrate.tts.options import check_options
from narrate.tts.pcm import FULL_SCALE, clean_text, make_speech

VERSION = "1"  # change it whenever the samples change: kept clips are known by it

SAMPLE_RATE_HZ = 22_050
CHARACTERS_PER_S = 15.0  # English read aloud: about 150 words a minute, six characters each
LOWEST_HZ = 90
HIGHEST_HZ = 270  # with LOWEST_HZ the span of men's and women's speaking pitch
PEAK = 0.22  # gives about -20 dBFS over a sentence, gaps included
FADE_S = 0.012  # shorter clicks, longer blurs the start of the word
GAP_SHARE = 0.12  # of a word's time is silence, so that words can be told apart
SENTENCE_PAUSE_S = 0.25
CLAUSE_PAUSE_S = 0.12

_TABLE_BITS = 12
_PHASE_BITS = 32
_HARMONICS = (1.0, 0.5, 0.33, 0.2)  # falls off like a voice, so loudness meters see speech


class ToneVoice:
    """A voice that hums each word at a pitch of its own."""

    sample_rate_hz = SAMPLE_RATE_HZ

    def __init__(self, profile: VoiceProfile) -> None:
        self._profile = profile
        self._table = _wave_table(PEAK * profile.volume)

    def synthesize(self, text: str) -> Speech:
        """Hum a text; words without a letter or digit are silent and take no time."""
        pieces: list[NDArray[np.int16]] = []
        words: list[Word] = []
        position = 0
        for token in clean_text(text).split():
            if not any(character.isalnum() for character in token):
                continue
            tone = self._tone(token)
            pause = np.zeros(self._pause_samples(token), np.int16)
            words.append(Word(token, position, position + len(tone)))
            pieces += [tone, pause]
            position += len(tone) + len(pause)
        samples = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
        return make_speech(samples, SAMPLE_RATE_HZ, words)

    def close(self) -> None:
        """Nothing is held."""

    def _time_samples(self, token: str) -> int:
        seconds = (len(token) + 1) / CHARACTERS_PER_S / self._profile.rate
        return round(seconds * SAMPLE_RATE_HZ)

    def _pause_samples(self, token: str) -> int:
        last = token.rstrip("\"'”’)]»")[-1:]
        pause_s = SENTENCE_PAUSE_S if last in ".?!…。？！" else 0.0
        pause_s = CLAUSE_PAUSE_S if last in ",;:—，、；：" else pause_s
        gap = self._time_samples(token) - self._tone_samples(token)
        return gap + round(pause_s / self._profile.rate * SAMPLE_RATE_HZ)

    def _tone_samples(self, token: str) -> int:
        return round(self._time_samples(token) * (1 - GAP_SHARE))

    def _tone(self, token: str) -> NDArray[np.int16]:
        length = self._tone_samples(token)
        span = HIGHEST_HZ - LOWEST_HZ
        pitch_hz = LOWEST_HZ + zlib.crc32(token.lower().encode()) % span
        step = round(pitch_hz * self._profile.pitch * 2**_PHASE_BITS / SAMPLE_RATE_HZ)
        phase = np.arange(length, dtype=np.uint64) * np.uint64(step)
        index = (phase >> np.uint64(_PHASE_BITS - _TABLE_BITS)) & np.uint64(2**_TABLE_BITS - 1)
        tone = self._table[index.astype(np.intp)]
        _fade(tone)
        return np.clip(np.rint(tone), -FULL_SCALE, FULL_SCALE).astype(np.int16)


def _wave_table(peak: float) -> NDArray[np.float32]:
    turn = np.arange(2**_TABLE_BITS) * (2 * np.pi / 2**_TABLE_BITS)
    wave = sum(level * np.sin((n + 1) * turn) for n, level in enumerate(_HARMONICS))
    scaled: NDArray[np.float32] = (wave / np.abs(wave).max() * peak * FULL_SCALE).astype(np.float32)
    return scaled


def _fade(tone: NDArray[np.float32]) -> None:
    length = min(round(FADE_S * SAMPLE_RATE_HZ), len(tone) // 2)
    ramp = np.linspace(0, 1, length, endpoint=False, dtype=np.float32)
    tone[:length] *= ramp
    tone[len(tone) - length :] *= ramp[::-1]


def open_voice(profile: VoiceProfile) -> ToneVoice:
    """Return a voice that hums.

    Raises:
        ProfileError: the profile has options, and this engine has none.
    """
    check_options(profile, ())
    return ToneVoice(profile)


def missing(profile: VoiceProfile) -> str:
    """Nothing is ever missing."""
    return ""


def fingerprint(profile: VoiceProfile) -> str:
    """The sound depends on this file alone."""
    return VERSION
