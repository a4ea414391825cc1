"""Two long sequences of words to what both have, in order.

Runs of three words that occur once in both are anchors (as in Bram Cohen's patience diff); the
longest chain of them that keeps its order is taken for right, and only what lies between two
anchors is compared word by word. So the time grows with the length and not with its square, and
a passage that stands elsewhere does not pull its surroundings along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_ANCHOR_WORDS = (4, 2)  # rare runs first; shorter ones where those leave much open
_CHANCE_WORDS = 2
_COMPARABLE = 250_000  # pairs of words that are compared one by one


@dataclass(frozen=True, slots=True)
class Difference:
    """Words wanted in [wanted, wanted_end) of which others, or none, were heard."""

    wanted: int
    wanted_end: int
    heard: int
    heard_end: int


def find_differences(wanted: Sequence[str], heard: Sequence[str]) -> tuple[Difference, ...]:
    """Return where two sequences of words differ, in order."""
    found: list[Difference] = []
    at, other = 0, 0
    for first, second, length in (*_matches(wanted, heard), (len(wanted), len(heard), 0)):
        if first > at or second > other:
            found.append(Difference(at, first, other, second))
        at, other = first + length, second + length
    return tuple(_whole_losses(found, wanted))


def matched(wanted: int, differences: Sequence[Difference]) -> Iterator[tuple[int, int]]:
    """Yield the places of equal words between the differences of `wanted` words and those heard."""
    at, other = 0, 0
    for difference in (*differences, Difference(wanted, wanted, -1, -1)):
        for n in range(difference.wanted - at):
            yield at + n, other + n
        at, other = difference.wanted_end, difference.heard_end


def _whole_losses(found: Sequence[Difference], wanted: Sequence[str]) -> Iterator[Difference]:
    """Join what is one difference in truth.

    "[it should] be [now it should] go", heard as "it should go": words between two losses that
    end the second one as well may just as well be those that are heard. A word or two between
    two larger differences are equal by chance.
    """
    waiting: Difference | None = None
    for difference in found:
        if waiting and _one_loss(waiting, difference, wanted):
            gap = difference.wanted - waiting.wanted_end
            end = difference.wanted_end - gap
            waiting = Difference(waiting.wanted, end, waiting.heard, waiting.heard)
            continue
        if waiting and _one_change(waiting, difference):
            end, heard_end = difference.wanted_end, difference.heard_end
            waiting = Difference(waiting.wanted, end, waiting.heard, heard_end)
            continue
        if waiting:
            yield waiting
        waiting = difference
    if waiting:
        yield waiting


def _one_change(first: Difference, second: Difference) -> bool:
    sizes = [max(d.wanted_end - d.wanted, d.heard_end - d.heard) for d in (first, second)]
    return second.wanted - first.wanted_end <= _CHANCE_WORDS and min(sizes) > _CHANCE_WORDS


def _one_loss(first: Difference, second: Difference, wanted: Sequence[str]) -> bool:
    gap = wanted[first.wanted_end : second.wanted]
    pure = first.heard == first.heard_end and second.heard == second.heard_end
    lost = wanted[second.wanted : second.wanted_end]
    return pure and len(gap) <= len(lost) and list(lost[-len(gap) :]) == list(gap)


def _matches(
    wanted: Sequence[str], heard: Sequence[str], sizes: Sequence[int] = _ANCHOR_WORDS
) -> Iterator[tuple[int, int, int]]:
    """Yield runs of equal words as (place, other place, length), in order."""
    if len(wanted) * len(heard) <= _COMPARABLE:
        matcher = SequenceMatcher(None, wanted, heard, autojunk=False)
        yield from ((block.a, block.b, block.size) for block in matcher.get_matching_blocks())
        return
    if not sizes:
        return
    at, other = 0, 0
    for first, second in (*_anchors(wanted, heard, sizes[0]), (len(wanted), len(heard))):
        if first < at or second < other:
            continue  # part of the run that came before
        for a, b, length in _matches(wanted[at:first], heard[other:second], sizes[1:]):
            yield at + a, other + b, length
        length = _common_length(wanted, heard, first, second)
        yield first, second, length
        at, other = first + length, second + length


def _common_length(wanted: Sequence[str], heard: Sequence[str], at: int, other: int) -> int:
    length = 0
    most = min(len(wanted) - at, len(heard) - other)
    while length < most and wanted[at + length] == heard[other + length]:
        length += 1
    return length


def _anchors(wanted: Sequence[str], heard: Sequence[str], size: int) -> list[tuple[int, int]]:
    """Return the longest chain of places where a run of words occurs once in both."""
    places = _unique_runs(heard, size)
    pairs = [(at, places[run]) for run, at in _unique_runs(wanted, size).items() if run in places]
    ends: list[int] = []  # the smallest end of a chain of each length …
    tops: list[int] = []  # … and the pair that it ends with
    before = [-1] * len(pairs)
    for n, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before[n] = tops[length - 1] if length else -1
        ends[length : length + 1] = [other]
        tops[length : length + 1] = [n]
    chain = []
    n = tops[-1] if tops else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]


def _unique_runs(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[n : n + size]) for n in range(len(words) - size + 1)]
    counts = Counter(runs)
    return {run: n for n, run in enumerate(runs) if counts[run] == 1}
