"""Options that several commands share, and how they become Settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click

from narrate.cli_voice import voice_options
from narrate.errors import NarrateError
from narrate.model import EpisodeInfo, Script, Source
from narrate.settings import FORMATS, PRESETS, Settings
from narrate.tts.base import QUALITIES

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Command], Command]

_VERBOSITY = "narrate.verbosity"  # key in the root context's meta: 1 verbose, -1 quiet


def _read_chapter_mode(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value in ("auto", "headings", "topics", "none"):
        return value
    if str(value).isdecimal() and int(value) >= 1:
        return str(int(value))
    raise click.BadParameter(f"{value!r} is not auto, headings, topics, none, or a number")


def _read_language(ctx: click.Context, param: click.Parameter, value: str) -> str:
    parts = value.replace("_", "-").split("-")
    tagged = parts[0].isalpha() and 2 <= len(parts[0]) <= 3 and all(p.isalnum() for p in parts)
    if value and not tagged:
        raise click.BadParameter(f"{value!r} is not a language tag such as en or pt-BR")
    return "-".join(parts)


def _read_minutes(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[float | None, float | None]:
    shortest, dash, longest = (value or "-").partition("-")
    try:
        minutes = tuple(float(part) if part else None for part in (shortest, longest))
    except ValueError as cause:
        raise click.BadParameter(f"{value!r} is not MIN-MAX, as in 3-12, 3- or -12") from cause
    low, high = minutes
    if not dash or (low and high and low > high):
        raise click.BadParameter(f"{value!r} is not MIN-MAX, as in 3-12, 3- or -12")
    return low, high


def verbosity_options(command: Command) -> Command:
    """Add -v and -q, which may stand before or after a command's name."""

    def note(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            ctx.find_root().meta[_VERBOSITY] = 1 if param.name == "verbose" else -1

    quiet = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=note, help="Print errors only."
    )
    verbose = click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=note,
        help="Also list what is not spoken, and why.",
    )
    return verbose(quiet(command))


def is_quiet() -> bool:
    """Tell whether -q was given."""
    return _verbosity() < 0


def is_verbose() -> bool:
    """Tell whether -v was given."""
    return _verbosity() > 0


def _verbosity() -> int:
    return int(click.get_current_context().find_root().meta.get(_VERBOSITY, 0))


def say_drops(script: Script, source: Source) -> None:
    """Print what of a source is not spoken, where -v was given."""
    if is_verbose():
        from narrate.scripting import list_drops

        for drop in list_drops(script, source):
            click.echo(f"not spoken, line {drop.line}: {drop.text!r} ({drop.reason})", err=True)


def with_lists(command: click.Command, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Make a list of one of a default that stands alone where an option may be repeated."""
    repeated = {p.name for p in command.params if isinstance(p, click.Option) and p.multiple}
    return {
        name: [value] if name in repeated and not isinstance(value, list) else value
        for name, value in defaults.items()
    }


def describe_failure(error: Exception) -> str:
    """Say in one line what failed, whoever's fault it is."""
    if isinstance(error, NarrateError):
        return str(error)
    return f"internal error ({type(error).__name__}: {error}); -v shows where"


def info_options(command: Command) -> Command:
    """Add what a finished file says of itself."""
    path = click.Path(path_type=Path)
    return _add(
        command,
        click.option("--title", default="", help="Title of the episode."),
        click.option("--author", default="", help="Author or speaker."),
        click.option("--album", default="", help="Album or show."),
        click.option("--date", default="", help="YYYY, YYYY-MM or YYYY-MM-DD."),
        click.option(
            "--language",
            metavar="TAG",
            default="",
            callback=_read_language,
            help="Language of the text, as in en or pt-BR.",
        ),
        click.option("--genre", default="", help="Genre, as in Podcast or Audiobook."),
        click.option("--comment", default="", help="A comment."),
        click.option("--description", default="", help="What the episode is about."),
        click.option("--cover", type=path, help="Cover picture, JPEG or PNG."),
    )


def chapter_options(command: Command) -> Command:
    """Add how chapters are found."""
    return _add(
        command,
        click.option(
            "--chapters",
            metavar="auto|headings|topics|none|N",
            default="auto",
            callback=_read_chapter_mode,
            show_default=True,
            help="By headings, by topic, none, or so many; auto: headings if any, else topics.",
        ),
        click.option(
            "--chapter-minutes",
            metavar="MIN-MAX",
            callback=_read_minutes,
            help="How long chapters by topic may be: 3-12, 3- or -12.",
        ),
        click.option(
            "--cues",
            type=click.Path(path_type=Path),
            help="Your show's own model, from `narrate chapters --learn`.",
        ),
        click.option("--titles-endpoint", metavar="URL", help="A chat server to name chapters."),
    )


def text_options(command: Command) -> Command:
    """Add the options that shape the script: what it is called, its chapters, its voice."""
    command = _add(
        command,
        click.option("--keep-sounds", is_flag=True, help="Speak [music], (laughs) and the like."),
        click.option("--drop-fillers", is_flag=True, help="Leave out um, uh."),
        click.option("--drop-stutters", is_flag=True, help="Say doubled words (the the) once."),
        click.option("--drop-sponsors", is_flag=True, help="Leave out lines that thank a sponsor."),
        click.option(
            "--announce",
            type=click.Choice(("titles", "headings", "none")),
            help="Speak all chapter titles, those the text has itself (default), or none.",
        ),
        click.option(
            "--lexicon",
            type=click.Path(path_type=Path),
            multiple=True,
            help="A table of pronunciations. May be repeated; lexicon.tsv is found by itself.",
        ),
    )
    return info_options(chapter_options(voice_options(command)))


def store_option() -> Option[Any]:
    """Return where clips are kept."""
    return click.option(
        "--store",
        metavar="PLACE",
        default="",
        help="Keep clips here: a folder or a URL such as s3://bucket/clips; default: your cache.",
    )


def sound_options(command: Command) -> Command:
    """Add the options that shape the sound and its file."""
    path = click.Path(path_type=Path)
    return _add(
        command,
        click.option("--format", "form", type=click.Choice(FORMATS), help="Default: mp3."),
        click.option(
            "--rate",
            type=click.FloatRange(0.5, 3),
            default=1.0,
            show_default=True,
            help="Speed of speech: 1.2 is a fifth faster.",
        ),
        click.option(
            "--pace",
            type=click.FloatRange(0, 5),
            default=1.0,
            show_default=True,
            help="Length of all pauses: 0.5 halves them.",
        ),
        click.option(
            "--quality",
            type=click.Choice(QUALITIES),
            default="full",
            show_default=True,
            help="Of neural speech: fast and draft take about 3/4 and 2/3 of the time.",
        ),
        click.option(
            "--loudness",
            type=click.Choice(PRESETS),
            default="podcast",
            show_default=True,
            help="How loud: -16, -14 or -23 LUFS, or by ACX's rules for audiobooks.",
        ),
        click.option(
            "--lufs", type=click.FloatRange(-36, -8), help="Loudness of the finished file instead."
        ),
        click.option(
            "--peak",
            "peak_dbtp",
            type=click.FloatRange(-9, 0),
            help="Highest true peak of the finished file in dBTP instead.",
        ),
        click.option("--dual-mono", is_flag=True, help="Measure mono as two loudspeakers do."),
        click.option(
            "--high-pass",
            "high_pass_hz",
            type=click.FloatRange(0, 300),
            default=0.0,
            metavar="HZ",
            help="Take rumble below this out of the voices, as in 80.",
        ),
        click.option("--de-ess", is_flag=True, help="Soften sharp sibilants."),
        click.option("--intro", type=path, help="Music before the episode."),
        click.option("--outro", type=path, help="Music after it."),
        click.option("--chime", type=path, help="A sound before each chapter."),
        click.option("--bed", type=path, help="Music under the speech, ducked."),
        click.option(
            "--channels",
            type=click.Choice(("mono", "stereo")),
            help="Default: mono, and stereo where there is stereo music.",
        ),
        click.option(
            "--bit-rate",
            "bit_rate_kbps",
            type=click.IntRange(16, 320),
            help="In kbit/s; default: what suits speech in the format.",
        ),
        store_option(),
        click.option(
            "--cluster",
            metavar="ADDRESS",
            default="",
            help="Speak on the Dask cluster whose scheduler is here, as in tcp://host:8786.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(0),
            default=0,
            help="How many processes speak; default: one per core.",
        ),
        click.option(
            "--keep-going",
            is_flag=True,
            help="Leave out what cannot be spoken, list it at the end, and exit with 1.",
        ),
        click.option("--overwrite", is_flag=True, help="Replace what is there already."),
    )


def _add(command: Command, *options: Option[Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def read_settings(values: dict[str, Any]) -> Settings:
    """Make Settings of a command's option values."""
    info_names = {field.name for field in fields(EpisodeInfo)}
    info = EpisodeInfo(**{k: v for k, v in values.items() if k in info_names and v is not None})
    others = {k: v for k, v in values.items() if k not in info_names and v is not None}
    return Settings(info=info, **others)
