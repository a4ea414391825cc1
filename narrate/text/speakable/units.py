"""Measured quantities to words."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.context import counts_things, dot, is_attribute, names_next
from narrate.text.speakable.measures import AREAS, LENGTHS, PERIODS, POWERS, UNITS, WORDLIKE
from narrate.text.speakable.numbers import cardinal, digits, label, number, ordinal, plural
from narrate.text.speakable.rule import NUMBER, alternatives, rule

_SCALES = {
    "k": "thousand", "K": "thousand", "M": "million", "mn": "million", "B": "billion",
    "bn": "billion", "tn": "trillion", "T": "trillion",
}  # fmt: skip
_WIND = re.compile(r"\bwinds?\b|\bknots\b|\bspeed|\bairspeed|\bsail")
_NAME_NEXT = re.compile(r" [A-Z][a-z]")
_LONG_UNIT = rf"(?P<unit>{alternatives(u for u in UNITS if len(u) > 1)})(?![\w/])"
_SPEEDS = {"km/h": "kilometers per hour", "m/s": "meters per second"}
_AMOUNT = rf"(?<![\w.,/])(?<!\w-)(?P<amount>{NUMBER})"
_WITH_PART = _AMOUNT.replace("(?P<amount>", r"(?P<amount>[0-9]{1,3}/[0-9]{1,3}|")
_PART = re.compile(r"([1-9])/(?:[2-9]|1[0-9]|32|64)")
_PER = rf"(?:/(?P<per>{alternatives([*UNITS, *PERIODS])})(?P<square>[²³]|\^?[23])?)?"
_PER_ALONE = (
    "km²", "m²", "km", "sec", "kg", "g", "mg", "kWh", "MWh", "GB", "MB", "lb", "oz", "gal", "ft",
    "bbl", "mL", "ml", "L", "dL", "hr", "min", "mol",
)  # fmt: skip
_FLOWS = {
    "req": "requests",
    "reqs": "requests",
    "tok": "tokens",
    "msg": "messages",
    "op": "operations",
}
_TIMES = PERIODS | {"d": "day"} | {unit: UNITS[unit][0] for unit in ("s", "sec", "min", "h")}
_QUOTE = re.compile(r"(?<![0-9])\"")
_NEXT_NOUN = re.compile(
    r" (?!(?:across|and|by|deep|high|in|long|of|on|or|tall|thick|to|wide)\b)[a-z]"
)
_RUN = re.compile(r"\b(?:(?:half[- ])?marathons?|races?|runners?|parkrun|jog(?:ged|ging)?)\b")
_THING_NEXT = re.compile(
    r" (?:(?:and|or) [0-9.]{1,5} ?[a-z]{1,3} )?"
    r"(?:adapter|bag|batter(?:y|ies)|bolt|bottle|box|cable|cannon|charger|display|engine|film|gun"
    r"|hose|jar|laser|lens|monitor|motor|nail|pack|package|packet|panel|pipe|plank|screen|screw|tape|tin"
    r"|tub|HDD|SSD)(?:e?s)?\b"
)
_OPEN_QUOTE = re.compile(r"(?<!\w)['‘](?=\w)")
_SIZED = "above|across|apart|away|below|deep|high|long|of|off|tall|thick|wide"
_UNIT = (
    rf"(?:(?P<area>sq\.?|cu\.?) (?P<side>{alternatives(LENGTHS)})"
    rf"|(?P<length>{alternatives(LENGTHS)})(?P<power>[²³]|\^?[23])"
    rf"|(?P<unit>{alternatives(UNITS)}){_PER})"
    r"(?![\w²³^/&'’])(?!-[0-9])(?P<dot>\.(?!\w))?"
)


def _name(match: re.Match[str], index: int) -> str:
    """Say the unit, in the singular for index 0."""
    if match["area"]:
        return f"{AREAS[match['area']]} {UNITS[match['side']][index]}"
    if match["length"]:
        return f"{POWERS[match['power']]} {UNITS[match['length']][index]}"
    spoken = UNITS[match["unit"]][index]
    if match["per"]:
        below = match["per"]
        name = UNITS[below][0] if below in UNITS else PERIODS[below]
        power = match["square"] or ""
        if power and below in LENGTHS:
            return f"{spoken} per {POWERS[power]} {name}"
        spoken += f" per {name}"
        if power:
            spoken += " squared" if POWERS[power] == "square" else " cubed"
    return spoken


def _measure(match: re.Match[str]) -> str:
    unit, amount = match["unit"] or "", match["amount"]
    if unit == "B" and _NAME_NEXT.match(match.string, match.end()):
        return match[0]
    if match["gap"] and unit in WORDLIKE and not (match["dot"] or match["per"]):
        return match[0]
    said = amount if "/" in amount else number(amount)  # fractions have their own rule
    if not match["gap"] and unit == "m" and (counts_things(match) or _counted(match)):
        return f"{said} million"
    if unit == "kt" and _WIND.search(match.string, max(0, match.start() - 24), match.end() + 6):
        return f"{said} knots{dot(match)}"
    hyphen = match["gap"] == "-"
    single = amount == "1" or hyphen or _sizes(match) or _is_part(match)
    stop = match["dot"] if len(unit) == 1 else dot(match)
    joint = "-" if hyphen else " "
    return f"{said}{joint}{_name(match, 0 if single else 1)}{stop or ''}"


def _sizes(match: re.Match[str]) -> bool:
    """Tell whether the measure says of what size a thing is: 50mm lens, a 5 kg stone."""
    return is_attribute(match) or _THING_NEXT.match(match.string, match.end()) is not None


def _counted(match: re.Match[str]) -> bool:
    return match.string.endswith("population ", 0, match.start())


def _is_part(match: re.Match[str]) -> bool:
    """Tell whether the amount is below one: 3/4, but not the end of 2 3/4."""
    mixed = match.string[max(0, match.start() - 2) : match.start()]
    return _PART.fullmatch(match["amount"]) is not None and not re.fullmatch("[0-9][ -]", mixed)


def _inches(match: re.Match[str]) -> str:
    """Say 27" as inches, unless the mark closes a quotation."""
    if match[2] == '"' and _closes_quotation(match):
        return match[0]
    if "/" in match[1]:
        many = " inches" if re.search("[0-9][ -]$", match.string[: match.start()]) else " inch"
        joint = "-inch" if _NEXT_NOUN.match(match.string, match.end()) else many
        return f"{match[1]}{joint}"
    single = match[1] == "1" or is_attribute(match) or counts_things(match)
    return f"{number(match[1])} {'inch' if single else 'inches'}"


def _feet(match: re.Match[str]) -> str:
    """Say 5' as feet, unless the mark may close a quotation."""
    if _OPEN_QUOTE.search(match.string, 0, match.start()):
        return match[0]
    if match[2] or match[1] == "1":
        return f"{cardinal(int(match[1]))} {'foot' if match[1] == '1' else 'feet'}"
    return f"{cardinal(int(match[1]))} foot" if names_next(match) else match[0]


def _age(match: re.Match[str]) -> str:
    said = cardinal(int(match[1]))
    return f"{said} year old" if names_next(match) else f"{said} years old{dot(match)}"


def _closes_quotation(match: re.Match[str]) -> bool:
    """Tell whether a quotation is open before a straight mark and no other mark closes it."""
    opened = len(_QUOTE.findall(match.string, 0, match.start())) % 2 == 1
    return opened and not _QUOTE.search(match.string, match.end())


def _magnitude(match: re.Match[str]) -> str:
    scale = match["scale"]
    if (
        (scale == "K" and len(match["amount"]) == 1)  # 4K is a screen, not four thousand
        or (match[0] == "3M" and not counts_things(match))  # the company
        or (scale == "T" and not counts_things(match))
        or (scale == "B" and _NAME_NEXT.match(match.string, match.end()))  # 221B Baker Street
    ):
        return match[0]
    return f"{number(match['amount'])} {_SCALES[scale]}{match['joint'] or ''}"


_OVEN = re.compile(
    r"\b(?:ovens?|bak(?:e[ds]?|ing)|roast(?:ed|ing|s)?|pre-?heat(?:ed)?|grill(?:ed)?|temps?|temperatures?"
    r"|fever|thermometer|sear(?:ed)?|cook(?:ed|ing)?|fry|broil|simmer|internal|fan|freezer|outside|weather|forecast|highs?|lows?)\b",
    re.IGNORECASE,
)
_COLD_AND_HOT = re.compile(
    r"\b(?:temperatures?|kelvins?|hot(?:ter)?|cool(?:er|ed|ing)?|cold(?:er)?|stars?|thermal|plasma"
    r"|superconduct\w*|cryo\w*|heated|laboratory)\b"
)
_SKY = re.compile(r"\b(?:light[- ]years?|stars?|galax(?:y|ies)|parsecs?|nebula|cluster|planets?)\b")
_AIR = re.compile(
    r"\b(?:pressures?|hurricanes?|cyclones?|typhoons?|storms?|barometers?|lows?|highs?|fronts?)\b",
    re.IGNORECASE,
)
_GENES = re.compile(r"\b(?:DNA|RNA|gen(?:e|es|ome|omes|omic)|primers?|PCR|amplicons?|sequenc\w+)\b")
_PULL = re.compile(r"\b(?:[Gg]ravity|accelerations?|pull(?:s|ed|ing)?|G-forces?)\b[^.;,0-9]{0,16}$")


_AT_SEA = re.compile(
    r"\b(?:fl(?:ew|y|ies|own)|sail(?:ed|ing|s)?|ships?|ferr(?:y|ies)|aircraft|boats?|vessels?|knots"
    r"|coast|voyages?|offshore|pilots?|yachts?|submarines?|islands?)\b"
)
_EACH = alternatives([*PERIODS, "yr", "hr", "wk", "mo", "mi", "km"])


def _in_context(context: re.Pattern[str], one: str, many: str) -> Callable[[re.Match[str]], str]:
    """Return what says an amount in a unit whose sign means that only beside certain words."""

    def say(match: re.Match[str]) -> str:
        if not context.search(match.string):
            return match[0]
        return f"{number(match[1])} {one if match[1] == '1' else many}"

    return say


def _pulled(match: re.Match[str]) -> str:
    pulled = _PULL.search(match.string, max(0, match.start() - 32), match.start())
    return f"{number(match[1])} {spell('g')}" if pulled else match[0]


_SIDES = {"L": "left", "R": "right", "C": "center"}


def _runway(match: re.Match[str]) -> str:
    told = re.search(r"\b(?:[Rr]unways?|RWY|ILS)\b", match.string)
    return f"{digits(match[1])} {_SIDES[match[2]]}" if told else match[0]


def _base_points(match: re.Match[str]) -> str:
    if match[2] != "-" and _GENES.search(match.string):
        return f"{number(match[1])} base pairs"
    name = "basis point" if match[2] == "-" or match[1] == "1" else "basis points"
    return f"{number(match[1])}{match[2] or ' '}{name}"


_CONTEXTUAL = (
    rule(rf"((?:[0-9]%|[0-9]:[0-5][0-9]|(?<![\w.,/:-])[0-9]{{1,2}}))/({_EACH})\b",
         lambda m: f"{m[1]} per {UNITS[m[2]][0] if m[2] in UNITS else PERIODS[m[2]]}"),
    rule(rf"(?<![\w.,/])({NUMBER}) ?nm(?!\w)",
         _in_context(_AT_SEA, "nautical mile", "nautical miles")),
    rule(rf"\b((?:pair|couple|run|series|string|trio) of )({NUMBER})s\b",
         lambda m: m[1] + plural(number(m[2]))),
    rule(rf"(?<![\w.,/])({NUMBER}) K(?!\w)", _in_context(_COLD_AND_HOT, "kelvin", "kelvin")),
    rule(rf"(?<![\w.,/])({NUMBER}) pc(?!\w)", _in_context(_SKY, "parsec", "parsecs")),
    rule(rf"(?<![\w.,/])({NUMBER}) ?mb(?!\w)", _in_context(_AIR, "millibar", "millibars")),
    rule(rf"(?<![\w.,/])({NUMBER})([ -]?)bp(?!\w)", _base_points),
    rule(rf"(?<![\w.,/])({NUMBER}) ?[gG](?!\w|[-/])", _pulled),
    rule(r"(?<![\w.,-])([0-9]{2,3}) ?([FC])(?![\w+#’'-])(?! (?:major|minor|sharp|flat)\b)",
         lambda m: f"{m[1]}°{m[2]}" if _OVEN.search(m.string) else m[0]),
    rule(r"(?<![\w.,])([0-3][0-9])([LRC])(?![\w'’])", _runway),
    rule(r"\bFL([0-9]{2,3})(?!\w)", lambda m: f"flight level {digits(m[1])}"),
    rule(r"(?<=[0-9])(\s?)(min|hr|yr|sec|wk)s['’](?= [a-z])",
         lambda m: f"{m[1] or ' '}{UNITS[m[2]][1]}'"),
)  # fmt: skip

RULES = (
    *_CONTEXTUAL,
    rule(r"([0-9])\s?/\s?(?=[0-9]{2,3}\s?°)", lambda m: f"{m[1]}, "),
    rule(r"(?<![\w.,])([0-9]{2,3}) ?([FC])(?= ?(?:/|\() ?-?[0-9]{1,3} ?°?[FC]\b)",
         lambda m: f"{m[1]}°{m[2]}"),
    rule(r"(?<=[0-9]°[FC])( ?[/(] ?-?[0-9]{1,3}) ?(?=[FC]\b)", lambda m: f"{m[1]}°"),
    rule(r"(?<![\w.-])([0-9][0-9.,]*+(?:%|°[CF]?|\s?(?:[a-zA-Z]{1,3}|mins|secs)\b\.?)?)\s?[–-]\s?"
         rf"(?=[0-9][0-9.,]*+[ -]?(?:%|[xX]|[\"″]|{alternatives(UNITS)})(?!\w))",
         lambda m: f"{m[1]} to "),
    rule(rf"([0-9]\s?(?:{alternatives(UNITS)}))\s?/\s?(?=[0-9]|[Gg]as (?:mark )?[0-9])",
         lambda m: f"{m[1]}, "),
    rule(r"(?<![\w.,/])1/([0-9]{2,4}) ?s(?:ec)?\b(?!/)",
         lambda m: f"one {ordinal(int(m[1]))} of a second"),
    rule(r"(?<![\w.,])([0-9]{1,2})\s?st\.?(?= [0-9]{1,2}(?:\.[0-9])?\s?lbs?\b)",
         lambda m: f"{number(m[1])} stone"),
    rule(r"((?<=\b[Aa] )|(?<=\b[Tt]he ))([0-9]{1,3})K(?=[.,;!?]|$| in\b)",
         lambda m: f"{number(m[2])} K"),  # a run
    rule(r"(?<![\w.])([0-9]{1,3})pt(?!\w)", lambda m: f"{m[1]} point"),
    rule(r"([0-9]/[0-9]{1,2}) ?[x×] ?(?=[0-9])", lambda m: f"{m[1]} by "),
    rule(r"([0-9])['’′] ?[x×] ?(?=[0-9])", lambda m: f"{m[1]}′ by "),
    rule(r"([0-9](?:\s?[a-zA-Z]{1,2}\.?(?= )|[\"”″])) ?[x×] ?(?=[0-9])", lambda m: f"{m[1]} by "),
    rule(r"(?<= by )([0-9]{1,3})['’](?![\w'’])", lambda m: f"{m[1]}′"),
    rule(rf"(?<=[A-Za-z])/(?=[0-9]{{1,4}} ?{alternatives(UNITS)}(?![\w/]))", " per "),
    rule(r"(?<![\w.,])([1-9])\s?(?:['’′]|ft)\s?(1[01]|[0-9])(?:[\"”″]|\s?in\b|(?![\w'’]))",
         lambda m: f"{cardinal(int(m[1]))} foot {cardinal(int(m[2]))}"),
    rule(r"(?<![\w.,])([0-9]{1,2}/(?:2|4|8|16|32|64)|[0-9]{1,3}(?:\.[0-9])?)(\"|″)(?!\w)", _inches),
    rule(rf"(?<=[a-z,] )([0-9]{{1,3}})['’](?= (?:({_SIZED})\b|[a-z]))", _feet),
    rule(r"(?<![\w.,])([0-9]{1,3})[ -]?(?:y/o|y\.?-?o\.?)(?!\w)", _age),
    rule(r"(?<![\w.,])([0-9]{1,2})[ -]?yos\b", lambda m: f"{cardinal(int(m[1]))}-year-olds"),
    rule(r"(?<![\w.,])(1?[0-9]{1,2})′", lambda m: f"{cardinal(int(m[1]))} feet"),
    rule(r"(?<![\w.])(7[0-9]7)s\b", lambda m: f"{label(m[1])}s"),
    rule(r"(?<=\b[Tt]he )(7[0-9]7)(?![\w.,-])(?! [a-z]+s\b)|(?<=\b[Aa] )(7[0-9]7)(?![\w.,-])"
         r"|(?<![\w.,-])(7[0-9]7)(?= (?:MAX|Max|Dreamliner|jets?|aircraft|pilots?)\b)",
         lambda m: label(m[1] or m[2] or m[3])),
    rule(r"(?<![\w.,$])([1-9][05]?)[kK](?!\w)(?! [a-z]+s\b)",
         lambda m: f"{number(m[1])} K" if _RUN.search(m.string) else m[0]),
    rule(r"(?<![\w.,])([0-9]{1,3})[kK](?= (?:runs?|races?|walk|runner|swim|TV|screen|video)\b)",
         lambda m: f"{number(m[1])} K"),
    rule(_AMOUNT + r"(?P<scale>[kKMBT]|bn|tn|mn)(?P<joint>-(?=[a-z]))?(?![\w/])", _magnitude),
    rule(_AMOUNT + rf" (?P<times>thousand|million|billion|trillion) {_LONG_UNIT}",
         lambda m: f"{number(m['amount'])} {m['times']} {UNITS[m['unit']][1]}"),
    rule(_WITH_PART + r"(?P<gap>\s|-|)" + _UNIT, _measure),
    rule(rf"\b({alternatives(_FLOWS)}|[a-z]{{2,12}}s)/({alternatives(_TIMES)})\b",
         lambda m: f"{_FLOWS.get(m[1], m[1])} per {_TIMES[m[2]]}"),
    rule(r"(?<![\w.,])([0-9][0-9.,]*+ [a-z]{2,12})/([A-Za-z]{2,12})\b",
         lambda m: f"{m[1]} per {UNITS[m[2]][0] if m[2] in UNITS else m[2]}"),
    rule(r"(?<=[a-z] )(km/h|m/s)\b", lambda m: _SPEEDS[m[1]]),
    rule(r"(?<![\w.,])([0-9]{1,3}(?:\.[0-9])?) ?A(?=[ -](?:fuse|circuit|current|breaker|charger"
         r"|supply|outlet|socket|load|plug)s?\b)", lambda m: f"{number(m[1])} amp"),
    rule(rf"(?<=[a-z0-9)%²³⁴-⁹])/(?P<per>{alternatives(_PER_ALONE)})(?!\w)",
         lambda m: f" per {POWERS.get(m['per'][-1], '')} {UNITS[m['per'].rstrip('²')][0]}"),
)  # fmt: skip
