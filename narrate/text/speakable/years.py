"""Years and decades to words; a bare four-digit number is one unless it counts something."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, decade, pair, plural, year
from narrate.text.speakable.rule import DASH, rule, words

_BEFORE_COUNT = frozenset(
    words("""
    all almost another exactly fewer least less many more most nearly
    only other over roughly some than there up are have has had hit reach reached sold top under
    """)
)
_BEFORE_YEAR = frozenset(
    words("""
    born died reigned in since by until till before after during circa of year from to late early
    mid spring summer autumn fall winter class between and through the a this that its his
    her their our
    """)
)
_VAGUE = frozenset({"about", "approximately", "around"})  # about 1500 counts, about 1848 dates
_OLD = 1100  # earlier years are taken for one only after a word like "in" or "since"
_SINGULAR_LOOK = frozenset(
    words("""
    was is has does as its this his us thus perhaps besides always across unless yes less plus
    versus sometimes afterwards towards goes gets makes means comes says brings sees takes
    """)
)
_COUNTED = frozenset(
    words("""
    people men women children percent feet miles times km m cm mm kg g mg lbs ft mi yd h hrs mph ms
    """)
)
_ROUND = {"100": "hundreds", "1000": "thousands", "1,000": "thousands", "10": "tens"}
_MINUTES = re.compile(r"[0-9]\s?m(?:in)?\.? ?$")
_LENGTH_BEFORE = 8  # characters
_NUMBERED_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"


def _range(match: re.Match[str]) -> str:
    """Say 1914-18 as fourteen to eighteen, but 2005-06 as five to two thousand six."""
    first, last = match[1], match[2]
    full = int(last if len(last) == 4 else first[:2] + last)
    if full <= int(first):
        return match[0]
    short = len(last) == 2 and full % 100 >= 10
    return f"{year(int(first))} to {pair(full % 100) if short else year(full)}"


def _vintages(said: str) -> str:
    """Return the plural of a year: nineteen ninety-sixes."""
    return said + ("es" if said.endswith("six") else "s")


def _season(match: re.Match[str]) -> str:
    """Say 23/24, two years of which one follows the other."""
    first, last = int(match[1]), int(match[2])
    before = match.string[max(0, match.start() - 8) : match.start()]
    told = re.search(r"\b(?:in|for|of|since|from|the) $", before)
    return f"{cardinal(first)} {cardinal(last)}" if last == first + 1 and told else match[0]


def _decade(match: re.Match[str]) -> str:
    """Say 90s, but not the seconds of 3m 20s."""
    head = match.string[max(0, match.start() - _LENGTH_BEFORE) : match.start()]
    return match[0] if _MINUTES.search(head) else decade(int(match[1]))


def _plural_number(match: re.Match[str]) -> str:
    written = match[1]
    return _ROUND.get(written) or plural(cardinal(int(written.replace(",", ""))))


def _bare(match: re.Match[str]) -> str:
    number = int(match["year"])
    if not _is_year(match, number):
        return match[0]
    head = match["before"] + match["gap"] if match["before"] else ""
    return head + year(number)


def _is_year(match: re.Match[str], number: int) -> bool:
    before = (match["before"] or "").lower()
    if before in _BEFORE_COUNT:
        return False
    counted = _is_counted(match["after"] or "")
    if before in _VAGUE and number % 100 == 0:
        return False
    return (before in _BEFORE_YEAR and number >= 1000) or (number >= _OLD and not counted)


def _is_counted(noun: str) -> bool:
    if noun in _COUNTED:
        return True
    return len(noun) > 3 and noun[-1] == "s" and noun[-2] != "s" and noun not in _SINGULAR_LOOK


RULES = (
    rule(rf"(?<![\w.,:-])(1[0-9]{{3}}|20[0-9]{{2}})(?:{DASH}|/)(1[0-9]{{3}}|20[0-9]{{2}}|[0-9]{{2}})"
         r"(?![\w-]|/(?![0-9]{2}\b))(?![.,:][0-9])", _range),
    rule(r"(?<![\w.,:-])(1[0-9]{3}|20[0-9]{2})[–-](?=(?:present|now|today)\b)",
         lambda m: f"{year(int(m[1]))} to "),
    rule(r"([0-9]0['’]?s)\s?[–-]\s?(?=['’]?[0-9]{1,3}0['’]?s)", lambda m: f"{m[1]} to "),
    rule(r"(?<![\w.,])((?:1[1-9]|20)[0-9]0)['’ ]?s\b", lambda m: decade(int(m[1]))),
    rule(r"(?<![\w.,$£€])(1[89][0-9]{2}|20[0-9]{2})s\b", lambda m: _vintages(year(int(m[1])))),
    rule(r"(?<![\w.,/$£€])([1-9][0-9])/([1-9][0-9])(?![\w/\"”″]|[ -]in(?:ch)?\b)", _season),
    rule(r"(?<=[2-9]0)°(?=s\b)", ""),
    rule(r"(?<![\w.,$£€])(?:['‘’]|(?<=\b[Tt]he )|(?<=(?:arly|late) ))00['’]?s\b",
         "two thousands"),
    rule(r"(?<![\w.,$£€])([2-9]0)s(?= (?:rest|break|timer|pause|recovery|intervals?|delay|clip)\b)",
         lambda m: f"{cardinal(int(m[1]))} seconds"),
    rule(r"(?<![\w.,$£€])['‘’]?([2-9]0)['’]?s\b", _decade),
    rule(r"(?<![\w.,$£€])(10|[1-9],?[0-9]?00|[1-9][0-9]{0,2},?000)s\b", _plural_number),
    rule(r"(?<=\bQ[1-4])['’]([0-9]{2})\b", lambda m: f" {pair(int(m[1]))}"),
    rule(r"(?<![\w.,])['‘’]([0-9]{2})(?![\w'’\"”])", lambda m: pair(int(m[1]))),
    rule(r"\b(?P<before>(?:mid|late|early|pre|post))(?P<gap>-)" + _NUMBERED_YEAR
         + r"(?![\w,.-])(?P<after>)", lambda m: f"{m['before']}-{year(int(m['year']))}"),
    rule(r"(?:\b(?P<before>[A-Za-z]+)(?P<gap>,? ))?(?<![\w.,/:$£€¥₹#+–-])" + _NUMBERED_YEAR
         + r"(?![\w/%°$€£]| h(?:ou)?rs\b)(?![.,:][0-9])(?![–-]\w)"
         r"(?=(?: (?P<after>[a-z]+))?)", _bare),
)  # fmt: skip
