"""What Slack stores in place of names, links and emoji to the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

# https://docs.slack.dev/messaging/formatting-message-text
_MENTION = re.compile(
    r"<(?:[@#][A-Z][A-Z0-9]{4,}\|?|!(?:here|channel|everyone|subteam\^[A-Z0-9]+)\|?"
    r"|(?:https?:|mailto:)[^<>|\s]+\||(?=(?:https?:|mailto:)))(?P<said>[^<>]*)>"
    r"|(?<![\w:]):(?:[a-z][a-z0-9_+-]{1,40}|[+-]1):(?::skin-tone-\d:)?(?![\w:])"
)
_LOOKED_AT = 500_000  # characters
_LOOSE = re.compile(r" (?=[.,?!](?:\s|$))")


def has_mentions(text: str) -> bool:
    """Tell quickly that a whole text has none."""
    return any(sign in text[:_LOOKED_AT] for sign in ("<@U", "<@W", "<#C", "<http"))


def take_mentions(lines: Lines) -> tuple[Lines, Drops]:
    """Take ids, addresses and the signs around them off, and the names of emoji."""
    drops = Drops()
    return lines.edited(_plain(lines, drops)), drops


def _plain(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    for n, text in enumerate(lines.texts):
        if "<" in text or ":" in text:
            line = without_mentions(lines[n], drops)
            if line.text != text:
                yield n, line if line.text else None


def without_mentions(line: Line, drops: Drops) -> Line:
    """Return a line without them; what is taken off becomes drops."""
    said, end = [], 0
    for found in _MENTION.finditer(line.text):
        start, behind = found.span("said") if found["said"] else (found.end(), found.end())
        said += [line.text[end : found.start()], line.text[start:behind]]
        for taken in (line.text[found.start() : start], line.text[behind : found.end()]):
            if taken:
                drops.add(line, taken, "mark of the chat")
        end = found.end()
    if not said:
        return line
    text = _LOOSE.sub("", " ".join("".join((*said, line.text[end:])).split()))
    if text.isdecimal():  # how many sent an emoji
        drops.add(line, text, "mark of the chat")
        text = ""
    return replace(line, text=text)
