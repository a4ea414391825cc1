"""To find what a speaker calls the next part, in the speaker's own words: "next up is bread"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrate.text.terms import STOP_WORDS, word_set

_LATEST = 5  # sentences into a chapter
_FEWEST_CONTENT = 2  # words that carry meaning
_COUNTED = (
    r"\b(?:next|first|second|third|fourth|last|final|another)"
    r"(?: (?:up|one|thing|topic|item|tip|story|point|section|part|segment|header))?,?(?: that)?"
    r"(?: (?:i|we)(?: have|['’]ve got| got|['’]re| want))?(?: here)?(?: is|['’]s| was)"
    r"(?: called| titled)?"
)
_NUMBERED = (
    r"\b(?:tip|step|part|chapter|section|topic|item|point|lesson|rule|reason|myth)(?: number)? "
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?: is|:|,|\.)"
)
_MOVED_TO = (
    r"\b(?:let['’]s|we['’]ll|we will|we['’]re going to|we are going to|i want to|i['’]d like to)"
    r"(?: (?:now|just|first|next|also|quickly))?"
    r" (?:talk (?:\w+ ){0,2}?about|discuss"
    r"|(?:move|jump|turn|get|dive) (?:right )?(?:on |over )?(?:in)?to)"
)
_ANNOUNCED = re.compile(
    rf"(?i:{_COUNTED}|{_NUMBERED}|{_MOVED_TO}|\btitled|\bis called)[,:]? "
    r"(?i:(?:on|about|to|for|with) )?(?i:(?:the|an?|our|your|some|this|these) )?"
    r"(?P<name>[^\W_](?:[\w'’/#+ -]|\.(?=\w)){4,60}?)"
    r"(?i:,? (?:here|now|today|next|first|too|as well|a (?:little )?bit|real quick|right|again))*"
    r"(?=[.!?](?:\s|$)|, (?!and|or)|$)"
)
# In a name these would need what was said before.
_PERSONAL = word_set(
    "i i'm i've i'd you're we we're we've it it's that that's this these those from going he she "
    "they they're him her them me my us so funny"
)


def announced_names(sentences: Sequence[str], most_words: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the words by which the start of a chapter announces it, with their sentence."""
    for number, sentence in enumerate(sentences[:_LATEST]):
        found = _ANNOUNCED.search(sentence)
        words = found["name"].split() if found else []
        folded = [word.lower().replace("’", "'") for word in words]
        content = sum(word not in STOP_WORDS for word in folded)
        if _FEWEST_CONTENT <= content <= len(words) <= most_words and _PERSONAL.isdisjoint(folded):
            yield number, words
