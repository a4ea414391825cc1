"""Dates and eras to words; years and decades are in `years`."""

from __future__ import annotations

import re

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.clock import clock_time
from narrate.text.speakable.context import dot
from narrate.text.speakable.numbers import cardinal, ordinal, pair, year
from narrate.text.speakable.rule import DASH, START, Rule, rule
from narrate.text.terms import MONTHS

_SHORT = {m[:3]: m for m in MONTHS} | {"Sept": "September"}
_WEEKDAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Weds": "Wednesday",
    "Thu": "Thursday", "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday",
    "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip

_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b"
_MONTH = rf"(?P<month>(?i:{'|'.join(MONTHS)}|{_SHORT_MONTH}\.?))"
_ENDING = r"(?:st|nd|rd|th)?(?!\w)"
_DAY = rf"(?P<day>[0-3]?[0-9])(?P<th>{_ENDING})(?!\.[0-9]|:[0-9]|,[0-9]{{3}})"
_LAST_DAY = rf"(?:{DASH}(?P<last>[0-3]?[0-9]){_ENDING})?"
_YEAR = r"(?:(?:,?\s|-)(?P<year>[12][0-9]{3})(?!\w)(?!\.[0-9]|,[0-9]))?"
_NUMERIC = (
    START + r"([0-3]?[0-9])([/.-])([0-3]?[0-9])\2([12][0-9]{3}|(?<!-)[0-9]{2})(?![\w/-])(?!\.[0-9])"
)
_ISO = r"([12][0-9]{3})([-/])([01]?[0-9])\2([0-3]?[0-9])"
_ISO_TIME = (
    r"T([0-2][0-9]):([0-5][0-9])(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_VERBS = frozenset({"may", "march", "mar"})  # in small letters a month only as 5th or with a year
_ERAS = r"A\.D\.?|B\.C\.E\.?|B\.C\.?|C\.E\.?|AD|BCE|BC|CE"
_EVERY_DAY = "|".join(sorted({*_WEEKDAYS.values()}))
_SURE_DATE = frozenset(
    {"on", "due", "dated", "since", "until", *map(str.lower, _WEEKDAYS.values())}
)
_BEFORE_DATE = (
    f"(?:{_EVERY_DAY}),?|[Oo]n|[Dd]ue|[Dd]ated|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Ss]ince|[Ff]rom"
    "|[Ss]tarting|(?:e-?mail|letter|memo|message|invoice|report|issue|order|note|call|meeting"
    "|notice) (?:of|from)"
)
_FRACTIONS = frozenset({*range(2, 13), 16, 20, 24, 30})
_FIRST_OF_1900S = 35  # 6/6/44 is of the war
_LONGEST_YEAR = 9999  # an era's year is said in pairs up to here


def _days(match: re.Match[str]) -> str | None:
    """Say "fourth" or "fourth to sixth"; nothing where this is no day of a month."""
    day, last = int(match["day"]), int(match["last"] or 0)
    is_verb = match["month"] in _VERBS and not (match["th"] or match["year"])
    if not 1 <= day <= 31 or is_verb:
        return None
    return f"{ordinal(day)} to {ordinal(last)}" if day < last <= 31 else ordinal(day)


def _month_name(match: re.Match[str]) -> str:
    name = match["month"].rstrip(".").capitalize()
    return _SHORT.get(name, name)


def _month_day(match: re.Match[str]) -> str:
    days = _days(match)
    if days is None:
        return match[0]
    return f"{_month_name(match)} {days}" + (
        f", {year(int(match['year']))}" if match["year"] else ""
    )


def _day_month(match: re.Match[str]) -> str:
    days = _days(match)
    if days is None:
        return match[0]
    spoken = f"{match['the'] or 'the '}{days} of {_month_name(match)}"
    return spoken + (f" {year(int(match['year']))}" if match["year"] else "")


def _date(of_year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(of_year)}"


def _iso(match: re.Match[str]) -> str:
    return _date(int(match[1]), int(match[3]), int(match[4])) or match[0]


def _iso_time(match: re.Match[str]) -> str:
    date = _date(int(match[1]), int(match[3]), int(match[4]))
    return f"{date} at {clock_time(int(match[5]), int(match[6]))}" if date else match[0]


def _numeric(match: re.Match[str], *, day_first: bool) -> str:
    first, second, of_year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." and len(match[1]) + len(match[3]) + len(match[4]) < 6:
        return match[0]  # 4.17.20 is a version
    if len(match[4]) == 2:
        of_year += 2000 if of_year < _FIRST_OF_1900S else 1900
    month, day = (second, first) if day_first or match[2] == "." else (first, second)
    if month > 12:
        month, day = day, month
    return _date(of_year, month, day) or match[0]


def _no_year(match: re.Match[str], *, day_first: bool) -> str:
    """Say "on 5/12"; 9/11 is a name, and after most other words 2/3 is a fraction."""
    first, second = int(match[2]), int(match[3])
    sure = match[1].lower().rstrip(",") in _SURE_DATE or " " in match[1]
    if not sure and second in _FRACTIONS and first < second:
        return match[0]
    month, day = (second, first) if day_first or first > 12 else (first, second)
    if (first, second) == (9, 11) or not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{match[1]} {MONTHS[month - 1]} {ordinal(day)}"


def _no_year_zero(match: re.Match[str], *, day_first: bool) -> str:
    """Say 07/23, which no fraction would begin with a zero."""
    first, second = int(match[1]), int(match[2])
    month, day = (second, first) if day_first else (first, second)
    return (
        f"{MONTHS[month - 1]} {ordinal(day)}" if 1 <= month <= 12 and 1 <= day <= 31 else match[0]
    )


def _era(match: re.Match[str]) -> str:
    letters = spell((match["era"] or match["before"]).replace(".", ""))
    number = int((match["number"] or match["after"]).replace(",", ""))
    spoken = year(number) if number <= _LONGEST_YEAR else cardinal(number)
    return f"{letters} {spoken}" if match["before"] else f"{spoken} {letters}"


def _weekdays(match: re.Match[str]) -> str:
    """Say Mon./Wed./Fri. and Sat. & Sun. with their joints."""
    days = re.sub(r"\b([A-Z][a-z]+)\b\.?", lambda m: _WEEKDAYS.get(m[1], m[1]), match[0])
    days = re.sub(r"\s?&\s?", " and ", re.sub(r"\s?/\s?", ", ", days))
    return days + dot(match)


def _names(names: dict[str, str]) -> tuple[Rule, ...]:
    """Return rules for short names: both ends of a range, and those with a dot."""
    every = "|".join(sorted({*names, *names.values()}, key=len, reverse=True))
    return (
        rule(rf"\b({every})\.?\s?[–-]\s?({every})(?:\.|\b)(?!\w)",
             lambda m: f"{names.get(m[1], m[1])} to {names.get(m[2], m[2])}{dot(m)}"),
        rule(rf"\b({'|'.join(names)})\.(?=,? (?:[a-z0-9&]|{'|'.join(_SHORT)})|[,;)])",
             lambda m: names[m[1]]),
    )  # fmt: skip


_DAYTIME = "night|morning|afternoon|evening|noon|at [0-9]|from [0-9]"
_WEEKDAY = rf"(?:{'|'.join(sorted({*_WEEKDAYS, *_WEEKDAYS.values()}, key=len, reverse=True))})\b"
NAMES = (
    *_names(_WEEKDAYS),
    *_names(_SHORT),
    rule(r"\b(Tues?|Weds|Thu(?:rs?)?|Fri)\b(?!\.)", lambda m: _WEEKDAYS[m[1]]),
    rule(
        rf"\b(Mon|Wed|Sat|Sun)(?=,? (?:[0-9]\b|[0-9]{{1,2}}(?:[:–-][0-9]|\s?[ap]\.?m)"
        rf"|(?:{_DAYTIME})\b)|\s?: ?(?:[0-9]|[Cc]losed))"
        rf"|(?<=\b[Oo]n )(Mon|Wed|Sat)\b(?!\.)"
        rf"|(?<=\b[Cc]losed )(Mon|Wed|Sat|Sun)\b",
        lambda m: _WEEKDAYS[m[1] or m[2] or m[3]],
    ),
    rule(
        r"\b([Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Mm]id|[Tt]o|of)"
        r"([ -])(Feb|Apr|Aug|Sept?|Oct|Nov|Dec)\b(?!\.)",
        lambda m: m[1] + m[2] + _SHORT[m[3]],
    ),
    rule(
        rf"(?<=\()({_SHORT_MONTH})(?=\))|\b(Feb|Apr|Aug|Sept|Oct|Nov)\b(?!\.|[’']| [A-Z])",
        lambda m: _SHORT[m[1] or m[2]],
    ),
    rule(rf"\b{_WEEKDAY}\.?(?:(?:\s?[/&]\s?|,? (?:and|or) |, ){_WEEKDAY}\.?)+", _weekdays),
)
"""Rules for Mon–Fri, Jan.–Mar., Thurs. and Sat. & Sun., with or without numbers about."""


def rules(*, day_first: bool) -> tuple[Rule, ...]:
    """Return the rules for dates; `day_first` reads 3/4/2020 as the third of April."""
    return (
        rule(r"\b(Q[1-4]|H[12]|FY ?[0-9]{2,4})\s?[–-]\s?(?=Q[1-4]|H[12]|FY)",
             lambda m: f"{m[1]} to "),
        rule(r"(?<![\w-])M\s?[–-]\s?F(?![\w-])", "Monday to Friday"),
        rule(START + _ISO + _ISO_TIME + r"(?![\w:])", _iso_time),
        rule(START + _ISO + r"(?![\w-])", _iso),
        rule(r"([0-9]/[0-9]{2,4})\s?[–-]\s?(?=[0-9]{1,2}/[0-9]{1,2}/[0-9]{2})",
             lambda m: f"{m[1]} to "),
        rule(_NUMERIC, lambda m: _numeric(m, day_first=day_first)),
        rule(r"\b([Ee]xp(?:ires?|iry|iration|\.)(?: date)?:?) (0[1-9]|1[0-2])/([2-9][0-9])"
             r"(?![\w/])",
             lambda m: f"{m[1]} {pair(int(m[2]))} {pair(int(m[3]))}"),
        rule(rf"({_ERAS})\s?[–-]\s?(?=(?:AD |A\.D\. )?[0-9])", lambda m: f"{m[1]} to "),
        rule(rf"{START}([0-9]{{1,4}}){DASH}(?=[0-9]{{1,4}}\s?(?:BCE|B\.C\.|BC|CE|AD|A\.D\.)(?!\w))",
             lambda m: f"{year(int(m[1]))} to "),
        rule(START + r"(0[1-9])/([0-3][0-9])(?![\w/%])(?!\.[0-9])",
             lambda m: _no_year_zero(m, day_first=day_first)),
        rule(r"(?<!\w)(?:(?<=from )|(?<=on )|(?<=until )|(?<=dated )|(?<=by )|(?<=since ))"
             r"([0-3][0-9])(-)([0-3][0-9])-([0-9]{2})(?![\w-])",
             lambda m: _numeric(m, day_first=day_first)),
        rule(rf"\b({_BEFORE_DATE}) ([0-3]?[0-9])/([0-3]?[0-9])(?![\w/%])(?!\.[0-9])(?! of\b)",
             lambda m: _no_year(m, day_first=day_first)),
        rule(rf"\b((?:{'|'.join(MONTHS)}|{_SHORT_MONTH}\.?) [0-3]?[0-9]|"
             rf"[0-3]?[0-9] (?:{'|'.join(MONTHS)}))(, [12][0-9]{{3}})?{DASH}"
             rf"(?=[0-3]?[0-9] [A-Z]|{'|'.join(MONTHS)}|{_SHORT_MONTH})",
             lambda m: f"{m[1]}{m[2] or ''} to "),
        rule(rf"\b{_MONTH}[\s-]{_DAY}{_LAST_DAY}{_YEAR}", _month_day),
        rule(rf"{START}(?P<the>[Tt]he )?{_DAY}{_LAST_DAY}(?:(?: of)? |-){_MONTH}(?![a-z]){_YEAR}",
             _day_month),
        rule(rf"\b({_SHORT_MONTH})\.?(?=,? [12][0-9]{{3}}\b)", lambda m: _SHORT[m[1]]),
        rule(rf"{START}(?:(?P<before>AD|A\.D\.) (?P<after>[0-9]{{1,4}})"
             rf"|(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}})\s?(?P<era>{_ERAS}))(?!\w)",
             _era),
    )  # fmt: skip
