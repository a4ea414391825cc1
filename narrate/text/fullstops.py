"""Full stops that end no sentence, in languages whose short forms sentencex does not know."""

from __future__ import annotations

import re
from functools import cache

_NUMBERED = {  # short forms before a number
    "de": "Abb Abs Art Bd Kap Nr S Tab Tel Vgl vgl Ziff",
    "fr": "art c.-à-d chap fig p pp tél vol",
    "es": "art cap fig núm p pp pág págs tel vol",
    "it": "art cap fig n p pp pag pagg tel vol",
    "pt": "art cap fig n p pp pág págs tel vol",
    "nl": "afb art blz ca d.w.z hfst nr p tel",
    "pl": "art godz nr ok rozdz rys str s t tel tj ul",
    "ru": "гл ок рис ст стр т табл тел",
    "el": "αρ εικ κεφ σελ τηλ",
}
_NAMED = {  # short forms before a name
    "es": "Avda D Dña Gral",
    "pt": "Av D Dr Dra Exmo Gen Pe Prof R Sto",
    "it": "Avv Dott Gent.mo Ing On S Sig",
    "pl": "al ks pl św ul",
    "hi": "डॉ श्री पं प्रो कु",
    "ru": "г д ул",
    "el": "Αγ Δρ κ κκ",
}
_GOING_ON = {  # short forms before a small letter
    "es": "mill",
    "pl": "godz itd itp m.in np ok r tys tzn tzw w",
    "ru": "в вв г гг млн млрд тыс",
}
# What may stand before the ordinal of "im 19. Jahrhundert" and "der 1. FC Köln".
_GERMAN_ORDINAL = re.compile(
    r"(?:\b(?i:am|ab|bis|beim|das|dem|den|der|des|die|diese[mnrs]?|ein|einem|eine[nr]?|im|ins|jede[mnrs]?"
    r"|seit|vom|zum|zur)\ |\d\./)\d{1,2}\.$|\d\.\s?/\s?\d{1,2}\.$|\d\.\ J[Hh]\.$",
    re.VERBOSE,
)
_DOTTED_ORDINALS = frozenset({"cs", "da", "de", "fi", "hu", "nb", "no", "pl", "sk", "tr"})
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")


def goes_on(before: str, after: str, language: str) -> bool:
    """Tell whether the full stop that ends `before` only shortens a word or makes an ordinal.

    `after` begins with the next word.
    """
    first = after[:1]
    if first.isdigit():
        return _ends_in(before, _NUMBERED.get(language, ""))
    if first.islower():
        ordinal = language in _DOTTED_ORDINALS and _ORDINAL.search(before)
        return bool(ordinal) or _ends_in(before, _GOING_ON.get(language, ""))
    if language == "de" and _GERMAN_ORDINAL.search(before):
        return True
    return _ends_in(before, _NAMED.get(language, ""))


def _ends_in(before: str, listed: str) -> bool:
    return bool(listed) and _pattern(listed).search(before) is not None


@cache
def _pattern(listed: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(«„\"])(?:{'|'.join(map(re.escape, listed.split()))})\.$", re.I)
