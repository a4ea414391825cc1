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
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import SynthesisError
from narrate.model import Audio, Sound
from narrate.tts.clipfile import DamageError, StoredClip, pack, unpack, unpack_audio

SUFFIX = ".clip"
PARTIAL_SUFFIX = ".partial"


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

    def save(self, key: str, sound: Sound) -> StoredClip:
        """Keep a clip, and return what `load` will return for it.

        Raises:
            SynthesisError: it cannot be written; nothing half-written stays.
        """
        path = self._path(key)
        content = pack(sound)
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

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{SUFFIX}"

    def _drop(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)


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
