"""What `narrate check` does: find the sound and its text, and hear whether they agree.

episode folder, audio file, or script.md ─find→ Subject (utterances, sound)
Subject ─check_speech→ CheckReport
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from narrate import pipeline
from narrate.audio.listen import FloatArray, join_mono, read_mono
from narrate.caches import cache_path
from narrate.errors import InputError
from narrate.hearing.check import CheckReport, Sound, check_speech
from narrate.hearing.kept import RememberingEar
from narrate.hearing.recogniser import open_recogniser
from narrate.hearing.windows import RATE_HZ
from narrate.keeping import open_store
from narrate.model import Audio, Script, Source, Utterance
from narrate.pronouncing import find_lexicon
from narrate.publish.readback import inspect_file
from narrate.settings import FORMATS, Settings
from narrate.source import read_source
from narrate.text.lexicon import Lexicon
from narrate.text.plan import NARRATOR, Pauses, plan_utterances
from narrate.text.read.decode import decode_text
from narrate.text.script import read_script
from narrate.text.speakable import spoken_form
from narrate.tts.synthesize import clip_keys

_HEARD = "heard.sqlite"

Placed = tuple[tuple[str, float, float], ...]
Watch = Callable[[Iterable[FloatArray]], Iterable[FloatArray]]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A sound and what it should say."""

    name: str
    language: str
    length_s: float
    utterances: tuple[Utterance, ...]
    sound: Sound
    lexicon: Lexicon  # what the text's words were said by
    placed: Placed = ()  # words with the times at which they should be heard


def check(subject: Subject, model: Path | None, watch: Watch) -> CheckReport:
    """Hear a subject; `watch` sees the blocks of sound pass, twice where words are in doubt.

    Raises:
        CheckError: there is no recogniser, or it does not know the language.
        InputError: the sound cannot be read, or there is nothing to say.
    """
    if not subject.utterances:
        raise InputError(f"{subject.name}: the text has no words to hear")
    ear = RememberingEar(open_recogniser(model, subject.language), cache_path(_HEARD))

    def spell(text: str) -> str:
        return spoken_form(subject.lexicon.apply(text), subject.language)

    def sound() -> Iterable[FloatArray]:
        return watch(subject.sound())

    with closing(ear):
        return check_speech(subject.utterances, sound, ear, spell, subject.placed)


def find_subject(target: Path, text: Path | None, settings: Settings) -> Subject:
    """Find what is to be heard and what it should say.

    `target` is an episode's folder, an audio file with its script or timeline beside it, or a
    script.md whose clips are kept from an earlier run; `text` takes the place of the script.

    Raises:
        InputError: one of both is not there.
    """
    if target.suffix.lower() == ".md" and text is None:
        return _of_clips(target, settings)
    audio, timeline = _find_audio(target)
    sheet = _read_timeline(timeline) if timeline else {}
    script = text or _find_script(audio)
    if script:
        said, language, lexicon = _plan(*_read_script(script, settings, own=text is None), settings)
    elif sheet:
        said, language = _planned_before(sheet), str(sheet.get("language") or "en")
        lexicon = find_lexicon(language, None, settings.lexicon)
    else:
        raise InputError(f"{audio}: no script.md or timeline.json beside it; give its --text FILE")
    placed = _placed(sheet) if text is None else ()
    length_s = inspect_file(audio).duration_s

    def sound() -> Iterable[FloatArray]:
        return read_mono(audio, RATE_HZ)

    return Subject(str(audio), language, length_s, said, sound, lexicon, placed)


def _find_audio(target: Path) -> tuple[Path, Path | None]:
    """Return an audio file and the timeline.json beside it, if there is one."""
    if not target.exists():
        raise InputError(f"{target}: no such file or folder")
    if not target.is_dir():
        own = (target.with_name(f"{target.stem}.timeline.json"), target.with_name("timeline.json"))
        found = (path for path in own if path.is_file())
        return target, next((p for p in found if _audio_of(p) in ("", target.name)), None)
    timeline = target / "timeline.json"
    named = target / _audio_of(timeline) if timeline.is_file() else target
    if named.is_file():
        return named, timeline
    sounds = sorted(p for p in target.iterdir() if p.suffix[1:].lower() in FORMATS)
    if len(sounds) != 1:
        raise InputError(f"{target}: holds {len(sounds)} audio files; name the one to check")
    return _find_audio(sounds[0])


def _audio_of(timeline: Path) -> str:
    return str(_read_timeline(timeline).get("audio", ""))


def _read_timeline(path: Path) -> dict[str, Any]:
    try:
        sheet = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise InputError(f"{path}: cannot be read as a timeline: {cause}") from cause
    if not isinstance(sheet, dict) or not isinstance(sheet.get("cues", []), list):
        raise InputError(f"{path}: is not a timeline.json")
    return sheet


def _find_script(audio: Path) -> Path | None:
    beside = (audio.with_name(f"{audio.stem}.script.md"), audio.with_name("script.md"))
    return next((path for path in beside if path.is_file()), None)


def _read_script(path: Path, settings: Settings, *, own: bool) -> tuple[Script, Source]:
    source = read_source(str(path))
    if own:
        return read_script(decode_text(source.data, source.name), source.name), source
    script = pipeline.make_script(source, settings)
    return replace(script, voices=()), source  # who speaks in a sound from elsewhere is not known


def _plan(
    script: Script, source: Source, settings: Settings
) -> tuple[tuple[Utterance, ...], str, Lexicon]:
    """Plan a script's utterances for the ear: no phonemes, and voices by name alone."""
    language = script.info.language or "en"
    lexicon = find_lexicon(language, source, settings.lexicon)
    speakers = {p.speaker: p.speaker for p in script.paragraphs if p.speaker}
    cast = {NARRATOR: "narrator", **(dict(script.voices) or speakers)}
    said = plan_utterances(script, cast, Pauses(), dict.fromkeys(cast.values(), lexicon.apply))
    return said, language, lexicon


def _planned_before(sheet: dict[str, Any]) -> tuple[Utterance, ...]:
    rows = (
        {key: str(cue.get(key, "")) for key in ("text", "spoken", "voice", "paragraph", "speaker")}
        for cue in sheet["cues"]
    )
    return tuple(
        Utterance(
            row["text"],
            row["spoken"] or row["text"],
            row["voice"],
            0,
            0,
            row["paragraph"],
            row["speaker"],
        )
        for row in rows
    )


def _placed(sheet: dict[str, Any]) -> Placed:
    words = (word for cue in sheet.get("cues", ()) for word in cue.get("words", ()))
    return tuple((str(w["text"]), float(w["start_s"]), float(w["end_s"])) for w in words)


def _of_clips(path: Path, settings: Settings) -> Subject:
    """Take the clips that an earlier run kept, in the script's order."""
    script, source = _read_script(path, settings, own=True)
    if not script.voices:
        script = pipeline.make_script(source, settings)
    planned = pipeline.plan(script, settings, source)
    store, _ = open_store(settings)
    keys = tuple(clip_keys(planned.utterances, planned.profiles, store))
    clips = [store.load(key) for key in keys]
    lacking = clips.count(None)
    if lacking:
        message = f"{path}: {lacking} of its {len(keys)} clips are not spoken yet"
        raise InputError(f"{message}; run: narrate make {path}, or name the finished audio file")
    pauses_ms = [u.pause_after_ms for u in planned.utterances]
    length_s = sum(clip.length_samples / clip.sample_rate_hz for clip in clips if clip)

    def sounds() -> Iterator[tuple[Audio, int]]:
        return ((store.read(key), pause) for key, pause in zip(keys, pauses_ms, strict=True))

    said, language, lexicon = _plan(script, source, settings)
    length_s += sum(pauses_ms) / 1000

    def sound() -> Iterable[FloatArray]:
        return join_mono(sounds(), RATE_HZ)

    return Subject(str(path), language, length_s, said, sound, lexicon)
