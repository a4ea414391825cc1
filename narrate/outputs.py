"""Where an episode's files lie, and how they are replaced without ever being half-written."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from narrate.errors import EncodeError, InputError
from narrate.replacing import part_of
from narrate.replacing import replacing as replacing_file
from narrate.settings import FORMATS

_LONGEST_SLUG = 80  # characters; leaves room for suffixes within the 255 bytes of a file name


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files of one episode."""

    audio: Path
    script: Path
    timeline: Path


def slug(title: str) -> str:
    """Make a folder name of a title: lower case, words joined by hyphens, any script."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())
    return "-".join(words).replace("_", "-")[:_LONGEST_SLUG].strip("-") or "episode"


def place_outputs(name: str, target: Path | None, form: str) -> Outputs:
    """Decide where an episode called `name` goes.

    A target with the suffix of a format is the audio file itself, its script and timeline
    named after it. Any other target is a folder that takes the place of `out`.

    Raises:
        InputError: the target's suffix belongs to no format.
    """
    if target is not None and target.suffix and not target.is_dir():
        if target.suffix[1:].lower() not in FORMATS:
            known = ", ".join(f".{form}" for form in FORMATS)
            raise InputError(f"{target}: unknown kind of audio file; narrate writes {known}")
        beside = target.with_suffix("")
        return Outputs(
            target,
            beside.with_name(f"{beside.name}.script.md"),
            beside.with_name(f"{beside.name}.timeline.json"),
        )
    folder = (target or Path("out")) / name
    return Outputs(folder / f"{name}.{form}", folder / "script.md", folder / "timeline.json")


def outputs_of_script(script: Path, form: str) -> Outputs | None:
    """Find the files that belong to a script.md that an earlier run made, if it is one."""
    timeline = script.with_name("timeline.json")
    if script.name != "script.md" or not timeline.is_file():
        return None
    try:
        audio = str(json.loads(timeline.read_text(encoding="utf-8"))["audio"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Outputs(script.with_name(audio).with_suffix(f".{form}"), script, timeline)


def check_writable(path: Path) -> None:
    """Make the folder of an output and try to write there, before any work is done.

    Raises:
        EncodeError: the folder cannot be made or written to.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part_of(path).unlink(missing_ok=True)  # a name that is too long fails here
        TemporaryFile(dir=folder).close()  # one without a name, which no kill can leave behind
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise EncodeError(
            f"{folder}: cannot write there ({reason}); choose another place"
        ) from cause


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` only if all went well.

    Raises:
        EncodeError: the disk is full or the folder not writable.
    """
    try:
        with replacing_file(path) as part:
            try:
                yield part
            except EncodeError as error:  # users know the file by its own name
                raise EncodeError(str(error).replace(str(part), str(path))) from error
    except OSError as cause:
        raise EncodeError(f"{path}: cannot be written ({cause.strerror or cause})") from cause


def write_text(path: Path, text: str | Iterable[str]) -> None:
    """Write a text file whole or not at all; a name of a file that is no Unicode is lost in it.

    A long text may come in parts.
    """
    with (
        replacing(path) as part,
        part.open("w", encoding="utf-8", errors="replace", newline="\n") as file,
    ):
        file.writelines([text] if isinstance(text, str) else text)


def read_earlier(path: Path) -> str | None:
    """Return the text of a file that an earlier run may have left, or None."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(f"{path}: cannot be read ({cause}); move it away") from cause


def set_aside(path: Path) -> Path:
    """Rename a file to the next free `name.N.suffix` and return its new path."""
    numbers = range(1, 10_000)
    names = (path.with_name(f"{path.stem}.{n}{path.suffix}") for n in numbers)
    free = next(name for name in names if not name.exists())
    return path.rename(free)


def same(one: Path, other: Path) -> bool:
    """Tell whether two paths mean the same file."""
    return one.resolve() == other.resolve()
