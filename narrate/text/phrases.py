"""To list the phrases of a text that could name what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.text.terms import STOP_WORDS, stem, word_set

MOST_WORDS = 6
_MOST_QUOTED = 8
# Words that may stand inside a name but neither begin nor end it.
LINKS = word_set("of to the a an for in on and with vs versus your our")
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_](?:[\w'’.+#/&-]*[\w+#])?|[^\w\s]")
_QUOTED = re.compile(r"[\"“]([^\"“”]{8,70}?)[?.,!]*[\"”]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One occurrence of a possible name."""

    words: tuple[str, ...]  # as written
    sentence: int
    before: str  # the token before it in the sentence, lower case; "" at the start
    after: str  # the token after it; "" at the end
    quoted: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What inflected forms of the phrase have in common."""
        return tuple(stem(fold(word)) for word in self.words)


def tokens_of(sentence: str) -> list[str]:
    """Return the words and punctuation marks of a sentence as written."""
    return _TOKEN.findall(sentence)


def fold(word: str) -> str:
    """Return a word in lower case with a straight apostrophe."""
    return word.lower().replace("’", "'")


def phrases(sentences: Sequence[str]) -> Iterator[Phrase]:
    """Yield the phrases of up to six words that begin and end with a content word."""
    for number, sentence in enumerate(sentences):
        yield from _quotations(sentence, number)
        tokens = tokens_of(sentence)
        for start, token in enumerate(tokens):
            if _is_content(token):
                yield from _from(tokens, start, number)


def _from(tokens: list[str], start: int, number: int) -> Iterator[Phrase]:
    for end in range(start + 1, min(start + MOST_WORDS, len(tokens)) + 1):
        last = tokens[end - 1]
        if not last[0].isalnum() or not (_is_content(last) or fold(last) in LINKS):
            return
        if not _is_content(last):
            continue
        before = fold(tokens[start - 1]) if start else ""
        after = fold(tokens[end]) if end < len(tokens) else ""
        yield Phrase(tuple(tokens[start:end]), number, before, after)


def _quotations(sentence: str, number: int) -> Iterator[Phrase]:
    for match in _QUOTED.finditer(sentence):
        words = tuple(match[1].split())
        if 2 <= len(words) <= _MOST_QUOTED and any(_is_content(word) for word in words):
            yield Phrase(words, number, '"', '"', quoted=True)


def _is_content(token: str) -> bool:
    return token[0].isalnum() and fold(token) not in STOP_WORDS
