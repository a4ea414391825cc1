"""Options that shape the sound of an episode and its file, and where the work is done."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli_options import Command, add, section_of, store_option
from narrate.settings import FORMATS, PRESETS
from narrate.tts.base import QUALITIES


def sound_options(command: Command) -> Command:
    """Add all of them."""
    return _speed_options(_file_options(_loudness_options(_music_options(_work_options(command)))))


def _speed_options(command: Command) -> Command:
    option = section_of("Speech")
    return add(
        command,
        option(
            "--rate",
            type=click.FloatRange(0.5, 3),
            metavar="FACTOR",
            default=1.0,
            show_default=True,
            help="Speed of speech: 1.2 is a fifth faster.",
        ),
        option(
            "--pace",
            type=click.FloatRange(0, 5),
            metavar="FACTOR",
            default=1.0,
            show_default=True,
            help="Length of all pauses: 0.5 halves them.",
        ),
        option(
            "--quality",
            type=click.Choice(QUALITIES),
            default="full",
            show_default=True,
            help="Of neural speech: fast and draft take about 3/4 and 2/3 of the time.",
        ),
    )


def _file_options(command: Command) -> Command:
    option = section_of("File")
    return add(
        command,
        option("--format", "form", type=click.Choice(FORMATS), help="Default: mp3."),
        option(
            "--channels",
            type=click.Choice(("mono", "stereo")),
            help="Default: mono, and stereo where there is stereo music.",
        ),
        option(
            "--bit-rate",
            "bit_rate_kbps",
            type=click.IntRange(16, 320),
            metavar="KBIT/S",
            help="Default: what suits speech in the format.",
        ),
    )


def _loudness_options(command: Command) -> Command:
    option = section_of("Loudness and polish")
    return add(
        command,
        option(
            "--loudness",
            type=click.Choice(PRESETS),
            default="podcast",
            show_default=True,
            help="How loud: -16, -14 or -23 LUFS, or by ACX's rules for audiobooks.",
        ),
        option(
            "--lufs",
            type=click.FloatRange(-36, -8),
            metavar="LUFS",
            help="Loudness of the finished file instead.",
        ),
        option(
            "--peak",
            "peak_dbtp",
            type=click.FloatRange(-9, 0),
            metavar="DBTP",
            help="Highest true peak of the finished file instead.",
        ),
        option("--dual-mono", is_flag=True, help="Measure mono as two loudspeakers do."),
        option(
            "--high-pass",
            "high_pass_hz",
            type=click.FloatRange(0, 300),
            default=0.0,
            metavar="HZ",
            help="Take rumble below this out of the voices, as in 80.",
        ),
        option("--de-ess", is_flag=True, help="Soften sharp sibilants."),
    )


def _music_options(command: Command) -> Command:
    option, path = section_of("Music"), click.Path(path_type=Path)
    return add(
        command,
        option("--intro", type=path, help="Music before the episode."),
        option("--outro", type=path, help="Music after it."),
        option("--chime", type=path, help="A sound before each chapter."),
        option("--bed", type=path, help="Music under the speech, ducked."),
    )


def _work_options(command: Command) -> Command:
    option = section_of("Machine")
    return add(
        command,
        store_option(),
        option(
            "--cluster",
            metavar="ADDRESS",
            default="",
            help="Speak on the Dask cluster whose scheduler is here, as in tcp://host:8786.",
        ),
        option(
            "--workers",
            type=click.IntRange(0),
            metavar="N",
            default=0,
            help="How many processes speak; default: one per core.",
        ),
    )
