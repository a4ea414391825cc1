"""Transcript to what is spoken of it: page furniture and stage directions become drops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.model import Drop, Line, Transcript
from narrate.text.furniture import is_button, is_furniture, is_name, is_page_title, is_speaker_page

_HEADER_LINES = 12  # a page's header is over by then
_HEADER_WORDS = 8
_FEWEST_LABELS = 2  # that make a text a page, on which "Like" and "Next" are labels too
_SOUNDS = (
    r"(?:music(?: playing)?|musik|música|musique|applause|applaus|aplausos|applaudissements"
    r"|laugh(?:s|ter|ing)?|chuckl(?:es?|ing)|cheer(?:s|ing)|clapping|sigh(?:s|ing)?|cough(?:s|ing)?"
    r"|sneezes?|gasp(?:s|ing)?|silence|pause|cross-?talk|inaudible|unintelligible|indiscernible"
    r"|background noise|noise|blank_audio|no audio|no speech|beep|bleep|(?:phone )?ring(?:s|ing)"
    r"|foreign language|speaking foreign language|door (?:opens|closes|slams))"
)
_TIME = r"(?:\s+(?:at\s+)?[\d:.,]+)?"
_MANNER = r"(?:(?!the\b|a\b|this\b|my\b|of\b)[\w'-]+\s+){0,2}"  # upbeat, audience, (both)
_DIRECTION = re.compile(
    rf"\[\s*{_MANNER}{_SOUNDS}[^\[\]\n]{{0,40}}\]"
    rf"|\(\s*{_MANNER}{_SOUNDS}{_TIME}\s*\)"
    rf"|\*\s*{_MANNER}{_SOUNDS}{_TIME}\s*\*"
    r"|\[\s*(?:_+|foreign|\?+)\s*\]"
    r"|♪[^♪\n]{1,300}♪|[♪♫🎵🎶]+",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.?!…][\"'”’)]*$")
_INLINE_TIME = re.compile(r"\[\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\]")
_SPACE = re.compile(r"\s{2,}")
_FILLER = re.compile(r"(?<![\w'-])(?:u+m+|u+h+|e+r+m?|a+h+m|m+h+m+|h+m+)(?![\w'-])[,.…]*", re.I)
_STUTTER = re.compile(  # all but the last of "the the the"
    r"(?<![\w'’-])([^\W\d_]{1,20})(?:,?\s+\1(?![\w'’-]))*?,?\s+(?=\1(?![\w'’-]))", re.IGNORECASE
)
_SPONSOR = re.compile(
    r"(?:this (?:episode|podcast|show|week's episode|video) is (?:brought to you|sponsored|"
    r"supported) by|(?:our|today's) sponsors?\b|a word from our sponsor|use (?:the )?(?:promo |"
    r"offer |discount )?code \w+|support for (?:this|the) (?:show|podcast) comes from)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is taken out besides page furniture; nothing that a person said, unless asked."""

    non_speech: bool = True  # [music], (laughs), [inaudible 00:03]
    fillers: bool = False  # um, uh
    stutters: bool = False  # the the
    sponsors: bool = False  # lines that thank a sponsor


def clean_lines(transcript: Transcript, cleaning: Cleaning | None = None) -> Transcript:
    """Take out of a transcript what is not speech; every piece is in `drops` with its reason.

    A header that names a speaker gives the lines without a speaker that one, and the episode
    its title and author.
    """
    cleaning = cleaning or Cleaning()
    header = _header(transcript)
    labels = sum(is_furniture(line.text) for line in transcript.lines)
    is_label = _is_label if labels >= _FEWEST_LABELS else is_furniture
    drops = [*transcript.drops, *(_header_drop(line, header) for line in header)]
    transcript = _signed(transcript, header)
    kept: list[Line] = []
    broken = False  # a break before a line that is dropped is one before the next line
    for line in _headed(transcript.lines[len(header) :], header):
        labelled = not line.heading and is_label(line.text)
        text, dropped = ("", _furniture(line)) if labelled else _clean_line(line, cleaning)
        drops += dropped
        broken = line.after_blank or broken
        if text:
            same = text == line.text and broken == line.after_blank
            kept.append(line if same else replace(line, text=text, after_blank=broken))
            broken = False
    drops.sort(key=lambda drop: drop.line)
    return replace(transcript, lines=tuple(kept), drops=tuple(drops))


def _header(transcript: Transcript) -> list[Line]:
    """Return the lines above the speech that are no speech."""
    lines = transcript.lines
    if transcript.form == "turns":
        return _turns_header(lines)
    return _page_header(lines) if transcript.form == "text" else []


def _is_long(line: Line, words: int) -> bool:
    return len(line.text.split(maxsplit=words)) > words


def _turns_header(lines: Sequence[Line]) -> list[Line]:
    """Return what stands above the first speaker, unless it reads like speech."""
    first = next((n for n, line in enumerate(lines) if line.speaker), 0)
    header = lines[: min(first, _HEADER_LINES + 1)]
    prose = any(_is_long(x, 2 * _HEADER_WORDS) or _ENDS.search(x.text[-8:]) for x in header)
    return [] if prose or len(header) > _HEADER_LINES else list(header)


def _page_header(lines: Sequence[Line]) -> list[Line]:
    """Return the short lines above the speech if at least one is a page's label."""
    header: list[Line] = []
    for line in lines[:_HEADER_LINES]:
        if (
            line.speaker
            or _is_long(line, _HEADER_WORDS)
            or line.text.endswith((".", "?", ",", "…"))
        ):
            break
        header.append(line)
    while header and not is_furniture(header[-1].text):
        header.pop()  # what follows the last label is speech
    return header if len(header) < len(lines) else []


def _headed(lines: Sequence[Line], header: Sequence[Line]) -> Sequence[Line]:
    """Make the line right below a page's header a heading, if it stands alone like one."""
    if not header or len(lines) < 2 or not lines[1].after_blank:
        return lines
    first = lines[0]
    short = not _is_long(first, _HEADER_WORDS) and not first.text.endswith((".", "?", ","))
    return (replace(first, heading=2), *lines[1:]) if short and not first.speaker else lines


def _header_drop(line: Line, header: Sequence[Line]) -> Drop:
    name = _header_name(header)
    if line.text == name:
        return Drop(line.number, line.text, "name of the speaker")
    if is_furniture(line.text):
        return Drop(line.number, line.text, "page furniture")
    return Drop(line.number, line.text, "title" if line is _own_title(header) else "header")


def _header_name(header: Sequence[Line]) -> str:
    """Return the name that a speaker's page is headed with, or ""."""
    if not any(is_speaker_page(line.text) for line in header if is_furniture(line.text)):
        return ""
    names = (line.text for line in header if not is_furniture(line.text))
    return next((text for text in names if is_name(text)), "")


def _own_title(header: Sequence[Line]) -> Line | None:
    """Return the line of a header that says what the text is called."""
    return next((line for line in header if not is_furniture(line.text)), None)


def _signed(transcript: Transcript, header: Sequence[Line]) -> Transcript:
    """Give a transcript the speaker, title and author that its header names."""
    name = _header_name(header)
    others = [line.text for line in header if line.text != name]
    kind = next((text for text in others if is_page_title(text)), "")
    own = _own_title(header)
    title = (
        own.text if own and own.text != name else ": ".join(part for part in (name, kind) if part)
    )
    given = transcript.info
    info = replace(given, title=given.title or title, author=given.author or name)
    lines = (replace(line, speaker=line.speaker or name) for line in transcript.lines)
    return replace(transcript, lines=tuple(lines) if name else transcript.lines, info=info)


def _is_label(text: str) -> bool:
    return is_furniture(text) or is_button(text)


def _furniture(line: Line) -> list[Drop]:
    return [Drop(line.number, line.text, "page furniture")]


def _clean_line(line: Line, cleaning: Cleaning) -> tuple[str, list[Drop]]:
    """Return what is left of a line, and what was taken out, in order."""
    if cleaning.sponsors and _SPONSOR.search(line.text):
        return "", [Drop(line.number, line.text, "sponsor")]
    found = sorted(_unwanted(line.text, cleaning), key=lambda piece: piece[0])
    drops: list[Drop] = []
    kept: list[str] = []
    place = 0
    for start, end, reason in found:
        if start >= place:
            kept.append(line.text[place:start])
            drops.append(Drop(line.number, line.text[start:end].strip(), reason))
            place = end
    kept.append(line.text[place:])
    text = _SPACE.sub(" ", "".join(kept)).strip() if drops else line.text
    return text, drops


def _unwanted(text: str, cleaning: Cleaning) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, reason) of the pieces of a line that are not to be spoken."""
    if cleaning.non_speech:
        yield from ((*m.span(), "not speech") for m in _DIRECTION.finditer(text))
    yield from ((*m.span(), "time") for m in _INLINE_TIME.finditer(text))
    if cleaning.fillers:
        yield from ((*m.span(), "filler") for m in _FILLER.finditer(text))
    if cleaning.stutters:
        yield from ((*m.span(), "stutter") for m in _STUTTER.finditer(text))
