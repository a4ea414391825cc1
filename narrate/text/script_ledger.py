"""A Markdown source to a ledger: what of each line is spoken, and why the rest is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, groupby
from unicodedata import normalize

from narrate.model import Drop, Script
from narrate.text.ledger import LOST, Entry
from narrate.text.read.markdown import Block, read_blocks, split_front_matter

_MARKUP = "mark-up"
_SPEAKER = "name of the speaker"


def keep_script_ledger(source: str, script: Script) -> Iterator[Entry]:
    """Account for every character of a Markdown source but white space, line by line.

    The same promise as `ledger.keep_ledger`: spoken, or left out with a reason, or LOST. Titles
    that are shown and not spoken have a reason too.
    """
    _, body, lines_before = split_front_matter(source)
    blocks, drops = read_blocks(body, lines_before)
    reasons = _reasons(drops)
    rows = source.split("\n")
    ends = [*(block.line for block in blocks[1:]), len(rows) + 1]
    top = min((block.line for block in blocks), default=len(rows) + 1)
    yield from _filled(_left_out(rows, 1, top, lines_before, reasons))
    speakers = {paragraph.speaker for paragraph in script.paragraphs}
    titles = "\n".join(chapter.title for chapter in script.chapters)
    same_row = groupby(zip(blocks, ends, strict=True), key=lambda pair: pair[0].line)
    for line, pairs in same_row:
        group = list(pairs)
        seen = (_visible(block, _unspoken(block, script, titles), speakers) for block, _ in group)
        expected = list(chain.from_iterable(seen))
        yield from _filled(_match(rows, line, group[-1][1], expected, reasons))


def _filled(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.text)


def _visible(block: Block, reason: str, speakers: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield the characters of a block as readers see it, and why each is not spoken, or ""."""
    name = _SPEAKER if block.speaker in speakers else ""
    yield from ((character, name) for character in _compact(block.speaker or ""))
    yield from ((character, reason) for character in _compact(block.text))


def _unspoken(block: Block, script: Script, titles: str) -> str:
    """Say why a heading is not spoken, `titles` being those of all chapters; "" for what is."""
    if not block.heading:
        return ""
    if block.text == script.info.title:
        return "title"
    return "chapter title" if block.text in titles and not script.announce else ""


def _left_out(
    rows: Sequence[str], first: int, end: int, lines_before: int, reasons: Mapping[int, str]
) -> Iterator[Entry]:
    for line in range(first, end):
        reason = "front matter" if line <= lines_before else reasons.get(line, _MARKUP)
        yield Entry(line, _compact(rows[line - 1]), reason)


def _match(
    rows: Sequence[str],
    first: int,
    end: int,
    expected: Sequence[tuple[str, str]],
    reasons: Mapping[int, str],
) -> Iterator[Entry]:
    """Find the characters of a block's plain text in its rows, in order; the rest is mark-up."""
    place = 0
    for line in range(first, end):
        kinds: list[tuple[str, str]] = []
        for character in _compact(rows[line - 1]):
            ahead = [seen for seen, _ in expected[place : place + 2]]
            if ahead == [",", character]:
                place += 1  # the comma between a table's cells is ours
            found = place < len(expected) and _is_seen(expected[place][0], character)
            kinds.append((expected[place][1] if found else reasons.get(line, _MARKUP), character))
            place += found
        for kind, run in groupby(kinds, key=lambda pair: pair[0]):
            yield Entry(line, "".join(character for _, character in run), kind)
    if place < len(expected):
        yield Entry(first, "".join(character for character, _ in expected[place:]), LOST)


def _is_seen(seen: str, written: str) -> bool:
    """Tell whether a character is what is written; m<sup>2</sup> is seen as m²."""
    return seen == written or (
        seen in "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉" and normalize("NFKC", seen) == written
    )


def _reasons(drops: Iterable[Drop]) -> dict[int, str]:
    """Return why something of a line is left out, for each line that a drop stands on."""
    found: dict[int, str] = {}
    for drop in drops:
        for line in range(drop.line, _last_line(drop) + 1):
            found.setdefault(line, drop.reason)
    return found


def _last_line(drop: Drop) -> int:
    fences = 2 if drop.reason == "code block" else 0
    return drop.line + drop.text.count("\n") + fences


def _compact(text: str) -> str:
    return "".join(text.split())
