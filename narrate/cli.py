"""The command: what users call, and what they are told; heavy imports wait until needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, cast

import click
from click.exceptions import NoArgsIsHelpError

from narrate import __version__, interrupts
from narrate.cli_check import check
from narrate.cli_files import cache, chapters, inspect, retag
from narrate.cli_make import make
from narrate.cli_options import (
    Sectioned,
    as_defaults,
    describe_failure,
    describe_misuse,
    is_quiet,
    option_names,
    print_option,
    read_settings,
    say_drops,
    store_option,
    verbosity_options,
)
from narrate.cli_text import text_options
from narrate.errors import NarrateError
from narrate.settings import FILE_NAME, FORMATS, Settings, read_defaults
from narrate.source import read_source

EXIT_FAILED, EXIT_USAGE = 1, 2

EXAMPLES = """\b
Examples:
  narrate make talk.txt                      an MP3 with chapters in out/talk/
  narrate make talk.txt -o talk.m4b --cover front.jpg
  narrate script talk.txt -o script.md       see the text first, and edit it
  narrate make script.md                     speak what you have edited
  narrate voices                             which voices work here
  narrate inspect out/talk/talk.mp3          what a finished file holds
"""
_PATH = click.Path(path_type=Path)


@click.group(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="narrate", message="%(prog)s %(version)s")
@verbosity_options
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Turn messy transcripts and other text into audio worth listening to.

    Defaults for any option can stand in narrate.toml, in a table named after the command.
    """
    commands = {name: option_names(command) for name, command in cli.commands.items()}
    defaults = read_defaults(Path(FILE_NAME), commands)
    ctx.default_map = {
        name: as_defaults(cli.commands[name], values) for name, values in defaults.items()
    }


@cli.command(cls=Sectioned)
@click.argument("source", metavar="INPUT")
@print_option
@click.option("--ledger", is_flag=True, help="Instead, account for every character of INPUT.")
@click.option("--unsure", is_flag=True, help="Instead, list words a voice may say wrong.")
@text_options
@click.option("--overwrite", is_flag=True, help="Set an edited script aside and write anew.")
@verbosity_options
def script(source: str, output: Path | None, ledger: bool, unsure: bool, **options: Any) -> None:
    """Write the script of INPUT: all that comes before speech, as Markdown to edit."""
    from narrate import console, pipeline

    settings = read_settings(options)
    read = read_source(source)
    if ledger:
        console.show_ledger(pipeline.make_ledger(read, settings))
        return
    made = pipeline.make_script(read, settings)
    if unsure:
        from narrate.pronouncing import list_unsure

        console.show_unsure(list_unsure(made, settings, read))
        return
    say_drops(made, read)
    if not is_quiet():
        console.show_notes(made.notes)
    if output is None:
        from narrate.text.script import write_script

        click.echo(write_script(made), nl=False)
        return
    from narrate import placing

    note = placing.save_script(made, output, read, settings)
    if not is_quiet():
        console.show_notes((note,))
        words = console.count(sum(len(p.text.split()) for p in made.paragraphs), "word")
        click.echo(f"{output}: {console.count(len(made.chapters), 'chapter')}, {words}")


@cli.command()
@click.argument("name", required=False)
@click.option("--say", metavar="TEXT", help="Try the voice NAME on this text.")
@click.option("-o", "--output", type=_PATH, help="Write to this file instead of playing.")
@click.option(
    "--samples",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Have each voice speak into a file.",
)
@click.option("--json", "as_json", is_flag=True, help="List as JSON.")
@verbosity_options
def voices(
    name: str | None, say: str | None, output: Path | None, samples: Path | None, as_json: bool
) -> int:
    """List the voices and what is missing for those that do not work here; or try one.

    \b
    Examples:
      narrate voices joe --say "Good morning." -o joe.wav
      narrate voices --samples tries/               a file of each voice to listen to
    """
    from narrate import casting, console

    if say is not None:
        if name is None:
            raise click.UsageError("--say needs the NAME of a voice")
        _say(say, output, Settings(voice=name))
        return 0
    found, broken = casting.list_voices(name)
    if samples:
        from narrate import progress, saying

        for line in saying.sample_voices(found, samples, progress.Unseen()):
            click.echo(line)
    elif as_json:
        click.echo(json.dumps(console.voices_as_json(found), ensure_ascii=False, indent=2))
    else:
        console.show_voices(found)
    for line in broken:
        click.echo(f"narrate: {line}", err=True)
    return EXIT_FAILED if broken else 0


@cli.command()
@click.argument("text")
@click.option("-o", "--output", type=_PATH, help="Write to this file instead of playing.")
@click.option("--voice", default="", help="Who speaks: a name from `narrate voices`.")
@click.option("--rate", type=click.FloatRange(0.5, 3), default=1.0, help="Speed of speech.")
@store_option()
@verbosity_options
def say(text: str, output: Path | None, **options: Any) -> None:
    """Speak TEXT, or standard input for -: play it, or write it to a file."""
    _say(text, output, read_settings(options))


def _say(text: str, output: Path | None, settings: Settings) -> None:
    from narrate import console, pipeline, progress, saying
    from narrate.text.read.decode import decode_text

    if output and output.suffix[1:].lower() not in FORMATS:
        raise click.UsageError(f"-o {output}: narrate writes .{', .'.join(FORMATS)}")
    if text == "-":
        source = read_source(text)
        text = decode_text(source.data, source.name)
    planned = pipeline.plan(saying.script_of_text(text, settings.voice), settings)
    if output is None:
        episode = saying.play_script(planned, settings, progress.Unseen())
    else:
        episode = pipeline.make_audio(planned, output, settings, progress.Unseen())
    if is_quiet():
        return
    if output:
        click.echo(f"{output}: {episode.timeline.length_s:.1f} s, {', '.join(episode.voices)}")
    console.show_notes((*planned.script.notes, *episode.notes))


for _command in (make, cache, chapters, check, inspect, retag):
    cli.add_command(_command)


def main() -> None:
    """Run the command; failures end in one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):  # what a terminal cannot show is no failure
        cast(TextIOWrapper, stream).reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:])
    interrupts.ignore()  # the result stands; Python only ends
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    try:
        code = cli.main(list(arguments), prog_name="narrate", standalone_mode=False)
    except click.Abort:
        interrupts.ignore()
        click.echo("narrate: stopped; what was spoken is kept for the next run", err=True)
        return interrupts.exit_code()
    except NoArgsIsHelpError as error:
        error.show()
        return EXIT_USAGE
    except click.UsageError as error:
        click.echo(describe_misuse(error), err=True)
        return EXIT_USAGE
    except NarrateError as error:
        click.echo(f"narrate: {error}", err=True)
        return EXIT_FAILED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; nothing is left to say
        return EXIT_FAILED
    except Exception as error:
        if "-v" in arguments or "--verbose" in arguments:
            raise
        click.echo(f"narrate: {describe_failure(error)}", err=True)
        return EXIT_FAILED
    return int(code or 0)
