"""Paragraphs to the sentences in which topics are looked for.

Of each only its place is kept, by the hundred thousand; its text is cut out when it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from copy import copy
from typing import overload

from narrate.model import Paragraph
from narrate.text.sentences import breathe, iterate_sentences

_LONGEST_SENTENCE_WORDS = 60  # longer is speech without punctuation
_MANY, _TINY = 2000, 16  # sentences, and characters of them on average, as in "Yes. No. Yes."
_ENOUGH = 80  # characters of a piece made of several such sentences


class Pieces(Sequence[str]):
    """Sentences, and breaths of endless ones, each with the place where it stands.

    Where many sentences are of a word or two, a piece holds several, and short paragraphs whole.
    """

    def __init__(self, paragraphs: Sequence[Paragraph], language: str = "en") -> None:
        self._texts = [paragraph.text for paragraph in paragraphs]
        self._paragraphs, self._starts, self._ends = array("l"), array("l"), array("l")
        for index, whole in enumerate(self._texts):
            start = 0
            for sentence in iterate_sentences(whole, language):
                endless = sentence.count(" ") >= _LONGEST_SENTENCE_WORDS
                for text in breathe(sentence, language) if endless else (sentence,):
                    start = whole.index(text, start)
                    self._paragraphs.append(index)
                    self._starts.append(start)
                    start += len(text)
                    self._ends.append(start)
        self._lasts = self._paragraphs  # where each piece ends
        if len(self._starts) > _MANY and sum(map(len, self._texts)) < _TINY * len(self._starts):
            self._gather()
        self._shown = range(len(self._starts))

    def _gather(self) -> None:
        """Put sentences together; what goes on in another paragraph ends where that one does."""
        places, starts, ends = self._paragraphs, self._starts, self._ends
        opens, size, crossed = array("l"), _ENOUGH, False
        for n, place in enumerate(places):
            begins = n == 0 or place != places[n - 1]
            whole = begins and len(self._texts[place]) > _ENOUGH
            if whole or (size >= _ENOUGH and (begins or not crossed)):
                opens.append(n)
                size, crossed = 0, False
            else:
                crossed = crossed or begins
            size += ends[n] - starts[n]
        closes = [n - 1 for n in (*opens[1:], len(places))]
        self._paragraphs, self._lasts = (
            array("l", [places[n] for n in at]) for at in (opens, closes)
        )
        self._starts = array("l", [starts[n] for n in opens])
        self._ends = array("l", [ends[n] for n in closes])

    def part(self, start: int, end: int) -> Pieces:
        """Return the pieces from start to end."""
        part = copy(self)
        part._shown = self._shown[start:end]
        return part

    def place(self, n: int) -> tuple[int, int]:
        """Return the index of a piece's paragraph, and where it begins in its text."""
        return self._paragraphs[self._shown[n]], self._starts[self._shown[n]]

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, n: int) -> str: ...
    @overload
    def __getitem__(self, n: slice) -> list[str]: ...
    def __getitem__(self, n: int | slice) -> str | list[str]:
        if isinstance(n, slice):
            return [self._text(k) for k in self._shown[n]]
        return self._text(self._shown[n])

    def __iter__(self) -> Iterator[str]:
        return map(self._text, self._shown)

    def _text(self, k: int) -> str:
        first, last = self._paragraphs[k], self._lasts[k]
        start, end = self._starts[k], self._ends[k]
        if first == last:
            return self._texts[first][start:end]
        between = self._texts[first + 1 : last]
        return " ".join((self._texts[first][start:], *between, self._texts[last][:end]))
