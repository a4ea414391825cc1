"""Text to words that can be compared, whoever wrote it down: a script or a recogniser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

# A sign of a script without spaces is a word of its own.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def plain_words(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents, marks and apostrophes."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return _WORD.findall(_APOSTROPHES.sub("", unicodedata.normalize("NFC", folded)))


def plain_with_sources(words: Sequence[str], spoken: str) -> list[tuple[str, int, int]]:
    """Return the plain words of `spoken`, each with the words it came from: first and last.

    `spoken` says what `words` say, with some of them written otherwise ("$5" as "five dollars").
    """
    written = [(plain, n) for n, word in enumerate(words) for plain in plain_words(word)]
    said = plain_words(spoken)
    last = max(0, len(words) - 1)
    matcher = SequenceMatcher(None, [plain for plain, _ in written], said, autojunk=False)
    sourced: list[tuple[str, int, int]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            sourced += [(said[c + n], written[a + n][1], written[a + n][1]) for n in range(d - c)]
        elif b > a:
            sourced += [(word, written[a][1], written[b - 1][1]) for word in said[c:d]]
        else:  # said, but not written: a sign such as "&"; it stands between its neighbours
            before = written[a - 1][1] if a else 0
            after = written[a][1] if a < len(written) else last
            sourced += [(word, min(before, after), after) for word in said[c:d]]
    return sourced
