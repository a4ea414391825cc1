"""Numbers that name rather than count, in other languages, to words.

Telephones, rulers and centuries in Roman numerals, fractions, scores, decades, pages.
"""

from __future__ import annotations

import re

from narrate.text.speakable import russian_romans
from narrate.text.speakable.foreign_numbers import genitive, ordinal
from narrate.text.speakable.foreign_tables import (
    FRACTIONS,
    GIVEN_NAMES,
    NUMBERED,
    SCORE,
    WOMEN,
)
from narrate.text.speakable.numbers import DIGITS
from narrate.text.speakable.roman import value
from narrate.text.speakable.rule import Rule, alternatives, rule
from narrate.text.speakable.tongue import Tongue

_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_LAST_ORDINAL = {"es": 10, "pt": 10}  # from Alfonso XI on, kings are counted: Alfonso once
_ALWAYS_ORDINAL = frozenset({"it", "nl", "pl"})
_PHONE = (
    r"(?<![\w.,/-])(?:\+[0-9]{1,3}[ -]?)?(?:\([0-9]{1,5}\)[ -]?|[0-9]{1,4}[ /-])[0-9]{2,8}"
    r"(?:[ -][0-9]{2,8})*(?![\w/]|[.,-][0-9])"
)
_LEAST_PHONE = 7  # digits
_GERMAN_ENDINGS = (
    "jährig|tägig|stündig|minütig|prozentig|köpfig|teilig|stellig|stöckig|monatig|wöchig|seitig|"
    "sprachig|malig|fach|mal"
)

_ADDRESSED = {
    "de": (rule(r"(?<=[a-zäöüß]{2})str\.(?= [0-9])", "straße"),
           rule(r"(?<=-)Str\.(?= [0-9])", "Straße")),
    "es": (rule(r"\bC/ ?(?=[A-ZÁÉÍÓÚ])", "calle "),),
    "it": (rule(r"\b([Aa]l|[Ii]l|[Pp]er) kg\b", lambda m: f"{m[1]} chilo"),),
    "pt": (rule(r"\bD\. (?=[A-ZÁÉÍÓÚ][\w-]*a\b)", "Dona "),
           rule(r"\bD\. (?=[A-ZÁÉÍÓÚ][a-zà-ÿ])", "Dom ")),
}  # fmt: skip


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for numbers that name something in one language."""
    language = tongue.primary
    numbered, fractions = NUMBERED.get(language, {}), FRACTIONS.get(language, {})
    score = SCORE.get(language)
    listed = (
        numbered
        and rule(rf"(?<![\w.])({alternatives(numbered)}) ?(?=[0-9])",
                 lambda m: numbered[m[1]] + " "),
        rule(_PHONE, lambda m: _phone(m, tongue)),
        fractions
        and rule(rf"(?<![\w.,/:-])({alternatives(fractions)})(?![\w/]|[.,][0-9])",
                 lambda m: fractions[m[1]]),
        score is not None
        and rule(r"(?<![\w.,/:-])([0-9]{1,2}):([0-9])(?![\w:/-]|[.,][0-9])",
                 lambda m: f"{m[1]} {score} {m[2]}" if score else f"{m[1]} {m[2]}"),
        rule(r"(?<=\w )['’](?=[1-9]0\b)", ""),
        *_romans(tongue),
        *(_german(tongue) if language == "de" else ()),
        *_ADDRESSED.get(language, ()),
        *(_slavic(language) if language in {"pl", "ru"} else ()),
    )  # fmt: skip
    return tuple(each for each in listed if isinstance(each, Rule))


def _phone(match: re.Match[str], tongue: Tongue) -> str:
    """Say a telephone number digit by digit, but French ones by their groups of two."""
    groups = re.findall("[0-9]+", match[0])
    length = sum(map(len, groups))
    grouped = all(len(group) == 3 for group in groups[1:])  # may be one number: 1 250 000
    sure = match[0][0] in "+(0" or len(groups) > 3 or (len(groups) > 2 and not grouped)
    if length < _LEAST_PHONE or not sure:
        return match[0]
    names = [tongue.say(str(digit)) for digit in range(len(DIGITS))]
    if not all(names):
        return match[0]
    said = (
        tongue.say(group)
        if tongue.primary == "fr" and len(group) == 2 and group[0] != "0"
        else " ".join(names[int(digit)] for digit in group)
        for group in groups
    )
    return ("plus " if match[0][0] == "+" else "") + ", ".join(said)


def _romans(tongue: Tongue) -> tuple[Rule, ...]:
    names = GIVEN_NAMES.get(tongue.primary)
    if not names:
        return ()
    parts = {
        "fr": "[Tt]ome|[Cc]hapitre|[Aa]cte|[Ll]ivre|[Ss]cène|[Pp]artie",
        "es": "[Ss]iglo|[Cc]apítulo|[Tt]omo|[Aa]cto",
        "it": "[Cc]apitolo|[Tt]omo|[Aa]tto",
        "pt": "[Ss]éculo|[Cc]apítulo|[Tt]omo|[Aa]to",
        "de": "Band|Kapitel|Teil|Akt",
        "nl": "[Dd]eel|[Hh]oofdstuk",
        "pl": "[Tt]om|[Rr]ozdział",
    }[tongue.primary]
    end = r"\.(?= [a-zäöü]|,|$)" if tongue.primary == "de" else r"(?![\w.]|-\w)"
    century = r"(?<!\w)(" + _ROMAN + r")(?= secol[oi]\b)"
    return (
        *_centuries(tongue.primary),
        rule(rf"\b({parts}) ({_ROMAN})\b", lambda m: f"{m[1]} {tongue.say(str(value(m[2])))}"),
        rule(rf"\b({alternatives(names)})(s?) ({_ROMAN}|Ier)(?:{end}|(?<!\bI)(?=\.?$))",
             lambda m: _ruler(m, tongue)),
        *((rule(century, lambda m: ordinal(value(m[1]), "it")),) if tongue.primary == "it" else ()),
    )  # fmt: skip


def _centuries(language: str) -> tuple[Rule, ...]:
    """Return the rules for s. XVIII, sec. XVIII and XVIIIe s."""
    roman = rf"(?={_ROMAN}(?:e|ème)?\b)"
    if language == "es":
        return (rule(rf"\b[Ss]\. {roman}", "siglo "),)
    if language == "fr":
        return (rule(r"(?<=[IVX]e) s\.(?= [a-zé]|,)", " siècle"),)
    if language == "it":
        return (
            rule(rf"\b[Ss]ec\. ({_ROMAN})\b", lambda m: f"secolo {ordinal(value(m[1]), 'it')}"),
        )
    return ()


def _ruler(match: re.Match[str], tongue: Tongue) -> str:
    """Say Louis XIV as each language counts its kings."""
    language, name = tongue.primary, match[1]
    number = 1 if match[3] == "Ier" else value(match[3])
    if language == "fr":
        return f"{name}{match[2]} {'premier' if number == 1 else tongue.say(str(number))}"
    if number > _LAST_ORDINAL.get(language, number):
        return f"{name}{match[2]} {tongue.say(str(number))}"
    which = ordinal(number, tongue.language)
    woman = name in WOMEN
    if language == "de":
        article = "der" if woman and match[2] else "die" if woman else "des" if match[2] else "der"
        which = f"{article} {which.capitalize()}{'n' if match[2] else ''}"
        ends = not match.string[match.end() :]
        return f"{name}{match[2]} {which}{'.' if ends and match[0][-1] == '.' else ''}"
    if language == "nl":
        which = f"de {which}"
    if woman and language in {"es", "it", "pt"}:
        which = re.sub("o$", "a", which)
    return f"{name}{match[2]} {which}"


def _german(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for 1990er, 20-Jährige and dreifach."""

    def _joined(match: re.Match[str]) -> str:
        said = tongue.count(match[1]) + match[2].lower()
        return said.capitalize() if match[2][0].isupper() else said

    return (
        rule(r"(?<![\w.,])((?:1[1-9]|20)?[1-9]0)er(n?)\b",
             lambda m: f"{tongue.say(m[1], 'year' if len(m[1]) == 4 else 'cardinal')}er{m[2]}"),
        rule(rf"(?<![\w.,])([0-9]{{1,3}})-?((?:{_GERMAN_ENDINGS})\w*)(?!\w)",
             _joined, any_case=True),
    )  # fmt: skip


def _slavic(language: str) -> tuple[Rule, ...]:
    """Return the rules for years and what governs the genitive."""
    if language == "pl":
        return (
            rule(r"\b((?:[Ww] )?)(1[0-9]{3}|20[0-9]{2}) (r\.|roku)(?!\w)", _polish_year),
        )  # fmt: skip
    of = r"\b([Сс]|[Оо]т|[Бб]олее|[Мм]енее|[Оо]коло)"
    counted = " (?:час|год|лет|дн|метр|человек)"
    decade = r"(\b[Вв] |(?<![\w.,]))((?:1[0-9]|20)?[1-9]0)-(е|х) (гг\.|годы|годов|годах)"
    return (
        *russian_romans.RULES,
        rule(decade, _russian_decade),
        rule(of + r" ([1-9][0-9]?)(?= до [1-9]|" + counted + ")",
             lambda m: f"{m[1]} {genitive(m[2], 'ru')}"),
        rule(r"\b([Дд]о) ([1-9][0-9]?)(?=" + counted + ")",
             lambda m: f"{m[1]} {genitive(m[2], 'ru')}"),
    )  # fmt: skip


def _polish_year(match: re.Match[str]) -> str:
    ending = ("ym", "im") if match[1] else ("ego", "iego")
    said = re.sub(r"y\b", ending[0], ordinal(int(match[2]), "pl"))
    said = re.sub(r"i\b", ending[1], said) if int(match[2]) % 10 in {2, 3} else said
    stop = "." if match[3] == "r." and not match.string[match.end() :] else ""
    return f"{match[1]}{said} roku{stop}"


def _russian_decade(match: re.Match[str]) -> str:
    case, noun = ("n", "годы") if match[3] == "е" else ("g", "годах" if match[1] else "годов")
    stop = "." if match[4] == "гг." and not match.string[match.end() :] else ""
    return f"{match[1]}{ordinal(int(match[2]), 'ru', case=case, plural=True)} {noun}{stop}"
