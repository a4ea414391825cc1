"""What stands above the speech: a page's title, labels, dates, and what it says of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from narrate.model import EpisodeInfo, Line
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import (
    MOST_ABOVE,
    MOST_WORDS_ABOVE,
    first_said,
    is_button,
    is_furniture,
    is_name,
    is_note,
    is_page_title,
    is_speaker_page,
    is_speech_label,
)
from narrate.text.pagelines import count_above_text, count_page_lines, is_wrapped

_PAGE_LINES = 12  # a page's header is over by then where nothing says that speech begins
_SHORT_WORDS = 8
_LEADING_WORDS = 4
_SUBTITLE_WORDS = 14
_WORDS_A_SECOND = 4.0  # nobody says more for long
_ENDS = re.compile(r"[.?!…。！？][\"'”’)」]*$")
_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = "jan feb mar apr may jun jul aug sept? oct nov dec".replace(" ", "|")
_DATE = re.compile(
    r"(?:\W|on|posted|published|recorded|released|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|date)*"
    rf"(?:\d{{4}}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{{2,4}}|(?:{_MONTHS})[a-z]*\.? \d\d?,? \d{{4}}"
    rf"|\d\d?(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]*\.?,? \d{{4}})\b.{{0,20}}",
    re.IGNORECASE,
)
_ENDS_IN_DATE = re.compile(r"(?:\d\d?/\d\d?/|\b[12])\d{2,3}$")
_HOUR = re.compile(r"\d{1,2}[:.]\d\d [ap]\.?m\b\.?.{0,6}", re.IGNORECASE)
_DATED_LINES, _LEAST_TOLD, _MOST_MASTHEAD = 4, 3, 20
_LONG_LINE = 100  # characters; nobody wraps lines at so many
_DATE_FORMS = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%A, %B %d, %Y")
_NO_TITLE = re.compile(  # what stands for pictures, and what pages say of themselves
    r"by .{2,40}|date|time|text|category|(?:table of )?contents|.{1,60} (?:logo|cover|image|icon)"
    r"|.{0,40}\bproofread\b.{0,20}|image|.{0,40}cookies?\b.{0,90}"
    r"|.{0,20}\bp(?:age|agina|ágina) \d+.{0,12}|top of page|(?:back|return|skip) to .{1,40}"
    r"|(?:view|download)\b.{0,40}|\W+",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[\[(](?!\d)")
_COMPANY = re.compile(r"\b(?:inc|ltd|co|corp|plc|llc|jr|sr)\.$", re.IGNORECASE)
_GOES_ON = re.compile(r"[^\W\d_]{4,}[.?!]\s+\S")  # more than one sentence
_OPEN = re.compile(r"\b(?:with|of|and|the|by|to|for|in|on|a|an)$", re.IGNORECASE)
_FIELD = re.compile(
    r"((?:(?:episode|video|talk|interview) )?title|podcast|show|series)\s*:\s+(\S.{1,150})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


@dataclass(frozen=True)
class Head:
    """The lines above the speech that are no speech, and what they say of the episode."""

    lines: Sequence[Line] = ()

    @cached_property
    def name(self) -> str:
        """Return the name that a speaker's page is headed with, or ""."""
        labels = [line.text for line in self.lines if is_furniture(line.text)]
        if not any(map(is_speaker_page, labels)):
            return ""
        names = (line.text for line in self.lines if not is_furniture(line.text))
        return next((text for text in names if is_name(text)), "")

    @cached_property
    def titled(self) -> Line | None:
        """Return the line that says what the text is called."""
        above = list(takewhile(lambda line: not _is_paragraph(line.text), self.lines))
        counts = Counter(line.text for line in self.lines)
        twice = (line for line in self.lines if counts[line.text] > 1)
        return next((line for line in (*above, *twice) if _could_be_title(line.text)), None)

    def reason(self, line: Line) -> str:
        """Say why a line of the head is not spoken."""
        if line.text == self.name:
            return "name of the speaker"
        if is_furniture(line.text) or is_speech_label(line.text):
            return "page furniture"
        if is_note(line.text):
            return "note about the transcript"
        return "title" if line is self.titled else "header"

    def told(self, given: EpisodeInfo) -> EpisodeInfo:
        """Return what the head says of the episode, where the source says nothing else."""
        others = [line.text for line in self.lines if line.text != self.name]
        fields = {f[1].lower(): f[2] for f in map(_FIELD.fullmatch, others) if f}
        kind = next((text for text in others if is_page_title(text)), "")
        own = self.titled
        both = ": ".join(part for part in (self.name, kind) if part)
        title = self._whole(own) if own and own.text != self.name else both
        title = next((fields[key] for key in fields if key.endswith("title")), title)
        show = next((fields[key] for key in ("podcast", "show", "series") if key in fields), "")
        dates = filter(None, map(_date, others))
        return replace(
            given,
            title=given.title or title,
            album=given.album or show,
            author=given.author or self.name,
            date=given.date or next(dates, ""),
        )

    def _whole(self, titled: Line) -> str:
        """Return a title with its second line, where the first one does not end there."""
        after = next((line for line in self.lines if line.number > titled.number), None)
        open_ended = after and _OPEN.search(titled.text) and _could_be_title(after.text)
        both = f"{titled.text} {after.text}" if after and open_ended else titled.text
        return " ".join(both.split())

    def taken_off(self, lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
        """Take the head off; the line right below, if it stands alone like one, is a heading."""
        for n, line in enumerate(self.lines):
            drops.add(line, line.text, self.reason(line))
            yield n, None
        if self.lines and lines.is_after_blank(len(self.lines) + 1):
            first = lines[len(self.lines)]
            short = not _is_long(first, _SHORT_WORDS) and not first.text.endswith((".", "?", ","))
            if short and not first.speaker and first.start_s is None:
                yield len(self.lines), replace(first, heading=2)


def find_head(lines: Lines, form: str) -> Head:
    """Find what stands above the speech of a text in which somebody speaks, or of a page."""
    if form == "turns":
        return Head(_above_turns(lines))
    if form == "html" and lines.say_who_or_when:
        return Head(_above_label(_above_turns(lines)))
    if form != "text":
        return Head()
    said = first_said(lines)
    labelled = lines[: said + _dated(lines[said : said + _DATED_LINES])] if said else ()
    return Head(max(labelled, _above_page(lines), _masthead(lines), key=len))


def _above_label(above: Sequence[Line]) -> Sequence[Line]:
    """Return a page's lines up to its label "Transcript", or else up to its first heading."""
    labels = (n for n, line in enumerate(above, start=1) if is_speech_label(line.text))
    own = sum(1 for _ in takewhile(lambda line: not line.heading, above))
    return above[: max(labels, default=own)]


def _above_turns(lines: Lines) -> Sequence[Line]:
    """Return what stands above the first speaker or time, unless it reads like speech."""
    head = list(takewhile(lambda line: not _is_marked(line), lines[: MOST_ABOVE + 1]))
    words = _count_words(head)
    if not head or len(head) in (MOST_ABOVE + 1, len(lines)) or words > MOST_WORDS_ABOVE:
        return []
    below = 1 + max((n for n, line in enumerate(head) if _opens_speech(line.text)), default=-1)
    start_s = lines[len(head)].start_s
    said = _count_words(head[below:])
    if start_s is not None and said > _WORDS_A_SECOND * start_s + _SHORT_WORDS:
        return _but_heading(head, lines)  # nobody could have said so much by then
    if _dated(_last_told(head)) >= _LEAST_TOLD:
        return _but_heading(head, lines)  # whatever stands above a title with a date is a page's
    listed = list(takewhile(lambda line: not _is_paragraph(line.text), head[below:]))
    below += max((n for n, x in enumerate(listed, start=1) if _opens_part(x.text)), default=0)
    told = head[below : below + count_above_text(head[below:])]
    told = list(takewhile(lambda line: not _is_prose(line.text), told))
    if below + len(told) == len(head):
        return _but_heading(head, lines)
    labels = (n for n, line in enumerate(told, start=1) if _is_label(line.text))
    while told and is_wrapped(told[-1], head[below + len(told)]):
        told.pop()  # the prose begins further up
    apart = bool(told) and head[below + len(told)].after_blank
    end = below + (len(told) if apart else max(labels, default=0))
    return head[: end + count_page_lines(head[end:])]


def _but_heading(head: list[Line], lines: Lines) -> Sequence[Line]:
    """Return a head without the heading of the first part, where other parts have headings."""
    own = head[-1].heading and not _could_be_page(head[-1].text)
    below = (n for n in range(len(head), len(lines)) if lines.is_heading(n))
    if own and not all(_REMARK.match(lines.texts[n]) for n in below):
        return head[:-1]
    return head


def _above_page(lines: Lines) -> Sequence[Line]:
    """Return the short lines above the speech if at least one is a page's label."""
    header: list[Line] = []
    for line in lines[:_PAGE_LINES]:
        long = _is_long(line, _SUBTITLE_WORDS) or line.text.endswith((".", "?", ",", "…"))
        if line.speaker or (long and not is_note(line.text)):
            break
        header.append(line)
    while header and not is_furniture(header[-1].text) and not is_note(header[-1].text):
        header.pop()  # what follows the last label is speech
    while header and len(header) < len(lines) and is_wrapped(header[-1], lines[len(header)]):
        header.pop()  # a paragraph stays whole
    return header if len(header) < len(lines) else []


def _masthead(lines: Lines) -> Sequence[Line]:
    """Return the short lines above the first long one, if one is a date, or one comes twice."""
    head = list(takewhile(lambda line: len(line.text) < _LONG_LINE, lines[: _MOST_MASTHEAD + 1]))
    if not _LEAST_TOLD <= len(head) <= _MOST_MASTHEAD or len(head) == len(lines):
        return ()
    counts = Counter(line.text for line in head if " " in line.text)
    short = not any(line.speaker or _is_long(line, _SUBTITLE_WORDS) for line in head)
    twice = [n for n, x in enumerate(head, start=1) if counts[x.text] > 1]
    dated = [n for n, x in enumerate(head, start=1) if _DATE.fullmatch(x.text)]
    sure = dated or any(not _is_prose(head[n - 1].text) for n in twice)
    last = max((*twice, *dated), default=0)  # what stands below may be said
    return head[:last] if short and sure and last >= _LEAST_TOLD else ()


def _last_told(head: Sequence[Line]) -> Sequence[Line]:
    """Return the lines right above the speech that are no sentences."""
    told = list(takewhile(lambda line: not _is_prose(line.text), reversed(head)))
    return told[::-1]


def _dated(lines: Sequence[Line]) -> int:
    """Return how many lines there are up to the last with a date, none of them a sentence."""
    told = list(takewhile(lambda line: not _is_prose(line.text), lines))
    dated = (n for n, line in enumerate(told, start=1) if _is_dated(line.text))
    return max(dated, default=0)


def _is_dated(text: str) -> bool:
    return bool(_ENDS_IN_DATE.search(text) or _HOUR.fullmatch(text))


def _is_marked(line: Line) -> bool:
    return bool(line.speaker) or line.start_s is not None


def _count_words(lines: Sequence[Line]) -> int:
    return sum(max(len(line.text.split()), len(line.text) // 10) for line in lines)


def _is_long(line: Line, words: int) -> bool:
    return len(line.text.split(maxsplit=words)) > words


def _opens_speech(text: str) -> bool:
    return is_speech_label(text) or is_note(text)


def _is_label(text: str) -> bool:
    return is_furniture(text) or is_button(text)


def _could_be_page(text: str) -> bool:
    return _is_label(text) or bool(_DATE.fullmatch(text) or _ADDRESS.fullmatch(text))


def _is_prose(text: str) -> bool:
    """Tell whether a line reads like a sentence that somebody may have said."""
    if is_furniture(text) or _could_be_page(text):
        return False
    if _COMPANY.search(text) or _HOUR.fullmatch(text):
        return False
    words = [] if text.count("|") > 1 else _WORD.findall(text)  # bars stand between links
    return len(words) > 2 * _SHORT_WORDS or (len(words) > 1 and bool(_ENDS.search(text[-8:])))


def _is_paragraph(text: str) -> bool:
    """Tell whether a line reads like more than a caption of a picture or a short sentence."""
    return _is_prose(text) and len(text.split()) > _SHORT_WORDS


def _opens_part(text: str) -> bool:
    """Tell whether a line is a page's own, or a short one that leads to what stands below."""
    return _could_be_page(text) or (text[-1] in ":：" and len(text.split()) <= _LEADING_WORDS)


def _could_be_title(text: str) -> bool:
    page = _could_be_page(text) or is_note(text) or is_speech_label(text)
    page = page or "://" in text or text[0].islower() or text[0] in "|-–—•*"
    sentence = _GOES_ON.search(text) or _NO_TITLE.fullmatch(text)
    open_ended = text[-1] in ".,:" and not _COMPANY.search(text)
    return not (page or sentence or open_ended) and len(text.split()) <= 3 * _SHORT_WORDS


def _date(text: str) -> str:
    """Return the date that a line holds as ISO 8601, or ""."""
    for form in _DATE_FORMS if _DATE.fullmatch(text) else ():
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return ""
