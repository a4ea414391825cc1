"""Pages of numbered lines that a copy ran together to one line for each number.

Courts number the lines of each page from 1 to about 25. Sites that show such pages as running
text leave the numbers in it: `1 THE COURT: Good morning. 2 MR. HOLM: Good morning, Your 3 Honor.`
"""

from __future__ import annotations

import re

from narrate.text.columns import Drops, Lines
from narrate.text.read.cuts import cut_lines

_LONG = 400  # characters of a line that may hold a page
_NUMBER = re.compile(r"(?:^|(?<=\s))\d{1,2}(?=\s\S)")
_WIDEST = 130  # characters of a numbered line
_SHORTEST_PAGE, _LONGEST_PAGE = 18, 30  # lines; behind so many a page may begin anew
_FEWEST = 8
_LEAST_COVERED = 0.6  # of a line's characters, from its first number on


def cut_numbered(lines: Lines) -> tuple[Lines, Drops]:
    """Cut long lines before numbers that count on and on."""
    long = [n for n, text in enumerate(lines.texts) if len(text) >= _LONG]
    cuts = {n: places for n in long if (places := _places(lines.texts[n]))}
    return (Lines(cut_lines(lines, cuts)) if cuts else lines), Drops()


def _places(text: str) -> list[int]:
    """Return where the numbers of lines stand in a text, or nothing if they may be said."""
    runs: list[list[int]] = [[]]
    counted = last = 0
    for found in _NUMBER.finditer(text):
        number = int(found.group())
        near = found.start() - last <= _WIDEST
        anew = number == 1 and (counted >= _SHORTEST_PAGE or not near or not runs[-1])
        if anew and runs[-1]:
            runs.append([])
        if anew or (number == counted + 1 and near and runs[-1] and number <= _LONGEST_PAGE):
            runs[-1].append(found.start())
            counted, last = number, found.start()
    places = [place for run in runs if len(run) >= _FEWEST for place in run]
    wide = len(text) - places[0] if places else 0
    return places if places and len(places) * _WIDEST >= _LEAST_COVERED * wide else []
