"""Where the head of a text ends that a page wrote, and somebody begins to speak."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from narrate.model import Line
from narrate.text.columns import Lines
from narrate.text.furniture import (
    MOST_ABOVE,
    MOST_WORDS_ABOVE,
    first_said,
    is_furniture,
    is_label,
    is_speech_label,
)
from narrate.text.headsigns import (
    DATE,
    SHORT_WORDS,
    could_be_page,
    is_dated,
    is_long,
    is_paragraph,
    is_prose,
)
from narrate.text.making import is_note
from narrate.text.pagelines import (
    count_above_text,
    count_last_page_lines,
    count_page_lines,
    is_surely_said,
    is_wrapped,
    page_points,
    talks,
    welcomes,
)
from narrate.text.read.plays import opens_act
from narrate.text.surroundings import count_above
from narrate.text.unwrapped import is_block, is_unwrapped

_PAGE_LINES = 12  # a page's header is over by then where nothing says that speech begins
_LEADING_WORDS = 4
_FEWEST_ASKED = 2
_SUBTITLE_WORDS = 14
_WORDS_A_SECOND = 4.0  # nobody says more for long
_DATED_LINES, _LEAST_TOLD, _MOST_MASTHEAD = 4, 3, 20
_LONG_LINE = 100  # characters; nobody wraps lines at so many
_REMARK = re.compile(r"[\[(](?!\d)")
_TITLED = re.compile(r"(?:full |the )*transcript of [^.?!]{3,90}", re.IGNORECASE)
_VERSE = re.compile(r"(?:text: |scripture: )?(?:[1-3] )?[A-Z][a-z]+ \d{1,3}(?::\d.{0,40})?")
_NOTES = re.compile(  # labels of what tells of an episode
    r"\W*(?:(?:show|episode) (?:notes|summary|description|details)|description|in this episode"
    r"|about (?:this|the) (?:episode|show|podcast)|what is .{2,60}\?)\W*",
    re.IGNORECASE,
)


def above_speech(lines: Lines, form: str) -> Sequence[Line]:
    """Return what stands above the speech of a text in which somebody speaks, or of a page."""
    if form == "turns":
        return max(_above_turns(lines), lines[: count_above(lines)], key=len)
    if form == "html" and lines.say_who_or_when:
        return _above_label(_above_turns(lines))
    if form != "text":
        return ()
    said = first_said(lines)
    labelled = lines[: said + _dated(lines[said : said + _DATED_LINES])] if said else ()
    page, article = _above_page(lines), _above_article(lines)
    own = lines[: count_above(lines)]
    found = labelled, page, article, _masthead(lines), _above_welcome(lines), _noted(lines), own
    return max(found, key=len)


def _above_label(above: Sequence[Line]) -> Sequence[Line]:
    """Return a page's lines up to its label "Transcript", or else up to its first heading."""
    labels = (n for n, line in enumerate(above, start=1) if is_speech_label(line.text))
    own = sum(1 for _ in takewhile(lambda line: not line.heading, above))
    return above[: max(labels, default=own)]


def _above_turns(lines: Lines) -> Sequence[Line]:
    """Return what stands above the first speaker or time, unless it reads like speech."""
    head = list(takewhile(lambda line: not _begins(line), lines[: MOST_ABOVE + 1]))
    if head and len(head) < len(lines) and _asked(lines, len(head) - 1):
        head.pop()
    words = _count_words(head)
    if not head or len(head) in (MOST_ABOVE + 1, len(lines)) or words > MOST_WORDS_ABOVE:
        return []
    below = 1 + max((n for n, line in enumerate(head) if _opens_speech(line.text)), default=-1)
    told_above = {line.text for line in head[:below]}
    below += sum(1 for _ in takewhile(lambda line: line.text in told_above, head[below:]))
    start_s = lines[len(head)].start_s
    said = _count_words(head[below:])
    if start_s is not None and said > _WORDS_A_SECOND * start_s + SHORT_WORDS:
        return _but_heading(head, lines)  # nobody could have said so much by then
    if count_last_page_lines(head) and not any(map(_is_said, head[below:])):
        return _but_heading(head, lines)  # a page goes on there above the turns
    if _dated(_last_told(head)) >= _LEAST_TOLD:
        return _but_heading(head, lines)  # whatever stands above a title with a date is a page's
    listed = list(takewhile(lambda line: not is_paragraph(line.text), head[below:]))
    below += max((n for n, x in enumerate(listed, start=1) if _opens_part(x.text)), default=0)
    told = head[below : below + count_above_text(head[below:])]
    told = list(takewhile(lambda line: not is_prose(line.text), told))
    if below + len(told) == len(head):
        return _but_heading(head, lines)
    labels = (n for n, line in enumerate(told, start=1) if is_label(line.text))
    while told and is_wrapped(told[-1], head[below + len(told)]):
        told.pop()  # the prose begins further up
    apart = bool(told) and head[below + len(told)].after_blank
    end = below + (len(told) if apart else max(labels, default=0))
    return head[: end + count_page_lines(head[end:])]


def _begins(line: Line) -> bool:
    """Tell whether a line has a speaker or a time, or heads the first act of a play."""
    return _is_marked(line) or (line.heading > 0 and opens_act(line.text))


def _asked(lines: Sequence[Line], n: int) -> bool:
    """Tell whether a paragraph asks, and others without a name do so below, as who interviews."""
    if not (lines[n].after_blank and lines[n].text[-1] == "?"):
        return False
    below = pairwise(islice(lines, n + 1, None))
    alike = (b for a, b in below if b.after_blank and b.text[-1] == "?" and a.speaker == b.speaker)
    return sum(1 for _ in islice(alike, _FEWEST_ASKED)) == _FEWEST_ASKED


def _but_heading(head: list[Line], lines: Lines) -> Sequence[Line]:
    """Return a head without the heading of the first part, where other parts have headings."""
    own = head[-1].heading and not could_be_page(head[-1].text)
    below = (n for n in range(len(head), len(lines)) if lines.is_heading(n))
    if own and not all(_REMARK.match(lines.texts[n]) for n in below):
        return head[:-1]
    return head


def _above_page(lines: Lines) -> Sequence[Line]:
    """Return the short lines above the speech if at least one is a page's label."""
    header: list[Line] = []
    for line in lines[:_PAGE_LINES]:
        long = is_long(line, _SUBTITLE_WORDS) or line.text.endswith((".", "?", ",", "…"))
        if line.speaker or (long and not is_note(line.text)):
            break
        header.append(line)
    while header and not is_furniture(header[-1].text) and not is_note(header[-1].text):
        header.pop()  # what follows the last label is speech
    while header and len(header) < len(lines) and is_wrapped(header[-1], lines[len(header)]):
        header.pop()  # a paragraph stays whole
    return header if len(header) < len(lines) else []


def _above_article(lines: Lines) -> Sequence[Line]:
    """Return what stands above the first paragraph, if every line is one, or a page's label."""
    head = list(takewhile(lambda line: not is_block(line.text), lines[: MOST_ABOVE + 1]))
    if not head or len(head) > MOST_ABOVE or any(map(_is_said, head)):
        return ()
    if head[-1].text[-1] == "?" and _asks_on(lines, len(head)):
        head.pop()
    sure = len(head) >= _PAGE_LINES or any(could_be_page(line.text) for line in head)
    few = _count_words(head) <= MOST_WORDS_ABOVE
    return head if sure and few and lines.fact(is_unwrapped) else ()


def _asks_on(lines: Lines, first: int) -> bool:
    """Tell whether other lines from the first on ask shortly, as one above an article may do."""
    asking = (n for n in range(first, len(lines)) if lines.texts[n][-1] == "?")
    short = (n for n in asking if not is_block(lines.texts[n]))
    return sum(1 for _ in islice(short, _FEWEST_ASKED)) == _FEWEST_ASKED


def _masthead(lines: Lines) -> Sequence[Line]:
    """Return the short lines above the first long one, if one is a date, or one comes twice."""
    head = list(takewhile(_is_short, lines[: _MOST_MASTHEAD + 1]))
    if not _LEAST_TOLD <= len(head) <= _MOST_MASTHEAD or len(head) == len(lines):
        return ()
    counts = Counter(line.text for line in head if " " in line.text)
    twice = [n for n, x in enumerate(head, start=1) if counts[x.text] > 1]
    dates = (n for n, x in enumerate(head, start=1) if DATE.fullmatch(x.text))
    dated = [n + _is_verse(head[n : n + 1]) for n in dates]
    sure = dated or any(not is_prose(head[n - 1].text) for n in twice)
    fields = sum(1 for _ in takewhile(_is_field, head))
    sure = sure or fields >= _LEAST_TOLD
    last = max((*twice, *dated, fields), default=0)  # what stands below may be said
    return head[:last] if sure and last >= _LEAST_TOLD else ()


def _is_field(line: Line) -> bool:
    """Tell whether a line says one thing of the text below: "Preacher: Ann Lee"."""
    return ": " in line.text[:27] and not is_prose(line.text) and page_points(line.text) > 0


def _is_verse(lines: Sequence[Line]) -> bool:
    """Tell whether a line names what is read out in a church: "Luke 15:11-32"."""
    return any(_VERSE.fullmatch(line.text) for line in lines)


def _above_welcome(lines: Lines) -> Sequence[Line]:
    """Return what tells of an episode, and has a label, above who welcomes people first."""
    noted = False
    for n, line in enumerate(lines[:MOST_ABOVE]):
        if noted and welcomes(line.text):
            return lines[:n] if _count_words(lines[:n]) <= MOST_WORDS_ABOVE else ()
        if line.speaker or (noted and is_surely_said(line.text)):
            break
        noted = noted or bool(_NOTES.fullmatch(line.text))
    return ()


def _noted(lines: Lines) -> Sequence[Line]:
    """Return the lines up to a note that says what stands below, and a page's below that one."""
    quiet = takewhile(lambda line: not (line.speaker or _is_said(line)), lines[:_PAGE_LINES])
    noted = max((n for n, line in enumerate(quiet, start=1) if is_note(line.text)), default=0)
    return lines[: noted + count_page_lines(lines[noted : noted + MOST_ABOVE])] if noted else ()


def _is_said(line: Line) -> bool:
    return talks(line.text) or welcomes(line.text)


def _is_short(line: Line) -> bool:
    return not line.speaker and len(line.text) < _LONG_LINE and not is_long(line, _SUBTITLE_WORDS)


def _last_told(head: Sequence[Line]) -> Sequence[Line]:
    """Return the lines right above the speech that are no sentences."""
    told = list(takewhile(lambda line: not is_prose(line.text), reversed(head)))
    return told[::-1]


def _dated(lines: Sequence[Line]) -> int:
    """Return how many lines there are up to the last with a date, none of them a sentence."""
    told = list(takewhile(lambda line: not is_prose(line.text), lines))
    dated = (n for n, line in enumerate(told, start=1) if is_dated(line.text))
    return max(dated, default=0)


def _is_marked(line: Line) -> bool:
    return bool(line.speaker) or line.start_s is not None


def _count_words(lines: Sequence[Line]) -> int:
    return sum(max(len(line.text.split()), len(line.text) // 10) for line in lines)


def _opens_speech(text: str) -> bool:
    return is_speech_label(text) or is_note(text) or bool(_TITLED.fullmatch(text))


def _opens_part(text: str) -> bool:
    """Tell whether a line is a page's own, or a short one that leads to what stands below."""
    return could_be_page(text) or (text[-1] in ":：" and len(text.split()) <= _LEADING_WORDS)
