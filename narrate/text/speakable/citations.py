"""Places in scripture, laws, plays and books, and moves of chess, to words."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, digits, ordinal
from narrate.text.speakable.roman import value
from narrate.text.speakable.rule import Rule, alternatives, rule, words
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
_NUMERAL = r"(?P<roman>(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))"
_PARTS = "[Ss]cene|[Aa]ct|[Cc]hapter|[Cc]h\\.|[Bb]ook|[Pp]age|[Pp]p?\\.|[Vv]ol(?:ume|\\.)|[Pp]art"
_MEN = {"K": "king", "Q": "queen", "R": "rook", "B": "bishop", "N": "knight"}
_MOVE = re.compile(
    r"\b(?P<man>[KQRBN])(?P<file>[a-h])?(?P<takes>x)?(?P<to>[a-h])(?P<rank>[1-8])(?P<sign>[+#])?"
    r"(?![\w+#])"
)
_CHESS = re.compile(r"\b(?:chess|[Bb]ishop|[Kk]night|[Rr]ook|[Pp]awn|castled?|checkmate)")
_SIGNS = {"": "", "+": ", check", "#": ", checkmate"}
_SHORT_PARTS = {"ch.": "chapter", "p.": "page", "pp.": "pages", "vol.": "volume"}


def _verse(match: re.Match[str]) -> str:
    book = match["book"] or _SHORT_BOOKS[match["short"]]
    which = f"{ordinal(int(match['which'])).capitalize()} " if match["which"] else ""
    said = f"{which}{book} {cardinal(int(match['chapter']))} {cardinal(int(match['verse']))}"
    return said + (f" to {cardinal(int(match['last']))}" if match["last"] else "")


def _move(match: re.Match[str]) -> str:
    """Say Nbxd7+ as knight b takes d seven, check; one move alone may be anything."""
    text = match.string
    if not (_CHESS.search(text) or len(_MOVE.findall(text)) > 1):
        return match[0]
    parts = (_MEN[match["man"]], match["file"], match["takes"] and "takes", match["to"])
    said = " ".join(part for part in parts if part)
    return f"{said} {cardinal(int(match['rank']))}{_SIGNS[match['sign'] or '']}"


def _isbn(match: re.Match[str]) -> str:
    groups = re.split("[- ]", match[2])
    said = ", ".join(digits(g.rstrip("X")) + (" X" if g.endswith("X") else "") for g in groups)
    return f"{match[1]} {said.strip()}"


def _subsections(match: re.Match[str]) -> str:
    parts = re.findall(r"\w+", match[2])
    said = (cardinal(int(p)) if p.isdigit() else p.upper() for p in parts)
    return f"{match[1]}, {', '.join(said)}"


def _numeral_range(match: re.Match[str]) -> str:
    part = match["part"]
    ends = [value(match[end].upper()) for end in ("first", "last")]
    if ends[0] >= ends[1]:
        return match[0]
    return f"{_SHORT_PARTS.get(part, part)} {cardinal(ends[0])} to {cardinal(ends[1])}"


def _small_numeral(match: re.Match[str]) -> str:
    part = match["part"]
    number = value(match["roman"].upper())
    return f"{_SHORT_PARTS.get(part, part)} {cardinal(number)}"


RULES = (
    Rule(_MOVE, _move),
    rule(rf"(?<![\w.:,-])(?:(?P<which>[123]) )?\b{_BOOK} (?P<chapter>[0-9]{{1,3}}):"
         r"(?P<verse>[0-9]{1,3})(?:[–-](?P<last>[0-9]{1,3}))?(?![\w:])", _verse),
    rule(r"\bPs\. (?=[0-9])", "Psalm "),
    rule(r"\b(ISBN(?:-1[03])?(?: is| was|:| number)?) ([0-9][0-9 -]{8,18}[0-9X])(?!\w)", _isbn),
    rule(r"(?<![\w.,:])(?!1-[0-9]{3}-[0-9]{3}-[0-9]{4}(?![\w-]))"
         r"[0-9]{1,7}(?:-[0-9]{1,7}){3,6}(?:-X)?(?![\w-])",
         lambda m: ", ".join(digits(g) or g for g in m[0].split("-"))),
    rule(r"(?<![\w.])([0-9]{1,4})((?:\((?:[a-zA-Z]|[ivx]{2,4}|[0-9]{1,2})\)){1,5})(?!\w)",
         lambda m: m[0] if m[0] in {"401(k)", "403(b)"} else _subsections(m)),
    rule("§§ ?(?=[0-9])", "sections "),
)  # fmt: skip

NUMERALS = (
    rule(rf"\b(?P<part>{_PARTS}) {_NUMERAL}(?![\w-])", _small_numeral),
    rule(rf"\b(?P<part>(?:{_PARTS})s?) (?P<first>[ivx]{{1,5}}|[IVXL]{{1,6}})[–-]"
         r"(?P<last>[ivx]{1,5}|[IVXL]{1,6})(?![\w-])", _numeral_range),
    rule(r"(?<=\()([DRI])-([A-Z][A-Za-z.]{1,5}[a-z.]|[A-Z]{2})(?=\))",
         lambda m: f"{m[1]}, {STATES.get(m[2]) or ALL_POSTAL.get(m[2]) or m[2].rstrip('.')}"),
)  # fmt: skip
"""Tried where there need be no digit."""
