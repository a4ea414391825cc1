"""Org mode's outlines to the text in them."""

from __future__ import annotations

import re

from narrate.text.read.marked import COMMENT, Language, Rule, heading, rule, strong

_KEYWORD = re.compile(
    r"^[ \t]*(?:\#\+(?:title|author|date|options|startup|begin_\w+|filetags|email|property"
    r"|setupfile"
    r"|language|description|keywords|todo|html_head|latex_header)\b"
    r"|:(?:PROPERTIES|LOGBOOK):[ \t]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_STARS = re.compile(r"^\*+[ \t]+\S", re.MULTILINE)
_LINK = re.compile(r"\[\[[^\[\]\n]+\]\[[^\[\]\n]+\]\]")
_FEWEST_STARS, _MOST_STARRED = 2, 0.4  # of the rows
_BORDER = r"(?<![\w\\])"


def is_org(text: str) -> bool:
    """Tell whether a text is an Org file: its keywords, or an outline of stars above text."""
    if "#+" not in text and ":PROPERTIES:" not in text and "* " not in text[:200]:
        return False
    if _KEYWORD.search(text) and (_STARS.search(text) or text.lstrip().startswith("#+")):
        return True
    if not text.lstrip().startswith("* "):
        return False
    stars = sum(1 for _ in _STARS.finditer(text))
    deep = "\n** " in text or bool(_LINK.search(text))
    return deep and _FEWEST_STARS < stars < _MOST_STARRED * sum(1 for r in text.split("\n") if r)


ORG = Language(
    "Org",
    is_org,
    (
        rule(
            "figure, formula or code",
            r"(?i:^[ \t]*\#\+begin_(?P<what>src|example|export|comment|html|latex)\b"
            r"(?s:.{0,20000}?)^[ \t]*\#\+end_(?P=what)[ \t]*$)",
        ),
        rule("header", r"^[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*$(?s:.{0,9999}?)^[ \t]*:END:[ \t]*$"),
        rule(
            "header",
            r"^[ \t]*\#\+\w+(?:\[[^\]\n]*\])?:.*$|^[ \t]*(?:CLOSED|SCHEDULED|DEADLINE):.*$",
        ),
        rule("mark-up", r"(?i:^[ \t]*\#\+(?:begin|end)_\w+.*$)"),
        rule(COMMENT, r"^[ \t]*\#[ ].*$|^[ \t]*\#$"),
        heading(
            r"^(?P<level>\*+)[ \t]+(?:(?:TODO|DONE|NEXT|WAITING)[ ])?(?:\[\#\w\][ ])?"
            r"(?P<keep>\S.*?)(?:[ \t]+:[\w@:]+:)?[ \t]*$",
            lambda found: min(len(found["level"]), 6),
        ),
        rule("link", r"\[\[[^\[\]\n]+\]\[(?P<keep>[^\[\]\n]+)\]\]|\[\[[^\[\]\n]+\]\]"),
        rule("mark-up", r"^[ \t]*\|[-+|]+\|[ \t]*$|^[ \t]*\|[ \t]|[ \t]\|[ \t]*$"),
        Rule("mark-up", r"[ \t]\|(?=[ \t])", parts=True),
        rule("footnote", r"^\[fn:[^\[\]\n]+\][ \t]+\S.*$"),
        rule("footnote mark", r"\[fn:[^\[\]\n]*\]"),
        rule("date", r"[<\[]\d{4}-\d\d-\d\d[^<>\[\]\n]{0,30}[>\]]"),
        strong(rf"{_BORDER}\*(?P<keep>[^\s*](?:[^*\n]*[^\s*])?)\*(?!\w)"),
        *(
            rule(
                "mark of emphasis",
                rf"{_BORDER}{sign}(?P<keep>[^\s{sign}](?:[^{sign}\n]*[^\s{sign}])?){sign}(?!\w)",
            )
            for sign in ("/", "_", "=", "~", r"\+")
        ),
        rule("mark-up", r"\\\\[ \t]*$"),
    ),
    re.compile(r"^#\+title:[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE),
)
