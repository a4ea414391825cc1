"""To cut a programme at its joins into pieces that are mixed and encoded side by side.

Where the joins lie depends on the programme alone, never on the number of workers, so any number
of workers makes the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Cue, Timeline


def cut(timeline: Timeline) -> Iterator[Timeline]:
    """Yield the stretches between the programme's joins, each counted from its own beginning.

    Chapter marks are left out.
    """
    starts = [0, *timeline.joins]
    ends = [*timeline.joins, timeline.length_samples]
    cues = list(reversed(timeline.cues))
    for start, end in zip(starts, ends, strict=True):
        taken = tuple(_taken(cues, start, end))
        yield replace(timeline, length_samples=end - start, cues=taken, marks=(), joins=())


def _taken(cues: list[Cue], start: int, end: int) -> Iterator[Cue]:
    """Take the cues that begin before `end` off the list's end, counted from `start`."""
    while cues and cues[-1].start_sample < end:
        cue = cues.pop()
        yield replace(cue, start_sample=cue.start_sample - start)
