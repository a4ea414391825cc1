"""To know what was made of what, so that a run with nothing to do ends at once.

One small record an episode lies in the user's cache folder: a digest of all that its making
depended on, and how the files looked that it read and made. This module loads no room.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

import narrate
from narrate.caches import cache_path
from narrate.errors import EncodeError
from narrate.model import Source
from narrate.replacing import part_of, replacing
from narrate.settings import LEXICON_NAME, Settings
from narrate.showcast import read_show_cast

_VOICES = Path("voices")  # profiles and lexicons of the working folder
_ENVIRONMENT = ("OPENAI_BASE_URL",)
_PATIENCE_S = 0.2  # how long to wait for another run before saying so

Stamp = tuple[str, int, int]  # absolute path, size in bytes, time of change in ns; or (path, -1, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """What a run made, and of what."""

    inputs: str  # digest of all that counts but files beside the source
    read: tuple[Stamp, ...]
    made: tuple[Stamp, ...]  # the audio file first
    told: tuple[str, ...] = ()  # what the user should know of the result
    voices: tuple[tuple[str, str], ...] = ()  # speakers with the voices that their show gave them


@dataclass(frozen=True, slots=True)
class Build:
    """A source, where its episode goes, and how it is made: what one record is about."""

    source: Source
    target: Path | None
    settings: Settings

    def unchanged(self) -> Record | None:
        """Return the record of an earlier run if this one would only make the same again."""
        record = self._record()
        if record and record.inputs == self._inputs() and _same((*record.read, *record.made)):
            return record if self._kept(record.voices) == record.voices else None
        return None

    def made(self, audio: Path) -> bool:
        """Tell whether an earlier run made this file, and nobody has changed it since."""
        return bool(self._made(audio))

    def promise(self, audio: Path) -> None:
        """Remember a file that is whole, before it takes its place: a kill may come just then."""
        coming = (str(audio.absolute()), *_stamp(part_of(audio))[1:])
        self._save(Record("", (), (coming, *self._made(audio))))

    def keep(
        self,
        read: tuple[Stamp, ...],
        made: Iterable[Path],
        told: tuple[str, ...],
        voices: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Remember a run: what it read beside its source, and what it made.

        Where that fails the next run takes longer and nothing else happens, so it is no error.
        """
        self._save(Record(self._inputs(), read, look_at(made), told, self._kept(voices)))

    def _made(self, audio: Path) -> tuple[Stamp, ...]:
        """Return how a file looks now if that is how a run made it, or was about to."""
        record = self._record()
        found = set(record.made if record else ()) & set(look_at([audio]))
        return tuple(stamp for stamp in found if stamp[1] >= 0)

    def _save(self, record: Record) -> None:
        path = self._path()
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part:
                part.write_text(json.dumps(asdict(record)), encoding="utf-8")

    def files(self) -> Iterator[Path]:
        """Yield the files beside the source that may shape the result, as far as options tell."""
        wanted = self.settings
        named = (wanted.info.cover, wanted.cues, wanted.intro, wanted.outro, wanted.chime)
        yield from (path for path in (*named, wanted.bed, *wanted.lexicon) if path)
        beside = (self.source.path.parent / LEXICON_NAME,) if self.source.path else ()
        yield from (Path(LEXICON_NAME), *beside, _VOICES)
        yield from (path for path in _VOICES.rglob("*") if path.is_file())

    def _kept(self, voices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Return those speakers and voices of which the show's cast says nothing else."""
        file = self.settings.cast_file
        show = read_show_cast(file).voices if file else {}
        return tuple((name, voice) for name, voice in voices if show.get(name, voice) == voice)

    def _record(self) -> Record | None:
        try:
            found = json.loads(self._path().read_text(encoding="utf-8"))
            stamps = {key: tuple(map(tuple, found[key])) for key in ("read", "made", "voices")}
            return Record(found["inputs"], told=tuple(found["told"]), **stamps)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _path(self) -> Path:
        source = self.source.path.absolute() if self.source.path else self._digest()
        name = _digest(source, (self.target or Path("out")).absolute(), self.settings.form)
        return cache_path("builds") / f"{name}.json"

    def _inputs(self) -> str:
        no_matter = {"workers": 0, "cluster": "", "store": "", "overwrite": False}
        no_matter["cast_file"] = None  # of what it says, the record has what counted
        wanted = replace(self.settings, **no_matter)  # type: ignore[arg-type]
        around = [os.environ.get(name) for name in _ENVIRONMENT]
        return _digest(self._digest(), wanted, around, _program(), _installed())

    def _digest(self) -> str:
        return hashlib.sha256(self.source.data).hexdigest()


@contextlib.contextmanager
def only_run(audio: Path, say: Callable[[], None]) -> Iterator[None]:
    """Hold an episode for this run.

    `say` is called before a wait. The lock ends with its process, however that ends.

    Raises:
        EncodeError: the user's cache folder cannot be written to.
    """
    folder = cache_path("locks")
    lock = FileLock(folder / f"{_digest(audio.absolute())}.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=_PATIENCE_S)
        except Timeout:
            say()
            lock.acquire()
    except OSError as cause:
        reason = cause.strerror or str(cause)
        told = "narrate keeps its work there; XDG_CACHE_HOME names another place on Linux"
        raise EncodeError(f"{folder}: cannot be written to ({reason}); {told}") from cause
    try:
        yield
    finally:
        lock.release()


def look_at(paths: Iterable[Path]) -> tuple[Stamp, ...]:
    """Return how files and folders look now, so that a change shows later."""
    return tuple(_stamp(path) for path in dict.fromkeys(path.absolute() for path in paths))


def _stamp(path: Path) -> Stamp:
    try:
        facts = path.stat()
    except OSError:
        return str(path), -1, 0
    return str(path), facts.st_size, facts.st_mtime_ns


def _same(stamps: Iterable[Stamp]) -> bool:
    return all(stamp == _stamp(Path(stamp[0])) for stamp in stamps)


def _program() -> tuple[Stamp, ...]:
    """Return how narrate itself looks: another version may make another file."""
    return look_at(path for path in sorted(Path(narrate.__file__).parent.rglob("*.*[!c]")))


def _installed() -> list[str]:
    """Return the names and versions of all installed packages, as their folders tell them."""
    folders = (Path(entry) for entry in sys.path if entry.endswith("-packages"))
    return sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
