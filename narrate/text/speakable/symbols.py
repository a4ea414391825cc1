"""What is left of signs, emoji and superscripts to words, or to nothing."""

from __future__ import annotations

import re
import unicodedata

from narrate.text.speakable.context import CRICKET
from narrate.text.speakable.measures import UNITS
from narrate.text.speakable.numbers import cardinal, ordinal
from narrate.text.speakable.rule import rule, words

_SPOKEN = {
    "%": "percent", "‰": "per thousand", "&": "and", "=": "equals", "+": "plus",
    "±": "plus or minus", "×": "times", "÷": "divided by", "≈": "about", "≠": "is not equal to",
    "≤": "is at most", "≥": "is at least", "<": "is less than", ">": "is greater than", "→": "to",
    "°": "degrees", "∞": "infinity", "√": "the square root of", "€": "euros", "£": "pounds",
    "¥": "yen", "§": "section", "¶": "paragraph", "∼": "about", "∑": "the sum of", "∆": "delta",
    "−": "minus", "♯": "sharp", "♭": "flat", "♮": "natural",
    "⁺": "plus", "№": "number",
}  # fmt: skip
_COMPARED = {"<=": " is at most ", ">=": " is at least ", "!=": " is not ", "==": " equals "}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_EITHER = "his/her|her/his|he/she|she/he|him/her|her/him|his/hers|mom/dad"
_SHORT_WORDS = frozenset(
    words("am an as at be by do go he if in is it me my no of on or so to up us we")
)
_FUNCTIONS = frozenset({"sin", "cos", "tan", "log", "sec", "sinh", "cosh", "tanh"})
_MONEY = r"(?=[$£€]?[0-9])"


def _power(match: re.Match[str]) -> str:
    """Say x² and 10⁻⁹; what stands raised after a word is the mark of a footnote."""
    base, exponent = match[1], match[2].translate(_SUPERSCRIPT)
    if base.isalpha() and base not in _FUNCTIONS and (len(base) > 2 or base in _SHORT_WORDS):
        return base
    if len(base) == 2 and base not in UNITS and not re.search("[aeiou0-9]", base, re.I):  # E = mc²
        base = " ".join(base)
    return base + _raised(exponent)


def _raised(exponent: str) -> str:
    number = int(exponent.strip("-")[:18] or "0")
    if exponent.startswith("-"):
        return f" to the minus {cardinal(number)}"
    return {2: " squared", 3: " cubed"}.get(number) or f" to the {ordinal(number)}"


def _star(match: re.Match[str]) -> str:
    """Say 112* as not out in cricket; elsewhere a star behind a number points to a note."""
    return " not out" if match[1] and CRICKET.search(match.string) else ""


STARS = (
    rule(
        r"(?:(?<![\w.,:])([0-9]{1,3})|(?<=[\w%]))\*(?=[\s.,;:)]|$)",
        lambda m: f"{m[1] or ''}{_star(m)}",
    ),
)
"""Tried before a star can hide a clock time or a unit."""

GRADES = (
    rule(r"(?<![A-Za-z])A\*\s?[–-]\s?(?=[A-G]\b)", "A star to "),
    rule(r"(?<![A-Za-z])((?:A\*)+)([A-E]{0,3})(?=s?(?!\w))",
         lambda m: " ".join(["A star"] * (len(m[1]) // 2) + list(m[2]))),
)  # fmt: skip
"""British marks, and the algorithm: A*, A*A*A, A*-C."""

APPROXIMATE = (
    rule(
        r"\b(and|at|by|for|from|needs?|of|on|or|requires?|to|with) (?:>=|≥)\s?(?=v?[0-9])",
        lambda m: f"{m[1]} at least ",
    ),
    rule(
        r"\b(and|at|by|for|from|needs?|of|on|or|requires?|to|with) (?:<=|≤)\s?(?=v?[0-9])",
        lambda m: f"{m[1]} at most ",
    ),
    rule(r"(?<!\w)\+1s\b", "plus ones"),
    rule(rf"(?<!\w)[~≈∼]\s?{_MONEY}", "about "),
    rule(rf"(?<!\w)>{_MONEY}", "more than "),  # x > 5, with spaces, is a comparison
    rule(rf"(?<!\w)<{_MONEY}", "less than "),
    rule(rf"(?<!\w)≥\s?{_MONEY}", "at least "),
    rule(rf"(?<!\w)≤\s?{_MONEY}", "at most "),
)

BEFORE_NUMBERS = (
    rule(r"((?<![A-Za-z])[A-Za-z]++|(?<![0-9])[0-9]++)(⁻?[⁰¹²³⁴-⁹]+)", _power),
    rule(r"(?<=[0-9A-Za-z)])(?:\^|\*\*)(-?[0-9]{1,9})(?![0-9])", lambda m: _raised(m[1])),
    rule(r"(?<=[0-9A-Za-z)])\^(?=[A-Za-z(])", " to the "),
    rule(r"[₀-₉]+", lambda m: m[0].translate(_SUBSCRIPT)),
    rule(r"\b([A-Z])&([A-Z])(?![a-z]{2})", lambda m: f"{m[1]} and {m[2]}"),
    rule(r"\b([A-F]|AAA?|BBB?|CCC?)\+(?![\w+])", lambda m: f"{m[1]} plus"),
    rule(r"\b([A-F]|AAA?|BBB?|CCC?)[-−–](?=[\s.,;:!?)]|$)", lambda m: f"{m[1]} minus"),
)

RULES = (
    rule(r"(?<=[\w)]) \| (?=\w)", ", "),
    rule("ⁿ", " to the n"),
    rule(r"\+\+", " plus plus "),
    rule(r">{2,}", " "),
    rule(r"[->=]>", " to "),
    rule(r"[<!>=]=", lambda m: _COMPARED[m[0]]),
    rule(r"(?<![\w'’\"”])@(?!\s?\w)|(?<=\w)@(?=\s*$)", " "),
    rule("@", " at "),
    rule("[" + re.escape("".join(_SPOKEN)) + "]", lambda m: f" {_SPOKEN[m[0]]} "),
    rule(r"[⁰¹²³⁴-⁹⁻₀-₉]+", " "),
    rule(rf"\b(?:{_EITHER})\b", lambda m: m[0].replace("/", " or "), any_case=True),
    rule(r"(?<=[A-Za-z])/(?=[A-Za-z])", " "),
    rule(r"[\\|^~_*#`{}<>$/•·]", " "),
)

_LOVE = re.compile("(?<=\\bI) ?[❤♥💙💚💛💜🖤]\ufe0f? ?(?=\\w)")
_EMOTICON = re.compile(r"(?:(?<=\s)|^)(?:[:;=8][-o^']?[)(DPp/|*]{1,2}|[xX]D)(?=[\s.,!?]|$)")
_OPERATORS = {
    "∗": "*", "∙": "*", "⋅": "*", "∕": "/", "≦": "≤", "≧": "≥", "⁄": "/",
    "↑": " up ", "↓": " down ", "←": " ", "↔": " ", "⇒": " → ", "₊": "+", "△": " triangle ",
}  # fmt: skip
_SIGN_WORDS = re.compile(r"\b(?:sign|operator|symbol)\b")
_JOINERS = frozenset("\ufe0e\ufe0f\u20e3\u200d")
_SAID_LATER = frozenset(_SPOKEN) | frozenset("⁻⁺♩♪")


def drop_emoji(text: str) -> str:
    """Return `text` without pictures; where it was nothing but pictures, with their names."""
    text = _LOVE.sub(" love ", _EMOTICON.sub("", text))
    if text.isascii():
        return text
    named = not any(map(str.isalnum, text))
    return "".join(char if char.isascii() else _unpictured(char, named=named) for char in text)


def _unpictured(char: str, *, named: bool) -> str:
    if char in _JOINERS:
        return ""
    category = unicodedata.category(char)
    if category not in {"So", "Sk", "Sm"} or char in _SAID_LATER:
        return char
    if char in _OPERATORS:
        return _OPERATORS[char]
    if category == "Sm" or (named and category == "So"):
        return f" {_SIGN_WORDS.sub('', unicodedata.name(char, '').lower())} "
    return " "
