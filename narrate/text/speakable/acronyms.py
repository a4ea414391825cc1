"""Acronyms that are said as letters, to letters that no voice reads as a word."""

from __future__ import annotations

import re

from narrate.text.speakable.rule import alternatives, rule, words

# Checked against the phonemes of espeak-ng's English front end: these come out as a word there.
_SPELLED = words(
    "ACLU ADHD AGI AOC AOL API APR ASL ATP AWS BCE CAO CEO CIO COO EBITDA EKG EPA ERP ESG ETA ETF EU EV FAQ "
    "GOP HOA IEP IOU IPA IPO IRA ISO ISP IQ EQ NGO OCD OED ROI SAAS SEO TSA UAE UAW UFO UNHCR UX "
    "IOC IEA IEEE ICE ILO AUC PTSD SUV AP OEM ODM EEG EIA EOD ICU ICBM IUD OLED SUVs AFC USC UCI"
)
_WORDS = ("ICE", "IRA", "SAAS", "OLED")
_LETTERS = frozenset(_SPELLED) - frozenset(_WORDS)


def _plural(match: re.Match[str]) -> str:
    """Spell GPUs letter by letter: espeak-ng drops the s otherwise."""
    return "-".join(match[1]) + "'s"


RULES = (
    rule(r"(?<![\w.&-])(" + alternatives(_LETTERS) + r")(?![\w&])", lambda m: "-".join(m[1])),
    rule(r"(?<![\w.&-])([B-DF-HJ-NP-TV-Z]{2,5}|[A-Z]{0,2}[BCDFGHJKLMNPQRSTVWXZ]{1,2}[A-Z]|"
         + alternatives(_LETTERS) + r")[’']?s(?![\w&])", _plural),
)  # fmt: skip
