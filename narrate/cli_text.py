"""Options that shape the script: what it is called, its chapters, what is spoken and by whom."""

from __future__ import annotations

import math
from pathlib import Path

import click

from narrate.cli_options import Command, add, section_of

_PATH = click.Path(path_type=Path)


def text_options(command: Command) -> Command:
    """Add all of them."""
    return info_options(chapter_options(_voice_options(_speech_options(command))))


def info_options(command: Command) -> Command:
    """Add what a finished file says of itself."""
    option = section_of("About the episode")
    return add(
        command,
        option("--title", default="", help="Title of the episode."),
        option("--author", default="", help="Author or speaker."),
        option("--album", default="", help="Album or show."),
        option("--date", default="", help="YYYY, YYYY-MM or YYYY-MM-DD."),
        option(
            "--language",
            metavar="TAG",
            default="",
            callback=read_language,
            help="Language of the text, as in en or pt-BR.",
        ),
        option("--genre", default="", help="Genre, as in Podcast or Audiobook."),
        option("--comment", default="", help="A comment."),
        option("--description", default="", help="What the episode is about."),
        option("--cover", type=_PATH, help="Cover picture, JPEG or PNG."),
    )


def chapter_options(command: Command) -> Command:
    """Add how chapters are found."""
    option = section_of("Chapters")
    return add(
        command,
        option(
            "--chapters",
            metavar="auto|headings|topics|none|N",
            default="auto",
            callback=_read_chapter_mode,
            show_default=True,
            help="By headings, by topic, none, or so many; auto: headings if any, else topics.",
        ),
        option(
            "--chapter-minutes",
            metavar="MIN-MAX",
            callback=_read_minutes,
            help="How long chapters by topic may be: 3-12, 3- or -12.",
        ),
        option("--cues", type=_PATH, help="Your show's own model: narrate chapters --learn."),
        option("--titles-endpoint", metavar="URL", help="A chat server to name chapters."),
    )


def _voice_options(command: Command) -> Command:
    option = section_of("Voices")
    return add(
        command,
        option("--voice", default="", help="Who speaks: a name from `narrate voices`."),
        option(
            "--cast",
            metavar="SPEAKER=VOICE",
            multiple=True,
            callback=_read_cast,
            help="Who speaks for whom; * is everyone else. May be repeated.",
        ),
        option("--quotes", metavar="VOICE", default="", help="Who speaks what is quoted."),
    )


def _speech_options(command: Command) -> Command:
    option = section_of("What is spoken")
    return add(
        command,
        option("--keep-sounds", is_flag=True, help="Speak [music], (laughs) and the like."),
        option("--drop-fillers", is_flag=True, help="Leave out um, uh."),
        option("--drop-stutters", is_flag=True, help="Say doubled words (the the) once."),
        option("--drop-sponsors", is_flag=True, help="Leave out lines that thank a sponsor."),
        option(
            "--announce",
            type=click.Choice(("titles", "headings", "none")),
            help="Speak all chapter titles, those the text has itself (default), or none.",
        ),
        option(
            "--lexicon",
            type=_PATH,
            multiple=True,
            help="A table of pronunciations. May be repeated; lexicon.tsv is found by itself.",
        ),
    )


def _read_chapter_mode(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value in ("auto", "headings", "topics", "none"):
        return value
    if str(value).isdecimal() and int(value) >= 1:
        return str(int(value))
    raise click.BadParameter(f"{value!r} is not auto, headings, topics, none, or a number")


def read_language(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return a language's tag with hyphens, or refuse what is none."""
    parts = value.replace("_", "-").split("-")
    tagged = parts[0].isalpha() and 2 <= len(parts[0]) <= 3 and all(p.isalnum() for p in parts)
    if value and not tagged:
        raise click.BadParameter(f"{value!r} is not a language tag such as en or pt-BR")
    return "-".join(parts)


def _read_minutes(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[float | None, float | None]:
    shortest, dash, longest = (value or "-").partition("-")
    wrong = click.BadParameter(f"{value!r} is not MIN-MAX, as in 3-12, 3- or -12")
    try:
        low, high = (float(part) if part else None for part in (shortest, longest))
    except ValueError as cause:
        raise wrong from cause
    finite = all(math.isfinite(minutes) for minutes in (low or 0, high or 0))
    if not dash or not finite or high == 0 or (low and high and low > high):
        raise wrong
    return low, high


def _read_cast(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = tuple(value.partition("=")[::2] for value in values)
    for value, (speaker, voice) in zip(values, pairs, strict=True):
        if not speaker.strip() or not voice.strip():
            raise click.BadParameter(f"{value!r} is not SPEAKER=VOICE, as in 'Ann Lee=joe'")
    return tuple((speaker.strip(), voice.strip()) for speaker, voice in pairs)
