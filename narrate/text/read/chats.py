"""Chats copied out of their programs to lines that know who wrote them.

WhatsApp sets `[12/03/2024, 09:14:05] Ann Lee:` or `12/3/24, 9:14 AM - Ann Lee:` before a message,
its page `[12:03, 1/2/2024] Ann Lee:`; Discord `Ann Lee — Today at 9:14 AM` above one. These are
times of day, not of a recording, so they are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import is_chat_notice

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?\s?[Mm]\.?)?"
_STAMP = re.compile(
    rf"\[?(?:{_DAY},?\s+{_CLOCK}|{_CLOCK},?\s+{_DAY})(?:\]\s*|\s+[-–]\s+)"
    r"(?:(?P<name>[^:：\n]{1,48}?)[:：](?:\s+|$))?"
)
_HEADER = re.compile(
    rf"(?P<name>\S.{{0,40}}?) — (?:(?:[Tt]oday|[Yy]esterday) at {_CLOCK}|{_DAY}(?:,? {_CLOCK})?)"
)
_FEWEST_MESSAGES = 3
_NOTICE = "notice of the chat"


def take_chats(lines: Lines) -> tuple[Lines, Drops]:
    """Take stamps and names off a chat's messages, and drop what its program put between them."""
    texts = [text[:120] for text in lines.texts]
    stamped = sum(text[0] in "[0123456789" and bool(_STAMP.match(text)) for text in texts)
    headed = sum("—" in text and bool(_HEADER.fullmatch(text)) for text in texts)
    drops = Drops()
    if stamped >= _FEWEST_MESSAGES:
        return Lines(_stamped(lines, drops)), drops
    if headed >= _FEWEST_MESSAGES:
        return Lines(_headed(lines, drops)), drops
    return lines, drops


def _stamped(lines: Lines, drops: Drops) -> Iterator[Line]:
    speaker = ""
    for line in lines:
        stamp = _STAMP.match(line.text)
        if stamp:
            speaker = (stamp["name"] or "").strip("~ ")
            drops.add(line, stamp.group().strip(), "name of the speaker" if speaker else "time")
        yield from _message(line, line.text[stamp.end() if stamp else 0 :], speaker, drops)


def _headed(lines: Lines, drops: Drops) -> Iterator[Line]:
    speaker = ""
    for line in lines:
        if header := _HEADER.fullmatch(line.text):
            speaker = header["name"]
            drops.add(line, line.text, "name of the speaker")
        else:
            yield from _message(line, line.text, speaker, drops)


def _message(line: Line, text: str, speaker: str, drops: Drops) -> Iterator[Line]:
    """Yield a message as a paragraph of its own, unless nobody wrote it."""
    text = text.strip()
    if text and (not speaker or is_chat_notice(text)):
        drops.add(line, text, _NOTICE)
    elif text:
        yield replace(line, text=text, speaker=speaker, opens=True)
