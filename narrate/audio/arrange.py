"""To place clips one after another on the programme's time axis, and to mark its chapters."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from narrate.audio.joins import GUARD_MS, choose_joins
from narrate.model import ChapterMark, Clip, Cue, Timeline
from narrate.rows import Rows

LEAD_MS = 500
"""Silence before the first word; audiobook shops ask for half a second to one (ACX)."""

SAMPLE_RATE_HZ = 44_100
"""Rate of the finished programme: what Apple advises for mono MP3, and every player takes."""


def arrange(
    clips: Sequence[Clip],
    titles: Sequence[str],
    sample_rate_hz: int = SAMPLE_RATE_HZ,
    lead_ms: int = LEAD_MS,
    unit_samples: int = 1,
    tail_ms: int = 0,
) -> Timeline:
    """Return the programme: each clip followed by its pause, and a mark for each chapter.

    `titles[i]` names the chapter of clips whose utterance says `chapter == i`; chapters without
    a title or without clips have no mark. Marks touch: the first begins at 0, each ends where
    the next begins, the last at the programme's end.

    Joins are put into pauses, at multiples of `unit_samples`, which are the whole frames of an
    encoder; the pause before a join is longer by what is missing to a multiple, and to the silence
    that a join needs. So what lies between two joins does not depend on what stands before. With
    a unit of 1, the encoder has no frames and needs no silence.
    """
    guard_ms = GUARD_MS if unit_samples > 1 else 0
    joining, shortest = set(choose_joins(clips, guard_ms)), _samples(2 * guard_ms, sample_rate_hz)
    starts, lengths, joins = array("q"), array("q"), array("q")
    opened: dict[int, int] = {}  # chapters, and where each begins
    channels = 1
    position, pause = _samples(lead_ms, sample_rate_hz), 0
    for index, clip in enumerate(clips):
        if index in joining:
            join, position = _join(position, pause, shortest, unit_samples)
            joins.append(join)
        length = resampled_length(clip.length_samples, clip.sample_rate_hz, sample_rate_hz)
        starts.append(position)
        lengths.append(length)
        opened.setdefault(clip.utterance.chapter, position)
        channels = max(channels, clip.channels)
        pause = _samples(clip.utterance.pause_after_ms, sample_rate_hz)
        position += length + pause
    position += _samples(tail_ms, sample_rate_hz) if clips else 0
    cues = Rows(len(clips), lambda n: Cue(clips[n], starts[n], lengths[n]))
    marks = _marks(opened, titles, position)
    return Timeline(sample_rate_hz, position, cues, marks, tuple(joins), channels)


def _join(position: int, pause: int, shortest: int, unit: int) -> tuple[int, int]:
    """Return where a join lies in the pause before a position, and where sound begins behind it."""
    lead = max(pause, shortest) // 2
    earliest = position + max(0, shortest - pause) - lead
    join = -(-earliest // unit) * unit
    return join, join + lead


def resampled_length(samples: int, from_hz: int, to_hz: int) -> int:
    """Return how many samples a clip has at another rate, to the nearest one (halves up)."""
    return (2 * samples * to_hz + from_hz) // (2 * from_hz)


def _samples(duration_ms: int, sample_rate_hz: int) -> int:
    return resampled_length(duration_ms, 1000, sample_rate_hz)


def _marks(opened: Mapping[int, int], titles: Sequence[str], end: int) -> tuple[ChapterMark, ...]:
    titled = [(titles[index], at) for index, at in opened.items() if titles[index]]
    begins = [0, *(at for _, at in titled[1:])]
    return tuple(
        ChapterMark(title, begin, finish)
        for (title, _), begin, finish in zip(titled, begins, [*begins[1:], end], strict=False)
    )
