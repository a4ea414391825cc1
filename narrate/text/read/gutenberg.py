"""Project Gutenberg's plain texts: the licence around a book, and its plain-text mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines

_START = re.compile(r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)
_SMALL_PRINT = re.compile(r"\*END ?\*? ?THE SMALL PRINT.*", re.IGNORECASE)  # up to the year 2003
_HEADER = re.compile(r"\**The Project Gutenberg E(?:text|Book) of (.+?)(?:, by (.+?))?\**", re.I)
_END = re.compile(
    r"(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg).*",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(Title|Author|Language):\s+(\S.*)")
_CREDIT = re.compile(r"(?:Produced by|E-text prepared by|Transcribed from|Transcriber['’]s note)\b")
_EMPHASIS = re.compile(r"(?<!\w)_(?=\w|[\"'“‘(])|(?<=[\w.,;:!?\"'”’)])_(?!\w)")
_LOOKED_AT = 40_000  # characters
_FRONT_LINES = 20  # of a book, among which title and credits stand
_LANGUAGES = {"english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it"}


def is_gutenberg(text: str) -> bool:
    """Tell whether a text comes from Project Gutenberg."""
    head = text[:_LOOKED_AT]
    found = _START.search(head) or _SMALL_PRINT.search(head)
    return bool(found) and "PROJECT GUTENBERG" in head.upper()


def drop_license(transcript: Transcript) -> Transcript:
    """Drop what stands before and after the book; take its title and author from there."""
    lines = Lines.of(transcript.lines)
    texts = lines.texts
    start = next((n for n, text in enumerate(texts) if _START.match(text)), -1)
    if start < 0:
        start = next((n for n, text in enumerate(texts) if _SMALL_PRINT.match(text)), -1)
    end = next((n for n, text in enumerate(texts) if n > start and _END.match(text)), len(texts))
    info = _info(texts[: start + 1])
    drops = Drops()
    kept = lines.edited(_unspoken(lines, (start + 1, end), info, drops))
    return replace(transcript, lines=kept, drops=drops, info=info, form="gutenberg")


def drop_emphasis(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the underscores of `_emphasis_`, which a voice would read out."""
    drops = Drops()
    return lines.edited(_plain(lines, drops)), drops


def _plain(lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
    for n, written in enumerate(lines.texts):
        if "_" not in written:
            continue
        text, count = _EMPHASIS.subn("", written)
        line = lines[n]
        for _ in range(count):
            drops.add(line, "_", "mark of emphasis")
        if count:
            yield n, replace(line, text=text.strip()) if text.strip() else None


def _unspoken(
    lines: Lines, book: tuple[int, int], info: EpisodeInfo, drops: Drops
) -> Iterator[tuple[int, None]]:
    """Yield the licence, who made the file, up to the next blank line, and titles."""
    crediting = False
    for n, text in enumerate(lines.texts):
        place = n - book[0]
        if not book[0] <= n < book[1]:
            reason = "Project Gutenberg's licence"
        else:
            crediting = (crediting and not lines.is_after_blank(n)) or (
                place < _FRONT_LINES and bool(_CREDIT.match(text))
            )
            reason = "credits" if crediting else ""
            if not crediting and place < _FRONT_LINES and _is_titling(text, info):
                reason = "title"
        if reason:
            drops.add(lines[n], text, reason)
            yield n, None


def _is_titling(text: str, info: EpisodeInfo) -> bool:
    bare = re.sub(r"^by\s+", "", text, flags=re.IGNORECASE).casefold()
    return bare in (info.title.casefold(), info.author.casefold())


def _info(texts: Sequence[str]) -> EpisodeInfo:
    found = {m[1]: m[2].strip() for text in texts if (m := _FIELD.match(text))}
    header = _HEADER.fullmatch(texts[0]) if texts and "Title" not in found else None
    if header:
        found |= {"Title": header[1], "Author": header[2] or ""}
    language = _LANGUAGES.get(found.get("Language", "").lower(), "")
    return EpisodeInfo(
        title=found.get("Title", ""), author=found.get("Author", ""), language=language
    )
