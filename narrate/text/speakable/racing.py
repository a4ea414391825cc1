"""Odds, distances and times of horse races to words, where racing is spoken of."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrate.text.speakable.numbers import cardinal, number, plural
from narrate.text.speakable.rule import Rule, rule

_RACING = re.compile(
    r"\b(?:furlongs?|lengths|jockeys?|fill(?:y|ies)|colts?|geldings?|mares?|bookmakers?|bookies"
    r"|handicap|favou?rites?|fav|punters?|each[- ]way|steeplechase|hurdle|odds|racecourse|novice"
    r"|shot|to win|2yos?|3yos?)\b"
    r"|[0-9]m [0-9]f\b|[0-9]-[0-9]f\b"
)
_TO = r"(?<![\w.,/$£€-])(?<![0-9] )(?!50/50)([1-9][0-9]{0,2})/([1-9][0-9]?)(?![\w/%]|\.[0-9])"


def _odds(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} to {cardinal(int(match[2]))}"


def _distance(match: re.Match[str]) -> str:
    miles = f"{number(match[1])} mile{'s' * (match[1] != '1')} " if match[1] else ""
    return f"{miles}{number(match[2])} furlong{'s' * (match[2] != '1')}"


def _at_the_races(pattern: str, say: Callable[[re.Match[str]], str]) -> Rule:
    return rule(pattern, lambda m: say(m) if _RACING.search(m.string) else m[0])


RULES = (
    _at_the_races(_TO, _odds),
    _at_the_races(r"(?<![\w.,/])(?:([1-4])m ?)?([1-7])f\b", _distance),
    _at_the_races(r"(?<=\bfrom )([1-9][0-9]?)s\b", lambda m: plural(cardinal(int(m[1])))),
    _at_the_races(r"(?<=[0-9] )(fav|jt-fav)\b\.?", lambda m: "favorite"),
)
"""Tried before a date, a fraction or a unit can be seen in them."""
