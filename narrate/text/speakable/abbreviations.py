"""Abbreviations to full words, so that no voice takes their dots for the end of a sentence."""

from __future__ import annotations

import re

from narrate.text.speakable.rule import alternatives, ends_sentence, rule

_TITLES = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Prof": "Professor",
    "Gov": "Governor", "Sen": "Senator", "Rep": "Representative", "Gen": "General",
    "Col": "Colonel", "Maj": "Major", "Capt": "Captain", "Cmdr": "Commander", "Lt": "Lieutenant",
    "Sgt": "Sergeant", "Cpl": "Corporal", "Pvt": "Private", "Adm": "Admiral", "Rev": "Reverend",
    "Hon": "Honorable", "Pres": "President", "Fr": "Father", "St": "Saint", "Ste": "Saint",
    "Mt": "Mount", "Ft": "Fort", "Msgr": "Monsignor", "Supt": "Superintendent", "Det": "Detective",
    "Insp": "Inspector", "Drs": "Doctors", "Messrs": "Messrs", "Sens": "Senators",
    "Reps": "Representatives", "Gens": "Generals", "Profs": "Professors", "Amb": "Ambassador",
    "Sr": "Sister", "Br": "Brother", "Mme": "Madame",
}  # fmt: skip
_NO_DOT_TITLES = ("Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Mt")
_STREETS = {
    "St": "Street", "Dr": "Drive", "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road", "Ln": "Lane",
    "Hwy": "Highway", "Pkwy": "Parkway", "Ct": "Court", "Pl": "Place", "Sq": "Square",
    "Ter": "Terrace", "Cir": "Circle", "Expy": "Expressway", "Fwy": "Freeway",
}  # fmt: skip
_WORDS = {
    "vs": "versus", "e.g": "for example", "i.e": "that is", "cf": "compare", "approx": "approximately",
    "a.k.a": "also known as", "incl": "including", "excl": "excluding", "esp": "especially",
    "dept": "department", "Dept": "Department", "Univ": "University", "Assn": "Association",
    "govt": "government", "Govt": "Government", "Natl": "National", "Intl": "International",
    "misc": "miscellaneous", "Corp": "Corporation", "Inc": "Incorporated", "Ltd": "Limited",
    "Co": "Company", "Bros": "Brothers", "Jr": "Junior", "Sr": "Senior", "Esq": "Esquire",
    "Ph.D": "P-H-D", "Ph.Ds": "P-H-D's", "Calif": "California", "Mass": "Massachusetts", "Fla": "Florida",
    "Conn": "Connecticut", "Penn": "Pennsylvania", "Tenn": "Tennessee", "Wis": "Wisconsin",
    "Minn": "Minnesota", "Okla": "Oklahoma", "Colo": "Colorado", "Ariz": "Arizona",
    "etc": "et cetera", "appt": "appointment", "apt": "apartment", "Apt": "Apartment", "est": "established",
    "Est": "Established", "max": "maximum", "avg": "average", "temp": "temperature",
    "viz": "namely", "ibid": "ibidem", "Ave": "Avenue", "Blvd": "Boulevard", "Hwy": "Highway",
    "rev": "revised", "Messrs": "Messrs", "al": "al", "w.r.t": "with respect to", "tel": "telephone",
    "Tel": "Telephone", "ext": "extension", "Ext": "Extension", "vol": "volume", "attn": "attention",
    "P.S": "P-S", "R.I.P": "R-I-P", "Sept": "September", "Dec": "December", "Nov": "November",
    "Feb": "February", "Aug": "August", "Oct": "October", "Jan": "January",
}  # fmt: skip
_UNDOTTED = {"vs": "versus", "etc": "et cetera", "aka": "also known as", "approx": "approximately"}
_NUMBERED = {
    "No": "number", "no": "number", "Nos": "numbers", "nos": "numbers", "Vol": "Volume",
    "vol": "volume", "Ch": "Chapter", "ch": "chapter", "Fig": "Figure", "fig": "figure",
    "Figs": "Figures", "Sec": "Section", "sec": "section", "p": "page", "pp": "pages",
    "Art": "Article", "Eq": "Equation", "eq": "equation", "Ep": "Episode", "ep": "episode",
    "vv": "verses", "Op": "Opus", "op": "opus", "Pt": "Part", "pt": "part", "Par": "Paragraph",
    "par": "paragraph", "ca": "circa", "c": "circa", "App": "Appendix", "Rm": "Room", "S": "Season",
}  # fmt: skip
_BUSINESS = frozenset({"Corp", "Inc", "Ltd", "Co", "Bros", "Jr", "Sr", "Esq", "etc", "al"})
_SLASHED = {"w/o": "without", "b/c": "because", "w/": "with", "c/o": "care of", "n/a": "not applicable", "N/A": "not applicable"}  # fmt: skip

# A single capital and a dot is an initial after a name, but not after one of these.
_BEFORE_LETTER = (
    "Plan|Vitamin|Part|Group|Hepatitis|Type|Section|Grade|Team|Option|Exhibit|Appendix|Class|Series|"
    "Category|Point|Schedule|Side|Step|Model|Line|Room|Gate|Unit|Block|Zone|Phase|Track|Study|Item|"
    "Chapter|Building|Figure|Table|Block|And|But|So|Than|Because|As|Or|If|When|That"
)


def _said(match: re.Match[str], word: str) -> str:
    """Return `word`, with the full stop where the abbreviation's dot also ends the sentence."""
    dotted = match[0].rstrip().endswith(".")
    return word + ("." if dotted and ends_sentence(match.string, match.end()) else "")


def _title(match: re.Match[str]) -> str:
    return _TITLES[match[1]] + " "


def _street(match: re.Match[str]) -> str:
    return f"{match[1]} {_said(match, _STREETS[match[2]])}"


def _plain(match: re.Match[str]) -> str:
    spoken = _WORDS[match[1]]
    return _said(match, spoken)


def _initials(match: re.Match[str]) -> str:
    letters = match[0].replace(".", "").replace(" ", "")
    return _said(match, "-".join(letters))


def _initial(match: re.Match[str]) -> str:
    return match[0][:-1]


_NAMES_AFTER = r"(?=\s+(?:[A-Z][a-z’']|[A-Z]\.|O[’']|Mc|van |von |de |da |\ue000))"

BEFORE_NUMBERS = (
    rule(
        r"\b("
        + alternatives(_NUMBERED)
        + r")\.?\s?(?:(?<=\.)|(?<=\. )|(?<=No ))(?=#?[0-9]|(?:[IVX]{2,}|[VX])\b)",
        lambda m: _NUMBERED[m[1]] + " ",
    ),
    rule(r"#(?=[0-9])", lambda m: "number "),
    rule(
        r"(?<![\w/])(" + alternatives(_SLASHED) + r")(?=[\s.,;!?]|$)(?:(?<=w/)\s?)?",
        lambda m: _SLASHED[m[1]] + (" " if m[1] == "w/" else ""),
    ),
    rule(
        r"\b([A-Z][a-z]+|[0-9]+(?:st|nd|rd|th)|[NSEW]) ("
        + alternatives(_STREETS)
        + r")\.(?!\w)(?=[\"”’')]*(?:$|[,;:!?]|\s+(?:[a-z0-9]|(?:Suite|Apt|Apartment|Unit|Room|Journal|Bridge|Station|Exchange|NW|NE|SW|SE|[NSEW])\b|"
        r"(?:The|He|She|It|We|They|You|I|But|And|So|In|On|At|This|That|There|Then|When|My|Our|His|Her)\b)))",
        _street,
    ),
)

RULES = (
    rule(r"\b(" + alternatives(_TITLES) + r")\.\s*" + r"(?=[A-Z][\w.’']|\ue000|the\b|(?:and|or|&) (?:Mrs?|Ms|Dr)\b)", _title),
    rule(r"\b(" + alternatives(_NO_DOT_TITLES) + r")\s(?=\ue000|[A-Z][a-z’']|[A-Z]\.|[A-Z]\b)", _title),
    rule(r"\b([A-Z][a-z]+|[0-9]+(?:st|nd|rd|th)) (St|Ave|Rd|Blvd|Ln|Dr)(?=[,;]|\s+(?:in|at|and|on|near|is|was|to|by)\b|[.!?]?$)",
         lambda m: f"{m[1]} {_STREETS[m[2]]}"),
    rule(r"(?<![\w.])(" + alternatives(_WORDS) + r")\.(?!\w|\.)", lambda m: _plain(m)),
    rule(r"(?<![\w.])(vs|etc|aka|approx)(?![\w.])", lambda m: _UNDOTTED[m[1]]),
    rule(r"(?<![\w.])(?:[A-Z]\.){2,5}(?!\w)(?=\s+[A-Z][a-z])(?<!U\.S\.)(?<!U\.K\.)(?<!U\.N\.)(?<!E\.U\.)(?<!D\.C\.)",
         _initials),
    rule(r"(?<![\w.])(?:[A-Za-z]\.){2,6}(?!\w)", _initials),
    rule(r"\b(?:[A-Z]\. ?){2,3}(?=[A-Z][a-z])", lambda m: " ".join(re.findall("[A-Z]", m[0])) + " "),
    rule(r"(?:(?<=[a-z] )|^)(?<!\b(?:Plan|Team|Part|Type) )[A-HJ-Z]\.(?=\s+[A-Z][a-z])", lambda m: _maybe_initial(m)),
)  # fmt: skip


def _maybe_initial(match: re.Match[str]) -> str:
    """Drop the dot of George W. Bush; keep it in "That is plan B. Then we …"."""
    before = re.search(r"([A-Za-z’']+) $", match.string[: match.start()][-40:])
    if before and (not before[1][0].isupper() or re.fullmatch(_BEFORE_LETTER, before[1])):
        return match[0]
    return match[0] if ends_sentence(match.string, match.end()) else match[0][:-1]
