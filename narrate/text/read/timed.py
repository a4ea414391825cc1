"""Times and speakers in mark-up: TTML, SAMI, and lists of speakers in HTML.

TTML (https://www.w3.org/TR/ttml2/, section 12.3.1 for its clocks) gives each `p` its `begin` and
`end`, and its `ttm:agent`. SAMI gives each `sync` its `start` in ms; in a file of two languages
the class of a `p` tells them apart, and a `p` with the id "Source" says who speaks. Either is
read by the reader of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrate.text.read.marks import clock_seconds

_CLOCK = re.compile(r"(\d{1,4}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?|\d{1,3}:\d{1,2}(?:\.\d{1,9})?)")
_FRAMES = re.compile(r"(\d{1,4}:\d{1,2}:\d{1,2}):(\d{1,3})(?:\.\d{1,3})?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)?")
_UNITS_S = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "": 1.0}
_FRAME_RATE = 30.0  # frames a second where a file names none, as TTML says
_WORD_UNITS = ("podcasts:unit", "itunes:unit")

SOURCE = "source"  # a paragraph that says who speaks
OTHER_LANGUAGE = "another language"
METADATA = "metadata"


class Timing:
    """What the tags passed so far say of the text that follows."""

    def __init__(self) -> None:
        self.start_s: float | None = None
        self.end_s: float | None = None
        self.agent = ""  # the id of who speaks
        self.form = "html"
        self.aside = ""  # why what follows is no speech, or SOURCE
        self.names: dict[str, str] = {}  # of agents, by id
        self._class: str | None = None  # of the language that is read
        self._rates = {"f": _FRAME_RATE, "t": 1.0}
        self._defined = ""  # the agent whose name stands next

    def open(self, tag: str, values: Mapping[str, str]) -> None:
        """Take in a tag that opens."""
        if tag in ("tt", "sami", "sync") or tag.endswith(":tt"):
            self.form = "sami" if tag != "tt" and not tag.endswith(":tt") else "ttml"
        if self.form == "ttml":
            self._open_ttml(tag.rpartition(":")[2], values)
        elif self.form == "sami":
            self._open_sami(tag, values)

    def name(self, text: str) -> None:
        """Take in the text of an agent's name."""
        if self._defined and text.strip():
            self.names[self._defined] = " ".join(text.split())
            self._defined = ""

    def close(self, tag: str) -> None:
        """Take in a tag that closes."""
        if self.form == "ttml" and tag.rpartition(":")[2] == "p":
            self.start_s = self.end_s = None
            self.agent = ""

    def parts_words(self, values: Mapping[str, str]) -> bool:
        """Tell whether a `span` holds one word, as those of Apple do, with no space between."""
        return self.form == "ttml" and any(values.get(key) == "word" for key in _WORD_UNITS)

    def _open_ttml(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "tt":
            for key, unit in (("ttp:framerate", "f"), ("ttp:tickrate", "t")):
                rate = values.get(key, "")
                if rate.isascii() and rate.isdecimal() and int(rate):
                    self._rates[unit] = float(rate)
        elif tag == "agent":
            self._defined = values.get("xml:id", "")
        elif tag == "p" or (tag == "span" and self.start_s is None):
            self.start_s = self._seconds(values.get("begin", ""))
            self.end_s = self._seconds(values.get("end", ""))
            if self.end_s is None and self.start_s is not None:
                length_s = self._seconds(values.get("dur", ""))
                self.end_s = None if length_s is None else self.start_s + length_s
        if tag in ("p", "span"):
            self.agent = values.get("ttm:agent", self.agent)

    def _open_sami(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "sync":
            start = values.get("start", "").removesuffix("ms").strip()
            known = start.isascii() and start.isdecimal() and len(start) < 13
            self.start_s = int(start) / 1000 if known else None
            self.aside = ""
        elif tag == "p":
            spoken = values.get("class", "").casefold()
            if self._class is None and spoken:
                self._class = spoken
            other = bool(spoken) and spoken != self._class
            named = values.get("id", "").casefold() == SOURCE
            self.aside = OTHER_LANGUAGE if other else SOURCE if named else ""

    def _seconds(self, written: str) -> float | None:
        """Return the seconds of a clock, of frames behind a clock, or of a number with a unit."""
        written = written.strip()
        if _CLOCK.fullmatch(written):
            return clock_seconds(written)
        if found := _FRAMES.fullmatch(written):
            return clock_seconds(found.group(1)) + int(found.group(2)) / self._rates["f"]
        if found := _OFFSET.fullmatch(written):
            number, unit = float(found.group(1)), found.group(2) or ""
            return number / self._rates[unit] if unit in self._rates else number * _UNITS_S[unit]
        return None
