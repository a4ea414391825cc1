"""Abbreviations to full words, so that no voice takes their dots for the end of a sentence."""

from __future__ import annotations

import re

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.context import dot, ends_sentence
from narrate.text.speakable.rule import alternatives, rule, words
from narrate.text.speakable.shortened import (
    COMPASS,
    NEVER_LAST,
    NUMBERED,
    NUMBERED_UNDOTTED,
    POSTAL,
    REGNAL,
    SLASHED,
    STATES,
    STREETS,
    TEXTED,
    TITLES,
    UNDOTTED,
    WORDS,
)

_NO_DOT_TITLES = ("Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Mt")
_KEYS = {"Ctrl": "Control", "Cmd": "Command", "Alt": "Alt", "Shift": "Shift", "Opt": "Option"}
_KEY = r"(?:[A-Z0-9]|F[0-9]{1,2}|Del(?:ete)?|Tab|Esc|Enter|Shift|Alt|Opt|Cmd|[Cc]lick)\b"
_NUMBERED_THINGS = (
    "[Hh]is|[Hh]er|[Mm]y|[Yy]our|[Tt]he|[Pp]hone|[Aa]ccount|[Ss]erial|[Oo]rder|[Mm]odel"
)
_CLAUSE_STARTERS = (
    "And|At|But|He|Her|His|I|In|It|My|On|Our|She|So|That|The|Then|There|They|This|We|When|You"
)
_PLACES_AFTER = "Apartment|Apt|Bridge|Exchange|Journal|NE|NW|Room|SE|SW|Station|Suite|Unit|[NSEW]"

# A single capital with a dot is an initial after a name, but not after one of these.
_BEFORE_LETTER = frozenset(
    words("""
    And As Because Block Building But Category Chapter Class Exhibit Figure Gate Grade Group
    Hepatitis If Item Line Model Option Or Part Phase Plan Point Room Schedule Section Series Side
    So Step Study Table Team Than That Track Type Unit Vitamin When Zone Appendix
    """)
)
_PROCEDURES = {"Civ": "Civil", "Crim": "Criminal", "App": "Appellate"}
_SERIES = {"2d": "second", "3d": "third"}  # of law reports
_PARTIES = {"Lab": "Labour", "Con": "Conservative", "Dem": "Democrat", "Lib. Dem": "Lib Dem"}
_SERGEANTS = {"M": "Master", "S": "Staff", "T": "Technical"}
_LIVED = {"b": "born", "d": "died", "r": "reigned"}
_COUNTED = re.compile("(?:one|two|three|four|five|six|seven|eight|nine|ten|elve|een|ty|red)$")
_NAME_BEFORE = re.compile(r"([A-Za-z’']+) $")


def _street(match: re.Match[str]) -> str:
    return f"{match[1]} {STREETS[match[2]]}{dot(match)}"


def _initials(match: re.Match[str]) -> str:
    return spell(match[0].replace(".", "")) + dot(match)


def _initial(match: re.Match[str]) -> str:
    """Drop the dot of George W. Bush; keep it in "That is plan B. Then we …"."""
    before = _NAME_BEFORE.search(match.string, max(0, match.start() - 30), match.start())
    if before and (
        (before[1][0].islower() and not _COUNTED.search(before[1])) or before[1] in _BEFORE_LETTER
    ):
        return match[0]
    return match[0] if ends_sentence(match.string, match.end()) else match[0][:-1]


def _species(match: re.Match[str]) -> str:
    """Drop the dot of E. coli."""
    before = _NAME_BEFORE.search(match.string, max(0, match.start() - 30), match.start())
    return match[0] if before and before[1] in _BEFORE_LETTER else match[0].replace(".", "")


def _spaced_initials(match: re.Match[str]) -> str:
    """Drop the dots of J. R. R. Tolkien."""
    last = match.end() - 1
    return match[0] if ends_sentence(match.string, last) else match[0].replace(".", "")


RARER = (
    rule(rf"(?<![\w/-])({alternatives(TEXTED)})(?![\w/-])", lambda m: TEXTED[m[1]]),
    rule(r"\bpop\.(?= of\b)", "population"),
    rule(r"(?<=[0-9]g )sat\.", lambda m: f"saturated{dot(m)}"),
    rule(r"\b([NSEW])/b(?:ound)?\b", lambda m: f"{COMPASS[m[1]].lower()}bound"),
    rule(rf"\b({alternatives(_PARTIES)})\. (?=[0-9])", lambda m: f"{_PARTIES[m[1]]} "),
    rule(r"\b([MST])/Sgt\b\.?", lambda m: f"{_SERGEANTS[m[1]]} Sergeant"),
    rule("(?<=[\"”″] )o\\.c\\.", lambda m: f"on center{dot(m)}"),
    rule(r"\bv\. (?=[0-9]{1,3}(?!\w|\.[0-9]))", "verse "),
    rule(rf"\b({alternatives(REGNAL)})\. (?=[IVX]{{1,4}}\b)", lambda m: f"{REGNAL[m[1]]} "),
    rule(rf"\b({alternatives(STATES)}) (?=(?:Admin|Bus|Code|Const|Gen|Penal|Rev|Stat)\b)",
         lambda m: STATES[m[1]] + " "),
    rule(r"\bGen\. L(?:aws?)?\.?(?= (?:c|ch|chapter)\b)", "General Laws"),
    rule(r"\bRev\. Stat\.", "Revised Statutes"),
)  # fmt: skip
"""Tried before numbers where `RARER_SIGN` is found."""

RARER_SIGN = re.compile(
    r"\b(?:[a-z]{1,3}8r?|b4|2[a-z]{3,7}|4ever|[a-z]{3,5}1)\b|\b(?:pop|v|Gen|Rev)\. |[NSEWMT]/"
    r"|o\.c\.|sat\."
    r"|\b(?:Admin|Bus|Code|Const|Gen|Penal|Rev|Stat)\b|\b[A-Z][a-z]{1,4}\. (?:[0-9]|[IVX])|Dem\. "
)

BEFORE_NUMBERS = (
    rule(r"(?<=[0-9])\s?[º°˚]\s?([CFcf])\b", lambda m: f"°{m[1].upper()}"),
    rule(rf"\b({alternatives(NUMBERED)})(?:\.\s?|(?<=No) |(?<=Nos) )"
         r"(?=#?\(?[0-9]|(?:[IVX]{2,}|[VX])\b|(?<=Art. )I\b|(?<=Vol. )I\b)",
         lambda m: NUMBERED[m[1]] + " "),
    rule(r"\b(App|Bldg|Ch|Eq|Figs?|Pt|Rm|Sec|Ste|Vol)\. (?=[A-HJ-Z]\b(?![’']|\.\s[A-Z]))",
         lambda m: NUMBERED[m[1]] + " "),
    rule(rf"\b([NSEW])\. (?=(?:[A-Z][a-z]+|[0-9]+(?:st|nd|rd|th)) {alternatives(STREETS)}\b)",
         lambda m: f"{COMPASS[m[1]]} "),
    rule(rf"\b({_NUMBERED_THINGS}) no\.(?= [a-z0-9])", lambda m: f"{m[1]} number"),
    rule(r"\bed\. (?=[A-Z])", "edited by "),
    rule(r"(?<=[0-9](?:st|nd|rd|th))[ -]min\.", " minute"),
    rule(r"\bmed\.(?=-| (?:heat|high|low|flame|bowls?|onions?|eggs?|carrots?)\b)", "medium"),
    rule(r"\bca?\. (?=[~$£€])", "circa "),
    rule(r"(?<=[0-9] )pp\.", lambda m: f"pages{dot(m)}"),
    rule(r"(?<=[0-9])(?: ?ff|f)\.(?!\w)", lambda m: f" and following{dot(m)}"),
    rule(r"\b([Ee])st\. (?=(?:in )?(?:1[5-9]|20)[0-9]{2}\b)", lambda m: f"{m[1]}stablished "),
    rule(r"\b([Ee])st\. (?=[$£€]?[0-9])", lambda m: f"{m[1]}stimated "),
    rule(r"(?<=[0-9]) T\. (?=[a-z])", " tbsp "),  # of recipes, as is the next
    rule(r"(?<=[0-9½¼¾]) c\. (?=[a-z])", " cup "),
    rule(r"(?<=[0-9](?:st|nd|rd|th))[ -]c\.(?!\w)", lambda m: f" century{dot(m)}"),
    rule(r"(?<=(?:st|nd|rd|th) )Fl\.", lambda m: f"Floor{dot(m)}"),
    rule(r"\bReg\. (?=\(?[0-9E])", "Regulation "),
    rule(r"\bFed\. ?R\. ?(Civ|Crim|App)\. ?P\. ?(?=[0-9])",
         lambda m: f"Federal Rule of {_PROCEDURES[m[1]]} Procedure "),
    rule(r"(?<=[0-9](?:st|nd|rd|th) )Cir\.", lambda m: f"Circuit{dot(m)}"),
    rule(r"(?<=[0-9] )(F|P|A|So|[NS]\.[EW]|Cal\. ?App|F\. ?Supp|S\. ?Ct|L\. ?Ed)\."
         r"(?: ?(2d|3d|[4-9]th))?(?= [0-9])",
         lambda m: f"{m[1].replace('.', '')} {_SERIES.get(m[2] or '', m[2] or '')}".rstrip()),
    rule(rf"\b({alternatives(NUMBERED_UNDOTTED)}) (?=#?[0-9])",
         lambda m: NUMBERED_UNDOTTED[m[1]] + " "),
    rule(r"\bMk ?(?=[0-9IVX])", "Mark "),
    rule(r"\b(K|KV|D|RV)\. (?=[0-9]{2,3}\b)", lambda m: f"{m[1]} "),
    rule(r"\bN[º°]\.?\s?(?=[0-9])", "number "),
    rule(r"&c\b\.?", lambda m: f"et cetera{dot(m)}"),
    rule(r"#(?=[0-9])", "number "),
    rule(r"(?:(?<=[(;,] )|(?<=\()|(?<=and ))(b|d|r)\. (?=(?:c\. )?[0-9]{4})",
         lambda m: _LIVED[m[1]] + " "),
    rule(rf"(?<![\w/])({alternatives(SLASHED)})(?=[\s.,;!?)]|$)(?:(?<=w/)\s?)?",
         lambda m: SLASHED[m[1]] + (" " if m[1] == "w/" else "")),
    rule(rf"\b([A-Z][a-z]+(?:[’']s)?|[0-9]+(?:st|nd|rd|th)|[NSEW]) ({alternatives(STREETS)})"
         rf"\.(?!\w)(?=[\"”’')]*(?:$|[,;:!?]|\s+(?:[a-z0-9&]|(?:{_PLACES_AFTER}|{_CLAUSE_STARTERS})\b)))",
         _street),
)  # fmt: skip

RULES = (
    rule(rf"\b({alternatives(_KEYS)}) ?[+-] ?(?={_KEY})", lambda m: f"{_KEYS[m[1]]} "),
    rule(rf"(?<=[a-z], )({alternatives(POSTAL)})"
         r"(?=(?: (?:zero|one|two|three|four|five|six|seven|eight|nine)){2}\b"
         r"|,|\.?$)", lambda m: POSTAL[m[1]]),
    rule(rf"(?<=, )({alternatives(STATES)})(?=[,)]|\s[a-z0-9]|\.?$)",
         lambda m: STATES[m[1]] + dot(m)),
    rule(rf"\b({alternatives(TITLES)})\.\s*"
         r"(?=\ue000|[A-Z](?:[\w.’']|\b)|the\b|(?:and|or|&) (?:Mrs?|Ms|Dr)\b)",
         lambda m: TITLES[m[1]] + " "),
    rule(rf"\b({alternatives(_NO_DOT_TITLES)})\s(?=\ue000|[A-Z][a-z’']|[A-Z]\.|[A-Z]\b)",
         lambda m: TITLES[m[1]] + " "),
    rule(r"\b([A-Z][a-z]+|[a-z-]*(?:first|second|third|(?:our|ix|if|v?en|n?in|eigh|elf|tie)th))"
         r" ("
         + "|".join(STREETS) + r")"
         r"(?=[,;]|\s+(?:in|at|and|on|near|is|was|to|by)\b|[.!?]?$)", _street),
    rule(rf"(?<![\w.])({alternatives(WORDS)})\.(?!\w|\.)",
         lambda m: WORDS[m[1]] + ("" if m[1] in NEVER_LAST else dot(m))),
    rule(rf"(?<![\w.])({alternatives(UNDOTTED)})(?!\w|\.\w)", lambda m: UNDOTTED[m[1]]),
    rule(r"(?<![\w.])P\.S\.(?= )", "P.S,"),
    rule(r"(?<![\w.])(?:[A-Za-z]\.){2,6}(?!\w)", _initials),
    rule(r"(?<=[A-Za-z.)]) v\.?(?= [A-Z])", " versus"),
    rule(r"\b(?:[A-Z]\. ){2,3}(?=[A-Z][a-z])", _spaced_initials),
    rule(r"(?:(?<=[\s(“\"])|^)[A-Z]\. (?=[a-z]{3})", _species),
    rule(r"(?:(?<=[A-Za-z:,;] )|^)[A-HJ-Z]\.(?=\s+[A-Z]['’]?[A-Za-z])", _initial),
)  # fmt: skip
