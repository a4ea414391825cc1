"""What the objects of a transcript in JSON say: words, times, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.text.read.decode import strip_controls
from narrate.text.read.marks import clock_seconds

_TEXTS = (
    *("text", "body", "display", "transcript", "sentence", "content", "caption", "utf8"),
    *("punctuated_word", "word", "value"),
)
STARTS = ("start", "startTime", "start_time", "begin", "ts", "offset")
ENDS = ("end", "endTime", "end_time", "end_ts")
IN_MS = {
    **dict.fromkeys(("tStartMs", "startMs", "start_ms", "offset_ms"), "start"),
    **dict.fromkeys(("endMs", "end_ms"), "end"),
    "from": "start",
    "to": "end",  # the offsets of whisper.cpp
}
_SPEAKERS = (
    *("speaker", "speakerName", "speaker_label", "speaker_name", "speakerId", "speaker_id"),
    *("speakerTag", "participant", "role"),
)
_WRITERS = ("writer", "sender", "sender_name", "author", "from", "username", "user")  # of chats
_PEOPLE = ("speaker", "participant", "user_profile", *_WRITERS)
_NAMES = ("nickname", "real_name", "displayName", "display_name", "name", "username")
_NOTICE_KEYS = ("subtype", "type")
_NOTICE = re.compile(r"(?:channel|group)_\w+|service|Guild\w+|Recipient\w+|Channel(?:Pin|Name)\w+")
RANKS = {key: rank for rank, key in enumerate(_TEXTS)}
NO_RANK = len(_TEXTS)
_WORD_TIMES = "timestamps"  # of Watson: [["so", 0.5, 0.79], ...]
_IDS = ("id", *_SPEAKERS)
LISTS_OF_PEOPLE = ("speakers", "participants")
_HELD = (*STARTS, *ENDS, *_SPEAKERS, *_WRITERS, *_NAMES, *_NOTICE_KEYS, "id")
_WANTED = frozenset(_HELD) - frozenset(IN_MS)
NOTED = frozenset((*_HELD, *IN_MS, "timestamp", _WORD_TIMES))
_OWN = (*_SPEAKERS, *_WRITERS, "name")
_CLOCK = re.compile(r"(?:\d+:)?\d{1,3}:\d{1,2}(?:[.,]\d+)?")
_SECONDS = re.compile(r"\d{1,12}(?:\.\d+)?s?")
_DURATION = re.compile(  # ISO 8601, as Azure writes it
    r"PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?"
)
_LONGEST_S = 1e9  # no time in a recording is later
_LABEL = re.compile(r"(?:(?:spk|speaker|s(?=\d))[ _-]?)?0*(\d{1,3}|[A-Z])", re.IGNORECASE)


@dataclass(slots=True)
class Record:
    """What is known of an object of the JSON so far."""

    path: str
    above: Record | None
    key: str = ""  # the last one
    values: dict[str, str] = field(default_factory=dict)
    words: str = ""  # the key under which it holds words
    place: tuple[int, int] = (0, 0)  # where they stand, with their quotes
    guess: Record | None = None  # the first of its alternatives
    spare: bool = False  # in another alternative than the first
    parted: bool = False  # some of its words are in objects below it

    def note(self, value: str) -> None:
        """Take in the value of the last key, which is one of NOTED."""
        key = self.key
        if key in _WANTED:
            self.values[key] = value
        elif key in IN_MS and value.isdecimal():
            self.values[IN_MS[key]] = f"{int(value) / 1000}"
        elif key in IN_MS and _SECONDS.fullmatch(value):
            self.values[IN_MS[key]] = value
        elif key in _WRITERS:  # "from", where it is no time
            self.values[key] = value
        elif key == _WORD_TIMES and "." in value and _SECONDS.fullmatch(value):
            self.values.setdefault("start", value)
            self.values["end"] = value
        elif key == "timestamp":  # [start, end]
            self.values["end" if "start" in self.values else "start"] = value

    def take_in(self, child: Record) -> None:
        """Take over what an object says that is part of this one, as it closes."""
        if self.key == "offsets":  # of whisper.cpp
            self.values.update(child.values)
        elif self.key in _PEOPLE and (name := child._first(_NAMES)):
            self.values["writer"] = name

    @property
    def is_notice(self) -> bool:
        """Whether a program of chats wrote it, as that somebody joined."""
        kind = self.values.get("subtype") or self.values.get("type")
        return kind is not None and _NOTICE.fullmatch(kind) is not None

    @property
    def speaker(self) -> str:
        """Who speaks, as the object says, or one around it."""
        value, holder = self._first(_OWN), self
        if not value and self.above and self.above.above:  # the outermost tells who made the file
            value = self.above._first(_OWN[:-1])
        while not value and holder.above:
            holder = holder.above
            value = holder._first(_SPEAKERS)
        return _shown(value)

    @property
    def person(self) -> tuple[str, str] | None:
        """By what others call somebody, and the name, where a list of people tells both."""
        listed = self.above and self.above.key in LISTS_OF_PEOPLE
        called, name = (_shown(self._first(keys)) for keys in (_IDS, _NAMES))
        return (called, name) if listed and called and name else None

    def _first(self, keys: Sequence[str]) -> str:
        if self.values:
            for key in keys:
                if key in self.values:
                    return self.values[key]
        return ""

    def value(self, keys: Sequence[str]) -> str:
        """Return the first value of these keys, of the object or of the one around it."""
        for holder in (self, self.above):
            for key in keys if holder else ():
                if holder and (value := holder.values.get(key)):
                    return value
        return ""


def _shown(value: str) -> str:
    """Return somebody's name or number as a script has it."""
    if value in ("null", "true", "false"):
        return ""
    if label := _LABEL.fullmatch(value):
        return f"Speaker {label.group(1).upper()}"
    return " ".join(strip_controls(value).split())


def value_reason(key: str) -> str:
    """Say why a value under this key is not spoken."""
    if key in RANKS:
        return "words told elsewhere in the file"
    if key in (*STARTS, *ENDS, *IN_MS):
        return "time"
    return "name of the speaker" if key in (*_SPEAKERS, *_WRITERS) else f"value of {key}"


def read_seconds(value: str, scale: float) -> float | None:
    """Return a time in seconds; a bare number counts `scale` seconds."""
    if _CLOCK.fullmatch(value):
        return clock_seconds(value)
    if found := _DURATION.fullmatch(value):
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    if not _SECONDS.fullmatch(value):
        return None
    seconds = float(value.rstrip("s")) * scale
    return seconds if seconds < _LONGEST_S else None
