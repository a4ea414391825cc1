"""What books print around their text: tables of contents, pictures, and marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines

_CONTENTS = re.compile(r"[_=*]*(?:table of )?contents[_=*.:]*", re.IGNORECASE)
_PLATES = re.compile(r"[_=*]*(?:list of )?illustrations[_=*.:]*", re.IGNORECASE)
_FRONT_LINES = 600  # of a book, among which its contents begin
_LONGEST_CONTENTS = 600  # lines
_TRIED_ENTRIES = 3  # of the contents, one of which stands over the text again
_PAGE = re.compile(r"(?:\s{2,}|(?:\s?[.…_·]){2,}\s*)(?:\d{1,4}|[ivxlc]{1,7})$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_PROSE_LINES, _PROSE_WIDTH = 3, 55  # so many lines so wide are no entries of contents
_PICTURE = re.compile(r"\[Illustration\b[^\]\n]*(?P<closed>\])?", re.IGNORECASE)
_LONGEST_CAPTION = 12  # lines
_NOTE = re.compile(r"\[Footnote(?: (?:\d{1,4}|[A-Z*†]))?:\s*")
_MARK = re.compile(r"\[(?:\d{1,4}|[A-Z]|[*†‡§]{1,3})\]")


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
    entries = [n for n in range(label + 1, len(texts)) if len(_words(texts[n])) > 0]
    for entry in entries[:_TRIED_ENTRIES]:
        words = _words(texts[entry])
        again = (n for n in range(entry + 1, len(texts)) if _heads(_words(texts[n]), words))
        found += [n for n in again if lines.is_after_blank(n)][:1]
    return _prose_begins(lines, label, min(found)) if found else label


def _words(text: str) -> list[str]:
    """Return the words of an entry without the number of its page."""
    return [word.casefold() for word in _WORD.findall(_PAGE.sub("", text))]


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
    """Drop pictures with what stands under them, and marks of footnotes; notes are kept."""
    drops = Drops()
    return lines.edited(_plain(lines, drops)), drops


def _plain(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    caption_end, noted = -1, False
    for n, text in enumerate(lines.texts):
        if n > caption_end and not noted and "[" not in text:
            continue
        found: list[tuple[int, int, str]] = []
        if n <= caption_end:
            end = text.find("]") + 1 if n == caption_end else len(text)
            found.append((0, end, "picture"))
        for match in _PICTURE.finditer(text):
            closing = n if match["closed"] else _closing(lines.texts, n)
            if closing >= 0:
                found.append((*match.span(), "picture"))
                caption_end = max(caption_end, closing)
        for pattern in (_NOTE, _MARK):
            found += [(*m.span(), "footnote mark") for m in pattern.finditer(text)]
        noted = noted or bool(_NOTE.search(text))
        if noted and (bracket := _loose_bracket(text, found)) >= 0:
            found.append((bracket, bracket + 1, "footnote mark"))
            noted = False
        if found:
            kept = _without(lines[n], sorted(found), drops)
            yield n, replace(lines[n], text=kept) if kept else None


def _closing(texts: Sequence[str], n: int) -> int:
    """Return the line on which a caption that opens on line `n` ends; -1 if none does."""
    reach = range(n + 1, min(n + _LONGEST_CAPTION, len(texts)))
    return next((k for k in reach if "]" in texts[k]), -1)


def _loose_bracket(text: str, found: Sequence[tuple[int, int, str]]) -> int:
    """Return where a line closes a bracket that stands in none of the pieces found; or -1."""
    open_brackets = 0
    for place, sign in enumerate(text):
        if any(start <= place < end for start, end, _ in found):
            continue
        open_brackets += (sign == "[") - (sign == "]")
        if open_brackets < 0:
            return place
    return -1


def _without(line: Line, found: Sequence[tuple[int, int, str]], drops: Drops) -> str:
    """Return a line without some of its pieces, which become drops."""
    kept, place = "", 0
    for start, end, reason in found:
        if start >= place:
            kept += line.text[place:start]
            drops.add(line, line.text[start:end].strip(), reason)
            place = end
    return " ".join((kept + line.text[place:]).split())
