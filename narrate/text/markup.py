"""Sources to spans for the ledger: what of them the reader took for text, and what is markup.

A span lies on one line of the source. Together a source's spans hold every character of it but
white space, escapes and entities as the characters that they stand for.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from narrate.text.read.decode import iterate_rows, strip_controls
from narrate.text.read.entities import set_small, unescape_signs
from narrate.text.read.html import Page, closed, judge_blocks
from narrate.text.read.jsontext import KEY, VALUE, iterate_tokens, read_string, string_end, unescape
from narrate.text.read.mail import iterate_mail
from narrate.text.read.plain import cut_endless
from narrate.text.read.recordfields import value_reason
from narrate.text.read.records import speech_places

Place = tuple[int, int]  # line and column, as the reader's `Line` has them
# line, column, what it is besides text, number of its block, letters of its text, `small`
_Event = tuple[int, int, str, int | None, int, str]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a source: markup with its reason, or text with the place that the reader gave."""

    line: int  # 1-based, of this very piece
    text: str
    reason: str = ""
    place: Place | None = None


def spans_of(source: str, form: str) -> Iterator[Span]:
    """Yield the spans of a source that was read as a form, in order."""
    makers: dict[str, Callable[[str], Iterator[Span]]] = {
        "ass": _spans_of_rows,
        "json": _spans_of_json,
        "mail": _spans_of_mail,
        "html": _spans_of_page,
        "lrc": _spans_of_rows,
        "sami": _spans_of_page,
        "ttml": _spans_of_page,
        "srt": _spans_of_captions,
        "subtitles": _spans_of_rows,
        "vtt": _spans_of_captions,
    }
    return makers.get(form, _spans_of_plain)(source)


def _spans_of_plain(source: str) -> Iterator[Span]:
    for number, row in enumerate(iterate_rows(unescape_signs(source)), start=1):
        for column, piece in cut_endless(row.strip()):
            yield Span(number, piece, "", (number, column))


def _spans_of_rows(source: str) -> Iterator[Span]:
    for number, row in enumerate(iterate_rows(source), start=1):
        yield Span(number, row, "", (number, 0))


def _spans_of_mail(source: str) -> Iterator[Span]:
    return (Span(*piece) for piece in iterate_mail(source))


def _spans_of_captions(source: str) -> Iterator[Span]:
    for number, row in enumerate(iterate_rows(source), start=1):
        yield Span(number, strip_controls(html.unescape(row)), "", (number, 0))


def _spans_of_json(source: str) -> Iterator[Span]:
    speech = speech_places(source)
    said = next(speech, None)
    key = ""
    line, line_start, counted = 1, 0, 0
    for start, end, kind in iterate_tokens(source):
        newlines = source.count("\n", counted, start)
        line_start = source.rfind("\n", counted, start) + 1 if newlines else line_start
        line, counted = line + newlines, start
        written = source[start:end]
        if kind == KEY:
            key = read_string(written)
        if said == (start, end):
            said = next(speech, None)
            yield Span(line, '"', "JSON")
            told = unescape_signs(read_string(written))
            yield Span(line, strip_controls(told), "", (line, start - line_start))
            yield Span(line, string_end(written), "JSON")
        elif kind == VALUE:
            yield Span(line, unescape(written), value_reason(key))
        else:
            yield Span(line, unescape(written), "JSON")


def _spans_of_page(source: str) -> Iterator[Span]:
    page = Page()
    page.read(source)
    places = [(block.line, block.column) for block in page.blocks]
    reasons = [reason for _, reason in judge_blocks(page.blocks)]
    del page
    text = closed(source)
    for event, start, end in _with_ends(text, _Marked().read_events(source)):
        line, _, kind, block, letters, small = event
        for number, row in enumerate(text[start:end].split("\n"), start=line):
            written = row if block is None else set_small(html.unescape(row), small)
            said = _length(written, letters)
            letters -= len("".join(written[:said].split()))
            if block is not None and reasons[block]:
                yield Span(number, strip_controls(written[:said]), reasons[block])
            elif block is not None:
                yield Span(number, strip_controls(written[:said]), "", places[block])
            yield Span(number, written[said:], kind)


def _with_ends(text: str, events: Iterable[_Event]) -> Iterator[tuple[_Event, int, int]]:
    """Yield events with where in a text each begins, and the one behind it."""
    event, start = None, 0
    number, line_start = 1, 0
    for following in events:
        while number < following[0]:
            number, line_start = number + 1, text.index("\n", line_start) + 1
        end = line_start + following[1]
        if event:
            yield event, start, end
        event, start = following, end
    if event:
        yield event, start, len(text)


def _length(written: str, letters: int) -> int:
    """Return how much of a text holds so many characters that are no white space."""
    for place, character in enumerate(written):
        if not letters:
            return place
        letters -= not character.isspace()
    return len(written)


class _Marked(Page):
    """A page that remembers where each of its pieces stands."""

    def __init__(self) -> None:
        super().__init__()
        self._events: list[_Event] = []

    def read_events(self, text: str) -> Iterator[_Event]:
        """Read a whole page, and yield its pieces as they are read."""
        for _ in self.feed_pieces(text):
            yield from self._events
            self._events.clear()

    def _note(self, kind: str) -> None:
        self._events.append((*self.getpos(), kind, None, 0, ""))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the place of a tag."""
        self._note("tag")
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Note the place of an end tag."""
        self._note("tag")
        super().handle_endtag(tag)

    def add_text(self, data: str, down: int = 0) -> None:
        """Note the place of a text, and which block it belongs to."""
        super().add_text(data, down)
        letters = len("".join(data.split()))
        block = len(self.blocks) - 1 if letters else None
        line, column = self.getpos()
        column = 0 if down else column
        self._events.append((line + down, column, "tag", block, letters, self.small))

    def handle_comment(self, data: str) -> None:
        """Note the place of a comment."""
        self._note("comment")

    def handle_decl(self, decl: str) -> None:
        """Note the place of a declaration such as the DOCTYPE."""
        self._note("declaration")

    def handle_pi(self, data: str) -> None:
        """Note the place of a processing instruction."""
        self._note("declaration")

    def unknown_decl(self, data: str) -> None:
        """Note the place of a declaration such as CDATA."""
        self._note("declaration")
