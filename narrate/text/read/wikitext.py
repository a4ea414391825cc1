"""MediaWiki's pages to the text in them."""

from __future__ import annotations

import re

from narrate.text.read.marked import COMMENT, Language, Rule, heading, item, rule, strong

_HEADING = re.compile(r"^(={2,6})[ \t]*[^=\s].*?\1[ \t]*$", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{2,200}")
_LINK = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\[https?://\S+ [^\[\]\n]+\]")
_BOLD = re.compile(r"(?<!')'''[^'\n]+'''(?!')")
_FEWEST_SIGNS = 3
_BRACES = (
    r"\{\{(?>[^{}]|\{\{(?>[^{}]|\{\{[^{}]{0,999}\}\}|[{}](?![{}])){0,999}\}\}"
    r"|[{}](?![{}])){0,4999}\}\}"
)
_FILES = (
    "file|image|media|category|datei|bild|kategorie|fichier|catégorie|archivo|categoría|файл"
    "|категория"
)
_LAST = "references|external[ ]links|see[ ]also"


def is_wikitext(text: str) -> bool:
    """Tell whether a text is the source of a wiki's page: by signs of at least two kinds."""
    if not any(sign in text for sign in ("\n==", "'''", "{{", "[[")):
        return False
    kinds = [sum(1 for _ in sign.finditer(text)) for sign in (_HEADING, _TEMPLATE, _LINK, _BOLD)]
    own = kinds[0] + kinds[3]  # that no other language has
    return own > 0 and sum(kinds) >= _FEWEST_SIGNS and sum(map(bool, kinds)) > 1


WIKITEXT = Language(
    "MediaWiki",
    is_wikitext,
    (
        rule(COMMENT, r"<!--(?s:.{0,20000}?)-->"),
        rule("footnote", r"<ref\b[^<>/]*/>|<ref\b[^<>]*>(?s:.{0,9999}?)</ref>"),
        rule(
            "figure, formula or code",
            r"<(?P<what>math|gallery|syntaxhighlight|source|timeline|imagemap)\b"
            r"(?s:.{0,20000}?)</(?P=what)>|^[ \t]*\{\|(?s:.{0,20000}?)^[ \t]*\|\}",
        ),
        rule(
            "template",
            r"\{\{(?i:dialogue|speech|line|says)\|(?P<who>[^{}|=\n]{1,40})\|(?P<keep>[^{}|\n]+)\}\}",
        ),
        rule(
            "template",
            r"\{\{(?i:[cb]?quote|quotation|blockquote)\|(?:text=|1=)?(?P<keep>[^{}|=\n]+)"
            r"(?:\|[^{}]*)?\}\}",
        ),
        rule("template", _BRACES),
        rule(
            "picture or category",
            rf"(?i:\[\[:?(?:{_FILES}):(?>[^\[\]]|\[\[[^\[\]]*\]\]|\[[^\[\]]*\]){{0,999}}\]\])",
        ),
        rule("link", r"\[\[(?:[^\[\]|\n]*\|)?(?P<keep>[^\[\]|\n]+)\]\]|\[\[[^\[\]\n]*\]\]"),
        rule("link", r"\[(?:https?:)?//[^\s\[\]]+(?:[ \t]+(?P<keep>[^\[\]\n]*))?\]"),
        rule(
            "references",
            rf"^==[ ]*(?i:{_LAST})[ ]*==[ \t]*$(?s:.*?)(?=^==[^=]|\Z)",
        ),
        heading(r"^(?P<level>={1,6})[ \t]*(?P<keep>[^=\s].*?)[ \t]*(?P=level)[ \t]*$"),
        strong(r"(?<!')'{3}(?P<keep>[^'\n]+)'{3}(?!')"),
        Rule("mark-up", r"<br[ ]?/?>", parts=True),
        rule("mark-up", r"</?[a-zA-Z][^<>\n]{0,300}>|__[A-Z]{3,20}__|'{2,5}|^-{4,}"),
        item(r"^[*\#]+[ \t]*(?P<keep>)(?=\S)"),
        rule("mark-up", r"^[:;]+[ \t]*|^\#REDIRECT\b.*$"),
    ),
)
