"""JSON of speech recognisers and of Podcasting 2.0 to lines, one for each segment.

Known are Whisper and its kin (`segments` with `start`, `end`, `text`), whisper.cpp
(`transcription` with `offsets` in ms), Podcasting 2.0 (`segments` with `startTime`, `endTime`,
`body`, `speaker`; https://github.com/Podcastindex-org/podcast-namespace) and lists of
`utterances` with times in ms or s.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from narrate.errors import InputError
from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.read.decode import strip_controls

_LISTS = ("segments", "transcription", "utterances", "results", "chunks", "monologues")
_TEXTS = ("text", "body", "transcript", "sentence", "content")
_STARTS = ("start", "startTime", "start_time", "begin")
_ENDS = ("end", "endTime", "end_time")
_SPEAKERS = ("speaker", "speakerName", "speaker_label", "speaker_name", "name")
_REACH = 100_000  # characters between two segments: words with times, tokens
_MS_FROM = 10_000  # utterances count in ms; no segment lasts so many seconds


def is_records(text: str) -> bool:
    """Tell whether a text is JSON."""
    head = text[:200].lstrip()
    return head.startswith(("{", "[")) and head[1:].lstrip()[:1] in tuple('"{}[]')


def read_records(text: str, name: str) -> Transcript | None:
    """Read a transcript in JSON; None if the text is no JSON after all.

    Raises InputError, naming the file, if the JSON holds no segments with text.
    """
    try:
        value = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    rows = list(_rows(value))
    if not rows:
        raise InputError(f"{name}: this JSON holds no segments with text; give a transcript")
    language = value.get("language", "") if isinstance(value, dict) else ""
    info = EpisodeInfo(language=language if isinstance(language, str) else "")
    return Transcript(tuple(_lines(rows, text)), info=info, form="json")


def _rows(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects that hold a piece of speech."""
    if isinstance(value, dict):
        inner = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
        found = list(_rows(inner)) if inner else []
        yield from found or ([value] if _first(value, _TEXTS, str) else [])
    elif isinstance(value, list):
        yield from (v for v in value if isinstance(v, dict) and _first(v, _TEXTS, str))


def _lines(rows: Sequence[Mapping[str, object]], source: str) -> Iterator[Line]:
    newlines = list(accumulate((len(row) + 1 for row in source.split("\n")), initial=0))
    scale = _time_scale(rows)
    place = 0
    speaker_before = ""
    for row in rows:
        raw = str(_first(row, _TEXTS, str))
        place = _place(source, raw, place)
        text = " ".join(strip_controls(raw).split())
        speaker = _speaker(_first(row, _SPEAKERS, (str, int)))
        start_s, end_s = _times(row, scale)
        if text:
            number = bisect_right(newlines, place)
            turned = speaker != speaker_before
            yield Line(number, text, speaker, start_s, end_s, after_blank=turned)
            speaker_before = speaker


def _speaker(value: object) -> str:
    if isinstance(value, int):
        return f"Speaker {value}"
    return " ".join(strip_controls(str(value or "")).split())


def _place(source: str, raw: str, place: int) -> int:
    """Find where a text stands in the JSON, however its characters are escaped there."""
    for ascii_only in (False, True):
        written = json.dumps(raw, ensure_ascii=ascii_only)[1:-1]
        found = source.find(written, place, place + len(written) + _REACH)
        if found >= 0:
            return found
    return place


def _times(row: Mapping[str, object], scale: float) -> tuple[float | None, float | None]:
    offsets = row.get("offsets")
    if isinstance(offsets, dict):
        return _seconds(offsets.get("from"), 0.001), _seconds(offsets.get("to"), 0.001)
    stamps = row.get("timestamp")
    if isinstance(stamps, list) and len(stamps) == 2:
        return _seconds(stamps[0], scale), _seconds(stamps[1], scale)
    start, end = _first(row, _STARTS, (int, float)), _first(row, _ENDS, (int, float))
    return _seconds(start, scale), _seconds(end, scale)


def _time_scale(rows: Sequence[Mapping[str, object]]) -> float:
    """Return 0.001 if times count milliseconds, as whole numbers of great length."""
    spans = [(_first(r, _STARTS, (int, float)), _first(r, _ENDS, (int, float))) for r in rows]
    whole = [(a, b) for a, b in spans if isinstance(a, int) and isinstance(b, int)]
    in_ms = whole and len(whole) == len(spans) and max(b for _, b in whole) >= _MS_FROM
    return 0.001 if in_ms else 1.0


def _seconds(value: object, scale: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = float(min(value, 1e9)) * scale
    return seconds if 0 <= seconds < 1e9 else None


def _first(row: Mapping[str, object], keys: Sequence[str], kind: type | tuple[type, ...]) -> object:
    return next((row[k] for k in keys if isinstance(row.get(k), kind)), None)
