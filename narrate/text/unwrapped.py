"""Whether each line of a text is a paragraph, as a browser copies an article's."""

from __future__ import annotations

import re
from itertools import pairwise

from narrate.text.columns import Lines

_ENDS = re.compile(r"[.!?…:;。！？।؟■][\"'”’»)\]」』]*(?:\[[^\[\]]{1,30}\]|[⁰¹²³⁴-⁹])*\s?■?$")
_LONGEST_END = 120  # characters: with the numbers of several notes
_LONG = 80  # characters; so long a line that is cut by its width seldom ends as a sentence
_FEWEST_LONG, _LEAST_OF_TEXT = 3, 0.4
_MOSTLY = 0.8
_MOST_GOING_ON = 0.05


def is_unwrapped(lines: Lines) -> bool:
    """Tell whether nearly all long lines end as sentences do, and hardly one goes on in the next.

    So a short line is a label or a heading, and belongs neither to what is above nor below.
    """
    places = [n for n, text in enumerate(lines.texts) if len(text) > _LONG]
    if len(places) < _FEWEST_LONG:
        return False
    texts = lines.texts[places[0] : places[-1] + 1]  # menus may be as long as what they stand above
    long = [lines.texts[n] for n in places]
    if sum(map(len, long)) < _LEAST_OF_TEXT * sum(map(len, texts)):
        return False
    if sum(map(is_ended, long)) < min(_MOSTLY * len(long), len(long) - 1):
        return False
    going_on = (after[0].islower() and not is_ended(before) for before, after in pairwise(texts))
    return sum(going_on) <= _MOST_GOING_ON * len(texts)


def is_block(text: str) -> bool:
    """Tell whether a line is a whole paragraph of an article."""
    return len(text) > _LONG and is_ended(text)


def is_ended(text: str) -> bool:
    """Tell whether a line ends as a sentence does, but for numbers of notes."""
    return bool(_ENDS.search(text[-_LONGEST_END:]))
