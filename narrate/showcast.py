"""Who speaks with which voice in all episodes of a show: `cast.toml`.

    "Ann Lee" = "joe"
    "Bo" = "kokoro:jf_alpha"

The file of the working folder is read where it is there, and speakers who get a voice by
themselves are added to it; an empty one is enough to begin with. Without it, a run of several
inputs keeps such a file beside its episodes, and later runs into the same folder read it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import ProfileError
from narrate.replacing import replacing

CAST_FILE = Path("cast.toml")


@dataclass(frozen=True, slots=True)
class ShowCast:
    """The voices of a show by speaker, and the file that keeps them."""

    path: Path
    voices: Mapping[str, str]

    def among(self, speakers: Sequence[str]) -> dict[str, str]:
        """Return all voices, but of those that speak here each voice once.

        Two who were first heard alone may both have got the default voice. A user who gives two
        speakers one voice in the file of the working folder is taken at their word.
        """
        if self.path == CAST_FILE:
            return dict(self.voices)
        first: dict[str, str] = {}
        for name, voice in self.voices.items():
            if name in speakers:
                first.setdefault(voice, name)
        return {n: v for n, v in self.voices.items() if n not in speakers or first[v] == n}

    def keep(self, known: Mapping[str, str], cast: Mapping[str, str]) -> None:
        """Keep the voices of speakers who are not among the known ones.

        Raises:
            ProfileError: the file cannot be written.
        """
        new = {speaker: voice for speaker, voice in cast.items() if speaker not in known}
        if not new:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            text = self.path.read_text("utf-8") if self.path.exists() else ""
            for speaker in new.keys() & self.voices.keys():
                text = text.replace(_line(speaker, self.voices[speaker]), "")
            gap = "" if not text or text.endswith("\n") else "\n"
            with replacing(self.path) as part:
                lines = "".join(_line(*each) for each in new.items())
                part.write_text(f"{text}{gap}{lines}", "utf-8", newline="\n")
        except OSError as cause:
            message = f"{self.path}: cannot be written: {cause.strerror or cause}"
            raise ProfileError(message) from cause


def cast_file(folder: Path, *, several: bool) -> Path | None:
    """Return the file that keeps the voices of the episodes in a folder; it need not exist.

    That is the one of the working folder, else the folder's own where it is there or `several`
    episodes are made in one run.
    """
    beside = folder / CAST_FILE
    if CAST_FILE.is_file():
        return CAST_FILE
    return beside if several or beside.is_file() else None


def read_show_cast(path: Path) -> ShowCast:
    """Read a show's voices; a file that is not there has none.

    Raises:
        ProfileError: the file makes no sense.
    """
    try:
        cast = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return ShowCast(path, {})
    except (OSError, ValueError) as cause:
        raise ProfileError(f"{path}: cannot be read as a cast: {cause}") from cause
    for speaker, voice in cast.items():
        if not isinstance(voice, str):
            message = f"{path}: {speaker!r}: the voice {voice!r} is not a text in quotes"
            raise ProfileError(message)
    return ShowCast(path, cast)


def _line(speaker: str, voice: str) -> str:
    return f"{_quoted(speaker)} = {_quoted(voice)}\n"


def _quoted(text: str) -> str:
    """Write a TOML string: JSON's escapes are among its own, save for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
