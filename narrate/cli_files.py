"""Commands for finished audio files: inspect, chapters, retag."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from narrate.cli_options import info_options, is_quiet, read_settings, verbosity_options

_PATH = click.Path(path_type=Path)
CHAPTER_FORMS = ("json", "vtt", "cue", "ffmetadata", "timestamps")


@click.command()
@click.argument("file", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@verbosity_options
def inspect(file: Path, as_json: bool) -> None:
    """Show what a finished audio FILE holds, read back from it, whoever wrote it."""
    from narrate import console, finished

    inspection, loudness = finished.inspect_episode(file)
    if as_json:
        found = console.inspection_as_json(inspection, loudness)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        console.show_inspection(file, inspection, loudness)


@click.command()
@click.argument("file", type=_PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(CHAPTER_FORMS),
    default="timestamps",
    show_default=True,
    help="Podcasting 2.0 JSON, WebVTT, cue sheet, ffmetadata, or lines for a description.",
)
@click.option("-o", "--output", type=_PATH, help="Where to; default: print them.")
@verbosity_options
def chapters(file: Path, form: str, output: Path | None) -> None:
    """Show or export the chapters of a finished audio FILE, whoever wrote it."""
    from narrate import finished, outputs

    ending, text = finished.export_chapters(file, form)
    if output is None:
        click.echo(text, nl=False)
        return
    target = output / f"{file.stem}{ending}" if output.is_dir() else output
    outputs.write_text(target, text)
    if not is_quiet():
        click.echo(str(target))


@click.command()
@click.argument("file", type=_PATH)
@click.option("--from", "source", type=_PATH, help="A script.md, chapters.json or timeline.json.")
@info_options
@verbosity_options
def retag(file: Path, source: Path | None, **options: Any) -> None:
    """Change tags, cover and chapters of a finished audio FILE; its sound stays as it is."""
    from narrate import finished

    info = read_settings(options).info
    if source is None and info == type(info)():
        raise click.UsageError("say what to change: --from FILE, --title, --cover, ...")
    finished.retag_episode(file, source, info)
    if not is_quiet():
        click.echo(str(file))
