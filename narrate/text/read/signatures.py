"""What people and their programs put below what they write in a mail: contact data, disclaimers.

How somebody closes, and the name below that, is spoken; offices, numbers and addresses below the
name are not, nor what firms and telephones add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrate.text.columns import Lines

_CLOSING = re.compile(
    r"(?:(?:(?:with )?(?:best|kind|warm|many)(?:est)?,? )?(?:regards|wishes|thanks)"
    r"|(?:all the |all my )?best|cheers|thanks(?: again| in advance| a lot)?|thank you"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|respectfully|take care"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|lieben?|viele[nr]?|schönen?) grü(?:ß|ss)en?"
    r"|(?:bien )?cordialement|(?:bien à vous)|salutations(?: distinguées)?|(?:un )?saludos?"
    r"|saludos cordiales|atentamente|cordiali saluti|distinti saluti|met vriendelijke groet(?:en)?"
    r"|с уважением|z poważaniem|pozdrawiam|med vänliga hälsningar|(?:med )?vennlig hilsen)"
    r"\s*[,.!]?",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\S+@\S+\.\w{2,}|\b(?:https?://|www\.)\S+|\+?\(?\d[\d\s().-]{6,}\d|\s\|\s|\s[•·]\s"
    r"|\b(?:tel|phone|mobile|fax|cell|direct|office|t|m|f|p|d|e)\s?[.:]\s*\S",
    re.IGNORECASE,
)
_PHONE_ADS = re.compile(
    r"sent from (?:my|outlook|mail|yahoo|proton|gmail|samsung)\b.{0,60}|get outlook for .{1,40}"
    r"|(?:von|gesendet) (?:von )?meinem .{1,40} gesendet|envoyé de mon .{1,40}"
    r"|enviado desde mi .{1,40}",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"[*_ ]*(?:(?:confidentiality|privacy|legal) (?:notice|note|statement)|disclaimer\b"
    r"|(?:the (?:information|contents?)|this (?:e-?mail|message|communication|transmission))\b"
    r".{0,160}\b(?:confidential|privileged|intended|addressee|exclusive use|virus)"
    r"|please consider the environment|caution: (?:this|external)|\[?external (?:e-?mail|sender)"
    r"|diese e-?mail .{0,120}vertraulich|ce (?:message|courriel) .{0,120}confidentiel)",
    re.IGNORECASE,
)
_LONGEST = 12  # lines below a closing
_LONGEST_LINE = 80  # characters of a line of a signature
_SENTENCE = re.compile(r"\w[.?!]\s*$")


def is_closing(text: str) -> bool:
    """Tell whether a line is nothing but how somebody closes a mail."""
    return len(text) <= _LONGEST_LINE and _CLOSING.fullmatch(text) is not None


def find_signatures(lines: Lines, ends: Sequence[int]) -> Iterator[int]:
    """Yield the lines of contact data and disclaimers; `ends` are the lines below each mail."""
    start = 0
    for end in ends:
        yield from _signature(lines, start, end)
        yield from _disclaimers(lines, start, end)
        start = end


def _signature(lines: Lines, start: int, end: int) -> Iterator[int]:
    """Yield what stands below the closing and the name, or below a name, up to the mail's end."""
    texts = lines.texts
    closing = next((n for n in range(end - 1, start - 1, -1) if is_closing(texts[n])), -1)
    first = closing + 2 if closing >= 0 else _last_block(lines, start, end) + 1
    added = (n for n in range(first, end) if _DISCLAIMER.match(_paragraph(lines, n, end)))
    own = range(first, next(added, end))
    short = all(len(texts[n]) <= _LONGEST_LINE and not _SENTENCE.search(texts[n]) for n in own)
    contacts = sum(bool(_CONTACT.search(texts[n])) for n in own)
    if len(own) <= _LONGEST and short and contacts > (closing < 0):
        yield from own


def _last_block(lines: Lines, start: int, end: int) -> int:
    """Return the first line of the last paragraph that is no disclaimer."""
    n = end - 1
    while n > start and not lines.is_after_blank(n):
        n -= 1
    return n


def _disclaimers(lines: Lines, start: int, end: int) -> Iterator[int]:
    dropping = False
    for n in range(start, end):
        text = lines.texts[n]
        if lines.is_after_blank(n) or n == start:
            dropping = False
        dropping = dropping or bool(_DISCLAIMER.match(_paragraph(lines, n, end)))
        if dropping or _PHONE_ADS.fullmatch(text):
            yield n


def _paragraph(lines: Lines, n: int, end: int) -> str:
    """Return the beginning of the paragraph that opens at a line, else ""."""
    if not lines.is_after_blank(n):
        return ""
    rows = [lines.texts[n]]
    while n + 1 < end and not lines.is_after_blank(n + 1) and len(rows) < 4:
        n += 1
        rows.append(lines.texts[n])
    return " ".join(rows)
