"""To cut a programme in its pauses into pieces that are encoded side by side and joined unheard.

Where the cuts lie depends on the programme alone, never on the number of workers, so any number
of workers makes the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import gcd

from narrate.audio.forms import Form
from narrate.model import Cue, Timeline

_PIECE_S = 60  # long enough that the cost of starting an encoder vanishes
_SILENCE_S = 0.15  # on both sides of a cut: longer than any encoder's delay and overlap


def cut(timeline: Timeline, form: Form) -> tuple[Timeline, ...]:
    """Return consecutive stretches of the programme, whole frames of the form's encoder each.

    Only the last one may end with part of a frame. Chapter marks are left out. A form without
    frames gives the programme in one piece.
    """
    if not form.frame_samples:
        return (timeline,)
    starts = [0, *_cuts(timeline, _unit(form, timeline.sample_rate_hz))]
    ends = [*starts[1:], timeline.length_samples]
    cues = list(reversed(timeline.cues))
    return tuple(
        Timeline(timeline.sample_rate_hz, end - start, tuple(_taken(cues, start, end)), ())
        for start, end in zip(starts, ends, strict=True)
    )


def _cuts(timeline: Timeline, unit: int) -> Iterator[int]:
    """Yield samples in the middle of pauses, multiples of the unit, a piece apart at least."""
    guard = round(_SILENCE_S * timeline.sample_rate_hz)
    earliest = _PIECE_S * timeline.sample_rate_hz
    for before, after in pairwise(timeline.cues):
        silent_from = before.start_sample + before.length_samples
        middle = round((silent_from + after.start_sample) / 2 / unit) * unit
        silent = silent_from + guard <= middle <= after.start_sample - guard
        if silent and middle >= earliest:
            yield middle
            earliest = middle + _PIECE_S * timeline.sample_rate_hz


def _taken(cues: list[Cue], start: int, end: int) -> Iterator[Cue]:
    """Take the cues that begin before `end` off the list's end, counted from `start`."""
    while cues and cues[-1].start_sample < end:
        cue = cues.pop()
        yield replace(cue, start_sample=cue.start_sample - start)


def _unit(form: Form, sample_rate_hz: int) -> int:
    """Return the fewest samples that make whole frames at the rate the encoder gets."""
    frame = sample_rate_hz * form.frame_samples
    return frame // gcd(form.rate_hz or sample_rate_hz, frame)
