"""What books print around their text: contents, pictures, notes in the margin and below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_CONTENTS = re.compile(r"[_=*]*(?:table of )?contents[_=*.:]*", re.IGNORECASE)
_PLATES = re.compile(r"[_=*]*(?:list of )?illustrations[_=*.:]*", re.IGNORECASE)
_COLUMNS = re.compile(r"(?:chapter|chap\.?|part|no\.?)?\s*page\.?", re.IGNORECASE)
_FRONT_LINES = 600  # of a book, among which its contents begin
_LONGEST_CONTENTS = 600  # lines
_TRIED_ENTRIES = 3  # of the contents, one of which stands over the text again
_PAGE = re.compile(r"(?:\s{2,}|(?:\s?[.…_·]){2,}\s*)(?:\d{1,4}|[ivxlc]{1,7})$", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:[IVXLC]{1,7}|\d{1,3})\.\s+(?=\S+ )")  # "IV. What the Carter Saw"
_NUMBER = re.compile(r"(?:(?:chapter|book|part|letter|canto)\s+\S{1,12}|[IVXLC]{1,7})\.?", re.I)
_WORD = re.compile(r"\w+")
_PROSE_LINES, _PROSE_WIDTH = 3, 55  # so many lines so wide are no entries of contents
_ASIDE = re.compile(
    r"\[(Illustration|Side-?note|Foot-?note|Transcriber['’]s note)\b", re.IGNORECASE
)
_ASIDES = {"i": "picture", "s": "note in the margin", "f": "footnote",
           "t": "note about the text"}  # fmt: skip
_LONGEST_ASIDE = 80  # lines
_NOTES = re.compile(r"[_=*]*(?:foot|end)-?notes?[_=*.:]*", re.IGNORECASE)
_NUMBERED_NOTE = re.compile(r"(?:\[(?:\d{1,4}|[A-Z]|[*†‡§]{1,3})\]|\{\d{1,4}\})\s+\S")
_MARK = re.compile(
    r"\[(?:\d{1,4}|[A-Z]|[*†‡§]{1,3})\]|\{\d{1,4}\}|\[(?:Pg|p\.|page) ?[ivxlc\d]{1,7}\]"
)


def drop_contents(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the table of contents in front of a book, up to where its text begins."""
    drops = Drops()
    front = lines.texts[:_FRONT_LINES]
    label = next((n for n, text in enumerate(front) if _CONTENTS.fullmatch(text)), -1)
    end = _text_begins(lines, label) if label >= 0 else label
    if end <= label:
        return lines, drops
    plates = next((n for n in range(label) if _PLATES.fullmatch(front[n])), label)
    start = plates if _prose_begins(lines, plates, label) == label else label
    for n in range(start, end):
        drops.add(lines[n], lines.texts[n], "table of contents")
    return lines.edited((n, None) for n in range(start, end)), drops


def _text_begins(lines: Lines, label: int) -> int:
    """Return the first line below the contents, or `label` where they cannot be told."""
    texts = lines.texts[: label + _LONGEST_CONTENTS]
    found = []
    below = (n for n in range(label + 1, len(texts)) if not _COLUMNS.fullmatch(texts[n]))
    entries = [n for n in below if len(_words(texts[n])) > 0]
    for entry in entries[:_TRIED_ENTRIES]:
        words = _words(texts[entry])
        again = (n for n in range(entry + 1, len(texts)) if _heads(_words(texts[n]), words))
        found += [n for n in again if lines.is_after_blank(n)][:1]
    end = min(found, default=label)
    while end > label + 1 and _NUMBER.fullmatch(texts[end - 1]):
        end -= 1  # "CHAPTER I." stands above what the entry says
    return _prose_begins(lines, label, end)


def _words(text: str) -> list[str]:
    """Return the words of an entry without the numbers of its chapter and of its page."""
    own = _COUNTED.sub("", _PAGE.sub("", text))
    return [word.casefold() for word in _WORD.findall(own)]


def _heads(heading: Sequence[str], entry: Sequence[str]) -> bool:
    """Tell whether a line is an entry's heading, or the first of its lines: "CHAPTER I."."""
    numbered = len(heading) > 1 or heading == entry
    return bool(heading) and numbered and heading == entry[: len(heading)]


def _prose_begins(lines: Lines, start: int, end: int) -> int:
    """Return the first line of the first paragraph of prose before `end`, else `end`."""
    run = 0
    for n in range(start, end):
        wide = len(lines.texts[n]) >= _PROSE_WIDTH and not lines.texts[n][-1].isdecimal()
        run = run * (not lines.is_after_blank(n)) + 1 if wide else 0
        if run == _PROSE_LINES:
            return n - run + 1
    return end


def drop_apparatus(lines: Lines) -> tuple[Lines, Drops]:
    """Drop pictures, notes in the margin and footnotes, whole, and the marks that lead to them.

    A reader's eye passes over them; read out, they would fall into the middle of what is told.
    """
    drops = Drops()
    return lines.edited(_plain(lines, drops)), drops


def _plain(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    reason, depth, noted = "", 0, False  # of what is open: an aside, or a note without brackets
    for n, text in enumerate(lines.texts):
        if lines.is_after_blank(n):
            noted = bool(_NUMBERED_NOTE.match(text))
        if noted or _NOTES.fullmatch(text):
            drops.add(lines[n], text, "footnote")
            yield n, None
            continue
        if not reason and "[" not in text and "{" not in text:
            continue
        found, reason, depth = _asides(lines, n, reason, depth)
        taken = [(start, end) for start, end, _ in found]
        marks = (m.span() for m in _MARK.finditer(text))
        found += [(*m, "footnote mark") for m in marks if not _covered(m[0], taken)]
        if found:
            kept = _without(lines[n], sorted(found), drops)
            yield n, replace(lines[n], text=kept) if kept else None


def _asides(
    lines: Lines, n: int, reason: str, depth: int
) -> tuple[list[tuple[int, int, str]], str, int]:
    """Return the pieces of a line that stand aside, and what of it goes on in the next line.

    `reason` and `depth` say what is open as the line begins: "" and 0 if nothing is.
    """
    text, place = lines.texts[n], 0
    found: list[tuple[int, int, str]] = []
    while True:
        if not reason:
            opening = _ASIDE.search(text, place)
            if not opening or not _is_closed(lines.texts, n, opening.start()):
                return found, "", 0
            place, reason = opening.start(), _ASIDES[opening.group(1)[0].lower()]
        end, depth = _closing(text, place, depth)
        found.append((place, end, reason))
        if depth:
            return found, reason, depth
        place, reason = end, ""


def _closing(text: str, start: int, depth: int) -> tuple[int, int]:
    """Return where the brackets that are open close, and how many still are at the end."""
    for place in range(start, len(text)):
        depth += (text[place] == "[") - (text[place] == "]")
        if not depth and text[place] == "]":
            return place + 1, 0
    return len(text), depth


def _is_closed(texts: Sequence[str], n: int, start: int) -> bool:
    """Tell whether the bracket that opens there closes soon."""
    depth = 0
    for text in texts[n : n + _LONGEST_ASIDE]:
        _, depth = _closing(text, start, depth)
        start = 0
        if not depth:
            return True
    return False


def _covered(place: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in taken)


def _without(line: Line, found: Sequence[tuple[int, int, str]], drops: Drops) -> str:
    """Return a line without some of its pieces, which become drops."""
    kept, place = "", 0
    for start, end, reason in found:
        if start >= place:
            kept += line.text[place:start]
            drops.add(line, line.text[start:end].strip(), reason)
            place = end
    return " ".join((kept + line.text[place:]).split())
