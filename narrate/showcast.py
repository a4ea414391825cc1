"""Who speaks with which voice in all episodes of a show: `cast.toml` in the working folder.

    "Ann Lee" = "joe"
    "Bo" = "kokoro:jf_alpha"

The file is read where it is there, and speakers who get a voice by themselves are added to it; an
empty one is enough to begin with.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from narrate.errors import ProfileError
from narrate.replacing import replacing

CAST_FILE = Path("cast.toml")


def read_show_cast() -> dict[str, str] | None:
    """Return the show's voices by speaker, or None where no such file is.

    Raises:
        ProfileError: the file makes no sense.
    """
    try:
        cast = tomllib.loads(CAST_FILE.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as cause:
        raise ProfileError(f"{CAST_FILE}: cannot be read as a cast: {cause}") from cause
    for speaker, voice in cast.items():
        if not isinstance(voice, str):
            message = f"{CAST_FILE}: {speaker!r}: the voice {voice!r} is not a text in quotes"
            raise ProfileError(message)
    return cast


def keep_show_cast(known: Mapping[str, str], cast: Mapping[str, str]) -> None:
    """Add the speakers that the show does not know yet.

    Raises:
        ProfileError: the file cannot be written.
    """
    new = {speaker: voice for speaker, voice in cast.items() if speaker not in known}
    if not new:
        return
    lines = "".join(f"{_quoted(speaker)} = {_quoted(voice)}\n" for speaker, voice in new.items())
    try:
        text = CAST_FILE.read_text("utf-8")
        with replacing(CAST_FILE) as part:
            gap = "" if not text or text.endswith("\n") else "\n"
            part.write_text(f"{text}{gap}{lines}", "utf-8", newline="\n")
    except OSError as cause:
        raise ProfileError(f"{CAST_FILE}: cannot be written: {cause.strerror or cause}") from cause


def _quoted(text: str) -> str:
    """Write a TOML string: JSON's escapes are among its own, save for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
