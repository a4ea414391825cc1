"""Phonemes inside text: the mark that carries them to engines that can say them.

`[[wɪn|Nguyen]]` holds phonemes and the word that they stand for. The phonemes always have a sign
that no English word has, so that other text between double brackets is never taken for them.
"""

from __future__ import annotations

import re

_SIGNS = "æçðøħŋœβθχɐ-ʯʰ-ʸˈ-ˑ̀-ͯᴀ-ᶿ‿"
_PHONEMES = re.compile(f"[a-z{_SIGNS} .]{{1,200}}")
_SIGN = re.compile(f"[{_SIGNS}]")

IPA_MARK = re.compile(rf"\[\[(?=[a-z .]*[{_SIGNS}])[a-z{_SIGNS} .]{{1,200}}\|[^\[\]|]{{1,200}}\]\]")
"""Matches one mark."""

_POSSESSIVE = {"s": "ɪz", "z": "ɪz", "ʃ": "ɪz", "ʒ": "ɪz"} | dict.fromkeys("fkptθ", "s")


def is_ipa(phonemes: str) -> bool:
    """Tell whether `phonemes` is written in the International Phonetic Alphabet's letters."""
    return _PHONEMES.fullmatch(phonemes) is not None


def without_ipa(text: str) -> str:
    """Return `text` with the written words in place of marks."""
    return IPA_MARK.sub(lambda m: m[0][2:-2].partition("|")[2], text)


def possessive(phonemes: str) -> str:
    """Return English phonemes with the sound of 's at their end."""
    return phonemes + _POSSESSIVE.get(phonemes[-1:], "z")


def ipa_mark(phonemes: str, written: str) -> str:
    """Return the mark, or one for each word where phonemes and writing have as many.

    Phonemes that could be a word get the stress sign they may have anyway.
    """
    sounds, words = phonemes.split(), written.split()
    if len(sounds) != len(words):
        sounds, words = [phonemes], [written]
    pairs = zip(sounds, words, strict=True)
    return " ".join(f"[[{'' if _SIGN.search(s) else 'ˈ'}{s}|{word}]]" for s, word in pairs)
