"""Clock times and lengths of time to words."""

from __future__ import annotations

import re

from narrate.text.speakable.context import dot
from narrate.text.speakable.numbers import cardinal, digits, number, pair
from narrate.text.speakable.rule import DASH, START, rule

_HALF = r"\s?(?P<half>[AaPp])(?:\.\s?[Mm]\b\.?|[Mm]\b)"
_HALF_AHEAD = _HALF.replace("?P<half>", "?:")


def clock_time(hour: int, minute: int, *, full_hour: str = " o'clock") -> str:
    """Say hours and minutes: 3, 5 → three oh five; a full hour up to twelve ends as given."""
    if minute:
        return f"{cardinal(hour)} {pair(minute)}"
    return f"{cardinal(hour)} hundred" if hour > 12 or hour == 0 else cardinal(hour) + full_hour


def _half(match: re.Match[str]) -> str:
    """Say a.m. or p.m., with the full stop where it also ends the sentence."""
    return f" {match['half'].upper()}M{dot(match)}" if match["half"] else ""


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return match[0]
    half = _half(match)
    return clock_time(hour, minute, full_hour="" if half else " o'clock") + half


def _military(written: str) -> str:
    """Say 0600 as oh six hundred."""
    hour, minute = int(written[:2]), int(written[2:])
    return f"{pair(hour) if hour else 'zero zero'} {pair(minute) if minute else 'hundred'}"


def _to_the_second(match: re.Match[str]) -> str:
    """Say 10:02:07 p.m. as ten oh two and seven seconds PM."""
    clock = clock_time(int(match[1]), int(match[2]), full_hour="")
    second = int(match[3])
    return clock + (f" and {cardinal(second)} second{'s' * (second != 1)}" if second else "")


def _until(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return match[0]
    return f"{clock_time(hour, minute, full_hour='')} to "


def _length(*parts: tuple[str, str]) -> str:
    said = [f"{cardinal(int(n))} {unit}{'' if int(n) == 1 else 's'}" for n, unit in parts if int(n)]
    return ", ".join(said) or "zero seconds"


RULES = (
    rule(r"\b([Aa]t|[Bb]y|[Uu]ntil|[Tt]ill?|[Ff]rom|[Aa]round) ((?:[01][0-9]|2[0-4])[0-5][0-9])"
         r" h(?:ou)?rs\b(?! of\b)", lambda m: f"{m[1]} {_military(m[2])} hours"),
    rule(r"\b([Aa]t|[Bb]y|[Uu]ntil|[Ff]rom) (0[0-9][0-5][0-9])(?![\w:/-]|[.,][0-9])",
         lambda m: f"{m[1]} {_military(m[2])}"),
    rule(START + r"((?:[01][0-9]|2[0-4])[0-5][0-9])Z\b", lambda m: f"{_military(m[1])} Zulu"),
    rule(START + r"((?:[01][0-9]|2[0-3])[0-5][0-9])\s?"
         r"(?=(?:UTC|GMT|LT|[ECMP][SD]T|BST|CES?T|[IJK]ST|"
         r"[ecmp]\.[sd]\.t|local time)\b)",
         lambda m: f"{_military(m[1])} "),
    rule(START + r"([01]?[0-9]|2[0-3])h([0-5][0-9])(?!\w)",
         lambda m: clock_time(int(m[1]), int(m[2]))),
    rule(r"\b([Nn]oon|[Mm]idnight)\s?[–-]\s?(?=[0-9])", lambda m: f"{m[1]} to "),
    rule(r"([0-9]\s?[AaPp]\.?[Mm]\b\.?)\s?[–-]\s?(?=[0-9])", lambda m: f"{m[1]} to "),
    rule(r"\b([A-Z]{1,2}T)/(?=[0-9]{1,2}(?::[0-9]{2})?\s?[ap]\.?m)", lambda m: f"{m[1]}, "),
    rule(START + r"(1?[0-9]):([0-5][0-9]):([0-5][0-9])(?=\s?[AaPp]\.?[Mm]\b)", _to_the_second),
    rule(START + r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])(?![\w:])(?!\.[0-9])",
         lambda m: _length((m[1], "hour"), (m[2], "minute"), (m[3], "second"))),
    rule(START + r"([0-9]{1,2}):([0-5][0-9])\.([0-9]{1,3})(?![\w:])",
         lambda m: f"{cardinal(int(m[1]))} {pair(int(m[2]))} point {digits(m[3])}"),
    rule(START + r"([0-9]{1,3})\s?hr?s? ?([0-5]?[0-9])\s?m(?:ins?)?\b"
         r"(?: ?([0-5]?[0-9])\s?s(?:ecs?)?\b)?",
         lambda m: _length((m[1], "hour"), (m[2], "minute"), (m[3] or "0", "second"))),
    rule(START + r"([0-9]{1,2})w ?([0-6])d\b",
         lambda m: _length((m[1], "week"), (m[2], "day"))),
    rule(START + r"([0-9]{1,2})d ?([0-9]{1,2})h\b",
         lambda m: _length((m[1], "day"), (m[2], "hour"))),
    rule(START + r"([0-9]{1,2})['’′]\s?(0[0-9]|1[2-9]|[2-5][0-9])[\"”″]",
         lambda m: _length((m[1], "minute"), (m[2], "second"))),
    rule(START + r"([0-9]{1,2})\s?m(?:in)? ?([0-5]?[0-9]\.[0-9]{1,3})\s?s(?:ecs?)?\b",
         lambda m: f"{_length((m[1], 'minute'))}, {number(m[2])} seconds"),
    rule(START + r"([0-9]{1,3})\s?m(?:in)? ?([0-5]?[0-9])\s?s(?:ecs?)?\b",
         lambda m: _length((m[1], "minute"), (m[2], "second"))),
    rule(START + r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?" + DASH
         + rf"(?=[0-9]{{1,2}}(?::[0-9]{{2}}(?!\w|:[0-9])|(?::[0-9]{{2}})?{_HALF_AHEAD}))", _until),
    rule(START + r"(?P<hour>1?[0-9]):(?P<minute>00|15|30|45)" + DASH
         + r"(?=(?:1[0-2]|[1-9])(?![\w:.]))", _until),
    rule(r"\b([Tt]he (?=[0-9.]+ (?:at|from|train|bus|ferry|flight|race|service|to)\b)|"
         r"(?:arriv|begin|clos|depart|end|finish|kick(?:s)? off|land|leav|meet|open|start)[a-z]*"
         r" (?:at|by) )([01]?[0-9]|2[0-3])\.([0-5][0-9])(?![\w%]|\.[0-9]|\s?[ap]\.?m)",
         lambda m: m[1] + clock_time(int(m[2]), int(m[3]))),
    rule(START + rf"(?P<hour>1?[0-9])\.(?P<minute>[0-5][0-9]){_HALF}", _clock),
    rule(START + r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?![0-9]|:[0-9]|,[0-9]{3})"
         + rf"(?!\s(?:ratio|odds|scale|aspect))(?:{_HALF})?(?!\w)", _clock),
    rule(START + rf"(?P<hour>1[0-2]|[1-9])(?P<minute>){_HALF}", _clock),
    rule(r"(?<=[AP]M) (est|edt|cst|cdt|mst|mdt|pst|pdt|gmt|utc|cet|e\.s\.t\.?)(?!\w)",
         lambda m: " " + m[1].replace(".", "").upper()),
    rule(r"(?<=[a-z])\s(?P<half>[ap])\.\s?m\.", _half),
)  # fmt: skip
