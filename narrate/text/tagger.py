"""To tell the part of speech of each word: what names are made of, and what cuts them off.

Two passes of a linear model over a word, its neighbours, endings and capitals; the second pass
also sees what the first made of the neighbours. Learnt by bench/topics/teach.py from the tags of
a larger tagger (docs/topics-model.md); coarse, fast, and no more is needed to find phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# noun, proper noun, adjective, -ing form, past participle, other verb, adverb, preposition,
# determiner, pronoun, number, conjunction, question adverb, possessive ending, anything else
TAGS = "NPAGDVRITO#CWSX"
SHAPES = 14
_SHIPPED = "words.npz"
_LONG_WORD = 4  # letters; only longer words tell by their ending
_BLOCK_TOKENS = 20_000  # each takes some 600 bytes
_REMEMBERED = 20_000  # tokens
_OUTSIDE = len(TAGS)  # the tag beyond either end of a sentence

Rows = NDArray[np.int64]
Known = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """Weights of both passes; rows are features, columns TAGS."""

    words: dict[str, int]  # commonest first
    neighbours: int  # so many of the words are told apart beside a word
    endings: dict[str, int]
    first: NDArray[np.float32]
    second: NDArray[np.float32]
    seen: dict[str, Known] = field(default_factory=dict)  # by token

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[str]:
        """Return one letter of TAGS for each token of each sentence."""
        tagged: list[str] = []
        for block in _blocks(sentences):
            tagged += self._tag_block(block)
        return tagged

    def noun_odds(self, word: str) -> float:
        """Return the log odds of a noun to a verb, by the word alone and its endings."""
        row = self.rows([[word]])[0]
        own = self.first[row[[0, 3, 4]]].sum(axis=0)
        return float(own[TAGS.index("N")] - own[TAGS.index("V")])

    def _tag_block(self, sentences: Sequence[Sequence[str]]) -> list[str]:
        lengths = [len(sentence) for sentence in sentences]
        if not sum(lengths):
            return [""] * len(sentences)
        rows = self.rows([sentence for sentence in sentences if sentence])
        scores = self.first[rows].sum(axis=1)
        around = self.context_rows(rows, scores.argmax(axis=1), lengths)
        best = (scores + self.second[around].sum(axis=1)).argmax(axis=1)
        letters = "".join(TAGS[i] for i in best.tolist())
        ends = np.cumsum([0, *lengths]).tolist()
        return [letters[a:b] for a, b in pairwise(ends)]

    def rows(self, sentences: Sequence[Sequence[str]]) -> Rows:
        """Return the features that each token of these sentences has in the first pass."""
        known = [self._known(token) for tokens in sentences for token in tokens]
        words, beside, three, two, shapes = np.array(known, dtype=np.int64).T
        ends = np.cumsum([len(tokens) for tokens in sentences])
        starts = np.concatenate([[0], ends[:-1]])
        shapes[starts] += 1
        columns = (
            words,
            _moved(beside, 1, starts, self.neighbours),
            _moved(beside, -1, ends - 1, self.neighbours),
            three,
            two,
            shapes,
            _moved(shapes, 1, starts, SHAPES - 1),
            _moved(shapes, -1, ends - 1, SHAPES - 1),
            _moved(three, -1, ends - 1, len(self.endings)),
        )
        return np.stack(columns, axis=1) + self._offsets()

    def _known(self, token: str) -> Known:
        """Return what a token is, alone and beside another, its endings and its shape."""
        found = self.seen.get(token)
        if found is None:
            folded = token.lower().replace("’", "'")
            word, none = self.words.get(folded, len(self.words)), len(self.endings)
            beside = word if word < self.neighbours else self.neighbours + 1
            endings = self._ending(folded, 3, none), self._ending(folded, 2, none)
            found = (word, beside, *endings, shape_of(token))
            if len(self.seen) < _REMEMBERED:
                self.seen[token] = found
        return found

    def _ending(self, word: str, letters: int, none: int) -> int:
        return self.endings.get(word[-letters:], none) if len(word) > _LONG_WORD else none

    def _offsets(self) -> Rows:
        word, beside, ending = len(self.words) + 1, self.neighbours + 2, len(self.endings) + 1
        sizes = [word, beside, beside, ending, ending, SHAPES, SHAPES, SHAPES]
        return np.cumsum([0, *sizes])

    def context_rows(self, rows: Rows, tags: Rows, lengths: Sequence[int]) -> Rows:
        """Return the features of the second pass, from the tags of the first."""
        sentence = np.repeat(np.arange(len(lengths)), lengths)
        two_back, back, on, two_on = (_shifted(tags, sentence, by) for by in (2, 1, -1, -2))
        many = len(TAGS) + 1
        pairs = ((two_back, back), (back, on), (on, two_on), (tags, back), (tags, on))
        columns = [np.minimum(rows[:, 0], self.neighbours)]
        for number, (a, b) in enumerate(pairs):
            columns.append(self.neighbours + 2 + number * many * many + a * many + b)
        return np.stack(columns, axis=1)


def _blocks(sentences: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    block: list[Sequence[str]] = []
    size = 0
    for sentence in sentences:
        block.append(sentence)
        size += len(sentence)
        if size >= _BLOCK_TOKENS:
            yield block
            block, size = [], 0
    yield block


def _moved(column: Rows, by: int, edges: Rows, outside: int) -> Rows:
    """Return what stands beside each token of its sentence; `outside` at the edges."""
    moved = np.roll(column, by)
    moved[edges] = outside
    return moved


def shape_of(token: str) -> int:
    """Return what capitals, digits and marks show of a token; at the start, it is one more."""
    upper = token[:1].isupper()
    if not token[0].isalnum():
        shape = 4
    elif any(character.isdigit() for character in token):
        shape = 3
    elif upper and token.isupper() and len(token) > 1:
        shape = 2
    elif any(character.isupper() for character in token[1:]):
        shape = 5
    else:
        shape = 1 if upper else 6 if "-" in token else 0
    return 2 * shape


def _shifted(tags: Rows, sentence: Rows, by: int) -> Rows:
    """Return the tag so many tokens before each one of the same sentence."""
    shifted = np.full(len(tags), _OUTSIDE)
    if abs(by) >= len(tags):
        return shifted
    to, origin = (
        (slice(by, None), slice(None, -by)) if by > 0 else (slice(None, by), slice(-by, None))
    )
    same = sentence[to] == sentence[origin]
    shifted[to] = np.where(same, tags[origin], _OUTSIDE)
    return shifted


@cache
def load_tagger() -> Tagger:
    """Return the tagger that comes with narrate."""
    with (
        resources.as_file(resources.files("narrate.text") / _SHIPPED) as path,
        np.load(path, allow_pickle=False) as arrays,
    ):
        return Tagger(
            words=_numbered(arrays["tagged_words"]),
            neighbours=int(arrays["neighbours"]),
            endings=_numbered(arrays["endings"]),
            first=arrays["first"].astype(np.float32) / np.float32(arrays["tag_scale"]),
            second=arrays["second"].astype(np.float32) / np.float32(arrays["tag_scale"]),
        )


def _numbered(text: NDArray[np.uint8]) -> dict[str, int]:
    return {word: i for i, word in enumerate(text.tobytes().decode().split("\n"))}
