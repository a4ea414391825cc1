"""To turn any writer's IPA into the symbols that espeak-ng's phonemizer, and so models, know.

Sounds that American English does not have become the nearest that it has, as a newsreader would
say them. Symbols after the IPA chart of 2020; espeak-ng's own after its documentation of
phonemes (docs/phonemes.md and phsource/ph_english_us of espeak-ng 1.52).
"""

from __future__ import annotations

import re
import unicodedata

VOWELS = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ")

_ANY = {
    "ʤ": "dʒ", "ʧ": "tʃ", "ʦ": "ts", "ʣ": "dz", "g": "ɡ", "ɝ": "ɜː", "ˑ": "", ".": "", "‿": "",
    "\u0361": "", "\u035c": "", "ˈˌ": "ˈ",
}  # fmt: skip
_AMERICAN = {
    "ɑ̃": "ɑːn", "ɔ̃": "oʊn", "ɛ̃": "æn", "œ̃": "ʌn", "ã": "ɑːn", "õ": "oʊn", "ẽ": "eɪn",
    "əʊ": "oʊ", "aɪ": "aɪ", "aʊ": "aʊ", "eɪ": "eɪ", "oʊ": "oʊ", "ɔɪ": "ɔɪ", "ai": "aɪ",
    "au": "aʊ", "ei": "eɪ", "ou": "oʊ", "ɒ": "ɑː", "ɑː": "ɑː", "ɑ": "ɑː", "aː": "ɑː", "a": "ɑː",
    "eː": "eɪ", "e": "ɛ", "oː": "oʊ", "o": "oʊ", "uː": "uː", "u": "uː", "yː": "uː", "y": "uː",
    "øː": "ɜː", "ø": "ɜː", "œ": "ɜː", "ɯ": "uː", "ɨ": "ɪ", "ʉː": "uː", "ʉ": "uː", "ʏ": "ʊ",
    "ɤ": "ʌ", "ɵ": "ə", "ɘ": "ə", "ɶ": "æ", "ɞ": "ɜː", "ɐ": "ɐ", "ɜːɹ": "ɜː", "ɜːr": "ɜː",
    "əɹ": "ɚ", "r": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "ɻ": "ɹ", "ɽ": "ɹ", "x": "k", "χ": "k", "ħ": "h",
    "ç": "ʃ", "ɕ": "ʃ", "ʂ": "ʃ", "ʑ": "ʒ", "ʐ": "ʒ", "ɲ": "nj", "ʎ": "lj", "ɣ": "ɡ", "β": "v",
    "ɸ": "f", "q": "k", "c": "k", "ɟ": "ɡ", "ʋ": "v", "ɫ": "l", "ɬ": "l", "ɭ": "l", "ʟ": "l",
    "ɳ": "n", "ɴ": "ŋ", "ɱ": "m", "ʈ": "t", "ɖ": "d", "ʍ": "w", "ɥ": "w", "ɰ": "w", "ʲ": "",
    "ʰ": "", "ʷ": "w", "ʼ": "", "\u0303": "n",
}  # fmt: skip
_LAST_E = re.compile(r"ɛ$")
_STRESS = re.compile(rf"([ˈˌ])([^{''.join(VOWELS)}ˈˌ]+)")
_FIRST_VOWEL = re.compile(rf"[{''.join(VOWELS)}]")

_MNEMONICS = {
    "ɑːɹ": "A@", "ɔːɹ": "o@", "ɛɹ": "e@", "ɪɹ": "i@3", "ʊɹ": "U@", "tʃ": "tS", "dʒ": "dZ",
    "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI", "aʊ": "aU", "oʊ": "oU", "iː": "i:", "uː": "u:",
    "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "ɪ": "I", "ɛ": "E", "æ": "a", "ʊ": "U", "ʌ": "V",
    "ə": "@", "ɐ": "a#", "ᵻ": "I2", "ɚ": "3", "ɔ": "O", "i": "i", "θ": "T", "ð": "D", "ʃ": "S",
    "ʒ": "Z", "ŋ": "N", "ɹ": "r", "ɡ": "g", "ɾ": "t", "ʔ": "", "ˈ": "'", "ˌ": ",", "ː": "",
}  # fmt: skip


def _mapper(table: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    table = {unicodedata.normalize("NFD", sign): said for sign, said in table.items()}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


_TO_ANY, _TO_AMERICAN, _TO_MNEMONIC = _mapper(_ANY), _mapper(_AMERICAN), _mapper(_MNEMONICS)


def _mapped(text: str, mapper: tuple[re.Pattern[str], dict[str, str]]) -> str:
    pattern, table = mapper
    return pattern.sub(lambda m: table[m[0]], text)


def espeak_ipa(phonemes: str, language: str) -> str:
    """Return IPA as espeak-ng writes it for a language (one of its names, such as "en-us")."""
    plain = _mapped(unicodedata.normalize("NFD", phonemes), _TO_ANY)
    return " ".join(_word(word, language.lower()) for word in plain.split())


def _word(word: str, language: str) -> str:
    if language in {"en", "en-us"}:
        word = _LAST_E.sub("eɪ", _mapped(word, _TO_AMERICAN))
    elif language.startswith("en"):
        word = word.replace("r", "ɹ")
    word = _STRESS.sub(lambda m: m[2] + m[1], word)  # espeak-ng marks the vowel, not the syllable
    if "ˈ" not in word and "ˌ" not in word:
        word = _FIRST_VOWEL.sub(lambda m: "ˈ" + m[0], word, count=1)
    return word


def espeak_mnemonics(phonemes: str) -> str:
    """Return American English IPA in the letters that espeak-ng reads between double brackets."""
    return " ".join(_mapped(word, _TO_MNEMONIC) for word in espeak_ipa(phonemes, "en-us").split())
