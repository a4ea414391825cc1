"""Words that a page ran together, and marks that stand apart from their words, to plain text.

Some players take line breaks out of captions without a space in their place ("not onlyis Mill
Town", "Tom'squestion", "says hello.Then"), and some write every mark as a word of its own ("a
second , it 's"). Each is mended only in a text that does it again and again; words that stand
together without a mark or a capital between them are told in English only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from narrate.model import Line
from narrate.text.columns import Lines
from narrate.text.persons import GIVEN_NAMES
from narrate.text.tagger import load_tagger
from narrate.text.terms import stem, word_set
from narrate.text.unsure import is_everyday, is_sure
from narrate.text.wordvectors import load_vectors

_LOOKED_AT = 100_000  # characters
_FEWEST = 3
_SURELY = re.compile(  # two of the commonest words, of which none is a word together
    r"\b(?:of|in|to|for|on|at|by|and|is|it|he|but|you|that|with|from|into|was|are|not|if|all)"
    r"(?:the|this|that|your|you|they|we|our|his|is|are|was|for|have)\b"
)
_COMMON = word_set(
    "a i the this that these those your you they we our he she it his her their my me him them us "
    "is are was were be been am do did does has have had can could will would should may "
    "of in to for on at by and but or if so as not from with into about than then when what who "
    "how all just like out up there here where because no yes well now get got go one an more"
)
_WORDS = word_set("inthis isis into onto unto thewe")  # that look like two and are one
_TOKEN = re.compile(r"[^\W\d_]{4,}")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]['’]s)(?=[^\W\d_]{2,})")
_CAMEL = re.compile(r"\b([^\W\d_][a-z]+)(?=[A-Z][a-z]+\b)")
_RECURS = 3  # times that a word stands which is a name or a new word
_SHORTEST = 3  # letters of a part beside which no very common word stands
_LONG = 5  # letters; of shorter words only those are known that people say every day
_LOOSE = re.compile(r"(?<=[^\s.]) +(?=[,.?!;:](?:\s|$))(?!\. \.)")  # of no dots apart: . . .
_CUT_OFF = re.compile(r"(?<=[^\W\d_]) (?=(?:n['’]t|['’](?:s|m|re|ve|ll|d))\b)")
_TIGHT = re.compile(r"(?<=[^\W\d_A-Z]{2}[.?!,])(?=[A-ZÄÖÜÀÁÉÈÊÍÓÚÑŚŻА-Я][^\W\d_A-Z]*[\s,.])")


def mend_spaces(lines: Lines) -> Lines:
    """Put spaces between words that were run together, and take those before marks away."""
    faults = _Faults(_is_loose(lines.texts), _is_tight(lines.texts), _is_glued(lines.texts))
    return lines.edited(_mended(lines, faults)) if any(faults) else lines


class _Faults(NamedTuple):
    loose: bool  # marks stand apart from the words before them
    tight: bool  # sentences stand together
    glued: bool  # words stand together


def _is_loose(texts: Sequence[str]) -> bool:
    """Tell whether more commas stand apart from their words than at them."""
    loose = sum(text.count(" ,") for text in texts)
    return loose >= _FEWEST and 2 * loose > sum(text.count(",") for text in texts)


def _is_tight(texts: Sequence[str]) -> bool:
    return len({text[found.end() :][:4] for text, found in _first(texts, _TIGHT)}) >= _FEWEST


def _is_glued(texts: Sequence[str]) -> bool:
    return sum(found[0] not in _WORDS for _, found in _first(texts, _SURELY)) >= _FEWEST


def _first(texts: Sequence[str], sign: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what a sign matches at the beginning of a text."""
    looked = 0
    for text in texts:
        yield from ((text, found) for found in sign.finditer(text))
        looked += len(text)
        if looked > _LOOKED_AT:
            return


def _mended(lines: Lines, faults: _Faults) -> Iterator[tuple[int, Line]]:
    texts = lines.texts
    tokens = (w for text in texts for w in _TOKEN.findall(text)) if faults.glued else ()
    counts = Counter(tokens)
    for n, text in enumerate(texts):
        new = _TIGHT.sub(" ", text) if faults.tight else text
        if faults.glued:
            new = _apart(new, counts)
        if faults.loose:
            new = _CUT_OFF.sub("", _LOOSE.sub("", new))
        if new != text:
            yield n, replace(lines[n], text=new)


def _apart(text: str, counts: Counter[str]) -> str:
    text = _POSSESSIVE.sub(" ", text)
    text = _CAMEL.sub(lambda found: _before_capital(found[1]), text)
    return _TOKEN.sub(lambda found: _split(found[0], counts[found[0]]), text)


def _before_capital(word: str) -> str:
    """Return what stands before a capital inside a word, with a space if it is one by itself."""
    alone = is_everyday(word) if word[0].islower() else word.lower() in GIVEN_NAMES
    return f"{word} " if alone and len(word) > 1 else word


def _split(word: str, count: int) -> str:
    """Return a word as the two that it was made of, if it is none by itself."""
    low = word.lower()
    if low in _WORDS or _is_word(low):
        return word
    cuts = [at for at in range(1, len(low)) if _fits(low[:at], low[at:], word, count)]
    if not cuts:
        return word
    at = max(cuts, key=lambda at: _worth(low[:at], low[at:]))
    return f"{word[:at]} {word[at:]}"


def _fits(first: str, second: str, word: str, count: int) -> bool:
    """Tell whether two parts are words of which people say one after the other."""
    if first == "i":
        return word[0] == "I" and len(second) > 1 and _is_plain(second)
    if first == "a" or second == "i" or not (_is_plain(first) and _is_plain(second)):
        return False
    short, long = sorted((first, second), key=len)
    if short in _COMMON and long in _COMMON:
        return True
    if word[0].isupper():
        return False  # it may be a name
    common = first in _COMMON or second in _COMMON
    fewest = 2 if short in _COMMON else _SHORTEST
    return len(short) >= fewest and (count < _RECURS or (common and len(short) > 2))


def _worth(first: str, second: str) -> tuple[int, int]:
    return (first in _COMMON) + (second in _COMMON), min(len(first), len(second))


def _is_plain(word: str) -> bool:
    if word in _COMMON or (len(word) > 1 and is_everyday(word)):
        return True
    return len(word) >= _LONG and stem(word) in load_vectors().rows


@cache
def _is_word(low: str) -> bool:
    if is_everyday(low) or is_sure(low) or low in load_tagger().words:
        return True
    return low not in _COMMON and stem(low) in load_vectors().rows
