"""What is known of a language: its locale, its number words, and how it writes numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale

from narrate.text.speakable.cldr import find_locale, number_pattern
from narrate.text.speakable.foreign_numbers import before_noun, num2words_language, primary, words


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language whose numbers can be put into words."""

    locale: Locale
    language: str  # num2words' name for it
    number: str  # pattern of a number, without groups
    decimal: str  # the sign before decimals

    @property
    def primary(self) -> str:
        """The language without its region."""
        return primary(self.language)

    def value(self, written: str) -> Decimal:
        """Return the value of a number that `number` matches."""
        whole, _, fraction = written.partition(self.decimal)
        whole = re.sub(r"[^0-9]", "", whole)
        return Decimal(f"{whole}.{fraction}" if fraction else whole)

    def say(self, written: str, kind: str = "cardinal") -> str:
        """Say a number as written; nothing where it is a code or the words don't reach so far."""
        if len(written) > 1 and written[0] == "0" and written[1].isdigit():
            return ""
        return words(self.value(written), self.language, kind)

    def count(self, written: str) -> str:
        """Say a number that stands before a noun."""
        return before_noun(self.say(written), self.language)


@cache
def find_tongue(tag: str) -> Tongue | None:
    """Return what is known of a language, or nothing."""
    locale, language = find_locale(tag), num2words_language(tag)
    if locale is None or not language:
        return None
    pattern, decimal = number_pattern(locale)
    return Tongue(locale, language, pattern, decimal)
