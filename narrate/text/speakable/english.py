"""Written English to spoken English: the order in which the rules are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.text.speakable import (
    abbreviations,
    acronyms,
    chess,
    citations,
    clock,
    codes,
    computing,
    dates,
    money,
    music,
    quantities,
    racing,
    roman,
    science,
    shouting,
    symbols,
    units,
    web,
    years,
)
from narrate.text.speakable.rule import Rule, alternatives, apply_rules
from narrate.text.speakable.shortened import WORDS

_DAY_FIRST = frozenset({"GB", "AU", "NZ", "IE", "IN", "ZA"})


_SHORT_DATES = re.compile(
    r"\b(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
    r"|[a-z] ?[–/&-] ?[A-Z]"
)


_CLAIMED = (
    *symbols.STARS,
    *quantities.SPACED,
    *computing.RULES,
    *chess.RULES,
    *citations.RULES,
    *science.RULES,
    *symbols.APPROXIMATE,
    *codes.ADDRESSES,
    *money.SHILLINGS,
)

_GRADES_AND_ODDS = re.compile(r"A\*|[0-9]/[0-9]|[0-9][fs]\b|\bfav\b")


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules that can only match where `sign` is found; saves most of the time on prose."""

    sign: re.Pattern[str]
    rules: tuple[Rule, ...]


def _groups(*, day_first: bool) -> tuple[_Group, ...]:
    """Most specific first: what an address or a date has claimed, no plainer rule sees."""
    numbers = (
        *_CLAIMED,
        *dates.rules(day_first=day_first),
        *years.RULES,
        *clock.RULES,
        *money.RULES,
        *codes.RULES,
        *quantities.SIGNED,
        *units.RULES,
        *symbols.BEFORE_NUMBERS,
        *quantities.RULES,
        *codes.MIXED,
    )
    return (
        _Group(
            re.compile(r"[A-G](?:[#♯♭b]|m[a6179]|min|dim|sus|aug|add|[0-9])|/[1248]|♩|♪"),
            music.RULES,
        ),
        _Group(_SHORT_DATES, dates.NAMES),
        _Group(_GRADES_AND_ODDS, (*symbols.GRADES, *racing.RULES)),
        _Group(re.compile(r"[#/&|=]|\w['’′]{0,2}\("), computing.FORMULAS),
        _Group(re.compile(r"[@#_/\\]|\.\w|-[A-Za-z]|\(\)"), web.RULES),
        _Group(abbreviations.RARER_SIGN, abbreviations.RARER),
        _Group(
            re.compile(r"[.#/º°˚]|&c\b|\bMk|[A-Za-z]{2} [#0-9]"),
            abbreviations.BEFORE_NUMBERS,
        ),
        _Group(re.compile(r"[0-9&~^⁰-₉¹²³]|[A-FO][+−–-]"), numbers),
        _Group(
            re.compile(r"\b[IVXLMW]|\b[ivx]+\b|[(,] ?[DRI]-"), (*citations.NUMERALS, *roman.RULES)
        ),
        _Group(re.compile(r"\.|[A-Z]|\b(?:vs|etc|aka|approx)\b"), abbreviations.RULES),
        _Group(re.compile(r"[A-Z]{2}|[A-Z]['’]?s"), (*shouting.RULES, *acronyms.RULES)),
        _Group(re.compile(r"\b[A-Z]{0,2}[A-Z][a-z][A-Z]"), acronyms.MIXED),
        _Group(re.compile(r"[^\w\s.,;:!?'\"“”‘’()-]|[_¹²³⁰-₉]"), symbols.RULES),
        _Group(re.compile(r"[0-9]"), quantities.LEFTOVERS),
    )


_MONTH_FIRST_GROUPS = _groups(day_first=False)
_DAY_FIRST_GROUPS = _groups(day_first=True)


_SMALL = alternatives(short for short in WORDS if short[0].islower())

NEEDS_WORK = re.compile(
    rf"""
      [^A-Za-zÀ-ÖØ-öø-ɏ .,;:!?'"“”‘’()—–…-]  # digits, signs, other scripts, control characters
    | \b(?:                                  # one look for all that begin a word: twice as fast
          [A-Z](?:[A-Z.]|[a-z]{{1,6}}\.|[a-z][A-Z])  # acronyms, initials, Capt., NaCl
        | (?:Dr|Mrs?|Ms|Prof|[SM]t|Ave|[RB]l?v?d|Ln)[ ]
        | (?:vs|etc|aka|approx|Tues?|Weds|Thurs?|Fri|Feb|Apr|Aug|Sept?|Oct|Nov|Dec)\b
        | (?:Ctrl|Cmd|Alt)-
        | {_SMALL}\.
        | [A-DFO]-(?![A-Za-z])               # O- blood, a B-
        | (?:[VX]|[A-Z][a-z]{{2,}}[ ]I)\b
      )
    | [A-Za-z]\.[A-Za-z]
    | [FGHOPTfghuy]['’′]{{0,2}}\([a-z]
    | [–-][ ]?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec)
    | [ekrt][ ][ivx]{{1,5}}\b                 # Scene iv
    | [(,][ ]?[DRI]-|[:;][-o^']?[)(DPp/](?:[ ]|$)
    | [ ](?:--?[a-z]|v\.?[ ][A-Z])
    """,
    re.VERBOSE,
)
"""Finds what may need rewriting; English prose in which it finds nothing is said as it stands."""


def speak_english(text: str, region: str = "US") -> str:
    """Return what a good reader says; `text` has no markup left."""
    text = science.name_greek(symbols.drop_emoji(science.name_bodies(text)))
    for group in _DAY_FIRST_GROUPS if region in _DAY_FIRST else _MONTH_FIRST_GROUPS:
        if group.sign.search(text):
            text = apply_rules(text, group.rules)
    return text
