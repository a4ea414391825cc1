"""Written text to what a good reader would say.

`spoken_form` runs in this order: `markup` (what is no speech at all), then for English the rules
of `english`, each class of expression in a module of its own, or for other languages `foreign`.
Text in which nothing needs rewriting comes back unchanged.
"""

from __future__ import annotations

import re

from narrate.text.ipa import IPA_MARK
from narrate.text.speakable.english import NEEDS_WORK, speak_english
from narrate.text.speakable.markup import ascii_digits, strip_markup

__all__ = ["spoken_form"]

_KEEP = "\ue000"  # stands for an IPA mark while the rules run; strip_markup lets no other through
_PASSES = 20  # prose takes one; each pass leaves less to rewrite, nested markup a layer less


def spoken_form(text: str, language: str = "en") -> str:
    """Return what a good reader would say for one sentence or short paragraph.

    `language` is a BCP 47 tag; English is rewritten in full, for other languages numbers only,
    where their words are known. IPA between double brackets, as a lexicon leaves it, stays.
    Sentence punctuation stays. Never raises; the result has no control characters or markup and
    is its own spoken form.
    """
    if _is_english(language) and not NEEDS_WORK.search(text):
        return text
    for _ in range(_PASSES):
        spoken = _rewrite(text, language)
        if spoken == text:
            break
        text = spoken
    return text


def _is_english(language: str) -> bool:
    return re.split("[-_]", language)[0].lower() == "en"


def _rewrite(text: str, language: str) -> str:
    marks = [found[0] for found in IPA_MARK.finditer(text)]
    plain = IPA_MARK.sub(_KEEP, ascii_digits(strip_markup(text)))
    if _is_english(language):
        plain = speak_english(plain, re.split("[-_]", language + "-")[1].upper())
    else:
        from narrate.text.speakable.foreign import speak_foreign  # CLDR's data take a while

        plain = speak_foreign(plain, language)
    spoken = _restore(re.sub(r"\[{2,}|\]{2,}", "", plain), marks)
    return spoken if spoken == text else _tidy(spoken)


def _tidy(spoken: str) -> str:
    """Close the gaps that dropped signs leave."""
    spoken = re.sub(r" {2,}", " ", spoken)
    return re.sub(r" (?=[,;:!?)\]]|\.(?![\w.]))|(?<=[(\[]) ", "", spoken).strip()


def _restore(spoken: str, marks: list[str]) -> str:
    left = iter(marks)
    return re.sub(_KEEP, lambda _: next(left, ""), spoken)
