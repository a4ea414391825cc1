"""What web pages and transcript services put around speech, by the line."""

from __future__ import annotations

import re

_UI = re.compile(  # whole lines that are labels of a page, not words of a speaker
    r"""(?:(?:\W|π€)*)(?:
      share|copy(?:\ link|\ transcript)?|link\ copied|embed|download(?:\ (?:audio|transcript|mp3))?
    | subscribe(?:d)?|follow(?:ing)?|sign\ (?:in|up)|log\ ?in|menu|home|search|skip\ to\ content
    | (?:show|hide|view|read|open|close|see)\ (?:transcript|more|less|all|full\ transcript)
    | (?:full\ |auto-?generated\ |episode\ |read\ )?transcript|transcription
    | toggle\ timestamps?|timestamps?|play(?:\ episode)?|pause|listen(?:\ now)?|watch\ (?:later|now)
    | like|dislike|comments?|reply|save|report|clip|thanks|search\ (?:in\ )?(?:video|transcript)
    | speaker\ ?appearances\ over\ time|podcast\ appearances|appearances\ over\ time
    | related\ (?:episodes|videos|podcasts)|up\ next|more\ from\ .{1,40}|all\ episodes
    | previous(?:\ episode)?|next(?:\ episode)?|back\ to\ (?:top|episodes?)
    | advertisement|sponsored|skip\ ads?|ad\ ·.{0,40}|powered\ by\ .{1,40}
    | accept(?:\ all)?\ cookies|cookie\ (?:policy|settings)
    | privacy\ policy|terms\ of\ (?:use|service)
    | all\ rights\ reserved\.?|(?:copyright\ |©).{1,60}
    | english(?:\ \(auto-generated\))?|transcribed\ by\ .{1,60}|made\ with\ .{1,40}
    | [\d.,]+\ ?[kmb]?\ (?:views?|likes?|subscribers?|comments?|plays?|followers?
        |appearances?|episodes?)
      (?:\ .{0,30})?
    )(?:\W*)""",
    re.IGNORECASE | re.VERBOSE,
)
_SPEAKER_PAGE = re.compile(r"appearances|speaker|guest", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"(?:podcast|speaker|guest|recent) appearances|episodes", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w'’-]*")
_LONGEST_LABEL = 80  # characters


def is_furniture(text: str) -> bool:
    """Tell whether a line is nothing but a label of a page."""
    return len(text) <= _LONGEST_LABEL and bool(_UI.fullmatch(text))


def is_speaker_page(text: str) -> bool:
    """Tell whether a label stands on a page that collects what one person said."""
    return bool(_SPEAKER_PAGE.search(text))


def is_page_title(text: str) -> bool:
    """Tell whether a label says what the page holds, so that it belongs in a title."""
    return bool(_PAGE_TITLE.fullmatch(text.strip()))


def is_name(text: str) -> bool:
    """Tell whether a line could be somebody's name: two to four capitalised words."""
    words = text.split()
    return bool(_NAME.fullmatch(text)) and all(w[0].isupper() for w in (words[0], words[-1]))
