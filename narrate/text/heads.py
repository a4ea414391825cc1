"""What stands above the speech: a page's title, labels, dates, and what it says of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from narrate.model import EpisodeInfo, Line
from narrate.text.above import above_speech
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import (
    is_furniture,
    is_name,
    is_page_title,
    is_speaker_page,
    is_speech_label,
)
from narrate.text.headsigns import DATE, SHORT_WORDS, is_long, is_prose
from narrate.text.headtitle import could_be_title, find_title
from narrate.text.making import is_note

_TRANSCRIPT_OF = re.compile(r"^(?:full )?transcript (?:for|of):? ", re.IGNORECASE)
_HOUR_BEHIND = re.compile(r"(?<=\d)T\d\d:\d\d.{0,20}$")
_DATE_FORMS = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%A, %B %d, %Y")
_OPEN = re.compile(r"\b(?:with|of|and|the|by|to|for|in|on|a|an)$", re.IGNORECASE)
_FIELD = re.compile(
    r"((?:(?:episode|video|talk|interview) )?title|podcast|show|series)\s*:\s+(\S.{1,150})",
    re.IGNORECASE,
)


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
        return find_title(self.lines, numbered=not self.name)

    @cached_property
    def show(self) -> str:
        """Return the show that stands above an episode's title, or ""."""
        if self.name or not self.titled:
            return ""
        above = takewhile(lambda line: line is not self.titled, self.lines)
        return next((line.text for line in above if could_be_title(line.text)), "")

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
        own = (line.text for line in self.lines if line.text != self.name)
        others = [text for text in own if not is_furniture(text) or is_page_title(text)]
        fields = {f[1].lower(): f[2] for f in map(_FIELD.fullmatch, others) if f}
        kind = next((text for text in others if is_page_title(text)), "")
        titled = self.titled
        both = ": ".join(part for part in (self.name, kind) if part)
        title = self._whole(titled) if titled and titled.text != self.name else both
        title = next((fields[key] for key in fields if key.endswith("title")), title)
        show = next(
            (fields[key] for key in ("podcast", "show", "series") if key in fields), self.show
        )
        dates = filter(None, map(_date, others))
        return replace(
            given,
            title=given.title or _TRANSCRIPT_OF.sub("", title),
            album=given.album or show,
            author=given.author or self.name,
            date=given.date or next(dates, ""),
        )

    def _whole(self, titled: Line) -> str:
        """Return a title with its second line, where the first one does not end there."""
        after = next((line for line in self.lines if line.number > titled.number), None)
        open_ended = after and _OPEN.search(titled.text) and could_be_title(after.text)
        both = f"{titled.text} {after.text}" if after and open_ended else titled.text
        return " ".join(both.split())

    def taken_off(self, lines: Lines, drops: Drops) -> Iterator[tuple[int, Line | None]]:
        """Take the head off; the line right below, if it stands alone like one, is a heading."""
        for n, line in enumerate(self.lines):
            drops.add(line, line.text, self.reason(line))
            yield n, None
        if self.lines and lines.is_after_blank(len(self.lines) + 1):
            first = lines[len(self.lines)]
            short = not is_long(first, SHORT_WORDS) and not is_prose(first.text)
            short = short and first.text[-1] not in ".?,。？！、"
            if short and not first.speaker and first.start_s is None:
                yield len(self.lines), replace(first, heading=2)


def find_head(lines: Lines, form: str) -> Head:
    """Find what stands above the speech of a text in which somebody speaks, or of a page."""
    return Head(above_speech(lines, form))


def _date(text: str) -> str:
    """Return the date that a line holds as ISO 8601, or ""."""
    text = _HOUR_BEHIND.sub("", text.strip())
    for form in _DATE_FORMS if DATE.fullmatch(text) else ():
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return ""
