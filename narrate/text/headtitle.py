"""The lines above speech to the one that is the text's title, past the site's own links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, takewhile

from narrate.model import Line
from narrate.text.furniture import is_speech_label
from narrate.text.headsigns import COMPANY, DATE, SHORT_WORDS, could_be_page, is_dated, is_paragraph
from narrate.text.linemodel import title_log_odds
from narrate.text.making import is_note
from narrate.text.sitelabels import count_links, is_longer, is_site_label

_NO_TITLE = re.compile(  # what stands for pictures, and what pages say of themselves
    r"podcasts?|shows?|episodes?|blog|(?:episode )?show ?notes|podscri(?:pts|be)|happy ?scribe"
    r"|youtube|spotify|apple podcasts|(?:last )?updated\b.*|[\w-]+\.[a-z]{2,4}"
    r"|(?:(?:time\w*|speaker|name|text|transcript|start|end)\s*){2,4}"
    r"|(?:(?:posted|delivered|presented|written|hosted|produced|preached|transcript) )?by .{2,60}"
    r"|[\d:]+(?: ?/ ?[\d:]+)?|txt|srt|vtt|pdf|docx|r/\w+|date|time|text"
    r"|send us .{1,20}|info|timeline|summary|overview|topics covered|(?:key )?takeaways"
    r"|category|(?:table of )?contents|.{1,60} (?:logo|cover|image|icon)"
    r"|.{0,40}\bproofread\b.{0,20}|image|.{0,40}cookies?\b.{0,90}"
    r"|.{0,20}\bp(?:age|agina|ágina) \d+.{0,12}|top of page|(?:back|return|skip) to .{1,40}"
    r"|[\[(][^\[\]()]*[\])]|(?:view|download|browse)\b.{0,40}"
    r"|(?:\d+ (?:hours?|min(?:ute)?s?|sec(?:ond)?s?)\W*)+|\W+",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?:ep(?:isode|\.)?|folge|épisode|episodio|episódio|aflevering|odcinek|выпуск)\s*#?"
    r"|#|第|s\d{1,2} ?e)"
    r"\d+(?:\b|[回集期話话화]).*\w.*|\d{1,4}\s*[-–—:]\s+\S.*",
    re.IGNORECASE,
)
_SHOW = re.compile(r".{2,60}\b(?:podcast|show|radio|hour)", re.IGNORECASE)
_QUOTES = frozenset("\"'“‘«„¿¡#([「《")  # that a title may open with
_GOES_ON = re.compile(r"[^\W\d_]{4,}[.?!]\s+\S")  # more than one sentence
_TRAIL = re.compile(r"\s[/›>]\s")
_OF_SHOW = re.compile(r"(?:.{2,60} )?episode \d{1,4}", re.IGNORECASE)
_IN_SERIES = re.compile(r"\bpart \d{1,3}$", re.IGNORECASE)
_LONG_WORD = 4  # letters
_MUCH_LIKELIER = 1.0  # log odds
_DATE_NEAR = 3  # lines below a title


def find_title(lines: Sequence[Line], *, numbered: bool) -> Line | None:
    """Return the line that says what the text is called; one with an episode's number if asked."""
    above = list(takewhile(_could_be_above, lines))
    counts = Counter(line.text for line in lines)
    twice = (line for line in lines if counts[line.text] > 1)
    few = 2 * sum(line.opens for line in above) < len(above)  # in some pages every line does
    listed = {line.number for line in above if line.opens and few}
    likely = [line for line in (*above, *twice) if could_be_title(line.text)]
    likely = [line for line in likely if line.number not in listed]
    if stands := _above_number(above, likely):
        return stands
    episodes = [line for line in likely if numbered and _NUMBERED.fullmatch(line.text)]
    dated = (line for line in episodes if _has_date_below(above, line))
    if first := next(dated, None) or next(iter(episodes), None):
        return first
    shown = len(likely) > 1 and _SHOW.fullmatch(likely[0].text)
    found = _below_links(above, likely) or next(iter(likely[bool(shown) :]), None)
    return _likelier(lines, likely, found) if found and numbered else found


def _likelier(lines: Sequence[Line], likely: Sequence[Line], found: Line) -> Line:
    """Return the line that looks much more like a title than the one found, if there is one."""
    odds = title_log_odds([x.text for x in lines], [x.after_blank for x in lines])
    told = {x.number: float(o) - _told_otherwise(x) for x, o in zip(lines, odds, strict=True)}
    best = max(likely, key=lambda line: told[line.number])
    if best.text == found.text:
        return found
    return best if told[best.number] >= told[found.number] + _MUCH_LIKELIER else found


def _told_otherwise(line: Line) -> bool:
    """Tell whether a line ends with a date, or with the number that it has in a series."""
    return is_dated(line.text) or bool(_IN_SERIES.search(line.text))


def _above_number(above: Sequence[Line], likely: Sequence[Line]) -> Line | None:
    """Return the title that stands between its show and "Some Show Episode 126"."""
    for show, title, number in zip(above, above[1:], above[2:], strict=False):
        named = _OF_SHOW.fullmatch(number.text)
        if named and title in likely and not show.text.isdecimal():
            return title
    return None


def could_be_title(text: str) -> bool:
    """Tell whether a line above speech has the form of a title."""
    page = could_be_page(text) or is_note(text) or is_speech_label(text) or is_site_label(text)
    page = (
        page or "://" in text or text[0].islower() or not (text[0].isalnum() or text[0] in _QUOTES)
    )
    goes_on = _GOES_ON.search(text) and not _is_shown(text)
    sentence = goes_on or _NO_TITLE.fullmatch(text)
    open_ended = text[-1] in ".,:" and not COMPANY.search(text)
    return not (page or sentence or open_ended) and len(text.split()) <= 3 * SHORT_WORDS


def _is_shown(text: str) -> bool:
    """Tell whether all longer words have capitals, and an exclamation parts them: Got It! A Day."""
    words = [word for word in text.split() if len(word) >= _LONG_WORD]
    return "! " in text and all(word[0].isupper() for word in words) and text[-1].isalnum()


def _could_be_above(line: Line) -> bool:
    """Tell whether a title may stand below a line: prose tells of the text, or of cookies.

    A question may be the title itself, and so may any sentence behind an episode's number.
    """
    text = line.text
    titled = (text[-1] == "?" and not _GOES_ON.search(text)) or _NUMBERED.fullmatch(text)
    return not is_paragraph(text) or bool(titled) or "cookie" in text.lower()


def _has_date_below(above: Sequence[Line], title: Line) -> bool:
    below = (line for line in above if line.number > title.number)
    return any(DATE.match(line.text) for line in islice(below, _DATE_NEAR))


def _below_links(above: Sequence[Line], likely: Sequence[Line]) -> Line | None:
    """Return the title below the links that head a site: the first that is longer than they are."""
    links = count_links([line.text for line in above])
    if not links:
        return None
    last = above[links - 1]
    below = [line for line in likely if line.number > last.number]
    shown = bool(_TRAIL.search(last.text))  # the way to the page: the title is next
    longer = (line for line in below if shown or is_longer(line.text))
    return next(longer, below[0] if below else None)
