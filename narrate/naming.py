"""What chapters found by topic are called: by the episode, by a server, or as narrate found."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from narrate.errors import InputError
from narrate.model import Chapter, EpisodeInfo, Script
from narrate.settings import Settings
from narrate.text.topicreport import TopicReport

KEY_VARIABLE = "OPENAI_API_KEY"
MODEL_VARIABLE = "OPENAI_MODEL"

_ONE_TOPIC = (
    "the text keeps to one topic: one chapter, named after the episode; --chapters N divides it"
)


def name_script(script: Script, settings: Settings) -> Script:
    """Return a script, the chapters of which were found by topic, under their final titles."""
    if settings.chapters == "none":
        return script
    chapters, notes = _name(script.chapters, script.info.title, settings)
    return replace(script, chapters=chapters, notes=notes)


def name_report(report: TopicReport, info: EpisodeInfo, settings: Settings) -> TopicReport:
    """Return a report with the final titles of its chapters."""
    chapters, notes = _name(report.chapters, info.title, settings)
    return replace(report, chapters=chapters, notes=notes)


def _name(
    chapters: Sequence[Chapter], episode: str, settings: Settings
) -> tuple[tuple[Chapter, ...], tuple[str, ...]]:
    """Return chapters under their final titles, and what to tell the user of it.

    A single chapter takes the title of the episode. Where a server is given, it is asked for
    titles; when it fails, narrate's own stay, and one line says so.
    """
    if len(chapters) == 1:
        told = () if settings.chapters.isdigit() else (_ONE_TOPIC,)
        return (replace(chapters[0], title=episode),), told
    if not settings.titles_endpoint:
        return tuple(chapters), ()
    from narrate.text.titleserver import DEFAULT_MODEL, TitleServer, ask_titles

    server = TitleServer(
        settings.titles_endpoint,
        os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL,
        os.environ.get(KEY_VARIABLE, ""),
    )
    texts = [" ".join(paragraph.text for paragraph in c.paragraphs) for c in chapters]
    try:
        titles, used = ask_titles(texts, [chapter.title for chapter in chapters], server)
    except InputError as error:
        return tuple(chapters), (f"titles are narrate's own: {error}",)
    named = tuple(replace(c, title=t) for c, t in zip(chapters, titles, strict=True))
    short = len(chapters) - used
    return named, (f"{short} of {len(chapters)} titles are narrate's own",) if short else ()
