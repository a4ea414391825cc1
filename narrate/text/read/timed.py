"""Times and speakers in mark-up: TTML, SAMI, and lists of speakers in HTML.

TTML (https://www.w3.org/TR/ttml2/, section 12.3.1 for its clocks) gives each `p` its `begin` and
`end`, counted from the `begin` of the `div` and `body` around it, and its `ttm:agent`. SAMI gives
each `sync` its `start` in ms, which ends the one before; in a file of two languages
the class of a `p` tells them apart, and a `p` with the id "Source" says who speaks. Either is
read by the reader of HTML. So is YouTube's own XML: its `text` tells `start` and `dur` in seconds,
or `t` and `d` in ms, as a `p` does in its newer form.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Mapping

from narrate.text.read.marks import clock_seconds

_CLOCK = re.compile(r"(\d{1,4}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?|\d{1,3}:\d{1,2}(?:\.\d{1,9})?)")
_FRAMES = re.compile(r"(\d{1,4}:\d{1,2}:\d{1,2}):(\d{1,3})(?:\.\d{1,3})?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)?")
_MULTIPLIER = re.compile(r"([1-9]\d{0,5})[ :]([1-9]\d{0,5})")  # 1000 1001, of NTSC
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
        self._begun_s: list[tuple[str, float]] = []  # what is open around a `p`, and its begin
        self._syncs_s: list[float] = []
        self._page = False
        self._defined = ""  # the agent whose name stands next

    def open(self, tag: str, values: Mapping[str, str]) -> None:
        """Take in a tag that opens."""
        if tag in ("tt", "sami", "sync") or tag.endswith(":tt"):
            self.form = "sami" if tag != "tt" and not tag.endswith(":tt") else "ttml"
        self._page = self._page or tag == "html"
        if tag in ("timedtext", "transcript") and self.form == "html" and not self._page:
            self.form = "ttml"
        elif self.form == "ttml" and (tag == "text" or (tag == "p" and "t" in values)):
            self._open_youtube(values)
        elif self.form == "ttml":
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
        bare = tag.rpartition(":")[2]
        if self.form == "ttml" and bare in ("p", "text"):
            self.start_s = self.end_s = None
            self.agent = ""
        if self._begun_s and self._begun_s[-1][0] == bare:
            self._begun_s.pop()

    def end_of(self, start_s: float | None) -> float | None:
        """Return when the next text takes the place of SAMI's text that starts then."""
        if self.form != "sami" or start_s is None:
            return None
        after = bisect_right(self._syncs_s, start_s)
        return self._syncs_s[after] if after < len(self._syncs_s) else None

    def parts_words(self, values: Mapping[str, str]) -> bool:
        """Tell whether a `span` holds one word, as those of Apple do, with no space between."""
        return self.form == "ttml" and any(values.get(key) == "word" for key in _WORD_UNITS)

    def _open_ttml(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "tt":
            self._set_rates(values)
        elif tag in ("body", "div"):
            begun_s = self._seconds(values.get("begin", "")) or 0.0
            self._begun_s.append((tag, self._around_s + begun_s))
        elif tag == "agent":
            self._defined = values.get("xml:id", "")
        elif tag == "p" or (tag == "span" and self.start_s is None):
            self.start_s = self._placed(values.get("begin", ""))
            self.end_s = self._placed(values.get("end", ""))
            if self.end_s is None and self.start_s is not None:
                length_s = self._seconds(values.get("dur", ""))
                self.end_s = None if length_s is None else self.start_s + length_s
        if tag in ("p", "span"):
            self.agent = values.get("ttm:agent", self.agent)

    def _open_youtube(self, values: Mapping[str, str]) -> None:
        start_s, length_s = (self._seconds(values.get(key, "")) for key in ("start", "dur"))
        if "t" in values:
            start_s, length_s = (self._seconds(f"{values.get(key, '')}ms") for key in ("t", "d"))
        self.start_s = start_s
        self.end_s = None if start_s is None or length_s is None else start_s + length_s

    @property
    def _around_s(self) -> float:
        return self._begun_s[-1][1] if self._begun_s else 0.0

    def _placed(self, written: str) -> float | None:
        """Return a time of a `p`, counted from the start of the recording."""
        time_s = self._seconds(written)
        return None if time_s is None else self._around_s + time_s

    def _set_rates(self, values: Mapping[str, str]) -> None:
        """Take in how many frames and ticks a second has."""
        frames, ticks = (_whole(values.get(f"ttp:{key}rate", "")) for key in ("frame", "tick"))
        slowed = _MULTIPLIER.fullmatch(values.get("ttp:frameratemultiplier", "").strip())
        if frames or slowed:
            share = int(slowed.group(1)) / int(slowed.group(2)) if slowed else 1.0
            self._rates["f"] = (frames or _FRAME_RATE) * share
        if ticks or frames:
            self._rates["t"] = float(ticks or frames)  # as TTML says where no rate is given

    def _open_sami(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "sync":
            start = values.get("start", "").removesuffix("ms").strip()
            known = start.isascii() and start.isdecimal() and len(start) < 13
            self.start_s = int(start) / 1000 if known else None
            if self.start_s is not None:
                insort(self._syncs_s, self.start_s)
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


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0
