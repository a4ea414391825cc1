"""HTML's entities in text that is no HTML to the signs that they stand for: "it&#39;s" is "it's".

Captions are handed on so by programs that fetched them from pages, at times escaped twice.
"""

from __future__ import annotations

import re
from html.entities import html5

_ENTITY = re.compile(r"&(?:#(\d{2,5})|#[xX]([0-9a-fA-F]{2,4})|([a-zA-Z]{2,8}\d{0,2};))(?(3)|;)")
_SPACE = re.compile(r" *(?:&(?:nbsp|#160|#xa0); *)+", re.IGNORECASE)
_MOST_TIMES = 2  # "&amp;#39;"


def unescape_signs(text: str) -> str:
    """Return a text with its entities resolved; no line of it ends elsewhere."""
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
