"""The whole way of an episode, every step in order: read this file first.

    source ─read→ Transcript ─clean, join→ paragraphs ─chapter→ Script (script.md)
    Script ─plan→ Utterances ─speak→ Clips ─arrange→ Timeline ─mix, encode→ audio file
    audio file ─tag, measure→ Episode

Only this module knows the order: the rooms (text, tts, audio, publish) don't know each other.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import platformdirs

from narrate import outputs as files
from narrate.audio.arrange import arrange
from narrate.audio.condition import finish_speech
from narrate.audio.loudness import measure_loudness
from narrate.audio.master import MasterSettings, render
from narrate.audio.play import play
from narrate.casting import cast_script, load_cast
from narrate.errors import InputError
from narrate.model import (
    Chapter,
    Clip,
    Episode,
    EpisodeInfo,
    Inspection,
    Loudness,
    Paragraph,
    Script,
    Utterance,
)
from narrate.outputs import Outputs
from narrate.publish.cover import check_cover
from narrate.publish.readback import inspect_file
from narrate.publish.sidecar import timeline_json
from narrate.publish.tag import publish
from narrate.settings import FORMATS, Settings
from narrate.text.chapters import make_chapters
from narrate.text.clean import clean_lines
from narrate.text.paragraphs import join_paragraphs
from narrate.text.plan import Pauses, plan_utterances
from narrate.text.read import read_transcript
from narrate.text.read.decode import decode_text
from narrate.text.read.markdown import is_markdown
from narrate.text.script import is_edited, read_script, write_script
from narrate.tts.base import VoiceProfile
from narrate.tts.store import ClipStore
from narrate.tts.synthesize import synthesize_clips

Watch = Callable[[Iterator[Clip], tuple[Utterance, ...]], Iterable[Clip]]


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it came: a file's bytes, or what was on standard input."""

    name: str
    data: bytes
    path: Path | None = None


# A source becomes a script.


def read_source(name: str) -> Source:
    """Read a file, or standard input for `-`.

    Raises:
        InputError: the file is missing, a folder, or not readable.
    """
    if name == "-":
        return Source("standard input", sys.stdin.buffer.read())
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name}: is a folder; name the text files in it")
    try:
        return Source(name, path.read_bytes(), path)
    except FileNotFoundError as cause:
        raise InputError(f"{name}: no such file") from cause
    except OSError as cause:
        raise InputError(f"{name}: cannot be read ({cause.strerror or cause})") from cause


def make_script(source: Source, settings: Settings) -> Script:
    """Read, clean, join, chapter and cast a text; Markdown is taken as it is written."""
    text = decode_text(source.data, source.name)
    if is_markdown(text):
        script = read_script(text, source.name)
        if _wants_new_chapters(script, settings.chapters):
            script = _chapter_again(script, settings)
    else:
        script = _read_transcript(text, source.name, settings)
    announce = script.announce if settings.announce is None else settings.announce
    info = _complete_info(script.info, source, settings.info)
    return cast_script(replace(script, info=info, announce=announce), settings.voice)


def _read_transcript(text: str, name: str, settings: Settings) -> Script:
    transcript = clean_lines(read_transcript(text, name))
    paragraphs = join_paragraphs(transcript)
    if not paragraphs:
        raise InputError(f"{name}: no speech was found in it; -v lists what was left out")
    by_headings = settings.chapters in ("auto", "headings")
    chapters = make_chapters(
        paragraphs if by_headings else tuple(_spell_headings(paragraphs)),
        settings.chapters,
        settings.info.language or transcript.info.language or "en",
    )
    announce = by_headings and any(paragraph.heading for paragraph in paragraphs)
    return Script(transcript.info, chapters, announce=announce, drops=transcript.drops)


def _wants_new_chapters(script: Script, mode: str) -> bool:
    if mode == "auto":
        return len(script.chapters) == 1 and not script.chapters[0].title
    return mode != "headings"


def _chapter_again(script: Script, settings: Settings) -> Script:
    """Give Markdown new chapters; headings that belong to its text stay in it as paragraphs."""
    paragraphs = [
        replace(paragraph, heading=chapter.title if script.announce and n == 0 else "")
        for chapter in script.chapters
        for n, paragraph in enumerate(chapter.paragraphs)
    ]
    language = settings.info.language or script.info.language or "en"
    chapters = make_chapters(tuple(_spell_headings(paragraphs)), settings.chapters, language)
    return replace(script, chapters=chapters, announce=False)


def _spell_headings(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Turn headings into paragraphs of the narrator's, so that none of their words is lost."""
    for paragraph in paragraphs:
        if paragraph.heading:
            yield Paragraph(paragraph.heading, id=f"{paragraph.id}h", line=paragraph.line)
        yield replace(paragraph, heading="")


def _complete_info(info: EpisodeInfo, source: Source, wanted: EpisodeInfo) -> EpisodeInfo:
    """Fill in what the text does not say of itself: the user's wishes first, then defaults."""
    if info.cover and source.path:
        info = replace(info, cover=source.path.parent / info.cover)
    given = {f.name: getattr(wanted, f.name) for f in fields(wanted) if getattr(wanted, f.name)}
    info = replace(info, **given)
    stem = source.path.stem if source.path else "episode"
    title = info.title or stem.replace("-", " ").replace("_", " ").strip().capitalize()
    genre = info.genre or "Podcast"
    return replace(info, title=title, genre=genre, language=info.language or "en")


# A script finds its place on disk.


def place(script: Script, source: Source, target: Path | None, settings: Settings) -> Outputs:
    """Decide where an episode goes; a script.md of an earlier run keeps its place."""
    suffix = target.suffix[1:].lower() if target else ""
    form = settings.form or (suffix if suffix in FORMATS else "mp3")
    earlier = files.outputs_of_script(source.path, form) if source.path and not target else None
    return earlier or files.place_outputs(files.slug(script.info.title), target, form)


def check_outputs(script: Script, outputs: Outputs, source: Source, settings: Settings) -> None:
    """Find out before any work whether its result can be written.

    Raises:
        InputError: the audio file is there and may not be replaced, or the cover is no picture.
        EncodeError: the folder cannot be written to.
    """
    rebuild = source.path is not None and files.same(source.path, outputs.script)
    if outputs.audio.exists() and not (settings.overwrite or rebuild):
        raise InputError(f"{outputs.audio} is there already; replace it with --overwrite")
    files.check_writable(outputs.audio)
    if script.info.cover:
        check_cover(script.info.cover)


def save_script(script: Script, path: Path, source: Source, settings: Settings) -> str:
    """Write script.md; one that a person has edited is never lost. Returns a note or "".

    Raises:
        InputError: a person has edited the script that is there.
    """
    if source.path is not None and files.same(source.path, path):
        return ""  # it is the source: what a person wrote stays as it is
    note = ""
    earlier = files.read_earlier(path)
    if earlier is not None and is_edited(earlier):
        if not settings.overwrite:
            raise InputError(
                f"{path} was edited since narrate wrote it: speak it with `narrate make {path}`, "
                "or set it aside with --overwrite"
            )
        note = f"the edited script was set aside as {files.set_aside(path)}"
    files.write_text(path, write_script(_cover_from(script, path.parent)))
    return note


def _cover_from(script: Script, folder: Path) -> Script:
    """Name the cover as seen from the folder in which the script will lie."""
    if script.info.cover is None:
        return script
    cover = Path(os.path.relpath(script.info.cover, folder))
    return replace(script, info=replace(script.info, cover=cover))


# A script becomes an episode.


def plan(
    script: Script, settings: Settings
) -> tuple[tuple[Utterance, ...], dict[str, VoiceProfile]]:
    """Plan what is said, and load the profiles of the voices that say it.

    Raises:
        InputError: there is nothing to say.
        ProfileError: a voice is unknown, or what it needs is not installed.
    """
    cast = dict(script.voices)
    profiles = load_cast(cast, settings.rate)
    utterances = plan_utterances(script, cast, Pauses().scaled(settings.pause))
    if not utterances:
        raise InputError("the text has no words to speak")
    used = {utterance.voice for utterance in utterances}
    return utterances, {name: profiles[name] for name in profiles if name in used}


def make_episode(script: Script, outputs: Outputs, settings: Settings, watch: Watch) -> Episode:
    """Make the audio file of a script and the timeline beside it.

    Raises:
        NarrateError: what failed, in one line; finished clips stay in the store.
    """
    episode = make_audio(script, outputs.audio, settings, watch)
    timeline = timeline_json(episode.timeline, script, outputs.audio.name)
    files.write_text(outputs.timeline, timeline)
    return episode


def make_audio(script: Script, path: Path, settings: Settings, watch: Watch) -> Episode:
    """Speak, mix, encode and tag a script; `watch` sees the clips as they are made.

    The file appears, or takes the place of an older one, only when it is complete.
    """
    utterances, profiles = plan(script, settings)
    store = ClipStore(platformdirs.user_cache_path("narrate") / "clips")
    workers = settings.workers or os.cpu_count() or 1
    spoken = synthesize_clips(utterances, profiles, store, finish_speech, workers)
    clips = tuple(watch(spoken, utterances))
    timeline = arrange(clips, [c.title for c in script.chapters], settings.sample_rate_hz)
    master = MasterSettings(settings.lufs, settings.peak_dbtp, settings.bit_rate_kbps)
    with files.replacing(path) as part:
        rendered = render(timeline, store.read, part, path.suffix[1:].lower(), master)
        publish(part, script.info, timeline.marks, timeline.sample_rate_hz)
    kept = sum(clip.kept for clip in clips)
    return Episode(path, timeline, rendered.loudness, tuple(profiles), len(clips) - kept, kept)


def script_of_text(text: str, voice: str) -> Script:
    """Make a script of a sentence or two, without chapters, for `narrate say`."""
    words = text.split()
    info = EpisodeInfo(title=" ".join(words[:8]), language="en")
    script = Script(info, (Chapter("", (Paragraph(" ".join(words), id="p1"),)),))
    return cast_script(script, voice)


def play_script(script: Script, settings: Settings) -> None:
    """Speak a short script to the loudspeaker."""
    with tempfile.TemporaryDirectory() as folder:
        episode = make_audio(script, Path(folder) / "speech.wav", settings, lambda clips, _: clips)
        play(episode.path)


def inspect_episode(path: Path) -> tuple[Inspection, Loudness]:
    """Read a finished file back, whoever wrote it, and measure it.

    Raises:
        InputError: the file is missing or not audio.
    """
    return inspect_file(path), measure_loudness(path)
