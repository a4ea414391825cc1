"""What a page sets below a transcript, such as buttons, comments and notices, to drops.

From the first line on that only pages write, and below which nobody speaks any more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from narrate.text.columns import Drops, Lines
from narrate.text.pagelines import count_last_page_lines
from narrate.text.read.marks import Mark, could_be_name, parse_mark

_END = re.compile(
    r"""\W*(?:
      discussion\ about\ this\ \w+|ready\ for\ more\?|responses?\ \(\d+\)|leave\ a\ comment
    | leave\ a\ reply
    | this\ (?:interview|conversation|transcript|episode)\ (?:has\ been|was)\ .{0,40}edited.{0,80}
    | (?:recommended\ from|more\ from)\ .{2,60}|related\ (?:posts?|episodes?|stories|articles?)
    | thanks\ for\ reading\ .{1,150}|share\ this\ (?:post|episode|article|story)
    | subscribe\ to\ [A-Z].{1,60}[^.!?]|excerpt\ from|written\ by\ .{2,40}
    | (?:copyright\ )?©\ ?\d{4}\b.{1,200}|copyright\ ©.{1,300}
    | sonix\ is\ the\ world['’]s\ .{1,200}|automatically\ convert\ your\ .{1,200}
    | meeting\ ended\ (?:after|at)\ .{1,20}|transcri(?:bed|pt\ provided)\ by\ .{1,80}
    | (?:.{1,30}\ )?transcripts\ are\ created\ on\ a\ rush\ deadline.{1,400}
    | about\ the\ (?:authors?|hosts?|guests?|show|podcast)
    | source:\ .{2,80}|filed\ under:?.{0,80}|tags:.{1,120}|categories:.{1,120}|posted\ in:?\ .{1,80}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FEWEST_TURNS = 2
_LAST_LINES = 80  # that are looked at where none of them surely ends the page
_MOST_BELOW = 0.5  # of all lines: a page with more below its end is no transcript's


def take_ending(lines: Lines) -> tuple[Lines, Drops]:
    """Drop what stands below the last turn from a line on that ends a page's transcript."""
    texts = lines.texts
    likely = ((n, text) for n, text in enumerate(texts) if not text[0].isdecimal())
    ends = [n for n, text in likely if len(text) < 500 and _END.fullmatch(text)]
    drops = Drops()
    end = ends[-1] + 1 if ends else len(texts)
    ended = bool(ends) or count_last_page_lines(lines[-_LAST_LINES:]) > 0
    turns = _turns(lines) if ended and not _goes_on(texts[end:]) else []
    if len(turns) < _FEWEST_TURNS:
        return lines, drops
    first = next((n for n in ends if n > turns[-1]), len(texts))
    if len(texts) - first > _MOST_BELOW * len(texts):
        return lines, drops
    first -= count_last_page_lines(lines[max(turns[-1], first - _LAST_LINES) : first])
    for n in range(first, len(texts)):
        drops.add(lines[n], texts[n], "page furniture")
    return lines.edited((n, None) for n in range(first, len(texts))), drops


def _turns(lines: Lines) -> list[int]:
    """Return the lines that open with a time, or with a name that recurs."""
    texts = lines.texts
    marks = [(n, mark) for n, text in enumerate(texts) if (mark := parse_mark(text))]
    said = {(mark.speaker, texts[n]) for n, mark in marks}  # a title that comes back says nothing
    counts = Counter(speaker for speaker, _ in said)
    return [
        n
        for n, mark in marks
        if _is_sure(mark)
        or (mark.speaker.isupper() and len(mark.speaker) > 1)
        or (counts[mark.speaker] > 1 and could_be_name(mark.speaker))
    ]


def _goes_on(below: Sequence[str]) -> bool:
    """Tell whether lines below the last end surely hold turns, so that it is none."""
    return any(mark and _is_sure(mark) for mark in map(parse_mark, below))


def _is_sure(mark: Mark) -> bool:
    return mark.start_s is not None or mark.turn
