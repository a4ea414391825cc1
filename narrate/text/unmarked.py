"""Speech without punctuation to sentences, by its words and by the lines it was written in.

The sentences of a paragraph that has no full stop stand in lines of their own, in script.md too,
so that what the source's lines showed is not lost before the text is spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from narrate.text.ends import LEAST_LOG_ODDS, end_log_odds
from narrate.text.habits import LineHabits
from narrate.text.joins import Running

_WORD = re.compile(r"\S+")
_MARK = re.compile(r"[.!?…;:,—–][\"'”’»)\]]*(?:\s|$)")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)")
_FEWEST_WORDS = 30  # fewer may be a title, or a sentence whose stop was forgotten
_STRETCH = 5_000  # words looked at together


def is_unmarked(sentence: str, language: str) -> bool:
    """Tell whether a sentence is English speech that somebody wrote down without punctuation."""
    if sentence.count(" ") < _FEWEST_WORDS or not language.lower().startswith("en"):
        return False
    return not _MARK.search(sentence, 0, len(sentence) - 1)


def split_unmarked(
    running: Running, start: int, end: int, habits: LineHabits
) -> Iterator[tuple[str, float]]:
    """Yield the sentences of a part of a running text that has no punctuation.

    Each comes with how sure it is that one begins there: log odds above what is demanded.
    """
    words, opens = _words(running.text, start, end)
    first, sure = 0, 0.0
    for at in range(0, len(words), _STRETCH):
        stretch = slice(at, at + _STRETCH)
        odds = end_log_odds(words[stretch])[:-1] + habits.inside
        for gap, shift in _line_ends(running, opens[stretch], habits):
            odds[gap] += shift
        for gap in np.flatnonzero(odds > LEAST_LOG_ODDS).tolist():
            last = at + gap
            yield running.text[opens[first] : opens[last] + len(words[last])], sure
            first, sure = last + 1, float(odds[gap]) - LEAST_LOG_ODDS
    yield running.text[opens[first] : opens[-1] + len(words[-1])], sure


def _words(text: str, start: int, end: int) -> tuple[list[str], NDArray[np.int64]]:
    """Return the words of a part of a text, and where each begins."""
    words = text[start:end].split()
    reach = np.fromiter(map(len, words), np.int64, len(words)) + 1
    ends = np.cumsum(reach)
    if ends[-1] - 1 == end - start:  # one space between any two
        return words, start + ends - reach
    return words, np.array([found.start() for found in _WORD.finditer(text, start, end)])


def _line_ends(
    running: Running, opens: NDArray[np.int64], habits: LineHabits
) -> Iterator[tuple[int, float]]:
    """Yield the gaps between words that begin at `opens` where a line ends, and what it shows."""
    if not any(habits.shifts):
        return
    number = bisect_right(running.starts, opens[0])
    lines = range(number, bisect_right(running.starts, opens[-1]))
    starts = np.array(running.starts[lines.start : lines.stop], dtype=np.int64)
    places = np.searchsorted(opens, starts)
    for line, place, opened in zip(lines, places.tolist(), opens[places] == starts, strict=True):
        if opened:
            yield place - 1, habits.shift(running.lines[line - 1], running.lines[line])


def with_lines(text: str) -> str:
    """Return a paragraph with its lines if they are sentences, else in one line."""
    return text.replace("\n", " ") if "\n" in text and _STOP.search(text) else text
