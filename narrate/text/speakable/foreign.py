"""Numbers in languages other than English to words, where num2words knows them."""

from __future__ import annotations

import re
from functools import cache

from num2words import CONVERTER_CLASSES, num2words

_LONGEST = 15  # digits; longer runs are codes, which the voice reads as it can
_YEAR = re.compile("1[1-9][0-9]{2}|20[0-9]{2}")
# Space or dot between thousands, comma before decimals, as most of Europe writes.
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(-?)([0-9]{1,3}(?:[.\u00a0\u202f ][0-9]{3})+|[0-9]+)(?:,([0-9]+))?"
    r"(?![\w:/%-]|[.,][0-9])"
)


def speak_numbers(text: str, language: str) -> str:
    """Return `text` with free-standing numbers in words; everything else is left as it is."""
    if language not in CONVERTER_CLASSES:
        return text
    return _NUMBER.sub(lambda m: _say(m, language), text)


def _say(match: re.Match[str], language: str) -> str:
    whole = re.sub(r"[^0-9]", "", match[2])
    if len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0"):
        return match[0]
    written = f"{match[1]}{whole}" + (f".{match[3]}" if match[3] else "")
    kind = "year" if _YEAR.fullmatch(match[2]) and not match[3] else "cardinal"
    return _words(written, language, kind) or _words(written, language, "cardinal") or match[0]


@cache
def _words(written: str, language: str, kind: str) -> str:
    """Return a number in words, or nothing where the language's tables do not reach that far."""
    try:
        spoken = num2words(written, lang=language, to=kind)
    except (NotImplementedError, OverflowError, KeyError, IndexError, TypeError, ValueError):
        return ""
    return str(spoken)
