"""Speech without punctuation to sentences, by its words and by the lines it was written in.

The sentences of a paragraph that has no full stop stand in lines of their own, in script.md too,
so that what the source's lines showed is not lost before the text is spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

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
    words = [match.span() for match in _WORD.finditer(running.text, start, end)]
    first, sure = 0, 0.0
    for at in range(0, len(words), _STRETCH):
        stretch = words[at : at + _STRETCH]
        odds = end_log_odds([running.text[a:b] for a, b in stretch]) + habits.inside
        for n, (_, stop) in enumerate(stretch[:-1]):
            opens = stretch[n + 1][0]
            number = bisect_left(running.starts, opens)
            if number < len(running.starts) and running.starts[number] == opens:
                odds[n] += habits.shift(running.lines[number - 1], running.lines[number])
            if odds[n] > LEAST_LOG_ODDS:
                yield running.text[words[first][0] : stop], sure
                first, sure = at + n + 1, float(odds[n]) - LEAST_LOG_ODDS
    yield running.text[words[first][0] : words[-1][1]], sure


def with_lines(text: str) -> str:
    """Return a paragraph with its lines if they are sentences, else in one line."""
    return text.replace("\n", " ") if "\n" in text and _STOP.search(text) else text
