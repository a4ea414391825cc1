"""Differences between a text and recognised speech to faults: a second, better informed hearing.

A small recogniser mishears one word in thirty of the clearest voice. So where it heard something
else, it is asked how probable the wanted words are with this very sound. Measured on 15 minutes
of speech, that is above 1 in 200 for nearly all words that are said, and below 1 in 1,000 for
nearly all that are not, save for small ones (a, of, to) that a sentence cannot do without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from narrate.hearing.align import Difference
from narrate.hearing.expected import ExpectedText
from narrate.hearing.heard import HeardText

_SAID = 0.003  # at least so probable: it is said
_LOST_SAID = 0.03  # the same where nothing is heard instead: of 2,368 sound words one was told so
_ALIKE_SAID = 0.0001  # the same for words whose letters are much like those that were heard
_COMPARABLE_WORDS = 400  # sound of another text is one passage; letters take quadratic time
_ALIKE = 0.5  # share of letters in common: "Anthropic" and "entropic" have 0.8
_LOST_SHARE = 0.34  # of a passage's words: if more than these are not said, none of it is
_MOVED_WORDS = 4  # a run of so many words that is heard elsewhere has moved
_MANY_WORDS = 3
_CERTAIN_WORDS = 6
_FASTEST_WORD_S = 0.1  # no voice says words faster for long
_EDGE_WORDS = 3  # fewer extra words before or after all text are a recogniser's fancy


@dataclass(frozen=True, slots=True)
class Fault:
    """Words that are not heard as they should be."""

    kind: str  # "lost", "wrong", "extra", "moved" or "silent"
    text: str  # as written; of extra words "", of moved ones all of them
    heard: str  # what is heard instead; "" if nothing is
    time_s: float  # where, in the sound
    at: int  # index of the first written word, or of the one that extra words come before
    words: int  # how many
    moved_to_s: float | None = None  # where moved words are heard


@dataclass(frozen=True, slots=True)
class Region:
    """A difference that counts: letters differ, not only the way to write them."""

    place: Difference
    wanted: tuple[str, ...]
    heard: tuple[str, ...]


def find_regions(
    expected: ExpectedText, heard: HeardText, differences: Iterable[Difference]
) -> tuple[Region, ...]:
    """Leave out what differs in spelling only: "open source", "opensource"."""
    regions = (
        Region(d, expected.plain[d.wanted : d.wanted_end], heard.plain[d.heard : d.heard_end])
        for d in differences
    )
    return tuple(r for r in regions if "".join(r.wanted) != "".join(r.heard))


def find_faults(
    expected: ExpectedText,
    heard: HeardText,
    regions: Sequence[Region],
    probabilities: Mapping[int, float],
) -> tuple[Fault, ...]:
    """Tell which regions are faults, given how probable each written word is."""
    faults = []
    for region in regions:
        find = _lost_or_wrong if region.wanted else _extra
        faults += [(region, fault) for fault in find(expected, heard, region, probabilities)]
    return tuple(_join_moved(faults, regions, heard))


def _lost_or_wrong(
    expected: ExpectedText, heard: HeardText, region: Region, probabilities: Mapping[int, float]
) -> Iterator[Fault]:
    first, end = expected.span(region.place.wanted, region.place.wanted_end)
    if _has_room(heard, region):
        unsaid = _unsaid(expected, region, probabilities)
        if not unsaid:
            return
        if len(unsaid) <= _LOST_SHARE * (end - first):
            first, end = unsaid[0], unsaid[-1] + 1
    yield Fault(
        "wrong" if region.heard else "lost",
        " ".join(expected.written[first:end]),
        " ".join(region.heard),
        heard.time_s(region.place.heard),
        first,
        end - first,
    )


def _unsaid(
    expected: ExpectedText, region: Region, probabilities: Mapping[int, float]
) -> list[int]:
    """Return the written words of a region that are too improbable."""
    place, found = region.place, set()
    for at, alike in enumerate(_likenesses(region), place.wanted):
        limit = _ALIKE_SAID if alike else _SAID if region.heard else _LOST_SAID
        first, last = expected.sources[at]
        found |= {k for k in range(first, last + 1) if probabilities.get(k, 0.0) < limit}
    return sorted(found)


def _has_room(heard: HeardText, region: Region) -> bool:
    """Tell whether the words could have been said in the time between their neighbours."""
    before, after = region.place.heard - 1, region.place.heard_end
    start_s = heard.ends_s[before] if before >= 0 else 0.0
    end_s = heard.starts_s[after] if after < len(heard.plain) else heard.length_s
    missing = len(region.wanted) - len(region.heard)
    return missing < _MANY_WORDS or end_s - start_s >= _FASTEST_WORD_S * len(region.wanted)


def _extra(
    expected: ExpectedText, heard: HeardText, region: Region, probabilities: Mapping[int, float]
) -> Iterator[Fault]:
    """Words are really there if the next word of the text does not fit where it should follow."""
    at, total = region.place.wanted, len(expected.plain)
    if at in (0, total) and len(region.heard) < _EDGE_WORDS:
        return
    long = len(region.heard) >= _CERTAIN_WORDS  # so many the recogniser does not make up
    if not long and at < total and probabilities.get(expected.sources[at][0], 0.0) >= _SAID:
        return
    time_s, (first, _) = heard.time_s(region.place.heard), expected.span(at, at)
    yield Fault("extra", "", " ".join(region.heard), time_s, first, len(region.heard))


def _likenesses(region: Region) -> Sequence[bool]:
    """Tell of each wanted word whether something like it is heard, by itself or in the passage."""
    wanted, heard = region.wanted, region.heard
    if len(wanted) == len(heard):
        return [_alike(*pair) for pair in zip(wanted, heard, strict=True)]
    short = len(wanted) + len(heard) <= _COMPARABLE_WORDS
    return [short and _alike(wanted, heard)] * len(wanted)


def _alike(wanted: Sequence[str], heard: Sequence[str]) -> bool:
    matcher = SequenceMatcher(None, "".join(wanted), "".join(heard), autojunk=False)
    return matcher.ratio() >= _ALIKE


def _join_moved(
    faults: Sequence[tuple[Region, Fault]], regions: Sequence[Region], heard: HeardText
) -> Iterator[Fault]:
    """Tell of words that are lost here and heard there once, as moved.

    Where they are heard need be no fault by itself: behind it the text may well go on.
    """
    used: set[Difference] = set()
    moved: dict[int, float] = {}
    long = [region for region in regions if len(region.heard) >= _MOVED_WORDS]
    for n, (region, _) in enumerate(faults):
        if len(region.wanted) < _MOVED_WORDS:
            continue
        for other in long:
            if other.place == region.place:
                continue
            blocks = _shared_runs(region.wanted, other.heard)
            if sum(size for _, size in blocks) >= max(_MOVED_WORDS, len(region.wanted) / 2):
                moved[n] = heard.starts_s[other.place.heard + blocks[0][0]]
                used.add(other.place)
    for n, (region, fault) in enumerate(faults):
        if n in moved:
            yield replace(fault, kind="moved", heard="", moved_to_s=moved[n])
        elif region.place not in used or fault.kind != "extra":
            yield fault


def _shared_runs(wanted: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """Return where, among words heard, runs of wanted ones stand, and how long they are."""
    matcher = SequenceMatcher(None, wanted, heard, autojunk=False)
    return [(block.b, block.size) for block in matcher.get_matching_blocks() if block.size > 1]
