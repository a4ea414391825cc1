"""Text to the words that a voice will probably say wrong.

English only, by evidence: the espeak-ng front end, which most voices here use, was compared with
two pronouncing dictionaries word by word (`bench/unsure.py`). What it learnt lies beside this
module: `unsure_words.tsv`, words and names that it says wrong; `unsure_spellings.tsv`, letter
groups that are typical of such words, with weights; `sure_words.tsv`, words that look like them
but come out right. `everyday_words.tsv` lists words that stand at least 15 times in the
transcripts of docs/topics-model.md, most often without a capital.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib import resources

from narrate.text.lexicon import INLINE, Lexicon

THRESHOLD = 4.7
"""A word whose spelling scores this much is unsure; one in ten words of a dictionary does."""

_WORD = re.compile(r"(?<![\w’'{|@#./])[^\W\d_]{3,}(?:-[^\W\d_]{3,})*(?![\w@/|}])")
_PART = re.compile(r"[A-Z][a-z]{3,}")  # of OpenAI, Garcia-Salmones; shorter ones say too little
_HEAVIEST = 3  # letter groups that count
_SHORTEST_PART = 4  # letters of a compound's part; shorter ones are found in any name
_ENDINGS = ("s", "es", "ed", "ing", "er", "ers")
_COMMON_SHARE = 0.5  # a name written small at least half as often is a word


@dataclass(frozen=True, slots=True)
class UnsureWord:
    """A word, how often it stands in the text, and why it is listed."""

    word: str
    count: int
    reason: str


def unsure_words(
    text: str, lexicon: Lexicon | None = None, language: str = "en"
) -> tuple[UnsureWord, ...]:
    """Return the words a voice will probably say wrong, most frequent first.

    Words that the lexicon knows, and those with an inline pronunciation, are sure. Languages
    other than English have no evidence yet and give nothing.
    """
    if language.partition("-")[0].lower() != "en":
        return ()
    counts = Counter(match[0] for match in _WORD.finditer(INLINE.sub(" ", text)))
    known = lexicon or Lexicon()
    found = [
        UnsureWord(word, count, reason)
        for word, count in counts.items()
        if not known.knows(word) and (reason := _why(word, counts))
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, each.word)))


def _why(word: str, counts: Mapping[str, int]) -> str:
    """Return why a word is unsure, or an empty string."""
    low = word.lower()
    if word[:2].isupper() or low in _listed("sure_words.tsv"):
        return ""
    if low in _listed("unsure_words.tsv"):
        return "often said wrong"
    if not word.isascii():
        known = is_everyday(_without_accents(low)) or not word.replace("-", "").isalpha()
        return "" if known else "letters from another language"  # naïve and km² are known
    if word[0].islower() or counts.get(low, 0) >= _COMMON_SHARE * counts[word]:
        return ""
    return "a name with an unusual spelling" if any(map(_is_unusual, _PART.findall(word))) else ""


def _without_accents(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


def _is_unusual(part: str) -> bool:
    low = part.lower()
    if low in _listed("sure_words.tsv") or score_spelling(low, _weights()) < THRESHOLD:
        return False
    return not (is_everyday(low) or _is_inflected(low) or _is_compound(low))


def is_everyday(word: str) -> bool:
    """Tell whether a word is often heard in talks, and not as a name."""
    return word in _listed("everyday_words.tsv")


def is_sure(word: str) -> bool:
    """Tell whether a word of a rare spelling is one that comes out right."""
    return word in _listed("sure_words.tsv")


def _is_inflected(word: str) -> bool:
    """Tell whether a word is an everyday or a sure one with an ending: Spaniards, biasing."""
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return any(
        is_everyday(stem + e) or stem + e in _listed("sure_words.tsv")
        for stem in stems
        for e in ("", "e")
    )


def _is_compound(word: str) -> bool:
    """Tell whether a word is made of two or three everyday ones: Coinbase, Bitcointalk."""
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        rest = word[at:]
        if is_everyday(word[:at]) and (is_everyday(rest) or _is_compound(rest)):
            return True
    return False


def letter_groups(word: str) -> set[str]:
    """Return the groups of two to four letters of a word, its ends marked."""
    marked = f"^{word}$"
    return {marked[at : at + n] for n in (2, 3, 4) for at in range(len(marked) - n + 1)}


def score_spelling(word: str, weights: Mapping[str, float]) -> float:
    """Return how much the spelling is like that of words said wrong; 0 is ordinary."""
    return sum(nlargest(_HEAVIEST, (weights.get(group, 0.0) for group in letter_groups(word))))


def _lines(name: str) -> Iterator[str]:
    source = resources.files(__package__) / name
    yield from source.read_text(encoding="utf-8").splitlines()


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_lines(name))


@cache
def _weights() -> dict[str, float]:
    pairs: Iterable[list[str]] = (line.split("\t") for line in _lines("unsure_spellings.tsv"))
    return {group: float(weight) for group, weight in pairs}
