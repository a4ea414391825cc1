"""To keep clips by what made them, so that nothing is spoken twice."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.errors import SynthesisError
from narrate.model import Audio, Sound
from narrate.tts.clipfile import DamageError, StoredClip, pack, unpack, unpack_audio
from narrate.tts.shelves import Shelf, is_url, path_of
from narrate.tts.shelves.copies import CopyingShelf
from narrate.tts.shelves.folder import FolderShelf

SUFFIX = ".clip"
_NAME = re.compile(r"([0-9a-f]{2})/([0-9a-f]+)\.clip")

# A clip is looked for this often: a damaged copy nearby, then a damaged one far away, then none.
_LOOKS = 3


def open_shelf(where: str | Path, copies: Path | None = None) -> Shelf:
    """Return the shelf at a path or URL; `copies` is a folder for copies of what lies elsewhere.

    Nothing is read or made yet.
    """
    if isinstance(where, Path) or not is_url(where):
        return FolderShelf(path_of(str(where)))
    from narrate.tts.shelves.remote import RemoteShelf  # not for a folder

    far = RemoteShelf(where)
    if copies is None:
        return far
    own = hashlib.sha256(where.encode()).hexdigest()[:16]
    return CopyingShelf(far, FolderShelf(copies / own))


@dataclass(frozen=True, slots=True)
class ClipStore:
    """Clips on a shelf; can be sent to workers.

    `finish_version` names what is done to a sound between the engine and the store.
    """

    shelf: Shelf
    finish_version: str = ""

    def key_of(self, fingerprint: str, spoken: str) -> str:
        """Return the key of a clip: a digest of all that shapes its sound."""
        parts = json.dumps((fingerprint, spoken, self.finish_version))
        return hashlib.sha256(parts.encode()).hexdigest()

    def load(self, key: str) -> StoredClip | None:
        """Return what is known of a clip, or None if it is not kept.

        Raises:
            DamageError: it was kept but is damaged; it was dropped and is absent from now on.
            SynthesisError: the store cannot be read.
        """
        damage: DamageError | None = None
        for _ in range(_LOOKS):
            content = self.shelf.get(name_of(key))
            if content is None:
                break
            try:
                return unpack(content)
            except DamageError as cause:
                damage = cause
                self.shelf.drop(name_of(key))
        if damage:
            raise damage
        return None

    def load_many(self, keys: Collection[str]) -> tuple[dict[str, StoredClip], frozenset[str]]:
        """Return the clips that are kept, by key, and the keys of those that were damaged.

        Damaged ones were dropped and are absent from now on.

        Raises:
            SynthesisError: the store cannot be read.
        """
        contents = self.shelf.get_many([name_of(key) for key in keys])
        found: dict[str, StoredClip] = {}
        damaged: set[str] = set()
        for key in keys:
            content = contents.get(name_of(key))
            if content is None:
                continue
            try:
                found[key] = unpack(content)
            except DamageError:
                self._load_again(key, found, damaged)
        return found, frozenset(damaged)

    def _load_again(self, key: str, found: dict[str, StoredClip], damaged: set[str]) -> None:
        """Look whether only a copy was damaged."""
        try:
            clip = self.load(key)
        except DamageError:
            damaged.add(key)
        else:
            found.update({key: clip} if clip else {})

    def save(self, key: str, sound: Sound, doubt: str = "", voice: str = "") -> StoredClip:
        """Keep a clip, what is to be said against it and who spoke it.

        Returns what `load` will return.

        Raises:
            SynthesisError: it cannot be written; nothing half-written stays.
        """
        content = pack(sound, doubt, voice)
        self.shelf.put(name_of(key), content)
        return unpack(content)

    def read(self, key: str) -> Audio:
        """Return the samples of a clip.

        Raises:
            SynthesisError: the clip is not there, or was damaged after it was loaded.
        """
        content = self.shelf.get(name_of(key))
        if content is None:
            message = f"{self.shelf}: clip {key[:12]} has gone; run again to respeak it"
            raise SynthesisError(message)
        try:
            return unpack_audio(content)
        except DamageError as cause:
            self.shelf.drop(name_of(key))
            message = (
                f"{self.shelf}: clip {key[:12]} was damaged ({cause}); run again to respeak it"
            )
            raise SynthesisError(message) from cause

    def bring_near(self, keys: Iterable[str]) -> None:
        """Fetch clips that lie elsewhere, many at once, before they are read one by one.

        Raises:
            SynthesisError: the store cannot be read.
        """
        self.shelf.bring_near([name_of(key) for key in keys])

    def shared(self) -> ClipStore:
        """Return the store as other machines see it, without copies on this one."""
        return replace(self, shelf=self.shelf.shared())


def name_of(key: str) -> str:
    """Return the name of a clip's entry on its shelf."""
    return f"{key[:2]}/{key[2:]}{SUFFIX}"


def key_of_name(name: str) -> str:
    """Return the key of a clip's entry, or "" for any other name."""
    found = _NAME.fullmatch(name)
    return "".join(found.groups()) if found else ""
