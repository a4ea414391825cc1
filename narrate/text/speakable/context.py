"""The words around a number or abbreviation, to what it is there."""

from __future__ import annotations

import re

from narrate.text.speakable.rule import words

_STARTERS = frozenset(
    words("""
    A After Also An And Another As At Because Before But By Does During Each Even Every For From
    Had Has Have He Her Here His How However I If In Is It Its Just Let Many Maybe My Next No Not
    Nobody Now Of Oh On Once One Or Our Over Perhaps She Since So Some Still Thanks That The Their
    Then There Thx These They This Those Though Today Under Until Was We Well What When Where Which
    While Who Why With Would Yes Yet You Your
    """)
)
_AFTER_NUMBER = frozenset(
    words("""
    a about above after ago all an and apiece are as at away back because before below but by each
    every extra for from had has have he here his how i if in instead into is it last later less
    like more next now of off on or out over per she so than that the their then there they this
    ahead apart behind deep downtown early good high inside later long off old outside short tall
    thick together wide worth through to today total under until up upfront via was we were what
    when which while who will with without would yesterday you
    still again never also only just not must can could may might should did does do since within
    between during near against
    """)
)
_DETERMINER = re.compile(
    r"\b(?:an?|the|this|that|every|each|another|his|her|its|our|my|your|their|"
    r"(?!(?:it|that|he|she|there|here|what|who|let)['’])[a-z]\w*['’]s) "
    r"(?:(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|\w{3,5}ty"
    r"|hundred|point)[ -]){1,6}to )?$",  # of a range, the first number
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"[ -](?:[0-9]K )?([A-Za-z]+)")
_REST = re.compile(r"[\"”’')\]]*(?:$|\s+(?:[\"“‘(]*([A-Z][\w’']*))?)")
CRICKET = re.compile(
    r"\b(?:stumps|innings|wickets?|wkts?|bowled|bowlers?|cricket|declared|all out|not out|lbw"
    r"|ov(?:ers?)?|unbeaten|(?:half-)?centur(?:y|ies)|County Championship|Ashes|ODIs?|T20s?)\b"
)
"""Words of cricket, where 287/6 and 112* are scores."""
_LOOK_BACK = 48  # characters; longer determiners do not matter


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether a dot just before `end`, which belongs to an abbreviation, also ends a sentence.

    It does at the end of the text, and before a capitalised word that seldom stands inside one or
    is the name of a field (Cook: 10 min).
    """
    rest = _REST.match(text, end)
    if rest is None:
        return False
    word = rest[1]
    if word is None:
        return rest.end() >= len(text)
    return text.startswith(":", rest.end()) or re.split("[’']", word)[0] in _STARTERS


def dot(match: re.Match[str]) -> str:
    """Return the full stop of a match that ends in one, where it also ends the sentence."""
    return "." if match[0].endswith(".") and ends_sentence(match.string, match.end()) else ""


def is_attribute(match: re.Match[str]) -> bool:
    """Tell "a $10 million deal" from "$10 million": a determiner before, a noun after."""
    following = _NEXT_WORD.match(match.string, match.end())
    if following is None:
        return False
    if following[0][0] == "-":
        return True
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    return bool(_DETERMINER.search(before)) and following[1].lower() not in _AFTER_NUMBER


def names_next(match: re.Match[str]) -> bool:
    """Tell whether what is counted follows, as a noun or an adjective: 5-year-old *girl*."""
    following = _NEXT_WORD.match(match.string, match.end())
    return following is not None and following[1] not in _AFTER_NUMBER and following[1].islower()


_PLURAL = re.compile(r" (?:people|men|women|children|[A-Za-z][a-z]{2,}(?<!s)s)\b")


def counts_things(match: re.Match[str]) -> bool:
    """Tell whether a plural noun follows: 5m users."""
    return _PLURAL.match(match.string, match.end()) is not None
