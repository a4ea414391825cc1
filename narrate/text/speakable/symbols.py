"""What is left of signs, emoji and superscripts to words, or to nothing."""

from __future__ import annotations

import re
import unicodedata

from narrate.text.speakable.numbers import cardinal
from narrate.text.speakable.rule import rule, words

_SPOKEN = {
    "%": "percent", "‰": "per thousand", "&": "and", "=": "equals", "+": "plus", "±": "plus or minus",
    "×": "times", "÷": "divided by", "≈": "about", "≠": "is not equal to", "≤": "at most",
    "≥": "at least", "<": "is less than", ">": "is greater than", "→": "to", "°": "degrees",
    "∞": "infinity", "√": "square root of", "€": "euros", "£": "pounds", "¥": "yen",
    "§": "section", "@": "at", "∼": "about", "∑": "the sum of",
    "∆": "delta", "½": "one half",
}  # fmt: skip
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUB = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


_SHORT_WORDS = frozenset(
    words("am an as at be by do go he if in is it me my no of on or so to up us we")
)


def _power(match: re.Match[str]) -> str:
    exponent = match[2].translate(_SUPER)
    if match[1].isalpha() and (len(match[1]) > 2 or match[1] in _SHORT_WORDS):
        return match[1]
    if exponent in {"2", "3"}:
        return f"{match[1]} {'squared' if exponent == '2' else 'cubed'}"
    return f"{match[1]} to the {cardinal(int(exponent[:18]))}"


def _spoken(match: re.Match[str]) -> str:
    return f" {_SPOKEN[match[0]]} "


def _drop(match: re.Match[str]) -> str:
    return " "


BEFORE_NUMBERS = (
    rule(r"(\b[A-Za-z]++|(?<![0-9])[0-9]++)\^?([⁰¹²³⁴-⁹]+)", _power),
    rule(r"(?<=[0-9A-Za-z)])\^2(?![0-9])", lambda m: " squared"),
    rule(r"(?<=[0-9A-Za-z)])\^3(?![0-9])", lambda m: " cubed"),
    rule(r"(?<=[0-9A-Za-z)])\^(?=[0-9])", lambda m: " to the "),
    rule(r"[₀-₉]+", lambda m: m[0].translate(_SUB)),
    rule(r"(?<!\w)[~≈∼]\s?(?=[$£€]?[0-9])", lambda m: "about "),
    rule(r"(?<!\w)>\s?(?=[$£€]?[0-9])", lambda m: "more than " if m.start() == 0 or m.string[m.start() - 1] != " " or True else ""),
    rule(r"(?<!\w)≥\s?(?=[$£€]?[0-9])", lambda m: "at least "),
    rule(r"(?<!\w)≤\s?(?=[$£€]?[0-9])", lambda m: "at most "),
    rule(r"\b([A-Z])&([A-Z])\b", lambda m: f"{m[1]} and {m[2]}"),
    rule(r"\b([A-F])([+])(?![\w+])", lambda m: f"{m[1]} plus"),
    rule(r"\b([A-F])[-−–](?=[\s.,;!?]|$)(?<!\bA-)", lambda m: f"{m[1]} minus"),
)  # fmt: skip

RULES = (
    rule(r"\+\+", lambda m: " plus plus "),
    rule(r"[->=]>", lambda m: " to "),
    rule(r"[<!>=]=", lambda m: {"<=": " at most ", ">=": " at least ", "!=": " is not "}.get(m[0], " equals ")),
    rule("[" + re.escape("".join(_SPOKEN)) + "]", _spoken),
    rule(r"(?<=[A-Za-z])/(?=[A-Za-z])", _drop),
    rule(r"[\\|^~_*#`{}<>$/]", _drop),
)  # fmt: skip

_MODIFIERS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u200d]")
_WORD = re.compile(r"\w")


def drop_emoji(text: str) -> str:
    """Return `text` without pictures; where it was nothing but pictures, with their names."""
    if text.isascii():
        return text
    speaks = _WORD.search(text) is not None
    return "".join(c if not _is_picture(c) else _picture(c, named=not speaks) for c in text)


def _is_picture(char: str) -> bool:
    if char.isascii():
        return False
    return char in _PICTURE_PARTS or unicodedata.category(char) in {"So", "Sk", "Sm"}


_PICTURE_PARTS = frozenset("\ufe0e\ufe0f\u20e3\U000e0000")


def _picture(char: str, *, named: bool) -> str:
    if char in _SPOKEN:
        return char
    if not named or unicodedata.category(char) != "So":
        return " " if char not in _PICTURE_PARTS else ""
    return f" {unicodedata.name(char, '').lower().removesuffix(' sign')} "
