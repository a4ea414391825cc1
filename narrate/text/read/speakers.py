"""Spellings of names to speakers: "KAREN HAO", "Karen" and "Karen Hao" are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_TITLE = re.compile(r"(?:dr|prof|professor|mr|mrs|ms|sir|rev|sen|rep|judge)\.? ", re.IGNORECASE)
_MEN, _WOMEN = ("mr. ", "mr "), ("ms. ", "ms ", "mrs. ", "mrs ", "miss ")
_LAST_FIRST = re.compile(
    r"^((?:(?:van|von|de|di|da|del|della|du|den|der|ten|ter|la|le) ){0,2}[A-Z][\w'’-]+)"
    r", ([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*)?)(?:\s*\([^()]*\))?$"
)
_PLACE = re.compile(r" of [A-Z][a-z].*$")
_ROLE = re.compile(r"\s*(?:\([^()]*\)|,.*)$")
_MOST_NAMES = 4  # words of a name that stands once
_ASKED = "qa"  # letters of questions and answers, whatever people are called


def same_speakers(counts: Counter[str]) -> dict[str, str]:
    """Map each spelling of a name to the one to show, from how often each occurs.

    Names are the same if they differ in case, in a title or in a role behind them, or if one
    is the first or last name, or the initials, of exactly one other.
    """
    spellings: dict[str, list[str]] = {}
    two = _two_people(counts)
    for name in counts:
        key = _key(name)
        spellings.setdefault(name.lower() if key in two else key, []).append(name)
    shown = {
        key: _display(max(names, key=lambda n: (not n.isupper(), counts[n])))
        for key, names in spellings.items()
    }
    parts: dict[str, set[str]] = {}  # a first or last name → the whole names it belongs to
    for key in shown:
        for part in _parts(key) - {key}:
            parts.setdefault(part, set()).add(key)
    for key, longer in parts.items():
        if key in shown and len(longer) == 1:
            shown[key] = shown[next(iter(longer))]
    return {name: shown[key] for key, names in spellings.items() for name in names}


def _two_people(names: Iterable[str]) -> set[str]:
    """Return the names that a man and a woman share, by their titles: "Mr. Lee", "Ms. Lee"."""
    told = [(_key(name), name.lower()) for name in names]
    men = {key for key, name in told if name.startswith(_MEN)}
    return men.intersection(key for key, name in told if name.startswith(_WOMEN))


def is_shouted(name: str) -> bool:
    """Tell whether a name is in capitals, as in "ANN LEE" and "Mr. BEN LEE"."""
    words = name.split()
    return words[-1].isupper() and len(name) > 2 and all(w.isupper() or w[-1] == "." for w in words)


def is_full(name: str) -> bool:
    """Tell whether a name has a first and a last name, rather than being a title before a colon."""
    return 2 <= len(name.split()) <= _MOST_NAMES and " the " not in name


def _parts(key: str) -> set[str]:
    """Return what a whole name may be shortened to: "sandra", "holyoak", "sh" or "ssh"."""
    words = key.split()
    letters = [word[0] for word in words]
    first = set() if letters[0] in _ASKED else {letters[0]}
    if len(words) == 1:
        return first if len(key) > 1 else set()
    short = f"{letters[0]} {words[-1]}"  # "S. O'Brien"
    return {words[0], words[-1], short, letters[0] + letters[-1], "".join(letters), *first}


def _key(name: str) -> str:
    bare = _TITLE.sub("", _ROLE.sub("", _LAST_FIRST.sub(r"\2 \1", name))) or name
    return " ".join(bare.lower().replace(".", " ").split()) or name


def _display(name: str) -> str:
    """Return a name as it is written in running text."""
    name = _LAST_FIRST.sub(r"\2 \1", name)
    name = " ".join((_ROLE.sub("", name) or name).replace("_", " ").split()) or name
    own = _PLACE.sub("", _TITLE.sub("", name.removeprefix("The ")))
    capitals = own.isupper() and any(len(word) > 2 for word in own.split())
    words = (_capitalise(word) if word.isupper() else word for word in name.split())
    return " ".join(words) if capitals else name


def _capitalise(word: str) -> str:
    if len(word) < 3:
        return word
    whole = re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)
    return re.sub(r"\bMc([a-z])", lambda m: f"Mc{m.group(1).upper()}", whole)
