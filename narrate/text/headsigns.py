"""Lines above a transcript to what they look like: labels, dates, addresses, or sentences."""

from __future__ import annotations

import re
from itertools import islice

from narrate.model import Line
from narrate.text.furniture import is_label

SHORT_WORDS = 8
COMPANY = re.compile(r"\b(?:inc|ltd|co|corp|plc|llc|jr|sr)\.$", re.IGNORECASE)
_LONGEST_COMPANY = 6  # characters, with what stands before it
_MONTHS = "jan feb mar apr may jun jul aug sept? oct nov dec".replace(" ", "|")
DATE = re.compile(
    r"(?:\W|on|posted|published|recorded|released|date"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,6}day)?\b){0,99}"
    rf"(?:\d{{4}}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{{2,4}}|(?:{_MONTHS})[a-z]*\.? \d\d?,? \d{{4}}"
    rf"|\d\d?(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]*\.?,? \d{{4}})\b.{{0,20}}",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.?!…。！？][\"'”’)」]*$")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS_IN_DATE = re.compile(r"(?:\d\d?/\d\d?/|\b[12])\d{2,3}$")
_HOUR = re.compile(r"\d{1,2}[:.]\d\d [ap]\.?m\b\.?.{0,6}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def could_be_page(text: str) -> bool:
    """Tell whether a line is a label, a date or an address."""
    return is_label(text) or bool(DATE.fullmatch(text) or _ADDRESS.fullmatch(text))


def is_prose(text: str) -> bool:
    """Tell whether a line reads like a sentence that somebody may have said."""
    words = () if text.count("|") > 1 else _WORD.finditer(text)  # bars stand between links
    fewest = 2 if _ENDS.search(text[-8:]) else 2 * SHORT_WORDS + 1
    if sum(1 for _ in islice(words, fewest)) < fewest or could_be_page(text):
        return False
    return not (COMPANY.search(text[-_LONGEST_COMPANY:]) or _HOUR.fullmatch(text))


def is_paragraph(text: str) -> bool:
    """Tell whether a line reads like more than a caption of a picture or a short sentence."""
    return len(text.split()) > SHORT_WORDS and is_prose(text)


def is_dated(text: str) -> bool:
    """Tell whether a line ends with a date, or holds an hour."""
    return bool(_ENDS_IN_DATE.search(text) or _HOUR.fullmatch(text))


def is_long(line: Line, words: int) -> bool:
    """Tell whether a line has more than so many words."""
    return len(line.text.split(maxsplit=words)) > words
