"""Long sentences to the places where a speaker would breathe."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from narrate.text.ends import LEAST_LOG_ODDS, end_log_odds

_MOST_WORDS = 30  # about 12 s of speech; engines lose their melody beyond it
_LEAST_WORDS = 5
_BREATH_COST = 8  # a breath must be worth more, or be needed
_WHOLE_WORDS = 45  # a punctuated sentence up to this length is left as its author wrote it
_WORD = re.compile(r"\S+")
_WIDE_CHARACTERS = 60  # about as long as 30 words, for scripts without spaces
_LEAST_WIDE = 8
_WIDE_COMMA = re.compile(r"[、，；：,;:\s]")
_STRETCH = 20_000  # characters looked at together
_STRONG = (";", ":", "—", "–", "؛", "·")
_WEAK = (",", "،", ")")
_OPENING_WORDS = {  # words that open a clause or a new thought, by how good a breath there is
    5: "so but because although however therefore meanwhile okay",
    4: "and or if when while since unless until whereas then well now",
    3: "which who where that what how why yeah yes no",
    2: "i you he she it we they there this",
    1: "with without from into about after before for like by to",
}
_OPENERS = {word: score for score, words in _OPENING_WORDS.items() for word in words.split()}
_CLINGING_WORDS = """
    a an the my your his her its our their this that these those of in on at to for from with by
    and or but if is are was were be been am very not as i you he she it we they into who which
    so more most than because
"""
_BOUND = frozenset(_CLINGING_WORDS.split())  # no breath between these and the next word


Breath = tuple[int, float]  # where a piece begins; how good a breath before it is, 0 if middling


def breath_places(sentence: str, language: str = "en") -> tuple[Breath, ...]:
    """Return the breaths in a sentence; none if it is short."""
    places: list[Breath] = []
    start = 0
    while start < len(sentence):
        end = _stretch_end(sentence, start)
        places.extend(((start, 0.0), *_stretch_places(sentence, start, end, language)))
        start = end
    return tuple(places[1:])


def _stretch_end(sentence: str, start: int) -> int:
    """Bound the work on a sentence without end; a stretch ends at a space if it can."""
    end = start + _STRETCH
    if end >= len(sentence):
        return len(sentence)
    space = sentence.rfind(" ", start, end)
    return space + 1 if space > start else end


def _stretch_places(sentence: str, start: int, end: int, language: str) -> list[Breath]:
    words = [match.span() for match in _WORD.finditer(sentence, start, end)]
    if len(words) <= _MOST_WORDS and end - start > 4 * _WIDE_CHARACTERS:
        return _wide_places(sentence, start, end)
    punctuated = any(sentence[stop - 1] in (*_STRONG, *_WEAK) for _, stop in words[:-1])
    if len(words) <= (_WHOLE_WORDS if punctuated else _MOST_WORDS):
        return []
    if punctuated or not language.lower().startswith("en"):
        gains = [_gain(sentence, words, n) for n in range(len(words))]
        cuts = _cuts(gains)
    else:
        gains, cuts = _unmarked_cuts([sentence[a:b] for a, b in words])
    return [(words[n][0], gains[n]) for n in cuts]


def _unmarked_cuts(words: Sequence[str]) -> tuple[list[float], list[int]]:
    """Cut a text without punctuation where sentences end, and where one of them is too long.

    Returns how good a cut before each word is, above 0 where a sentence ends, and the cuts.
    """
    gains = [0.0, *(end_log_odds(words)[:-1] - LEAST_LOG_ODDS).tolist()]
    edges = [0, *(n for n, gain in enumerate(gains) if gain > 0), len(gains)]
    cuts = edges[1:-1]
    for first, end in pairwise(edges):
        if end - first > _MOST_WORDS:
            cuts += (first + n for n in _cuts([0.0, *gains[first + 1 : end]]))
    return gains, sorted(cuts)


def _gain(sentence: str, words: Sequence[tuple[int, int]], n: int) -> float:
    """Rate a breath before word `n`; below 0 it is made only where the length demands one."""
    if n == 0:
        return 0.0
    before = sentence[words[n - 1][0] : words[n - 1][1]]
    word = sentence[words[n][0] : words[n][1]].lower().strip(",.;:!?\"'")
    if before.endswith(_STRONG):
        score = 12
    elif before.endswith(_WEAK):
        score = 7 + _OPENERS.get(word, 0) // 2
    else:
        score = -4 if before.lower() in _BOUND else _OPENERS.get(word, 0)
    return float(score - _BREATH_COST)


def _cuts(gains: Sequence[float]) -> list[int]:
    """Choose the best places so that pieces have from 5 to 30 words, by dynamic programming.

    `reach` holds the places in reach whose value no later one matches, the best first. Only
    the last piece may be shorter.
    """
    total = len(gains)
    values, origins = [0.0] * (total + 1), [0] * (total + 1)
    reach: deque[int] = deque()
    for end in range(_LEAST_WORDS, total + 1):
        ready = end - _LEAST_WORDS
        if not 0 < ready < _LEAST_WORDS:  # no piece ends so early
            while reach and values[reach[-1]] <= values[ready]:
                reach.pop()
            reach.append(ready)
        if reach[0] < end - _MOST_WORDS:
            reach.popleft()
        origins[end] = reach[0]
        values[end] = values[reach[0]] + (gains[end] if end < total else 0.0)
    place = max(range(max(_LEAST_WORDS, total - _MOST_WORDS), total), key=values.__getitem__)
    if origins[total] == 0 and total <= _MOST_WORDS and values[place] <= 0:
        return []
    cuts: list[int] = []
    while place > 0:
        cuts.append(place)
        place = origins[place]
    return cuts[::-1]


def _wide_places(sentence: str, start: int, end: int) -> list[Breath]:
    """Return places in a text without spaces, after a comma where there is one in reach."""
    places: list[Breath] = []
    while end - start > _WIDE_CHARACTERS:
        reach = sentence[start + _LEAST_WIDE : start + _WIDE_CHARACTERS]
        commas = [found.end() for found in _WIDE_COMMA.finditer(reach)]
        start += _LEAST_WIDE + (commas[-1] if commas else len(reach))
        places.append((start, 0.0))
    return places
