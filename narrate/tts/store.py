"""To keep clips by what made them, so that nothing is spoken twice.

Many processes may use one folder at once: an entry appears whole or not at all, and entries of
the same key are equal, so it does not matter whose write comes last.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import SynthesisError
from narrate.model import Audio, Sound
from narrate.tts.clipfile import DamageError, StoredClip, pack, unpack, unpack_audio

SUFFIX = ".clip"
PARTIAL_SUFFIX = ".partial"

# What was used so recently may be needed by a run that is still going on.
SPARED_S = 3600.0


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """A file of the store."""

    path: Path
    size_bytes: int
    used_s: float  # when it was last loaded or saved, in seconds since 1970


@dataclass(frozen=True, slots=True)
class StoreSize:
    """Some entries and the room that they take."""

    clips: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ClipStore:
    """A folder of clips, which is made when the first one is saved.

    `finish_version` names what is done to a sound between the engine and the store.
    """

    folder: Path
    finish_version: str = ""

    def key_of(self, fingerprint: str, spoken: str) -> str:
        """Return the key of a clip: a digest of all that shapes its sound."""
        parts = json.dumps((fingerprint, spoken, self.finish_version))
        return hashlib.sha256(parts.encode()).hexdigest()

    def load(self, key: str) -> StoredClip | None:
        """Return what is known of a clip, or None if it is not kept.

        The whole entry is checked; a damaged one is dropped and counts as absent.

        Raises:
            SynthesisError: the store cannot be read.
        """
        try:
            content = self._path(key).read_bytes()
            clip = unpack(content)
        except FileNotFoundError:
            return None
        except DamageError:
            self._drop(key)
            return None
        except OSError as cause:
            raise SynthesisError(
                f"{self.folder}: the clip store cannot be read: {cause}"
            ) from cause
        with contextlib.suppress(OSError):  # a read-only store works, it only does not learn
            os.utime(self._path(key))
        return clip

    def save(self, key: str, sound: Sound, doubt: str = "") -> StoredClip:
        """Keep a clip and what is to be said against it; return what `load` will return.

        Raises:
            SynthesisError: it cannot be written; nothing half-written stays.
        """
        path = self._path(key)
        content = pack(sound, doubt)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        except OSError as cause:
            message = f"{self.folder}: a clip cannot be stored: {cause.strerror or cause}"
            raise SynthesisError(message) from cause
        return unpack(content)

    def read(self, key: str) -> Audio:
        """Return the samples of a clip.

        Raises:
            SynthesisError: the clip is not there, or was damaged after it was loaded.
        """
        try:
            return unpack_audio(self._path(key).read_bytes())
        except DamageError as cause:
            self._drop(key)
            message = (
                f"{self.folder}: clip {key[:12]} was damaged ({cause}); run again to respeak it"
            )
            raise SynthesisError(message) from cause
        except OSError as cause:
            message = f"{self.folder}: clip {key[:12]} cannot be read: {cause.strerror or cause}"
            raise SynthesisError(message) from cause

    def entries(self) -> tuple[StoreEntry, ...]:
        """All kept clips, those used longest ago first."""
        return tuple(sorted(self._scan(SUFFIX), key=lambda entry: entry.used_s))

    def size(self) -> StoreSize:
        """How much is kept."""
        return _size(self._scan(SUFFIX))

    def prune(self, max_bytes: int, spared_s: float = SPARED_S) -> StoreSize:
        """Drop clips until at most `max_bytes` are left, those used longest ago first.

        What was used within the last `spared_s` seconds stays, even if that is more. Remains of
        writes that were cut off are dropped too. Returns what was dropped.
        """
        now = time.time()
        for remains in self._scan(PARTIAL_SUFFIX):
            if now - remains.used_s > spared_s:
                remains.path.unlink(missing_ok=True)
        entries = self.entries()
        excess = sum(entry.size_bytes for entry in entries) - max_bytes
        dropped: list[StoreEntry] = []
        for entry in entries:
            if excess <= 0 or now - entry.used_s < spared_s:
                break
            entry.path.unlink(missing_ok=True)
            excess -= entry.size_bytes
            dropped.append(entry)
        return _size(dropped)

    def _scan(self, suffix: str) -> Iterator[StoreEntry]:
        for path in self.folder.glob(f"??/*{suffix}"):
            with contextlib.suppress(FileNotFoundError):  # another process dropped it just now
                facts = path.stat()
                yield StoreEntry(path, facts.st_size, facts.st_mtime)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{SUFFIX}"

    def _drop(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)


def _size(entries: Iterable[StoreEntry]) -> StoreSize:
    sizes = [entry.size_bytes for entry in entries]
    return StoreSize(len(sizes), sum(sizes))


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name in the same folder, sync, and only then give it its name."""
    handle, name = tempfile.mkstemp(PARTIAL_SUFFIX, "", path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
