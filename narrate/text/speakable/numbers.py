"""Digits to English words, in the American manner: no "and", no commas."""

from __future__ import annotations

from num2words import num2words

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LONGEST = 21  # digits; nobody counts beyond sextillions, longer runs are read digit by digit


def cardinal(number: int) -> str:
    """Say how many: 1234 → one thousand two hundred thirty-four."""
    words: str = num2words(number)
    return words.replace(",", "").replace(" and ", " ")


def ordinal(number: int) -> str:
    """Say which in a row: 103 → one hundred third."""
    words: str = num2words(number, to="ordinal")
    return words.replace(",", "").replace(" and ", " ")


def digits(written: str, zero: str = "zero") -> str:
    """Say one digit after the other, whatever stands between them."""
    return " ".join(DIGITS[int(d)] if d != "0" else zero for d in written if d in "0123456789")


def number(written: str) -> str:
    """Say a cardinal or decimal as written: 1,234.5; a leading zero makes it a code (0042)."""
    whole, _, fraction = written.replace(",", "").partition(".")
    if len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0"):
        spoken = digits(whole)
    else:
        spoken = cardinal(int(whole or "0"))
    return f"{spoken} point {digits(fraction)}" if fraction else spoken


def year(number: int) -> str:
    """Say a year: 1999 → nineteen ninety-nine, 2009 → two thousand nine, 476 → four seventy-six."""
    century, rest = divmod(number, 100)
    if 2000 <= number <= 2009 or number % 1000 == 0 or number < 100:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {pair(rest)}"


def pair(number: int) -> str:
    """Say the last two digits of a year, clock time or room: 5 → oh five."""
    return f"oh {DIGITS[number]}" if number < 10 else cardinal(number)


def label(written: str) -> str:
    """Say a number that names something (room 237, Boeing 747, B12): in pairs, not as a count."""
    value = int(written[:_LONGEST] or "0")
    if len(written) == 5 and written.endswith("00") and written[0] != "0":
        return f"{cardinal(value // 1000)} {cardinal(value % 1000)}".removesuffix(" zero")
    if (written[0] == "0" and len(written) > 1) or len(written) > 4:
        return digits(written)
    return year(value) if value >= 100 else cardinal(value)


_IRREGULAR_PLURALS = {"foot": "feet", "inch": "inches", "penny": "pence", "century": "centuries"}


def decade(number: int) -> str:
    """Say the years from `number` on: 1960 → nineteen sixties, 90 → nineties, 0 → two thousands."""
    spoken = year(number)
    return spoken[:-1] + "ies" if spoken.endswith("ty") else spoken + "s"


def plural(word: str) -> str:
    """Return the plural of a counted noun or denominator."""
    return _IRREGULAR_PLURALS.get(word, word + "s")


def fraction(top: int, bottom: int) -> str:
    """Say a fraction below one whole: 1/2 → one half, 3/4 → three quarters."""
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    many = "halves" if bottom == 2 else plural(name)
    return f"{cardinal(top)} {name if top == 1 else many}"
