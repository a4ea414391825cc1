"""To read a text sentence by sentence with a model that speaks phonemes, and time its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from narrate.model import Word
from narrate.tts.phonemes import tokens, without_marks
from narrate.tts.word_align import TimedPhoneme, align_words, place_words

Part = tuple[NDArray[np.float32], list[TimedPhoneme]]

# Marks of stress, length and punctuation: they have time, but do not help to find words.
MARKS = frozenset("ˈˌːˑʲ .,?!;:()\"'-—…«»“”‘’¡¿#0123456789") | frozenset("\u0303\u0329\u032f")

_BREAKS = (",", ";", ":")


@dataclass(slots=True)
class SentenceReader:
    """How a model reads: `phonemize` gives sentences, `speak` the sound of a part of one.

    Parts have at most `phonemes_at_most` phonemes, and `pause_samples` of silence stand between
    sentences.
    """

    phonemize: Callable[[str], list[list[str]]]
    speak: Callable[[list[str]], Part]
    sample_rate_hz: int
    pause_samples: int
    phonemes_at_most: int
    _phonemes_of: Callable[[str], str] = field(init=False)

    def __post_init__(self) -> None:
        self._phonemes_of = lru_cache(10_000)(self._phonemize_word)

    def read(self, text: str) -> tuple[NDArray[np.float32], tuple[Word, ...]]:
        """Speak a text and find its words in the sound."""
        pieces: list[NDArray[np.float32]] = []
        heard: list[TimedPhoneme] = []
        position = 0
        for sentence in self.phonemize(text):
            if pieces:
                pieces.append(np.zeros(self.pause_samples, np.float32))
                position += self.pause_samples
            for part in _split(sentence, self.phonemes_at_most):
                samples, timed = self.speak(part)
                heard += [_moved(phoneme, position) for phoneme in timed]
                pieces.append(samples)
                position += len(samples)
        samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
        spans = align_words(self._words(text), heard)
        return samples, place_words(spans, samples, self.sample_rate_hz)

    def _words(self, text: str) -> list[tuple[str, str]]:
        words = ((word, self._phonemes_of(word)) for word, _ in tokens(text))
        return [(without_marks(word), phonemes) for word, phonemes in words if phonemes]

    def _phonemize_word(self, word: str) -> str:
        sentences = self.phonemize(word)
        return "".join(p for sentence in sentences for p in sentence if p not in MARKS)


def _moved(phoneme: TimedPhoneme, by: int) -> TimedPhoneme:
    return TimedPhoneme(phoneme.symbol, phoneme.start_sample + by, phoneme.end_sample + by)


def _split(phonemes: list[str], at_most: int) -> Iterator[list[str]]:
    """Cut a sentence that is too long, after a comma if there is one, else between words."""
    while len(phonemes) > at_most:
        window = range(at_most, at_most // 2, -1)
        commas = (at for at in window if phonemes[at - 1] in _BREAKS)
        spaces = (at for at in window if phonemes[at - 1] == " ")
        cut = next(commas, 0) or next(spaces, 0) or at_most
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    if phonemes:
        yield phonemes
