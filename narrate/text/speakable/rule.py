"""A pattern and what to say for it, to rewritten text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])"
    r"|[0-9]{1,2}(?:,[0-9]{2}(?![0-9]))++,[0-9]{3}(?![0-9])"  # of India: 10,00,000
    r"|[0-9]++)(?:\.[0-9]++)?"
)
"""A written cardinal or decimal; possessive, so that no long run of digits is scanned twice."""

START = r"(?<![\w.,/:-])(?<![$£€¥₹])"
"""Where a number of its own may begin."""

DASH = r"\s?[–-]\s?"
"""What stands between the ends of a range."""

CLOSED = r"(?![\w])(?![.,:/][0-9])"
"""Where a number of its own may end."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is written, and a function from its match to what is said."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]

    def apply(self, text: str) -> str:
        """Return `text` with every match replaced."""
        return self.pattern.sub(self.say, text)


def rule(
    pattern: str, say: Callable[[re.Match[str]], str] | str, *, any_case: bool = False
) -> Rule:
    """Compile a rule; a string is said as it is."""
    answer = (lambda _: say) if isinstance(say, str) else say
    return Rule(re.compile(pattern, re.IGNORECASE if any_case else 0), answer)


def apply_rules(text: str, rules: Iterable[Rule]) -> str:
    """Apply each rule once, in order."""
    for each in rules:
        text = each.apply(text)
    return text


def words(listed: str) -> tuple[str, ...]:
    """Return the words of a list written as prose."""
    return tuple(listed.split())


def alternatives(listed: Iterable[str]) -> str:
    """Return a pattern that matches any of the literal words, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(listed, key=len, reverse=True)) + ")"
