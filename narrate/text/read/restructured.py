"""reStructuredText to the text in it."""

from __future__ import annotations

import re

from narrate.text.read.marked import COMMENT, Language, heading, rule, strong

_DIRECTIVE = re.compile(r"\.\. (?:[\w-]+::|_[^:\n]+:(?:\s|$)|\|[^|\n]+\| \w+::)", re.MULTILINE)
_INLINE = re.compile(r":[\w-]{1,60}:`[^`\n]+`|`[^`<>\n]+ <[^`<>\s]+>`__?|`[^`\n]+`__?(?!\w)")
_UNDERLINED = re.compile(r"^(?=(.{3,}))(?:\w).*\n([=~^\"'*+#-])\2{2,}[ \t]*$", re.MULTILINE)
_BELOW = r"(?:\n(?:[ \t]*$|(?P=indent)[ \t]+\S.*$))*"  # what is indented more belongs to it
_SILENT = (
    "image|figure|code|code-block|sourcecode|literalinclude|raw|math|toctree|contents|include"
    "|index|highlight|meta|role|default-role|csv-table|youtube|video|class|only|sectnum|title"
    "|currentmodule|module|tags|target-notes|header|footer|transition"
)
_SIGNS = r"[=\-~^\"'`:.*+\#_<>]"


def is_restructured(text: str) -> bool:
    """Tell whether a text is reStructuredText: a directive, or references of its own kind."""
    if "\n.. " not in text and not text.startswith(".. ") and "`" not in text:
        return False
    places = (found.start() for found in _DIRECTIVE.finditer(text))
    if any(not text[text.rfind("\n", 0, place) + 1 : place].strip() for place in places):
        return True
    return bool(_INLINE.search(text) and _UNDERLINED.search(text)) and "](" not in text


def _level(found: re.Match[str]) -> int:
    """Return a level by its sign, in the order that most authors use them in."""
    return min(2 + "=-~^".find(found["sign"]) % 5, 6) if not found["over"] else 1


RESTRUCTURED = Language(
    "reStructuredText",
    is_restructured,
    (
        rule(
            "figure, formula or code",
            rf"^(?P<indent>[ \t]*)\.\.[ ](?:\|[^|\n]+\|[ ])?(?:{_SILENT})::.*$" + _BELOW,
        ),
        rule(COMMENT, r"^(?P<indent>[ \t]*)\.\.[ ](?:_[^\n]*:|\[[^\]\n]*\])(?:[ ].*)?$" + _BELOW),
        rule(COMMENT, r"^(?P<indent>[ \t]*)\.\.(?![ ][\w-]+::)(?:[ ].*)?$" + _BELOW),
        rule("mark-up", r"^[ \t]*\.\.[ ][\w-]+::(?:[ \t]+(?P<keep>.*))?$"),
        rule("header", r"^[ \t]*:[\w][\w -]{0,40}:(?=\s).*$"),
        heading(
            rf"^(?:(?P<over>(?P<sign>{_SIGNS})(?P=sign){{2,}})[ \t]*\n)[ \t]*(?P<keep>\S.*)\n"
            r"(?P=sign){3,}[ \t]*$",
            lambda found: 1,
        ),
        heading(
            rf"^(?P<over>)(?P<keep>(?!{_SIGNS}{{3}})\S.*)\n"
            rf"(?P<sign>{_SIGNS})(?P=sign){{2,}}[ \t]*$",
            _level,
        ),
        rule(
            "figure, formula or code",
            r"(?<=:):[ \t]*$\n(?:[ \t]*\n)+(?P<indent>[ \t]+)\S.*(?:\n(?:[ \t]*$|(?P=indent).*$))*",
        ),
        rule("mark-up", r":[\w:-]{1,60}:`(?P<keep>[^`<>\n]*[^`<>\s])\s*(?:<[^`<>]*>)?`"),
        rule("link", r"`(?P<keep>[^`<>]*[^`<>\s])\s*<[^`<>]+>`__?"),
        rule("mark-up", r"``(?P<keep>[^`\n]+)``"),
        rule("link", r"`(?P<keep>[^`\n]+)`(?:__?)?"),
        rule("footnote mark", r"[ ]?\[(?:\d+|\#[\w-]*|\*)\]_"),
        rule("link", r"(?<=\w)__?(?![\w_])"),
        strong(r"(?<![\w*])\*\*(?P<keep>[^\s*][^*\n]*?)\*\*(?![\w*])"),
        rule("mark of emphasis", r"(?<![\w*])\*(?P<keep>[^\s*][^*\n]*?)\*(?![\w*])"),
        rule("mark-up", r"\\(?P<keep>[^\w\s])|\\(?=\s)|^\|[ ](?=\S)"),
    ),
)
