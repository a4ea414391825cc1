"""Spellings of names to speakers: "KAREN HAO", "Karen" and "Karen Hao" are one."""

from __future__ import annotations

import re
from collections import Counter

_TITLE = re.compile(r"(?:dr|prof|professor|mr|mrs|ms|sir|rev|sen|rep|judge)\.? ", re.IGNORECASE)
_LAST_FIRST = re.compile(r"([A-Z][\w'’-]+), ([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*)?)")
_ROLE = re.compile(r"\s*(?:\([^()]*\)|,.*)$")


def same_speakers(counts: Counter[str]) -> dict[str, str]:
    """Map each spelling of a name to the one to show, from how often each occurs.

    Names are the same if they differ in case, in a title or in a role behind them, or if one
    is the first or last name of exactly one other.
    """
    spellings: dict[str, list[str]] = {}
    for name in counts:
        spellings.setdefault(_key(name), []).append(name)
    shown = {
        key: _display(max(names, key=lambda n: (not n.isupper(), counts[n])))
        for key, names in spellings.items()
    }
    parts: dict[str, set[str]] = {}  # a first or last name → the whole names it belongs to
    for key in shown:
        for part in {key.split()[0], key.split()[-1]} if " " in key else ():
            parts.setdefault(part, set()).add(key)
    for key, longer in parts.items():
        if key in shown and len(longer) == 1:
            shown[key] = shown[next(iter(longer))]
    return {name: shown[key] for key, names in spellings.items() for name in names}


def _key(name: str) -> str:
    bare = _TITLE.sub("", _ROLE.sub("", name)) or name
    return " ".join(bare.lower().replace(".", " ").split()) or name


def _display(name: str) -> str:
    """Return a name as it is written in running text."""
    name = _LAST_FIRST.sub(r"\2 \1", name)
    name = " ".join((_ROLE.sub("", name) or name).replace("_", " ").split()) or name
    capitals = name.isupper() and any(len(word) > 2 for word in name.split())
    return " ".join(_capitalise(word) for word in name.split()) if capitals else name


def _capitalise(word: str) -> str:
    return word if len(word) < 3 else re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)
