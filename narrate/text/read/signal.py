"""Conversations that sigtop wrote out of Signal to lines that know who wrote them.

A message has a head, `From: Ann Lee (+49…)`, `Type: incoming`, `Sent: …`, up to a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_FROM = re.compile(r"From: (?P<name>.+?)(?: \([^()]*\))?")
_KIND = re.compile(r"Type: (?:incoming|outgoing|[\w-]+)")
_SURE = ("\nType: incoming\n", "\nType: outgoing\n")


def is_signal(text: str) -> bool:
    """Tell whether a text is such a conversation."""
    return text[:300].count("From: ") > 0 and any(sign in text for sign in _SURE)


def take_signal(lines: Lines) -> tuple[Lines, Drops]:
    """Take the heads of messages off, and give the lines below them their speaker."""
    drops = Drops()
    return Lines(_messages(lines, drops)), drops


def _messages(lines: Lines, drops: Drops) -> Iterator[Line]:
    speaker, in_head = "", True  # what stands above the first message names the conversation
    for n, line in enumerate(lines):
        found = _FROM.fullmatch(line.text)
        if found and n + 1 < len(lines) and _KIND.fullmatch(lines.texts[n + 1]):
            speaker, in_head = found["name"], True
        elif speaker and line.after_blank:
            in_head = False
        if in_head:
            drops.add(line, line.text, "head of a message")
        else:
            yield replace(line, speaker=speaker, opens=True)
