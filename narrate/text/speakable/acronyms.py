"""Acronyms that are said as letters, to letters that no voice reads as a word."""

from __future__ import annotations

import re

from narrate.text.speakable.rule import alternatives, rule, words

# Said as letters by people, as a word by espeak-ng's English front end, which spells most others.
TAKEN_FOR_WORDS = words("""
    AAP AARP ABO ABV ACA ACL ACLU ACP ADC AFB AFC AFL AFP AG AGI AIG AKA AMA AMC AML ANC AOC AP
    APA APB APC APM APO APR AR ASD ASL ASP ATC ATF ATP AUC AUD AUM AV AVX AWS BIS BOD BOE BOJ
    BYU CAC CAE CAO CLI COB COD COI COO COPD CRO DAU DEA DEAE DEI DOB DOD DOE DOI DUI DWI EA
    ECB ECG EDA EDF EDI EDM EEA EEG EEOC EEZ EFL EFT EGFR EGM EHR EIA EIB EIN EIS EKG EMA EMF
    EMI EMR EMS EMT ENFJ ENT ENTJ ENTP EOB EOC EOD EOF EOM EOS EOY EP EPA EPC EPFL EPL EPO EPS
    EQ ERC ERM ERP ESA ESB ESC ESG ESL ESM ESTJ ETA ETF EUA EUV EV EVP FAA FAO FAQ FDIC FIU FOB
    FOI FOMC GAO GIS GOP HOA HOV HVAC HYSA IAEA IAU IBD IBEW IBS ICBM ICC ICD ICJ ICO ICT ICU
    ICYMI IDC IDE IDF IDP IEA IEC IED IEP IFC IIRC IIT ILO IMDB IMF IMU INFJ INFP INR INTJ IO
    IOC IOM IOU IPC IPO IPR IQ IRB IRL IRR ISO ISS ISTJ ITC ITO ITT ITU ITV IUD IVF IVR LED LOI
    MCAT MEP MIA MOU NCAA NEC NGO NIH NIMH NYU OAN OAS OBE OBGYN OED OFC ONS OPM OSS OTC OTT
    PCOS PE PEI PLO PO POC POI POS POV PTA PTO QA QE RAF ROI ROTC SA SEC SEIU SEO SES SOE SOP
    SOS SRI SSRI TGIF TOS TRO TSA UA UAE UAP UASF UAT UAV UAW UBI UBS UC UCI UFC UGC UHF UNC
    UNDP UPI UPS URI USC USCIS USDT USGA USGS USMC USMCA USPS USTA USVI UT UTA UTI UTM UTXO UVA
    UVB UX VA VIP VOA VOC XOR YMCA YMMV YOY
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


_ELEMENT = (
    "(?:A[cglmrstu]|B[aeir]?|C[adelorsu]?|E[ru]|F[er]?|G[ade]|H[efgo]?|I[nr]?|Kr?|L[aiu]|M[gno]"
    "|N[abeip]?|Os?|P[bdortu]?|R[abehnu]|S[bcemnri]?|T[abehil]|U|V|W|Xe|Yb?|Z[nr])"
)
_COMPOUND = rf"(?=[A-Z]{{0,3}}[A-Z][a-z])(?:{_ELEMENT}){{2,6}}"
_MIXED = "(?!CoV)[A-Z]o[A-Z]"  # IoT, BoE; NaCl by _COMPOUND

_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}
_WAYS = (
    r"(?<=\b[Tt]he )(?=[NSEW]{2,3}[ ,.])|(?<=miles )|(?<=mile )|(?<=mi )|(?<=km )|(?<=kilometers )"
    r"|(?<=mph )|(?<=knots )|(?<=toward )|(?<=towards )|(?<=winds )|(?<=wind )|(?<=[Ww]ind: )"
    r"|(?<=meters )|(?<=feet )|(?<=hour )|(?<=wind from )|(?<=winds from )"
)


def _bearing(match: re.Match[str]) -> str:
    """Say NE as northeast and SSW as south-southwest."""
    sides = [_SIDES[letter] for letter in match["way"]]
    return "".join(sides) if len(sides) == 2 else f"{sides[0]}-{sides[1]}{sides[2]}"


RULES = (
    rule(rf"(?:{_WAYS}|\b(?=[NSEW]{{2,3}} winds?\b))(?P<way>[NS]?(?:NE|NW|SE|SW)|E[NS]E|W[NS]W)\b",
         _bearing),
    rule(rf"(?<![\w.&-])({alternatives(TAKEN_FOR_WORDS)})(?![\w&])", lambda m: spell(m[1])),
    rule(rf"(?<![\w.&-])({_NO_VOWEL}|{_PLURAL})[’']?s[’']?(?![\w&])",
         lambda m: f"{spell(m[1])}'s"),
)  # fmt: skip

MIXED = (
    rule(rf"(?<![\w.&-])({_MIXED}|{_COMPOUND})(?![\w&])", lambda m: spell(m[1])),
)  # fmt: skip
"""For small letters inside."""
