"""Options that say who speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def _read_cast(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = tuple(value.partition("=")[::2] for value in values)
    for value, (speaker, voice) in zip(values, pairs, strict=True):
        if not speaker.strip() or not voice.strip():
            raise click.BadParameter(f"{value!r} is not SPEAKER=VOICE, as in 'Ann Lee=joe'")
    return tuple((speaker.strip(), voice.strip()) for speaker, voice in pairs)


def voice_options(command: Command) -> Command:
    """Add who speaks for whom."""
    options = (
        click.option("--voice", default="", help="Who speaks: a name from `narrate voices`."),
        click.option(
            "--cast",
            metavar="SPEAKER=VOICE",
            multiple=True,
            callback=_read_cast,
            help="Who speaks for whom; * is everyone else. May be repeated.",
        ),
        click.option("--quotes", metavar="VOICE", default="", help="Who speaks what is quoted."),
    )
    for option in reversed(options):
        command = option(command)
    return command
