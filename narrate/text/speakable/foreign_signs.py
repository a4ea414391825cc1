"""Signs, halves, days of the week and what is counted per month, in other languages, to words."""

from __future__ import annotations

import re

from babel.dates import get_day_names

from narrate.text.speakable.cldr import months
from narrate.text.speakable.foreign_tables import RANGE
from narrate.text.speakable.rule import Rule, alternatives, rule
from narrate.text.speakable.tongue import Tongue

_AND = {
    "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en", "sv": "och", "da": "og",
    "no": "og", "pl": "i", "cs": "a", "ru": "и", "uk": "і", "ca": "i", "ro": "și", "fi": "ja",
    "tr": "ve",
}  # fmt: skip
_PLUS = {"es": "más", "it": "più", "pt": "mais", "ru": "плюс", "uk": "плюс"} | dict.fromkeys(
    ("de", "fr", "nl", "pl", "sv", "da"), "plus"
)
_TIMES = {
    "de": "mal", "fr": "fois", "es": "veces", "it": "volte", "pt": "vezes", "nl": "keer",
    "pl": "razy", "sv": "gånger",
}  # fmt: skip
_BY = {
    "de": "mal", "fr": "sur", "es": "por", "it": "per", "pt": "por", "nl": "bij", "pl": "na",
    "ru": "на", "sv": "gånger",
}  # fmt: skip
_HALVES = {  # 1/2, 1 1/2, and what stands behind a larger number
    "de": ("ein halb", "eineinhalb", "einhalb"), "fr": ("un demi", "un et demi", " et demi"),
    "es": ("medio", "uno y medio", " y medio"), "it": ("mezzo", "uno e mezzo", " e mezzo"),
    "pt": ("meio", "um e meio", " e meio"), "nl": ("een half", "anderhalf", " en een half"),
    "pl": ("pół", "półtora", " i pół"), "ru": ("половина", "полтора", " с половиной"),
    "sv": ("en halv", "en och en halv", " och en halv"),
}  # fmt: skip
_PER = {
    "de": {each: f"pro {each}" for each in ("Monat", "Jahr", "Tag", "Woche", "Stunde", "Person",
                                            "Nacht", "Stück", "Kopf")}
          | {"kg": "pro Kilo", "m²": "pro Quadratmeter", "Std.": "pro Stunde"},
    "fr": {each: f"par {each}" for each in ("mois", "an", "jour", "semaine", "heure", "nuit",
                                            "personne")} | {"kg": "le kilo"},
    "es": {each: f"al {each}" for each in ("mes", "año", "día")}
          | {each: f"por {each}" for each in ("semana", "hora", "noche", "persona")}
          | {"kg": "el kilo"},
    "it": {"mese": "al mese", "anno": "all'anno", "giorno": "al giorno", "kg": "al chilo",
           "settimana": "a settimana", "ora": "all'ora", "notte": "a notte",
           "persona": "a persona"},
    "pt": {each: f"por {each}" for each in ("mês", "ano", "dia", "semana", "hora", "noite",
                                            "pessoa")} | {"kg": "o quilo"},
    "nl": {each: f"per {each}" for each in ("maand", "jaar", "dag", "week", "uur", "nacht",
                                            "persoon")} | {"kg": "per kilo"},
    "pl": {"miesiąc": "na miesiąc", "mies.": "na miesiąc", "rok": "na rok", "dzień": "na dzień",
           "noc": "za noc", "os.": "na osobę", "kg": "za kilogram", "godz.": "na godzinę"},
    "ru": {"месяц": "в месяц", "мес.": "в месяц", "год": "в год", "день": "в день",
           "час": "в час", "чел.": "на человека", "кг": "за килограмм"},
}  # fmt: skip
_HUNDRED_KM = {
    "de": "Liter auf 100 Kilometer", "fr": "litres aux 100 kilomètres",
    "es": "litros a los 100 kilómetros", "it": "litri per 100 chilometri",
    "pt": "litros aos 100 quilômetros", "nl": "liter per 100 kilometer",
    "pl": "litra na 100 kilometrów", "ru": "литра на 100 километров",
}  # fmt: skip
_SPOONS = {
    "de": {"TL": "Teelöffel", "EL": "Esslöffel", "Pck.": "Päckchen", "Msp.": "Messerspitze"},
    "fr": {"c. à s.": "cuillères à soupe", "c. à c.": "cuillères à café",
           "c.à.s": "cuillères à soupe", "c.à.c": "cuillères à café"},
    "nl": {"el": "eetlepel", "tl": "theelepel"},
}  # fmt: skip
_DOTTED_DATES = frozenset({"de", "da", "no", "fi", "cs"})
_DATE = r"([0-3]?[0-9])\.\s?(1[0-2]|0?[1-9])\."


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for signs in one language, to be tried before those for numbers."""
    language = tongue.primary
    halves, per, spoons = _HALVES.get(language), _PER.get(language), _SPOONS.get(language)
    listed = (
        language in _AND and rule(r"(?<=\w) & (?=\w)", f" {_AND[language]} "),
        language in _PLUS and rule(r"(?<!\S)\+ (?=\w)", f"{_PLUS[language]} "),
        language in _HUNDRED_KM
        and rule(r"(?:(?<=[0-9])| )[lл]/100 ?[kк][mм]\b", f" {_HUNDRED_KM[language]}"),
        language in _BY
        and rule(r"(?<![\w.,])([0-9]{1,4}(?:[.,][0-9])?) ?[x×х] ?(?=[0-9])",
                 lambda m: f"{m[1]} {_BY[language]} "),
        language in _TIMES
        and rule(r"(?<![\w.,])([0-9]{1,2}) ?[x×](?= [a-zà-ÿ])",
                 lambda m: f"{m[1]} {_TIMES[language]}"),
        spoons
        and rule(rf"(?<=[0-9]) ?({alternatives(spoons)})(?!\w)", lambda m: f" {spoons[m[1]]}"),
        halves
        and rule(r"(?<![\w.,/:-])(?:([0-9]{1,3}) )?1/2(?![\w/]|[.,][0-9])",
                 lambda m: _half(m, halves, tongue)),
        per
        and rule(rf"(?<=[\w€$£%²]) ?/ ?({alternatives(per)})(?!\w)", lambda m: f" {per[m[1]]}"),
        language in RANGE
        and rule(r"(?<![\w.,/:-])(1[89]|20)([0-9]{2})/([0-9]{2})(?![\w/]|[.,][0-9])",
                 lambda m: _school_year(m, RANGE[language])),
        rule(r"(?<![\w.-])([A-Z]{1,5})-?(?=[0-9]{1,4}(?![\w%€$.,:/-]))", lambda m: f"{m[1]} "),
        *_days(tongue),
    )  # fmt: skip
    return tuple(each for each in listed if isinstance(each, Rule))


def _half(match: re.Match[str], halves: tuple[str, str, str], tongue: Tongue) -> str:
    if not match[1]:
        return halves[0]
    return halves[1] if match[1] == "1" else (tongue.say(match[1]) or match[1]) + halves[2]


def _school_year(match: re.Match[str], to: str) -> str:
    first, last = int(match[2]), int(match[3])
    return f"{match[1]}{match[2]} {to} {match[1]}{match[3]}" if last == first + 1 else match[0]


def _days(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for Mo–Fr, Fr. and for 12.5. or 5/02 behind the name of a day."""
    wide = get_day_names("wide", "format", tongue.locale)
    short = get_day_names("abbreviated", "format", tongue.locale)
    names = {str(short[day]).rstrip("."): str(wide[day]) for day in wide}
    day, to = alternatives(names), RANGE.get(tongue.primary, "")
    month = months(tongue.locale)
    of = " de " if tongue.primary in {"es", "pt"} else " "
    dotted = (
        rule(rf"(?<![\w.,/:-]){_DATE}(?! ?[0-9])(?=,|$| [a-zà-ÿ])",
             lambda m: f"{m[1]}. {month[int(m[2]) - 1]}" + "." * (m.end() == len(m.string))),
    ) if tongue.primary in _DOTTED_DATES else ()  # fmt: skip
    slashed = (
        rule(rf"\b((?i:{alternatives(names.values())}),? )([0-3]?[0-9])/(1[0-2]|0?[1-9])(?![\w/])",
             lambda m: f"{m[1]}{int(m[2])}{of}{month[int(m[3]) - 1]}"),
    )  # fmt: skip
    spans = (
        rule(rf"\b({day})\.? ?[–-] ?({day})(?:\.(?! ?$)|\b)(?!\w)",
             lambda m: f"{names[m[1]]} {to} {names[m[2]]}"),
    ) if to else ()  # fmt: skip
    return (
        *spans,
        rule(rf"(?<![\w.])({day})\.(?=,? ?[0-9])", lambda m: names[m[1]]),
        *dotted,
        *slashed,
    )
