"""Rolling captions, which say each line two or three times, to lines said once."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from narrate.model import Drop, Line

_LONGEST_LINE = 1000  # characters
_MEMORY_WORDS = 60  # as much as the longest captions keep on the screen
_LEAST_SHARE = 0.3  # of lines that repeat; songs and arguments repeat less
_FEWEST_LINES = 4
_LEAST_OVERLAP = 3  # words of a line that only in part repeats


def drop_repeats(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Drop, ...]]:
    """Drop what was already said from captions that roll; other lines come back as they are."""
    overlaps = _overlaps(lines)
    if sum(n > 0 for n in overlaps) < max(_FEWEST_LINES, _LEAST_SHARE * len(lines)):
        return tuple(lines), ()
    kept: list[Line] = []
    drops: list[Drop] = []
    for line, overlap in zip(lines, overlaps, strict=True):
        words = line.text.split()
        if overlap:
            drops.append(Drop(line.number, " ".join(words[:overlap]), "said before"))
        if overlap < len(words):
            kept.append(replace(line, text=" ".join(words[overlap:])) if overlap else line)
    return tuple(kept), tuple(drops)


def _overlaps(lines: Sequence[Line]) -> list[int]:
    """Count the words at the start of each line that repeat what stands right before it.

    A cue of several lines is compared as a whole with what was said before that cue, so that
    a screen that scrolls by one line is seen for what it is.
    """
    said: deque[str] = deque(maxlen=_MEMORY_WORDS)
    counts: list[int] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while (
            end < len(lines)
            and lines[end].start_s is not None
            and (
                (lines[end].start_s, lines[end].end_s) == (lines[start].start_s, lines[start].end_s)
            )
        ):
            end += 1
        cue = [_ends(line.text) for line in lines[start:end]]
        words = [word for row in cue for word in row]
        repeated = _overlap(list(said), words[:_MEMORY_WORDS])
        if repeated < min(_LEAST_OVERLAP, len(cue[0])):
            repeated = 0
        said.extend(words[repeated:])
        for row in cue:
            counts.append(min(repeated, len(row)))
            repeated -= counts[-1]
        start = end
    return counts


def _ends(text: str) -> list[str]:
    """Return the words of a line; of a line longer than any caption, those at its ends."""
    if len(text) > 2 * _LONGEST_LINE:
        text = f"{text[:_LONGEST_LINE]} {text[-_LONGEST_LINE:]}"
    return text.split()


def _overlap(said: Sequence[str], words: Sequence[str]) -> int:
    """Return the most words at the end of `said` that `words` begins with."""
    for size in range(min(len(said), len(words)), 0, -1):
        if said[-size] == words[0] and list(said[-size:]) == list(words[:size]):
            return size
    return 0
