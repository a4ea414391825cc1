"""Lines that begin a paragraph of their own: dialogue behind dashes, questions, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.text.columns import Lines
from narrate.text.edges import ending_with, opening_with

_ENDS = re.compile(r"[.:;!?…][\"'”’)]*$")
_DASHES = re.compile("—")
_DASH = re.compile(r"—\s?[^\W\d_]|—\s?[«¿¡]")
_ASKS = re.compile("[?？؟]")
_GAP = re.compile(r"\S {3,}(?=\S)")  # between the columns of a table
_FEWEST_ASKED = 3
_PARAGRAPH = 80  # characters of a line that asks nothing, on average: lines are paragraphs
_LEAST_ENDED = 0.8  # of the paragraphs end a sentence


def find_openings(lines: Lines) -> frozenset[int]:
    """Return which texts begin paragraphs of their own, whatever stands above them."""
    return _said(lines) | _asked(lines) | _rows(lines.texts)


def _said(lines: Lines) -> frozenset[int]:
    """Return which texts open what somebody says with a dash, as books in many languages do."""
    texts = lines.texts
    dashed = [n for n in opening_with(lines, _DASHES) if _DASH.match(texts[n])]
    opening = (n for n in dashed if n and _ENDS.search(texts[n - 1][-8:]))
    return frozenset(opening) if len(dashed) > 1 else frozenset()


def _asked(lines: Lines) -> frozenset[int]:
    """Return the questions and the answers below them in text whose lines are paragraphs.

    Magazines print what they asked on a line of its own, and nothing says who speaks.
    """
    texts = lines.texts
    asking = (n for n in ending_with(lines, _ASKS) if n + 1 < len(texts))
    asked = [n for n in asking if _is_answer(texts[n + 1])]
    if len(asked) < _FEWEST_ASKED:
        return frozenset()
    told = [text for text in texts if not _ASKS.fullmatch(text[-1])]
    ended = sum(bool(_ENDS.search(text[-8:])) for text in told)
    if sum(map(len, told)) < _PARAGRAPH * len(told) or ended < _LEAST_ENDED * len(told):
        return frozenset()
    return frozenset(asked).union(n + 1 for n in asked)


def _is_answer(text: str) -> bool:
    return not _ASKS.fullmatch(text[-1]) and not text[0].islower()


def _rows(texts: Sequence[str]) -> frozenset[int]:
    """Return the rows of tables whose columns stand far apart."""
    found = [n for n, text in enumerate(texts) if "   " in text and len(_GAP.findall(text)) > 1]
    rows = set(found)
    return frozenset(n for n in found if n - 1 in rows or n + 1 in rows)
