"""Settings: built-in defaults, then narrate.toml, then the command's options.

A table of narrate.toml is named after a command and its keys after the command's options:

    [make]
    voice = "joe"
    format = "m4b"

What stands above the tables holds for every command that has the option: `store = "s3://…"`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrate.errors import SettingsError
from narrate.model import EpisodeInfo
from narrate.tts.base import QUALITIES

FILE_NAME = "narrate.toml"
LEXICON_NAME = "lexicon.tsv"  # a project's own pronunciations
PRESETS = ("podcast", "spotify", "ebu", "acx")  # of loudness
FORMATS = ("mp3", "m4b", "opus", "flac", "wav")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run can be told; an empty string or None means "decide for me"."""

    info: EpisodeInfo = field(default_factory=EpisodeInfo)  # overrides what the text says of itself
    form: str = ""  # one of FORMATS; from the output's suffix, else mp3
    voice: str = ""  # the narrator's profile; joe where it is installed, else espeak
    cast: tuple[tuple[str, str], ...] = ()  # (speaker or "*", voice)
    cast_file: Path | None = None  # keeps a show's voices; None: the working folder's, if there
    quotes: str = ""  # the voice of quoted speech; "": that of whoever quotes
    chapters: str = "auto"  # auto, headings, topics, none, or a number
    keep_sounds: bool = False  # speak [music], (laughs) and the like
    drop_fillers: bool = False  # um, uh
    drop_stutters: bool = False  # all but one of "the the"
    drop_sponsors: bool = False  # lines that thank a sponsor
    chapter_minutes: tuple[float | None, float | None] = (None, None)  # shortest, longest
    cues: Path | None = None  # a model of how a show opens its topics; None: the shipped one
    titles_endpoint: str = ""  # a chat server that names chapters; "": narrate does
    announce: str = ""  # whose chapter titles are spoken: titles (all), headings or none
    lexicon: tuple[Path, ...] = ()  # tables of pronunciations, over all others
    rate: float = 1.0  # speed factor on top of the profile's
    pace: float = 1.0  # factor on all pauses
    quality: str = QUALITIES[0]  # of the speech: one of QUALITIES
    loudness: str = "podcast"  # a preset of narrate.audio.presets
    lufs: float | None = None  # integrated loudness of the decoded file, over the preset's
    peak_dbtp: float | None = None  # highest true peak of the decoded file, over the preset's
    dual_mono: bool = False  # measure one channel as the two loudspeakers that play it
    high_pass_hz: float = 0.0  # take rumble below this out of the voices; 0: leave it
    de_ess: bool = False  # soften sharp sibilants
    intro: Path | None = None  # music before the programme
    outro: Path | None = None  # after it
    chime: Path | None = None  # before each chapter; the first too if its title is spoken
    bed: Path | None = None  # under the speech, ducked
    sample_rate_hz: int = 44_100
    channels: str = ""  # mono or stereo; "": stereo where there is stereo music
    bit_rate_kbps: int | None = None  # None: the preset's, else what suits speech in the format
    store: str = ""  # path or URL of the clip store; "": the user's cache folder
    cluster: str = ""  # address of a Dask scheduler; "": this machine alone
    workers: int = 0  # processes that speak; 0: one per core
    keep_going: bool = False  # leave out what cannot be spoken
    overwrite: bool = False
    standing: tuple[str, ...] = ()  # options that narrate.toml gives, the command line does not


def read_defaults(path: Path, commands: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Read narrate.toml as option values per command; an absent file gives none.

    `commands` has for each command its options as users write them, and the names they get here.

    Raises:
        SettingsError: the file is not TOML, or names a command or option that is not there.
    """
    tables = _read_tables(path)
    options = frozenset[str]().union(*commands.values())
    above = [name for name, value in tables.items() if not isinstance(value, dict)]
    general = {name: tables.pop(name) for name in above if _plain(name) in options}
    for command, values in tables.items():
        known = commands.get(command)
        if known is None or not isinstance(values, dict):
            tables_there = ", ".join(f"[{name}]" for name in commands)
            raise SettingsError(f"{path}: `{command}` is not a table narrate knows: {tables_there}")
        for option in values:
            if _plain(option) not in known:
                raise SettingsError(f"{path}: [{command}] has no option `{option}`")
    return {
        command: {
            known[_plain(option)]: value
            for option, value in (general | tables.get(command, {})).items()
            if _plain(option) in known
        }
        for command, known in commands.items()
    }


def _read_tables(path: Path) -> dict[str, Any]:
    try:
        source = path.read_text(encoding="utf-8-sig")  # some editors on Windows write a mark first
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as cause:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {cause}") from cause
    import tomllib  # not for a run without the file

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as cause:
        raise SettingsError(f"{path}: not valid TOML: {cause}") from cause


def _plain(option: str) -> str:
    """Return an option as the command line has it; underscores do as well."""
    return option.replace("_", "-")
