"""A pattern and what to say for it, to rewritten text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?"
"""A written cardinal or decimal; possessive, so that no long run of digits is scanned twice."""

START = r"(?<![\w.,/:-])(?<![$£€¥₹])"
"""Where a number of its own may begin."""


def words(listed: str) -> tuple[str, ...]:
    """Return the words of a list written as prose."""
    return tuple(listed.split())


_STARTERS = frozenset(
    words(
        "A After Also An And Another As At Because Before But By Does During Each Even Every For From "
        "Had Has Have He Her Here His How However I If In Is It Its Just Let Many Maybe My Next No Not "
        "Nobody Now Of Oh On Once One Or Our Over Perhaps She Since So Some Still That The Their Then "
        "There These They This Those Though Today Under Until Was We Well What When Where Which While "
        "Who Why With Would Yes Yet You Your"
    )
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is written, and a function from its match to what is said."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]

    def apply(self, text: str) -> str:
        """Return `text` with every match replaced."""
        return self.pattern.sub(self.say, text)


def rule(pattern: str, say: Callable[[re.Match[str]], str], *, any_case: bool = False) -> Rule:
    """Compile a rule."""
    return Rule(re.compile(pattern, re.IGNORECASE if any_case else 0), say)


def apply_rules(text: str, rules: Iterable[Rule]) -> str:
    """Apply each rule once, in order."""
    for each in rules:
        text = each.apply(text)
    return text


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the literal words, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


_REST = re.compile(r"[\"”’')\]]*(?:$|\s+(?:[\"“‘(]*([A-Z][\w’']*))?)")


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether a dot just before `end`, which belongs to an abbreviation, also ends a sentence.

    It does at the end of the text, and before a capitalised word that seldom stands inside one.
    """
    rest = _REST.match(text, end)
    if rest is None:
        return False
    word = rest[1]
    if word is None:
        return rest.end() >= len(text)
    return re.split("[’']", word)[0] in _STARTERS
