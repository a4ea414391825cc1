"""Articles as a browser copies them: a line for each paragraph, title, caption and button."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import is_label
from narrate.text.headsigns import is_paragraph
from narrate.text.pagelines import page_points
from narrate.text.read.prose import is_title
from narrate.text.unwrapped import is_block, is_ended, is_unwrapped

_MARK = re.compile(  # of encyclopaedias: to edit a part, to see a note, to ask for one
    r"\s?\[(?:edit(?: source)?|bearbeiten|Quelltext bearbeiten|modifier(?: le code)?|editar"
    r"|править|citation needed|\d{1,3}|note \d{1,3}|[a-z]{1,2}|nb \d{1,2})\]"
)
_POINTER = re.compile(
    r"(?:main articles?|further information|see also|for (?:other uses|the [^,]{2,40}), see"
    r"|read more|image (?:caption|source),?|photograph|photo|credit)\b[:,]?.{0,80}"
    r"|(?:hauptartikel|article détaillé|artículo principal|voce principale):.{1,80}",
    re.IGNORECASE,
)
_CAPTIONS = re.compile(r"image (?:caption|source),", re.IGNORECASE)  # the next line is one
_APPENDIX = re.compile(  # what nobody reads aloud, and nothing but it stands below
    r"\W*(?:see also|references|external links|further reading|bibliography|works cited|citations"
    r"|footnotes|notes and references|related (?:topics|stories|articles|posts|content|reading)"
    r"|more (?:on this story|like this|stories|from .{2,40})|share this\b.{0,20}|filed under\b.*"
    r"|\d* ?comments|reader interactions|you (?:may|might) also (?:like|enjoy).*"
    r"|most (?:read|popular)|this article (?:appeared|was (?:originally |first )?published) in .*"
    r"|siehe auch|einzelnachweise|weblinks|voir aussi|notes et références|liens externes"
    r"|véase también|referencias|enlaces externos|voci correlate|collegamenti esterni"
    r"|ver também|referências|ligações externas|см\. также|примечания|関連項目|脚注|参考文献"
    r"|外部リンク|参见|外部链接)\W*",
    re.IGNORECASE,
)
_LONGEST_LABEL = 200  # characters
_LEAST_ABOVE = 0.5  # of the paragraphs: what stands higher is no appendix
_AUTHORS_WORDS = 25
_FEWEST_ASKED, _MOST_TO_A_QUESTION = 3, 6  # paragraphs


def take_article(lines: Lines) -> tuple[Lines, Drops]:
    """Take off what only readers need, and set all else apart; titles above paragraphs head them.

    Texts that name a speaker or a time, and those with wrapped lines, stay as they are.
    """
    if lines.say_who_or_when or not lines.fact(is_unwrapped):
        return lines, Drops()
    drops = Drops()
    return lines.edited(_edits(lines, drops)), drops


def _edits(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    texts = lines.texts
    end = _end(texts)
    titles, written = _titles(texts[:end]), _are_paragraphs(texts[:end])
    label = False  # stands above
    for n, line in enumerate(lines):
        text = line.text
        ended = is_ended(text)
        captioned = not ended and n > 0 and _CAPTIONS.fullmatch(texts[n - 1])
        if n >= end or captioned or (not ended and _POINTER.fullmatch(text)):
            drops.add(line, text, "page furniture")
            yield n, None
            continue
        if "[" in text:
            for mark in _MARK.findall(text):
                drops.add(line, mark.strip(), "mark of a note")
            text = _MARK.sub("", text).strip()
            ended = is_ended(text)
        labelled = line.heading and is_label(text)
        heading = 2 if n in titles else 0 if labelled else line.heading
        above, label = label, not ended
        opens = line.opens or above or written or label
        yield n, replace(line, text=text, heading=heading, opens=opens) if text else None


def _are_paragraphs(texts: Sequence[str]) -> bool:
    """Tell whether lines are so long on average that an author parted them, rather than a page.

    So did who sets questions and answers below each other, without names.
    """
    said = [len(text.split()) for text in texts if is_ended(text)]
    asked = sum(a[-1] in "?？؟" and b[-1] not in "?？؟" for a, b in pairwise(texts))
    interview = asked >= _FEWEST_ASKED and len(said) <= _MOST_TO_A_QUESTION * asked
    return interview or sum(said) >= _AUTHORS_WORDS * len(said)


def _end(texts: Sequence[str]) -> int:
    """Return where an article's appendix begins, or its length."""
    blocks = [n for n, text in enumerate(texts) if is_block(text)]
    first = blocks[int(_LEAST_ABOVE * len(blocks))]
    likely = (n for n in range(first + 1, len(texts)) if len(texts[n]) < _LONGEST_LABEL)
    return next((n for n in likely if _APPENDIX.fullmatch(texts[n])), len(texts))


def _titles(texts: Sequence[str]) -> frozenset[int]:
    """Return the lines that head a paragraph, and those right above them that could, too."""
    blocks = (n for n, text in enumerate(texts) if is_ended(text) and is_paragraph(text))
    first = next(blocks, len(texts))
    found: set[int] = set()
    for block in range(first + 2, len(texts)):
        if not (is_ended(texts[block]) and _could_head(texts[block - 1])):
            continue
        if is_paragraph(texts[block]):
            above = range(block - 1, max(first, block - 3), -1)
            found.update(takewhile(lambda n: _could_head(texts[n]), above))
    few = first < len(texts) and sum(1 for _ in islice(blocks, len(found))) + 1 >= len(found)
    return frozenset(found) if few else frozenset()


def _could_head(text: str) -> bool:
    return is_title(text) and not is_ended(text) and not is_label(text) and page_points(text) > 0
