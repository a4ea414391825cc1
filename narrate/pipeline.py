"""The whole way of an episode, every step in order: read this file first.

    source ─read→ Transcript ─clean, join→ paragraphs ─chapter→ Script (script.md)
    Script ─plan→ Utterances ─speak→ Clips ─arrange→ Timeline ─mix, encode→ audio file
    audio file ─tag, measure→ Episode

Only this module knows the order: the rooms (text, tts, audio, publish) don't know each other.
What makes sound is imported where it is made, so that `narrate script` need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from narrate import outputs as files
from narrate.casting import cast_script, load_cast, noting_unread, paced
from narrate.errors import InputError
from narrate.model import (
    Audio,
    Clip,
    Episode,
    Loudness,
    Paragraph,
    Script,
    Source,
    Timeline,
    Transcript,
    Utterance,
)
from narrate.naming import name_report, name_script
from narrate.outputs import Outputs
from narrate.rows import set_aside
from narrate.scripting import (
    chapter_again,
    choose_announced,
    complete_info,
    cut_transcript,
    settle,
    spell_headings,
    spelled_paragraphs,
    told_language,
    topic_choices,
    what_to_drop,
)
from narrate.settings import Settings
from narrate.text.clean import clean_lines
from narrate.text.ledger import CONTROL, Entry, keep_ledger
from narrate.text.paragraphs import join_paragraphs
from narrate.text.plan import QUOTED, Pauses, plan_utterances
from narrate.text.read import read_transcript
from narrate.text.read.decode import decode_text, find_controls
from narrate.text.read.markdown import is_markdown
from narrate.text.script import read_script
from narrate.text.script_ledger import keep_script_ledger
from narrate.text.spacing import with_spaces
from narrate.text.topicreport import TopicReport, report_topics
from narrate.tts.base import VoiceProfile
from narrate.tts.leases import holding

if TYPE_CHECKING:
    from concurrent.futures import Executor

Read = Callable[[str], Audio]  # a clip's sound by its key


class Watch(Protocol):
    """Someone who looks on: what passes through comes out as it went in."""

    def preparing(self, voice: str) -> AbstractContextManager[None]:
        """See that a voice is made ready for its first use here, which takes some 10 s."""

    def speaking(self, clips: Iterator[Clip], utterances: tuple[Utterance, ...]) -> Iterable[Clip]:
        """See each clip as it is finished."""

    def mixing(self, timeline: Timeline) -> AbstractContextManager[Callable[[int], None]]:
        """Be told how many samples are written; this ends before the file takes its place."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A script, what is said of it, and the profiles of the voices that say it."""

    script: Script
    utterances: tuple[Utterance, ...]
    profiles: Mapping[str, VoiceProfile]


# A source becomes a script.


def make_script(source: Source, settings: Settings) -> Script:
    """Read, clean, join, chapter and cast a text; Markdown is taken as it is written."""
    settings = settle(source, settings)
    quoted = ((QUOTED, settings.quotes),) if settings.quotes else ()
    script = chapter_source(source, settings)
    return cast_script(script, settings.voice, settings.cast + quoted, settings.cast_file)


def chapter_source(source: Source, settings: Settings) -> Script:
    """Do all that `make_script` does but the casting."""
    settings = settle(source, settings)
    script, by_topic = _read_source(source, settings)
    announce = choose_announced(script.announce, settings.announce)
    info = complete_info(script.info, source, settings.info)
    script = replace(script, info=info, announce=announce)
    return name_script(script, settings) if by_topic else script


def make_ledger(source: Source, settings: Settings) -> Iterator[Entry]:
    """Account, as asked for, for every character but white space: spoken, or left out and why."""
    text = decode_text(source.data, source.name)
    if is_markdown(text):
        entries = keep_script_ledger(text, read_script(text, source.name))
    else:
        lines = _read_lines(text, source.name, settings)
        entries = keep_ledger(text, *_join(lines, source.name))
    controls = (Entry(*found, CONTROL) for found in find_controls(source.data, source.name))
    return merge(with_spaces(text, entries), controls, key=lambda entry: entry.line)


def report_chapters(source: Source, settings: Settings) -> TopicReport:
    """Find chapters by topic and tell what was weighed to find them."""
    text = decode_text(source.data, source.name)
    if is_markdown(text):
        script = _read_markdown(text, source.name, settings)
        paragraphs, told = spelled_paragraphs(script), script.info
    else:
        lines = _read_lines(text, source.name, settings)
        transcript, joined = _join(lines, source.name)
        paragraphs, told = spell_headings(joined), transcript.info
    report = report_topics(paragraphs, *topic_choices(settings, told.language))
    return name_report(report, complete_info(told, source, settings.info), settings)


def _read_source(source: Source, settings: Settings) -> tuple[Script, bool]:
    """Return what a source says, and whether its chapters were found by topic."""
    text = decode_text(source.data, source.name)
    if is_markdown(text):
        read = _read_markdown(text, source.name, settings)
        script = chapter_again(read, settings)
        return script, script is not read and not script.announce
    transcript = _read_lines(text, source.name, settings)
    del text  # a long one takes much room, and the lines hold all that is said
    transcript, paragraphs = _join(transcript, source.name)
    script = cut_transcript(transcript, paragraphs, settings)
    return script, not script.announce


def _read_lines(text: str, name: str, settings: Settings) -> Transcript:
    transcript = clean_lines(read_transcript(text, name), what_to_drop(settings))
    told = told_language(transcript.info, settings, (line.text for line in transcript.lines))
    return replace(transcript, info=told)


def _join(transcript: Transcript, name: str) -> tuple[Transcript, tuple[Paragraph, ...]]:
    """Return the transcript without its lines, and the paragraphs that they make."""
    paragraphs = join_paragraphs(transcript)
    if not paragraphs:
        raise InputError(f"{name}: no speech was found in it, only what pages put around speech")
    return replace(transcript, lines=()), paragraphs


def _read_markdown(text: str, name: str, settings: Settings) -> Script:
    script = read_script(text, name)
    texts = (paragraph.text for paragraph in script.paragraphs)
    return replace(script, info=told_language(script.info, settings, texts))


# A script becomes an episode.


def plan(script: Script, settings: Settings, source: Source | None = None) -> Plan:
    """Plan what is said, and see that the voices can say it.

    Raises:
        InputError: there is nothing to say, or a lexicon makes no sense.
        ProfileError: a voice is unknown, or what it needs is not installed.
    """
    from narrate.pronouncing import find_lexicon, find_pronunciations, find_tongues

    cast = dict(script.voices)
    profiles = load_cast(cast, settings.rate, settings.quality)
    lexicon = find_lexicon(script.info.language, source, settings.lexicon)
    pronounce = find_pronunciations(profiles, lexicon)
    pauses, tongues = Pauses().scaled(settings.pace), find_tongues(script, cast)
    utterances = plan_utterances(script, cast, pauses, pronounce, tongues)
    if not utterances:
        raise InputError("the text has no words to speak")
    utterances = paced(utterances, profiles)
    script = noting_unread(script, utterances, profiles)
    used = {utterance.voice for utterance in utterances}
    return Plan(script, utterances, {name: profiles[name] for name in profiles if name in used})


def files_of(planned: Plan) -> Iterator[Path]:
    """Yield the files that a plan's sound and tags come from, beside those of packages."""
    for profile in planned.profiles.values():
        for value in (profile.voice, profile.lexicon, *dict(profile.options).values()):
            if Path(value).is_file():
                yield from (Path(value), Path(f"{value}.json"))  # a model and what describes it
    if planned.script.info.cover:
        yield planned.script.info.cover


def make_episode(
    planned: Plan,
    outputs: Outputs,
    settings: Settings,
    watch: Watch,
    executor: Executor | None = None,
) -> Episode:
    """Make the audio file of a plan and the timeline beside it.

    Raises:
        NarrateError: what failed, in one line; finished clips stay in the store.
    """
    from narrate.publish.sidecar import timeline_json

    episode = make_audio(planned, outputs.audio, settings, watch, executor)
    timeline = timeline_json(episode.timeline, planned.script, outputs.audio.name)
    files.write_text(outputs.timeline, timeline)
    return episode


def make_audio(
    planned: Plan,
    path: Path,
    settings: Settings,
    watch: Watch,
    executor: Executor | None = None,
) -> Episode:
    """Speak, mix, encode and tag a plan; `watch` sees the clips as they are made.

    Speech runs on the `executor`, or else in processes of its own that end when all is spoken.
    Until the file is done its clips are held, so that nobody drops them from the store. It
    appears, or takes the place of an older one, only when it is complete.
    """
    from narrate import speaking
    from narrate.keeping import open_store
    from narrate.tts.synthesize import clip_keys, synthesize_clips

    store, finish = open_store(settings)
    workers = speaking.count_workers(settings)
    speaking.prepare_voices(planned.profiles.values(), watch.preparing)

    needed = clip_keys(planned.utterances, planned.profiles, store)
    lost: list[str] = []
    with holding(store.shelf, needed), speaking.lent_workers(settings, executor) as run:

        def speak(utterances: Sequence[Utterance]) -> Iterator[Clip]:
            return synthesize_clips(utterances, planned.profiles, store, finish, workers, run)

        spoken = speak(planned.utterances)
        if settings.keep_going:
            lines = {paragraph.id: paragraph.line for paragraph in planned.script.paragraphs}
            spoken = speaking.going_on(speak, planned.utterances, lines, lost)
        clips = set_aside(watch.speaking(spoken, planned.utterances))
        speaking.refuse_silence(clips, lost)
        store.bring_near(clip.key for clip in clips)
        timeline, mastered = _mix(planned, clips, store.read, path, settings, watch)
    made, notes = sum(not clip.kept for clip in clips), tuple(speaking.doubts(clips))
    counts, voices = (made, len(clips) - made), tuple(planned.profiles)
    return Episode(path, timeline, mastered, voices, *counts, notes, tuple(lost))


def _mix(
    planned: Plan,
    clips: Sequence[Clip],
    read: Read,
    path: Path,
    settings: Settings,
    watch: Watch,
) -> tuple[Timeline, Loudness]:
    """Arrange, mix, encode and tag clips."""
    from narrate.audio.arrange import arrange
    from narrate.audio.forms import find_form
    from narrate.audio.master import render
    from narrate.audio.music import add_music
    from narrate.audio.write import Workshop
    from narrate.keeping import piece_store
    from narrate.mixing import choose_music, choose_sound, open_mixers
    from narrate.publish.tag import publish
    from narrate.speaking import count_workers

    titles = [chapter.title for chapter in planned.script.chapters]
    music, sound = choose_music(planned.script, settings), choose_sound(settings)
    placed, read = add_music(clips, read, music, settings.sample_rate_hz, sound.channels or 2)
    form, rate_hz = path.suffix[1:].lower(), settings.sample_rate_hz
    unit = find_form(form).unit_samples(rate_hz)
    timeline = arrange(placed, titles, rate_hz, sound.lead_ms, unit, sound.tail_ms)
    with files.replacing(path) as part, watch.mixing(timeline) as written:
        workshop = Workshop(count_workers(settings), piece_store(), written, open_mixers)
        mastered = render(timeline, read, part, form, sound, workshop)
        publish(part, planned.script.info, timeline.marks, timeline.sample_rate_hz)
    return timeline, mastered
