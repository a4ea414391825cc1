"""Where clips are kept: the clip store of this user or any other, and how it is kept in bounds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from narrate.audio.keep import PieceStore
from narrate.tts.prune import (
    StoreSize,
    count_ages,
    count_voices,
    kept_clips,
    prune,
    size_of,
    sum_sizes,
)
from narrate.tts.shelves import Shelf
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.store import ClipStore, open_shelf


def clip_folder() -> Path:
    """Return where clips are kept by default: in the user's cache folder."""
    return platformdirs.user_cache_path("narrate") / "clips"


def piece_store() -> PieceStore:
    """Return where encoded pieces are kept: beside the clips."""
    return PieceStore(clip_folder().with_name("pieces"))


def copies_folder() -> Path:
    """Return where copies of clips are kept that lie in a store elsewhere, a folder for each."""
    return platformdirs.user_cache_path("narrate") / "copies"


def open_store(where: str = "", finish_version: str = "") -> ClipStore:
    """Return the clip store at a path or URL; "" is this user's own."""
    return ClipStore(open_shelf(where or clip_folder(), copies_folder()), finish_version)


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What a clip store holds."""

    where: str  # without credentials
    clips: StoreSize
    by_use: tuple[tuple[str, StoreSize], ...]  # when it was last used
    by_voice: tuple[tuple[str, StoreSize], ...]
    copies: StoreSize  # of clips in stores elsewhere, on this machine
    pieces: StoreSize  # of encoded sound, on this machine
    dropped: StoreSize
    dropped_pieces: StoreSize


def tidy_clips(where: str, max_bytes: int | None, *, by_voice: bool = False) -> StoreReport:
    """Drop what was used longest ago beyond a size, and report what is kept then.

    The user's own store shares its bound with what can be had again: encoded pieces, and copies
    of clips in stores elsewhere. They go first.

    Raises:
        NarrateError: the store cannot be reached, read or written.
    """
    shelf = open_shelf(where or clip_folder())
    near = [] if where else [FolderShelf(p) for p in sorted(copies_folder().glob("*"))]
    gone = gone_pieces = StoreSize(0, 0)
    if max_bytes is not None:
        pieces = PieceStore(Path(os.devnull)) if where else piece_store()  # an empty one
        gone, gone_pieces = _drop(shelf, near, pieces, max_bytes)
    entries = kept_clips(shelf)
    return StoreReport(
        str(shelf),
        size_of(entries),
        tuple(count_ages(entries)),
        tuple(count_voices(shelf, entries).items()) if by_voice else (),
        sum_sizes(size_of(kept_clips(each)) for each in near),
        StoreSize(0, 0) if where else StoreSize(*piece_store().size()),
        gone,
        gone_pieces,
    )


def _drop(
    shelf: Shelf, near: Sequence[Shelf], pieces: PieceStore, max_bytes: int
) -> tuple[StoreSize, StoreSize]:
    kept = [size_of(kept_clips(each)).size_bytes for each in (*near, shelf)]
    gone_pieces = StoreSize(*pieces.prune(max(0, max_bytes - sum(kept))))
    excess = sum(kept) + pieces.size()[1] - max_bytes
    gone = []
    for each, size_bytes in zip((*near, shelf), kept, strict=True):
        freed = prune(each, max(0, size_bytes - max(0, excess)))
        excess -= freed.size_bytes
        gone.append(freed)
    return sum_sizes(gone), gone_pieces
