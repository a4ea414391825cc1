"""Measured quantities to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, number
from narrate.text.speakable.rule import NUMBER, alternatives, ends_sentence, rule

_UNITS: dict[str, tuple[str, str]] = {}


def _add(names: str, one: str, many: str = "") -> None:
    for name in names.split():
        _UNITS[name] = (one, many or one + "s")


for _names, _one in (
    ("km", "kilometer"), ("m", "meter"), ("cm", "centimeter"), ("mm", "millimeter"),
    ("µm μm um", "micrometer"), ("nm", "nanometer"), ("mi mi.", "mile"), ("yd yds yd.", "yard"),
    ("kg kgs", "kilogram"), ("g", "gram"), ("mg", "milligram"), ("µg μg mcg", "microgram"),
    ("lb lbs lb. lbs.", "pound"), ("oz oz.", "ounce"), ("L l", "liter"), ("ml mL", "milliliter"),
    ("cl", "centiliter"), ("dl dL", "deciliter"), ("gal gal.", "gallon"), ("tbsp", "tablespoon"),
    ("tsp", "teaspoon"), ("ha", "hectare"), ("h hr hrs hr. hrs.", "hour"),
    ("min mins min. mins.", "minute"), ("s sec secs sec. secs.", "second"),
    ("ms msec", "millisecond"), ("µs μs", "microsecond"), ("ns", "nanosecond"),
    ("yr yrs yr. yrs.", "year"), ("W", "watt"), ("kW", "kilowatt"), ("MW", "megawatt"),
    ("GW", "gigawatt"), ("TW", "terawatt"), ("Wh", "watt hour"), ("kWh", "kilowatt hour"),
    ("MWh", "megawatt hour"), ("GWh", "gigawatt hour"), ("TWh", "terawatt hour"), ("V", "volt"),
    ("kV", "kilovolt"), ("mV", "millivolt"), ("mA", "milliamp"), ("mAh", "milliamp hour"),
    ("B", "byte"), ("kB KB", "kilobyte"), ("MB", "megabyte"), ("GB", "gigabyte"),
    ("TB", "terabyte"), ("PB", "petabyte"), ("GiB", "gibibyte"), ("MiB", "mebibyte"),
    ("Kb kb kbit", "kilobit"), ("Mb Mbit", "megabit"), ("Gb Gbit", "gigabit"),
    ("dB", "decibel"), ("kcal", "kilocalorie"), ("cal", "calorie"), ("J", "joule"),
    ("kJ", "kilojoule"), ("kPa", "kilopascal"), ("hPa", "hectopascal"), ("px", "pixel"),
    ("MP", "megapixel"), ("kN", "kilonewton"), ("ly", "light year"), ("Ah", "amp hour"),
):  # fmt: skip
    _add(_names, _one)
for _names, _one, _many in (
    ("ft ft.", "foot", "feet"), ("in. in", "inch", "inches"), ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"), ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"), ("THz", "terahertz", "terahertz"),
    ("mph", "mile per hour", "miles per hour"), ("bpm", "beat per minute", "beats per minute"),
    ("kph kmh", "kilometer per hour", "kilometers per hour"),
    ("rpm RPM", "revolution per minute", "revolutions per minute"),
    ("mpg", "mile per gallon", "miles per gallon"), ("hp", "horsepower", "horsepower"),
    ("fps", "frame per second", "frames per second"), ("psi", "P-S-I", "P-S-I"),
    ("ppm", "part per million", "parts per million"), ("dpi", "dot per inch", "dots per inch"),
    ("ppb", "part per billion", "parts per billion"),
    ("kbps kb/s", "kilobit per second", "kilobits per second"),
    ("Mbps Mb/s", "megabit per second", "megabits per second"),
    ("Gbps Gb/s", "gigabit per second", "gigabits per second"),
    ("°C ℃", "degree Celsius", "degrees Celsius"),
    ("°F ℉", "degree Fahrenheit", "degrees Fahrenheit"), ("°", "degree", "degrees"),
    ("Ω", "ohm", "ohms"), ("LUFS", "LUFS", "LUFS"), ("dBFS", "D-B-F-S", "D-B-F-S"),
):  # fmt: skip
    _add(_names, _one, _many)
_POWERS = {"²": "square", "³": "cubic", "^2": "square", "^3": "cubic"}
_AREAS = {"sq": "square", "sq.": "square", "cu": "cubic", "cu.": "cubic"}
_LENGTHS = ("km", "m", "cm", "mm", "mi", "ft", "yd", "in", "nm", "ft.", "mi.", "in.")

# Letters that are words or names of their own are units only when glued to the number.
_GLUED = frozenset({"in", "B", "s", "h", "J", "MP", "L", "l", "MW"}) - {"MW", "L"}
_NO_UNIT = frozenset({"min.", "sec.", "in."})
_PER = {"day", "week", "month", "year", "hour", "minute", "second", "person", "night", "head",
        "mile", "share", "barrel", "gallon", "page", "word", "user", "seat", "student", "game"}  # fmt: skip

_POWER = r"(?P<power>[²³]|\^[23])"
_UNIT = (
    r"(?:(?P<area>sq\.?|cu\.?) (?P<side>" + alternatives(_LENGTHS) + r")"
    r"|(?P<length>" + alternatives(_LENGTHS) + ")" + _POWER +
    r"|(?P<unit>" + alternatives(_UNITS) + r")(?P<per>/(?:" + alternatives([*_UNITS, *_PER]) + r"))?)"
    r"(?![\w²³^/&'’])"
)  # fmt: skip


def _spoken_unit(match: re.Match[str], *, single: bool) -> str:
    index = 0 if single else 1
    if match["area"]:
        return f"{_AREAS[match['area']]} {_UNITS[match['side']][index]}"
    if match["length"]:
        return f"{_POWERS[match['power']]} {_UNITS[match['length']][index]}"
    spoken = _UNITS[match["unit"]][index]
    if match["per"]:
        below = match["per"][1:]
        spoken += f" per {_UNITS[below][0] if below in _UNITS else below}"
    return spoken


_PEOPLE = re.compile(r" (?:people|men|women|children|[a-z]{3,}(?<!s)s)\b")


def _measure(match: re.Match[str]) -> str:
    unit = match["unit"] or match["side"] or match["length"]
    if match["gap"] == " " and unit in _GLUED:
        return match[0]
    after = match.string[match.end() : match.end() + 24]
    if match["gap"] == "" and match[0].endswith("m") and unit == "m" and _PEOPLE.match(after):
        return f"{number(match['amount'])} million"
    single = match["amount"] == "1" or match["gap"] == "-"
    joint = "-" if match["gap"] == "-" else " "
    stop = match[0].endswith(".") and ends_sentence(match.string, match.end())
    spoken = _spoken_unit(match, single=single)
    return f"{number(match['amount'])}{joint}{spoken}" + ("." if stop else "")


def _height(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} foot {cardinal(int(match[2]))}"


def _inches(match: re.Match[str]) -> str:
    if match[2] == '"' and match.string.count('"') % 2 == 0:
        return match[0]
    return f"{number(match[1])} {'inch' if match[1] == '1' else 'inches'}"


_SCALES = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "mn": "million",
           "B": "billion", "b": "billion", "bn": "billion", "tn": "trillion", "T": "trillion"}  # fmt: skip


def _magnitude(match: re.Match[str]) -> str:
    if match["scale"] == "K" and len(match["amount"]) == 1:
        return match[0]  # 4K is a screen, not four thousand
    return f"{number(match['amount'])} {_SCALES[match['scale']]}{'-' if match['joint'] else ''}"


_AMOUNT = r"(?<![\w.,])(?<![A-Za-z]-)(?P<amount>" + NUMBER + ")"

RULES = (
    rule(r"([0-9](?:%|°[CF]?|\s?[a-zA-Z]{1,3})?)\s?[–-]\s?(?=[0-9][0-9.,]*+[ -]?(?:%|"
        + alternatives(_UNITS)
        + r")(?![\w]))", lambda m: f"{m[1]} to "),
    rule(r"([0-9]\s?[a-zA-Z]{1,2}\.?) [x×] (?=[0-9])", lambda m: f"{m[1]} by "),
    rule(r"(?<![\w.,])([1-9])\s?(?:['’′]|ft)\s?(1[01]|[0-9])(?:[\"”″]|\s?in\b|(?![\w'’]))", _height),
    rule(r"(?<![\w.,])([0-9]{1,3}(?:\.[0-9])?)(\"|″)(?!\w)", _inches),
    rule(r"(?<![\w.,])(1?[0-9]{1,2})′", lambda m: f"{cardinal(int(m[1]))} feet"),
    rule(_AMOUNT + r"(?P<scale>[kKMB]|bn|tn|mn)(?P<joint>-(?=[a-z]))?(?![\w/])", _magnitude),
    rule(_AMOUNT + r"(?P<gap>\s|-|)" + _UNIT, _measure),
)  # fmt: skip
