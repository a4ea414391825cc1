"""Names of units, currencies and months, and how numbers are written, from Unicode's CLDR.

Babel carries the data. Where it has none for a language, nothing is returned.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_month_names
from babel.numbers import (
    format_decimal,
    get_currency_name,
    get_decimal_symbol,
    get_group_symbol,
)
from babel.units import UnknownUnitError, format_unit

_EXACT = "0.##########"
_SPACES = " \u00a0\u202f\u2009"

UNITS = {
    "km": "length-kilometer", "m": "length-meter", "cm": "length-centimeter",
    "mm": "length-millimeter", "kg": "mass-kilogram", "g": "mass-gram", "mg": "mass-milligram",
    "t": "mass-tonne", "l": "volume-liter", "L": "volume-liter", "ml": "volume-milliliter",
    "dl": "volume-deciliter", "cl": "volume-centiliter", "h": "duration-hour",
    "min": "duration-minute", "s": "duration-second", "ms": "duration-millisecond",
    "°C": "temperature-celsius", "°F": "temperature-fahrenheit", "°": "angle-degree",
    "km/h": "speed-kilometer-per-hour", "m/s": "speed-meter-per-second",
    "km/u": "speed-kilometer-per-hour", "%": "concentr-percent",
    "‰": "concentr-permille", "W": "power-watt", "kW": "power-kilowatt", "MW": "power-megawatt",
    "GW": "power-gigawatt", "kWh": "energy-kilowatt-hour", "V": "electric-volt",
    "A": "electric-ampere", "Hz": "frequency-hertz", "kHz": "frequency-kilohertz",
    "MHz": "frequency-megahertz", "GHz": "frequency-gigahertz", "kB": "digital-kilobyte",
    "MB": "digital-megabyte", "GB": "digital-gigabyte", "TB": "digital-terabyte",
    "km²": "area-square-kilometer", "m²": "area-square-meter", "m³": "volume-cubic-meter",
    "ha": "area-hectare", "hPa": "pressure-hectopascal", "kcal": "energy-kilocalorie",
    "км": "length-kilometer", "м": "length-meter", "см": "length-centimeter",
    "мм": "length-millimeter", "кг": "mass-kilogram", "мг": "mass-milligram", "л": "volume-liter",
    "мл": "volume-milliliter", "мин": "duration-minute", "хв": "duration-minute",
    "км/ч": "speed-kilometer-per-hour", "км/год": "speed-kilometer-per-hour",
    "м/с": "speed-meter-per-second", "м²": "area-square-meter", "км²": "area-square-kilometer",
    "га": "area-hectare", "ГБ": "digital-gigabyte", "МБ": "digital-megabyte",
    "кВт": "power-kilowatt", "МВт": "power-megawatt",
}  # fmt: skip


@cache
def find_locale(tag: str) -> Locale | None:
    """Return the locale of a BCP 47 tag, or of its language alone."""
    for wanted in (tag, re.split("[-_]", tag)[0]):
        try:
            return Locale.parse(wanted.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return None


@cache
def number_pattern(locale: Locale) -> tuple[str, str]:
    """Return a pattern for a number, without groups, and the sign before its decimals."""
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    groups = re.escape(_SPACES + group.strip() + ("’'" if locale.territory == "CH" else ""))
    point = re.escape(decimal)
    return rf"(?:[0-9]{{1,3}}(?:[{groups}][0-9]{{3}})+(?![0-9])|[0-9]+)(?:{point}[0-9]+)?", decimal


def unit(sign: str, value: Decimal, words: str, locale: Locale) -> str:
    """Say an amount of a unit with `words` for its number; nothing where CLDR has no name."""
    try:
        said = format_unit(value, UNITS[sign], "long", _EXACT, locale)
    except (KeyError, UnknownUnitError):
        return ""
    number = format_decimal(value, _EXACT, locale)
    return said.replace(number, words, 1) if number in said else ""


def currency(code: str, value: Decimal, locale: Locale) -> str:
    """Name a currency in the number that the value asks for."""
    name = get_currency_name(code, value, locale)
    return "" if name == code else str(name)


@cache
def months(locale: Locale) -> tuple[str, ...]:
    """Return the months' names as they stand in a date."""
    names = get_month_names("wide", "format", locale)
    return tuple(str(names[number]) for number in range(1, 13))


@cache
def date_order(locale: Locale) -> str:
    """Return in which order a numeric date is written: dmy, mdy or ymd."""
    places = {"y": "2033", "m": "11", "d": "22"}
    shown = format_date(date(2033, 11, 22), "short", locale)
    found = {letter: shown.find(number[-2:]) for letter, number in places.items()}
    return "".join(sorted(found, key=found.__getitem__))


def magnitude(power: int, value: Decimal, locale: Locale) -> str:
    """Name 10 to a power beside a number: Millionen for 6."""
    patterns = locale.compact_decimal_formats.get("long", {})
    of_plural = patterns.get(locale.plural_form(value)) or patterns.get("other") or {}
    pattern = of_plural.get(str(10**power))
    return re.sub(r"[0\s\u00a0']+", "", pattern.pattern) if pattern else ""
