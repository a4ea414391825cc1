"""To tell which language a text is in, when neither the text nor the user says so.

English is known by its commonest words; py3langid, which takes half a second to load, is asked
only where these are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from narrate.text.terms import surface_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 20_000  # characters are enough to know a language by
FEWEST_LETTERS = 20  # of fewer it is not told: "Ok, Test" may be anything
SUREST = 0.9  # the least probability at which a guess is taken
LIKELY = 0.25  # and in other letters than Latin ones: few languages have them
_LATIN_ENDS = "\u0370"  # Greek begins

# Words that make up a quarter of English speech and are rare in other languages.
_ENGLISH = "the and to of that it you for with this have they what not your be"
_ENGLISH_SHARE = 0.12

# Languages with podcasts and books in number. The others only add confusion: spoken English,
# without names and grammar of the written one, is taken for Nigerian Pidgin.
_LANGUAGES = """
    af ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk kn
    ko lt lv mk ml mr ms nl no pa pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur vi zh
"""


def guess_language(texts: Iterable[str]) -> str:
    """Return the BCP 47 tag of the language of `texts`, or "" where there is too little to tell.

    Only the beginning is looked at, some `SAMPLE` characters.
    """
    sample = _sample(texts)
    letters = [character for character in sample if character.isalpha()]
    others = sum(letter >= _LATIN_ENDS for letter in letters) > len(letters) / 2
    if len(letters) < FEWEST_LETTERS and not others:
        return ""
    words = surface_words(sample)
    commonest = frozenset(_ENGLISH.split())
    if sum(word in commonest for word in words) > _ENGLISH_SHARE * len(words):
        return "en"
    language, probability = _identifier().classify(sample)
    return language if probability >= (LIKELY if others else SUREST) else ""


def _sample(texts: Iterable[str]) -> str:
    taken: list[str] = []
    length = 0
    for text in islice(texts, SAMPLE):
        taken.append(text[: SAMPLE - length])
        length += len(taken[-1])
        if length >= SAMPLE:
            break
    return " ".join(taken)


@lru_cache(1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES.split())
    return identifier
