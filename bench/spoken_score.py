"""Tables of written and spoken text to scores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent.parent / "tests" / "data"
TABLES = (DATA / "spoken_heldout.tsv", DATA / "spoken.tsv")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as written and every way in which it may be said."""

    written: str
    spoken: tuple[str, ...]


def load_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a table; lines that begin with "# " are comments."""
    rows = path.read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row and not row.startswith("# "))
    return tuple(Pair(first, tuple(rest)) for first, *rest in cells)


def heard(text: str) -> str:
    """Reduce text to what can be heard: no case, marks, hyphens or optional "and" in numbers."""
    text = re.sub(r"\b[A-Z]{2,}\b", lambda m: " ".join(m[0]), text)  # FBI as F B I
    text = re.sub(r"(?<=hundred) and |(?<=thousand) and ", " ", text.lower())
    text = re.sub(r"(?<=\b\w)['’]s\b", " s", text)  # C-E-O's as C E O s
    text = re.sub(r"['’](?=s\b)", "", text)
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


def is_right(pair: Pair, spoken: str) -> bool:
    """Tell whether what was said is one of the right readings."""
    return heard(spoken) in {heard(each) for each in pair.spoken}
