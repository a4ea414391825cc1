"""The paragraphs of DOCX and ODT to text: a page where some are headings, else plain text.

Text that was deleted with changes tracked, notes at the foot, comments and fields' codes are no
part of what a reader sees in the line, so they are not read; nor are heads and feet of pages,
which lie in parts of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree as Tree

_UNREAD = frozenset(
    [
        *("del", "moveFrom", "Fallback", "pPr", "rPr", "footnoteReference", "endnoteReference"),
        *("note", "annotation", "tracked-changes", "bookmark-start", "title", "desc"),  # of ODT
    ]
)
_PARAGRAPHS = ("p", "h")
_ROWS, _CELLS = ("tr", "table-row"), ("tc", "table-cell")
_LEVEL = re.compile(r"(?:heading|titre|berschrift|t[ií]tulo|titolo|kop)\s?_?\s?([1-6])$", re.I)
_TITLE_STYLES = ("title", "titel", "titre", "titolo")


def document_text(document: Tree.Element) -> str:
    """Return what a document says: HTML if it has headings, else plain text."""
    blocks = list(_blocks(document))
    if not any(level for level, _ in blocks):
        return "\n\n".join(text for _, text in blocks) + "\n"
    return "".join(["<html><body>\n", *map(_as_html, blocks), "</body></html>\n"])


def _as_html(block: tuple[int, str]) -> str:
    level, text = block
    tag = f"h{level}" if level else "p"
    return f"<{tag}>{html.escape(text, quote=False).replace(chr(10), '<br>')}</{tag}>\n"


def _blocks(element: Tree.Element) -> Iterator[tuple[int, str]]:
    """Yield the level and the text of each paragraph, and of each row of a table."""
    for child in element:
        tag = _bare(child.tag)
        if tag in _UNREAD:
            continue
        if tag in _PARAGRAPHS:
            text = "".join(_pieces(child)).strip()
            if text:
                yield _level(child), text
        elif tag in _ROWS:
            cells = (cell for cell in child if _bare(cell.tag) in _CELLS)
            row = "\t".join(" ".join(text for _, text in _blocks(cell)) for cell in cells).strip()
            if row:
                yield 0, row
        else:
            yield from _blocks(child)


def _pieces(element: Tree.Element) -> Iterator[str]:
    """Yield the text inside a paragraph."""
    tag = _bare(element.tag)
    own = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-"}
    if tag == "s":  # ODT's spaces
        count = next((n for key, n in element.items() if _bare(key) == "c"), "1")
        yield " " * (int(count) if count.isdecimal() and len(count) < 4 else 1)
    yield own.get(tag, "")
    if tag == "t" or not _is_office(element):
        yield element.text or ""
    for child in element:
        if _bare(child.tag) not in _UNREAD:
            yield from _pieces(child)
        if not _is_office(child):
            yield child.tail or ""


def _is_office(element: Tree.Element) -> bool:
    """Tell whether an element is one of DOCX, where only `t` holds words."""
    return "openxmlformats" in str(element.tag) or "microsoft" in str(element.tag)


def _level(paragraph: Tree.Element) -> int:
    """Return the level of a heading, or 0."""
    for key, value in paragraph.items():
        if _bare(key) == "outline-level" and value.isdecimal():
            return min(6, max(1, int(value)))
    for style in paragraph.iter():
        if _bare(style.tag) == "pStyle":
            named = next(iter(style.attrib.values()), "")
            found = _LEVEL.search(named)
            titled = named.casefold() in _TITLE_STYLES
            return int(found.group(1)) if found else int(titled)
    return 0


def _bare(tag: object) -> str:
    return str(tag).rpartition("}")[2]
