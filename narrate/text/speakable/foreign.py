"""Languages other than English: what can be said by CLDR's and num2words' data, to words.

Each language has its rules for abbreviations, dates, times, ordinals, money, measures, ranges and
numbers, made when it is first used. Everything else is left as it is.
"""

from __future__ import annotations

import re
from functools import cache

from narrate.text.speakable import (
    foreign_amounts,
    foreign_dates,
    foreign_labels,
    foreign_signs,
)
from narrate.text.speakable.foreign_tables import ABBREVIATIONS, RANGE
from narrate.text.speakable.rule import Rule, alternatives, apply_rules, rule
from narrate.text.speakable.symbols import drop_emoji
from narrate.text.speakable.tongue import Tongue, find_tongue

_DOTTED_ORDINALS = frozenset({"pl", "cs", "da", "no", "fi", "tr"})
_YEAR = re.compile("1[1-9][0-9]{2}|20[0-9]{2}")
_NEEDS_WORK = re.compile(
    r"[0-9&]|\.|[^\W\d_]°|\b(?:Mme|Mlle|Dr|Pr|bd|nr|ca|dr|EUA)\b|[IVX][eè]"
    r"|\b[IVX]{2}|\b[A-ZÉ]\w+ [IVX]\b"
)


def speak_foreign(text: str, tag: str) -> str:
    """Return what a good reader of the language says, as far as it is known."""
    text = drop_emoji(text)
    if not _NEEDS_WORK.search(text):
        return text
    return apply_rules(text, _rules(tag))


@cache
def _rules(tag: str) -> tuple[Rule, ...]:
    tongue = find_tongue(tag)
    if tongue is None:
        return ()
    ordinal = r"|\.(?= [a-zà-ž])" if tongue.primary in _DOTTED_ORDINALS else ""
    return (
        *foreign_signs.rules(tongue),
        *foreign_labels.rules(tongue),
        *foreign_dates.rules(tongue),
        *_abbreviations(tongue.primary),
        *_ranges(tongue),
        *foreign_amounts.rules(tongue),
        rule(rf"(?<![\w.,:/=&?-])([−-]?)({tongue.number})(?![\w:/%-]|[.,][0-9]"
             rf"{ordinal})", lambda m: _number(m, tongue)),
    )  # fmt: skip


def _abbreviations(language: str) -> tuple[Rule, ...]:
    known = ABBREVIATIONS.get(language, {})
    known |= {
        short[0].upper() + short[1:]: full[0].upper() + full[1:]
        for short, full in known.items()
        if len(short) > 2
    }
    if not known:
        return ()
    return (rule(rf"(?<![\w.])({alternatives(known)})(?!\w)", lambda m: _spelled(m, known)),)


def _spelled(match: re.Match[str], known: dict[str, str]) -> str:
    """Spell an abbreviation; its dot also ends the sentence at the end of the text."""
    ends = match[0].endswith(".") and not match.string[match.end() :].strip(" \"”»“')")
    return known[match[1]] + ("." if ends else "")


def _ranges(tongue: Tongue) -> tuple[Rule, ...]:
    word = RANGE.get(tongue.primary)
    if not word:
        return ()
    number = tongue.number
    return (
        rule(rf"(?<![\w.,/:–-])({number}) ?[–-] ?(?={number}(?![\w/:–-]))",
             lambda m: f"{m[1]} {word} "),
    )  # fmt: skip


def _number(match: re.Match[str], tongue: Tongue) -> str:
    written = match[2]
    kind = "year" if _YEAR.fullmatch(written) and not match[1] else "cardinal"
    said = tongue.say(written, kind)
    minus = foreign_amounts.MINUS.get(tongue.primary, "")
    if match[1]:
        return f"{minus} {said}" if said and minus else match[0]
    return said or match[0]
