"""To turn a sentence into the words that carry its topic."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text that lists them."""
    return frozenset(text.split())


_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())

# Function words and the fillers of spoken English: they stand in every topic alike.
STOP_WORDS = word_set(
    """
    a able about above actually after again against ago all almost already also although
    always am an and another any anybody anyone anything are aren't around as ask at
    away back basically be because been before being below best better between bit both
    but by call came can can't cannot case come comes coming could couldn't day did
    didn't different do does doesn't doing don't done down during each eight either else
    end enough even ever every everybody everyone everything exactly example far few
    first five for found four from get gets getting give given go goes going gone gonna
    good got great guess guy guys had hadn't half happen has hasn't have haven't having
    he he'd he'll he's hello her here here's hers herself hey hi him himself his hmm how
    how's however hundred i i'd i'll i'm i've idea if in instead into is isn't it it'd
    it'll it's its itself just keep kind kinda knew know known last least let let's
    level like little long look looking lot lots made make makes making many may maybe
    me mean means might million mine more most mostly much must my myself need never new
    next nice nine no nobody none nor not nothing now number of off often oh ok okay on
    once one ones only or other others ought our ours ourselves out over own part people
    perhaps person place point pretty probably put question quite rather real really
    right said same saw say saying says second see seem seems seen sense seven shall she
    she'd she'll she's should shouldn't show simply since single six so some somebody
    somehow someone something sometimes sort sorta stuff such sure take taken takes
    taking talk talking tell ten than thank thanks that that'd that'll that's the their
    theirs them themselves then there there'll there's these they they'd they'll they're
    they've thing things think third this those though thought thousand three through
    time times to today together told too took toward tried try trying turn two uh um
    under until up upon us use used using usually very via wanna want wanted wants was
    wasn't way ways we we'd we'll we're we've well went were weren't what what's
    whatever when when's where where's whether which while who who'll who's whole whom
    whose why why's will with within without won't word work would wouldn't wow yeah
    year years yep yes yet you you'd you'll you're you've your yours yourself yourselves
    zero
    """
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDINGS = re.compile(
    r"(?<=\w{3})(?:[ia]?[sz]?ations?|ingly|ments?|ness|edly|ings?|ies|ied|ers?|ed|es|ly|s|y)$"
)
_REMEMBERED_SENTENCES = 5000  # a block of those in which topics are found, looked at many times
_REMEMBERED_WORDS = 20_000
# Scripts written without spaces: there, pairs of characters stand in for words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]+")


def is_english(language: str) -> bool:
    """Tell whether a BCP 47 tag means English, as an empty one is taken to do."""
    return language.lower().split("-")[0] in ("", "en", "eng")


def count_words(text: str) -> int:
    """Count words, or where a script has no spaces, what takes as long to say."""
    return max(text.count(" ") + 1, len(text) // 10)


@lru_cache(_REMEMBERED_SENTENCES)
def surface_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` in lower case, with a straight apostrophe."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return tuple(_WORD.findall(folded))


@lru_cache(_REMEMBERED_WORDS)
def stem(word: str) -> str:
    """Cut one common English ending: "payments" and "paying" both give "pay"."""
    return _ENDINGS.sub("", word)


def topic_terms(sentences: Sequence[str], language: str = "en") -> list[list[str]]:
    """Return the stems of each sentence's content words.

    English has a list of words to leave out. In any other language those are left out that are
    short or stand in more than an eighth of all sentences, which needs no knowledge of it.
    """
    worded = [word_pieces(sentence) for sentence in sentences]
    if is_english(language):
        return [[stem(w) for w in words if len(w) > 1 and w not in STOP_WORDS] for words in worded]
    spread = Counter(word for words in worded for word in set(words))
    limit = max(8, len(worded) // 8)
    return [[w for w in words if _may_carry_topic(w) and spread[w] <= limit] for words in worded]


def _may_carry_topic(word: str) -> bool:
    return len(word) > 3 or _UNSPACED.match(word) is not None


def word_pieces(sentence: str) -> list[str]:
    """Return the words of a sentence; pairs of characters in scripts without spaces."""
    if sentence.isascii():
        return list(surface_words(sentence))
    pieces = []
    for word in surface_words(sentence):
        if _UNSPACED.fullmatch(word) and len(word) > 2:
            pieces += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            pieces.append(word)
    return pieces
