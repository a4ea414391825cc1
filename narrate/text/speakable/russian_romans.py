"""Roman numerals of Russian centuries and rulers to words, in the case of the word beside them."""

from __future__ import annotations

import re

from narrate.text.speakable.foreign_numbers import ordinal
from narrate.text.speakable.roman import value
from narrate.text.speakable.rule import rule

_ROMAN = r"((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))"
_CENTURIES = {"век": "n", "века": "g", "веку": "d", "веком": "i", "веке": "p"}
_KINGS = (
    "Александр|Вильгельм|Генрих|Георг|Иван|Карл|Людовик|Людвиг|Наполеон|Никола|Павел|Павл|Петр|Пётр"
    "|Филипп|Фридрих|Эдуард|Яков"
)
_QUEENS = "Анн|Екатерин|Елизавет|Мари"
_HIS = {"": "n", "й": "n", "а": "g", "я": "g", "у": "d", "ю": "d", "ом": "i", "ем": "i", "е": "p"}
_HER = {"а": "n", "я": "n", "ы": "g", "и": "g", "е": "d", "у": "a", "ю": "a", "ой": "i", "ей": "i"}


def _century(match: re.Match[str]) -> str:
    """Say XX веке as двадцатом веке; в. is веке after в, else века."""
    noun = match[3]
    if noun == "в.":
        noun = "веке" if match[1] else "века"
    ends = match[3] == "в." and not match.string[match.end() :]
    said = ordinal(value(match[2]), "ru", case=_CENTURIES[noun])
    return f"{match[1] or ''}{said} {noun}{'.' if ends else ''}"


def _ruler(match: re.Match[str]) -> str:
    """Say Екатерины II as Екатерины Второй."""
    stem, ending = (match[1], match[2]) if match[1] else (match[3], match[4])
    case, gender = (_HIS[ending], "m") if match[1] else (_HER[ending], "f")
    which = ordinal(value(match[5]), "ru", case=case, gender=gender)
    return f"{stem}{ending} {which.capitalize()}"


RULES = (
    rule(rf"(\b[Вв]о? )?(?<!\w){_ROMAN} (век(?:а|у|ом|е)?|в\.)(?!\w)", _century),
    rule(rf"\b(?:({_KINGS})({'|'.join(filter(None, _HIS))}|)"
         rf"|({_QUEENS})({'|'.join(_HER)})) {_ROMAN}(?![\w-])", _ruler),
)  # fmt: skip
