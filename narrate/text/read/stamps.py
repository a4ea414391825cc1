"""Lines that say when somebody posted what stands below: "4h ago", "Oct 13", "2w • Edited"."""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d\d-\d\d)"
_HOUR = rf"{_CLOCK}(?:\s?[ap]\.?m\.?)?"
_COUNTED = (  # "3h", "3 hours ago", "3 hr. ago"; in other languages only with the word for "ago"
    r"(?:(?:about |over |almost )?(?:\d{1,3} ?(?:s|m|h|d|w|mo|y|secs?|mins?|hrs?|wks?|mos?|yrs?)\.?"
    r"|\d{1,3} (?:second|minute|hour|day|week|month|year)s?)(?: ago)?"
    r"|(?:about |over |almost )?an? (?:second|minute|hour|day|week|month|year) ago"
    r"|just now|yesterday"
    r"|vor \d{1,3} \w{1,9}\.?|il y a \d{1,3} ?\w{1,9}|hace \d{1,3} ?\w{1,9}|há \d{1,3} ?\w{1,9}"
    r"|\d{1,3} ?\w{1,9} (?:fa|geleden|sedan|siden|temu|önce)|\d{1,3} ?\w{1,9}\.? назад"
    r"|\d{1,3} ?(?:秒|分|時間|日|週間|か月|年)前|\d{1,3} ?(?:秒|分钟|小时|天|周|个月|年)前"
    r"|\d{1,3} ?\w{1,9} पहले|(?:منذ|قبل) \d{1,3} \w{1,9})"
)
_WHEN = (
    rf"(?:{_COUNTED}"
    rf"|(?:(?:to|yester)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? (?:at )?{_HOUR}"
    rf"|{_DAY}(?:,? (?:at )?{_HOUR})?|{_CLOCK} ?[ap]\.?m\.?(?: · {_DAY})?)"
)
_DATE = re.compile(_DAY, re.IGNORECASE)
_STAMP = re.compile(  # with what may stand before and behind it on its line
    r"(?P<before>(?:.{0,100}?[\s·•|—–,])??)"
    rf"(?P<when>{_WHEN})"
    r"(?:\*|,? ?\(?(?:edited|bearbeitet|modifié|editado|modificato|изменено)\)?"
    r"| stickied comment|(?: ?[|·•] ?.{0,60})?)[\s·•|]*",
    re.IGNORECASE,
)
_LONGEST = 160  # characters
_DIGIT = re.compile(r"\d")
_VOTES = re.compile(r"(?:\[score hidden\]|[\d.,]+k? (?:points?|upvotes|likes))\W*$", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:^|\s)(?:says|wrote|writes|on|commented|replied|replies|posted|asked|answered|created|edited"
    r"|modified|updated|published|joined|last reply|last activity)\W*$",
    re.IGNORECASE,
)


class Stamp(NamedTuple):
    """A time of writing: what stands before it on its line, and how exact it is."""

    before: str
    to_the_hour: bool  # or counted back from now; a date alone may head anything
    alone: bool


def parse_stamp(text: str) -> Stamp | None:
    """Return the time of writing that a line ends with, if it is no sentence that tells one."""
    if len(text) > _LONGEST or not (text[-1].isalnum() or text[-1] in "·•|*.)]前"):
        return None
    if not (_DIGIT.search(text) or _could_tell_in_words(text)):
        return None  # as most lines
    found = _STAMP.fullmatch(text)
    if not found:
        return None
    before = _VOTES.sub("", found["before"].strip(" ·•|—–,\t")).strip(" ·•|—–,")
    exact = ":" in found["when"] or not _DATE.fullmatch(found["when"])
    return Stamp(_SAYS.sub("", before).strip(), exact, alone=not before)


def _could_tell_in_words(text: str) -> bool:
    return " ago" in text or "now" in text or "esterday" in text
