"""LaTeX's accents and letters to Unicode's: Z\\"urich is Zürich, \\o is ø."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "r": "\u030a",
    "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "o": "ø", "O": "Ø", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł",
}  # fmt: skip
_ACCENTED = re.compile(
    r"\\(?:([\"'`^~=.])(?:\{\\?([a-zA-Z])\}|\\?([a-zA-Z])(?![a-zA-Z])|([a-zA-Z]))"
    r"|([cvuHrkdb])\{([a-zA-Z])\})"
)
_LETTER = re.compile(r"\\(o|O|ss|ae|AE|oe|OE|aa|AA|l|L)(?![a-zA-Z])(?:\{\}| )?")
_IS_TEX = re.compile(r"\\(?:documentclass|begin|section|chapter|part)\b")


def set_letters(text: str) -> str:
    """Return a text in LaTeX with its letters as people read them; other text as it is."""
    if "\\" not in text or not _IS_TEX.search(text):
        return text
    return _LETTER.sub(lambda found: _LETTERS[found[1]], _ACCENTED.sub(_accented, text))


def _accented(found: re.Match[str]) -> str:
    accent = _ACCENTS[found[1] or found[5]]
    letter = found[2] or found[3] or found[4] or found[6]
    return unicodedata.normalize("NFC", letter + accent)
