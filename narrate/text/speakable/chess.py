"""Moves of chess to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal
from narrate.text.speakable.rule import Rule, rule

_MEN = {"K": "king", "Q": "queen", "R": "rook", "B": "bishop", "N": "knight"}
_MOVE = re.compile(
    r"\b(?P<man>[KQRBN])(?P<file>[a-h])?(?P<takes>x)?(?P<to>[a-h])(?P<rank>[1-8])(?P<sign>[+#])?"
    r"(?![\w+#])"
)
_CHESS = re.compile(
    r"\b(?:[0-9]{1,2}\. ?(?:[KQRBN]?[a-h][1-8]|O-O)\b"  # a numbered move
    r"|chess|[Bb]ishop|[Kk]night|[Rr]ook|[Pp]awn|castled?|checkmate)"
)
_SIGNS = {"": "", "+": ", check", "#": ", checkmate"}


def _move(match: re.Match[str]) -> str:
    """Say Nbxd7+ as knight b takes d seven, check; one move alone may be anything."""
    text = match.string
    if not (match["sign"] or _CHESS.search(text) or len(_MOVE.findall(text)) > 1):
        return match[0]
    parts = (_MEN[match["man"]], match["file"], match["takes"] and "takes", match["to"])
    said = " ".join(part for part in parts if part)
    return f"{said} {cardinal(int(match['rank']))}{_SIGNS[match['sign'] or '']}"


RULES = (
    rule(r"(?<![\w.])([0-9]{1,3})\.\.\. ?(?=[KQRBN]?[a-h]?x?[a-h][1-8]|O-O)",
         lambda m: f"{m[1]}, "),
    Rule(_MOVE, _move),
    rule(r"\b([a-h])x([a-h])([1-8])([+#])?(?![\w+#])",
         lambda m: f"{m[1]} takes {m[2]} {cardinal(int(m[3]))}{_SIGNS[m[4] or '']}"),
)  # fmt: skip
