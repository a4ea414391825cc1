"""Places in scripture, laws, plays and books to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, digits, label, ordinal, year
from narrate.text.speakable.roman import value
from narrate.text.speakable.rule import alternatives, rule, words
from narrate.text.speakable.shortened import ALL_POSTAL, STATES

_SHORT_BOOKS = {
    "Gen": "Genesis", "Ex": "Exodus", "Exod": "Exodus", "Lev": "Leviticus", "Num": "Numbers",
    "Deut": "Deuteronomy", "Josh": "Joshua", "Judg": "Judges", "Sam": "Samuel", "Kgs": "Kings",
    "Chron": "Chronicles", "Chr": "Chronicles", "Neh": "Nehemiah", "Ps": "Psalm", "Pss": "Psalms",
    "Prov": "Proverbs", "Eccl": "Ecclesiastes", "Isa": "Isaiah", "Jer": "Jeremiah",
    "Ezek": "Ezekiel", "Dan": "Daniel", "Hos": "Hosea", "Mic": "Micah", "Zech": "Zechariah",
    "Mal": "Malachi", "Matt": "Matthew", "Mt": "Matthew", "Mk": "Mark", "Lk": "Luke", "Jn": "John",
    "Rom": "Romans", "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians",
    "Phil": "Philippians", "Col": "Colossians", "Thess": "Thessalonians", "Tim": "Timothy",
    "Heb": "Hebrews", "Jas": "James", "Pet": "Peter", "Rev": "Revelation",
}  # fmt: skip
_BOOKS = words("""
    Acts Amos Chronicles Colossians Corinthians Daniel Deuteronomy Ecclesiastes Ephesians Esther
    Exodus Ezekiel Ezra Galatians Genesis Habakkuk Haggai Hebrews Hosea Isaiah James Jeremiah Job
    Joel John Jonah Joshua Jude Judges Kings Lamentations Leviticus Luke Malachi Mark Matthew Micah
    Nahum Nehemiah Numbers Obadiah Peter Philemon Philippians Proverbs Psalm Psalms Qur'an Qur’an
    Quran Koran Revelation Romans Ruth Samuel Surah Sura Thessalonians Timothy Titus Zechariah
""")
_BOOK = rf"(?:(?P<short>{alternatives(_SHORT_BOOKS)})\.?|(?P<book>{alternatives(_BOOKS)}))"
_VERSE = r"[0-9]{1,3}(?:[a-d]|ff?\.?)?(?![\w:])"
_PLACE = rf"[0-9]{{1,3}}: ?{_VERSE}(?:\s?[–-]\s?(?:[0-9]{{1,3}}:)?{_VERSE})?"
_SPEAKER = r"i\b(?! of\b| [a-z]+s\b|[.,;:)]|$)"  # of "the part i like"
_NUMBERED_BOOK = (
    r"(Samuel|Kings|Chronicles|Corinthians|Thessalonians|Timothy|Peter|John"
    r"|Sam|Kgs|Chr|Chron|Cor|Thess|Tim|Pet)\b\.?"
)
_NUMERAL = rf"(?P<roman>(?!{_SPEAKER})(?=[ivx])x{{0,3}}(?:ix|iv|v?i{{0,3}}))"
_PARTS = (
    "[Ss]cene|[Aa]ct|[Cc]hapter|[Cc]h\\.|[Bb]ook|[Pp]age|[Pp]p?\\.|[Vv]ol(?:ume|\\.)|[Pp]art|[Cc]olumn"
    "|[Nn]ote|[Ss]tanza"
)
_LETTERED = r"(?:\((?:[a-zA-Z]|[ivx]{2,4}|[0-9]{1,2})\))"
_TAX = frozenset({"401(k)", "403(b)", "501(c)"})  # said as names
_SHORT_PARTS = {"ch.": "chapter", "p.": "page", "pp.": "pages", "vol.": "volume"}


def _place(match: re.Match[str]) -> str:
    """Say 12:31b-14:1a as twelve thirty-one B to fourteen one A."""
    said = re.sub(r"(?<=[0-9])(f{1,2})\b\.?", " and following", match[0])
    said = re.sub(r"([0-9])([a-d])\b", lambda m: f"{m[1]} {m[2].upper()}", said)
    said = re.sub(r"[–-]", " to ", said.replace(":", " "))
    return re.sub("[0-9]+", lambda m: cardinal(int(m[0])), " ".join(said.split()))


def _verse(match: re.Match[str]) -> str:
    book = match["book"] or _SHORT_BOOKS[match["short"]]
    which = f"{ordinal(int(match['which'])).capitalize()} " if match["which"] else ""
    return f"{which}{book} {re.sub(_PLACE, _place, match['places'])}"


def _isbn(match: re.Match[str]) -> str:
    groups = re.split("[- ]", match[2])
    said = ", ".join(digits(g.rstrip("X")) + (" X" if g.endswith("X") else "") for g in groups)
    return f"{match[1]} {said.strip()}"


def _letters(marks: str) -> str:
    """Say (a)(2) of a section."""
    parts = re.findall(r"\w+", marks)
    return "".join(f", {cardinal(int(p)) if p.isdigit() else p.upper()}" for p in parts)


def _numeral_range(match: re.Match[str]) -> str:
    part = match["part"]
    ends = [value(match[end].upper()) for end in ("first", "last")]
    if ends[0] >= ends[1]:
        return match[0]
    return f"{_full(part)} {cardinal(ends[0])} to {cardinal(ends[1])}"


def _small_numeral(match: re.Match[str]) -> str:
    return f"{_full(match['part'])} {cardinal(value(match['roman'].upper()))}"


def _full(part: str) -> str:
    full = _SHORT_PARTS.get(part.lower(), part)
    return full.capitalize() if part[0].isupper() else full


RULES = (
    rule(rf"(?<![\w.:,-])(?:(?P<which>[123]) )?\b{_BOOK} "
         rf"(?P<places>{_PLACE}(?:[;,] ?{_PLACE}){{0,9}})(?![\w:])", _verse),
    rule(rf"(?<![\w.,:-])([123]) {_NUMBERED_BOOK}(?= [0-9])",
         lambda m: f"{ordinal(int(m[1])).capitalize()} {_SHORT_BOOKS.get(m[2], m[2])}"),
    rule(r"\bPs\.? (?=[0-9])", "Psalm "),
    rule(r"\b(ISBN(?:-1[03])?(?: is| was|:| number)?) ([0-9][0-9 -]{8,18}[0-9X])(?!\w)", _isbn),
    rule(r"(?<![\w.,:])(?!1-[0-9]{3}-[0-9]{3}-[0-9]{4}(?![\w-]))"
         r"[0-9]{1,7}(?:-[0-9]{1,7}){3,6}(?:-X)?(?![\w-])",
         lambda m: ", ".join(digits(g) or g for g in m[0].split("-"))),
    rule(rf"(§ ?|\b[Ss]ections? )([0-9]{{3,4}})\.([0-9]{{1,4}})({_LETTERED}{{0,5}})(?!\w)",
         lambda m: f"{m[1]}{label(m[2])} point {label(m[3])}{_letters(m[4])}"),
    rule(rf"(?<![\w.])([0-9]{{1,4}})({_LETTERED}{{1,5}})(?!\w)",
         lambda m: m[0] if m[0][:6] in _TAX else m[1] + _letters(m[2])),
    rule(r"(?<=\(EU\) )(20[0-9]{2})/([0-9]{1,4})\b",
         lambda m: f"{year(int(m[1]))} slash {label(m[2])}"),
    rule(r"\bOpus ([0-9]{1,3})/([0-9]{1,2})(?![\w/])",
         lambda m: f"Opus {cardinal(int(m[1]))} number {cardinal(int(m[2]))}"),
    rule(r"\bHob\. ?([IVX]{1,6})[a-d]?:([0-9]{1,3})(?!\w)",  # Haydn's works
         lambda m: f"Hoboken {cardinal(value(m[1]))} {cardinal(int(m[2]))}"),
    rule("§§ ?(?=[0-9])", "sections "),
    rule("¶¶ ?(?=[0-9])", "paragraphs "),
)  # fmt: skip

NUMERALS = (
    rule(rf"\b(?P<part>{_PARTS}) {_NUMERAL}(?![\w-])", _small_numeral),
    rule(rf"\b(?P<part>(?:{_PARTS})s?) (?P<first>[ivx]{{1,5}}|[IVXL]{{1,6}})[–-]"
         r"(?P<last>[ivx]{1,5}|[IVXL]{1,6})(?![\w-])", _numeral_range),
    rule(r"(?:(?<=\()|(?<=[a-z], ))([DRI])-([A-Z][A-Za-z.]{1,5}[a-z.]|[A-Z]{2})(?=[),;])",
         lambda m: f"{m[1]}, {STATES.get(m[2]) or ALL_POSTAL.get(m[2]) or m[2].rstrip('.')}"),
)  # fmt: skip
"""Tried where there need be no digit."""
