"""To keep encoded pieces by what made them, so that an edit encodes only what it touched.

Many processes may use one folder at once: an entry appears whole or not at all, and entries of
the same key are equal. An entry that cannot be read, or written, is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import get_ident
from zlib import crc32

import numpy as np

from narrate.audio.heard import Measured
from narrate.audio.limiter import Limiting
from narrate.audio.lossless import PLAIN, packed, unpacked
from narrate.audio.loudness import gain_of
from narrate.audio.mix import Read
from narrate.audio.take import Recipe, Take, make_take
from narrate.model import Cue, Timeline

SUFFIX = ".piece"

_PIECE_VERSION = "9"
"""Names this way of making pieces; others are made again."""

_MADE_BY = ("av", "lameenc", "numpy", "soxr")  # what else decides about their bytes


@dataclass(frozen=True, slots=True)
class PieceStore:
    """A folder of pieces, which is made when the first one is kept."""

    folder: Path

    def take(self, piece: Timeline, read: Read, recipe: Recipe) -> Take:
        """Return a piece, from the folder or newly made and kept; raises as `make_take` does."""
        path = self._path(piece_key(piece, recipe))
        plain = recipe.form == PLAIN
        found = _load(path)
        if found is None:
            found = make_take(piece, read, recipe)
            _save(path, _packed(found, piece) if plain else found)
        elif plain:
            found = _unpacked(found, piece)
        return found

    def holds(self, piece: Timeline, recipe: Recipe) -> bool:
        """Tell whether a piece is in the folder, whole or not."""
        return self._path(piece_key(piece, recipe)).exists()

    def size(self) -> tuple[int, int]:
        """Return how many files are kept, and how many bytes they take."""
        sizes = [size for _, size, _ in self._files()]
        return len(sizes), sum(sizes)

    def prune(self, max_bytes: int) -> tuple[int, int]:
        """Drop pieces until at most so many bytes are left, those used longest ago first.

        Returns how many were dropped, and their bytes. A run that needs one makes it again.
        """
        excess, dropped = self.size()[1] - max_bytes, []
        for _, size, path in sorted(self._files()):
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= size
            dropped.append(size)
        return len(dropped), sum(dropped)

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each file was last used, its size in bytes, and its path."""
        for path in self.folder.glob("??/*"):  # with what is left of writes that were cut off
            with contextlib.suppress(FileNotFoundError):  # another process dropped it just now
                facts = path.stat()
                yield facts.st_mtime, facts.st_size, path

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{SUFFIX}"


def _packed(take: Take, piece: Timeline) -> Take:
    payload, sizes = packed(take.payload, piece.sample_rate_hz, piece.channels)
    return replace(take, payload=payload, sizes=sizes)


def _unpacked(take: Take, piece: Timeline) -> Take:
    second = 2 * piece.channels * piece.sample_rate_hz  # bytes
    payload, sizes = unpacked(take.payload, take.sizes, second)
    return replace(take, payload=payload, sizes=sizes, frames=sizes.size)


def piece_key(piece: Timeline, recipe: Recipe) -> str:
    """Return a digest of all that shapes a piece."""
    facts = {
        "made by": made_by(),
        "form": (recipe.form, recipe.bit_rate, piece.sample_rate_hz, piece.channels),
        "peaks": (recipe.limit_dbtp, recipe.ceiling_dbtp, recipe.release_db_per_s),
        "sampled": recipe.sampled,
        "length": piece.length_samples,
        "bed": recipe.bed.facts if recipe.bed else None,
        "cues": [_cue_facts(cue, recipe) for cue in piece.cues],
    }
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _cue_facts(cue: Cue, recipe: Recipe) -> tuple[object, ...]:
    clip = cue.clip
    sound = (clip.key, clip.length_samples, clip.sample_rate_hz, clip.channels)
    heard = crc32(clip.block_energies.tobytes())  # an engine may say the same text in other ways
    return (*sound, heard, cue.start_sample, gain_of(recipe.gains_db, clip.utterance.voice))


@lru_cache
def made_by() -> str:
    """Return what takes part in making a piece, with versions."""
    return " ".join([_PIECE_VERSION, *(f"{name} {version(name)}" for name in _MADE_BY)])


def _load(path: Path) -> Take | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            facts = json.loads(kept["facts"].tobytes())
            take = Take(
                kept["payload"].tobytes(),
                kept["sizes"],
                facts["frames"],
                facts["samples"],
                Measured(kept["energies"], facts["true_peak_dbtp"], facts["energy_s"]),
                Limiting(**facts["limiting"]),
                facts["tries"],
                facts["lowered_db"],
            )
        os.utime(path)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    return take


def _save(path: Path, take: Take) -> None:
    facts = {
        "frames": take.frames,
        "samples": take.samples,
        "true_peak_dbtp": take.measured.true_peak_dbtp,
        "energy_s": take.measured.energy_s,
        "limiting": asdict(take.limiting),
        "tries": take.tries,
        "lowered_db": take.lowered_db,
    }
    content = io.BytesIO()
    np.savez(
        content,
        facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
        payload=np.frombuffer(take.payload, np.uint8),
        sizes=take.sizes,
        energies=take.measured.energies,
    )
    partial = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.partial")
    with contextlib.suppress(OSError):  # a full or read-only folder keeps nothing, that is all
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(content.getbuffer())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
