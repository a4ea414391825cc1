"""All other numbers to words: telephone, versions, ranges, scores, fractions, plain."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import (
    cardinal,
    digits,
    fraction,
    label,
    number,
    ordinal,
)
from narrate.text.speakable.rule import NUMBER, START, alternatives, rule, words

_SOFTWARE = alternatives(
    words(
        "Android Angular Apache Bash Bootstrap Chrome Debian Django Docker Edge Fedora Firefox Git Go "
        "iOS iPadOS Java JavaScript Julia Kernel Kotlin Kubernetes Linux macOS Mono MySQL nginx Node "
        "NumPy OpenSSL Perl PHP PostgreSQL Postgres Python PyTorch Rails React Redis Release Ruby Rust "
        "Safari Scala SQLite Swift TensorFlow TLS TypeScript Ubuntu Unity Version Vue Windows Xcode "
        "kernel release version"
    )
)
_LABELLED = alternatives(
    words(
        "Airbus Apartment Apt. Boeing Bus Channel Exit Flight Highway Interstate Intel Room Route "
        "Section Studio Suite Train Unit Peugeot Porsche Ferrari Ryzen flight room route channel "
        "highway suite section"
    )
)
_DENOMINATORS = frozenset({*range(2, 21), 24, 30, 32, 40, 50, 60, 64, 100, 128, 1000})


def _phone(match: re.Match[str]) -> str:
    plus = "plus " if match[0].startswith("+") else ""
    groups = re.findall(r"[0-9]+", match[0])
    return plus + ", ".join(_phone_group(group) for group in groups)


def _phone_group(group: str) -> str:
    if len(group) == 3 and group.endswith("00") and group[0] != "0":
        return f"{cardinal(int(group[0]))} hundred"
    return digits(group)


def _dotted(match: re.Match[str]) -> str:
    head = "version " if match[1] else ""
    joint = " dot " if match[2].count(".") == 3 else " point "
    return head + joint.join(cardinal(int(part[:18])) for part in match[2].split("."))


def _software(match: re.Match[str]) -> str:
    return f"{match[1]} {cardinal(int(match[2]))} point {cardinal(int(match[3]))}"


def _fraction(match: re.Match[str]) -> str:
    top, bottom = int(match["top"]), int(match["bottom"])
    if match["whole"]:
        return _mixed(int(match["whole"]), top, bottom)
    if (top, bottom) in {(24, 7), (9, 11)}:
        return f"{cardinal(top)} {cardinal(bottom)}"
    if (top, bottom) in {(20, 20), (50, 50)}:
        return f"{cardinal(top)}-{cardinal(bottom)}"
    if bottom == 10 or top == bottom or (bottom == 100 and top > 1):
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    if top < bottom and bottom in _DENOMINATORS and len(match["bottom"]) == len(str(bottom)):
        return fraction(top, bottom)
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
    if first == second:
        return f"{number(first)}-{number(second)}"
    return f"{number(first)} to {number(second)}"


def _times(match: re.Match[str]) -> str:
    return f"{number(match[1])} {'times' if match[2] else 'X'}"


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match[1].replace(",", "")[:18]))


def _labelled(match: re.Match[str]) -> str:
    return f"{match[1]} {label(match[2])}"


def _letters_first(match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + 1]
    return f"{match[1]} {label(match[2])}" + (" " if after.isalpha() else "")


def _letters_last(match: re.Match[str]) -> str:
    return f"{label(match[1])} "


_POINT_NUMBER = re.compile(NUMBER)

CODES = (
    rule(
        r"(?<![\w.])(?:\+[0-9]{1,3}[ .-]?|1[ .-])?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}(?![\w-])",
        _phone,
    ),
    rule(r"(?<!\w)\+[0-9]{1,3}(?:[ -]\(?[0-9]{1,5}\)?){2,6}(?![\w-])", _phone),
    rule(r"(?<![\w.-])[0-9]{3}-[0-9]{4}(?![\w-])", _phone),
    rule(r"(?<![\w.-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])", _phone),
    rule(r"(?<![\w.-])[0-9]{4}(?:[ -][0-9]{4}){2,3}(?![\w-])", _phone),
    rule(
        r"\b([Dd]ial(?:ed|ing)?|[Cc]all(?:ed|ing|s)?|[Tt]ext(?:ed|ing)?) ([0-9]{3,6})(?=[.,;:!?]?(?:$| (?!people|times|men|women|more)))",
        lambda m: f"{m[1]} {digits(m[2])}",
    ),
    rule(r"(?<![\w.])([vV]\.? ?)?([0-9]{1,9}(?:\.[0-9]{1,9}){2,5})(?![\w])(?!\.[0-9])", _dotted),
    rule(
        r"(?<![\w.])(?:[vV])([0-9]{1,4}(?:\.[0-9]{1,9})?)(?!\w)",
        lambda m: f"version {number(m[1])}",
    ),
    rule(r"\b(" + _SOFTWARE + r") ([0-9]{1,4})\.([1-9][0-9]{0,4})(?![\w%])(?!\.[0-9])", _software),
)

RULES = (
    rule(
        START + r"(?:(?P<whole>[0-9]{1,6})[ -])?(?P<top>[0-9]{1,6})/(?P<bottom>[0-9]{1,6})(?![\w/])(?!\.[0-9])",
        _fraction,
    ),
    rule(r"(?<![\w.,/])(" + NUMBER + r")\s?[x×]\s?(?=[0-9])", lambda m: f"{number(m[1])} by "),
    rule(
        r"(?<![\w.,/])(" + NUMBER + r")[x×](?!\w)( (?:more|less|faster|slower|bigger|better|worse|cheaper|as|the|higher|larger|smaller|longer|growth)\b)?",
        lambda m: f"{number(m[1])} times{m[2]}" if m[2] else f"{number(m[1])} X",
    ),
    rule(START + r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{1,2})(?![\w-])",
         lambda m: " ".join(number(g) for g in m.groups())),
    rule(START + r"(" + NUMBER + r")\s?[–—-]\s?(" + NUMBER + r")(?!\w)(?![–-][0-9])", _range),
    rule(START + r"(" + NUMBER + r"):(" + NUMBER + r")(?![\w:])", _range),
    rule(r"(?<![\w.,])([0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:st|nd|rd|th)\b", _ordinal),
    rule(r"\b(" + _LABELLED + r") #?([0-9]{3,4})\b(?![.,][0-9])", _labelled),
    rule(r"\b([A-Z]{2}) ([0-9]{3,4})\b(?![.,][0-9])", _labelled),
    rule(
        START + r"([1-9][0-9]{2,4})(?= (?:[NSEW]\.? )?(?:[A-Z][a-z]+ ){1,2}(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road|Boulevard|Drive|Lane|Way|Court|Place)\b)",
        lambda m: label(m[1]),
    ),
    rule(r"\b((?=\w*[A-Z])[A-Za-z]{1,10})-?([0-9]{1,9})(?![0-9]|[.,:][0-9])", _letters_first),
    rule(r"\b([A-Z][A-Za-z]{1,9})-([0-9]{1,3}(?:\.[0-9]{1,3}))(?![\w.])", lambda m: f"{m[1]} {number(m[2])}"),
    rule(r"(?<![\w.,])([0-9]{1,6})(?=[A-Z]{1,3}(?:\b|[0-9]))", _letters_last),
    rule(r"(?<![\w.,])([0-9]{3,4})(?=[pi]\b)", _letters_last),
    rule(r"(?<![\w)\]])[-−–](?=[0-9])", lambda m: "minus "),
    rule(r"(?<![\w)\]])\+(?=[0-9])", lambda m: "plus "),
)  # fmt: skip

LEFTOVERS = (
    rule(r"(?<![0-9.])\.([0-9]++)", lambda m: f" point {digits(m[1])}"),
    rule(r"(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])", lambda m: " "),
    rule(NUMBER, lambda m: number(m[0])),
)
