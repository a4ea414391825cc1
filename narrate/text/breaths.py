"""Long sentences to the places where a speaker would breathe."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_WORDS = 30  # about 12 s of speech; engines lose their melody beyond it
_LEAST_WORDS = 5
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


def breath_places(sentence: str, language: str = "en") -> tuple[int, ...]:
    """Return where the pieces of a sentence begin, save the first; none if it is short."""
    places: list[int] = []
    start = 0
    while start < len(sentence):
        end = _stretch_end(sentence, start)
        places.extend((start, *_stretch_places(sentence, start, end)))
        start = end
    return tuple(places[1:])


def _stretch_end(sentence: str, start: int) -> int:
    """Bound the work on a sentence without end; a stretch ends at a space if it can."""
    end = start + _STRETCH
    if end >= len(sentence):
        return len(sentence)
    space = sentence.rfind(" ", start, end)
    return space + 1 if space > start else end


def _stretch_places(sentence: str, start: int, end: int) -> list[int]:
    words = [match.span() for match in _WORD.finditer(sentence, start, end)]
    if len(words) <= _MOST_WORDS and end - start > 4 * _WIDE_CHARACTERS:
        return _wide_places(sentence, start, end)
    punctuated = any(sentence[stop - 1] in (*_STRONG, *_WEAK) for _, stop in words[:-1])
    if len(words) <= (_WHOLE_WORDS if punctuated else _MOST_WORDS):
        return []
    scores = [_score(sentence, words, n) for n in range(len(words))]
    return [words[n][0] for n in _cuts(scores)]


def _score(sentence: str, words: Sequence[tuple[int, int]], n: int) -> int:
    """Rate a breath before word `n`: higher is better."""
    if n == 0:
        return 0
    before = sentence[words[n - 1][0] : words[n - 1][1]]
    word = sentence[words[n][0] : words[n][1]].lower().strip(",.;:!?\"'")
    if before.endswith(_STRONG):
        return 12
    if before.endswith(_WEAK):
        return 7 + _OPENERS.get(word, 0) // 2
    if before.lower() in _BOUND:
        return -4
    return _OPENERS.get(word, 0)


def _cuts(scores: Sequence[int]) -> list[int]:
    """Choose the best places so that pieces have from 5 to 30 words, by dynamic programming."""
    total = len(scores)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("-inf"), 0)] * total
    for end in range(1, total + 1):
        gain = scores[end] - 8.0 if end < total else 0.0  # each cut must be worth something
        for begin in range(max(0, end - _MOST_WORDS), end):
            short = min(0, end - begin - _LEAST_WORDS) * 3
            value = best[begin][0] + gain + short
            if value > best[end][0]:
                best[end] = (value, begin)
    cuts: list[int] = []
    place = best[total][1]
    while place > 0:
        cuts.append(place)
        place = best[place][1]
    return cuts[::-1]


def _wide_places(sentence: str, start: int, end: int) -> list[int]:
    """Return places in a text without spaces, after a comma where there is one in reach."""
    places: list[int] = []
    while end - start > _WIDE_CHARACTERS:
        reach = sentence[start + _LEAST_WIDE : start + _WIDE_CHARACTERS]
        commas = [found.end() for found in _WIDE_COMMA.finditer(reach)]
        start += _LEAST_WIDE + (commas[-1] if commas else len(reach))
        places.append(start)
    return places
