"""To find the words of a text in the phonemes of its speech.

A phonemizer merges words ("in the" becomes one group) and splits them ("OpenAI" becomes two), so
groups of phonemes cannot be counted off against words. Instead each word is phonemized alone,
and the two strings of phonemes are aligned at the least cost (Needleman and Wunsch, 1970).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.model import Word

# Costs relative to each other: a vowel becomes another one when a word loses its stress (cheap),
# a phoneme appears or disappears (dearer), a vowel stands for a consonant (nearly never).
_SIMILAR = 2
_GAP = 3
_UNLIKE = 5

_VOWELS = frozenset("aeiouyæɑɐəɚɛɜɝɪɔɒʊʌᵻøœɵɘɤɯɨʉ")
_FRAME_S = 0.005
_SILENT_SHARE = 0.02  # of the loudest sample: 34 dB below it, softer than a final fricative

_CELLS_AT_MOST = 10_000_000  # some 3000 phonemes; more than that is no utterance


@dataclass(frozen=True, slots=True)
class TimedPhoneme:
    """A phoneme and where it is heard."""

    symbol: str
    start_sample: int
    end_sample: int


def align_words(
    words: Sequence[tuple[str, str]], heard: Sequence[TimedPhoneme]
) -> tuple[Word, ...]:
    """Give each word the time of its phonemes.

    `words` are pairs of a word's text and its phonemes when spoken alone, without stress marks
    and punctuation; so is `heard`. A word of which nothing was heard gets the moment between its
    neighbours. Nothing is returned for texts that are too long to align.
    """
    symbols = "".join(phonemes for _, phonemes in words)
    if not heard or len(symbols) * len(heard) > _CELLS_AT_MOST:
        return ()
    partners = _align(symbols, "".join(phoneme.symbol for phoneme in heard))
    result: list[Word] = []
    position = 0
    reached = heard[0].start_sample
    for text, phonemes in words:
        span = range(position, position + len(phonemes))
        position += len(phonemes)
        own = [heard[partners[index]] for index in span if partners[index] >= 0]
        start = own[0].start_sample if own else reached
        reached = own[-1].end_sample if own else reached
        result.append(Word(text, start, reached))
    return tuple(result)


def trim_words(
    words: Sequence[Word], samples: NDArray[np.floating], sample_rate_hz: int
) -> tuple[Word, ...]:
    """Leave out the silence at either end of each word.

    A model counts part of the pause around a word to its first or last phoneme. A word that is
    silent all over keeps its time.
    """
    frame = round(_FRAME_S * sample_rate_hz)
    whole = len(samples) // frame
    peaks = np.abs(samples[: whole * frame].reshape(whole, frame)).max(axis=1, initial=0)
    loud = np.flatnonzero(peaks > _SILENT_SHARE * peaks.max(initial=0))
    trimmed = []
    for word in words:
        first, last = np.searchsorted(loud, (word.start_sample // frame, word.end_sample // frame))
        if first < last:
            start = max(word.start_sample, int(loud[first]) * frame)
            end = min(word.end_sample, (int(loud[last - 1]) + 1) * frame)
            word = Word(word.text, start, end)
        trimmed.append(word)
    return tuple(trimmed)


def _align(wanted: str, heard: str) -> list[int]:
    """For each phoneme wanted return the index of the one heard for it, or -1."""
    costs = _costs(wanted, heard)
    table = _fill(costs)
    partners = [-1] * len(wanted)
    row, column = costs.shape
    while row and column:
        here = table[row, column]
        if here == table[row - 1, column - 1] + costs[row - 1, column - 1]:
            row, column = row - 1, column - 1
            partners[row] = column
        elif here == table[row - 1, column] + _GAP:
            row -= 1
        else:
            column -= 1
    return partners


def _costs(wanted: str, heard: str) -> NDArray[np.int32]:
    rows, columns = np.array(list(wanted))[:, None], np.array(list(heard))[None, :]
    row_vowels = np.isin(rows, list(_VOWELS))
    similar = row_vowels == np.isin(columns, list(_VOWELS))
    costs = np.where(rows == columns, 0, np.where(similar, _SIMILAR, _UNLIKE))
    return costs.astype(np.int32)


def _fill(costs: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the least cost of every pair of beginnings, a row at a time.

    A step to the right costs the same everywhere, so the best of all such steps is a running
    minimum once that cost is taken out.
    """
    rows, columns = costs.shape
    right = np.arange(columns + 1, dtype=np.int32) * _GAP
    table = np.empty((rows + 1, columns + 1), np.int32)
    table[0] = right
    for row in range(rows):
        best = table[row] + _GAP
        best[1:] = np.minimum(best[1:], table[row, :-1] + costs[row])
        table[row + 1] = np.minimum.accumulate(best - right) + right
    return table
