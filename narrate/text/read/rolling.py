"""Rolling captions, which say each line two or three times, to lines said once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_LONGEST_LINE = 1000  # characters
_MEMORY_WORDS = 60  # as much as the longest captions keep on the screen
_LEAST_SHARE = 0.3  # of lines that repeat; songs and arguments repeat less
_FEWEST_LINES = 4
_STRETCHES, _STRETCH_LINES = 40, 60  # by which many lines are judged
_LEAST_OVERLAP = 3  # words of a line that only in part repeats


def drop_repeats(lines: Lines) -> tuple[Lines, Drops]:
    """Drop what was already said from captions that roll; other lines come back as they are."""
    if _hardly_repeat(lines):
        return lines, Drops()
    overlaps = _overlaps(lines, 0, len(lines))
    if sum(n > 0 for n in overlaps) < max(_FEWEST_LINES, _LEAST_SHARE * len(lines)):
        return lines, Drops()
    drops = Drops()
    return lines.edited(_unrepeated(lines, overlaps, drops)), drops


def _unrepeated(
    lines: Lines, overlaps: Sequence[int], drops: Drops
) -> Iterator[tuple[int, Line | None]]:
    for n, overlap in enumerate(overlaps):
        if overlap:
            line = lines[n]
            words = line.text.split()
            drops.add(line, " ".join(words[:overlap]), "said before")
            rest = " ".join(words[overlap:])
            yield n, replace(line, text=rest) if rest else None


def _hardly_repeat(lines: Lines) -> bool:
    """Tell by stretches from all over many lines that far too few of them repeat anything."""
    every = len(lines) // _STRETCHES
    if every < 4 * _STRETCH_LINES:
        return False
    counts = [
        n > 0
        for start in range(0, _STRETCHES * every, every)
        for n in _overlaps(lines, start, start + _STRETCH_LINES)
    ]
    return sum(counts) < _LEAST_SHARE / 4 * len(counts)


def _overlaps(lines: Lines, start: int, end: int) -> Sequence[int]:
    """Count the words at the start of each of some lines that repeat what stands before it.

    A cue of several lines is compared as a whole with what was said before that cue, so that
    a screen that scrolls by one line is seen for what it is.
    """
    said: deque[str] = deque(maxlen=_MEMORY_WORDS)
    counts = bytearray()  # no count is above _MEMORY_WORDS
    for first, after in _cues(lines, start, end):
        cue = [_ends(text) for text in lines.texts[first:after]]
        words = [word for row in cue for word in row]
        again = words[0] in said if words else False
        repeated = _overlap(list(said), words[:_MEMORY_WORDS]) if again else 0
        if repeated < min(_LEAST_OVERLAP, len(cue[0])):
            repeated = 0
        said.extend(words[repeated:])
        for row in cue:
            counts.append(min(repeated, len(row)))
            repeated -= counts[-1]
    return counts


def _cues(lines: Lines, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the end of the lines, of some, that are on the screen together."""
    times = lines.times(start) if lines else (None, None)
    for n in range(start + 1, end):
        after = lines.times(n)
        if after[0] is None or after != times:
            yield start, n
            start, times = n, after
    if start < end:
        yield start, end


def _ends(text: str) -> list[str]:
    """Return the words of a line; of a line longer than any caption, those at its ends."""
    if len(text) > 2 * _LONGEST_LINE:
        text = f"{text[:_LONGEST_LINE]} {text[-_LONGEST_LINE:]}"
    return text.casefold().split()  # some write a caption's first letter large each time


def _overlap(said: Sequence[str], words: Sequence[str]) -> int:
    """Return the most words at the end of `said` that `words` begins with."""
    for size in range(min(len(said), len(words)), 0, -1):
        if said[-size] == words[0] and list(said[-size:]) == list(words[:size]):
            return size
    return 0
