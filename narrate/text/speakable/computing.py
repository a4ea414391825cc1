"""Addresses of machines, codes of programs and episodes, and formulas of mathematics to words."""

from __future__ import annotations

import re

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.numbers import cardinal, digits, label, ordinal
from narrate.text.speakable.rule import rule

_HTTP = "30[1247]|40[0134589]|410|418|42[29]|50[0-4]"
_NEAR = 24  # characters around an operator in which a formula shows itself by another
_OCTETS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_HEX_GROUP = "[0-9A-Fa-f]{1,4}"


def _each(written: str) -> str:
    """Say letters and digits one by one."""
    return " ".join(digits(char) or spell(char) for char in written if char.isalnum())


def _ip(match: re.Match[str]) -> str:
    parts = match[1].split(".")
    if any(int(part) > 255 for part in parts):
        return match[0]
    said = " dot ".join(label(part) for part in parts)
    port = f" port {label(match[2])}" if match[2] else ""
    return said + port + (f" slash {cardinal(int(match[3]))}" if match[3] else "")


def _ip6(match: re.Match[str]) -> str:
    groups = re.findall(r"[^:]+|:", match[0])
    return " ".join("colon" if group == ":" else _each(group) for group in groups)


def _hash(match: re.Match[str]) -> str:
    return ", ".join(_each(group) for group in match[0].split("-"))


def _part_of_year(match: re.Match[str]) -> str:
    """Say 2Q22 as the second quarter of twenty-two."""
    part = "quarter" if match[2] == "Q" else "half"
    return f"the {ordinal(int(match[1]))} {part} of {label(match[3])}"


def _in_formula(match: re.Match[str]) -> bool:
    start = max(0, match.start() - _NEAR)
    return "=" in match.string[start : match.end() + _NEAR]


def _minus(match: re.Match[str]) -> str:
    return f"{match[1]} minus " if _in_formula(match) else match[0]


def _over(match: re.Match[str]) -> str:
    return f"{match[1]} over {match[2]}" if _in_formula(match) else match[0]


_PRIMES = {1: "prime", 2: "double prime"}

FORMULAS = (
    rule(r"\b([fghuyFGH])(['’′]{1,2})\(([a-z0-9][^()]{0,24})\)",
         lambda m: f"{m[1]} {_PRIMES[len(m[2])]} of {m[3]}"),
    rule(r"(?<![0-9] )\b([OPTfgh])\(([a-z0-9][^()]{0,24})\)", lambda m: f"{m[1]} of {m[2]}"),
    rule(r"\s?&&\s?", " and "),
    rule(r"\s\|\|\s", " or "),
    rule(r"(?<![\w'’.])((?:[0-9.]{1,12}[a-z]?|[a-z])[²-⁹]?) [-−–] "
         r"(?=(?:[0-9.]{1,12}[a-z]?|[a-z])(?!\w))",
         _minus),
    rule(r"(?<![\w/])([a-zA-Z])/([a-zA-Z])(?![\w/])", _over),
    rule(r"(?<!\w)#(?=[A-Fa-f]{0,6}[0-9])([0-9A-Fa-f]{6})(?!\w)", lambda m: f"hash {_each(m[1])}"),
)  # fmt: skip
"""Tried before anything that takes a slash or a number sign for an address or a tag."""

RULES = (
    rule(r"(?<![\w.-])[0-9]{4}(?:[ -][0-9]{4}){2,3}(?![\w-])",
         lambda m: ", ".join(digits(group) for group in re.split("[ -]", m[0]))),
    rule(r"(?<!\w)([1-4])([QH])((?:19|20)?[0-9]{2})(?!\w)", _part_of_year),
    rule(r"(?<![\w.,-])([0-9]{3,4}) ?[x×] ?([0-9]{3,4})(?![\w×]|[.,][0-9])",
         lambda m: f"{label(m[1])} by {label(m[2])}"),
    rule(r"(?<=[\w)]) ≈ (?=[0-9])", " is about "),
    rule(r"\b(GMT|UTC)[-−](?=[0-9])", lambda m: f"{m[1]} minus "),
    rule(r"\bIPv(?=[46]\b)", "I.P v "),
    rule(r"\bWW([1-3])\b", lambda m: f"World War {cardinal(int(m[1]))}"),
    rule(r"(?<!\w)[Ss]([0-9]{1,2})[Ee]([0-9]{1,3})(?!\w)",
         lambda m: f"season {cardinal(int(m[1]))} episode {cardinal(int(m[2]))}"),
    rule(rf"(?<![\w.:])({_OCTETS})(?::([0-9]{{2,5}}))?(?:/([0-9]{{1,2}}))?(?!\w)(?!\.[0-9])", _ip),
    rule(r"(\blocalhost| dot [A-Za-z.]{2,6}):([0-9]{2,5})(?!\w)",
         lambda m: f"{m[1]} colon {label(m[2])}"),
    rule(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])",
         lambda m: _hash(m) if "-" in m[0] else _each(m[0])),
    rule(rf"(?<![\w:])(?:(?:{_HEX_GROUP})?:){{2,7}}:?(?:{_HEX_GROUP})?(?![\w:])",
         lambda m: _ip6(m) if "::" in m[0] or m[0].count(":") > 4 else m[0]),
    rule(r"(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])", _hash),
    rule(r"(?<![\w.#-])(?=[0-9a-f]{0,60}[0-9][a-f]{1,60}[0-9])[0-9a-f]{6,64}(?![\w-])(?!\.\w)",
         _hash),
    rule(rf"(?<![\w.,$-])({_HTTP})(?= (?:error|status|page|response|code|redirect)s?\b)",
         lambda m: label(m[1])),
    rule(rf"(?<=\ba )({_HTTP})(?=[.,;!?]|$| (?:from|on|for|when|and|or|if)\b)",
         lambda m: label(m[1])),
    rule(r"\b([Ee]rror|ERROR|[Ss]tatus) ([0-9]{3,4})(?![\w%])(?![.,][0-9])",
         lambda m: f"{m[1]} {label(m[2])}"),
    rule(r"(?<![\w.])v([0-9]{1,3})(?=(?:rc|beta|alpha)[0-9])", lambda m: f"version {label(m[1])} "),
    rule(r"(?:-|(?<=[0-9 ]))rc\.?([0-9]{1,3})(?!\w)", lambda m: f" R.C {cardinal(int(m[1]))}"),
)  # fmt: skip
