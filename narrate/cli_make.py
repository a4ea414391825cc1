"""`narrate make`: one input, many, or one that is made again whenever it is edited."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli_options import (
    Sectioned,
    describe_failure,
    is_quiet,
    is_verbose,
    read_settings,
    say_drops,
    verbosity_options,
    was_given,
)
from narrate.cli_sound import sound_options
from narrate.cli_text import text_options
from narrate.errors import InputError, NarrateError
from narrate.settings import FORMATS, Settings
from narrate.showcast import cast_file
from narrate.source import read_source

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from narrate.builds import Build, Record, Stamp
    from narrate.outputs import Outputs
    from narrate.pipeline import Plan

_LOOK_EVERY_S = 0.3  # polling sees edits on network shares too


@click.command(cls=Sectioned)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="An audio file, or a folder instead of out/.",
)
@text_options
@sound_options
@click.option("--dry-run", is_flag=True, help="Say what would be done, and how long it takes.")
@click.option("--watch", is_flag=True, help="Make INPUT again whenever its script.md is edited.")
@click.option("--overwrite", is_flag=True, help="Replace what is there already.")
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out what cannot be spoken, list it at the end, and exit with 1.",
)
@verbosity_options
def make(
    inputs: tuple[str, ...], output: Path | None, dry_run: bool, watch: bool, **options: Any
) -> None:
    """Make an episode of each INPUT: a text, an edited script.md, or - for standard input.

    The result is out/NAME/NAME.mp3, with script.md and timeline.json beside it. What is up to
    date stays as it is, what is not is made anew with as little work as possible.
    """
    settings = read_settings(options)
    ending = output.suffix[1:].lower() if output else ""
    if output == Path("-"):
        raise click.UsageError("-o -: sound goes to a file or a folder, not to standard output")
    if len(inputs) > 1 and ending in FORMATS:
        raise click.UsageError("several INPUTs need a folder for -o, not a file")
    if ending in FORMATS and settings.form not in ("", ending):
        if was_given("form"):
            raise click.UsageError(f"-o {output} and --format {settings.form} are not the same")
        settings = replace(settings, form=ending)
    if watch and (len(inputs) > 1 or "-" in inputs or dry_run):
        raise click.UsageError("--watch takes one INPUT that is a file, and no --dry-run")
    folder = output.parent if output and ending in FORMATS else output or Path("out")
    kept = cast_file(folder, several=len(inputs) > 1 and not dry_run)
    run = _Run(output, replace(settings, cast_file=kept), dry_run)
    if watch:
        _make_again(inputs[0], run)
    elif len(inputs) == 1 and not settings.keep_going:
        _make_one(inputs[0], run)
    else:
        _make_all(inputs, run)


@dataclass(frozen=True, slots=True)
class _Run:
    """What the inputs of one `narrate make` share."""

    output: Path | None
    settings: Settings
    dry_run: bool
    executor: Executor | None = None
    taken: dict[Path, str] = field(default_factory=dict)  # a file, and the input it is made of
    seen: dict[Path, Stamp] = field(default_factory=dict)  # how sources looked that were read


def _make_all(inputs: Sequence[str], run: _Run) -> None:
    """Make one after the other in the same workers; one that fails stops none of the others."""
    from narrate.speaking import sharing_workers

    failed = []
    with sharing_workers(run.settings) as executor:
        shared = replace(run, executor=executor)
        for n, name in enumerate(inputs, start=1):
            if len(inputs) > 1 and not is_quiet():
                click.echo(f"narrate: {n} of {len(inputs)}: {name}", err=True)
            if _attempt(name, shared) is None:
                failed.append(name)
    if failed:
        names = ", ".join(failed)
        raise NarrateError(f"{len(failed)} of {len(inputs)} inputs failed: {names}")
    if not is_quiet() and len(inputs) > 1:
        click.echo(f"{len(inputs)} inputs done")


def _make_again(name: str, run: _Run) -> None:
    """Make an input, then again each time that it or its script.md is edited, until Ctrl-C."""
    from narrate.speaking import sharing_workers

    with sharing_workers(run.settings) as executor:
        edited = Path(name)
        while True:
            watching = replace(run, executor=executor, taken={}, seen={})
            _attempt(str(edited), watching)
            if not is_quiet():
                names = " and ".join(sorted(map(str, watching.seen)))
                click.echo(f"narrate: waiting for edits of {names}; Ctrl-C ends this", err=True)
            edited = _wait_for_edit(watching.seen)


def _wait_for_edit(seen: Mapping[Path, Stamp]) -> Path:
    """Return the path of a file that looks other than it did, once its writer is done."""
    from narrate.builds import look_at

    settling: dict[Path, Stamp] = {}
    while True:
        for path, before in seen.items():
            (found,) = look_at([path])
            if found == settling.get(path, before) != before and path.is_file():
                return path
            settling[path] = found
        time.sleep(_LOOK_EVERY_S)


def _attempt(name: str, run: _Run) -> Path | None:
    """Make one of several; say what fails, and return None then."""
    try:
        return _make_one(name, run)
    except Exception as error:
        if is_verbose() and not isinstance(error, NarrateError):
            raise
        told = describe_failure(error)
        click.echo(f"narrate: {told if name in told else f'{name}: {told}'}", err=True)
        return None


def _make_one(name: str, run: _Run) -> Path:
    """Make one episode, unless it is up to date; return where its script lies."""
    from narrate import builds

    run.seen[Path(name)] = builds.look_at([Path(name)])[0]
    build = builds.Build(read_source(name), run.output, run.settings)
    record = None if run.settings.overwrite else build.unchanged()
    if record and not run.dry_run:
        return _say_unchanged(record, run)
    from narrate import console, forecast, pipeline, placing

    script = pipeline.make_script(build.source, run.settings)
    outputs = placing.place(script, build.source, run.output, run.settings)
    if outputs.audio in run.taken:
        other = run.taken[outputs.audio]
        raise InputError(f"{name}: would become {outputs.audio}, as {other} does; rename one")
    run.taken[outputs.audio] = name
    say_drops(script, build.source)
    planned = pipeline.plan(script, run.settings, build.source)
    if run.dry_run:
        placing.check_materials(script, outputs, run.settings)
        form = outputs.audio.suffix[1:].lower()
        coming = None if record else forecast.foretell(planned, run.settings, form)
        console.show_plan(planned, outputs.audio, coming)
        if not is_quiet():
            console.show_notes(planned.script.notes)
        return outputs.script

    def say_wait() -> None:
        click.echo(f"narrate: waiting for another run that makes {outputs.audio}", err=True)

    with builds.only_run(outputs.audio, say_wait):  # another may have made it meanwhile
        record = None if run.settings.overwrite else build.unchanged()
        return _say_unchanged(record, run) if record else _make_files(build, planned, outputs, run)


def _say_unchanged(record: Record, run: _Run) -> Path:
    audio, script, *_ = (_from_here(path) for path, *_ in record.made)
    run.seen.setdefault(script, record.made[1])
    if not is_quiet():
        for note in record.told:
            click.echo(f"narrate: {note}", err=True)
        click.echo(f"{audio} is up to date: nothing changed since it was made")
    return script


def _from_here(path: str) -> Path:
    """Write a path as users do who stand in the working folder."""
    inside = Path(path).is_relative_to(Path.cwd())
    return Path(path).relative_to(Path.cwd()) if inside else Path(path)


def _make_files(build: Build, planned: Plan, outputs: Outputs, run: _Run) -> Path:
    """Make the files of a plan and remember what they were made of."""
    from narrate import builds, console, forecast, pipeline, placing, progress
    from narrate.speeds import Learning, Speeds

    started = time.monotonic()
    read = builds.look_at([*build.files(), *pipeline.files_of(planned)])
    ours = build.made(outputs.audio)
    placing.check_outputs(planned.script, outputs, build.source, run.settings, ours=ours)
    note = placing.save_script(planned.script, outputs.script, build.source, run.settings)
    run.seen.setdefault(outputs.script, *builds.look_at([outputs.script]))
    paces = forecast.learned_paces(planned, run.settings, Speeds())
    form = outputs.audio.suffix[1:].lower()
    shown = progress.Unseen() if is_quiet() else progress.Progress()
    watch = Learning(shown, paces, form, lambda: build.promise(outputs.audio))
    episode = pipeline.make_episode(planned, outputs, run.settings, watch, run.executor)
    if not episode.lost:
        made = (outputs.audio, outputs.script, outputs.timeline)
        build.keep(read, made, episode.notes, planned.script.voices)
    if not is_quiet():
        console.show_notes((note, *planned.script.notes, *episode.notes))
        console.show_episode(episode, time.monotonic() - started, verbose=is_verbose())
    if episode.lost:
        console.show_notes(f"left out: {told}" for told in episode.lost)
        pieces = "piece of text is" if len(episode.lost) == 1 else "pieces of text are"
        raise NarrateError(f"{len(episode.lost)} {pieces} missing from {outputs.audio}, see above")
    return outputs.script
