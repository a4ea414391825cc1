"""Files whose pieces stand in another order than they are said in, to a text in that order.

Messenger, Instagram and the interfaces of Slack and Discord list the newest message first; ASS
may list its events in any order; LRC writes what is sung several times once, behind all its times.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from narrate.text.read.jsontext import KEY, is_json, iterate_tokens

_TIME_KEYS = "timestamp_ms|timestamp|ts|date_unixtime|created_at|sent_at|create_time"
_TIME = re.compile(rf'"({_TIME_KEYS})"\s*:\s*"?(\d[\d.:TZ+-]{{6,40}})')
_WRITER = re.compile(r'"(?:sender_name|sender|from|author|user|username)"\s*:')
_STAMP = re.compile(r">\s*([A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d(?::\d\d)? ?[AaPp][Mm])\s*<")
_DIV = re.compile(r"<(/?)div\b[^>]*>")
_STAMP_FORMS = ("%b %d %Y %I:%M %p", "%b %d %Y %I:%M:%S %p")
_EVENT = re.compile(r"^Dialogue:[^,\n]*,\s*(\d+:\d\d:\d\d[.,]\d+)\s*,.*\n?", re.MULTILINE)
_SUNG = re.compile(r"\s*((?:\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\][ \t]*)+)(.*)")
_SUNG_AT = re.compile(r"\[(\d{1,3}:\d\d(?:[.:]\d{1,3})?)\]")
_LYRICS_TAG = re.compile(r"\s*\[(?:ti|ar|al|au|by|length|offset|re|ve):[^\]\n]*\]", re.IGNORECASE)
_FEWEST = 3
_LOOKED_AT = 4000  # characters


def in_order(text: str) -> str:
    """Return a text with its pieces in the order of their times; most come back as they are."""
    head = text[:_LOOKED_AT].lstrip()
    if head[:1] in ("{", "[") and head[1:].lstrip()[:1] in ("{", '"') and _WRITER.search(text):
        return _turned_round(text, _messages(text))
    if head[:1] == "<" and "<div" in head and _STAMP.search(text):
        return _turned_round(text, _blocks(text))
    if "Dialogue:" in text and head[:1] == "[":
        return _sorted_events(text)
    if _LYRICS_TAG.match(head):
        return _sung(text)
    return text


def _turned_round(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text in which these pieces stand the other way round, with what is between them."""
    if not spans:
        return text
    made = [text[: spans[0][0]]]
    between = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    for (start, end), gap in zip(reversed(spans), [*between, ""], strict=True):
        made += [text[start:end], gap]
    return "".join([*made, text[spans[-1][1] :]])


def _falls(times: Sequence[float]) -> bool:
    falling = all(a >= b for a, b in pairwise(times))
    return len(times) >= _FEWEST and falling and times[0] > times[-1]


def _messages(text: str) -> Sequence[tuple[int, int]]:
    """Return the objects of a JSON list of messages if the newest is the first."""
    found = list(_TIME.finditer(text))
    keys = [match.group(1) for match in found]
    own = [match for match in found if match.group(1) == keys[0]]
    if not _falls([_moment(match.group(2)) for match in own]) or not is_json(text):
        return ()
    stands = {match.start() for match in own}
    lists: dict[int, list[tuple[int, int]]] = {}
    open_at: list[int] = []
    timed: list[bool] = []  # for what is open, whether such a time is right in it
    for start, end, kind in iterate_tokens(text):
        if kind in ("{", "["):
            open_at.append(start)
            timed.append(False)
        elif kind in ("}", "]") and open_at:
            opened = open_at.pop()
            if timed.pop() and open_at and text[open_at[-1]] == "[":
                lists.setdefault(open_at[-1], []).append((opened, end))
        elif kind == KEY and start in stands:
            timed[-1] = True
    spans = max(lists.values(), key=len, default=[])
    return spans if len(spans) == len(own) else ()


def _moment(written: str) -> float:
    """Return a time as a number that counts up: seconds, or those of a date."""
    try:
        return float(written)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(written.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return -1.0


def _blocks(text: str) -> Sequence[tuple[int, int]]:
    """Return the blocks of a page that hold a dated message each if the newest is the first."""
    stamps = list(_STAMP.finditer(text))
    if not _falls([_date(match.group(1)) for match in stamps]):
        return ()
    places = [match.start() for match in stamps]
    kinds: dict[str, list[tuple[int, int]]] = {}
    open_at: list[tuple[int, str]] = []
    for tag in _DIV.finditer(text):
        if not tag.group(1):
            open_at.append((tag.start(), tag.group()))
        elif open_at:
            start, opened = open_at.pop()
            held = bisect_right(places, tag.start()) - bisect_right(places, start)
            if held == 1:
                kinds.setdefault(opened, []).append((start, tag.end()))
    whole = [spans for spans in kinds.values() if len(spans) == len(stamps)]
    return max(whole, key=lambda spans: spans[0][1] - spans[0][0], default=())


def _date(written: str) -> float:
    plain = re.sub(r"[,\s]+|(?<=\d)(?=[AaPp])", " ", written).title()
    for form in _STAMP_FORMS:
        try:
            return datetime.strptime(plain, form).timestamp()
        except ValueError:
            continue
    return -1.0


def _sorted_events(text: str) -> str:
    """Return ASS with its dialogue in the order of its starts."""
    events = list(_EVENT.finditer(text))
    ordered = sorted(events, key=lambda event: _seconds(event.group(1)))
    if ordered == events:
        return text
    made, place = [], 0
    for stands, event in zip(events, ordered, strict=True):
        made += [text[place : stands.start()], event.group().rstrip("\n") + "\n"]
        place = stands.end()
    return "".join([*made, text[place:]])


def _sung(text: str) -> str:
    """Return LRC with what is sung at several times at each of them."""
    rows = text.split("\n")
    timed = {n: found for n, row in enumerate(rows) if (found := _SUNG.fullmatch(row))}
    if all(found.group(1).count("[") == 1 for found in timed.values()):
        return text
    at = [(clock, row.group(2)) for row in timed.values() for clock in _SUNG_AT.findall(row[1])]
    at.sort(key=lambda pair: _seconds(pair[0]))
    rest = [row for n, row in enumerate(rows) if n not in timed]
    return "\n".join([*rest, *(f"[{clock}]{said}" for clock, said in at), ""])


def _seconds(clock: str) -> float:
    """Return the seconds of `0:01:02.50`, `01:02.50` and `01:02:50`, which LRC may write."""
    *whole, last = re.split("[:,.]", clock)
    fraction = float(f"0.{last}") if len(re.findall("[:,.]", clock)) > 1 else 0.0
    units = whole if fraction or len(whole) > 1 else [*whole, last]
    return fraction + sum(int(unit) * 60.0**k for k, unit in enumerate(reversed(units)))
