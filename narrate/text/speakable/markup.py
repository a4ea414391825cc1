"""Markup, control characters and odd digits to plain text."""

from __future__ import annotations

import html
import re
import unicodedata

from narrate.text.ipa import IPA_MARK
from narrate.text.speakable.rule import apply_rules, rule

_TAGS = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--[^<>]*|![A-Za-z][^<>]*)>")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,32}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_UNSPEAKABLE = re.compile(r"[^\S ]|[^\w\s!-~]")
_LETTER_JOINERS = "\u200c\u200d"  # shape letters in Persian and Indic scripts, glue emoji

_MARKDOWN = (
    rule(rf"(?!{IPA_MARK.pattern})\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]", lambda m: m[1]),
    rule(r"!?\[([^\[\]]*)\]\([^()\s]*\)", lambda m: m[1]),
    rule(r"(?m)^(?:[ \t]{0,3}(?:#{1,6}|>|[-*+•‣▪·])[ \t]+)+", lambda m: ""),
    rule(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])", lambda m: m[2]),
    rule(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]*[^\s_])\1(?![\w_])", lambda m: m[2]),
    rule(r"~~([^~]+)~~", lambda m: m[1]),
    rule(r"`{1,3}([^`]+)`{1,3}", lambda m: m[1]),
)
_FOOTNOTES = (
    rule(
        r"(?<=[\w.,;:!?)\"”’])(?:\s?\[(?:[1-9][0-9]{0,2}|[a-z]|\^\w{1,8}|note [0-9]{1,3})\])+",
        lambda m: "",
    ),
    rule(r"\s?\[(?:citation needed|sic|edit)\]", lambda m: "", any_case=True),
    rule(r"(?<=[\w.,;:!?)\"”])[†‡§¶]+", ""),
    rule(r"(?<=[a-z)][.,;:!?])\^[0-9]{1,3}(?!\w)\^?", ""),
)


def strip_markup(text: str) -> str:
    """Return `text` without HTML, Markdown, footnote marks, control or formatting characters."""
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    if "<" in text:
        text = _TAGS.sub(" ", text)
    text = apply_rules(text, _MARKDOWN)
    text = _UNSPEAKABLE.sub(lambda m: _plain(m[0]), text)
    return apply_rules(text, _FOOTNOTES)


def ascii_digits(text: str) -> str:
    """Return `text` with the decimal digits of every script and ½-like characters in ASCII."""
    if text.isascii():
        return text
    text = re.sub(r"([¼-¾⅐-⅞])(?=[A-Za-z])(?!in\b)", r"\1 ", text)
    text = re.sub(r"(?<=[0-9]) ?([¼-¾⅐-⅞])|([¼-¾⅐-⅞])", _vulgar, text)
    return re.sub(r"[^\W_a-zA-Z0-9]", _ascii_digit, text)


def _vulgar(match: re.Match[str]) -> str:
    mixed = match[1] is not None
    written = unicodedata.normalize("NFKC", match[1] or match[2]).replace("\u2044", "/")
    return f" {written}" if mixed else written


def _ascii_digit(match: re.Match[str]) -> str:
    value = unicodedata.decimal(match[0], None)
    return match[0] if value is None else str(value)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace():
        return " "
    if category in {"Cc", "Cs", "Co", "Cn"} or (category == "Cf" and char not in _LETTER_JOINERS):
        return ""
    return char
