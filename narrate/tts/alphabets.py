"""To tell which writing a voice cannot read: it spells the letters by name, or is silent.

espeak-ng, whose phonemes Piper and Kokoro speak too, reads words of other alphabets as their own
language does, save for those below, of which it names each letter ("Arabic letter meem") or its
number. A system's voices mostly do no better. Other engines are not judged: big models read most
languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from narrate.tts.base import VoiceProfile
from narrate.tts.casting import PLAIN, default_voice, spoken_language
from narrate.tts.registry import takes_phonemes

# As Unicode's names of letters begin; the first language is the one to propose a voice for.
_READERS = {
    "ARABIC": ("ar", "fa", "ku", "ps", "sd", "ug", "ur"),
    "CJK": ("zh", "cmn", "hak", "ja", "ko", "yue"),
    "CYRILLIC": ("ru", "ba", "be", "bg", "cv", "kk", "ky", "mk", "mn", "sr", "tt", "uk", "uz"),
    "ETHIOPIC": ("am", "ti"),
    "GREEK": ("el", "grc"),
    "HEBREW": ("he", "yi"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "KHMER": ("km",),
    "LAO": ("lo",),
    "MYANMAR": ("my",),
    "TELUGU": ("te",),
    "THAI": ("th",),
}
_SHOWN = {"CJK": "Chinese", "MYANMAR": "Burmese"}

_MARKED = re.compile(r"\[\[.*?\]\]")  # phonemes, whatever letters they are written with
_WORD = re.compile(r"[^\W\d_]{2,}")  # a letter alone, as α, is a sign that every voice names


def unread_words(profile: VoiceProfile, spoken: str) -> dict[str, list[str]]:
    """Return the words of a text that a voice does not read, by the name of their writing."""
    found: dict[str, list[str]] = {}
    if spoken.isascii() or not (profile.engine == PLAIN or takes_phonemes(profile)):
        return found
    language = spoken_language(profile).lower().partition("-")[0]
    for word in _WORD.findall(_MARKED.sub(" ", spoken)):
        writing = _writing(word[0])
        if language and language not in _READERS.get(writing, (language,)):
            found.setdefault(writing, []).append(word)
    return found


def tell_unread(profile: VoiceProfile, unread: dict[str, list[str]]) -> str:
    """Say in one line what a voice does not read, and what to do."""
    words = [word for found in unread.values() for word in found]
    names = " or ".join(_SHOWN.get(writing, writing.capitalize()) for writing in unread)
    counted = f"{len(words)} words are" if len(words) > 1 else "a word is"
    most = max(unread, key=lambda writing: len(unread[writing]))
    other = default_voice(_READERS[most][0])
    told = f"voice {profile.name!r} reads no {names}: {counted} spelled by letters or left out"
    return f"{told}, {words[0]!r} first; --voice {other} or --cast SPEAKER={other} reads them"


@lru_cache(4096)
def _writing(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].removesuffix("-COMPATIBILITY")
