"""How far the words of a text drift from one sentence to the next, as a sign of a new topic.

Before each sentence, the content words of the half minute before it are held against those of
the half minute after it: TextTiling's comparison of blocks (M. A. Hearst, Computational
Linguistics 23(1), 1997), on a window that slides along, so that the work grows with the text.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from narrate.text.terms import STOP_WORDS

_WINDOW_WORDS = 40  # content words on either side, from some 90 that are spoken
_FEWEST_GAPS = 8  # fewer show nothing of what is usual in a text
_STEM = 6  # letters: "payment" and "payments" are one word here
_WORD = re.compile(r"[^\W\d_]{4,}")
_ASCII_WORD = re.compile(r"[a-z]{4,}")  # the same of ASCII in small letters, in half the time


def measure_drift(sentences: Sequence[str]) -> list[float]:
    """Return the drift before each sentence in standard deviations; 0 before the first."""
    terms = [_terms(sentence) for sentence in sentences]
    if len(terms) <= _FEWEST_GAPS:
        return [0.0] * len(terms)
    likeness = _Windows(terms).likeness()
    mean = sum(likeness) / len(likeness)
    spread = math.sqrt(sum((x - mean) ** 2 for x in likeness) / len(likeness)) or 1.0
    return [0.0, *((mean - x) / spread for x in likeness)]


def _terms(sentence: str) -> list[str]:
    words = (_ASCII_WORD if sentence.isascii() else _WORD).findall(sentence.lower())
    return [word[:_STEM] for word in words if word not in STOP_WORDS]


class _Windows:
    """Two windows of words that meet at a gap between sentences, and how alike they are."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        self.terms = terms
        self.left: defaultdict[str, int] = defaultdict(int)
        self.right: defaultdict[str, int] = defaultdict(int)
        self.shared = self.left_squares = self.right_squares = 0
        self.first = self.end = 0  # sentences from `first` on are in the left, up to `end` right
        self.left_words = self.right_words = 0

    def likeness(self) -> list[float]:
        """Return the cosine of the words on both sides of each gap."""
        found: list[float] = []
        for gap in range(1, len(self.terms)):
            passed = self.terms[gap - 1]
            while self.end < len(self.terms) and (
                self.end <= gap or self.right_words < _WINDOW_WORDS + len(passed)
            ):
                self._enter(self.terms[self.end])
                self.end += 1
            self._pass(passed)
            while self.left_words - len(self.terms[self.first]) >= _WINDOW_WORDS:
                self._leave(self.terms[self.first])
                self.first += 1
            found.append(self.shared / math.sqrt((self.left_squares * self.right_squares) or 1))
        return found

    def _enter(self, words: Sequence[str]) -> None:
        """Add a sentence to the right."""
        counts, others = self.right, self.left
        squares = shared = 0
        for word in words:
            count = counts[word]
            counts[word] = count + 1
            squares += 2 * count + 1
            shared += others[word]
        self.right_squares += squares
        self.shared += shared
        self.right_words += len(words)

    def _pass(self, words: Sequence[str]) -> None:
        """Move a sentence from the right to the left."""
        lefts, rights = self.left, self.right
        left_squares = right_squares = shared = 0
        for word in words:
            left, right = lefts[word], rights[word]
            lefts[word], rights[word] = left + 1, right - 1
            left_squares += 2 * left + 1
            right_squares += 2 * right - 1
            shared += right - left - 1
        self.left_squares += left_squares
        self.right_squares -= right_squares
        self.shared += shared
        self.right_words -= len(words)
        self.left_words += len(words)

    def _leave(self, words: Sequence[str]) -> None:
        """Take a sentence out of the left."""
        counts, others = self.left, self.right
        squares = shared = 0
        for word in words:
            count = counts[word]
            counts[word] = count - 1
            squares += 2 * count - 1
            shared += others[word]
        self.left_squares -= squares
        self.shared -= shared
        self.left_words -= len(words)
