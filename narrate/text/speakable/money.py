"""Amounts of money to words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.text.speakable.context import dot, is_attribute
from narrate.text.speakable.measures import PERIODS, UNITS
from narrate.text.speakable.numbers import cardinal, number, plural
from narrate.text.speakable.rule import NUMBER, alternatives, rule


@dataclass(frozen=True, slots=True)
class _Currency:
    one: str
    many: str
    cent: str = ""  # empty: decimals are said as decimals
    cents: str = ""


def _dollars(kind: str = "") -> _Currency:
    return _Currency(f"{kind}dollar", f"{kind}dollars", "cent", "cents")


_CURRENCIES = {
    "$": _dollars(), "US$": _dollars("US "), "A$": _dollars("Australian "),
    "AU$": _dollars("Australian "), "C$": _dollars("Canadian "), "CA$": _dollars("Canadian "),
    "NZ$": _dollars("New Zealand "), "HK$": _dollars("Hong Kong "), "S$": _dollars("Singapore "),
    "R$": _Currency("real", "reais", "centavo", "centavos"),
    "£": _Currency("pound", "pounds", "penny", "pence"),
    "€": _Currency("euro", "euros", "cent", "cents"),
    "¥": _Currency("yen", "yen"),
    "₹": _Currency("rupee", "rupees", "paisa", "paise"),
    "₩": _Currency("won", "won"),
    "₽": _Currency("ruble", "rubles", "kopek", "kopeks"),
    "₺": _Currency("lira", "lira"),
    "₪": _Currency("shekel", "shekels"),
    "₴": _Currency("hryvnia", "hryvnias"),
    "₦": _Currency("naira", "naira"),
    "₿": _Currency("bitcoin", "bitcoin"),
    "CHF": _Currency("Swiss franc", "Swiss francs"),
    "CNY": _Currency("yuan", "yuan"),
    "RMB": _Currency("yuan", "yuan"),
    "SEK": _Currency("Swedish krona", "Swedish kronor"),
    "NOK": _Currency("Norwegian krone", "Norwegian kroner"),
    "DKK": _Currency("Danish krone", "Danish kroner"),
    "AED": _Currency("dirham", "dirhams"),
    "SAR": _Currency("riyal", "riyals"),
    "MXN": _Currency("Mexican peso", "Mexican pesos"),
    "ZAR": _Currency("rand", "rand"),
    "THB": _Currency("baht", "baht"),
    "PLN": _Currency("zloty", "zlotys"),
    "CZK": _Currency("koruna", "korunas"),
    "HUF": _Currency("forint", "forints"),
    "Rs.": _Currency("rupee", "rupees"),
    "Rs": _Currency("rupee", "rupees"),
}  # fmt: skip
_CURRENCIES |= {
    code: _CURRENCIES[sign]
    for code, sign in (
        ("USD", "US$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("INR", "₹"), ("AUD", "A$"),
        ("CAD", "C$"), ("NZD", "NZ$"), ("HKD", "HK$"), ("SGD", "S$"), ("KRW", "₩"), ("RUB", "₽"),
        ("BRL", "R$"), ("BTC", "₿"), ("ILS", "₪"), ("UAH", "₴"),
    )
}  # fmt: skip
_MAGNITUDES = {
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million",
    "mm": "million", "MM": "million", "mln": "million", "b": "billion", "B": "billion",
    "bn": "billion", "bln": "billion", "Bn": "billion", "BN": "billion",
    "t": "trillion", "T": "trillion",
    "tn": "trillion", "trn": "trillion", "trln": "trillion",
}  # fmt: skip
_SIGN = alternatives(each for each in _CURRENCIES if not each.isalpha())
_CODE = alternatives(each for each in _CURRENCIES if each.isalpha())
_SCALE = (
    rf"(?:\s?(?P<scale>{alternatives(_MAGNITUDES)})(?!\w)"
    r"|[ -](?P<word>hundred|thousand|lakh|crore|million|billion|trillion)\b)?"
)
_SCALED = re.compile(
    rf"[0-9][0-9.,]*+(?:\s?{alternatives(_MAGNITUDES)}(?!\w)|[ -](?:thousand|[mbtr]+illion)\b)"
)
_FIRST = rf"(?P<sign>{_SIGN}|{_CODE}(?![a-z]))\s?(?P<amount>{NUMBER}|\.[0-9]++)"


def _amount(written: str, sign: str, scale: str) -> str:
    """Say an amount in full: 1.50, $ → one dollar and fifty cents."""
    currency = _CURRENCIES[sign]
    whole, _, small = written.replace(",", "").partition(".")
    small = small[:2] + small[2:].rstrip("0")
    if scale:
        return f"{number(written)} {scale} {currency.many}"
    if len(small) == 2 and currency.cent:
        return _with_cents(whole, int(small), currency)
    return f"{number(written)} {currency.one if written == '1' else currency.many}"


def _with_cents(whole: str, small: int, currency: _Currency) -> str:
    base = f"{number(whole)} {currency.one if whole == '1' else currency.many}"
    change = f"{cardinal(small)} {currency.cent if small == 1 else currency.cents}"
    if not small:
        return base
    return change if not whole.strip("0") else f"{base} and {change}"


def _scale(match: re.Match[str]) -> str:
    return _MAGNITUDES[match["scale"]] if match["scale"] else match["word"] or ""


def _price(match: re.Match[str]) -> str:
    sign, written, scale = match["sign"], match["amount"], _scale(match)
    minus = "minus " if match["minus"] else ""
    if is_attribute(match) and not match["plus"]:
        parts = (number(written), scale, _CURRENCIES[sign].one)
        return minus + " ".join(part for part in parts if part)
    return minus + _amount(written, sign, scale) + (" plus" if match["plus"] else "")


def _from(match: re.Match[str]) -> str:
    """Say the first figure of "$20-$30" or "$1-2 million"; the rest is read on its own."""
    scaled = match["scale"] or _SCALED.match(match.string, match.end())
    if "." in match["amount"] and not scaled:
        return f"{_amount(match['amount'], match['sign'], '')} to {match['sign']}"
    scale = f" {_MAGNITUDES[match['scale']]}" if match["scale"] else ""
    return f"{number(match['amount'])}{scale} to {match['sign']}"


def _after(match: re.Match[str]) -> str:
    if is_attribute(match):
        parts = (number(match["amount"]), _scale(match), _CURRENCIES[match["sign"]].one)
        return " ".join(part for part in parts if part)
    return _amount(match["amount"], match["sign"], _scale(match))


def _shillings(match: re.Match[str]) -> str:
    """Say £3 10s. 6d. as it was said before 1971."""
    names = ("pound", "shilling", "penny")
    counted = [(n, name) for n, name in zip(match.groups(), names, strict=True) if n]
    said = ", ".join(
        f"{number(n)} {name if n == '1' else plural(name)}" for n, name in counted if n != "0"
    )
    return said + dot(match)


_VIDEO = re.compile(r"\b(?:video|footage|fps|[48]K|HD|camera|resolution)\b")


def _pence(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} {'P' if _VIDEO.search(match.string) else 'pence'}"


_DUE = {
    "pcm": "per calendar month", "pw": "per week", "pa": "per annum", "p.a.": "per annum",
    "pp": "per person", "ph": "per hour",
}  # fmt: skip
_PER = {sign: names[0] for sign, names in UNITS.items()} | PERIODS

SHILLINGS = (
    rule(r"£([0-9]{1,3}(?:,[0-9]{3})*)[.,]? ([01]?[0-9])\s?s\b\.?(?:,?\s?([01]?[0-9])\s?d\b\.?)?",
         _shillings),
    rule(r"(?<![\w.,£])()([1-9]|1[0-9])\s?s\b\.?,?\s?([0-9]|1[01])\s?d\b\.?", _shillings),
)  # fmt: skip
"""Tried before the s is taken for a decade or for seconds."""

RULES = (
    rule(r"([$£€])\(([0-9][0-9.,]*+)\)", lambda m: f"−{m[1]}{m[2]}"),  # as accountants write losses
    rule(r"\b(was|were|of|at|to) \(([$£€])([0-9][0-9.,]*+[kKmMbB]?n?)\)",
         lambda m: f"{m[1]} −{m[2]}{m[3]}"),
    rule(rf"([£€$][0-9][0-9.,]*+[kKmM]?) ?({alternatives(_DUE)})(?!\w)",
         lambda m: f"{m[1]} {_DUE[m[2]]}"),
    rule(r"(?<=[£€$][0-9]),([0-9]{2})(?![0-9,])|(?<=[£€$][0-9]{2}),([0-9]{2})(?![0-9,])",
         lambda m: f".{m[1] or m[2]}"),
    rule(rf"(?<=[0-9])([p¢])/({alternatives(PERIODS)})\b", lambda m: f"{m[1]} per {PERIODS[m[2]]}"),
    rule(r"(?<![\w.,])([1-9][0-9]?)p(?![\w])", _pence),
    rule(r"([0-9])pc(?!\w)", lambda m: f"{m[1]}%"),
    rule(rf"([$£€¥₹][0-9][0-9.,]*+[kKmMbB]?n?) ?/ ?({alternatives(_PER)})(?!\w)"
         r"(?:\.(?= ?[a-z,;)]))?",
         lambda m: f"{m[1]} per {_PER[m[2]]}"),
    rule(rf"(?<![\w$]){_FIRST}(?P<scale>{alternatives(_MAGNITUDES)})?\s?[–-]\s?(?:{_SIGN})?(?=[0-9])",
         _from),
    rule(rf"(?<![\w$])(?<![A-Z]/)(?P<minus>[-−])?{_FIRST}{_SCALE}(?P<plus>\+)?", _price),
    rule(rf"(?<![\w.,$])(?![1-9] Rs\b)(?P<amount>{NUMBER}){_SCALE}"
         rf"\s?(?P<sign>[€£₽₺₪₴]|{_CODE})(?!\w)", _after),
    rule(rf"(?<![\w.,$])({NUMBER})\s?¢",
         lambda m: f"{number(m[1])} {'cent' if m[1] == '1' or is_attribute(m) else 'cents'}"),
)  # fmt: skip
