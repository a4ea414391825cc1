"""To tell the names of those who speak to each other: no chapter is about them alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from narrate.text.terms import STOP_WORDS

_NAME = r"(?P<name>[A-Z][\w’'-]+(?: (?:d[aeiu] |v[ao]n )?[A-Z][\w’'-]+){0,2})"
_MAY_CALL = re.compile(
    r"(?i)\b(?:you|what|how|do|did|maybe|tell|can|could|would|will|are|thank|"
    r"thanks|welcome|hello|hi|hey|joined|over|from|by|here|our|asks|writes|says|wrote|wants|i|i'm|i’m|my)\b"
)
_CALLS = tuple(
    re.compile(pattern)
    for pattern in (
        # "Murch, you are our editor"; "So Ann, what about the railway?"
        rf"^(?:(?i:so|and|but|well|okay|ok|yeah|yes|right|great|now|all ?right),? )*{_NAME}, "
        r"(?i:you|you['’]re|do|did|what|how|can|could|would|will|are|thanks?|maybe|tell)\b",
        r"\b(?i:thanks|thank you|welcome|hello|hi|hey|joined by|over to),? (?:so much,? )?"
        rf"{_NAME}\b",
        rf"\b(?:I'm|I’m|I am|(?i:my name is)) {_NAME}(?=[,.!?]|$| and\b| from\b)",
        # "Here is Ann Lee and Max"; "a question from our listener Rex"
        rf"\b(?i:here is|here are|with me are)(?: [A-Z][\w’'-]+,?){{1,3}} and {_NAME}",
        rf"\b(?i:with me is|my co-?host(?: is)?|our guest(?: today)?(?: is)?),? {_NAME}",
        rf"\b(?i:questions?|one|listener|e-?mail|comment|tweet|message)"
        rf"(?: \w+){{0,3}}? (?:from|by)(?: our| a)?(?: [a-z]+){{0,3}} {_NAME}",
        rf"^(?:(?i:so|and|but|then|now),? )*{_NAME} (?:asks|writes|says|wrote in|wants to know)\b",
        rf"\b(?i:you|thanks|welcome)\b[^,]*, {_NAME}[.?!]*$",
        rf"\b(?:for|to|with) you,? {_NAME}[.,?!]",
    )
)


def count_calls(sentences: Iterable[str]) -> Counter[str]:
    """Count how often somebody is spoken to, or presented, by each name; its words, lower case."""
    calls: Counter[str] = Counter()
    for sentence in sentences:
        if _MAY_CALL.search(sentence):
            for call in _CALLS:
                for match in call.finditer(sentence):
                    calls.update(name_words(match["name"]))
    return calls


def name_words(name: str) -> list[str]:
    """Return the words of a name in lower case that are no common words."""
    folded = [word.strip(".,:()").lower().replace("’", "'") for word in name.split()]
    return [word for word in folded if word and word not in STOP_WORDS]
