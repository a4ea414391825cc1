"""LaTeX to the text in it."""

from __future__ import annotations

import re

from narrate.text.read.marked import COMMENT, Language, Rule, item, rule, strong

_SIGNS = re.compile(r"^[^%\n]*?\\(?:[a-zA-Z]+\*?)(?:\[[^\]\n]*\])?\{", re.MULTILINE)
_FEWEST_SIGNS = 4  # where no document begins
_SURELY = ("\\documentclass", "\\begin{document}")
_LIKELY = ("\\section", "\\chapter", "\\subsection", "\\begin{")
_BRACED = r"\{(?>[^{}]|\{(?>[^{}]|\{(?>[^{}]|\{[^{}]{0,999}\}){0,999}\}){0,999}\}){0,2999}\}"
_LEVELS = {
    "part": 1,
    "chapter": 1,
    "act": 1,
    "scene": 2,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
}
_FLOATS = (
    "figure|table|tabular[xy]?|longtable|equation|align|gather|multline|eqnarray|displaymath"
    "|verbatim|lstlisting|minted|tikzpicture|thebibliography|filecontents|comment|algorithm"
)
_WITHOUT_TEXT = (  # commands whose arguments are no text
    r"label|ref|eqref|pageref|autoref|[cC]ref|nameref|cite\w*|nocite|vspace|hspace|vskip|hskip"
    r"|includegraphics|input|include|bibliography|bibliographystyle|printbibliography|pagestyle"
    r"|thispagestyle|setlength|addtolength|setcounter|addtocounter|hypersetup|usepackage|hypertarget"
    r"|newcommand|renewcommand|providecommand|newenvironment|definecolor|color|fontsize|index"
    r"|hyphenation|begin|end|pagenumbering|date|author|title|subtitle|thanks|DeclareMathOperator"
    r"|selectlanguage|documentclass|graphicspath|phantomsection|addcontentsline|markboth"
    r"|Character|setmainfont|bookmarksetup|enlargethispage"
)


def _level(found: re.Match[str]) -> int:
    return _LEVELS.get(found["kind"], 4)


def is_latex(text: str) -> bool:
    """Tell whether a text is a document in LaTeX, or a part of one."""
    if "\\" not in text or not any(sign in text for sign in (*_SURELY, *_LIKELY)):
        return False
    if any(sign in text for sign in _SURELY):
        return True
    signs = sum(1 for _ in _SIGNS.finditer(text))
    return signs >= max(_FEWEST_SIGNS, text.count("\n") // 50)


LATEX = Language(
    "LaTeX",
    is_latex,
    (
        rule("preamble of LaTeX", r"\A(?s:.{0,99999}?)\\begin\{document\}"),
        rule("LaTeX", r"\\end\{document\}(?s:.*)"),
        rule(
            "figure, formula or code",
            rf"\\begin\{{(?P<what>(?:{_FLOATS})\*?)\}}(?s:.{{0,20000}}?)\\end\{{(?P=what)\}}"
            r"|(?<!\\)\$\$(?s:[^$]{0,9999}?)\$\$|\\\[(?s:.{0,9999}?)\\\]",
        ),
        rule(COMMENT, r"(?<!\\)%.*$"),
        rule("name of the speaker", r"\\speak(?:er)?\{(?P<who>[^{}\n]{1,40})\}[ :]*"),
        rule("name of the speaker", r"\\(?P<who>[a-z]{2,20})speaks\b[ ]*"),
        rule("stage direction", r"\\direct\{[^{}\n]*\}"),
        rule("footnote", rf"\\(?:footnote|footnotetext|marginpar|todo)(?:\[[^\]]*\])?{_BRACED}"),
        rule("LaTeX", rf"\\texorpdfstring{_BRACED}(?=\{{)"),
        rule("LaTeX", rf"\\(?:href|textcolor|colorbox|foreignlanguage){_BRACED}(?=\s*\{{)"),
        rule(
            "LaTeX",
            rf"\\(?:{_WITHOUT_TEXT})\*?(?![a-zA-Z])(?:\s?\[[^\]\n]*\])*(?:\s?{_BRACED})*",
        ),
        Rule(
            "LaTeX",
            r"\\(?P<kind>part|chapter|act|scene|(?:sub){0,2}section|(?:sub)?paragraph)\*?"
            rf"(?:\[[^\]\n]*\])?(?P<keep>{_BRACED})",
            _level,
        ),
        strong(r"\\textbf\{(?P<keep>[^{}\n]+)\}"),
        item(r"\\item\b[ ]?(?P<keep>)"),
        Rule("LaTeX", r"\\\\(?:\[[^\]\n]{0,20}\])?|(?<!\\)~|\\(?=\s)", parts=True),
        rule("LaTeX", r"(?<!\\)[{}$]|``|''"),
        rule("LaTeX", r"\\(?P<keep>[$%&\#_{}])"),
        rule("LaTeX", r"\\[a-zA-Z@]+\*?(?:\[[^\]\n]{0,99}\])?|\\[^\sa-zA-Z\x00]|\\$"),
    ),
    re.compile(r"\\title(?:\[[^\]\n]*\])?\{([^{}\\]{1,200})\}"),
)
