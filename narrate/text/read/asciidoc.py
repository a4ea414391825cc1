"""AsciiDoc to the text in it."""

from __future__ import annotations

import re

from narrate.text.read.marked import COMMENT, Language, heading, item, rule, strong

_TITLE = re.compile(r"(?:\s|//.*\n)*= \S[^=\n]*\n")
_HEADING = re.compile(r"^={2,6} \S.*[^=\s][ \t]*$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^:[\w-]+!?:(?:[ \t]|$)", re.MULTILINE)
_MACRO = re.compile(
    r"^(?:include|image|video|audio|ifdef|ifndef)::\S*\[.*\]$|\b(?:link|xref|footnote|image|mailto)"
    r":[^\s\[\]]{0,500}\[[^\]\n]*\]|https?://[^\s\[\]]{1,500}\[[^\]\n]+\]",
    re.MULTILINE,
)
_BLOCK = re.compile(
    r"^\[(?:source|listing|quote|verse|NOTE|TIP|WARNING|IMPORTANT|CAUTION|discrete|abstract"
    r"|example|sidebar|[.%#][\w-]+|role=|cols=|options=)[^\]\n]*\]$",
    re.MULTILINE,
)
_FEWEST_HEADINGS = 2


def is_asciidoc(text: str) -> bool:
    """Tell whether a text is AsciiDoc: a title or headings, and a sign that nothing else has."""
    titled = bool(_TITLE.match(text))
    if not titled and "\n== " not in text:
        return False
    headings = sum(1 for _ in _HEADING.finditer(text))
    other = sum(bool(sign.search(text)) for sign in (_ATTRIBUTE, _MACRO, _BLOCK))
    return (titled and headings + other > 0) or (headings >= _FEWEST_HEADINGS and other > 0)


def _fenced(sign: str) -> str:
    return rf"^{sign}[ \t]*$(?s:.{{0,20000}}?)^{sign}[ \t]*$"


ASCIIDOC = Language(
    "AsciiDoc",
    is_asciidoc,
    (
        rule(COMMENT, _fenced("/{4}")),
        rule(COMMENT, r"^//(?!/).*$"),
        *(
            rule("figure, formula or code", _fenced(sign))
            for sign in ("-{4,}", r"\.{4}", r"\+{4}", r"\|={3}")
        ),
        rule("figure, formula or code", r"^`{3}.*$(?s:.{0,20000}?)^`{3}[ \t]*$"),
        rule("header", r"(?<=\n):[\w-]+!?:(?:[ \t].*)?$|^(?:ifdef|ifndef|ifeval|endif)::.*$"),
        rule("header", r"(?<=>\n)v?\d+(?:\.\d+){1,3}(?:,.*)?$"),
        rule("header", r"(?<=\n)[^\n:=]{2,60}<[^<>\s]+@[^<>\s]+>[ \t]*$"),
        rule("picture", r"^\.[^\s.].*$(?=\n(?:\[.*\]\n)?(?:image|video|audio)::)"),
        rule("picture", r"\b(?:image|video|audio|include)::?[^\s\[\]]{0,500}\[[^\]\n]*\]"),
        rule("footnote", r"\bfootnote:[\w-]*\[[^\[\]\n]*\]"),
        rule(
            "link",
            r"\b(?:link|xref|mailto):[^\s\[\]]{0,500}\[(?P<keep>[^\[\],\n]*)(?:,[^\]\n]*)?\]",
        ),
        rule("link", r"https?://[^\s\[\]]{1,500}\[(?P<keep>[^\[\],\n]+?)(?:,[^\]\n]*)?\^?\]"),
        rule("link", r"<<[^<>,\n]+(?:,[ ]?(?P<keep>[^<>\n]+))?>>|\[\[[\w-]+(?:,[^\]\n]*)?\]\]"),
        rule("mark-up", _BLOCK.pattern.replace("#", r"\#")),
        rule("mark-up", r"^(?:={4,}|\*{4,}|_{4,}|-{2})[ \t]*$|^'{3}[ \t]*$|^<{3}[ \t]*$"),
        heading(r"^(?P<level>={1,6})[ ](?P<keep>\S.*?)[ \t]*$"),
        item(r"^[ \t]*(?:\*{1,5}|\.{1,5}|-)[ ](?P<keep>)(?=\S)"),
        rule("mark-up", r"^\.(?=[^\s.])|[ ]\+$|^\+$"),
        strong(r"(?<![\w*])\*{1,2}(?P<keep>[^\s*](?:[^*\n]*[^\s*])?)\*{1,2}(?!\w)"),
        rule("mark of emphasis", r"(?<![\w_])_{1,2}(?P<keep>[^\s_](?:[^_\n]*[^\s_])?)_{1,2}(?!\w)"),
        rule("mark-up", r"(?<![\w`])`(?P<keep>[^\s`](?:[^`\n]*[^\s`])?)`(?!\w)"),
        rule(
            "mark-up",
            r"(?:\[[\w.\#-]+\])?(?<![\w\#])\#(?P<keep>[^\s\#](?:[^\#\n]*[^\s\#])?)\#(?!\w)",
        ),
    ),
)
