"""Phonemes inside text: the mark that carries them to engines that can say them.

`[[wɪn]]` is Piper's notation too. The mark always holds a sign that no English word has, so that
other text between double brackets is never taken for phonemes.
"""

from __future__ import annotations

import re

_SIGNS = "æçðøħŋœβθχɐ-ʯʰ-ʸˈ-ˑ̀-ͯᴀ-ᶿ‿"
_PHONEMES = re.compile(f"[a-z{_SIGNS} .]{{1,200}}")
_SIGN = re.compile(f"[{_SIGNS}]")

IPA_MARK = re.compile(rf"\[\[(?=[a-z .]*[{_SIGNS}])[a-z{_SIGNS} .]{{1,200}}\]\]")
"""Matches one mark."""


def is_ipa(phonemes: str) -> bool:
    """Tell whether `phonemes` is written in the International Phonetic Alphabet's letters."""
    return _PHONEMES.fullmatch(phonemes) is not None


def ipa_mark(phonemes: str) -> str:
    """Return the mark; phonemes that could be a word get the stress sign they may have anyway."""
    return f"[[{phonemes}]]" if _SIGN.search(phonemes) else f"[[ˈ{phonemes}]]"
