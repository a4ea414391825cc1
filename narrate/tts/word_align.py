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
_SOFT_SHARE = 0.003  # 50 dB below: the onset of an f or th; a model's pauses are softer still
PAUSE_S = 0.1  # a shorter silence is the closure of a consonant, which belongs to its word

_CELLS_AT_MOST = 10_000_000  # some 3000 phonemes; more than that is no utterance


@dataclass(frozen=True, slots=True)
class TimedPhoneme:
    """A phoneme and where it is heard."""

    symbol: str
    start_sample: int
    end_sample: int


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A word, when the one before it ends, and when its own phonemes are counted."""

    text: str
    earliest_sample: int
    start_sample: int
    end_sample: int


def align_words(
    words: Sequence[tuple[str, str]], heard: Sequence[TimedPhoneme]
) -> tuple[WordSpan, ...]:
    """Give each word the time of its phonemes.

    `words` are pairs of a word's text and its phonemes when spoken alone, without stress marks
    and punctuation; so is `heard`. A word of which nothing was heard gets the moment between its
    neighbours. Nothing is returned for texts that are too long to align.
    """
    symbols = "".join(phonemes for _, phonemes in words)
    if not heard or len(symbols) * len(heard) > _CELLS_AT_MOST:
        return ()
    partners = _align(symbols, "".join(phoneme.symbol for phoneme in heard))
    result: list[WordSpan] = []
    position = 0
    reached = 0
    for text, phonemes in words:
        span = range(position, position + len(phonemes))
        position += len(phonemes)
        own = [partners[index] for index in span if partners[index] >= 0]
        if own:
            earliest = heard[own[0] - 1].end_sample if own[0] else 0
            start, reached = heard[own[0]].start_sample, heard[own[-1]].end_sample
            result.append(WordSpan(text, earliest, start, reached))
        else:
            result.append(WordSpan(text, reached, reached, reached))
    return tuple(result)


def place_words(
    spans: Sequence[WordSpan], samples: NDArray[np.floating], sample_rate_hz: int
) -> tuple[Word, ...]:
    """Find where in the sound each word begins and ends.

    A model counts some time to the space before a word and to the mark of its stress. Where
    there is no pause, the word is heard in that time already: measured against the sound, and
    against a second aligner, it begins where the one before it ends. A pause belongs to neither
    word, even where the model counts it to a phoneme; but a soft onset is no pause. A word that
    is silent all over keeps its time.
    """
    frame = round(_FRAME_S * sample_rate_hz)
    loud = loud_samples(samples, sample_rate_hz) // frame
    soft = loud_samples(samples, sample_rate_hz, _SOFT_SHARE) // frame
    onsets = soft[np.diff(soft, prepend=-2) > 1]
    words = []
    for span in spans:
        gap = range(span.earliest_sample // frame, span.start_sample // frame)
        start = span.earliest_sample
        if pause_end := _pause_end(loud, gap, frame / sample_rate_hz):
            onset = int(onsets[np.searchsorted(onsets, pause_end, "right") - 1])
            start = max(start, onset * frame)
        first, last = np.searchsorted(loud, (start // frame, span.end_sample // frame))
        end = span.end_sample
        if first < last:
            words.append(Word(span.text, start, min(end, (int(loud[last - 1]) + 1) * frame)))
        else:
            words.append(Word(span.text, span.start_sample, end))
    return tuple(words)


def loud_samples(
    samples: NDArray[np.floating], sample_rate_hz: int, share: float = _SILENT_SHARE
) -> NDArray[np.int64]:
    """Return where each frame of some milliseconds begins that is louder than a share of all."""
    frame = round(_FRAME_S * sample_rate_hz)
    whole = len(samples) // frame
    peaks = np.abs(samples[: whole * frame].reshape(whole, frame)).max(axis=1, initial=0)
    return np.flatnonzero(peaks > share * peaks.max(initial=0)) * frame


def _pause_end(loud: NDArray[np.int64], gap: range, frame_s: float) -> int:
    """Return the frame in which sound sets in after the last pause that begins in `gap`, or 0.

    Whatever silence stands before all sound is a pause.
    """
    first, last = np.searchsorted(loud, (gap.start, gap.stop))
    for at in range(min(int(last), len(loud) - 1), int(first) - 1, -1):
        quiet_from = max(gap.start, int(loud[at - 1]) + 1)
        if at == 0 or (int(loud[at]) - quiet_from) * frame_s >= PAUSE_S:
            return int(loud[at])
    return 0


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
