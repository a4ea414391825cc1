"""To speak with pyttsx3: the espeak-ng that comes along, or the voices of the machine.

The option `driver` of a profile says which: `bundled` is the espeak-ng library of the package
espeakng-loader; `system` is SAPI 5 on Windows, NSSpeechSynthesizer on macOS and an installed
espeak-ng elsewhere; `sapi5`, `nsss` or `avspeech` name a pyttsx3 driver.
"""

from __future__ import annotations

import bisect
import ctypes.util
import importlib.util
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain, pairwise
from operator import itemgetter

import numpy as np

from narrate.errors import ProfileError
from narrate.model import PHONEME_MARK, Speech, Word
from narrate.tts.base import Voice, VoiceProfile
from narrate.tts.espeak_library import (
    EspeakFiles,
    EspeakSettings,
    EspeakSound,
    find_voice,
    library_version,
    speak,
)
from narrate.tts.ipa import espeak_mnemonics
from narrate.tts.options import check_options, text_option
from narrate.tts.pcm import amplify, clean_text, make_speech
from narrate.tts.phonemes import tokens as split_tokens
from narrate.tts.phonemes import without_marks
from narrate.tts.pyttsx3_driver import open_driver_voice

VERSION = "1"  # change it whenever the samples change for other reasons than the libraries'

# Of 150, 160 and 175 words a minute the slower ones are understood best by a recogniser; 160
# also lets half speed be the library's slowest, 80.
NORMAL_RATE_WPM = 160
DEFAULT_VOICE = "en-us"

_PITCH_CENTRE = 50  # espeak-ng: 50 is the voice's own pitch, 0 and 100 an octave below and above
_OWN_CODES = {"zh": "cmn", "no": "nb"}  # what the library calls some languages
_DRIVERS = {"win32": "sapi5", "darwin": "nsss"}


class EspeakVoice:
    """espeak-ng with one voice, at one speed and pitch."""

    sample_rate_hz: int

    def __init__(self, files: EspeakFiles, profile: VoiceProfile) -> None:
        self._files = files
        self._volume = profile.volume
        wanted = profile.voice or profile.language or DEFAULT_VOICE
        voice = find_voice(files, _OWN_CODES.get(wanted, wanted))
        pitch = _PITCH_CENTRE + round(_PITCH_CENTRE * math.log2(profile.pitch))
        self._settings = EspeakSettings(
            voice, round(NORMAL_RATE_WPM * profile.rate), min(max(pitch, 0), 99)
        )
        self.sample_rate_hz = speak(files, "", self._settings).sample_rate_hz

    def synthesize(self, text: str) -> Speech:
        """Speak a text.

        Raises:
            SynthesisError: the library refused the text.
        """
        tokens = list(_tokens(clean_text(text)))
        passed = "".join(token.passed for token in tokens)
        sound = speak(self._files, passed, self._settings, phonemes=bool(PHONEME_MARK.search(text)))
        if not sound.words:  # some milliseconds of nothing
            return make_speech(np.zeros(0, np.int16), self.sample_rate_hz)
        samples = amplify(np.frombuffer(sound.pcm, np.int16), self._volume)
        return make_speech(samples, self.sample_rate_hz, _words(tokens, sound, len(samples)))

    def close(self) -> None:
        """Nothing is held between texts."""


def open_voice(profile: VoiceProfile) -> Voice:
    """Open the voice.

    Raises:
        ProfileError: the voice is unknown, or the library is not there.
    """
    files = _find_library(profile)
    if files:
        return EspeakVoice(files, profile)
    return open_driver_voice(_driver(profile), profile)


def missing(profile: VoiceProfile) -> str:
    """Say what must be installed for this voice, or ""."""
    if importlib.util.find_spec("pyttsx3") is None:
        return "pyttsx3 is not installed; run: pip install pyttsx3"
    driver = _driver(profile)
    if driver == "bundled" and importlib.util.find_spec("espeakng_loader") is None:
        return "the bundled espeak-ng is not installed; run: pip install espeakng-loader"
    if driver == "espeak" and not _find_library(profile):
        return "this machine has no espeak-ng; install it (Debian: apt install libespeak-ng1)"
    if driver not in ("bundled", "espeak", _DRIVERS.get(sys.platform), "avspeech"):
        return f"pyttsx3's driver {driver!r} does not work on this system"
    return ""


def takes_phonemes(profile: VoiceProfile) -> bool:
    """Tell whether the voice is espeak-ng's English one, whose letters for phonemes are known."""
    language = profile.voice or profile.language or DEFAULT_VOICE
    return language.lower().startswith("en") and _find_library(profile) is not None


def fingerprint(profile: VoiceProfile) -> str:
    """Name the versions and the voice; a system's own voices do not tell theirs."""
    files = _find_library(profile)
    library = f"espeak-ng {library_version(files)}" if files else _driver(profile)
    parts = [VERSION, f"pyttsx3 {version('pyttsx3')}", library]
    return "|".join([*parts, profile.voice, profile.language])


def _driver(profile: VoiceProfile) -> str:
    check_options(profile, ("driver",))
    driver = text_option(profile, "driver", "bundled")
    known = ("bundled", "system", "espeak", "sapi5", "nsss", "avspeech")
    if driver not in known:
        raise ProfileError(
            f"voice {profile.name!r}: unknown driver {driver!r}; known are {', '.join(known)}"
        )
    return _DRIVERS.get(sys.platform, "espeak") if driver == "system" else driver


def _find_library(profile: VoiceProfile) -> EspeakFiles | None:
    driver = _driver(profile)
    if driver == "bundled":
        import espeakng_loader

        return EspeakFiles(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())
    if driver == "espeak":
        library = ctypes.util.find_library("espeak-ng") or ctypes.util.find_library("espeak")
        return EspeakFiles(library, "") if library else None
    return None


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it is shown, and as the library gets it with the white space around it."""

    shown: str
    passed: str
    place: int  # where it begins in all that is passed


def _tokens(text: str) -> Iterator[_Token]:
    """Cut a text into words, with phonemes in the library's letters."""
    reached = length = 0
    marked = PHONEME_MARK.search(text) is not None
    for word, start in split_tokens(text):
        gap, end = text[reached:start], start + len(word)
        said = _for_library(word) if marked else word
        yield _Token(without_marks(word), gap + said, length + len(gap))
        reached, length = end, length + len(gap) + len(said)


def _for_library(word: str) -> str:
    """Write marks as the library reads them, and part all other double brackets."""
    pieces = PHONEME_MARK.split(word)
    plain = [piece.replace("[[", "[ [") for piece in pieces[::3]]
    given = [f"[[{espeak_mnemonics(phonemes)}]]" for phonemes in pieces[1::3]]
    return "".join(chain(*zip(plain, [*given, ""], strict=True)))


def _words(tokens: Sequence[_Token], sound: EspeakSound, length: int) -> list[Word]:
    """Turn the library's word events into the words of the text.

    Words that it speaks as one ("would have") have one event, and share its time by their
    lengths; a word that it speaks as several (a number, an emoji) has one for each of them.
    """
    places = [token.place for token in tokens]
    groups: list[tuple[int, int]] = []  # index of the first token, sample
    for event in sound.words:
        index = max(bisect.bisect_right(places, event.position) - 1, 0)
        if not groups or index > groups[-1][0]:
            groups.append((index, event.sample))
    words: list[Word] = []
    for (index, start), (after, next_start) in pairwise([*groups, (len(tokens), length)]):
        end = _end_of_speech(sound.pauses, start, next_start)
        first, *others = (token.shown for token in tokens[index:after])
        said = [first, *(token for token in others if any(map(str.isalnum, token)))]
        words += _share(said, start, end)
    return words


def _end_of_speech(pauses: Sequence[tuple[int, int]], start: int, next_start: int) -> int:
    """Leave out the pause before the next word, if there is one."""
    index = bisect.bisect_left(pauses, next_start, key=itemgetter(1))
    if index < len(pauses) and start < pauses[index][0] < next_start:
        return pauses[index][0]
    return next_start


def _share(tokens: Sequence[str], start: int, end: int) -> Iterator[Word]:
    total = sum(map(len, tokens))
    before = 0
    for token in tokens:
        here, before = before, before + len(token)
        span = end - start
        yield Word(token, start + span * here // total, start + span * before // total)
