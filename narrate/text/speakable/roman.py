"""Roman numerals to words, where they are numerals."""

from __future__ import annotations

import re

from narrate.text.speakable.numbers import cardinal, ordinal, year
from narrate.text.speakable.rule import alternatives, rule, words

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = r"(?=[IVXL])(?P<roman>(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\w&-])"

_RULERS = alternatives(
    words("""
    Adrian Afonso Ahmed Albert Alexander Alexios Alfonso Amenhotep Andrew Antiochus Artaxerxes
    Baldwin Basil Baudouin Bayezid Benedict Boleslaw Boniface Callixtus Canute Carl Carlos Casimir
    Catherine Celestine Conrad Darius Eric Erik Feodor Fredrik Hadrian Honorius Jaime
    Kamehameha Ladislaus Magnus Manuel Matthias Mentuhotep Mithridates Mustafa Olaf
    Osman Psamtik Sancho Seleucus Senusret Sigurd Sweyn Valdemar Vasily Wenceslaus
    Charles Christian Clement Cleopatra Constantine Edward Elizabeth Emmanuel Eugene Felipe
    Ferdinand Francis Frederick Friedrich George Gregory Gustav Haakon Harald Henri Henry Innocent
    Isabella Ivan James Johan John Joseph Julius Justinian Leo Leopold Louis Ludwig Margrethe Maria
    Mary Maximilian Mehmed Murad Napoleon Nicholas Olav Otto Paul Pedro Peter Philip Philippe Pius
    Ptolemy Rainier Rama Ramesses Ramses Richard Robert Rudolf Selim Seti Sigismund Sixtus Stephen
    Suleiman Theodore Thutmose Umberto Urban Victor Vittorio Wilhelm William Xerxes
    """)
)
_GIVEN_NAMES = frozenset(
    words("""
    Adam Alan Albert Alexander Andrew Arthur Benjamin Bill Calvin Charles Chris Clarence Daniel
    David Donald Duncan Edward Frank Franklin Fred Gary George Harold Harry Henry Howard Jack Jacob
    James Jay Jeff Jim Joe John Joseph Kenneth Larry Lawrence Loudon Louis Malcolm Martin Matthew
    Michael Nathaniel
    Patrick Paul Peter Philip Ralph Randolph Ray Raymond Richard Robert Ronald Russell Sammy Samuel
    Stephen Steven Ted Theodore Thomas Thurston Timothy Tom Walter Wesley William
    """)
)
_PARTS = alternatives(
    words("""
    Act Appendix Article Book Bowl Canto Chapter Class Division Episode Figure Group Level Mark Mk
    Part Phase Psalm Round Scene Schedule Season Section Series Stage Symphony Table Tier Title Tome
    Type Unit Vol Vol. Volume War WrestleMania
    """)
)
# A single I after a name is the speaker, not a numeral, before words like these.
_SPEAKER = (
    r"(?!I (?:am|believe|can|could|did|do|don['’]t|feel|felt|find|found|got|guess|have|hope|just|"
    r"knew|know|like|liked|love|loved|made|mean|mentioned|met|need|never|read|really|remember|"
    r"said|saw|say|see|should|think|thought|told|took|use|used|want|went|will|wish|work|worked|"
    r"would|wrote|also)\b)(?!I['’](?!s\b))"
)
_OFFICES = "King|Queen|Pope|Emperor|Empress|Tsar|Czar|Sultan|Pharaoh|Shah|Archduke"
_AFTER_KING = "Act|Part|Scene|Street|Avenue|Station|King|Emperor|Duke|Prince"
_NOT_NUMERALS = frozenset({"I", "V", "X", "L", "LI", "XL"})


def value(written: str) -> int:
    """Return the value of a well-formed Roman numeral."""
    numbers = [_VALUES[letter] for letter in written]
    following = [*numbers[1:], 0]
    return sum(-n if n < after else n for n, after in zip(numbers, following, strict=True))


# Before V and X alone, which are letters after most names: Saturn V, but Malcolm X.
_SERIES = alternatives(
    (
        *words("Apollo Civ Civilization Factor GTA Fantasy MGS Rocky Saturn Scrolls Ultima"),
        *("Street Fighter", "Theft Auto", "Metal Gear Solid", "Dragon Quest", "Super Bowl"),
    )
)


def _ruler(match: re.Match[str]) -> str:
    return f"{match[1]} the {ordinal(value(match['roman']))}"


def _person(match: re.Match[str]) -> str:
    """Say "William Gates the third", but "Final Fantasy three"."""
    if match[1].split()[0] in _GIVEN_NAMES:
        return _ruler(match)
    return match[0]


def _realm(match: re.Match[str]) -> str:
    """Say "Berengar the second of Italy", but "Part two of Hamlet"."""
    return match[0] if re.fullmatch(_PARTS, match[1]) else _ruler(match)


def _part(match: re.Match[str]) -> str:
    return f"{match[1]} {cardinal(value(match['roman']))}"


def _name(match: re.Match[str]) -> str:
    return match[0] if match["roman"] in _NOT_NUMERALS else _part(match)


_YEAR = r"\bM{1,2}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b"
_SHORTEST_YEAR = 4  # letters; MIX and MD are none

RULES = (
    rule(_YEAR, lambda m: year(value(m[0])) if len(m[0]) >= _SHORTEST_YEAR else m[0]),
    rule(rf"\b({_RULERS}) {_SPEAKER}(?![XV]\.?\s(?!{_AFTER_KING})[A-Z][a-z])(?!L){_ROMAN}", _ruler),
    rule(rf"\b((?:{_OFFICES}) [A-Z][a-zé-ÿ]+) (?=[IVX]){_ROMAN}", _ruler),
    rule(rf"\b({alternatives(_GIVEN_NAMES)}) (?=[IVX]{{2}}){_ROMAN}", _ruler),
    rule(rf"\b([A-Z][a-zé-ÿ]+) (?=[IVX]{{2}}){_ROMAN}(?= of [A-Z])", _realm),
    rule(rf"\b([A-Z][a-z]+ [A-Z][a-z]+) (?=(?:III|IV)\b){_ROMAN}", _person),
    rule(rf"\b({_PARTS}) {_SPEAKER}{_ROMAN}", _part),
    rule(rf"\b({_SERIES}) (?=[VX]\b){_ROMAN}", _part),
    rule(rf"\b(phase|stage|type|class|grade|part|chapter|volume|book|act|schedule|category|title)"
         rf" (?=[IVX]{{2}}){_ROMAN}", _part),
    rule(rf"\b{_ROMAN}(?=(?:st|nd|rd|th)? (?:century|centuries|Olympiad|Congress|Corps)\b)",
         lambda m: ordinal(value(m["roman"]))),
    rule(r"\bWW(I{1,3})\b", lambda m: f"World War {cardinal(value(m[1]))}"),
    rule(rf"\b([A-Z][\w’']*[a-z]) (?=[IVXL]{{2}}){_ROMAN}", _name),
    rule(r"(?:(?<=^)|(?<=[.!?] ))(?=[IVX]{2})(?P<roman>X{0,3}(?:IX|IV|V?I{0,3}))(?=\. [A-Z])",
         lambda m: cardinal(value(m["roman"]))),
)  # fmt: skip
