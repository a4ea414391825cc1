"""To choose the pauses in which a programme is cut into pieces that are made one by one.

The choice depends on what stands nearby alone: a chapter begins a piece, and within a chapter the
longest pause of the next stretch does, ties settled by the clip that follows. So an edit moves the
joins around it and no others, and the pieces beyond are the same as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from narrate.model import Clip

GUARD_MS = 150
"""Silence on both sides of a join: longer than any encoder's delay and overlap."""

_SHORTEST_S = 15  # a piece's own cost, that of starting an encoder, must vanish
_LONGEST_S = 60  # a piece lies in memory …
_LONGEST_TIGHT_S = 300  # … so where all pauses are too short, one is made longer this often


def choose_joins(clips: Sequence[Clip], guard_ms: int = GUARD_MS) -> Iterator[int]:
    """Yield the indices of the clips, but the first, that begin a piece.

    A join lies in a pause of twice `guard_ms`, or, where there is none for minutes, in the longest
    that there is.
    """
    found = _next(clips, 0, 2 * guard_ms)
    while found is not None:
        yield found
        found = _next(clips, found, 2 * guard_ms)


def _next(clips: Sequence[Clip], start: int, pause_ms: int) -> int | None:
    length_s, best, best_rank = 0.0, None, (False, 0, 0)
    for index in range(start + 1, len(clips)):
        before = clips[index - 1]
        pause = before.utterance.pause_after_ms
        length_s += before.length_samples / before.sample_rate_hz + pause / 1000
        fits = pause >= pause_ms
        if best is not None and length_s > (_LONGEST_S if best_rank[0] else _LONGEST_TIGHT_S):
            return best
        if fits and before.utterance.chapter != clips[index].utterance.chapter:
            return index
        rank = (fits, pause, crc32(clips[index].key.encode()))
        if length_s >= _SHORTEST_S and (best is None or rank > best_rank):
            best, best_rank = index, rank
    return None
