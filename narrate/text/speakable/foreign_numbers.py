"""Numbers and ordinals in other languages to words, where num2words knows them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from num2words import CONVERTER_CLASSES, num2words

from narrate.text.speakable.foreign_tables import (
    DECIMAL_POINT,
    DIGIT_BY_DIGIT,
    ONE_BEFORE_NOUN,
)

_LONGEST = 15  # digits; longer runs are codes, which the voice reads as it can
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "kk": "kz"}
_SWEDISH_YEAR = range(1100, 2000)
_SWEDISH_SLIPS = re.compile("förtio|etttusen")  # num2words 0.5.14
_FAILURES = (
    NotImplementedError, OverflowError, KeyError, IndexError, TypeError, ValueError, AttributeError,
)  # fmt: skip


def num2words_language(tag: str) -> str:
    """Return num2words' name for a language, or nothing."""
    language = re.split("[-_]", tag)[0].lower()
    language = _ALIASES.get(language, language)
    regional = "pt_BR" if tag.lower() == "pt" else tag.replace("-", "_")  # as CLDR has it
    if regional in CONVERTER_CLASSES and regional[:2] != "en":
        return regional
    return language if language in CONVERTER_CLASSES else ""


def primary(language: str) -> str:
    """Return the language without its region."""
    return language.partition("_")[0]


def words(value: Decimal, language: str, kind: str = "cardinal") -> str:
    """Return a number in words, or nothing where the language's tables do not reach that far."""
    return _words(f"{value:f}", language, kind)


@cache
def _words(written: str, language: str, kind: str) -> str:
    """Do so for a number as it is written: 2 and 2.000 are equal, but not said alike."""
    whole, _, fraction = written.partition(".")
    if len(whole) > _LONGEST:
        return ""
    if fraction:
        return _decimal(whole, fraction, language)
    if kind == "year" and primary(language) == "sv" and int(whole) in _SWEDISH_YEAR:
        century, rest = divmod(int(whole), 100)
        tail = _ask(str(rest), language, "cardinal") if rest else ""
        return f"{_ask(str(century), language, 'cardinal')}hundra{tail}"
    return _ask(whole, language, kind) or _ask(whole, language, "cardinal")


def _decimal(whole: str, fraction: str, language: str) -> str:
    point = DECIMAL_POINT.get(primary(language))
    before = _ask(whole, language, "cardinal")
    if primary(language) == "ar":
        return ""  # num2words counts hundredths
    if not point or not before:
        said = _ask(f"{whole}.{fraction}", language, "cardinal")
        return said if said != before else ""
    as_number = primary(language) not in DIGIT_BY_DIGIT and len(fraction) <= 2
    parts = [fraction] if as_number and fraction[0] != "0" else list(fraction)
    return " ".join([before, point, *(_ask(part, language, "cardinal") for part in parts)])


def before_noun(said: str, language: str) -> str:
    """Return a number as it stands before a noun: uno → un, eins → ein."""
    plain, short = ONE_BEFORE_NOUN.get(primary(language), ("", ""))
    if primary(language) == "es" and said.endswith("veintiuno"):
        return said.removesuffix("veintiuno") + "veintiún"
    alone = said == plain or said.endswith(f" {plain}")
    return said.removesuffix(plain) + short if plain and alone else said


@cache
def ordinal(number: int, language: str, **form: str | bool) -> str:
    """Return which in a row; `form` is a case and gender where the language has them."""
    return _ask(str(number), language, "ordinal", **form)


@cache
def genitive(written: str, language: str) -> str:
    """Return a cardinal in the genitive, for languages that have one."""
    return _ask(written, language, "cardinal", case="g")


def _ask(written: str, language: str, kind: str, **form: str | bool) -> str:
    try:
        value = int(written) if written.isdigit() or written[1:].isdigit() else Decimal(written)
        said = str(num2words(value, lang=language, to=kind, **form)).strip().replace(",", "")
        return _SWEDISH_SLIPS.sub(lambda m: "fyrtio" if m[0][0] == "f" else "ettusen", said)
    except _FAILURES:
        return ""
