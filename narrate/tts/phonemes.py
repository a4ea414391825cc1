"""To say words by phonemes that come with the text: `Ask [[wˈɪn|Nguyen]]'s sister`.

A mark holds phonemes in the International Phonetic Alphabet and the word that they stand for.
Texts with marks are only given to engines that say so (`takes_phonemes`). A phonemizer never
sees the marks: it is given a made-up word in each place, so that the words around it sound as
they do beside any name, and what it makes of that word is then exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from narrate.model import PHONEME_MARK
from narrate.tts.ipa import VOWELS, espeak_ipa

Phonemize = Callable[[str], list[list[str]]]

_TOKEN = re.compile(rf"(?:{PHONEME_MARK.pattern}|\S)+")
_CONSONANT_FIRST, _VOWEL_FIRST = "Bobbobbub", "Obbubbob"
_SILENT = frozenset("ˈˌːˑʲ")


def without_marks(text: str) -> str:
    """Return a text with the written words in place of their phonemes."""
    return PHONEME_MARK.sub(lambda m: m[2], text)


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands between white space, and where; a mark is never cut."""
    for found in _TOKEN.finditer(text):
        yield found[0], found.start()


def phonemize_marked(text: str, phonemize: Phonemize, language: str) -> list[list[str]]:
    """Return the phonemes of each sentence, with those that the marks give in their places."""
    given = [espeak_ipa(found[1], language) for found in PHONEME_MARK.finditer(text)]
    if not given:
        return phonemize(text)
    places = iter(given)
    sentences = phonemize(PHONEME_MARK.sub(lambda _: _stand_in(next(places)), text))
    exchanged = _exchange(sentences, given, phonemize)
    return _piecewise(text, phonemize, given) if exchanged is None else exchanged


def _stand_in(phonemes: str) -> str:
    """Return a word that begins with the same kind of sound, as "the" and "a" depend on it."""
    return _VOWEL_FIRST if phonemes.lstrip("ˈˌ")[:1] in VOWELS else _CONSONANT_FIRST


def _exchange(
    sentences: list[list[str]], given: list[str], phonemize: Phonemize
) -> list[list[str]] | None:
    """Put each word's phonemes where its stand-in was heard; None where they do not match."""
    sounds = {word: _bare(phonemize(word)) for word in {_stand_in(each) for each in given}}
    left = list(given)
    result = []
    for sentence in sentences:
        changed = list(sentence)
        end = 0
        while left:
            start, end = _find(changed, sounds[_stand_in(left[0])], end)
            if start < 0:
                break
            phonemes = list(left.pop(0))
            changed[start:end] = phonemes
            end = start + len(phonemes)
        result.append(changed)
    return None if left else result


def _bare(sentences: list[list[str]]) -> str:
    return "".join(p for sentence in sentences for p in sentence if p not in _SILENT)


def _find(sentence: list[str], wanted: str, start: int) -> tuple[int, int]:
    """Return where phonemes stand, their stress marks included; -1 if they do not."""
    places = [at for at in range(start, len(sentence)) if sentence[at] not in _SILENT]
    found = "".join(sentence[at] for at in places).find(wanted) if wanted else -1
    if found < 0:
        return -1, start
    first, last = places[found], places[found + len(wanted) - 1]
    while first > start and sentence[first - 1] in _SILENT:
        first -= 1
    while last + 1 < len(sentence) and sentence[last + 1] == "ː":
        last += 1
    return first, last + 1


def _piecewise(text: str, phonemize: Phonemize, given: list[str]) -> list[list[str]]:
    """Phonemize what stands between the marks piece by piece, as one sentence."""
    pieces = re.split(r"\[\[[^\[\]]*\]\]", text)
    joined: list[str] = []
    for piece, phonemes in zip(pieces, [*given, ""], strict=True):
        said = [p for sentence in phonemize(piece) for p in [*sentence, " "]][:-1]
        joined += [*said, " ", *phonemes, " "] if phonemes else said
    return [joined]
