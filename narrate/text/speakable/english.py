"""Written English to spoken English: the order in which the rules are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.text.speakable import (
    abbreviations,
    acronyms,
    clock,
    dates,
    money,
    quantities,
    roman,
    symbols,
    units,
    web,
)
from narrate.text.speakable.rule import Rule, apply_rules

_DAY_FIRST = frozenset({"GB", "AU", "NZ", "IE", "IN", "ZA"})


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules that can only match where `sign` is found; saves most of the time on prose."""

    sign: re.Pattern[str]
    rules: tuple[Rule, ...]


def _groups(*, day_first: bool) -> tuple[_Group, ...]:
    """Most specific first: what an address or a date has claimed, no plainer rule sees."""
    digit = re.compile(r"[0-9]")
    numbers = (
        *dates.rules(day_first=day_first),
        *clock.RULES,
        *money.RULES,
        *quantities.CODES,
        *units.RULES,
        *symbols.BEFORE_NUMBERS,
        *quantities.RULES,
    )
    return (
        _Group(re.compile(r"[@#_/]|\.\w|-[A-Za-z]|\(\)"), web.RULES),
        _Group(re.compile(r"[.#/]"), abbreviations.BEFORE_NUMBERS),
        _Group(re.compile(r"[0-9&~^+⁰-₉¹²³]|[A-F][−–-]"), numbers),
        _Group(re.compile(r"\b[IVXL]"), roman.RULES),
        _Group(re.compile(r"\.|[A-Z]|\b(?:vs|etc|aka|approx)\b"), abbreviations.RULES),
        _Group(re.compile(r"[A-Z]{2}|[A-Z]['’]?s"), acronyms.RULES),
        _Group(re.compile(r"[^\w\s.,;:!?'\"“”‘’()-]|_"), symbols.RULES),
        _Group(digit, quantities.LEFTOVERS),
    )


_MONTH_FIRST_GROUPS = _groups(day_first=False)
_DAY_FIRST_GROUPS = _groups(day_first=True)


def speak_english(text: str, region: str = "US") -> str:
    """Return what a good reader says; `text` has no markup left."""
    text = symbols.drop_emoji(text)
    for group in _DAY_FIRST_GROUPS if region in _DAY_FIRST else _MONTH_FIRST_GROUPS:
        if group.sign.search(text):
            text = apply_rules(text, group.rules)
    return text
