"""Dates, clock times, years and ordinals in other languages to words."""

from __future__ import annotations

import re

from narrate.text.speakable.cldr import date_order, months
from narrate.text.speakable.foreign_numbers import ordinal
from narrate.text.speakable.foreign_tables import CZECH_DAYS, CZECH_TENS
from narrate.text.speakable.roman import value as roman_value
from narrate.text.speakable.rule import Rule, alternatives, rule
from narrate.text.speakable.tongue import Tongue

_FIRST_ONLY = {"fr": "premier", "it": "primo", "pt": "primeiro", "ca": "u"}
_ORDINAL_DAYS = frozenset({"de", "sv", "da", "no", "fi", "ru", "uk"})
_BY_CASE = {  # German: what stands before tells the ending of dritte
    "en": "am|dem|den|des|im|vom|zum|zur|beim|bis|seit|ab|einem|einer|jedem|jeden|dieses|diesem",
    "e": "der|die|das|eine|diese|jede|ins",
    "er": "ein|jeder|dieser",
}
_CLOCK = {  # {h} and {m} for times with minutes, {h} alone for full hours
    "de": ("{h} Uhr {m}", "{h} Uhr"), "fr": ("{h} heures {m}", "{h} heures"),
    "es": ("{h} y {m}", "{h} en punto"), "it": ("{h} e {m}", "{h}"),
    "pt": ("{h} e {m}", "{h} horas"), "nl": ("{h} uur {m}", "{h} uur"),
}  # fmt: skip
_BEFORE_CLOCK = "|".join(
    rf"(?<=\b{each} )" for each in (r"kl\.", "kl", "klo", r"godz\.", "ore", "las", "klockan")
)
_HOURS = r"(?: (?:Uhr|uur|h)\b)?"
_RUSSIAN_FORMS = {
    "й": ("n", "m"), "ый": ("n", "m"), "ой": ("n", "m"), "я": ("n", "f"), "ая": ("n", "f"),
    "е": ("n", "n"), "ое": ("n", "n"), "го": ("g", "m"), "ого": ("g", "m"), "му": ("d", "m"),
    "м": ("p", "m"), "ом": ("p", "m"), "ю": ("a", "f"),
}  # fmt: skip
_NO_CLOCK = frozenset({"ar", "he", "fa"})  # hours are ordinals there
_RUSSIAN_YEARS = {"год": "n", "года": "g", "г.": "g", "году": "p", "годом": "i"}


def _german_ordinal(number: int, before: str) -> str:
    said = ordinal(number, "de")
    endings = (ending for ending, listed in _BY_CASE.items() if before.lower() in listed.split("|"))
    return said.removesuffix("e") + next(endings, "er")


def _day(number: int, before: str, tongue: Tongue) -> str:
    """Say the day of a month as a reader of the language does."""
    if tongue.primary == "de":
        return _german_ordinal(number, before)
    if tongue.primary == "ru":
        return ordinal(number, "ru", case="n" if before else "g", gender="n")
    if tongue.primary == "uk":
        return re.sub("ий$", "ого", re.sub("ій$", "ього", ordinal(number, "uk")))
    if tongue.primary == "pl":
        return re.sub(r"i\b", "iego", re.sub(r"y\b", "ego", ordinal(number, "pl")))
    if tongue.primary == "cs":
        return _czech_day(number)
    if tongue.primary in _ORDINAL_DAYS:
        return ordinal(number, tongue.language)
    if number == 1 and tongue.primary in _FIRST_ONLY:
        return _FIRST_ONLY[tongue.primary]
    return tongue.say(str(number))


def _czech_day(number: int) -> str:
    tens, ones = divmod(number, 10) if number >= 20 else (0, number)
    said = [CZECH_TENS[tens]] if tens else []
    return " ".join([*said, CZECH_DAYS[ones - 1]] if ones else said)


def _named(match: re.Match[str], tongue: Tongue) -> str:
    """Say 3. Oktober 1990, 3 de octubre de 1990."""
    day = int(match["day"])
    said = _day(day, match["before"] or "", tongue) if 1 <= day <= 31 else ""
    if not said:
        return match[0]
    head = f"{match['before']} " if match["before"] else ""
    year = tongue.say(match["year"], "year") if match["year"] else ""
    if tongue.primary == "ru" and year:
        year = ordinal(int(match["year"]), "ru", case="g") + (" года" if match["annum"] else "")
    return f"{head}{said}{match['of'] or ' '}{match['month']}" + (
        f"{match['joint']}{year}" if year else ""
    )


def _numeric(match: re.Match[str], order: str, tongue: Tongue) -> str:
    """Write 03.10.1990 as 3. Oktober 1990, which the next rule says."""
    places = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    day, month = int(places["d"]), int(places["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12) or len(places["y"]) != 4:
        return match[0]
    name, of = months(tongue.locale)[month - 1], " de " if tongue.primary in {"es", "pt"} else " "
    dot = ". " if tongue.primary in {"de", "da", "no", "fi", "cs"} else of
    return f"{day}{dot}{name}{of}{places['y']}"


def _time(match: re.Match[str], tongue: Tongue) -> str:
    hour, minute = int(match[1]), int(match[2])
    hours, minutes = tongue.count(str(hour)), tongue.say(str(minute))
    if hour > 24 or minute > 59 or not hours or tongue.primary in _NO_CLOCK:
        return match[0]
    if tongue.primary in {"fr", "es"} and hour in (1, 21):
        hours = re.sub("un$", "une" if tongue.primary == "fr" else "una", hours)
    elif tongue.primary == "pt":
        hours = re.sub("um$", "uma", re.sub("dois$", "duas", hours))
    forms = _CLOCK.get(tongue.primary, ("{h} {m}", "{h}"))
    return forms[0 if minute else 1].format(h=hours, m=minutes)


def _russian_year(match: re.Match[str]) -> str:
    case = _RUSSIAN_YEARS[match[2]]
    year = ordinal(int(match[1]), "ru", case=case)
    return f"{year} {'года' if match[2] == 'г.' else match[2]}" if year else match[0]


def _gendered(said: str, mark: str) -> str:
    return re.sub(r"o\b", "a", said) if mark in "ªa" else said


def _french(match: re.Match[str]) -> str:
    number = int(match[1]) if match[1].isdigit() else roman_value(match[1])
    said = ordinal(number, "fr")
    if number == 1:
        return "première" if match[2] in {"re", "ère"} else "premier"
    return said


def _ordinals(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for ordinals as each language writes them."""
    language = tongue.language
    if tongue.primary == "de":
        listed = "|".join(_BY_CASE.values())
        return (
            rule(rf"(?:\b((?i:{listed})) )?([0-9]{{1,2}})\./([0-9]{{1,2}})\.(?= J[ah])",
                 lambda m: f"{m[1] or ''} {_german_ordinal(int(m[2]), m[1] or '')} und "
                           f"{_german_ordinal(int(m[3]), m[1] or '')}".strip()),
            rule(rf"\b((?i:{listed})) ([0-9]{{1,3}})\.(?= [A-Za-zÄÖÜäöü])",
                 lambda m: f"{m[1]} {_german_ordinal(int(m[2]), m[1])}"),
        )  # fmt: skip
    if tongue.primary == "fr":
        return (
            rule(r"(?<![\w.,])([0-9]{1,4})(er|re|ère|e|ème|nde?|ième)\b", _french),
            rule(
                r"(?<!\w)([XVI]{1,6})(e|ème|er)(?= (?:siècle|arrondissement|République))", _french
            ),
        )
    if tongue.primary in {"es", "it", "pt"}:
        return (
            rule(r"(?<![\w.,])([13])\.?er\b", lambda m: "primer" if m[1] == "1" else "tercer"),
            rule(r"(?<![\w.,])([0-9]{1,3})\.?([ºª°])(?![ ]?[CF]\b)",
                 lambda m: _gendered(ordinal(int(m[1]), language), m[2]) or m[0]),
        )  # fmt: skip
    if tongue.primary == "ru":
        return (
            rule(rf"(?<![\w.,])([0-9]{{1,4}})-({alternatives(_RUSSIAN_FORMS)})(?!\w)",
                 lambda m: ordinal(int(m[1]), "ru", case=_RUSSIAN_FORMS[m[2]][0],
                                   gender=_RUSSIAN_FORMS[m[2]][1]) or m[0]),
            rule(r"(?<![\w.,])([12][0-9]{3})[ \u00a0](год|года|году|годом|г\.)(?!\w)",
                 _russian_year),
        )  # fmt: skip
    marks = {"nl": r"(?:e|de|ste)\b", "sv": r":[ae]\b", "uk": r"-й\b", "tr": r"\.(?= [a-zçğıöşü])"}
    marks |= dict.fromkeys(("da", "no"), r"\.(?= [a-zæøå])")
    if tongue.primary in marks:
        return (
            rule(rf"(?<![\w.,])([0-9]{{1,4}}){marks[tongue.primary]}",
                 lambda m: ordinal(int(m[1]), language) or m[0]),
        )  # fmt: skip
    return ()


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for dates, times and ordinals in one language."""
    order = date_order(tongue.locale)
    month = rf"(?P<month>(?i:{alternatives(months(tongue.locale))}))"
    before = rf"(?:\b(?P<before>(?i:{'|'.join(_BY_CASE.values())})) )?"
    if tongue.primary == "ru":
        before = r"(?:\b(?P<before>[Нн]а|[Пп]о) )?"
    elif tongue.primary != "de":
        before = "(?P<before>)"
    separator, hours = ("[h:]", "") if tongue.primary in {"fr", "pt"} else (":", _HOURS)
    return (
        rule(r"(?<![\w.,/:-])([12][0-9]{3})(-)([01]?[0-9])-([0-3]?[0-9])(?![\w-])",
             lambda m: _numeric(m, "ymd", tongue)),
        rule(r"(?<![\w.,/:-])([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{4})(?![\w/-])(?!\.[0-9])",
             lambda m: _numeric(m, order, tongue)),
        rule(rf"{before}(?<![\w.,/:-])(?P<day>[0-3]?[0-9])(?:er|º|ª|\.)?(?P<of> de | )"
             rf"{month}(?:(?P<joint> (?:de )?)(?P<year>[12][0-9]{{3}})"
             r"(?P<annum>[ \u00a0]г\.)?)?(?!\w)",
             lambda m: _named(m, tongue)),
        rule(rf"(?<![\w.,/:-])([0-2]?[0-9]){separator}([0-5][0-9])(?![\w:])(?![.,][0-9]){hours}",
             lambda m: _time(m, tongue)),
        rule(r"(?<![\w.,/:-])([0-2]?[0-9])\.([0-5][0-9]) (?:Uhr|uur)\b",
             lambda m: _time(m, tongue)),
        rule(rf"(?:{_BEFORE_CLOCK})([0-2]?[0-9])\.([0-5][0-9])(?![\w:%]|[.,][0-9])",
             lambda m: _time(m, tongue)),
        *_ordinals(tongue),
    )  # fmt: skip
