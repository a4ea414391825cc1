"""Utterances to the words that should be heard, each with its place in the written text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrate.hearing.words import plain_with_sources
from narrate.model import Utterance


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """All that should be heard, as it is written and as plain words."""

    utterances: tuple[Utterance, ...]
    written: tuple[str, ...]  # with punctuation and capitals
    owners: tuple[int, ...]  # for each written word the index of its utterance
    plain: tuple[str, ...]
    sources: tuple[tuple[int, int], ...]  # for each plain word its first and last written one

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Return the written words, as a range, of the plain words in [first, end)."""
        if first < end:
            return self.sources[first][0], self.sources[end - 1][1] + 1
        at = self.sources[first][0] if first < len(self.sources) else len(self.written)
        return at, at

    def utterance_at(self, at: int) -> Utterance:
        """Return the utterance of a written word, or the last one behind all words."""
        return self.utterances[self.owners[min(at, len(self.owners) - 1)]]


def expect(utterances: Sequence[Utterance]) -> ExpectedText:
    """List the words of utterances; their spoken forms must hold no phonemes."""
    written: list[str] = []
    owners: list[int] = []
    plain: list[str] = []
    sources: list[tuple[int, int]] = []
    for number, utterance in enumerate(utterances):
        words = utterance.text.split()
        start = len(written)
        for word, first, last in plain_with_sources(words, utterance.spoken):
            plain.append(word)
            sources.append((start + first, start + last))
        written += words
        owners += [number] * len(words)
    return ExpectedText(
        tuple(utterances), tuple(written), tuple(owners), tuple(plain), tuple(sources)
    )
