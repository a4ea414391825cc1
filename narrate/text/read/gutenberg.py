"""Project Gutenberg's plain texts: the licence around a book, and its plain-text mark-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrate.model import Drop, EpisodeInfo, Line, Transcript

_START = re.compile(r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)
_END = re.compile(
    r"(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg).*",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(Title|Author|Language):\s+(\S.*)")
_CREDIT = re.compile(r"(?:Produced by|E-text prepared by|Transcribed from|Transcriber['’]s note)\b")
_PICTURE = re.compile(r"\[Illustration[^\]]*\]?")
_EMPHASIS = re.compile(r"(?<!\w)_(?=\w|[\"'“‘(])|(?<=[\w.,;:!?\"'”’)])_(?!\w)")
_LANGUAGES = {"english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it"}


def is_gutenberg(text: str) -> bool:
    """Tell whether a text comes from Project Gutenberg."""
    return "PROJECT GUTENBERG" in text[:40_000].upper() and bool(_START.search(text[:40_000]))


def drop_license(transcript: Transcript) -> Transcript:
    """Drop what stands before and after the book; take its title and author from there."""
    lines = transcript.lines
    start = next((n for n, line in enumerate(lines) if _START.match(line.text)), -1)
    end = next((n for n, line in enumerate(lines) if n > start and _END.match(line.text)), None)
    end = len(lines) if end is None else end
    around = (*lines[: start + 1], *lines[end:])
    drops = [Drop(line.number, line.text, "Project Gutenberg's licence") for line in around]
    info = _info(lines[: start + 1])
    book, more = _drop_credits(lines[start + 1 : end], info)
    ordered = sorted((*transcript.drops, *drops, *more), key=lambda drop: drop.line)
    return replace(transcript, lines=book, drops=tuple(ordered), info=info, form="gutenberg")


def drop_emphasis(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Drop, ...]]:
    """Drop the underscores of `_emphasis_`, which a voice would read out."""
    drops: list[Drop] = []
    kept: list[Line] = []
    for line in lines:
        text, count = _EMPHASIS.subn("", line.text)
        drops += [Drop(line.number, "_", "mark of emphasis")] * count
        if text.strip():
            kept.append(replace(line, text=text.strip()) if count else line)
    return tuple(kept), tuple(drops)


def _drop_credits(lines: Sequence[Line], info: EpisodeInfo) -> tuple[tuple[Line, ...], list[Drop]]:
    """Drop who made the file, up to the next blank line, the title page, and pictures."""
    kept: list[Line] = []
    drops: list[Drop] = []
    crediting = False
    for number, line in enumerate(lines):
        crediting = (crediting and not line.after_blank) or (
            number < 20 and bool(_CREDIT.match(line.text))
        )
        bare = re.sub(r"^by\s+", "", line.text, flags=re.IGNORECASE).casefold()
        titling = number < 20 and bare in (info.title.casefold(), info.author.casefold())
        if crediting or titling or _PICTURE.fullmatch(line.text):
            reason = "credits" if crediting else "title" if titling else "picture"
            drops.append(Drop(line.number, line.text, reason))
        else:
            kept.append(line)
    return tuple(kept), drops


def _info(lines: Sequence[Line]) -> EpisodeInfo:
    found = {m[1]: m[2].strip() for line in lines if (m := _FIELD.match(line.text))}
    language = _LANGUAGES.get(found.get("Language", "").lower(), "")
    return EpisodeInfo(
        title=found.get("Title", ""), author=found.get("Author", ""), language=language
    )
