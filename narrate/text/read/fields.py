"""Fields and lists above a transcript to where they end: `Interviewer: Ann Lee`, `- Episode: Bees`.

They look like turns, but what stands behind them is no speech but a name, a date or a link, and
nobody of their name speaks below. Above them nobody speaks either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

from narrate.text.columns import Lines
from narrate.text.pagelines import page_points
from narrate.text.read.marks import could_be_name, is_anonymous

_FIELD = re.compile(r"([^\W\d_][\w /-]{1,24})(?::\s+|：\s*|:(?=[ぁ-ヿ一-鿿]))(\S.{1,80})")
_KEYS = re.compile(
    r"(?:interview(?:er|ee)|narrator|speakers?|guests?|hosts?|co-?hosts?|instructor|lecturer"
    r"|professor|moderator|presenter|producer|editor|author|transcri(?:ber|bed by)|reporter"
    r"|recorded|recording|date|place|location|subject|topic|title|series|collection|length"
    r"|duration|language|format|project|event|venue|participants?|present|time|by|with"
    r"|(?:last |date )?(?:updated|modified|published|posted|aired|filmed|released)|air ?date"
    r"|(?:ep(?:isode)?|part|season|series|show|no|issue|lecture|session|chapter)\.? ?#?\d{1,4})s?",
    re.IGNORECASE,
)
_FIRST_LINES = 40
_FEWEST_ITEMS = 3
_SHOWN, _SHOWN_BESIDE_MARKS = 2.5, 1.5  # points of what stands behind any other key
_MOSTLY = 0.7  # of the lines below end as sentences do: there a turn would, too
_QUOTES = "\"'“‘«([-–—"
_ENDS = re.compile(r"[.?!…,;–—-][\"'”’)]*$")


def count_above_turns(lines: Lines) -> int:
    """Return how many of the first lines stand above the end of a block of fields or of a list."""
    again = _first_again(lines.texts[:_FIRST_LINES])
    return max(_last_field(lines.texts, again), _last_item(lines, again))


def _last_field(texts: Sequence[str], again: int) -> int:
    """Return where the fields end that stand above line `again`, or 0."""
    above, shown = enumerate(texts[:again]), _least_points(texts[again:])
    found = [(n, found) for n, text in above if (found := _field(text, shown))]
    if not found:
        return 0
    keys = tuple(f"{field[1]}:" for _, field in found)
    places = {n for n, _ in found}
    below = (text for n, text in enumerate(texts) if n not in places)
    return 0 if any(text.startswith(keys) for text in below) else found[-1][0] + 1


def _least_points(turns: Sequence[str]) -> float:
    """Return how much like a page's it must be what stands behind a key that is a page's own."""
    marked = sum(bool(_ENDS.search(text[-4:])) for text in turns) >= _MOSTLY * len(turns)
    return (_SHOWN_BESIDE_MARKS if marked else _SHOWN) if turns else inf


def _last_item(lines: Lines, again: int) -> int:
    """Return where the last list ends above line `again`, which opens with a recurring label."""
    if again == len(lines.texts[:_FIRST_LINES]):
        return 0
    items = (n for n in range(_FEWEST_ITEMS, again + 1) if _are_items(lines, n))
    return max(items, default=0)


def _are_items(lines: Lines, end: int) -> bool:
    return all(map(lines.is_item, range(end - _FEWEST_ITEMS, end)))


def _first_again(texts: Sequence[str]) -> int:
    """Return how many lines stand above the first label that comes back, as names of speakers do.

    A label alone on its line counts as one with words behind it does.
    """
    labels = [text.partition(":")[0] if ":" in text[:27] else "" for text in texts]
    again = (n for n, label in enumerate(labels) if label and labels.count(label) > 1)
    return next(again, len(texts))


def _field(text: str, shown: float) -> re.Match[str] | None:
    """Return the key and the rest of a line with a key that pages use, or nothing that is said."""
    field = _FIELD.fullmatch(text) if ":" in text[:27] else None
    if not field or _ENDS.search(text[-4:]):
        return None
    if not _KEYS.fullmatch(field[1]):
        return field if field[2][0] not in _QUOTES and page_points(field[2]) >= shown else None
    if is_anonymous(field[1]) and field[1][-1] not in "sS":  # who might speak, too
        return field if " " in field[2] and could_be_name(field[2]) else None
    return field
