"""Greek letters, places on the globe, blood groups and names of species to words."""

from __future__ import annotations

import re
import unicodedata

from narrate.text.speakable.numbers import cardinal, number
from narrate.text.speakable.rule import rule

_GREEK = re.compile(r"(?<![^\W\d_a-zA-Z])[Α-ΡΣ-Ωα-ωϕϵ∆](?![^\W\d_a-zA-Z])")
_GREEK_WORD = re.compile("[Ͱ-Ͽἀ-῿]{2}")
_UNIT_SIGNS = "ΩμΜ"
_COMPASS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_ELEMENTS = {
    "H": "hydrogen", "He": "helium", "C": "carbon", "N": "nitrogen", "O": "oxygen",
    "K": "potassium", "Sr": "strontium", "Tc": "technetium", "I": "iodine", "Li": "lithium",
    "Na": "sodium", "Mg": "magnesium", "Al": "aluminum", "Cl": "chlorine", "Ca": "calcium",
    "Cr": "chromium", "Mn": "manganese", "Fe": "iron", "Co": "cobalt", "Ni": "nickel",
    "Cu": "copper", "Zn": "zinc", "Ag": "silver", "Ba": "barium", "Pb": "lead", "Hg": "mercury",
    "Be": "beryllium", "Ar": "argon", "Kr": "krypton", "Xe": "xenon", "Po": "polonium",
    "Rn": "radon", "Th": "thorium", "Am": "americium",
    "Cs": "cesium", "Ra": "radium",
    "U": "uranium", "Pu": "plutonium",
}  # fmt: skip
_BLOOD = {"+": "positive", "-": "negative", "−": "negative", "–": "negative"}


def name_greek(text: str) -> str:
    """Return `text` with single Greek letters named; a text with Greek words is left alone."""
    if text.isascii() or _GREEK_WORD.search(text):
        return text
    return _GREEK.sub(_greek, text)


_BODIES = re.compile(r"(?<=[0-9])( ?)([MRL])_?([⊕🜨♁☉⊙♃])")
_BODY_NAMES = {"⊕": "Earth", "🜨": "Earth", "♁": "Earth", "☉": "solar", "⊙": "solar", "♃": "Jupiter"}
_BODY_UNITS = {"M": "masses", "R": "radii", "L": "luminosities"}


def name_bodies(text: str) -> str:
    """Return `text` with 1.7 M⊕ as Earth masses, before signs of stars count as pictures."""
    if text.isascii():
        return text
    return _BODIES.sub(lambda m: f" {_BODY_NAMES[m[3]]} {_BODY_UNITS[m[2]]}", text)


def _greek(match: re.Match[str]) -> str:
    """Name a letter, but leave the signs of units: 5 μm, 10 kΩ."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    amount = re.search("[0-9] $", match.string[: match.start()])
    if match[0] in _UNIT_SIGNS and (amount or before.isalnum() or after.isalpha()):
        return match[0]
    name = unicodedata.name(match[0]).split("LETTER ")[-1].split()[0].lower()
    name = {"lamda": "lambda", "increment": "delta"}.get(name, name)
    return f"{' ' if before.isalnum() else ''}{name}{' ' if after.isalnum() else ''}"


def _place(match: re.Match[str]) -> str:
    """Say 40°26'N as forty degrees twenty-six minutes north."""
    parts = [(match["degrees"], "degree"), (match["minutes"], "minute"), (match["sec"], "second")]
    said = [f"{number(n)} {unit}{'' if n == '1' else 's'}" for n, unit in parts if n]
    return " ".join([*said, _COMPASS[match["side"]]])


def _blood(match: re.Match[str]) -> str:
    group = match[1] or match[3]
    return f"{group} {_BLOOD[match[2] or match[4]]}"


def _ion(match: re.Match[str]) -> str:
    charge = f"{cardinal(int(unicodedata.normalize('NFKC', match[2])))} " if match[2] else ""
    sign = "plus" if match[3] in "+⁺" else "minus"
    return f"{_ELEMENTS.get(match[1], match[1])} {charge}{sign}"


def _isotope(match: re.Match[str]) -> str:
    mass = cardinal(int(unicodedata.normalize("NFKC", match[1])))
    return f"{_ELEMENTS.get(match[2], match[2])} {mass}"


_DOSES = {
    "bid": "twice a day", "tid": "three times a day", "qid": "four times a day",
    "qd": "once a day", "qhs": "at bedtime",
}  # fmt: skip

RULES = (
    rule(r"\bq ?([0-9]{1,2})(?:\s?[–-]\s?([0-9]{1,2}))? ?h\b",
         lambda m: f"every {m[1]}{' to ' + m[2] if m[2] else ''} hours"),
    rule(rf"\b((?:mg|mcg|mL|ml|tabs?|units)(?:/kg)? (?:po |PO |IV )?)({'|'.join(_DOSES)})\b",
         lambda m: m[1] + _DOSES[m[2]]),
    rule(r"\b([A-Z][a-z]?)([²³⁴](?=[+⁺⁻])|)([⁺⁻]|(?<=[²³⁴])\+)(?![\w⁰-⁹])", _ion),
    rule(r"\blog_?([₀-₉]{1,2}|10|2(?=[ (]))\s?(?=[(\w])",
         lambda m: f"log base {cardinal(int(unicodedata.normalize('NFKC', m[1])))} of "),
    rule(r"(?<![\w)])([⁰¹²³⁴-⁹]{1,3})([A-Z][a-z]?)\b", _isotope),
    rule(r"(?<![\w.])([0-9]{1,2}\.[0-9]{1,5}) ?([NS])([ ,/]{1,2})([0-9]{1,3}\.[0-9]{1,5}) ?"
         r"([EW])\b",
         lambda m: f"{m[1]}°{m[2]}{m[3]}{m[4]}°{m[5]}"),
    rule(r"(?<![\w.])(?P<degrees>[0-9]{1,3}(?:\.[0-9]{1,8})?)°\s?(?:(?P<minutes>[0-9]{1,2}"
         r"(?:\.[0-9]{1,4})?)\s?['’′]\s?)?(?:(?P<sec>[0-9]{1,2}(?:\.[0-9]{1,4})?)\s?[\"”″]\s?)?"
         r"(?P<side>[NSEW])\b", _place),
    rule(r"(?<=\b[Tt]ype )(A|B|AB|O)\s?([-−–+])(?=[\s.,;)]|$)"
         r"|(?<!\w)(A|B|AB|O)([-−–+])(?= (?:blood|donors?|type)\b)", _blood),
    rule(r"(?<![\w.])([0-9](?:\.[0-9]{1,6})?)[eE]([+-]?)([0-9]{1,3})(?!\w)",
         lambda m: f"{m[1]} × 10^{m[2].strip('+')}{int(m[3])}"),
    rule(r"(?<=[A-Za-z])[ ·⋅](s|h|L|kg|m|mol|g|cm|mL|min)⁻([¹²³])(?![⁰-⁹])",
         lambda m: f"/{m[1]}{m[2].strip('¹')}"),
    rule(r"(?<=[0-9])[⁰¹²³⁴-⁹⁻]+(?= ?[A-Za-z])",
         lambda m: "^" + unicodedata.normalize("NFKC", m[0]).replace("−", "-")),
    rule(r"(?<![\w.])([0-9]{1,4}(?:\.[0-9])? ?(?:[lL]|kWh))/100 ?km\b",
         lambda m: f"{m[1].replace('l', 'L')} per hundred kilometers"),
)  # fmt: skip
