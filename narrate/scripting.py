"""Choices on the way from a text to its script: chapters and metadata."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from narrate.model import Chapter, Drop, EpisodeInfo, Paragraph, Part, Script, Source, Transcript
from narrate.settings import Settings
from narrate.text.chapters import ChapterLengths, chapters_listed, make_chapters
from narrate.text.clean import Cleaning
from narrate.text.cuemodel import CueModel, load_cues
from narrate.text.language import guess_language
from narrate.text.ledger import CONTROL
from narrate.text.plan import QUOTED
from narrate.text.read.decode import decode_text, find_controls
from narrate.text.read.markdown import is_markdown
from narrate.text.script import read_script

TopicChoices = tuple[str, str, ChapterLengths, CueModel | None]


def topic_choices(settings: Settings, language: str) -> TopicChoices:
    """Return what the user wants of chapters: mode, language, lengths, and a model of cues.

    Raises:
        InputError: the file of the cue model cannot be read.
    """
    lengths = ChapterLengths(*settings.chapter_minutes)
    cues = load_cues(settings.cues) if settings.cues else None
    return settings.chapters, settings.info.language or language or "en", lengths, cues


def what_to_drop(settings: Settings) -> Cleaning:
    """Return what the user does not want to be spoken."""
    return Cleaning(
        non_speech=not settings.keep_sounds,
        fillers=settings.drop_fillers,
        stutters=settings.drop_stutters,
        sponsors=settings.drop_sponsors,
    )


def told_language(info: EpisodeInfo, settings: Settings, texts: Iterable[str]) -> EpisodeInfo:
    """Fill in the language: as the user says, as the text says of itself, or as it is written."""
    language = settings.info.language or info.language or guess_language(texts)
    return replace(info, language=language)


def cut_chapters(
    paragraphs: Iterable[Paragraph],
    settings: Settings,
    language: str,
    parts: Sequence[Part] = (),
) -> tuple[Chapter, ...]:
    """Gather paragraphs into chapters as the user wants them, or else as the source lists them."""
    found = tuple(paragraphs)
    headed = any(paragraph.heading for paragraph in found)
    listed = () if headed or settings.chapters != "auto" else chapters_listed(found, parts)
    return listed or make_chapters(found, *topic_choices(settings, language))


def cut_transcript(
    transcript: Transcript, paragraphs: tuple[Paragraph, ...], settings: Settings
) -> Script:
    """Make a script of a transcript's paragraphs, with chapters as the user wants them."""
    by_headings = settings.chapters in ("auto", "headings")
    spoken = paragraphs if by_headings else spell_headings(paragraphs)
    language, parts = transcript.info.language, transcript.parts
    chapters = cut_chapters(spoken, settings, language, parts)
    headed = by_headings and any(paragraph.heading for paragraph in paragraphs)
    announce = "headings" if headed else ""
    return Script(transcript.info, chapters, announce=announce, drops=transcript.drops)


def chapter_again(script: Script, settings: Settings) -> Script:
    """Give Markdown new chapters where they are asked for, or where it has none."""
    untitled = len(script.chapters) == 1 and not script.chapters[0].title
    if settings.chapters == "headings" or (settings.chapters == "auto" and not untitled):
        return script
    chapters = cut_chapters(spelled_paragraphs(script), settings, script.info.language)
    return replace(script, chapters=chapters, announce="")


def settle(source: Source, settings: Settings) -> Settings:
    """Let what Markdown says of itself count more than what narrate.toml says for all texts."""
    standing = set(settings.standing)
    settings = replace(settings, standing=())
    text = decode_text(source.data, source.name) if standing else ""
    if not is_markdown(text):
        return settings
    script = read_script(text, source.name)
    cast = dict(script.voices)
    told = {f.name for f in fields(EpisodeInfo) if getattr(script.info, f.name)}
    own = {name: getattr(EpisodeInfo(), name) for name in told & standing}
    settings = replace(settings, info=replace(settings.info, **own))
    if "voice" in standing and cast:
        settings = replace(settings, voice="")
    if "cast" in standing:
        settings = replace(settings, cast=tuple(p for p in settings.cast if p[0] not in cast))
    if "quotes" in standing and QUOTED in cast:
        settings = replace(settings, quotes="")
    if "chapters" in standing and any(chapter.title for chapter in script.chapters):
        settings = replace(settings, chapters="auto")
    return settings


def choose_announced(found: str, wanted: str) -> str:
    """Return whose chapter titles are spoken: what a text has, and what the user wants of it."""
    if wanted == "titles":
        return found or wanted
    return found if wanted in ("", found) else ""


def list_drops(script: Script, source: Source) -> tuple[Drop, ...]:
    """Return what of a source is not spoken, by line, with the characters that nobody sees."""
    controls = (Drop(*found, CONTROL) for found in find_controls(source.data, source.name))
    return tuple(sorted((*script.drops, *controls), key=lambda drop: drop.line))


def spelled_paragraphs(script: Script) -> tuple[Paragraph, ...]:
    """Return a script's paragraphs, with the headings that belong to its text among them."""
    part_of_text = script.announce == "headings"
    headed = (
        replace(paragraph, heading=chapter.title if part_of_text and n == 0 else "")
        for chapter in script.chapters
        for n, paragraph in enumerate(chapter.paragraphs)
    )
    return spell_headings(headed)


def spell_headings(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Turn headings into paragraphs of the narrator's, so that none of their words is lost."""
    spelled: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.heading:
            title = Paragraph(paragraph.heading, id=f"{paragraph.id}h", line=paragraph.line)
            spelled.append(title)
        spelled.append(replace(paragraph, heading=""))
    return tuple(spelled)


def complete_info(info: EpisodeInfo, source: Source, wanted: EpisodeInfo) -> EpisodeInfo:
    """Fill in what the text does not say of itself: the user's wishes first, then defaults."""
    if info.cover and source.path:
        info = replace(info, cover=source.path.parent / info.cover)
    given = {f.name: getattr(wanted, f.name) for f in fields(wanted) if getattr(wanted, f.name)}
    info = replace(info, **given)
    stem = source.path.stem if source.path else "episode"
    title = info.title or stem.replace("-", " ").replace("_", " ").strip().capitalize()
    genre = info.genre or "Podcast"
    return replace(info, title=title, genre=genre, language=info.language or "en")
