"""Chords, time signatures and tempo marks to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal
from narrate.text.speakable.rule import rule

_SIGNS = {"#": "sharp", "♯": "sharp", "b": "flat", "♭": "flat"}
_KINDS = {
    "m": "minor", "min": "minor", "maj": "major", "dim": "diminished", "aug": "augmented",
    "sus": "sus", "add": "add",
}  # fmt: skip
_DEGREE = "6|7|9|11|13"
# What stands after the letter must leave no doubt: Bb alone, Db2 and Em may be anything.
_CHORD = (
    rf"(?<![\w#.])(?P<root>[A-G])(?:(?P<sign>[#♯♭]|b(?=(?:m|maj|min)?(?:{_DEGREE})(?!\w)"
    r"|m(?:aj|in)?\b| (?:major|minor)\b))?"
    rf"(?P<kind>maj|m(?:in)?(?=(?:{_DEGREE})(?!\w)|(?<=[#♯♭b]m)\b)|dim|aug|sus|add)?"
    rf"(?P<degree>2|4|{_DEGREE})?)(?P<altered>(?:(?<=[0-9m])[#♯♭b](?:5|9|11|13)){{0,3}})(?![\w#])"
)

_TUNE = re.compile(
    r"\b(?:waltz|jig|reel|polka|groove|time signature|metre|melody|chorus|tempo)\b|key of|♩"
)

RULES = (
    rule(_CHORD, lambda m: _chord(m)),
    rule(r"(?<![\w.,/])([1-9]|1[0-6])/(2|4|8|16)"
         r"(?= (?:time|met(?:er|re)|rhythms?|signature|groove|feel)\b)",
         lambda m: _time(m)),
    rule(r"(?<![\w.,/])([2-9]|12)/(4|8)(?![\w/-]|\.[0-9])",
         lambda m: _time(m) if _TUNE.search(m.string) else m[0]),
    rule(r"♩\.(?= ?=)", "dotted quarter note"),
    rule(r"♩(?= ?=)", "quarter note"),
    rule(r"♪(?= ?=)", "eighth note"),
)  # fmt: skip
"""Tried before a slash makes a fraction and a number sign a number."""


def _chord(match: re.Match[str]) -> str:
    """Say F#m7b5 as F sharp minor seven flat five; a plain G or G7 is left to other rules."""
    if not (match["sign"] or match["kind"] or match["altered"]):
        return match[0]
    degree, altered = match["degree"], re.findall(r"([#♯♭b])([0-9]+)", match["altered"])
    parts = (
        match["root"],
        _SIGNS.get(match["sign"] or ""),
        _KINDS.get(match["kind"] or ""),
        degree and cardinal(int(degree)),
        *(f"{_SIGNS[sign]} {cardinal(int(which))}" for sign, which in altered),
    )
    return " ".join(part for part in parts if part)


def _time(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} {cardinal(int(match[2]))}"
