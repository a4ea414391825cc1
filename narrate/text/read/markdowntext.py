"""Transcripts that are written in Markdown to the text in them.

Markdown with headings is read as a script, which has one way to name who speaks. A transcript in
it has others, and times: it is read as plain text is, once its marks are gone.
"""

from __future__ import annotations

import re
from collections import Counter

from narrate.text.read.marked import COMMENT, Language, Rule, heading, rule, strong
from narrate.text.read.marks import could_be_name, is_anonymous

_SIGN = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|^---[ \t]*$|^ {0,3}[^\s>#=-].*\n=+[ \t]*$", re.MULTILINE)
_SCRIPT = re.compile(r"---[ \t]*\n(?:(?!---).*\n)*?(?:voices|announce|narrate):")  # a script's own
_TIMED = re.compile(
    r"^(?:[-*+>] |\#{1,6} )?(?:[*_`]{1,3})?(?:[^\s:\[(*][^:\n\[(*]{0,48}?[ :*]+)?"
    r"(?:[\[(]\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?: ?[-–>]+ ?[\d:.,]+)?[\])]"
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?=\s|\*|$))",
    re.MULTILINE,
)
_NAMED = re.compile(r"^(?:[-*+] )?([^\s:*_#>\[(][^:*\n]{0,40}):[ \t]+\S", re.MULTILINE)
_ALONE = re.compile(
    r"^(?:#{2,6} |\*{1,2}|__?)([^\s:*_#][^:*_\n]{0,40}?):?(?:\*{1,2}|__?)?:?[ \t]*$", re.MULTILINE
)
_BOLD = re.compile(r"^(?:\*\*|__)([^\s:*_][^:*\n]{0,40})(?::\*\*|\*\*:|:__)[ \t]", re.MULTILINE)
_SLANTED = re.compile(r"^_\*\*[^\s:*_][^:*\n]{0,40}:\*\*[ \t]\S.*_[ \t]*$", re.MULTILINE)
_PAGE = re.compile(r"^#{1,4}[ \t]+.{0,40}(?:transcript|show ?notes)\b", re.MULTILINE | re.I)
_LABEL = re.compile(r"^#{1,4}[ \t]+(?:full |episode )?transcript:?[ \t]*$", re.MULTILINE | re.I)
_HEADER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FEWEST_TIMES, _FEWEST_TURNS = 3, 4
_SHORT = 4000  # characters: in a longer dialogue more names recur


def is_markdown_transcript(text: str) -> bool:
    """Tell whether a text in Markdown opens its paragraphs with times, or with plain names."""
    likely = "\n#" in text or "\n===" in text or text[:1] in "#-"
    if not likely or not _SIGN.search(text) or _SCRIPT.match(text):
        return False
    times = (n for n, _ in enumerate(_TIMED.finditer(text), start=1))
    if any(n == _FEWEST_TIMES for n in times):
        return True
    if _LABEL.search(text):
        return True
    if len(_SLANTED.findall(text)) > 1:
        return True
    bold = {label.casefold() for label in _BOLD.findall(text)}
    if any(label.casefold() in bold for label in _NAMED.findall(text)):
        return True  # the same people in bold type and without
    if _mostly_turns(text):
        return True
    forms = (_NAMED, _ALONE, *((_BOLD,) if _PAGE.search(text) else ()))
    return any(_recur(Counter(form.findall(text))) for form in forms)


def plain_names(text: str) -> set[str]:
    """Return the names that come again at the beginning of lines, with a colon, in plain type."""
    labels = Counter(_NAMED.findall(text))
    return {label for label, n in labels.items() if n > 1 and _is_name(label)}


def _mostly_turns(text: str) -> bool:
    """Tell whether most paragraphs of a short dialogue open with names, of two people or more."""
    body = _HEADER.sub("", text[:_SHORT])
    paragraphs = [part for part in re.split(r"\n(?:[ \t]*\n)+", body.strip()) if part]
    opened = [found[1] for part in paragraphs if (found := _NAMED.match(part))]
    names = [label for label in opened if _is_name(label)]
    recur = len(names) > len(set(names)) > 1
    return recur and 2 * len(names) > len(paragraphs)


def _recur(labels: Counter[str]) -> bool:
    names = {label: n for label, n in labels.items() if n > 1 and _is_name(label)}
    return len(names) > 1 and sum(names.values()) >= _FEWEST_TURNS


def _is_name(label: str) -> bool:
    return could_be_name(label) or is_anonymous(label)


_TIME_BEHIND = re.compile(r"\s*[\[(]\d{1,2}(?::\d\d){1,2}[^\[\]()]{0,20}[\])]$")


def _level(found: re.Match[str]) -> int:
    """Return a heading's level; one that comes again is no heading but tells who speaks."""
    who = _TIME_BEHIND.sub("", found["keep"])
    again = f"# {who}\n" if who == found["keep"] else f"# {who} "
    return len(found["level"]) * (found.string.count(again) < 2)


_CLOCK = r"[\[(]?\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?"
_TIME = r"\[\(?\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\)?\]"

MARKDOWN = Language(
    "Markdown",
    is_markdown_transcript,
    (
        rule("header", r"\A---[ \t]*\n(?s:.{0,20000}?)^(?:---|\.\.\.)[ \t]*$"),
        rule(COMMENT, r"<!--(?s:.{0,20000}?)-->"),
        rule(
            "code block",
            r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})(?!te?xt\b)[\w+#-]+[ \t]*$(?s:.{0,20000}?)"
            r"^[ ]{0,3}(?P=fence)[ \t]*$",
        ),
        rule("mark-up", r"^[ ]{0,3}(?:`{3,}|~{3,})\w*[ \t]*$"),
        rule("picture", r"!\[[^\[\]\n]*\]\([^()\n]*\)"),
        rule("link", rf"(?P<keep>{_TIME})\([^()\s]*\)"),
        rule("link", r"\[(?P<keep>[^\[\]\n]+)\]\((?:[^()\s]|\([^()\s]*\))*(?:[ ]\"[^\"\n]*\")?\)"),
        rule("link", r"^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]+<?(?:https?:|/|\#|www\.).*$"),
        rule("link", r"\[(?P<keep>[^\[\]\n]+)\]\[[^\[\]\n]*\]"),
        rule("link", r"\[\[(?:[^\[\]|\n]*\|)?(?P<keep>[^\[\]\n]+)\]\]"),
        heading(
            r"^[ ]{0,3}(?P<level>\#{1,6})[ \t]+(?P<keep>\S.*?)"
            r"(?:[ \t]+\#+)?(?:[ ]\{[\#.][^{}\n]*\})?[ \t]*$",
            _level,
        ),
        heading(r"^[ ]{0,3}(?P<keep>[^\s>\#=-].*)\n={3,}[ \t]*$", lambda _: 1),
        rule("mark of emphasis", rf"^(?P<sign>[*_]{{1,3}}|`)(?P<keep>{_CLOCK})(?P=sign)"),
        rule("mark of emphasis", r"^_(?P<keep>\*\*[^*:\n]{1,40}:\*\*[ ]\S.*)_[ \t]*$"),
        strong(
            r"^(?P<sign>[*_]{1,2})"
            r"(?P<keep>[^\s*_:][^*_:\n]{0,60}(?:[ ]\d{1,2}(?::\d\d){1,2})?)(?P=sign)[ \t]*$",
        ),
        rule("footnote mark", r"\[\^[^\[\]\s]{1,40}\](?!:)"),
        rule(COMMENT, r"%%[^%\n]{1,300}%%"),
        rule("mark of emphasis", r"==(?P<keep>[^\s=][^=\n]*)=="),
        rule("mark of emphasis", r"~~(?P<keep>[^\s~][^~\n]*)~~"),
        rule("mark-up", r"\{\{[<%].{0,300}?[%>]\}\}|\{%.{0,300}?%\}"),
        Rule("tag", r"<br[ ]?/?>|&nbsp;", parts=True),
        rule("tag", r"</?[a-zA-Z][^<>\n@]{0,300}>"),
        rule("mark-up", r"\\$|\\(?P<keep>[!-/:-@\[-`{-~])"),
    ),
    re.compile(r"\A---[ \t]*\n(?:.+\n)*?title:[ \t]*[\"']?(\S.*?)[\"']?[ \t]*\n"),
)
