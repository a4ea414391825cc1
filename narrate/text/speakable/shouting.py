"""Ordinary words in capitals, which a voice takes for letters, to small ones; and the WHO."""

from __future__ import annotations

import re

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.rule import alternatives, rule, words

# In capitals espeak-ng spells these in the midst of small letters: "It was B-I-G!"
_LOUD = words("""
    AGE AIR ASK BAD BAG BAN BAR BAT BED BET BID BIG BIN BIT BOX BOY BUG BUY BYE CAR CAT COW CRY CUP
    CUT DAD DAY DIE DIG DOG DRY DUE DUG EAR EAT EGO END EYE FAN FAR FAT FEE FEW FIT FLY FUN GAS GUN
    GUY GYM HAM HAS HAT HIT HOP HOT HUH ICE JAR JET JOB JOY KEY KID LAW LAY LEG LET LIE LOT LOW MAD
    MAN MAP MEN MET MIX MOM MUD MUG NAH NET NEW NON ODD OFF OIL OLD OUT OWE OWN PAN PAY PEN PET PIE
    PIG POP POT PUB RAN RAW RED RID RUG RUN SAD SAW SAY SEE SET SIT SIX SKY SPY SUM SUN TAG TAP TAX
    TEA TIE TIP TOO TOP TOY TRY WAR WAY WEB WIN WON WOW YAY YEP YES YET YO
""")
# These are words beside ordinary words in capitals, letters elsewhere.
_IN_LOUD_TEXT = words("ACT AD ADS AGO AIM AM APP ART DOT FED HI IF LAB LED LOG SAT UPS")
_ORDINARY = frozenset(
    words("""
    A ABOUT AFTER AGAIN ALL ALWAYS AND ANY ARE AS ASK AT BACK BE BEEN BEFORE BELIEVE BETTER BOTH
    BRING BUT BY CALL CAN CARE CHANGE COME COULD DID DO DOES DOING DON'T EVER EVERY FEEL FIND FOR
    FROM GAVE GET GETS GETTING GIVE GIVES GO GOD GOES GOING GONE GOOD GOT GUESS HAD HAS HATE HAVE HE
    HEAR HELP HER HERE HIM HIS HOLD HOPE HOW I IF IN INTO IS IT IT'S JOIN JUST KEEP KEPT KNEW KNOW
    LEAVE LET LET'S LIKE LOOK LOVE LOVED MADE MAKE MAKES MAYBE ME MEAN MORE MOST MUST MY NEED NEEDS
    NEVER NO NOT NOTHING NOW OF OFF OH OKAY ON ONE ONLY OR OUR OUT OVER PLEASE PUT READ REALLY RIGHT
    RUN SAID SAW SAY SAYS SEE SEND SHE SHOULD SHOW SO SOME STILL STOP TAKE TAKES TELL TELLS THAN
    THANK THAT THAT'S THE THEM THEN THERE THESE THEY THING THINK THIS THOSE THOUGHT TIME TO TOLD TOO
    TOOK TRUST TRY UNDER UP USE USED VERY WAIT WANT WANTS WAS WE WELL WENT WERE WHAT WHEN WHERE
    WHICH WHO WHY WILL WITH WITHOUT WORK WORKS WORTH WOULD YES YOU YOUR
    """)
)
_DETERMINERS = frozenset(words("A AN ANTI FORMER HIS MY OUR PRO THE THEIR YOUR"))
_OF_COMPUTERS = frozenset(
    words("""
    ADMIN BUDGET CONSULTANT DEPARTMENT DEPT DIRECTOR GUY INDUSTRY JOBS MANAGER PEOPLE SECTOR
    SECURITY SERVICES STAFF SUPPORT SYSTEM SYSTEMS TEAM WORKERS
    """)
)
_OF_STATES = frozenset(
    words("""
    AIR AND ARMY BANK BORDER CHINA CITIES CITIZEN CITIZENS COMPANIES CONGRESS COURT DOLLAR DOLLARS
    ECONOMY ELECTION FORCES GOVERNMENT HAS HOUSE INFLATION IS MARSHALS MILITARY NAVY OFFICIALS OPEN
    POLICY PRESIDENT SENATE SOLDIERS STATES STOCKS SUPREME TREASURY TROOPS UK VISA VOTERS WAS WILL
    """)
)
_BEFORE = re.compile(r"([A-Z][A-Z’']*)[\"”]?,? [\"“]?$")
_AFTER = re.compile(r",? ([A-Z][A-Z’']*)\b")
_LONGEST = 24  # characters that are looked back


def _loud_neighbours(match: re.Match[str]) -> tuple[str, str]:
    """Return the words in capitals just before and after."""
    before = _BEFORE.search(match.string, max(0, match.start() - _LONGEST), match.start())
    after = _AFTER.match(match.string, match.end())
    return (before[1].replace("’", "'") if before else ""), (
        after[1].replace("’", "'") if after else ""
    )


def _word(match: re.Match[str]) -> str:
    before, after = _loud_neighbours(match)
    beside = before in _ORDINARY or (after in _ORDINARY and after != "I")
    return match[0].lower() if beside else match[0]


def _it(match: re.Match[str]) -> str:
    before, after = _loud_neighbours(match)
    if before in _DETERMINERS or after in _OF_COMPUTERS:
        return match[0]
    return "it" if before in _ORDINARY - {"I"} or after in _ORDINARY - {"I"} else match[0]


def _us(match: re.Match[str]) -> str:
    before, after = _loud_neighbours(match)
    if before in _DETERMINERS or after in _OF_STATES:
        return match[0]
    told = before in _ORDINARY - {"AND", "I", "A"} or before.endswith(("ED", "ING", "'RE"))
    return "us" if told else match[0]


_HEALTH = (
    r"chief|data|declare[ds]|Director|director|estimates|experts?|guidance|guidelines|officials?|"
    r"recommends|regional|report(?:s|ed)?|says|said|scientists|spokes\w+|team|warn(?:s|ed)"
)

RULES = (
    rule(r"(?<=\b[Tt]he )WHO(?!\w)(?! [A-Z]{2})", spell("WHO")),
    rule(rf"(?<![\w.])(?<![A-Z] )WHO(?=[- ](?:{_HEALTH}|led|approved|backed|recommended)\b)",
         spell("WHO")),
    rule(rf"(?<![\w.&/-])({alternatives(_LOUD)})(?![\w&/-]|\.[A-Z])", lambda m: m[0].lower()),
    rule(rf"(?<![\w.&/-])({alternatives(_IN_LOUD_TEXT)})(?![\w&/-]|\.[A-Z])", _word),
    rule(r"(?<![\w.&/-])IT(?![\w&/-]|\.[A-Z])", _it),
    rule(r"(?<![\w.&/-])US(?![\w&/$-]|\.[A-Z])", _us),
)  # fmt: skip
"""Tried before anything is spelled."""
