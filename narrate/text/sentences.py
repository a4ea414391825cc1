"""Text to sentences, and long sentences to pieces that can be said in one breath.

Boundaries come from sentencex, which knows the abbreviations of some 300 languages. Its own
treatment of quotations (one sentence, however long, and slow where a quote is never closed)
is of no use to a voice, so it gets the text with quotation marks blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from sentencex import get_sentence_boundaries

from narrate.text.breaths import breath_places
from narrate.text.fullstops import goes_on

_WINDOW = 8_000  # characters; sentencex is not linear on every input, so it never gets more
_OPENING = "\"'“‘„«‹「『(["
_CLOSING = "\"'”’»›」』)]"
_QUOTES = "\"'“”‘’„«»‹›「」『』\n\t\r"
_APOSTROPHE = re.compile(r"['’](?<=\w['’])(?=\w)")  # a sign to look for first: a search is fast
# No others end one in ASCII; where nothing stands behind the first, nothing does behind others.
_GOES_ON_BEHIND_MARK = re.compile(r"[^.!?;]*[.!?;]\S*\s+\S")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE_MARKS = frozenset("。！？｡…։।॥؟۔።፧")  # they need no space after them
_LIST_NUMBER = re.compile(r"(?:^|\s)[(\[]?(\d{1,3}|[a-z])[.)]\s*$")
_LIST_REACH = 600  # characters in which the number before it is looked for
_INITIAL = re.compile(r"(?:^|[\s.(])(?![A-Za-z])[^\W\d_]\.$")  # Latin ones are known
_NEEDS_NUMBER = re.compile(
    r"\b(?:vol|no|nos|fig|figs|p|pp|ch|sec|art|eq|pt|nr|ep|str)\.$", re.IGNORECASE
)
_NUMERAL = re.compile(r"\d|[IVXLC]{2,}\b")
_TITLES = "M. MM. Mgr. Sr. Sra. Srta. Ud. Uds. Hr. Frl. им. проф. акад. тов. пл. пер. наб."
_NEEDING_NAME = tuple(_TITLES.split())  # sentencex misses these in their languages
_NEEDS_NAME = re.compile(rf"(?:^|[\s(«“\"])(?:{'|'.join(map(re.escape, _NEEDING_NAME))})$")
_GOES_ON = re.compile(  # an abbreviation that a small letter or a number follows
    r"(?:\b(?:approx|max|min|est|resp|incl|excl|dept|tel|ext|esp|orig)|\d\ ?(?:[kcm]?[gm]|lbs?|oz"
    r"|ft|hrs?|mins?|secs?|yrs?))\.$"
)
_WORD_OPENS = r"(?<![\w.&/'’-])"
_PLAIN_WORDS = re.compile(  # English words that sentencex takes for abbreviations: OK(lahoma).
    rf"""\. (?=\s+[^\W\d])  # "No. 5" and "5 mm." are abbreviations
        (?: (?<= {_WORD_OPENS} (?:me|[Oo][Kk]|[Nn]o|id|la|ID|LA|DC|CT|UT|VA) \.)
          | (?<= {_WORD_OPENS} (?:may|May|art|ill|con|ark) \.) | (?<= {_WORD_OPENS} miss \.)
          | (?<= {_WORD_OPENS} (?<!\d\ ) (?:[Mm]m|mo) \.)
          | (?<= {_WORD_OPENS} (?<!\d\ ) (?:min|sec) \.)
          | (?<= {_WORD_OPENS} etc \.) (?=\s+[A-Z]) )""",
    re.VERBOSE,
)
_AND_SO_ON = re.compile(r"(?:(?<=\betc)|(?<=\becc)|(?<=\benz)|(?<=[/°]\w))\.(?=\s+[A-ZÀ-ÞΑ-ΩА-Я])")
_SCRIPTS = (  # the language's rules matter most where its marks differ from English
    (re.compile(r"[\u0370-\u03ff]{3}"), "el"),
    (re.compile(r"[\u0400-\u04ff]{3}"), "ru"),
    (re.compile(r"[\u0900-\u097f]{2}"), "hi"),
    (re.compile(r"[\u0600-\u06ff]{3}"), "ar"),
)


def split_sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """Split a text into its sentences: slices of it in order, without the space between.

    A line ends a sentence too: paragraphs have lines only where they have no full stops.
    """
    return tuple(iterate_sentences(text, language))


def iterate_sentences(text: str, language: str = "en") -> Iterator[str]:
    """Yield the sentences of a text one by one, as `split_sentences` returns them."""
    for line in text.split("\n"):
        for start, end in pairwise(chain((0,), _boundaries(line, language), (len(line),))):
            sentence = line[start:end].strip()
            if sentence:
                yield sentence


def breathe(sentence: str, language: str = "en") -> tuple[str, ...]:
    """Cut a sentence that is too long for one breath into slices; others come back whole.

    The cuts fall after a comma or the like, else before a word that opens a clause, so that
    no piece has more than about 30 words.
    """
    return tuple(piece for piece, _ in iterate_breaths(sentence, language))


def iterate_breaths(sentence: str, language: str = "en") -> Iterator[tuple[str, float]]:
    """Yield the slices of `breathe`, each with how good a breath before it is."""
    breaths = ((0, 0.0), *breath_places(sentence, language), (len(sentence), 0.0))
    for (start, worth), (end, _) in pairwise(breaths):
        piece = sentence[start:end].strip()
        if piece:
            yield piece, worth


def _boundaries(text: str, language: str) -> Iterator[int]:
    """Yield where a sentence begins, save the first, window by window."""
    if text.isascii() and not _GOES_ON_BEHIND_MARK.match(text):
        return
    language = _language_of(text, language)
    start = 0
    while start < len(text):
        end = _window_end(text, start)
        found = get_sentence_boundaries(language, _prepared(text[start:end], language))
        places = [start + int(b["start_index"]) for b in found[1:]]
        yield from (q for p in places if _is_real(text, q := _before_quotes(text, p), language))
        start = places[-1] if places and end < len(text) else end


def _window_end(text: str, start: int) -> int:
    end = start + _WINDOW
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start + _WINDOW // 2, end)
    return space + 1 if space > 0 else end


def _prepared(text: str, language: str) -> str:
    """Return a text, of the same length, without what misleads sentencex."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    text = _APOSTROPHE.sub("ʼ", text)
    for quote in _QUOTES:  # each is sought faster than all are looked up
        text = text.replace(quote, " ")
    if "." not in text:
        return text
    if language == "de":
        return text  # German nouns have capitals
    no_abbreviations = _PLAIN_WORDS if language == "en" else _AND_SO_ON
    return no_abbreviations.sub("!", text)


def _language_of(text: str, language: str) -> str:
    code = language.partition("-")[0].lower() or "en"
    head = text[:_WINDOW]
    if code != "en" or head.isascii():
        return code
    return next((name for script, name in _SCRIPTS if script.search(head)), code)


def _before_quotes(text: str, place: int) -> int:
    """Move a boundary that was found behind an opening quote to before it."""
    if place > 2 and text[place - 1].isspace() and text[place - 2] == "«":
        place -= 1  # French puts a space inside its quotes
    while place > 1 and text[place - 1] in _OPENING:
        if not (text[place - 2].isspace() or text[place - 2] in _WIDE_MARKS):
            break
        place -= 1
    return place


def _is_real(text: str, place: int, language: str) -> bool:
    """Tell whether a sentence really ends before `place`."""
    before = text[max(0, place - 24) : place]
    last = before.rstrip()
    if not last or place >= len(text):
        return False
    touching = not before[-1].isspace()
    if touching and last.rstrip(_CLOSING)[-1:] not in _WIDE_MARKS:
        return False  # ASP.NET
    after = text[place]
    end = last[-1]
    quoted = end in _CLOSING and end not in ")]"
    if (quoted or last.endswith(("...", "…"))) and (after.islower() or after in "とっ、，"):
        return False
    if end == "." and (
        _is_abbreviation(last, text, place)
        or (language != "en" and goes_on(last, text[place : place + 1], language))
    ):
        return False
    return not (end in ".)" and _is_list_number(last, text, place, language))


def _is_abbreviation(last: str, text: str, place: int) -> bool:
    """Tell whether a full stop shortens the word before it, by what follows at `place`."""
    if not last[-2:-1].isascii() and _INITIAL.search(last):
        return True
    if last.endswith(_NEEDING_NAME) and _NEEDS_NAME.search(last):
        return True
    if not text[place].isupper() and _GOES_ON.search(last):
        return True
    return bool(_NUMERAL.match(text, place) and _NEEDS_NUMBER.search(last))


def _is_list_number(last: str, text: str, place: int, language: str) -> bool:
    """Tell whether what stands before `place` counts the items of a list: "turn 16." does not."""
    if not (last[-2:-1].isdecimal() or (last[-2:-1].islower() and not last[-3:-2].isalnum())):
        return False
    found = _LIST_NUMBER.search(text, max(0, place - 24), place)
    if not found:
        return False
    number = found.group(1)
    before = text[max(0, found.start() - _LIST_REACH) : found.start()].rstrip()
    if _NEEDS_NUMBER.search(before) or goes_on(before, number, language):
        return False  # see vol. 2. Then …
    if not before[-1:].isalnum():
        return True
    if number in "1a":
        beside, where = "2b"["1a".index(number)], text[place : place + _LIST_REACH]
    else:
        beside = str(int(number) - 1) if number.isdigit() else chr(ord(number) - 1)
        where = before
    return bool(re.search(rf"(?<!\S)[(\[]?{beside}[.)]\s", where))
