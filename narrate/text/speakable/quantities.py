"""Fractions, ranges, scores, ordinals and what other numbers are left to words."""

from __future__ import annotations

import re

from narrate.text.speakable.context import CRICKET
from narrate.text.speakable.numbers import cardinal, digits, fraction, label, number, ordinal, pair
from narrate.text.speakable.rule import CLOSED, NUMBER, START, rule

_DENOMINATORS = frozenset({*range(2, 21), 24, 30, 32, 40, 50, 60, 64, 100, 128, 1000})
_COMPARED = (
    "as|better|bigger|cheaper|faster|growth|higher|larger|less|longer|more|slower|smaller|the|worse"
)
_PRESSURE = re.compile("[12][0-9]{2}/(?:[4-9][0-9]|1[0-4][0-9])")  # of blood
_LONGEST_ORDINAL = 18  # digits
_JOINED = {(20, 20), (24, 7), (9, 11)}


def _fraction(match: re.Match[str]) -> str:
    top, bottom = int(match["top"]), int(match["bottom"])
    if match["whole"]:
        return _mixed(int(match["whole"]), top, bottom)
    if (top, bottom) in _JOINED or (top + bottom == 100 and top > 9):
        return f"{cardinal(top)} {cardinal(bottom)}"
    rated = match.string.startswith((" stars", " rating"), match.end())
    if not match["th"] and (bottom == 10 or top == bottom or rated or (bottom == 100 and top > 1)):
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    if top < bottom and bottom in _DENOMINATORS and match["bottom"][0] != "0":
        hyphened = match.string.startswith("-", match.end())  # a three-quarter-inch bolt
        return fraction(top, bottom).removesuffix("s" if hyphened and bottom > 2 else "")
    if _PRESSURE.fullmatch(match[0]):
        return f"{label(match['top'])} over {label(match['bottom'])}"
    return f"{number(match['top'])} over {number(match['bottom'])}"


def _mixed(whole: int, top: int, bottom: int) -> str:
    if bottom < 2 or top >= bottom:
        return f"{cardinal(whole)} and {cardinal(top)} over {cardinal(bottom)}"
    part = fraction(top, bottom)
    if top == 1 and bottom in {2, 4}:
        part = "a " + part.removeprefix("one ")
    return f"{cardinal(whole)} and {part}"


def _range(match: re.Match[str]) -> str:
    first, second = match[1], match[2]
    joint = "-" if first == second else " to "
    if len(first) > len(second) + 2 and "–" not in match[0] and " " not in match[0]:
        joint = " dash "  # ISO 8601-1 is no range
    return f"{number(first)}{joint}{number(second)}"


def _wickets(match: re.Match[str]) -> str:
    """Say 287/6 as a score of cricket, where cricket is spoken of."""
    cricket = CRICKET.search(match.string)
    return f"{number(match[1])} for {number(match[2])}" if cricket else match[0]


def _makers(match: re.Match[str]) -> str:
    """Say 49ers as forty-niners."""
    said = cardinal(int(match[1]))
    return said + ("rs" if said.endswith("e") else "ers")


def _pairs(match: re.Match[str]) -> str:
    """Say 1-21 to 1-15, a score made of two counts, without a second "to"."""
    one, two, three, four = (number(group) for group in match.groups())
    return f"{one} {two} to {three} {four}"


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match[1].replace(",", "")[:_LONGEST_ORDINAL]))


_COUNT_NEXT = re.compile(r" (?:[a-z]{3,}s|people|men|women|children|[kMmc]?m|kg|mg|IU|t|ft|km²)\b")


def _spaced(match: re.Match[str]) -> str:
    """Join 20 000 and 12 345 km, but not the end of one number and another: Boeing 737 800."""
    named = re.search(r"\b[A-Z]\w* $", match.string[max(0, match.start() - 16) : match.start()])
    sure = match[0].endswith("00") or _COUNT_NEXT.match(match.string, match.end())
    return match[0].replace(" ", ",") if sure and not named else match[0]


SPACED = (
    rule(r"(?<![\w.,+)-])(?<![0-9] )[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}"
         r"(?![\w,-]| [0-9]|\.[0-9])", _spaced),
)  # fmt: skip
"""Tried before telephone numbers, which a plus, a zero or a shorter group tells."""

SIGNED = (
    rule(r"(?<![\w.,])([1-9])x([1-9][0-9]?)s\b", lambda m: f"{m[1]} by {cardinal(int(m[2]))}s"),
    rule(rf"(?<![\w.,/])({NUMBER})\s?[x×]\s?(?=10[⁰¹²³⁴-⁹⁻^])", lambda m: f"{m[1]} times "),
    rule(rf"(?<![\w.,/])({NUMBER})\s?[x×]\s?(?={NUMBER}\s?=)", lambda m: f"{m[1]} times "),
    rule(rf"(?:(?<![\w.,/])|(?<=[0-9][x×]))({NUMBER})\s?[x×]\s?(?=[0-9])",
         lambda m: f"{m[1]} by "),
    rule(r"([0-9])\s?[-–−]\s?(?=[0-9]++(?:\.[0-9]++)?\s?=)", lambda m: f"{m[1]} minus "),
    rule(r"([0-9]) − (?=[0-9])", lambda m: f"{m[1]} minus "),
    rule(r"([0-9])(?: / |/(?=[0-9]++=))(?=[0-9])", lambda m: f"{m[1]} divided by "),
    rule(r"([0-9]) ?\* ?(?=[0-9])", lambda m: f"{m[1]} times "),
    rule(r"\+ ?/ ?[-−–] ?(?=[0-9])", "plus or minus "),
    rule(r"(?<![\w)\]%°'\"”’])(?<![a-z]\.)[-−–](?=\.?[0-9])", "minus "),
    rule(r"(?<![\w)\]])\+(?=\.?[0-9])", "plus "),
)  # fmt: skip

RULES = (
    rule(START + r"([0-9]{1,3}(?:,[0-9]{3})+)/([0-9]{4}|[0-9]{1,3}(?:,[0-9]{3})+)(?![\w/])",
         lambda m: f"{number(m[1])} out of {number(m[2])}"),
    rule(r"(?<![\w.,])([0-9]{1,3})ers\b", _makers),
    rule(r"(?<![\w.,/-])24-7(?![\w/-])(?!\.[0-9])", "twenty-four seven"),
    rule(START + r"([0-9]{1,3}(?:\.[0-5])?)/([0-9]{2,3}) ov(?:s|ers)?\b\.?",
         lambda m: f"{number(m[1])} of {number(m[2])} overs"),
    rule(r"\b((?:[Ll]ap|[Pp]art|[Pp]age|[Ee]pisode|[Ss]lide|[Ss]tep|[Rr]ound|[Ss]tage|[Dd]ay) )"
         r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})(?![\w/])",
         lambda m: f"{m[1]}{number(m[2])} of {number(m[3])}"),
    rule(r"\b((?:[Pp]orts|[Pp]ages|[Rr]ooms|[Rr]outes|[Ff]lights) )"
         r"([0-9]{1,4})/([0-9]{1,4})(?![\w/])",
         lambda m: f"{m[1]}{label(m[2])} and {label(m[3])}"),
    rule(START + r"([0-9]{1,3})\+/(5|10|20|100)(?![\w/]|\.[0-9])",
         lambda m: f"{number(m[1])} plus out of {number(m[2])}"),
    rule(START + r"([0-9]{1,3}\.[0-9]{1,2})/(5|10|20|100)(?![\w/])(?!\.[0-9])",
         lambda m: f"{number(m[1])} out of {number(m[2])}"),
    rule(r"\b([Bb]att?(?:ed|ing)|[Hh]it(?:ting|s)?|[Ss]lug(?:ged|ging)|[Aa]verage of|a) "
         r"\.([0-9]{3})(?!\w)(?!\.[0-9])", lambda m: f"{m[1]} {label(m[2])}"),
    rule(r"(?<![\w.,])\.(22|32|38|44|45|50|357|380)"
         r"(?= (?:cal|ACP|Colt|Magnum|Special|rifle|pistol)\b)",
         lambda m: label(m[1])),
    rule(r"(?<![\w.,])\.([1-9][0-9]{2})(?= (?:hitter|average|clip|record|percentage)\b)",
         lambda m: label(m[1])),
    rule(r"\b([Oo]dds\b[^.,;0-9]{0,20}\s)(?!50/50)([0-9]{1,3})/([0-9]{1,2})(?![\w/])",
         lambda m: f"{m[1]}{number(m[2])} to {number(m[3])}"),
    rule(r"(?<![\w.,/])([0-9]{1,3})/(10|[0-9])(?![\w/])(?!\.[0-9])", _wickets),
    rule(rf"\b((?:[Aa]t|[Bb]y|of|than|up) )({NUMBER})[xX×](?!\w)",
         lambda m: f"{m[1]}{number(m[2])} times"),
    rule(r"([0-9]/[0-9]{1,2}|[0-9](?=\s?[–-]\s?[0-9]{1,2} [0-9]/[0-9]))\s?[–-]\s?(?=[0-9])",
         lambda m: f"{m[1]} to "),
    rule(START + r"(?:(?P<whole>[0-9]{1,6})[ -])?(?P<top>[0-9]{1,6})/(?P<bottom>[0-9]{1,6})"
         r"(?P<th>ths?|rds?|nds?)?(?![\w/])(?!\.[0-9])", _fraction),
    rule(rf"(?<![\w.,/])({NUMBER})[xX×](?!\w)( (?:{_COMPARED})\b)?",
         lambda m: f"{number(m[1])} times{m[2]}" if m[2] else f"{number(m[1])} X"),
    rule(START + r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{1,2})(?![\w-])",
         lambda m: ", ".join(number(group) for group in m.groups())),
    rule(START + r"([0-9]{1,2})-([0-9]{1,2}) to ([0-9]{1,2})-([0-9]{1,2})" + CLOSED, _pairs),
    rule(START + rf"({NUMBER})\s?[–—-]\s?({NUMBER})(?!\w)(?![–-][0-9])", _range),
    rule(r"\b(in|at|of) ([2-5][0-9]):([0-5][0-9])(?![\w:]|\.[0-9])(?! (?:ratio|odds|split))",
         lambda m: f"{m[1]} {cardinal(int(m[2]))} {pair(int(m[3]))}"),
    rule(START + r"(16|21|9|4):(9|10|16|3)(?![\w:]|\.[0-9])"
         r"(?=(?: (?:or|and|vs\.?|versus) [0-9]{1,2}:[0-9]{1,2})?,?"
         r" (?:aspect|screens?|videos?|displays?|monitors?|frames?|ratio|format))",
         lambda m: f"{number(m[1])} by {number(m[2])}"),
    rule(START + rf"({NUMBER}):({NUMBER})(?![\w:])",
         lambda m: f"{number(m[1])} to {number(m[2])}"),
    rule(r"(?<![\w.,])([0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:st|nd|rd|th)\b", _ordinal),
)  # fmt: skip

LEFTOVERS = (
    rule(r"(?<![0-9.])\.([0-9]++)", lambda m: f" point {digits(m[1])}"),
    rule(r"(?<=[^\W\d_])(?=[0-9])|(?<=[0-9])(?=[^\W\d_])", " "),
    rule(NUMBER, lambda m: number(m[0])),
)
