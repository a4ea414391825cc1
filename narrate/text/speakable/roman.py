"""Roman numerals to words, where they are numerals."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, ordinal
from narrate.text.speakable.rule import alternatives, rule, words

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"((?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\w&-])"

_RULERS = alternatives(
    words(
        "Albert Alexander Alfonso Benedict Boniface Carl Catherine Charles Christian Cleopatra Clement "
        "Darius Edward Elizabeth Eugene Felipe Ferdinand Francis Frederick Friedrich George Gregory "
        "Gustav Haakon Harald Henri Henry Innocent Isabella Ivan James Johan John Julius Leo Leopold "
        "Louis Ludwig Margrethe Maria Mary Maximilian Mehmed Murad Napoleon Nicholas Olav Otto Paul "
        "Pedro Peter Philip Philippe Pius Ptolemy Rainier Rama Ramesses Ramses Richard Robert Rudolf "
        "Selim Seti Sigismund Sixtus Suleiman Theodore Thutmose Umberto Urban Victor Vittorio Wilhelm "
        "William Xerxes Carlos Emmanuel Stephen Adrian Constantine Justinian Artaxerxes Amenhotep "
        "Thomas Michael David Joseph"
    )
)
_PARTS = alternatives(
    words(
        "Act Appendix Article Book Canto Chapter Class Division Figure Group Level Mark Mk Part Phase "
        "Psalm Scene Section Series Stage Symphony Table Title Tome Type Unit Vol. Vol Volume War "
        "Schedule Tier Round Season Episode Bowl"
    )
)
_PRONOUN_VERBS = (
    "am|think|know|believe|have|would|do|don['’]t|can|will|guess|mean|say|said|love|want|like|feel|"
    "see|saw|met|could|should|did|never|also|really|just|remember|wrote|read|thought|told|knew|"
    "mentioned|took|got|made|need|hope|wish|use|used|work|worked|went|go|find|found|loved|liked"
)
_NOT_NUMERALS = frozenset(
    {"I", "V", "X", "L", "C", "CC", "CCC", "LI", "CV", "CI", "XL", "CL", "CX"}
)


def value(written: str) -> int:
    """Return the value of a well-formed Roman numeral."""
    numbers = [_VALUES[letter] for letter in written]
    following = [*numbers[1:], 0]
    return sum(-n if n < after else n for n, after in zip(numbers, following, strict=True))


def _regnal(match: re.Match[str]) -> str:
    return f"{match[1]} the {ordinal(value(match[2]))}"


def _part(match: re.Match[str]) -> str:
    return f"{match[1]} {cardinal(value(match[2]))}"


def _name(match: re.Match[str]) -> str:
    if match[2] in _NOT_NUMERALS:
        return match[0]
    return f"{match[1]} {cardinal(value(match[2]))}"


def _century(match: re.Match[str]) -> str:
    return ordinal(value(match[1])) if match[1] else match[0]


RULES = (
    rule(r"\b(" + _RULERS + r") (?!I (?:" + _PRONOUN_VERBS + r")\b)(?!I['’](?!s\b))(?![XV]\.\s[A-Z])(?=[IVX])" + _ROMAN, _regnal),
    rule(r"\b([A-Z][a-z]+ [A-Z][a-z]+) (?=(?:III|IV)\b(?=,|[’']s| [a-z]))(?<!World War )" + _ROMAN,
         lambda m: _person(m)),
    rule(r"\b(" + _PARTS + r") (?!I (?:" + _PRONOUN_VERBS + r")\b)(?!I['’])(?=[IVXLC])" + _ROMAN, _part),
    rule(r"\b(?=[IVXLC])" + _ROMAN + r"(?=(?:st|nd|rd|th)? (?:century|centuries|Olympiad|Congress|Corps)\b)", _century),
    rule(r"\b([A-Z][\w’']*[a-z]) (?=[IVXL]{2})" + _ROMAN, _name),
)  # fmt: skip

_GIVEN_NAMES = frozenset(
    words(
        "Adam Alan Albert Alexander Andrew Arthur Benjamin Bill Calvin Charles Chris Clarence Daniel "
        "David Edward Frank Franklin Fred Gary George Harold Harry Henry Howard Jack Jacob James Jay "
        "Jeff Jim Joe John Joseph Kenneth Larry Lawrence Louis Loudon Martin Matthew Michael Nathaniel "
        "Patrick Paul Peter Philip Ralph Randolph Ray Raymond Richard Robert Ronald Russell Samuel "
        "Sammy Stephen Steven Ted Theodore Thomas Thurston Timothy Tom Walter Wesley William"
    )
)


def _person(match: re.Match[str]) -> str:
    """Say "William Gates the third", but "Final Fantasy three"."""
    if match[1].split()[0] in _GIVEN_NAMES:
        return f"{match[1]} the {ordinal(value(match[2]))}"
    return match[0]
