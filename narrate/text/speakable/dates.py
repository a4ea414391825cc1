"""Years, decades and dates to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, decade, ordinal, pair, plural, year
from narrate.text.speakable.rule import START, Rule, rule, words

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT = {m[:3]: m for m in MONTHS} | {"Sept": "September"}
_MONTH = (
    r"(?P<month>"
    + "|".join(MONTHS)
    + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![\w])(?!\.[0-9]|:[0-9]|,[0-9]{3})"
_YEAR = r"(?P<year>[12][0-9]{3})(?![\w])(?!\.[0-9]|,[0-9])"
_WEEKDAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip

_BEFORE_COUNT = frozenset(
    words(
        "about all almost another approximately around exactly first fewer last least less many more "
        "most nearly next only other over roughly some than the top under up were was are have has had "
        "hit reach reached sold"
    )
) - {"the", "first", "last", "next", "was", "were"}
_BEFORE_YEAR = frozenset(
    words(
        "in since by until till before after during circa of year from to late early mid spring summer "
        "autumn fall winter class between and through"
    )
)
_PLURALS_IN_DISGUISE = frozenset(words("people men women children percent feet miles times"))
_NO_PLURALS = frozenset(
    words(
        "was is has does as its this his us thus perhaps besides always across unless yes less plus "
        "versus sometimes afterwards towards goes gets makes means comes says brings sees takes"
    )
)


def month_name(written: str) -> str:
    """Return the full name of a month: Sept. → September."""
    return _SHORT.get(written.rstrip("."), written)


def _month_day(match: re.Match[str]) -> str:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return match[0]
    spoken = f"{month_name(match['month'])} {ordinal(day)}"
    if match["last"] and day < int(match["last"]) <= 31:
        spoken += f" to {ordinal(int(match['last']))}"
    return spoken + (f", {year(int(match['year']))}" if match["year"] else "")


def _day_month(match: re.Match[str]) -> str:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return match[0]
    the = match["the"] or "the "
    spoken = f"{the}{ordinal(day)} of {month_name(match['month'])}"
    return spoken + (f" {year(int(match['year']))}" if match["year"] else "")


def _say_date(month: int, day: int, of_year: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(of_year)}"


def _iso(match: re.Match[str]) -> str:
    return _say_date(int(match[2]), int(match[3]), int(match[1])) or match[0]


def _numeric(match: re.Match[str], *, day_first: bool) -> str:
    first, second, of_year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        of_year += 2000 if of_year < 50 else 1900
    month, day = (second, first) if day_first or match[2] == "." else (first, second)
    if month > 12:
        month, day = day, month
    return _say_date(month, day, of_year) or match[0]


def _era(match: re.Match[str]) -> str:
    era = match["era"] or match["before"]
    letters = "-".join(era.replace(".", ""))
    number = int((match["number"] or match["after"]).replace(",", ""))
    spoken = year(number) if number < 10000 else cardinal(number)
    return f"{letters} {spoken}" if match["before"] else f"{spoken} {letters}"


def _year_range(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    full = last if len(last) == 4 else first[:2] + last
    if int(full) < int(first):
        return match[0]
    second = year(int(last)) if len(last) == 4 else pair(int(last))
    return f"{year(int(first))} to {second}"


def _decade(match: re.Match[str]) -> str:
    return decade(int(match[1]))


def _short_year(match: re.Match[str]) -> str:
    return pair(int(match[1]))


def _bare_year(match: re.Match[str]) -> str:
    """Take four digits for a year unless what stands around counts something."""
    before = (match["before"] or "").lower()
    after = match["after"] or ""
    number = int(match["year"])
    counted = after in _PLURALS_IN_DISGUISE or (
        len(after) > 3 and after.endswith("s") and not after.endswith("ss")
        and after not in _NO_PLURALS
    )  # fmt: skip
    is_year = before in _BEFORE_YEAR or (number >= 1100 and not counted)
    if before in _BEFORE_COUNT or before in {"there"}:
        is_year = False
    if before in {"the", "a", "this", "that", "its", "his", "her", "their", "our"}:
        is_year = True
    if before in {"were", "was", "are"} and counted:
        is_year = False
    head = match["before"] + match["gap"] if match["before"] else ""
    return head + (year(number) if is_year else cardinal(number))


_NUMERIC = START + r"([0-3]?[0-9])([/.])([0-3]?[0-9])\2([12][0-9]{3}|[0-9]{2})(?![\w/])(?!\.[0-9])"


def rules(*, day_first: bool) -> tuple[Rule, ...]:
    """Return the rules for dates; `day_first` reads 3/4/2020 as the third of April."""
    return (
        rule(START + r"([12][0-9]{3})-([01][0-9])-([0-3][0-9])(?![\w-])(?:T(?=[0-9]))?", _iso),
        rule(_NUMERIC, lambda m: _numeric(m, day_first=day_first)),
        rule(
            r"\b(" + "|".join(_WEEKDAYS) + r")\.(?=,? (?:" + "|".join(_SHORT) + r"|[0-9]|at ))",
            lambda m: _WEEKDAYS[m[1]],
        ),
        rule(
            r"\b" + _MONTH + r"\s" + _DAY + r"(?:\s?[–-]\s?(?P<last>[0-3]?[0-9])(?:st|nd|rd|th)?(?![\w]))?"
            r"(?:,?\s" + _YEAR + r")?",
            _month_day,
        ),
        rule(
            START + r"(?P<the>[Tt]he )?" + _DAY + r"(?: of)? " + _MONTH + r"(?![a-z])(?:,?\s" + _YEAR + r")?",
            _day_month,
        ),
        rule(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?(?=,? [12][0-9]{3}\b)",
             lambda m: _SHORT[m[1]]),
        rule(r"\b(Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.(?= [a-z0-9])", lambda m: _SHORT[m[1]]),
        rule(
            START + r"(?:(?P<before>AD|A\.D\.) (?P<after>[0-9]{1,4})|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})"
            r"\s?(?P<era>AD|BCE|BC|CE|A\.D\.|B\.C\.E\.|B\.C\.|C\.E\.))(?!\w)",
            _era,
        ),
        rule(START + r"(1[0-9]{3}|20[0-9]{2})\s?[–-]\s?(1[0-9]{3}|20[0-9]{2}|[0-9]{2})(?![\w])(?![.,]?[0-9])", _year_range),
        rule(r"(?<![\w.,])((?:1[0-9]|20)[0-9]0)['’]?s\b", _decade),
        rule(r"(?<![\w.,$£€])(10|100|1000)s\b", lambda m: plural(cardinal(int(m[1])).split()[-1])),
        rule(r"(?<![\w.,$£€])['‘’]?([2-9]0)['’]?s\b", _decade),
        rule(r"(?<![\w.,])['‘’]([0-9]{2})(?![\w'’\"”])", _short_year),
        rule(
            r"(?:\b(?P<before>[A-Za-z]+)(?P<gap>,? ))?(?<![\w.,/:$£€¥₹#+–-])(?P<year>1[0-9]{3}|20[0-9]{2})"
            r"(?![\w/%°$€£])(?![.,:][0-9])(?![–-][\w])(?=(?:[ ](?P<after>[a-z]+))?)",
            _bare_year,
        ),
    )  # fmt: skip
