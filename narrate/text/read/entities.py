"""HTML's entities and raised numbers to the signs that they stand for: "it&#39;s" is "it's".

Captions are handed on so by programs that fetched them from pages, at times escaped twice; and in
text that is no HTML, too, `spring<sup>1</sup>` has a footnote and `m<sup>2</sup>` a power.
"""

from __future__ import annotations

import re
from html.entities import html5

from narrate.text.read.texletters import set_letters

_ENTITY = re.compile(r"&(?:#(\d{2,5})|#[xX]([0-9a-fA-F]{2,4})|([a-zA-Z]{2,8}\d{0,2};))(?(3)|;)")
_SPACE = re.compile(r" *(?:&(?:nbsp|#160|#xa0); *)+", re.IGNORECASE)
_SMALL = re.compile(
    r"<(sup|sub)\b[^<>]{0,80}>(?:<a\b[^<>]{0,300}>)?\[?([0-9]{1,4}|st|nd|rd|th)\]?(?:</a>)?</\1>"
)
_DIGITS = "0123456789"
_TABLES = {"sup": str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹"), "sub": str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉")}
_MOST_TIMES = 2  # "&amp;#39;"


def set_small(text: str, tag: str) -> str:
    """Return a number in the digits of what stands in a `sup` or `sub`; other text as it is."""
    return text.translate(_TABLES[tag]) if tag in _TABLES and text.strip().isdecimal() else text


def unescape_signs(text: str) -> str:
    """Return a text with its entities resolved; no line of it ends elsewhere."""
    text = set_letters(text)
    if "</su" in text:
        text = _SMALL.sub(lambda found: set_small(found[2], found[1]), text)
    for _ in range(_MOST_TIMES):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(_sign, _SPACE.sub(" ", text))
    return text


def _sign(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
    sign = html5.get(name, "") if name else chr(code)
    return sign if sign.isprintable() and sign else found.group()
