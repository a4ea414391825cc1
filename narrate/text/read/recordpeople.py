"""Who speaks in a transcript in JSON, where other objects tell it than those that hold words.

AWS and Watson list `speaker_labels` by time, the BBC's editor `paragraphs`; Premiere and Rev give
the names of their `speakers` by id.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from narrate.text.read.recordfields import ENDS, STARTS, Record, read_seconds

_MOST_NESTED = 8  # stretches that may begin between another's begin and its end


@dataclass(frozen=True, slots=True)
class People:
    """Names by what a transcript calls people, and stretches of time in which they speak."""

    names: Mapping[str, str]
    turns: Sequence[tuple[float, float, str]]  # start and end in seconds, and who, in order

    def name(self, called: str, start_s: float | None) -> str:
        """Return who speaks words that begin then, and name their speaker so, or do not."""
        return self.names.get(called, called) or self._heard(start_s)

    def _heard(self, start_s: float | None) -> str:
        if start_s is None:
            return ""
        after = bisect_right(self.turns, start_s, key=lambda turn: turn[0])
        near = reversed(self.turns[max(0, after - _MOST_NESTED) : after])
        return next((who for _, end_s, who in near if start_s < end_s), "")


def find_people(objects: Iterable[Record], scale: float, *, by_time: bool) -> People:
    """Take from all objects what they tell of people; times count `scale` seconds."""
    names: dict[str, str] = {}
    turns: list[tuple[float, float, str]] = []
    for row in objects:
        if person := row.person:
            names[person[0]] = person[1]
        if by_time and not row.words and (who := row.speaker):
            start_s, end_s = (read_seconds(row.value(keys), scale) for keys in (STARTS, ENDS))
            if start_s is not None and end_s is not None:
                turns.append((start_s, end_s, sys.intern(who)))
    named = ((start_s, end_s, names.get(who, who)) for start_s, end_s, who in sorted(turns))
    return People(names, tuple(named))
