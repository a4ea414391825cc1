"""To cut a programme at its joins into pieces that are mixed and encoded side by side.

Where the joins lie depends on the programme alone, never on the number of workers, so any number
of workers makes the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Timeline


def cut(timeline: Timeline) -> Iterator[Timeline]:
    """Yield the stretches between the programme's joins, each counted from its own beginning.

    Chapter marks are left out.
    """
    starts = (0, *timeline.joins)
    ends = (*timeline.joins, timeline.length_samples)
    cues = iter(timeline.cues)
    coming = next(cues, None)
    for start, end in zip(starts, ends, strict=True):
        taken = []
        while coming and coming.start_sample < end:
            taken.append(replace(coming, start_sample=coming.start_sample - start))
            coming = next(cues, None)
        yield replace(timeline, length_samples=end - start, cues=tuple(taken), marks=(), joins=())
