"""Lines to how much they look like a page's own rather than like what somebody said.

No sign is sure by itself, so each gives points, and the points of neighbouring lines are added
up: where they are highest, a page's head ends. The points are set by hand, so that a sentence in
which somebody speaks of himself, greets or answers outweighs whatever else stands in it, and so
that no opening of the transcripts in `bench` loses a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise, takewhile

from narrate.model import Line
from narrate.text.furniture import is_button, is_furniture, is_speech_label
from narrate.text.making import is_note

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS = re.compile(r"[.?!…。！？।؟][\"'”’)」\]]*$")
_SENTENCE_END = re.compile(r"[^\W\d_]{2,}[.?!…][\"'”’)]*(?=\s|$)")
_TALKS = re.compile(  # of whoever says it
    r"\b(?:I|I['’](?:m|ve|ll|d)|my|myself|uh|um|okay|yeah|y['’]all|guys|folks)\b"
    r"|\b(?:you know|sort of|kind of|thank you|let['’]s|my name is)\b"
)
_GREETS = re.compile(
    r"(?:>>\s*)?(?:(?:hello|hi|hey)\b|good (?:morning|afternoon|evening|day|night)|welcome"
    r"|thanks?\b|all right|alright|ok(?:ay)?\b|well,|so,? |yes\b|yeah|no,|right,|now,|and |but "
    r"|oh\b|ladies and gentlemen|today,? (?:we|I)\b|(?:this is|from) (?-i:[A-Z])"
    r"|you['’]re listening to)",
    re.IGNORECASE,
)
_WELCOMES = re.compile(
    r"(?:(?:hello|hi|hey|good (?:morning|afternoon|evening))\b.{0,60}\b)?welcome(?: back)?"
    r" (?:to|everyone|everybody)\b|you['’]re listening to\b",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\b[^\W\d_]+(?:n['’]t|['’](?:re|ve|ll))\b|\b(?:it|that|there|here)['’]s\b")
_ADDRESS = re.compile(r"https?://|\bwww\.|\S@\S+\.\w|©|\b\w+\.(?:com|org|net|fm|gov|edu)\b")
_DATED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2},? )?(?:19|20)\d\d\b"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    re.IGNORECASE,
)
_ASKS = re.compile(  # what pages want their readers to do
    r"\W*(?:subscribe|follow|read|click|download|listen (?:to|on|now|here)|watch|sign (?:up|in)"
    r"|view|share|support|join|find|visit|e-?mail|contact|check out|learn more|browse|skip|return"
    r"|back to|go to|buy|order|donate|become|double-click|use ctrl|leave a|rate|try|submit|search"
    r"|show notes|links|references|resources|previous|next|related|posted|published|filed|tags)\b",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r"\b(?:episodes?|podcasts?|transcripts?|transcription|newsletter|playlist|webinar|web ?site"
    r"|press conference|interview(?:ee|er)?|recording|show notes|hosts?|featuring|audio|video)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(  # of those who speak, as those who announce it do
    r"\b(?:discuss(?:es)?|explor(?:es?|ing)|talks? (?:to|with|about)|speaks? (?:to|with)|joins"
    r"|explains|interviews|delves?|dives?|breaks? down|reflects?|joined by|sits? down with"
    r"|get together|announced that|shares (?:his|her|their)|in this (?:episode|interview|video"
    r"|conversation|webinar|installment)|on this (?:week['’]s|episode))\b",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\bmet,? pursuant to\b|\bpresiding\b|^(?:also )?present\b|\bprinted for\b|\bfor sale by\b"
    r"|\bgovernment (?:printing|publishing) office\b|\bcongress\b.*\bsession\b|\bnotice\b"
    r"|\b(?:all rights|copyright|non-commercial|attribution|authorized to|permitted to)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[^\W\d_][\w ]{1,24}:\s+\S.{0,80}")
_PARTED = re.compile(r"\s[|•·»]\s|(?:\s\.){3}|\s{3,}\S|^[-•*|+]|[|/]$")
_LOOKED_AT = 600  # characters of a line
_FEW_WORDS = 12
_MOSTLY_SHOWN = 0.7  # of the words: no sentence has so many capitals
_LEAST_WRAPPED = 8  # blanks in a line that may go on in the next
_FEWEST_BLANKS, _LEAST_PARAGRAPH = 3, 12
_NARROWEST = 50  # characters of lines that are filled
_LONGEST_WRAPPED = 100  # characters; nobody wraps lines at so many
_SURELY_SAID = -3.5
_LEAST_HEAD, _LEAST_TAIL = 2.0, 5.0
_OPENS_TAIL, _MAY_OPEN_TAIL = 2.5, 1.5  # the first of its lines, and if others are surely its
_FEWEST_SHOWN = 2
_MOST_BETWEEN = 4  # lines that head a part of a page
_QUESTION = -1.0  # the points of a title that asks
_SURELY_PAGE = 4.0  # a date with a name before it, an address, what readers are asked to do


def page_points(text: str) -> float:
    """Return how much a line looks like a page's: above 0 it rather does, below 0 it was said."""
    if is_furniture(text) or is_speech_label(text) or is_note(text):
        return 4.0
    if _TALKS.search(text, _LOOKED_AT):
        return _SURELY_SAID  # a page's words may open a paragraph in which somebody talks
    opening = text[:_LOOKED_AT]
    return _page_signs(opening) - _speech_signs(opening)


def talks(text: str) -> bool:
    """Tell whether somebody speaks of himself in a line, as nobody does who writes notes."""
    return bool(_TALKS.search(text))


def welcomes(text: str) -> bool:
    """Tell whether somebody opens a show in a line."""
    return bool(_WELCOMES.match(text))


def is_surely_said(text: str) -> bool:
    """Tell whether a line is one in which somebody talks, whatever else stands in it."""
    return page_points(text) <= _SURELY_SAID


def count_page_lines(lines: Sequence[Line]) -> int:
    """Return how many of the first lines a page wrote: where their points are highest.

    Lines of a wrapped paragraph are taken as one. Of what is counted nothing was surely said, and
    the points of all together must tell enough.
    """
    sizes, texts = _paragraphs(lines)
    points = takewhile(lambda found: found > _SURELY_SAID, map(page_points, texts))
    sums = [0.0, *accumulate(points)]
    best = max(range(len(sums)), key=sums.__getitem__)
    return sum(sizes[:best]) if sums[best] >= _LEAST_HEAD else 0


def count_last_page_lines(lines: Sequence[Line]) -> int:
    """Return how many of the last lines a page wrote.

    Who speaks last may tell people what to read and where: a line that ends as a sentence does
    tells of no page here, and the first of the lines must look much like one.
    """
    points = takewhile(lambda found: found > _SURELY_SAID, map(_tail_points, reversed(lines)))
    sums = [0.0, *accumulate(points)]
    likely = [n for n, point in enumerate(sums) if point >= _LEAST_TAIL and n < len(lines)]
    sure = likely and is_surely_page(lines[-likely[-1] :])
    opening = (n for n in likely if _opens_tail(lines[-n - 1], lines[-n], sure=bool(sure)))
    return max(opening, key=sums.__getitem__, default=0)


def _tail_points(line: Line) -> float:
    points = page_points(line.text)
    label = is_furniture(line.text)
    return min(points, 0.0) if _ENDS.search(line.text[-8:]) and not label else points


def is_surely_page(lines: Sequence[Line]) -> bool:
    """Tell whether several lines are such as nobody says, like addresses and labels."""
    return sum(_is_shown(line.text) for line in lines) >= _FEWEST_SHOWN


def _is_shown(text: str) -> bool:
    button = text[0].isalpha() and is_button(text)
    return is_furniture(text) or button or bool(_ADDRESS.search(text) or _DATED.search(text))


def _opens_tail(before: Line, line: Line, *, sure: bool) -> bool:
    ended = line.after_blank or bool(_ENDS.search(before.text[-8:]))
    return ended and _tail_points(line) >= (_MAY_OPEN_TAIL if sure else _OPENS_TAIL)


def find_between_labels(texts: Sequence[str], labels: Sequence[int]) -> frozenset[int]:
    """Return the few lines between two labels of a page, given by their places, that are its own.

    So pages that collect what was said head each part of it: a show, a title, and a date.
    """
    own: set[int] = set()
    for label, following in pairwise(labels):
        between = range(label + 1, min(following, label + _MOST_BETWEEN + 2))
        points = [page_points(texts[n]) for n in between]
        if (
            1 < len(points) <= _MOST_BETWEEN
            and min(points) >= _QUESTION
            and max(points) >= _SURELY_PAGE
        ):
            own.update(between)
    return frozenset(own)


def count_above_text(lines: Sequence[Line]) -> int:
    """Return how many lines stand above the first that was surely said.

    So was, if little tells of a page, what is a paragraph by its wrapped lines, even without marks.
    """
    above = 0
    for size, text in zip(*_paragraphs(lines), strict=True):
        wrapped = size > 1 and len(text.split()) >= _LEAST_PARAGRAPH
        if page_points(text) <= (0 if wrapped else _SURELY_SAID):
            break
        above += size
    return above


def _paragraphs(lines: Sequence[Line]) -> tuple[list[int], list[str]]:
    """Return how many lines each paragraph has, and its text."""
    sizes: list[int] = []
    texts: list[str] = []
    width = 0
    for n, line in enumerate(lines):
        if not n or line.after_blank:
            rest = takewhile(lambda k: not lines[k].after_blank, range(n + 1, len(lines)))
            width = max(len(line.text), *(len(lines[k].text) for k in rest), 0)
        if n and _joins(lines[n - 1], line, width):
            sizes[-1] += 1
            texts[-1] += f" {line.text}" if len(texts[-1]) < _LOOKED_AT else ""
        else:
            sizes.append(1)
            texts.append(line.text)
    return sizes, texts


def _joins(line: Line, after: Line, width: int) -> bool:
    """Tell whether a line goes on in the next: or its first word had no room."""
    if is_wrapped(line, after):
        return True
    short = line.text.count(" ") < _FEWEST_BLANKS
    if short or after.after_blank or _ENDS.search(line.text[-8:]):
        return False
    full = len(line.text) + 1 + len(after.text.partition(" ")[0]) > width
    return after.text[0].islower() or (full and _NARROWEST <= width < _LONGEST_WRAPPED)


def is_wrapped(line: Line, after: Line) -> bool:
    """Tell whether a line goes on in the one below it."""
    if after.after_blank or len(line.text) >= _LONGEST_WRAPPED or _ENDS.search(line.text[-8:]):
        return False
    return line.text[-1] == "," or line.text.count(" ") >= _LEAST_WRAPPED


def _page_signs(text: str) -> float:
    words = _WORD.findall(text)
    short = len(words) <= _FEW_WORDS
    points = 0.0
    if short and not _ENDS.search(text[-8:]):
        points += 1.5
        points += 1.0 if len(words) < 2 or _are_names(words) else 0.0
    points += 1.0 if text.isupper() and words else 0.0
    points += 1.5 if not short and _are_names(words) else 0.0
    points += 1.5 if short and (is_button(text) or _FIELD.fullmatch(text)) else 0.0
    points += 2.0 if _ADDRESS.search(text) else 0.0
    points += 1.5 if short and _DATED.search(text) else 0.0
    points += 2.0 if _ASKS.match(text) else 0.0
    points += 2.0 if _TELLS.search(text) else 0.0
    points += 2.0 * min(2, len(_RECORDS.findall(text)))
    points += 1.5 if _PARTED.search(text) else 0.0
    return points + min(2, len(_MEDIUM.findall(text)))


def _are_names(words: Sequence[str]) -> bool:
    """Tell whether most words are capitalised, as in lists of members and of titles."""
    return sum(word[0].isupper() for word in words) >= _MOSTLY_SHOWN * len(words)


def _speech_signs(text: str) -> float:
    points = 4.0 if _GREETS.match(text) else 0.0
    points += 2.0 if text[0].islower() or text[-1] == "," else 0.0  # a line of a caption
    points += 2.5 * min(3, len(_TALKS.findall(text)))
    points += min(3, len(_SHORTENED.findall(text)))
    return points + 0.75 * min(6, len(_SENTENCE_END.findall(text)))
