"""Acronyms that are said as letters, to letters that no voice reads as a word."""

from __future__ import annotations

from narrate.text.speakable.rule import alternatives, rule, words

# Said as letters by people, as a word by espeak-ng's English front end, which spells most others.
TAKEN_FOR_WORDS = words("""
    ACA ACL ACLU AFL AGI AMA AMC ANC AOC AP APA APR AR ASL ATF ATP AUC AVX AWS CAO CLI COO DEA DEI
    DOD DOE DUI EDF EDM EEG EHR EIA EIB EKG EMI EMR EMT EOD EPA EQ ERP ESA ESG ESL ETA ETF EUV EV
    FAA FAQ FDIC GAO GOP HOA IAEA ICBM ICC ICJ ICO ICU IDE IDF IEA IED IEP ILO IMF IO IOC IOU IPO IQ
    IRR ISS ITU ITV IUD IVF LED NCAA NGO NIH NYU OAS OED OSS PLO PTA QA ROI SEC SEO SOP SOS
    SSRI TSA UAE UAT UAW UFC UHF USC USGS USPS UTXO UX VA VIP YMCA
""")
# Spelled by espeak-ng as well, but without the s of the plural.
LOSE_THEIR_S = words("""
    CFO CPU CTO DAO GPU GUI ID IDE KPI LLM MBA MVP NDA NPU PDA RPG TPU VAT
""")
_PLURAL = alternatives({*TAKEN_FOR_WORDS, *LOSE_THEIR_S})
_NO_VOWEL = "[B-DF-HJ-NP-TV-Z]{2,5}"


def spell(word: str) -> str:
    """Return a word as letters: FAQ → F.A.Q.

    With dots, and none at the end, every voice names the letters and none ends the sentence;
    espeak-ng takes the A of "F A Q" or "F-A-Q" for the article.
    """
    return ".".join(word.upper())


RULES = (
    rule(rf"(?<![\w.&-])({alternatives(TAKEN_FOR_WORDS)})(?![\w&])", lambda m: spell(m[1])),
    rule(rf"(?<![\w.&-])({_NO_VOWEL}|{_PLURAL})[’']?s[’']?(?![\w&])",
         lambda m: f"{spell(m[1])}'s"),
)  # fmt: skip
