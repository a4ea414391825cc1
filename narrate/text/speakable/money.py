"""Amounts of money to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, number
from narrate.text.speakable.rule import NUMBER, alternatives, rule, words

_CENT = ("cent", "cents")
_UNITS: dict[str, tuple[str, str, tuple[str, str]]] = {
    "$": ("dollar", "dollars", _CENT),
    "US$": ("US dollar", "US dollars", _CENT),
    "A$": ("Australian dollar", "Australian dollars", _CENT),
    "AU$": ("Australian dollar", "Australian dollars", _CENT),
    "C$": ("Canadian dollar", "Canadian dollars", _CENT),
    "CA$": ("Canadian dollar", "Canadian dollars", _CENT),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", _CENT),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", _CENT),
    "S$": ("Singapore dollar", "Singapore dollars", _CENT),
    "R$": ("real", "reais", ("centavo", "centavos")),
    "£": ("pound", "pounds", ("penny", "pence")),
    "€": ("euro", "euros", _CENT),
    "¥": ("yen", "yen", ("sen", "sen")),
    "₹": ("rupee", "rupees", ("paisa", "paise")),
    "₩": ("won", "won", ("jeon", "jeon")),
    "₽": ("ruble", "rubles", ("kopek", "kopeks")),
    "₺": ("lira", "lira", ("kurush", "kurush")),
    "₪": ("shekel", "shekels", ("agora", "agorot")),
    "₴": ("hryvnia", "hryvnias", ("kopek", "kopeks")),
    "₦": ("naira", "naira", ("kobo", "kobo")),
    "₿": ("bitcoin", "bitcoin", ("satoshi", "satoshi")),
}
_CODES = {
    "USD": "US$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "AUD": "A$", "CAD": "C$",
    "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "KRW": "₩", "RUB": "₽", "BRL": "R$", "BTC": "₿",
}  # fmt: skip
_NAMED = {
    "CHF": ("Swiss franc", "Swiss francs"),
    "CNY": ("yuan", "yuan"),
    "RMB": ("yuan", "yuan"),
    "SEK": ("Swedish krona", "Swedish kronor"),
    "NOK": ("Norwegian krone", "Norwegian kroner"),
    "DKK": ("Danish krone", "Danish kroner"),
}
for _code, (_one, _many) in _NAMED.items():
    _UNITS[_code] = (_one, _many, _CENT)
_MAGNITUDES = {
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million",
    "mm": "million", "MM": "million", "mln": "million", "b": "billion", "B": "billion",
    "bn": "billion", "Bn": "billion", "BN": "billion", "t": "trillion", "T": "trillion",
    "tn": "trillion", "trn": "trillion",
}  # fmt: skip
_WORDS = ("hundred", "thousand", "million", "billion", "trillion")
_BETWEEN = frozenset(
    words(
        "a about above after ago all an and apiece are as at away back because before below but by each "
        "every extra for from had has have he here his how i if in instead into is it last later less "
        "like more next now of off on or out over per she so than that the their then there they this "
        "through to today total under until up upfront via was we were what when which while who will "
        "with without would yesterday you"
    )
)
_DETERMINERS = r"(?:[Aa]n?|[Tt]he|[Tt]h(?:is|at)|[Ee]very|[Ee]ach|[Aa]nother|[Hh]is|[Hh]er|[Ii]ts|[Oo]ur|[Mm]y|[Yy]our|[Tt]heir|[A-Z]\w*['’]s)"
_SIGN = alternatives([*(u for u in _UNITS if not u.isalpha())])
_CODE = alternatives([*_CODES, *_NAMED])
_SCALE = (
    r"(?:\s?(?P<scale>"
    + alternatives(_MAGNITUDES)
    + r")(?![\w])|[ -](?P<word>"
    + "|".join(_WORDS)
    + r")\b)?"
)


def _amount(written: str, unit: str, scale: str) -> str:
    """Say an amount in full: 1.50, $ → one dollar and fifty cents."""
    one, many, (cent, cents) = _UNITS[_CODES.get(unit, unit)]
    whole, _, small = written.replace(",", "").partition(".")
    if scale:
        return f"{number(written)} {scale} {many}"
    if len(small) == 2:
        return _with_cents(int(whole), int(small), (one, many), (cent, cents))
    return f"{number(written)} {one if whole == '1' and not small else many}"


def _with_cents(
    whole: int, small: int, names: tuple[str, str], small_names: tuple[str, str]
) -> str:
    base = f"{cardinal(whole)} {names[0] if whole == 1 else names[1]}"
    change = f"{cardinal(small)} {small_names[0] if small == 1 else small_names[1]}"
    if not small:
        return base
    if not whole:
        return change
    return f"{base} and {change}"


def _scale(match: re.Match[str]) -> str:
    return _MAGNITUDES[match["scale"]] if match["scale"] else match["word"] or ""


def _is_adjective(match: re.Match[str]) -> bool:
    """Tell "a $10 million deal" from "$10 million": a determiner before, a noun after."""
    following = re.match(r"[ -]([A-Za-z]+)", match.string[match.end() : match.end() + 40])
    if not following:
        return False
    if match.string[match.end()] == "-":
        return True
    return bool(match["determiner"]) and following[1].lower() not in _BETWEEN


def _price(match: re.Match[str]) -> str:
    unit, written, scale = match["sign"], match["amount"], _scale(match)
    head = (match["determiner"] or "") + ("minus " if match["minus"] else "")
    if match["plus"]:
        return f"{head}{_more_than(written, unit, scale)}"
    if _is_adjective(match):
        one = _UNITS[_CODES.get(unit, unit)][0]
        parts = (number(written), scale, one)
        return head + " ".join(part for part in parts if part)
    return head + _amount(written, unit, scale)


def _more_than(written: str, unit: str, scale: str) -> str:
    return f"{_amount(written, unit, scale)} plus"


def _span(match: re.Match[str]) -> str:
    """Say the first figure of "$20-$30" or "$1-2 million"; the rest is read on its own."""
    scale = _MAGNITUDES[match["scale"]] if match["scale"] else ""
    first = f"{number(match['amount'])} {scale}".strip()
    return f"{first} to {match['sign']}"


def _after(match: re.Match[str]) -> str:
    return _amount(match["amount"], match["sign"], _scale(match))


def _cents(match: re.Match[str]) -> str:
    return f"{number(match['amount'])} {'cent' if match['amount'] == '1' else 'cents'}"


_FIRST = r"(?P<sign>" + _SIGN + "|" + _CODE + r")\s?(?P<amount>" + NUMBER + r"|\.[0-9]++)"

_PERIODS = (
    "hour|hr|day|week|wk|month|mo|year|yr|person|night|head|share|barrel|gallon|page|word|user"
)

RULES = (
    rule(
        r"([$£€¥₹][0-9][0-9.,]*+[kKmMbB]?n?)/(?=(?:" + _PERIODS + r")\b)", lambda m: f"{m[1]} per "
    ),
    rule(
        r"(?<![\w$])"
        + _FIRST
        + r"(?P<scale>"
        + alternatives(_MAGNITUDES)
        + r")?\s?[–-]\s?(?:"
        + _SIGN
        + r")?(?=[0-9])",
        _span,
    ),
    rule(
        r"(?<![\w$])(?P<determiner>"
        + _DETERMINERS
        + r"\s)?(?P<minus>[-−])?"
        + _FIRST
        + _SCALE
        + r"(?P<plus>\+)?",
        _price,
    ),
    rule(
        r"(?<![\w.,$])(?P<amount>"
        + NUMBER
        + r")"
        + _SCALE
        + r"\s?(?P<sign>[€£₽₺₪₴]|"
        + _CODE
        + r")(?!\w)",
        _after,
    ),
    rule(r"(?<![\w.,$])(?P<amount>" + NUMBER + r")\s?¢", _cents),
)
