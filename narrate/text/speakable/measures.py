"""Unit signs and their names: the table behind `units`."""

from __future__ import annotations

_REGULAR = (
    ("km", "kilometer"), ("m", "meter"), ("cm", "centimeter"), ("mm", "millimeter"),
    ("µm μm", "micrometer"), ("nm", "nanometer"), ("mi", "mile"), ("yd yds", "yard"),
    ("kg kgs KG", "kilogram"), ("g", "gram"), ("mg", "milligram"), ("µg μg mcg", "microgram"),
    ("lb lbs LBS", "pound"), ("oz", "ounce"), ("L l", "liter"), ("ml mL", "milliliter"),
    ("µL μL µl", "microliter"),
    ("cl", "centiliter"), ("dl dL", "deciliter"), ("gal", "gallon"),
    ("tbsp tbsps Tbsp Tbs tbs tbspn tblsp tbls Tblsp", "tablespoon"),
    ("tsp tsps Tsp tspn tspns", "teaspoon"), ("dsp", "dessertspoon"), ("floz", "fluid ounce"),
    ("ha", "hectare"),
    ("ac", "acre"), ("cup", "cup"), ("h hr hrs", "hour"), ("min mins", "minute"),
    ("s sec secs", "second"), ("ms msec", "millisecond"), ("µs μs", "microsecond"),
    ("ns", "nanosecond"), ("yr yrs", "year"), ("wk wks", "week"), ("mo mos", "month"),
    ("pts", "point"),
    ("W", "watt"), ("kW", "kilowatt"), ("MW", "megawatt"), ("GW", "gigawatt"), ("TW", "terawatt"),
    ("Wh", "watt hour"), ("kWh", "kilowatt hour"), ("MWh", "megawatt hour"),
    ("GWh", "gigawatt hour"), ("TWh", "terawatt hour"), ("V", "volt"), ("kV", "kilovolt"),
    ("mV", "millivolt"), ("mA", "milliamp"), ("mAh", "milliamp hour"), ("Ah", "amp hour"),
    ("B", "byte"), ("kB KB", "kilobyte"), ("MB", "megabyte"), ("GB", "gigabyte"),
    ("TB", "terabyte"), ("PB", "petabyte"), ("GiB", "gibibyte"), ("MiB", "mebibyte"),
    ("Kb kb kbit", "kilobit"), ("Mb Mbit", "megabit"), ("Gb Gbit", "gigabit"), ("dB", "decibel"),
    ("kcal", "kilocalorie"), ("cal", "calorie"), ("J", "joule"), ("kJ", "kilojoule"),
    ("kPa", "kilopascal"), ("hPa", "hectopascal"), ("px", "pixel"), ("MP", "megapixel"),
    ("N", "newton"), ("kN", "kilonewton"), ("t", "ton"), ("kt", "kiloton"), ("Mt", "megaton"),
    ("kts", "knot"), ("MPa", "megapascal"), ("GPa", "gigapascal"), ("Nm", "newton meter"),
    ("eV", "electron volt"), ("keV", "kiloelectron volt"), ("MeV", "megaelectron volt"),
    ("GeV", "gigaelectron volt"), ("TeV", "teraelectron volt"), ("kΩ", "kiloohm"),
    ("MΩ", "megaohm"), ("fl oz", "fluid ounce"), ("fl. oz", "fluid ounce"),
    ("pp", "percentage point"), ("qt qts", "quart"), ("kpc", "kiloparsec"), ("Mpc", "megaparsec"),
    ("bbl", "barrel"), ("µF μF", "microfarad"), ("nF", "nanofarad"), ("pF", "picofarad"),
    ("mol", "mole"), ("mmol", "millimole"),
    ("kDa", "kilodalton"), ("ly", "light year"), ("Ω", "ohm"),
    ("ng", "nanogram"), ("pg", "picogram"), ("MJ", "megajoule"), ("GJ", "gigajoule"),
    ("atm", "atmosphere"), ("mbar", "millibar"), ("mSv", "millisievert"), ("lm", "lumen"),
    ("µSv μSv", "microsievert"), ("cd", "candela"), ("Mly", "million light year"),
    ("IU", "international unit"), ("kWp", "kilowatt peak"), ("mEq", "milliequivalent"),
    ("mT", "millitesla"), ("knots", "knot"), ("nmi NM", "nautical mile"), ("ov", "over"),
    ("lb-ft lbft", "pound foot"), ("pcs", "piece"), ("BTU", "B.T.U"),
)  # fmt: skip
_IRREGULAR = (
    ("ft", "foot", "feet"), ("in", "inch", "inches"), ("hp HP", "horsepower", "horsepower"),
    ("bhp BHP", "brake horsepower", "brake horsepower"),
    ("Hz", "hertz", "hertz"), ("kHz", "kilohertz", "kilohertz"), ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"), ("THz", "terahertz", "terahertz"),
    ("mph MPH", "mile per hour", "miles per hour"),
    ("mpg MPG", "mile per gallon", "miles per gallon"),
    ("kph kmh", "kilometer per hour", "kilometers per hour"),
    ("bpm", "beat per minute", "beats per minute"),
    ("rpm RPM", "revolution per minute", "revolutions per minute"),
    ("fps", "frame per second", "frames per second"), ("psi", "P.S.I", "P.S.I"),
    ("ppm", "part per million", "parts per million"),
    ("ppb", "part per billion", "parts per billion"), ("dpi", "dot per inch", "dots per inch"),
    ("kbps kb/s", "kilobit per second", "kilobits per second"),
    ("Mbps Mb/s mbps", "megabit per second", "megabits per second"),
    ("Gbps Gb/s gbps", "gigabit per second", "gigabits per second"),
    ("°C ℃", "degree Celsius", "degrees Celsius"),
    ("°F ℉", "degree Fahrenheit", "degrees Fahrenheit"), ("°", "degree", "degrees"),
    ("mmHg", "millimeter of mercury", "millimeters of mercury"), ("bps", "basis point",
    "basis points"),
    ("nM", "nanomolar", "nanomolar"), ("µM μM", "micromolar", "micromolar"),
    ("mM", "millimolar", "millimolar"),
    ("lx", "lux", "lux"), ("LUFS", "LUFS", "LUFS"), ("dBFS", "D.B.F.S", "D.B.F.S"),
    ("dBTP", "D.B.T.P", "D.B.T.P"),
)  # fmt: skip


def _signs(listed: str) -> list[str]:
    return [listed] if listed.startswith("fl") else listed.split()


UNITS = {sign: (one, f"{one}s") for signs, one in _REGULAR for sign in _signs(signs)} | {
    sign: (one, many) for signs, one, many in _IRREGULAR for sign in signs.split()
}
"""Sign → its name in the singular and the plural."""

WORDLIKE = frozenset({"in", "B", "HP", "J", "MP", "Mt", "N", "NM", "l"})
"""Signs that are words or names of their own unless they touch the number."""

POWERS = {"²": "square", "³": "cubic", "^2": "square", "^3": "cubic", "2": "square", "3": "cubic"}
AREAS = {"sq": "square", "sq.": "square", "cu": "cubic", "cu.": "cubic"}
LENGTHS = ("km", "m", "cm", "mm", "mi", "ft", "yd", "in", "nm")

PERIODS = {"hr": "hour", "wk": "week", "mo": "month", "yr": "year"} | {
    name: name
    for name in (
        "hour", "day", "week", "month", "year", "person", "night", "head", "share", "barrel",
        "gallon", "page", "word", "user", "seat", "minute", "second", "mile", "game", "student",
        "byte", "capita", "side", "serving", "pint", "therm", "bottle", "box", "case", "ticket",
        "vehicle", "household", "employee", "unit", "copy", "view", "click", "lap", "match",
        "session", "visit", "litre", "liter", "acre", "hectare", "ton", "tonne", "kilo", "pound",
        "ounce", "foot", "yard", "metre", "meter", "room", "child", "adult",
    )
}  # fmt: skip
"""What a quantity or price may be counted per."""
