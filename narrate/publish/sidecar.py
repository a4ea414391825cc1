"""To write what stands beside an episode: `timeline.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from narrate.model import PHONEME_MARK, ChapterMark, Cue, Drop, Script, Timeline


def timeline_json(timeline: Timeline, script: Script, audio_name: str = "") -> Iterator[str]:
    """Yield the text of `timeline.json` in parts: what is heard when, and what was left out.

    All times are seconds from the start of the programme, rounded to a millionth, which tells any
    sample from the next. The same input gives the same text.

    - `format` "narrate-timeline", `version` 1
    - `audio`: name of the sound file, where given
    - `title`, `author`, `language`: of the episode
    - `sample_rate_hz`, `length_samples`, `duration_s`: of the programme
    - `chapters`: `title`, `start_s`, `end_s`
    - `cues`: `start_s`, `end_s`, `text`, `spoken` (where the voice got other words),
      `phonemes` (where it got any: `word`, `ipa`), `speaker`, `voice`, `chapter` (index into the
      script's chapters), `paragraph` (its id), `words` (where the engine gave them: `text`,
      `start_s`, `end_s`)
    - `drops`: `line` of the source, `text`, `reason`
    """
    rate = timeline.sample_rate_hz
    content = {
        "format": "narrate-timeline",
        "version": 1,
        **({"audio": audio_name} if audio_name else {}),
        "title": script.info.title,
        "author": script.info.author,
        "language": script.info.language,
        "sample_rate_hz": rate,
        "length_samples": timeline.length_samples,
        "duration_s": _seconds(timeline.length_samples, rate),
        "chapters": (_chapter(mark, rate) for mark in timeline.marks),
        "cues": (_cue(cue, rate) for cue in timeline.cues),
        "drops": (_drop(drop) for drop in script.drops),
    }
    before = "{\n"
    for key, value in content.items():
        yield f"{before} {_text(key)}: "
        yield from _rows(value) if isinstance(value, Iterator) else (_text(value),)
        before = ",\n"
    yield "\n}\n"


def _rows(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write a list a row a line: the encoder's own indents take five times as long."""
    before = "[\n"
    for row in rows:
        yield f"{before}  {_text(row)}"
        before = ",\n"
    yield "[]" if before == "[\n" else "\n ]"


_text = json.JSONEncoder(ensure_ascii=False).encode


def _chapter(mark: ChapterMark, rate: int) -> dict[str, Any]:
    return {
        "title": mark.title,
        "start_s": _seconds(mark.start_sample, rate),
        "end_s": _seconds(mark.end_sample, rate),
    }


def _cue(cue: Cue, rate: int) -> dict[str, Any]:
    utterance = cue.clip.utterance
    row: dict[str, Any] = {
        "start_s": _seconds(cue.start_sample, rate),
        "end_s": _seconds(cue.start_sample + cue.length_samples, rate),
        "text": utterance.text,
    }
    spoken = PHONEME_MARK.sub(lambda mark: mark[2], utterance.spoken)
    if spoken != utterance.text:
        row["spoken"] = spoken
    if spoken != utterance.spoken:
        marks = PHONEME_MARK.finditer(utterance.spoken)
        row["phonemes"] = [{"word": mark[2], "ipa": mark[1]} for mark in marks]
    row |= {
        "speaker": utterance.speaker,
        "voice": utterance.voice,
        "chapter": utterance.chapter,
        "paragraph": utterance.paragraph_id,
    }
    if cue.clip.words:
        row["words"] = _words(cue, rate)
    return row


def _words(cue: Cue, rate: int) -> list[dict[str, Any]]:
    """Words are placed in samples of their clip, which may have another rate."""
    start_s = cue.start_sample / rate
    clip_rate = cue.clip.sample_rate_hz
    return [
        {
            "text": word.text,
            "start_s": round(start_s + word.start_sample / clip_rate, 6),
            "end_s": round(start_s + word.end_sample / clip_rate, 6),
        }
        for word in cue.clip.words
    ]


def _drop(drop: Drop) -> dict[str, Any]:
    return {"line": drop.line, "text": drop.text, "reason": drop.reason}


def _seconds(samples: int, rate: int) -> float:
    return round(samples / rate, 6)
