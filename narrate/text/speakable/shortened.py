"""Abbreviations and their full words: the tables behind `abbreviations`."""

from __future__ import annotations

TITLES = {
    "Adm": "Admiral", "Amb": "Ambassador", "Br": "Brother", "Capt": "Captain", "Cmdr": "Commander",
    "Col": "Colonel", "Cpl": "Corporal", "Det": "Detective", "Dr": "Doctor", "Drs": "Doctors",
    "Fr": "Father", "Ft": "Fort", "Gen": "General", "Gens": "Generals", "Gov": "Governor",
    "Hon": "Honorable", "Insp": "Inspector", "Lt": "Lieutenant", "Maj": "Major", "Mme": "Madame",
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Msgr": "Monsignor",
    "Pfc": "Private First Class", "Ens": "Ensign", "Lieut": "Lieutenant",
    "Bp": "Bishop", "Abp": "Archbishop", "Ald": "Alderman", "Mt": "Mount",
    "Pres": "President", "Prof": "Professor", "Profs": "Professors", "Pvt": "Private",
    "Rep": "Representative", "Reps": "Representatives", "Rev": "Reverend", "Sen": "Senator",
    "Sens": "Senators", "Sgt": "Sergeant", "Pt": "Point", "Sr": "Sister", "St": "Saint",
    "Ste": "Saint", "Supt": "Superintendent", "Cllr": "Councillor", "Brig": "Brigadier",
    "Cdr": "Commander",
}  # fmt: skip
"""Before a name."""

STREETS = {
    "Ave": "Avenue", "Blvd": "Boulevard", "Cir": "Circle", "Ct": "Court", "Dr": "Drive",
    "Expy": "Expressway", "Fwy": "Freeway", "Hwy": "Highway", "Ln": "Lane", "Pkwy": "Parkway",
    "Pl": "Place", "Rd": "Road", "Sq": "Square", "St": "Street", "Ter": "Terrace",
}  # fmt: skip
"""After a name."""

COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}

STATES = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California",
    "Colo.": "Colorado", "Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida",
    "Ga.": "Georgia", "Ill.": "Illinois", "Ind.": "Indiana", "Kan.": "Kansas", "Ky.": "Kentucky",
    "La.": "Louisiana", "Mass.": "Massachusetts", "Md.": "Maryland", "Mich.": "Michigan",
    "Minn.": "Minnesota", "Miss.": "Mississippi", "Mo.": "Missouri", "Mont.": "Montana",
    "N.C.": "North Carolina", "N.D.": "North Dakota", "N.H.": "New Hampshire", "N.J.": "New Jersey",
    "N.M.": "New Mexico", "N.Y.": "New York", "Neb.": "Nebraska", "Nev.": "Nevada",
    "Okla.": "Oklahoma", "Ont.": "Ontario", "Ore.": "Oregon", "Pa.": "Pennsylvania",
    "R.I.": "Rhode Island", "S.C.": "South Carolina", "S.D.": "South Dakota", "Tenn.": "Tennessee",
    "Tex.": "Texas", "Va.": "Virginia", "Vt.": "Vermont", "W.Va.": "West Virginia",
    "Wash.": "Washington", "Wis.": "Wisconsin", "Wyo.": "Wyoming",
}  # fmt: skip
"""After a town and a comma."""

_WORDS = {
    "a.k.a": "also known as", "al": "al", "approx": "approximately", "appt": "appointment",
    "apt": "apartment", "assn": "association", "attn": "attention", "avg": "average",
    "bros": "brothers", "calif": "California", "cf": "compare", "co": "company",
    "corp": "corporation", "dept": "department", "e.g": "for example", "esp": "especially",
    "esq": "Esquire", "est": "estimate", "etc": "et cetera", "excl": "excluding",
    "ext": "extension", "fla": "Florida", "govt": "government", "i.e": "that is",
    "ibid": "ibidem", "inc": "incorporated", "incl": "including", "intl": "international",
    "jr": "junior", "ltd": "limited", "max": "maximum", "misc": "miscellaneous",
    "natl": "national", "p.a": "per annum", "p.w": "per week", "ret": "retired",
    "sr": "senior", "tel": "telephone",
    "temp": "temperature", "univ": "university", "viz": "namely", "vol": "volume",
    "vs": "versus", "w.r.t": "with respect to", "yrs": "years", "hrs": "hours", "mins": "minutes",
    "tbsp": "tablespoon", "tsp": "teaspoon", "oz": "ounce", "lbs": "pounds", "sq": "square",
    "jan": "January", "feb": "February", "aug": "August", "sept": "September", "oct": "October",
    "nov": "November", "dec": "December", "ave": "Avenue", "blvd": "Boulevard", "hwy": "Highway",
    "asst": "assistant", "treas": "treasurer", "mgr": "manager", "mgmt": "management",
    "mfg": "manufacturing",
    "acct": "account", "amt": "amount", "cont": "continued", "div": "division",
    "elev": "elevation", "equiv": "equivalent", "exec": "executive", "hosp": "hospital",
    "mtn": "mountain", "mts": "mountains", "orig": "originally", "prev": "previous",
    "qty": "quantity", "req": "required", "resp": "respectively", "std": "standard",
    "auth": "authority", "wt": "weight", "mtg": "meeting", "inst": "institute", "acad": "academy",
    "bn": "battalion", "inf": "infantry", "regt": "regiment", "bde": "brigade", "cav": "cavalry",
    "bd": "board", "educ": "education",
    "messrs": "Messrs", "intro": "introduction", "ed": "edition", "eds": "editors",
    "nos": "numbers", "lg": "large", "pkg": "package", "doz": "dozen",
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday",
}  # fmt: skip
_ONLY_SMALL = ("al", "ed", "eds", "max", "est", "temp", "ret", "ext", "co", "vol")
_ONLY_CAPITAL = (
    "bd", "bn", "inf", "regt", "bde", "cav",
    "jan", "feb", "aug", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
    "thurs", "fri", "calif", "fla", "sr", "jr", "esq",
)  # fmt: skip
WORDS = (
    {short: full for short, full in _WORDS.items() if short not in _ONLY_CAPITAL}
    | {
        short.capitalize(): full[0].upper() + full[1:]
        for short, full in _WORDS.items()
        if short not in _ONLY_SMALL or short == "co"
    }
    | {"M.Sc": "M.S.C", "B.Sc": "B.S.C", "Ph.D": "P.H.D", "Ph.Ds": "P.H.D's"}
)
"""Said the same wherever they stand, with a dot after them."""

NEVER_LAST = frozenset({"approx", "cf", "e.g", "esp", "excl", "i.e", "incl", "viz", "vs"})
"""Of these, those with which no sentence ends."""

REGNAL = {
    "Geo": "George", "Will": "William", "Wm": "William", "Edw": "Edward", "Eliz": "Elizabeth",
    "Hen": "Henry", "Jas": "James", "Chas": "Charles", "Ric": "Richard",
}  # fmt: skip
"""Before a Roman numeral."""

TEXTED = {
    "gr8": "great", "l8r": "later", "m8": "mate", "w8": "wait", "h8": "hate", "b4": "before",
    "str8": "straight", "2nite": "tonight", "2night": "tonight", "2moro": "tomorrow",
    "2morrow": "tomorrow", "2day": "today", "2gether": "together", "4ever": "forever",
    "any1": "anyone", "some1": "someone", "every1": "everyone", "sum1": "someone",
}  # fmt: skip
"""As people type on a telephone."""

UNDOTTED = {
    "RWY": "runway", "prn": "as needed", "vs": "versus", "etc": "et cetera",
    "aka": "also known as", "approx": "approximately",
    "Approx": "Approximately", "pct": "percent", "YoY": "year over year", "MoM": "month over month",
    "QoQ": "quarter over quarter",
}  # fmt: skip

NUMBERED = {
    "App": "Appendix", "Chap": "Chapter", "chap": "chapter", "pop": "population",
    "Art": "Article", "Arts": "Articles", "Ch": "Chapter", "Ep": "Episode",
    "Eq": "Equation",
    "Fig": "Figure", "Figs": "Figures", "No": "number", "Nos": "numbers", "Op": "Opus",
    "Par": "Paragraph", "Para": "Paragraph", "para": "paragraph", "paras": "paragraphs",
    "Pt": "Part", "Rm": "Room", "Rte": "Route", "Mk": "Mark", "Lvl": "Level",
    "Ver": "Version", "Jct": "Junction", "Cat": "Category", "cl": "clause",
    "Ste": "Suite", "Fl": "Floor", "Rt": "Route", "Sc": "Scene", "sc": "scene", "l": "line",
    "ll": "lines", "vols": "volumes", "Vols": "Volumes", "chs": "chapters", "Chs": "Chapters",
    "secs": "sections", "Secs": "Sections", "Bldg": "Building", "Dist": "District",
    "lvl": "level", "ver": "version", "Sec": "Section", "Vol": "Volume", "c": "circa",
    "ca": "circa", "ch": "chapter", "ep": "episode", "eq": "equation", "fig": "figure",
    "no": "number", "nos": "numbers", "op": "opus", "p": "page", "rm": "room",
    "bldg": "building", "ste": "suite", "apt": "apartment", "par": "paragraph", "pp": "pages",
    "pt": "part", "sec": "section", "vol": "volume", "vv": "verses", "pg": "page", "Pg": "Page",
    "Hwy": "Highway",
}  # fmt: skip
"""Before a number, with a dot."""

NUMBERED_UNDOTTED = {
    "Apt": "Apartment",
    "Hwy": "Highway",
    "Rte": "Route",
    "Rm": "Room",
    "Bldg": "Building",
    "Ste": "Suite",
    "Vol": "Volume",
    "Fig": "Figure",
    "Figs": "Figures",
    "Pg": "Page",
    "pg": "page",
    "Jct": "Junction",
}
"""Before a number, without one."""

SLASHED = {
    "w/o": "without", "s/he": "she or he", "b/c": "because", "w/": "with", "c/o": "care of",
    "n/a": "not applicable", "N/A": "not applicable", "y/y": "year over year",
    "q/q": "quarter over quarter", "m/m": "month over month", "w/w": "week over week",
    "year/year": "year over year",
}  # fmt: skip

POSTAL = {
    "AK": "Alaska", "AR": "Arkansas", "AZ": "Arizona", "CA": "California", "CT": "Connecticut",
    "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "IA": "Iowa", "IL": "Illinois",
    "KS": "Kansas", "KY": "Kentucky", "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri",
    "MT": "Montana", "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada",
    "NY": "New York", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VA": "Virginia", "VT": "Vermont",
    "WA": "Washington", "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
}  # fmt: skip
"""After a town and a comma; without those that are words or degrees, such as OR and MD."""

ALL_POSTAL = POSTAL | {
    "AL": "Alabama", "CO": "Colorado", "DC": "D.C", "HI": "Hawaii", "ID": "Idaho", "IN": "Indiana",
    "LA": "Louisiana", "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine", "MS": "Mississippi",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
}  # fmt: skip
"""Before a ZIP code."""
