"""Numbers that name rather than count to words: telephone, versions, models, rooms."""

from __future__ import annotations

import re

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.numbers import DIGITS, cardinal, digits, label, number
from narrate.text.speakable.rule import START, alternatives, rule, words
from narrate.text.speakable.shortened import ALL_POSTAL, COMPASS, STREETS

_SOFTWARE = alternatives(
    words("""
    Android Angular Apache Bash Bootstrap Chrome Debian Django Docker Edge Fedora Firefox Git Go
    Java JavaScript Julia Kernel Kotlin Kubernetes Linux Mono MySQL Node NumPy OpenSSL PHP Perl
    Postgres PostgreSQL PyTorch Python Rails React Redis Release Ruby Rust SQLite Safari Scala Swift
    TLS TensorFlow TypeScript Ubuntu Unity Version Vue Windows Xcode iOS iPadOS kernel macOS nginx
    release version numpy pandas scipy python django node scikit-learn pytorch tensorflow npm pip
    Excel Office Photoshop Blender Godot Minecraft Chromium Alpine Helm Terraform Ansible
    """)
)
_PLACES = alternatives(
    words("""
    Airbus Apartment Apt. Boeing Box Bus Channel Exit Fahrenheit Ferrari Flight Form Gate Highway
    Intel Interstate Line Peugeot Platform Porsche Room Route Ryzen Seat Section Studio Suite Train
    Unit
    Port Xbox apartment bus channel exit flight gate highway port room route seat section suite
    """)
)
_STREETS = rf"{alternatives([*STREETS, *STREETS.values(), 'Way', 'Row', 'Trail'])}\b"
_NOT_MODELS = "AD|BC|BCE|CE|AM|PM|US|UK|EU|UN|GDP|CEO|THE|AND|FOR|IN|OF|TO|AT"
_CALL = (
    r"[Dd]ial(?:ed|ing)?|[Cc]all(?:ed|ing|s)?|[Tt]ext(?:ed|ing)?(?: [A-Z]{2,12} to)?"
    r"|ZIP(?: code)?|zip code|PIN|code"
    r"|[Ee]xt(?:ension|\.)(?: is)?"
    r"|(?:[Cc]ard|SSN|[Aa]ccount|[Nn]umber|[Pp]hone) (?:that )?end(?:s|ed|ing) in"
)
_SAID_DIGITS = alternatives(DIGITS)
_SAID_AS_LETTERS = frozenset({"NO", "SO", "HO", "OH", "CO", "PO"})  # oxides, not words
_SEGMENT = re.compile(r"[A-Za-z]+|[0-9]+|-")
_LONGEST_CODE = 18  # digits of one part of a version


def _phone(match: re.Match[str]) -> str:
    plus = "plus " if match[0].startswith("+") else ""
    return plus + ", ".join(_group(group) for group in re.findall(r"[0-9]+", match[0]))


def _word_number(match: re.Match[str]) -> str:
    """Say 1-800-FLOWERS."""
    head = "one " if match[0][0] in "+1" else ""
    return f"{head}{_group(match[1])}, {match[2].replace('-', ' ').lower()}"


def _group(group: str) -> str:
    """Say one group of a telephone number; 800 and its like are said as hundreds."""
    if len(group) == 3 and group.endswith("00") and group[0] != "0":
        return f"{cardinal(int(group[0]))} hundred"
    return digits(group)


def _zip(match: re.Match[str]) -> str:
    """Say a state and its ZIP code; before one, CO and OR are states too."""
    if "," in match[0] and match[1] not in ALL_POSTAL:
        return match[0]
    plus_four = f", {digits(match[3])}" if match[3] else ""
    return f"{ALL_POSTAL.get(match[1], match[1])} {digits(match[2])}{plus_four}"


def _sign(sign: str) -> str:
    return digits(sign) or sign.upper()


def _dotted(match: re.Match[str]) -> str:
    head = "version " if match[1] else ""
    joint = " dot " if match[2].count(".") == 3 else " point "
    return head + joint.join(cardinal(int(part[:_LONGEST_CODE])) for part in match[2].split("."))


def _lineage(match: re.Match[str]) -> str:
    """Say B.1.1.7 as B one one seven."""
    return " ".join([match[1], *(cardinal(int(part)) for part in match[2].split(".")[1:])])


def _software(match: re.Match[str]) -> str:
    return f"{match[1]} {cardinal(int(match[2]))} point {cardinal(int(match[3]))}"


def _labelled(match: re.Match[str]) -> str:
    letter = f" {match[3]}" if match[3] else ""
    return f"{match[1]} {label(match[2])}{letter}"


def _mixed(match: re.Match[str]) -> str:
    """Say letters and digits in one word: F-94s, GPT-4o, i7-9700K, H1N1, sha256."""
    parts = ["", *_SEGMENT.findall(match[0]), ""]
    if re.match(r"[0-9]+-[a-z]{2}", match[0]):  # 250-page counts pages
        parts[1] = cardinal(int(parts[1])) if len(parts[1]) < _LONGEST_CODE else digits(parts[1])
    triples = zip(parts, parts[1:], parts[2:], strict=False)
    return "".join(_part(part, before, after) for before, part, after in triples)


def _part(part: str, before: str, after: str) -> str:
    """Say one run of letters or digits, or the hyphen between two, seeing its neighbours."""
    if part == "-":
        return "-" if _is_word(before) or _is_word(after) else " "
    gap = " " if before not in {"", "-"} else ""
    if part in _SAID_AS_LETTERS:
        return gap + spell(part)
    if not part.isdigit():
        return "s" if part == "s" and before.isdigit() and not after else gap + part
    return gap + label(part)


def _is_word(part: str) -> bool:
    return len(part) > 1 and part.islower()


ADDRESSES = (
    rule(r"\b((?:US|I|SR|Route|Highway|Interstate)[- ][0-9]{1,3}) ([NSEW])(?![\w.])",
         lambda m: f"{m[1]} {COMPASS[m[2]]}"),
    rule(START + rf"([1-9][0-9]{{0,4}}) ([NSEW])\.? (?=(?:[A-Z0-9]\w* ){{1,3}}{_STREETS})",
         lambda m: f"{label(m[1])} {COMPASS[m[2]]} "),
    rule(START + rf"([1-9][0-9]{{2,4}})"
         rf"(?= (?:(?:[A-Z][a-z]+|[0-9]{{1,3}}(?:st|nd|rd|th)) ){{1,3}}{_STREETS})",
         lambda m: label(m[1])),
)  # fmt: skip

RULES = (
    rule(r"(?<![\w.,-])(7[0-9]7)[-–](?:([2-9]00)|(8|9|10))(?!\w|,[0-9]|-)",
         lambda m: f"{label(m[1])} {cardinal(int(m[2] or m[3]))}"),
    rule(r"(?<![\w.])(?:\+[0-9]{1,3}[ .-]?|1[ .-])?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])"
         r"[0-9]{3}[ .-][0-9]{4}(?![\w-])", _phone),
    rule(r"(?<!\w)\+[0-9]{1,3}(?:(?: |-|(?=\()| ?\(0\) ?)\(?[0-9]{1,8}\)?){2,6}(?![\w-])", _phone),
    rule(r"(?<![\w.-])(?:0[0-9]{2,4}[ /-]|\(0[0-9]{1,4}\) ?|0[0-9](?: |(?=/)))"
         r"(?:[0-9]{3,4}[ -][0-9]{3,4}|[0-9]{5,8})(?![\w-])", _phone),
    rule(r"(?<![\w.-])0[1-9](?:[ .][0-9]{2}){4}(?![\w-])", _phone),
    rule(r"(?<![\w.-])[0-9]{3}-(?:[0-9]{2}-)?[0-9]{4}(?<!00)(?![\w-])", _phone),
    rule(rf"({_SAID_DIGITS}),? (?:x ?|ext(?:\.|ension) ?)([0-9]{{1,5}})(?!\w)",
         lambda m: f"{m[1]}, extension {digits(m[2])}"),
    rule(r"(?<![\w.])(?:(?:\+?1)[ -])?(8(?:00|[3-8][3-8]))-([A-Z][A-Z-]{3,12})(?!\w)",
         _word_number),
    rule(rf"\b({_CALL}) ([0-9]{{3,6}})(?=[.,;:!?]?(?:$| (?!people|times|men|women|more|of)))",
         lambda m: f"{m[1]} {digits(m[2])}"),
    rule(rf"\b((?:{_CALL}) (?:{_SAID_DIGITS}[ ,]{{1,2}}){{2,6}}(?:or)?) ?([0-9]{{3,6}})"
         r"(?![\w:/-]|[.,][0-9])",
         lambda m: f"{m[1]} {digits(m[2])}"),
    rule(r"\b([A-Z]{2}),? ([0-9]{5})(?:-([0-9]{4}))?(?![\w,.-][0-9])(?!\w)", _zip),
    rule(r"\b0x([0-9A-Fa-f]{1,16})\b", lambda m: "zero X " + " ".join(map(_sign, m[1]))),
    rule(r"(?<![\w.])802\.(11|15|3)(?![0-9])", lambda m: f"eight oh two dot {label(m[1])} "),
    rule(r"(?<![\w.])([0-9]{1,3})\.x\b", lambda m: f"{label(m[1])} point x"),
    rule(r"(?<=\b[Vv]ersion )v(?=[0-9])", ""),
    rule(r"(?<![\w.])(v?[0-9]{1,4}(?:\.[0-9]{1,4}){2})\s?[–-]\s?(?=v?[0-9]{1,4}\.[0-9])",
         lambda m: f"{m[1]} to "),
    rule(r"\b([A-Z]{1,3})((?:\.[0-9]{1,3}){2,4})(?!\w)", _lineage),
    rule(r"(?<![\w.])([vV]\.? ?)?([0-9]{1,9}(?:\.[0-9]{1,9}){2,5})(?!\w)(?!\.[0-9])", _dotted),
    rule(r"(?<![\w.])(?:([0-9](?:\.[0-9])?) )?V([0-9]{1,2})(?!\w|\.[0-9])",  # of engines
         lambda m: f"{number(m[1]) + ' ' if m[1] else ''}V {number(m[2])}"),
    rule(r"(?<![\w.])[vV]([0-9]{1,4}(?:\.[0-9]{1,9})?)(?!\w)", lambda m: f"version {number(m[1])}"),
    rule(rf"\b({_SOFTWARE}) ([0-9]{{1,3}})/([0-9]{{1,3}})(?![\w/])",
         lambda m: f"{m[1]} {label(m[2])} slash {label(m[3])}"),
    rule(rf"\b({_SOFTWARE}) ([0-9]{{1,4}})\.([1-9][0-9]{{0,4}})(?![\w%])(?!\.[0-9])", _software),
    rule(START + r"([0-9]{1,2})\.([1-9][0-9])(?= (?:alpha|beta|branch|release|series)\b)",
         lambda m: f"{cardinal(int(m[1]))} point {cardinal(int(m[2]))}"),
    rule(rf"\b({_PLACES}) #?([0-9]{{1,4}})([A-Z])?\b(?![.,:][0-9])", _labelled),
    rule(rf"\b(?!(?:{_NOT_MODELS})\b)([A-Z]{{2,4}}) ([0-9]{{3,4}})\b()(?![.,:%/-][0-9])",
         _labelled),
    rule(r"\bnumber ([0-9]{1,4})-([0-9]{1,5})(?![\w-])",  # of a case in court
         lambda m: f"number {label(m[1])} {label(m[2])}"),
    rule(r"\b007\b", "double oh seven"),
    rule(r"\b40([13])\((k|b)\)", lambda m: f"four oh {digits(m[1])} {m[2]}"),
    rule(r"\b501\(c\)\(?([1-9])\)?(?!\w)", lambda m: f"five oh one C {digits(m[1])}"),
    rule(r"(?<![\w.,$])911(?= (?:call|center|centre|dispatch|emergency|operator|recording|tape)"
         r"(?:s|er|ers)?\b)", "nine one one"),
)  # fmt: skip

MIXED = (
    rule(r"(?<![\w.,-])(?=[A-Za-z-]{0,40}[0-9])(?=[0-9-]{0,40}[A-Za-z])[A-Za-z0-9-]{2,60}"
         r"(?!\w)(?!\.[0-9])", _mixed),
    rule(r"\b([A-Za-z]{1,10})-([0-9]{1,3}\.[0-9]{1,3})(?![\w.])",
         lambda m: f"{m[1]} {number(m[2])}"),
)  # fmt: skip
