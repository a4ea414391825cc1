"""What all commands share: options in sections, how much is said, options as Settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from narrate.errors import NarrateError, SettingsError
from narrate.model import EpisodeInfo, Script, Source
from narrate.settings import FILE_NAME, Settings

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]

_VERBOSITY = "narrate.verbosity"  # key in the root context's meta: 1 verbose, -1 quiet


class _Listed(click.Option):
    """An option that `--help` lists under a heading."""

    def __init__(self, *args: Any, section: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.section = section


class Sectioned(click.Command):
    """A command whose `--help` lists its options under the headings of their sections."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those of no section first."""
        rows: dict[str, list[tuple[str, str]]] = {"Options": []}
        for option in self.get_params(ctx):
            row = option.get_help_record(ctx) if isinstance(option, click.Option) else None
            if row:
                rows.setdefault(getattr(option, "section", "Options"), []).append(row)
        for section, listed in rows.items():
            with formatter.section(section):
                formatter.write_dl(listed)


def section_of(heading: str) -> Callable[..., Decorator]:
    """Return a `click.option` for the options under this heading."""
    return partial(click.option, cls=_Listed, section=heading)


def add(command: Command, *options: Decorator) -> Command:
    """Add options to a command in the order in which help lists them."""
    for option in reversed(options):
        command = option(command)
    return command


def print_option(command: Command) -> Command:
    """Add -o for what is text, and printed where no file is named, or "-"."""

    def to_file(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
        return None if path == Path("-") else path

    kind = click.Path(path_type=Path)
    told = "Where to; default: print it."
    return click.option("-o", "--output", type=kind, callback=to_file, help=told)(command)


def verbosity_options(command: Command) -> Command:
    """Add -v and -q, which may stand before or after a command's name."""

    def note(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            ctx.find_root().meta[_VERBOSITY] = 1 if param.name == "verbose" else -1

    option = partial(click.option, is_flag=True, expose_value=False, callback=note)
    return add(
        command,
        option("-v", "--verbose", help="Say more: what is not spoken and why; where a bug shows."),
        option("-q", "--quiet", help="Say less: errors, and what was asked for."),
    )


def is_quiet() -> bool:
    """Tell whether -q was given."""
    return _verbosity() < 0


def is_verbose() -> bool:
    """Tell whether -v was given."""
    return _verbosity() > 0


def _verbosity() -> int:
    return int(click.get_current_context().find_root().meta.get(_VERBOSITY, 0))


def was_given(name: str) -> bool:
    """Tell whether an option stands on the command line, by the name it has here."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


def say_drops(script: Script, source: Source) -> None:
    """Print what of a source is not spoken, where -v was given."""
    if is_verbose():
        from narrate.scripting import list_drops

        for drop in list_drops(script, source):
            click.echo(f"not spoken, line {drop.line}: {drop.text!r} ({drop.reason})", err=True)


def option_names(command: click.Command) -> dict[str, str]:
    """Return the names of a command's options as users write them, without dashes, and as we do."""
    options = (parameter for parameter in command.params if isinstance(parameter, click.Option))
    return {_written(option): str(option.name) for option in options}


def _written(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")


def as_defaults(command: click.Command, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fit what narrate.toml says to a command: one value may stand for a list of one.

    Raises:
        SettingsError: a list, or true or false, stands where an option takes one value.
    """
    options = {p.name: p for p in command.params if isinstance(p, click.Option)}
    fitted = {}
    for name, value in values.items():
        option = options[name]
        flag, repeated = isinstance(value, bool), isinstance(value, list)
        if flag != option.is_flag or isinstance(value, dict) or (repeated and not option.multiple):
            wanted = "true or false" if option.is_flag else "one value"
            told = f"[{command.name}] `{_written(option)}` takes {wanted}"
            raise SettingsError(f"{FILE_NAME}: {told}")
        fitted[name] = [value] if option.multiple and not repeated else value
    return fitted


def describe_misuse(error: click.UsageError) -> str:
    """Say in one line what is wrong with a command line, or with narrate.toml."""
    told = error.format_message().rstrip(".")
    if error.ctx is None:
        return f"narrate: {told}"
    name = error.param.name if isinstance(error, click.BadParameter) and error.param else None
    if name and error.ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP:
        return f"narrate: {FILE_NAME}: [{error.ctx.info_name}] {told}"
    command = error.ctx.command_path
    return f"{command}: {told}; see {command} --help"


def describe_failure(error: Exception) -> str:
    """Say in one line what failed, whoever's fault it is."""
    if isinstance(error, NarrateError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'what is printed'}: {error.strerror}; -v shows where"
    if isinstance(error, MemoryError):
        return "there is not enough memory for so much; give it in parts (-v shows where)"
    return f"internal error ({type(error).__name__}: {error}); -v shows where"


def store_option() -> Decorator:
    """Return where clips are kept."""
    return section_of("Machine")(
        "--store",
        metavar="PLACE",
        default="",
        help="Keep clips here: a folder or a URL such as s3://bucket/clips; default: your cache.",
    )


def read_settings(values: dict[str, Any]) -> Settings:
    """Make Settings of a command's option values."""
    info_names = {field.name for field in fields(EpisodeInfo)}
    info = EpisodeInfo(**{k: v for k, v in values.items() if k in info_names and v is not None})
    others = {k: v for k, v in values.items() if k not in info_names and v is not None}
    return Settings(info=info, standing=tuple(filter(_is_standing, values)), **others)


def _is_standing(name: str) -> bool:
    ctx = click.get_current_context(silent=True)
    return ctx is not None and ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP
