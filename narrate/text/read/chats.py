"""Chats copied out of their programs to lines that know who wrote them.

WhatsApp sets `[12/03/2024, 09:14:05] Ann Lee:` or `12/3/24, 9:14 AM - Ann Lee:` before a message,
its page `[12:03, 1/2/2024] Ann Lee:`, Zoom `09:14:05 From Ann Lee to Everyone:`. Above one,
Slack sets `ann  [9:14 AM]`, Discord `Ann Lee — Today at 9:14 AM`, its exporter
`[12/03/2024 09:14] ann`, Telegram `Ann Lee, [12.03.2024 09:14]`, iMessage a time and then a name,
chat robots `You said:`. These are times of day, not of a recording, so they are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import find_occurring, opening_with
from narrate.text.furniture import is_chat_block, is_chat_notice
from narrate.text.read.marks import worded_lines
from narrate.text.read.mentions import without_mentions
from narrate.text.read.pages import without

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?\s?[Mm]\.?)?"
_BETWEEN = r"(?:,?\s+|\s(?:à|um|a las|às|o|alle|om)\s)"
_STAMP = re.compile(
    rf"\[?(?:{_DAY}{_BETWEEN}{_CLOCK}|{_CLOCK},?\s+{_DAY})(?:\]\s*|\s+[-–]\s+)"
    r"(?:(?P<name>[^:：\n]{1,48}?)[:：](?:\s+|$))?"
)
_ZOOM = re.compile(
    r"\d{1,2}:\d\d:\d\d\s+From\s+(?P<name>\S.{0,60}?)(?:\s+to\s+.{1,80}?)?\s?:(?:\s+|$)", re.I
)
_TODAY = rf"(?:[Tt]oday|[Yy]esterday) at {_CLOCK}"
_HEADERS = (  # with what stands in each of them
    (" — ", re.compile(rf"(?P<name>\S.{{0,40}}?) — (?:{_TODAY}|{_DAY}(?:,? {_CLOCK})?)")),
    (", [", re.compile(rf"(?P<name>\S.{{0,48}}?), \[{_DAY},? {_CLOCK}\]")),
)
_BARE_HEADERS = (  # which may be something else, too, unless names recur
    ("  ", re.compile(r"(?P<name>\S.{0,40}?) {2,}\[?\d{1,2}:\d\d ?[AP]M\]?")),
    ("] ", re.compile(rf"\[{_DAY} {_CLOCK}\] (?P<name>[^\s:：][^:：]{{0,40}}?)(?: \(pinned\))?")),
)
_ROBOTS = (" said", re.compile(r"(?P<name>[A-Z][\w ]{1,20}) said:?"))  # only with "You said"
_STAMP_BELOW = re.compile(rf"— (?:{_TODAY}|{_DAY}(?:,? {_CLOCK})?|{_CLOCK})")  # Discord's
_ALONE = re.compile(rf"[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}},? {_CLOCK}(?: \(.{{1,60}}\))?")
_DATED = re.compile(rf"{_ALONE.pattern}|{_DAY},? {_CLOCK}")
_OPENS_DATE = re.compile(r"[A-Z0-9]")
_OPENS_STAMP = re.compile(r"[0-9\[]")
_SHORTEST_STAMP = 12  # characters
_FEWEST_MESSAGES = 3
_MOST_NAMES = 0.7  # of the messages: there they recur
_LONGEST_NAME = 48  # characters
_NOTICE = "notice of the chat"


def take_chats(lines: Lines) -> tuple[Lines, Drops]:
    """Take stamps and names off a chat's messages, and drop what its program put between them."""
    opening = (lines.texts[n] for n in opening_with(lines, _OPENS_STAMP))
    opened = [text[:120] for text in opening if len(text) >= _SHORTEST_STAMP]
    drops = Drops()
    for stamp in (_STAMP, _ZOOM):
        names = [match["name"] for text in opened if (match := stamp.match(text))]
        if len(list(filter(None, names))) >= max(_FEWEST_MESSAGES, len(names) // 2):
            return Lines(_stamped(lines, stamp, drops)), drops
    headers = _headers(lines)
    return (Lines(_headed(lines, headers, drops)) if headers else lines), drops


def _headers(lines: Lines) -> dict[int, str]:
    """Return which lines stand above a message, and who wrote it; "" where that stands below."""
    texts = lines.texts
    likely = lines.fact(worded_lines)
    headers = (*_HEADERS, _ROBOTS, *_BARE_HEADERS)
    occurring = find_occurring(texts, (inside for inside, _ in headers))
    for inside, header in headers:
        having = (n for n in likely if inside in texts[n]) if inside in occurring else ()
        found = {n: match["name"] for n in having if (match := header.fullmatch(texts[n][:120]))}
        writers = found.values()
        sure = "You" in writers if (inside, header) == _ROBOTS else (inside, header) in _HEADERS
        told = sure or ((inside, header) in _BARE_HEADERS and _recur(writers))
        if told and len(found) >= _FEWEST_MESSAGES:
            return found
    stamped = [n for n in likely if n and texts[n][0] == "—" and _STAMP_BELOW.fullmatch(texts[n])]
    if len(stamped) >= _FEWEST_MESSAGES:
        return {k: texts[n - 1] for n in stamped for k in (n - 1, n)}
    dated = [n for n in likely if ", " in texts[n] and _ALONE.fullmatch(texts[n][:120])]
    dated = [n for n in dated if n < len(texts) - 2]
    names = {n + 1: texts[n + 1] for n in dated}
    if len(dated) < _FEWEST_MESSAGES or not _recur(names.values()):
        return {}
    return dict.fromkeys(dated, "") | names


def take_stamps(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the days and times that a page of messages sets on lines of their own."""
    likely = (n for n in opening_with(lines, _OPENS_DATE) if len(lines.texts[n]) <= _LONGEST_NAME)
    stamps = [n for n in likely if _DATED.fullmatch(lines.texts[n])]
    if len(stamps) < _FEWEST_MESSAGES:
        return lines, Drops()
    return without(lines, dict.fromkeys(stamps, "time of a message"))


def _recur(names: Collection[str]) -> bool:
    """Tell whether these are names of a few who write to each other."""
    short = all(len(name) <= _LONGEST_NAME and name[-1].isalnum() for name in names)
    return short and len(set(names)) <= _MOST_NAMES * len(names)


def _stamped(lines: Lines, form: re.Pattern[str], drops: Drops) -> Iterator[Line]:
    speaker = ""
    for line in lines:
        stamp = form.match(line.text)
        if stamp:
            speaker = (stamp["name"] or "").strip("~ ")
            drops.add(line, stamp.group().strip(), "name of the speaker" if speaker else "time")
        yield from _message(line, line.text[stamp.end() if stamp else 0 :], speaker, drops)


def _headed(lines: Lines, headers: dict[int, str], drops: Drops) -> Iterator[Line]:
    speaker, block = "", False
    for n, line in enumerate(lines):
        if n in headers:
            speaker, block = headers[n], False
            drops.add(line, line.text, "name of the speaker" if speaker else "time")
            continue
        block = is_chat_block(line.text) or (block and not line.after_blank)
        if block:
            drops.add(line, line.text, _NOTICE)
        else:
            yield from _message(line, line.text, speaker, drops)


def _message(line: Line, text: str, speaker: str, drops: Drops) -> Iterator[Line]:
    """Yield a message as a paragraph of its own, unless nobody wrote it."""
    text = text.strip()
    if text and (not speaker or is_chat_notice(text)):
        drops.add(line, text, _NOTICE)
    elif text:
        said = without_mentions(replace(line, text=text, speaker=speaker, opens=True), drops)
        if said.text:
            yield said
