"""Meeting notes around a transcript: summaries, tasks and key words that nobody said.

Otter and its kin put blocks under fixed labels above the first turn or behind the last one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from narrate.text.columns import Drops, Lines
from narrate.text.pagelines import talks, welcomes
from narrate.text.read.marks import could_be_name, parse_mark, worded_lines

_LABEL = re.compile(
    r"(?:\W\s*)?(?:(?:ai |meeting |auto-?generated |otter )?summary|summary keywords|key ?words"
    r"|overview|outline|abstract|(?:meeting )?notes|action items?|next steps|to-?dos?|tasks"
    r"|(?:key )?(?:takeaways|points|decisions|questions|topics|insights|highlights)"
    r"|takeaways|show notes|topics discussed|speakers|attendees|participants"
    r"|bullet point notes?)\s*:?",
    re.IGNORECASE,
)
_SPOKEN_PART = re.compile(r"(?:full |meeting )?transcript(?:ion)?:?", re.IGNORECASE)
_FEWEST_TURNS = 2
_SURELY_ABOVE = 12  # lines of a text
_REASON = "notes beside the transcript"


def take_notes(lines: Lines) -> tuple[Lines, Drops]:
    """Drop labelled blocks above the first turn of a transcript, and behind its last."""
    texts = lines.texts
    worded = lines.fact(worded_lines)
    short = (n for n in worded if len(texts[n]) < 40 and not texts[n][0].islower())
    labels = [n for n in short if _LABEL.fullmatch(texts[n]) and _stands_apart(lines, n)]
    turns = _turns(texts, labels) if labels else ()
    drops = Drops()
    if len(turns) < _FEWEST_TURNS:
        return lines, drops
    first, last = _first_said(texts, labels[0], turns), turns[-1]
    top = [n for n in labels if n < first]
    said = (mark := parse_mark(texts[last])) and mark.end < len(texts[last])
    end = [n for n in labels if n > last + (not said) and lines.is_after_blank(n)]
    noted = [*range(top[0] if top else 0, first if top else 0)]
    noted += range(end[0] if end else len(texts), len(texts))
    for n in noted:
        drops.add(lines[n], texts[n], _REASON)
    return lines.edited((n, None) for n in noted), drops


def _stands_apart(lines: Lines, n: int) -> bool:
    """Tell a label from a word of speech that happens to fill a line."""
    return n < _SURELY_ABOVE or lines.is_after_blank(n) or lines.texts[n][-1] == ":"


def _turns(texts: Sequence[str], labels: Sequence[int]) -> Sequence[int]:
    """Return the lines that name who speaks: those with a time, if there are any."""
    named = [(n, mark) for n, text in enumerate(texts) if (mark := parse_mark(text))]
    named = [(n, m) for n, m in named if could_be_name(m.speaker) and n not in labels]
    timed = [(n, mark) for n, mark in named if mark.start_s is not None]
    found = timed if len(timed) >= _FEWEST_TURNS else named
    counts = Counter(mark.speaker for _, mark in found)
    recurring = [n for n, mark in found if counts[mark.speaker] > 1]
    return recurring if len(timed) < _FEWEST_TURNS else [n for n, _ in found]


def _first_said(texts: Sequence[str], label: int, turns: Sequence[int]) -> int:
    """Return where speech begins: below "Transcript", else at the first turn, or right above it.

    Who speaks first may have no name: what is said there is not the notes'.
    """
    below = range(label, len(texts))
    named = next((n for n in below if _SPOKEN_PART.fullmatch(texts[n])), None)
    if named is not None and any(n > named for n in turns):
        return named
    first = turns[0]
    while first > label + 1 and (talks(texts[first - 1]) or welcomes(texts[first - 1])):
        first -= 1
    return first
