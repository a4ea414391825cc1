"""How many chapters begin a paragraph, and where the pieces of a text end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from math import comb
from pathlib import Path

from narrate.model import Line, Transcript
from narrate.text import paragraphs
from narrate.text.paragraphs import join_paragraphs


@dataclass(slots=True)
class Openings:
    """Which chapters begin a paragraph, and how many paragraphs there are for the sentences."""

    hits: list[bool] = field(default_factory=list)
    breaks: int = 0
    sentences: int = 0


def places(pieces: Sequence[str]) -> Iterator[int]:
    """Yield where each piece ends, in letters and digits from the start.

    A mark on one side of an end or the other is the same place: in some of the texts a closing
    quotation mark opens the next sentence.
    """
    total = 0
    for piece in pieces:
        total += len(letters([piece]))
        yield total


def letters(pieces: Sequence[str]) -> str:
    return "".join(filter(str.isalnum, "".join(pieces)))


def print_openings(paths: Sequence[Path], pool: Executor) -> None:
    """Print how many chapters begin a paragraph, of texts in one line, without drift and with.

    Beside them stand how many do so only without it (lost) and only with it (won), and how likely
    so uneven a pair is by chance (sign test, two-sided).
    """
    print(
        "| set | chapters | begin a paragraph, without drift | with drift | lost, won | p |", end=""
    )
    print(" breaks a sentence |\n|---|---|---|---|---|---|---|")
    for row in pool.map(openings_row, paths):
        print(row, flush=True)


def openings_row(path: Path) -> str:
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    plain, worth = Openings(), paragraphs._DRIFT_WORTH
    drifted = Openings()
    for paragraphs._DRIFT_WORTH, found in ((0.0, plain), (worth, drifted)):
        for document in documents:
            openings(document, found)
    pairs = list(zip(plain.hits, drifted.hits, strict=True))
    lost, won = pairs.count((True, False)), pairs.count((False, True))
    moved = f"{lost}, {won} | {chance(lost, won):.2f}"
    shares = f"{sum(plain.hits) / len(pairs):.3f} | {sum(drifted.hits) / len(pairs):.3f}"
    often = f"{plain.breaks / plain.sentences:.3f}, {drifted.breaks / drifted.sentences:.3f}"
    return f"| {path.stem} | {len(pairs)} | {shares} | {moved} | {often} |"


def chance(lost: int, won: int) -> float:
    rarer = sum(comb(lost + won, n) for n in range(min(lost, won) + 1))
    return min(1.0, 2 * rarer / float(2 ** (lost + won)))


def openings(document: dict[str, list[str]], found: Openings) -> None:
    """Add which of a document's chapters begin a paragraph."""
    sentences = [" ".join(sentence.split()) for sentence in document["sentences"]]
    read = Transcript((Line(1, " ".join(sentences)),))
    begun = {0, *places([paragraph.text for paragraph in join_paragraphs(read)])}
    ends = [0, *places(sentences)]
    found.hits += [ends[int(n)] in begun for n in document["boundaries"]]
    found.breaks += len(begun) - 1
    found.sentences += len(sentences)
