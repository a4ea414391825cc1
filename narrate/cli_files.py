"""Commands for finished audio files: inspect, chapters, retag."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click

from narrate.cli_options import (
    Sectioned,
    is_quiet,
    print_option,
    read_settings,
    store_option,
    verbosity_options,
    was_given,
)
from narrate.cli_text import chapter_options, info_options
from narrate.settings import Settings
from narrate.source import read_source

_PATH = click.Path(path_type=Path)
AUDIO_SUFFIXES = (".flac", ".m4a", ".m4b", ".mka", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".wav")
CHAPTER_FORMS = ("json", "vtt", "cue", "ffmetadata", "timestamps")


@click.command()
@click.argument("file", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@verbosity_options
def inspect(file: Path, as_json: bool) -> None:
    """Show what a finished audio FILE holds, read back from it, whoever wrote it."""
    from narrate import console, finished

    inspection, loudness, acx = finished.inspect_episode(file)
    if as_json:
        found = console.inspection_as_json(inspection, loudness, acx)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        console.show_inspection(file, inspection, loudness, acx)


@click.command(cls=Sectioned)
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(CHAPTER_FORMS),
    default="timestamps",
    show_default=True,
    help="Podcasting 2.0 JSON, WebVTT, cue sheet, ffmetadata, or lines for a description.",
)
@click.option("--json", "as_json", is_flag=True, help="Of a text: print what was weighed.")
@click.option("--plot", type=_PATH, help="Of a text: draw what was weighed into this picture.")
@click.option("--learn", is_flag=True, help="FILE is a folder of scripts: learn from them to -o.")
@print_option
@chapter_options
@verbosity_options
def chapters(
    file: str,
    form: str,
    as_json: bool,
    plot: Path | None,
    learn: bool,
    output: Path | None,
    **options: Any,
) -> None:
    """Show the chapters of a finished audio FILE, or those that a text would get.

    \b
    narrate chapters talk.mp3 --format json -o talk.chapters.json
    narrate chapters talk.txt --plot talk.png
    narrate chapters archive/ --learn -o show.npz     then: narrate make --cues show.npz
    """
    if learn:
        _learn(Path(file), output)
    elif Path(file).suffix.lower() in AUDIO_SUFFIXES:
        if as_json or plot:
            raise click.UsageError("--json and --plot are for texts; here it is --format json")
        _export(Path(file), form, output)
    elif was_given("form"):
        raise click.UsageError("--format is for audio files; for a text there is --json")
    elif as_json or plot:
        _weigh(file, plot, output, as_json=as_json, settings=read_settings(options))
    else:
        _list(file, output, read_settings(options))


def _learn(folder: Path, output: Path | None) -> None:
    from narrate import outputs
    from narrate.text.archive import learn_cues

    if output is None:
        raise click.UsageError("--learn needs -o FILE.npz for what it learns")
    model = learn_cues(folder)
    with outputs.replacing(output) as part:
        model.save(part)
    if not is_quiet():
        click.echo(f"{output}: use it with --cues {output}")


def _export(file: Path, form: str, output: Path | None) -> None:
    from narrate import console, finished

    ending, text, doubt = finished.export_chapters(file, form)
    if not is_quiet():
        console.show_notes((doubt,))
    inside = output is not None and output.is_dir()
    _put(text, output / f"{file.stem}{ending}" if output and inside else output)


def _list(name: str, output: Path | None, settings: Settings) -> None:
    from narrate import console, pipeline

    script = pipeline.chapter_source(read_source(name), settings)
    if not is_quiet():
        console.show_notes(script.notes)
    _put(console.tell_chapters(console.chapter_starts(script)), output)


def _weigh(
    name: str, plot: Path | None, output: Path | None, *, as_json: bool, settings: Settings
) -> None:
    from narrate import console, pipeline
    from narrate.text.topicreport import plot_topics

    report = pipeline.report_chapters(read_source(name), settings)
    if plot:
        plot_topics(report, plot)
    if as_json:
        _put(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", output)
        return
    if not is_quiet():
        console.show_notes(report.notes)
    _put(console.tell_chapters(report.starts), output)


def _put(text: str, target: Path | None) -> None:
    """Print a text, or write it to a file and name that."""
    if target is None:
        click.echo(text, nl=False)
        return
    from narrate import outputs

    outputs.write_text(target, text)
    if not is_quiet():
        click.echo(str(target))


_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def _read_size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", value.upper())
    if not found:
        raise click.BadParameter(f"{value!r} is not a size such as 500MB or 2GB")
    return int(float(found.group(1)) * _UNITS[found.group(2)])


@click.command()
@click.option("--max-size", callback=_read_size, metavar="SIZE", help="Drop the oldest beyond it.")
@click.option("--by-voice", is_flag=True, help="Also count them by voice.")
@store_option()
@verbosity_options
def cache(max_size: int | None, by_voice: bool, store: str) -> None:
    """Show how many clips and encoded pieces are kept for later runs; drop the oldest.

    \b
    narrate cache --max-size 2GB       what a run needs that is going on stays in any case
    """
    from narrate import console, keeping

    report = keeping.tidy_clips(store, max_size, by_voice=by_voice)
    if not is_quiet():
        console.show_store(report)


@click.command(cls=Sectioned)
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
