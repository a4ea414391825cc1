"""Markdown to blocks of plain text: what a reader would say, without the markup.

The syntax is CommonMark with tables and strikethrough, parsed by markdown-it-py. Links keep
their text and lose their address; code blocks, pictures, HTML and comments are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.model import Drop
from narrate.text.read.entities import set_small
from narrate.text.read.languages import find_language

if TYPE_CHECKING:
    from markdown_it.token import Token

_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_SETEXT_HEADING = re.compile(r"^ {0,3}[^\s>#=-].*\n=+[ \t]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_OURS = re.compile(r"^narrate:", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {4}|\t)[ \t]*(?=\S)", re.MULTILINE)
_HEADING_TYPO = re.compile(r"^(#{1,6})(?=[^\s#])", re.MULTILINE)
_BLOCK_ID = re.compile(r"(?<!\\)\{#([\w.:-]+)\}(?=\s*(?:<!--.*?-->\s*)*\Z)", re.DOTALL)
_ANY_ID = re.compile(r"(?<!\\)[ \t]*\{#[\w.:-]+\}")
_ATTRIBUTES = re.compile(r"[ \t]+\{(?=[^{}\n]*[ .=])[#.\w][^{}\n]*\}\s*\Z")  # {#mouth .small}
_NOTE = re.compile(r"^ {0,3}\[\^[^\[\]\s]{1,40}\]:", re.MULTILINE)
_NOTE_SIGN = "\ue000"  # put before a footnote, which CommonMark takes for the address of a link
_LINE_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_SMALL = re.compile(r"<(su[bp])\b[^<>]*>", re.IGNORECASE)
_TIME = re.compile(r"\s*(?:[\[(]\d{1,3}(?::\d\d){1,2}(?:[.,]\d{1,3})?[\])])?\s*")
_DROPPED = {
    "fence": "code block",
    "code_block": "code block",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "picture",
}
_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of a Markdown file, in plain text with the source's lines."""

    text: str
    line: int  # 1-based
    heading: int = 0  # 1..6, 0 for a paragraph
    speaker: str | None = None  # the name of a leading `**Name:**`; None where there is none
    id: str = ""  # from a trailing `{#id}`


def is_markdown(text: str) -> bool:
    """Tell whether a text is Markdown with front matter or headings, not bare lines.

    A transcript that is written in Markdown, or a text in another markup language, is not.
    """
    patterns = (_ATX_HEADING, _SETEXT_HEADING)
    found = _FRONT_MATTER.match(text) or any(p.search(text) for p in patterns)
    return bool(found) and find_language(text) is None


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Return the YAML between leading `---` lines, the body, and how many lines precede it."""
    found = _FRONT_MATTER.match(text)
    front, body = (found.group(1), text[found.end() :]) if found else ("", text)
    if _OURS.search(front):  # it has no code, and an unmarked `#` was meant to be one
        body = _INDENTED.sub("", _HEADING_TYPO.sub(r"\1 ", body))
    else:
        body = _NOTE.sub(rf"{_NOTE_SIGN}\g<0>", body)
    return front, body, found.group(0).count("\n") if found else 0


def read_blocks(body: str, lines_before: int = 0) -> tuple[tuple[Block, ...], tuple[Drop, ...]]:
    """Read the blocks of a Markdown body; `lines_before` is added to every line number."""
    from markdown_it import MarkdownIt  # most texts are no Markdown

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.core.ruler.disable("inline")  # ids are taken off before escapes are resolved
    environment: dict[str, object] = {}
    blocks: list[Block] = []
    drops: list[Drop] = []
    tokens = parser.parse(body, environment)
    if unclosed := _unclosed_fence(tokens, body):
        tokens = parser.parse(unclosed, environment)
    for raw, heading, line in _leaves(tokens, lines_before, drops):
        raw = _ATTRIBUTES.sub("", raw) if heading else raw
        found = _BLOCK_ID.search(raw)
        spans: list[Token] = []
        source = _ANY_ID.sub("", raw) if found else raw  # paragraphs that were joined have two
        parser.inline.parse(source.strip(), parser, environment, spans)
        turns = list(_turns(spans, line, drops))
        for n, (speaker, text) in enumerate(turns):
            block_id = found.group(1) if found and n == len(turns) - 1 else ""
            if text or heading or speaker is not None:
                blocks.append(Block(text, line, heading, speaker, block_id))
    return tuple(blocks), tuple(drops)


def _unclosed_fence(tokens: Sequence[Token], body: str) -> str:
    """Return a body with its last fence closed at the first blank line, if nothing closes it.

    CommonMark takes all to the end for code then; somebody forgot the fence.
    """
    last = next((token for token in reversed(tokens) if token.type == "fence"), None)
    rows = body.split("\n")
    if last is None or last.map is None or last.level or any(rows[last.map[1] :]):
        return ""
    start, end = last.map
    closed = rows[end - 1].strip().startswith(last.markup) and end - 1 > start
    blank = next((n for n in range(start + 1, end) if not rows[n].strip()), None)
    if closed or blank is None or not any(map(str.strip, rows[blank:end])):
        return ""
    return "\n".join((*rows[:blank], last.markup, *rows[blank + 1 :]))


def _leaves(
    tokens: Sequence[Token], lines_before: int, drops: list[Drop]
) -> Iterator[tuple[str, int, int]]:
    """Yield (inline source, heading level, line) of each block; a table row is one block."""
    heading, line = 0, 1
    cells: list[str] | None = None
    for token in tokens:
        if token.map:
            line = token.map[0] + 1 + lines_before
        if reason := _DROPPED.get(token.type) or _noted(token, heading):
            drops.append(Drop(line, token.content.replace(_NOTE_SIGN, "").strip(), reason))
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield ", ".join(cell for cell in cells if cell), 0, line
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(token.content)
        elif token.type == "inline":
            yield token.content, heading, line


def _noted(token: Token, heading: int) -> str:
    """Say why a paragraph is not spoken: it is a footnote."""
    is_note = token.type == "inline" and not heading and token.content[:1] == _NOTE_SIGN
    return "footnote" if is_note else ""


def _turns(
    spans: Sequence[Token], line: int, drops: list[Drop]
) -> Iterator[tuple[str | None, str]]:
    """Cut a block where a line begins with a bold name and a colon: (speaker, text) pairs."""
    speaker: str | None = None
    text: list[str] = []
    at_line_start, n = True, 0
    while n < len(spans):
        found = _speaker_at(spans, n) if at_line_start else None
        if found:
            if text or speaker is not None:
                yield speaker, "".join(text).strip()
            speaker, rest, n = found
            text = [rest]
            continue
        span = spans[n]
        at_line_start = span.type in _BREAKS
        if at_line_start:
            text.append("\n" if span.type == "softbreak" else " ")
        elif span.type in _DROPPED:
            drops.append(Drop(line, span.content.strip(), _DROPPED[span.type]))
            text.append(" " if _LINE_BREAK.fullmatch(span.content) else "")
        else:
            small = _SMALL.fullmatch(spans[n - 1].content) if n else None
            text.append(set_small(span.content, small[1].lower()) if small else span.content)
        n += 1
    yield speaker, "".join(text).strip()


def _speaker_at(spans: Sequence[Token], n: int) -> tuple[str, str, int] | None:
    """Read `**Name:**` or `**Name**:` at span n: (name, text after it, next span)."""
    while n < len(spans) and spans[n].type == "text" and _TIME.fullmatch(spans[n].content):
        n += 1  # the parser leaves empty text before and after emphasis
    if n >= len(spans) or spans[n].type != "strong_open":
        return None
    end = next((k for k in range(n, len(spans)) if spans[k].type == "strong_close"), n)
    name = "".join(span.content for span in spans[n:end]).strip()
    after = spans[end + 1].content if end + 1 < len(spans) else ""
    if name.endswith(":"):
        return name[:-1].strip(), "", end + 1
    if name and after.startswith(":"):
        return name, after[1:], end + 2
    return None
