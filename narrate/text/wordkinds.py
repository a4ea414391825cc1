"""To tell how a word is used in English: as a name, as an action, often or rarely.

Counted over transcripts of talks (docs/topics-model.md): what stands before and after each word
says enough to keep verbs and half sentences out of titles, and needs no tagger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.phrases import LINKS, fold, tokens_of
from narrate.text.terms import word_set

_NAMES_FOLLOW = word_set(
    """
    the a an this these those my your our their its his her some any every each no of
    """
)
_ACTIONS_FOLLOW = word_set(
    """
    to will can could would should might must may do don't did didn't does doesn't i you we
    they he she it not and who let's can't won't i'm i've i'll you're we're they're we've
    been be
    """
)
_FOLLOW_ACTIONS = word_set("it them him me you us the a an this that these those my your our")
_FOLLOW_NAMES = word_set("is are was were of has have and or will can , . ?")
KINDS = ("name_before", "action_before", "name_after", "action_after", "capital", "rarity")
_LEAST_SEEN = 15
_SCALE = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class WordKinds:
    """One row of KINDS for each known word."""

    words: dict[str, int]
    table: NDArray[np.float64]

    def of(self, word: str) -> NDArray[np.float64]:
        """Return the row of a word; a guess from its ending where it is not known."""
        row = self.words.get(fold(word))
        return self.table[row] if row is not None else _guess(word)


def _guess(word: str) -> NDArray[np.float64]:
    folded = fold(word)
    action = 0.35 if folded.endswith(("ing", "ed")) else 0.5 if folded.endswith("ly") else 0.08
    return np.array([0.35, action, 0.4, 0.15, float(word[:1].isupper()), 1.2])


def count_kinds(texts: Iterable[Sequence[str]]) -> WordKinds:
    """Return the kinds of all words that are seen often enough in the texts."""
    counts: dict[str, Counter[str]] = {}
    for sentences in texts:
        for sentence in sentences:
            _count_sentence(tokens_of(sentence), counts)
    kept = sorted(w for w, c in counts.items() if c["seen"] >= _LEAST_SEEN)
    most = max(counts[w]["seen"] for w in kept)
    rows = [_row(counts[word], most) for word in kept]
    return WordKinds(
        {word: i for i, word in enumerate(kept)}, np.round(np.array(rows) * _SCALE) / _SCALE
    )


def _count_sentence(tokens: Sequence[str], counts: dict[str, Counter[str]]) -> None:
    folded = ["", *(fold(token) for token in tokens), ""]
    for i, word in enumerate(folded[1:-1], start=1):
        if not word[0].isalnum():
            continue
        seen = counts.setdefault(word, Counter())
        seen["seen"] += 1
        seen["name_before"] += folded[i - 1] in _NAMES_FOLLOW
        seen["action_before"] += folded[i - 1] in _ACTIONS_FOLLOW
        seen["name_after"] += folded[i + 1] in _FOLLOW_NAMES
        seen["action_after"] += folded[i + 1] in _FOLLOW_ACTIONS
        if i > 1:
            seen["inside"] += 1
            seen["capital"] += tokens[i - 1][:1].isupper()


def _row(seen: Counter[str], most: int) -> list[float]:
    total = seen["seen"] + 4.0
    rarity = float(np.log10(most / seen["seen"])) / 4
    return [
        (seen["name_before"] + 1.4) / total,
        (seen["action_before"] + 0.4) / total,
        (seen["name_after"] + 1.6) / total,
        (seen["action_after"] + 0.6) / total,
        seen["capital"] / max(1, seen["inside"]),
        rarity,
    ]


def is_name(words: Sequence[str], kinds: WordKinds) -> bool:
    """Tell whether a phrase reads as a name and not as a piece of a sentence.

    It must end with a noun, must not begin with a verb in the past or of a person, and must hold
    no such verb inside: "open source models", not "resources decided to".
    """
    rows = [kinds.of(word) for word in words]
    if _is_adverb(words[0], rows[0]):
        return False
    inner = [
        row for word, row in zip(words[:-1], rows[:-1], strict=True) if fold(word) not in LINKS
    ]
    return _is_noun(words[-1], rows[-1]) and not any(_is_verb(row) for row in inner)


def is_clear_noun(word: str, kinds: WordKinds) -> bool:
    """Tell whether a word can stand alone beside another: "caching", not "smaller" or "free"."""
    before, action, after, _, capital, _ = kinds.of(word).tolist()
    return bool(capital > 0.5 or (before >= 0.2 and after >= 0.3 and action < 0.1))


def _is_noun(word: str, row: NDArray[np.float64]) -> bool:
    before, action, after, _, capital, _ = row.tolist()
    if capital > 0.5:
        return True
    noun_like = before >= 0.12 and after >= 0.2 and action < max(0.25, before)
    return bool(noun_like) and not fold(word).endswith("ly")


def _is_adverb(word: str, row: NDArray[np.float64]) -> bool:
    return fold(word).endswith("ly") and len(word) > 5 and float(row[0]) < 0.45


def _is_verb(row: NDArray[np.float64]) -> bool:
    before, action, _, after, capital, _ = row.tolist()
    if capital > 0.5:
        return False
    return bool((action > 0.36 and before < action) or (before < 0.08 and after > 0.2))
