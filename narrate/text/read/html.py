"""HTML pages to the lines of their main text.

Python's own parser gives the line of every piece, so that what is left out can be listed with
its place. Left out are scripts, navigation, forms and the like, whatever stands outside the
page's `main` or `article` if it has one that holds text, and blocks that are mostly links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import strip_controls
from narrate.text.read.entities import set_small
from narrate.text.read.marks import could_be_name, parse_mark
from narrate.text.read.speakers import same_speakers
from narrate.text.read.timed import METADATA, SOURCE, Timing

_LOOKS = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<(?:p|div|dl|article|section|sami|(?:\w+:)?tt)[\s>]"
    r"|<timedtext[\s>]|<transcript>\s*<text ",
    re.I,
)
_CLOSES = re.compile(
    r"</(?:html|body|p|div|dl|article|section|span|a|sami|timedtext|transcript|(?:\w+:)?tt)>", re.I
)
_PLAYERS = ("figure", "iframe", "object", "audio", "video", "canvas")
_SILENT = {
    **dict.fromkeys(("script", "style", "noscript", "template", "svg", "math"), "script or style"),
    **dict.fromkeys(("nav", "header", "footer", "aside", "menu"), "outside the main text"),
    **dict.fromkeys(("button", "select", "label", "textarea", "dialog"), "form"),
    **dict.fromkeys(_PLAYERS, "picture or player"),
    "code": "code block",
}
_APART = re.compile(  # classes of a page's blocks that are not its main text
    r"(?:^|\s)(?:comments?|comment-?(?:list|respond|section)|share|sharing|sharedaddy|social-?share"
    r"|related(?:-?posts)?|jp-relatedposts|sidebar|(?:site-?)?footer|breadcrumbs?|nav(?:igation|bar)?"
    r"|pagination|cookie-?(?:banner|notice)|newsletter-?(?:signup|form)|(?:entry|post)-?meta)(?:\s|$)",
    re.IGNORECASE,
)
_BLOCKS = ("div", "section", "ul", "ol", "p")
_MAIN = ("main", "article")
_KEPT = ("pre", "xmp", "plaintext")  # line ends are the author's
_INLINE_TAGS = """
    a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span
    strike strong sub sup time tt u var wbr ruby rt rb
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_HEADING = re.compile(r"h[1-6]")
_VOID_TAGS = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_TAGS.split())
_UNKNOWN_SECTION = re.compile(  # at which Python's parser may raise AssertionError
    r"<!\[(?!(?:cdata|temp|ignore|include|rcdata|if|else|endif)(?![-.\w]))", re.I | re.A
)
_LOOKED_AT = 50_000  # characters
_AT_ONCE = 100_000  # characters; more where as many are not yet understood
_MOST_LINKED, _FEWEST_LETTERS = 0.6, 200  # of a block's letters are links; of a main part


@dataclass(slots=True)
class Block:
    """Text between two block tags."""

    line: int
    column: int
    heading: int
    silent: str  # the reason why it is not spoken, or ""
    main: bool
    apart: bool  # more than a line break stands before it
    start_s: float | None = None
    end_s: float | None = None
    speaker: str = ""
    names: bool = False  # it may say who speaks what follows
    linked: int = 0  # letters inside links
    text: str = ""  # as soon as it is complete


def is_html(text: str) -> bool:
    """Tell whether a text is a page or a piece of one."""
    head, end = text[:_LOOKED_AT], text[-_LOOKED_AT:]
    closes = _CLOSES.search(head) or _CLOSES.search(end)  # a deep page closes nothing for long
    return bool(_LOOKS.search(head) and closes) and "<" in text[:2000]


def read_html(text: str) -> Transcript:
    """Read a page's main text: a line for each block, headings with their level."""
    page = Page()
    page.read(text)
    info = EpisodeInfo(title=page.title(), author=page.author, language=page.language)
    lines, drops = Lines(), Drops()
    for block, reason in judge_blocks(page.blocks):
        told = block.speaker, block.start_s, block.end_s, block.heading, block.apart
        line = replace(Line(block.line, block.text, *told), column=block.column)
        if reason:
            drops.add(line, block.text, reason)
        elif block.text:
            lines.add(line)
    return Transcript(lines, drops, info, form=page.timing.form)


def closed(text: str) -> str:
    """Write `<` as text where the parser fails on it, or where nothing ever closes it.

    There the parser would look again and again.
    """
    text = _UNKNOWN_SECTION.sub("&lt;![", text)
    for opening, closing in (("<!--", "-->"), ("<", ">")):
        end = text.rfind(closing) + 1
        if text.find(opening, end) >= 0:
            text = text[:end] + text[end:].replace(opening, "&lt;" + opening[1:])
    return text


class Page(HTMLParser):
    """Collects the blocks of a page in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._pieces: list[str] = []  # of the last block
        self.author = self.language = ""
        self.timing = Timing()
        self._term = False
        self._silent: list[str] = []  # open elements that are not spoken
        self._main = self._links = self._heading = self._kept = 0
        self.small = ""  # the tag that sets digits high or low
        self._ended = self._apart = True

    def read(self, text: str) -> None:
        """Read a whole page; every block is complete then."""
        for _ in self.feed_pieces(text):
            pass
        self._complete()
        _name_speakers(self.blocks, self.timing)

    def feed_pieces(self, text: str) -> Iterator[None]:
        """Read a page in pieces that end where a tag begins, with a stop after each."""
        text, start = closed(text), 0
        while start < len(text):
            end = text.find("<", start + max(_AT_ONCE, len(self.rawdata)))
            end = end if end > 0 else len(text)
            self.feed(text[start:end])
            start = end
            yield
        self.close()
        yield

    def title(self) -> str:
        """Return what the page says it is called."""
        return next((b.text for b in self.blocks if b.silent == "title of the page"), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag opens."""
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")[:35]
        elif tag == "tt":
            self.language = values.get("xml:lang", "")[:35]
        if tag == "meta" and values.get("name", "").lower() == "author":
            self.author = values.get("content", "").strip()
        self._end_block(tag)
        self.timing.open(tag, values)
        self._term = tag == "dt" or (self._term and tag in _INLINE)
        if self.timing.parts_words(values) and self._pieces and not self._ended:
            self._pieces.append(" ")
        if tag in _VOID:
            return
        self._silent += [tag] * self._is_silent(tag, values)
        self._count(tag, 1)

    def _is_silent(self, tag: str, values: dict[str, str]) -> bool:
        """Tell whether nothing is spoken of what a tag opens."""
        hidden = "hidden" in values or values.get("aria-hidden") == "true"
        # An article's header holds its title; code is a block only where line ends are kept.
        own = (tag == "header" and self._main) or (tag == "code" and not self._kept)
        quiet = tag == "title" or tag.startswith("ttm:")
        apart = tag in _BLOCKS and bool(_APART.search(values.get("class", "")))
        inside = tag == self._silent[-1] if self._silent else hidden or apart
        return (tag in _SILENT and not own) or quiet or inside

    def handle_endtag(self, tag: str) -> None:
        """Note what a tag closes; end tags of nothing are passed over."""
        self._end_block(tag)
        if self._silent and tag in self._silent[-8:]:
            while self._silent.pop() != tag:
                pass
        self._count(tag, -1)
        self.timing.close(tag)
        self._term = self._term and tag in _INLINE

    def handle_data(self, data: str) -> None:
        """Add text to the block that is open, or open one; each line of a `pre` is a block."""
        if not self._kept:
            self.add_text(data)
            return
        for number, row in enumerate(data.split("\n")):
            self._ended = self._ended or number > 0
            if row.strip():
                self.add_text(row, number)
            elif number:
                self._apart = True

    def add_text(self, data: str, down: int = 0) -> None:
        """Add text that begins so many lines below the last tag."""
        if self._ended or not self.blocks:
            if not data.strip():
                return
            self._complete()
            line, column = self.getpos()
            line, column = line + down, 0 if down else column
            lead = data[: len(data) - len(data.lstrip())]
            column = len(lead) - lead.rfind("\n") - 1 + (0 if "\n" in lead else column)
            self.timing.name(data)
            kind = self._heading, self._reason(), self._main > 0, self._apart
            told = self.timing.start_s, self.timing.end_s, self.timing.agent
            names = self._term or self.timing.aside == SOURCE
            self.blocks.append(Block(line + lead.count("\n"), column, *kind, *told, names))
            self._ended = self._apart = False
        self._pieces.append(set_small(data, self.small))
        if self._links:
            self.blocks[-1].linked += len("".join(data.split()))

    def _complete(self) -> None:
        if self._pieces:
            self.blocks[-1].text = " ".join(strip_controls("".join(self._pieces)).split())
            self._pieces.clear()

    def _end_block(self, tag: str) -> None:
        if tag not in _INLINE:
            self._ended = True
            self._apart = self._apart or tag != "br"

    def _reason(self) -> str:
        if not self._silent:
            return "" if self.timing.aside == SOURCE else self.timing.aside
        tag = self._silent[-1]
        if tag == "title":
            return "title of the page"
        return METADATA if tag.startswith("ttm:") else _SILENT.get(tag, "outside the main text")

    def _count(self, tag: str, step: int) -> None:
        if tag in _MAIN:
            self._main = max(0, self._main + step)
        elif tag in _KEPT:
            self._kept = max(0, self._kept + step)
        elif tag in ("sup", "sub"):
            self.small = tag if step > 0 else ""
        elif tag == "a":
            self._links = max(0, min(1, self._links + step))
        elif _HEADING.fullmatch(tag):
            self._heading = int(tag[1]) if step > 0 else 0


def _name_speakers(blocks: Sequence[Block], timing: Timing) -> None:
    """Give blocks the speakers that the terms of a list name, or `timing` knows by their ids."""
    terms = [_name(block.text)[0] for block in blocks if block.names and not block.silent]
    listed = len(set(terms)) < len(terms) and all(map(could_be_name, terms))
    agents = Counter(block.speaker for block in blocks if block.speaker)
    shown = same_speakers(agents) | (same_speakers(Counter(terms)) if listed else {})
    speaker, start_s = "", None
    for block in blocks:
        block.end_s = timing.end_of(block.start_s) if block.end_s is None else block.end_s
        block.speaker = timing.names.get(block.speaker) or shown.get(block.speaker, "")
        if listed and block.names and not block.silent:
            (name, start_s), block.silent = _name(block.text), "name of the speaker"
            speaker = shown[name]
        elif not block.silent and not block.heading:
            block.speaker = block.speaker or speaker
            block.start_s = start_s if block.start_s is None else block.start_s
            start_s = None


def _name(text: str) -> tuple[str, float | None]:
    """Return the name in a term such as "Ann Lee:" or "Ann Lee 0:12", and its time."""
    mark = parse_mark(text)
    if mark and mark.speaker and mark.end == len(text):
        return mark.speaker, mark.start_s
    return text.rstrip(" :"), None


def judge_blocks(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each block with the reason why it is not spoken, or ""."""
    letters = sum(len(b.text) for b in blocks if b.main and not b.silent)
    only_main = letters >= _FEWEST_LETTERS
    for block in blocks:
        linked = block.linked > _MOST_LINKED * len(block.text.replace(" ", ""))
        if block.silent:
            yield block, block.silent
        elif only_main and not block.main:
            yield block, "outside the main text"
        elif linked and not block.heading:
            yield block, "links"
        else:
            yield block, ""
