"""What the lines of a text without punctuation show of where its sentences end.

Captions and typed speech often begin a line with each sentence, leave room at the end of one, or
pause there. Whether a text does so is learnt from the text itself: the model of `ends` rates
every gap between words, and for each kind of gap the share of sentence ends that fits these
ratings best is found by expectation maximisation (M. Saerens et al., "Adjusting the outputs of a
classifier to new a priori probabilities", Neural Computation 14(1), 2002). Where all kinds of
gaps come out alike, lines change nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from narrate.model import Line
from narrate.text.ends import MODEL_LOG_ODDS, end_log_odds

_INSIDE, _FULL, _LOOSE, _PAUSE = range(4)
_PAUSE_S = 0.35  # a breath between sentences; stops in fluent speech are shorter
_SAMPLE_WORDS = 20_000
_FEWEST_GAPS = 12  # of a kind; fewer show nothing
_DOUBT_GAPS = 12  # a kind that comes as often as this is believed by half
_WIDEST = 0.98  # of the lines are no longer than a text's width
_ROUNDS = 20
_RAREST = 0.002
_LEAST_SHIFT, _MOST_SHIFT = 1.0, 6.0  # less is chance
_STOPS = re.compile(r"[.!?…][\"'”’)\]]*$")
_MOST_STOPPED = 0.03  # of lines; a text with more is punctuated


@dataclass(frozen=True, slots=True)
class LineHabits:
    """How wide a text's lines are, and what each kind of gap adds to the log odds of an end."""

    width: int = 0
    shifts: tuple[float, ...] = (0.0,) * 4

    def shift(self, before: Line, line: Line) -> float:
        """Return what is added where a line follows another, in log odds."""
        return self.shifts[_kind(before, line, self.width)] - self.shifts[_INSIDE]

    @property
    def inside(self) -> float:
        """What is added between two words of one line, in log odds."""
        return self.shifts[_INSIDE]


def learn_habits(lines: Iterable[Line]) -> LineHabits:
    """Learn what the lines of a text show, from the first 20,000 words of its speech."""
    sample = _sample(lines)
    stopped = sum(bool(_STOPS.search(line.text[-8:])) for line in sample)
    if len(sample) < _FEWEST_GAPS or stopped > _MOST_STOPPED * len(sample):
        return LineHabits()
    width = sorted(len(line.text) for line in sample)[int(_WIDEST * (len(sample) - 1))]
    words = [word for line in sample for word in line.text.split()]
    return LineHabits(width, _shifts(end_log_odds(words), _kinds(sample, width)))


def _sample(lines: Iterable[Line]) -> list[Line]:
    taken: list[Line] = []
    words = 0
    for line in lines:
        if words > _SAMPLE_WORDS:
            break
        if not line.heading:
            taken.append(line)
            words += line.text.count(" ") + 1
    return taken


def _kind(before: Line, line: Line, width: int) -> int:
    """Tell what parts two lines: nothing but the end of a full line, room, or a silence."""
    silence_s = (line.start_s or 0.0) - (before.end_s or math.inf)
    if silence_s >= _PAUSE_S:
        return _PAUSE
    room = width - len(before.text) - 1
    return _LOOSE if len(line.text.partition(" ")[0]) <= room else _FULL


def _kinds(lines: Sequence[Line], width: int) -> NDArray[np.int8]:
    """Return the kind of the gap behind each word; -1 where a turn ends, which shows nothing."""
    kinds: list[int] = []
    for before, line in pairwise(lines):
        same = before.speaker == line.speaker
        kinds += [_INSIDE] * (len(before.text.split()) - 1)
        kinds.append(_kind(before, line, width) if same else -1)
    kinds += [_INSIDE] * (len(lines[-1].text.split()) - 1) + [-1]
    return np.array(kinds, dtype=np.int8)


def _shifts(odds: NDArray[np.float32], kinds: NDArray[np.int8]) -> tuple[float, ...]:
    rows = [odds[kinds == kind] - MODEL_LOG_ODDS for kind in range(4)]
    usual = _log_odds_of_ends(odds[kinds >= 0] - MODEL_LOG_ODDS)
    shown = tuple(_shown(row, usual) for row in rows)
    return shown if max(shown[1:]) > _LEAST_SHIFT else (0.0,) * 4


def _shown(ratios: NDArray[np.float32], usual: float) -> float:
    """Return what a kind of gap adds to the log odds of an end: the less, the fewer there are."""
    if len(ratios) < _FEWEST_GAPS:
        return 0.0
    shift = (_log_odds_of_ends(ratios) - usual) * len(ratios) / (len(ratios) + _DOUBT_GAPS)
    return max(-_MOST_SHIFT, min(_MOST_SHIFT, shift))


def _log_odds_of_ends(ratios: NDArray[np.float32]) -> float:
    """Return the log odds of an end among gaps with these log likelihood ratios."""
    share = 0.1
    for _ in range(_ROUNDS):
        posterior = 1 / (1 + np.exp(-ratios - math.log(share / (1 - share))))
        share = min(max(float(posterior.mean()), _RAREST), 1 - _RAREST)
    return math.log(share / (1 - share))
