"""Logs of IRC to lines that know who wrote them, without joins, quits and modes.

Clients agree on little: irssi writes `10:02 <@ann> Words`, HexChat `Mar 14 10:02:10 <ann> Words`,
ZNC `[10:02:10] <ann> Words`, WeeChat columns parted by tabs. All mark what the server says with
signs of their own, and `* ann waves` is what somebody does. Times of day are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?"
_STAMP = (
    rf"(?:[\[(]?(?:\d{{4}}-\d\d-\d\d[T ])?{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?[\])]?\s+"
    rf"|[A-Z][a-z]{{2}} \d\d {_CLOCK}\s+)"
)
_NICK = r"[\w^`|\[{][^\s<>:/.,!?]{0,30}"
_SAID = re.compile(rf"(?P<stamp>{_STAMP})?<[@+%&~! ]?(?P<nick>{_NICK})>\s+(?=\S)")
_COLUMN = re.compile(rf"(?P<stamp>{_STAMP})(?P<nick>[@+%&~]?{_NICK})\t(?=\S)")
_DONE = re.compile(rf"(?:{_STAMP})?(?P<sign>[*•])\s+(?P<nick>{_NICK})\s+(?=\S)")
_NOTICE = re.compile(
    rf"(?:{_STAMP})?(?:-!-|\*{{3,4}}|-->|<--|--|==|[*•]\s+(?:Now talking|Topic|\S+ sets mode)"
    r"|[*•]\s+\S+ (?:\(\S+@\S+\) )?(?:has )?(?:joined|left|quit|parted)|[*•]\s+\S+ is now known as"
    r"|-\S+-)(?:\s.*|$)"
    r"|--- (?:Log|Day)\b.*|\*{4} (?:BEGIN|ENDING) LOGGING.*|Session (?:Start|Ident|Close|Time):.*"
)
_FEWEST_SAID = 3
_LEAST_SHARE = 0.6  # of the lines are of one of these forms


@dataclass(frozen=True, slots=True)
class _Log:
    """What tells who says something in this log, and all who do."""

    said: re.Pattern[str]
    nicks: frozenset[str]


def take_irc(lines: Lines) -> tuple[Lines, Drops]:
    """Take stamps and names off what people said, and drop what the server said."""
    log = _find_log(lines)
    if not log:
        return lines, Drops()
    drops = Drops()
    return Lines(_told(lines, log, drops)), drops


def _find_log(lines: Lines) -> _Log | None:
    for said, sign in ((_SAID, "<"), (_COLUMN, "\t")):
        signed = (text for text in lines.texts if sign in text[:70])
        found = [match["nick"] for text in signed if (match := said.match(text))]
        if len(found) < _FEWEST_SAID:
            continue
        others = sum(bool(_NOTICE.match(t) or _DONE.match(t)) for t in lines.texts)
        if len(found) + others >= _LEAST_SHARE * len(lines) and len(set(found)) > 1:
            return _Log(said, frozenset(map(_bare, found)))
    return None


def _told(lines: Lines, log: _Log, drops: Drops) -> Iterator[Line]:
    speaker = ""
    for line in lines:
        text = line.text
        done = _DONE.match(text)
        if _NOTICE.fullmatch(text):
            drops.add(line, text, "notice of the chat")
        elif said := log.said.match(text):
            speaker = _bare(said["nick"])
            drops.add(line, said.group().strip(), "name of the speaker")
            yield replace(line, text=text[said.end() :], speaker=speaker, opens=True)
        elif done and _bare(done["nick"]) in log.nicks:
            drops.add(line, text[: done.end("sign")], "sign of what somebody does")
            yield replace(line, text=text[done.start("nick") :], opens=True)
        else:
            yield replace(line, speaker=speaker)


def _bare(nick: str) -> str:
    return nick.lstrip("@+%&~")
