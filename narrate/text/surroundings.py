"""What a page wrote above, below and between speech, where `linemodel` is sure of several lines.

No line is dropped by itself: runs are, and only such as hold lines that surely are a page's, and
none in which somebody talks, turns to others, or opens a turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, takewhile

from narrate.model import Line
from narrate.text.columns import Lines
from narrate.text.furniture import MOST_ABOVE, is_label, is_speech_label
from narrate.text.linemodel import page_log_odds
from narrate.text.making import is_note
from narrate.text.pagelines import is_wrapped, talks, welcomes
from narrate.text.unwrapped import is_ended

_GOES_ON = re.compile(r"[^\W\d_]{3,}[.?!…]\s+\S|[。！？]\S")  # with a second sentence
_BEYOND = 12  # lines of speech that are looked at with a page's, to tell them apart
_SURE, _FEWEST_SURE = 4.0, 2  # log odds of what hardly anybody says; such lines in a run
_LEAST_MEAN, _LEAST_BARE_MEAN = 2.0, 3.5  # log odds of its lines; where hardly a line has an end
_FEWEST_ENDED = 0.1  # of the lines around
_LIKELY = 2.0  # of the line at its edge, which is no sentence
_MAY_BE, _MAY_BE_SENTENCE = -3.0, 1.0  # of any other line, among more that surely are
_LONGEST_SENTENCE = 12  # words that a page may ask or tell in one
_LEAST_RUN, _LEAST_BELOW = 12.0, 8.0  # log odds of all its lines; below speech fewer tell enough
_MOST = 4.0  # that a line adds to those
_LEAST_BETWEEN = 3.0  # of each line between speech
_LEAST_ENDED = 0.4  # of the lines of a text in which short lines without an end tell something


def count_above(lines: Sequence[Line]) -> int:
    """Return how many of the first lines are surely a page's."""
    head = list(takewhile(lambda x: not (_is_turn(x) or x.heading), lines[:MOST_ABOVE]))
    odds = _odds(lines[: len(head) + _BEYOND])[: len(head)]
    own = _count(head, odds, _least_mean(lines[:MOST_ABOVE]))
    while own and own < len(lines) and is_wrapped(lines[own - 1], lines[own]):
        own -= 1
    return own if own < len(lines) else 0


def count_below(lines: Sequence[Line]) -> int:
    """Return how many of the last lines are surely a page's."""
    last = lines[-MOST_ABOVE:]
    odds = _odds(lines[-MOST_ABOVE - _BEYOND :])[-len(last) :]
    opens = [n for n, line in enumerate(last) if n and _opens_turn(last[n - 1], line)]
    first = max(opens, default=-1) + 1 or 1
    tail = list(reversed(last[first:]))
    own = _count(tail, list(reversed(odds[first:])), _least_mean(last), _LEAST_BELOW)
    while own and not _may_follow(last[-own - 1], last[-own]):
        own -= 1
    return own


def find_between(lines: Lines, end: int) -> frozenset[int]:
    """Return the lines before `end` that a page set between speech, two or more in a row."""
    texts = lines.texts[:end]
    runs = [run for run in _short_runs(texts) if not any(map(lines.is_heading, run))]
    return frozenset(n for run in runs if _is_between(lines, run) for n in run)


def _short_runs(texts: Sequence[str]) -> Iterator[range]:
    """Yield where two or more lines in a row end no sentence, between two that do."""
    ended = list(map(is_ended, texts))
    if sum(ended) < _LEAST_ENDED * len(texts):
        return
    for is_end, places in groupby(range(len(texts)), ended.__getitem__):
        run = list(places)
        if not is_end and len(run) > 1 and run[0] > 0 and run[-1] + 1 < len(texts):
            yield range(run[0], run[-1] + 1)


def _is_between(lines: Lines, run: range) -> bool:
    around = lines[max(0, run.start - _BEYOND) : run.stop + _BEYOND]
    start = run.start - max(0, run.start - _BEYOND)
    odds = _odds(around)[start : start + len(run)]
    same = not any(_opens_turn(lines[n - 1], lines[n]) for n in run)
    return same and min(odds) >= _LEAST_BETWEEN and _is_enough(odds) and not _goes_on(lines, run)


def _goes_on(lines: Lines, run: range) -> bool:
    talk = any(talks(lines.texts[n]) or welcomes(lines.texts[n]) for n in run)
    return talk or lines.texts[run.stop][0].islower()


def _odds(lines: Sequence[Line]) -> list[float]:
    found = page_log_odds([line.text for line in lines], [line.after_blank for line in lines])
    return [float(odds) for odds in found]


def _count(
    lines: Sequence[Line], odds: Sequence[float], least_mean: float, least_run: float = _LEAST_RUN
) -> int:
    """Return how many lines from the edge of a text on are a page's: to where most tells so."""
    quiet = sum(1 for _ in takewhile(_could_be_own, zip(lines, odds, strict=True)))
    sums = [0.0, *accumulate(min(x, _MOST) for x in odds[:quiet])]
    told = zip(lines[:quiet], odds, strict=False)
    ends = (n for n, (line, x) in enumerate(told, start=1) if _may_edge(line.text, x))
    best = max(ends, key=sums.__getitem__, default=0)
    return best if _is_enough(odds[:best], least_mean, least_run) else 0


def _may_edge(text: str, odds: float) -> bool:
    """Tell whether a line may stand next to speech: a sentence there may be speech, too."""
    return odds >= _LIKELY and (not is_ended(text) or is_label(text))


def _least_mean(lines: Sequence[Line]) -> float:
    """Return what the lines of a run must tell: more where short lines are nothing special."""
    ended = sum(is_ended(line.text) for line in lines)
    return _LEAST_MEAN if ended >= _FEWEST_ENDED * len(lines) else _LEAST_BARE_MEAN


def _is_enough(
    odds: Sequence[float], least_mean: float = _LEAST_MEAN, least_run: float = _LEAST_RUN
) -> bool:
    sure, told = sum(x >= _SURE for x in odds), sum(min(x, _MOST) for x in odds)
    return sure >= _FEWEST_SURE and told >= max(least_run, least_mean * len(odds))


def _could_be_own(told: tuple[Line, float]) -> bool:
    """Tell whether a line may stand among a page's own; a whole sentence seldom does."""
    line, odds = told
    if is_label(line.text) or is_speech_label(line.text) or is_note(line.text):
        return True
    ended = is_ended(line.text)
    if ended and (line.text.count(" ") >= _LONGEST_SENTENCE or _GOES_ON.search(line.text)):
        return False
    if talks(line.text) or welcomes(line.text):
        return not ended and odds >= _LEAST_BETWEEN
    return odds >= (_MAY_BE_SENTENCE if ended else _MAY_BE)


def _is_turn(line: Line) -> bool:
    return bool(line.speaker) or line.start_s is not None


def _opens_turn(before: Line, line: Line) -> bool:
    return line.speaker != before.speaker or line.start_s != before.start_s


def _may_follow(above: Line, line: Line) -> bool:
    return line.after_blank or is_ended(above.text)
