"""Clock times to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, digits, pair
from narrate.text.speakable.rule import START, ends_sentence, rule

_HALF_DAY = r"(?:\s?(?P<half>[AaPp])(?:\.\s?[Mm]\.|[Mm]\b))"
_TO = r"(?:\s?[–-]\s?)"


def half_day(match: re.Match[str]) -> str:
    """Say a.m. or p.m., with the full stop where it also ends the sentence."""
    if not match["half"]:
        return ""
    stop = match[0].endswith(".") and ends_sentence(match.string, match.end())
    return f" {match['half'].upper()}M" + ("." if stop else "")


def _time(hour: int, minute: int, *, clock: bool = True) -> str:
    """Say hours and minutes; `clock` adds "o'clock" to a full hour."""
    if minute:
        return f"{cardinal(hour)} {pair(minute)}"
    if hour > 12 or hour == 0:
        return f"{cardinal(hour)} hundred"
    return f"{cardinal(hour)} o'clock" if clock else cardinal(hour)


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return match[0]
    half = half_day(match)
    return _time(hour, minute, clock=not half) + half


def _clock_range(match: re.Match[str]) -> str:
    hour, minute = int(match["from_hour"]), int(match["from_minute"] or 0)
    if hour > 24 or minute > 59:
        return match[0]
    return f"{_time(hour, minute, clock=False)} to "


def _duration(match: re.Match[str]) -> str:
    first, second, third = (int(part) for part in match.group(1, 2, 3))
    if second > 59 or third > 59:
        return match[0]
    parts = ((first, "hour"), (second, "minute"), (third, "second"))
    said = [f"{cardinal(n)} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n]
    return ", ".join(said) or "zero seconds"


def _split_time(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} {pair(int(match[2]))} point {digits(match[3])}"


RULES = (
    rule(r"([0-9]\s?[AaPp]\.?[Mm]\b\.?)\s?[–-]\s?(?=[0-9])", lambda m: f"{m[1]} to "),
    rule(START + r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])(?![\w:.])", _duration),
    rule(START + r"([0-9]{1,2}):([0-5][0-9])\.([0-9]{1,3})(?![\w:])", _split_time),
    rule(
        START + r"(?P<from_hour>[0-9]{1,2})(?::(?P<from_minute>[0-9]{2}))?" + _TO
        + r"(?=[0-9]{1,2}(?::[0-9]{2}(?![\w:])|(?::[0-9]{2})?\s?[AaPp](?:\.\s?[Mm]\.|[Mm]\b)))",
        _clock_range,
    ),
    rule(
        START + r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?![0-9:])(?!\s(?:ratio|odds|scale|aspect))(?:"
        + _HALF_DAY + r")?",
        _clock,
    ),
    rule(
        START + r"(?P<hour>1[0-2]|[1-9])" + _HALF_DAY,
        lambda m: cardinal(int(m["hour"])) + half_day(m),
    ),
    rule(r"(?<=[a-z])\s(?P<half>[ap])\.\s?m\.", half_day),
)  # fmt: skip
