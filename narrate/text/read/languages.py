"""Texts to the markup language that they are written in, if any."""

from __future__ import annotations

import re

from narrate.text.read.asciidoc import ASCIIDOC
from narrate.text.read.markdowntext import MARKDOWN
from narrate.text.read.marked import Language
from narrate.text.read.orgmode import ORG
from narrate.text.read.restructured import RESTRUCTURED
from narrate.text.read.tex import LATEX
from narrate.text.read.wikitext import WIKITEXT

_LANGUAGES = (LATEX, WIKITEXT, RESTRUCTURED, ORG, ASCIIDOC, MARKDOWN)
_LOOKED_AT = 100_000  # characters: what marks a text up does so from its beginning on
_SCRIPT = re.compile(r"\{#p\d+\}[ \t]*$", re.MULTILINE)  # ids, as in script.md


def find_language(text: str) -> Language | None:
    """Return the markup language of a text by signs that ordinary text has none of.

    Markdown is one only where it holds a transcript; other Markdown is read as a script.
    """
    head = text[:_LOOKED_AT]
    if "{#p" in head and _SCRIPT.search(head):
        return None
    return next((each for each in _LANGUAGES if each.looks(head)), None)
