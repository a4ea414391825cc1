"""To give names their capitals back in titles of speech that was written down without any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise

from narrate.text.persons import GIVEN_NAMES, is_name_in_lower_case
from narrate.text.terms import MONTHS, STOP_WORDS, word_set

_LOOKED_AT = 500  # sentences
_FEWEST_CAPITALS = 0.02  # of the words of ordinary text have one
_LETTERS = re.compile(r"(?<![\w'’])([^\W\d_])[\w'’]+")
_SPOKEN_BY_LETTERS = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,5}")  # without a vowel: "php"
_SHORTENED = word_set("mr mrs ms dr st vs nth pm mm hmm shh psst brr th nd rd ft lb kg km cm")
_AMBIGUOUS = word_set(  # common words, too
    "turkey chad jersey guinea georgia jordan may march polish mark will world slave americas "
    "christian serer"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")


def lacks_capitals(sentences: Iterable[str]) -> bool:
    """Tell whether hardly a word at the start of a text begins with a capital."""
    capital = total = 0
    for sentence in islice(sentences, _LOOKED_AT):
        first = _LETTERS.findall(sentence)
        total += len(first)
        capital += sum(letter.isupper() for letter in first)
    return capital < _FEWEST_CAPITALS * total


def with_capitals(words: Sequence[str]) -> list[str]:
    """Return the words of a title, given in lower case, with names as they are written.

    Known are given names, days, months, countries and languages (CLDR, by Babel), and abbreviations
    without a vowel; no other name is told from a common word.
    """
    names = _names()
    pairs = {
        i
        for i, pair in enumerate(pairwise(words))
        if " ".join(pair) in names or is_name_in_lower_case(*pair)
    }
    named = pairs | {i + 1 for i in pairs}
    return [
        word.capitalize() if i in named or word.removesuffix("'s") in names else _letters(word)
        for i, word in enumerate(words)
    ]


def _letters(word: str) -> str:
    plain = word in STOP_WORDS or word in _SHORTENED
    return word.upper() if _SPOKEN_BY_LETTERS.fullmatch(word) and not plain else word


@cache
def _names() -> frozenset[str]:
    # Reads CLDR's English names, which a text with capitals never needs.
    from babel import Locale

    english = Locale("en")
    places = {*english.territories.values(), *english.languages.values()}
    listed = {name.lower() for name in places if name.count(" ") <= 1}
    known = GIVEN_NAMES.union(listed, _DAYS, map(str.lower, MONTHS))
    return known - _AMBIGUOUS - STOP_WORDS
