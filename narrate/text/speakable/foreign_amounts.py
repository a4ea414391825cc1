"""Money, percentages and measures in other languages to words."""

from __future__ import annotations

import re
from decimal import Decimal

from narrate.text.speakable.cldr import UNITS, currency, magnitude, unit
from narrate.text.speakable.foreign_tables import CENTS, CROWNS, MAGNITUDES, OF_MILLIONS
from narrate.text.speakable.rule import Rule, alternatives, rule
from narrate.text.speakable.tongue import Tongue

_SIGNS = {
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH", "zł": "PLN",
    "Kč": "CZK", "₺": "TRY", "R$": "BRL", "US$": "USD", "Ft": "HUF", "₹": "INR", "₩": "KRW",
    "руб.": "RUB", "грн": "UAH", "Euro": "EUR",
}  # fmt: skip
_CODES = ("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "RUB", "UAH", "TRY")
# CLDR says whose dollar or crown it is; a reader of a mere sign does not.
_WHOSE = re.compile(
    r"^US-|^Britische |^(?:amerikan\w+|amerykańsk\w+|americk\w+|ABD|Yhdysvaltain) "
    r"|^(?:svensk|dansk|norsk|česk|российск|українськ)\w+ |^Türk | polsk\w+$| США$"
    r"| (?:des États-Unis|estadounidenses?|statunitens[ei]|americanos?|brasileiros?"
    r"|dos Estados Unidos)$",
    re.IGNORECASE,
)
_THOUSANDS, _MILLIONS = 3, Decimal(10**6)
_NEXT_LETTERS = r"(?![^\W_])"


def _name(sign: str, value: Decimal, tongue: Tongue) -> str:
    code = CROWNS.get(tongue.primary, "") if sign == "kr" else _SIGNS.get(sign, sign)
    name = currency(code, value, tongue.locale) if code else ""
    if sign in _CODES or sign == "US$":
        return name
    name = _WHOSE.sub("", name)
    return name.lower() if tongue.primary in {"pt", "tr"} else name


def _price(match: re.Match[str], tongue: Tongue) -> str:
    amount, scale = match["amount"], match["scale"]
    sign = match["sign"] or match["after"]
    whole, _, cents = amount.partition(tongue.decimal)
    if scale:
        return _scaled(amount, scale, sign, tongue) or match[0]
    if len(cents) != 2:
        whole, cents = amount, ""
    value = tongue.value(whole)
    said, name = tongue.count(whole), _name(sign, value, tongue)
    if not said or not name:
        return match[0]
    if not int(cents or 0):
        return f"{said} {name}"
    small = tongue.say(cents.lstrip("0"))
    return f"{said} {name}{CENTS.get(tongue.primary, ' ')}{small}"


def _scaled(amount: str, scale: str, sign: str, tongue: Tongue) -> str:
    said, name = _large(amount, scale, tongue), _name(sign, _MILLIONS, tongue)
    if not said or not name:
        return ""
    thousands = MAGNITUDES.get(tongue.primary, {}).get(scale) == _THOUSANDS
    of = "" if thousands else OF_MILLIONS.get(tongue.primary, "")
    if of == "de" and tongue.primary == "fr" and name[0] in "aeiou":
        return f"{said} d'{name}"
    return f"{said} {of} {name}" if of else f"{said} {name}"


def _large(amount: str, scale: str, tongue: Tongue) -> str:
    power = MAGNITUDES.get(tongue.primary, {}).get(scale)
    word = magnitude(power, tongue.value(amount), tongue.locale) if power else scale
    said = tongue.count(amount)
    if tongue.primary == "de" and said == "ein" and word.endswith(("ion", "iarde")):
        said = "eine"
    return f"{said} {word}" if said and word else ""


def _measure(match: re.Match[str], tongue: Tongue) -> str:
    amount = match["amount"]
    said = tongue.say(amount) if match["unit"] == "%" else tongue.count(amount)
    minus = match["minus"] or ""
    named = unit(match["unit"], tongue.value(amount), said, tongue.locale) if said else ""
    if minus:
        word = MINUS.get(tongue.primary, "")
        return f"{word} {named}" if word and named else match[0]
    return named if named and named[-1] not in "%٪" else match[0]


MINUS = {
    "fr": "moins", "es": "menos", "it": "meno", "pt": "menos", "nl": "min", "ru": "минус",
    "uk": "мінус", "fi": "miinus", "tr": "eksi",
} | dict.fromkeys(("de", "pl", "sv", "da", "no", "cs", "ro", "sk", "hr"), "minus")  # fmt: skip


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for amounts in one language."""
    scales = MAGNITUDES.get(tongue.primary, {})
    scale_words = {magnitude(p, Decimal(n), tongue.locale) for p in (6, 9) for n in (1, 2, 5)}
    scale = alternatives([*scales, *filter(None, scale_words)])
    amount = rf"(?<![\w.,/:-])(?P<amount>{tongue.number})"
    before = alternatives(each for each in _SIGNS if not each[0].isalpha())
    sign = alternatives([*_SIGNS, *_CODES, "kr"])
    between = "[ \u00a0\u202f]?"
    tail = rf"(?:{between}(?P<scale>{scale}){_NEXT_LETTERS})?"
    return (
        rule(rf"(?<![\w$])(?P<sign>{before}|US\$|R\$){between}(?P<amount>{tongue.number}){tail}"
             r"(?![0-9])(?P<after>)", lambda m: _price(m, tongue)),
        rule(rf"{amount}{tail}{between}(?P<after>{sign}){_NEXT_LETTERS}(?P<sign>)"
             r"(?:(?<=kr)\.(?= [a-zæøå]))?",
             lambda m: _price(m, tongue)),
        rule(rf"{amount}{between}(?P<scale>{scale}){_NEXT_LETTERS}",
             lambda m: _large(m["amount"], m["scale"], tongue) or m[0]),
        rule(rf"(?P<minus>(?<!\w)[−-])?%(?P<amount>{tongue.number})(?P<unit>)",
             lambda m: unit("%", tongue.value(m["amount"]), tongue.say(m["amount"]), tongue.locale)
             or m[0]),
        rule(rf"(?<![\w.,/:])(?P<minus>(?<![\w.,/)]-)[−-])?(?<![0-9][-–])"
             rf"(?P<amount>{tongue.number}){between}(?P<unit>{alternatives(UNITS)})(?![\w²³/])",
             lambda m: _measure(m, tongue)),
    )  # fmt: skip
