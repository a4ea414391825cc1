"""Where clips are kept: the clip store of this user or any other, and how it is kept in bounds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.audio.condition import Finish
from narrate.audio.keep import PieceStore
from narrate.caches import cache_path
from narrate.settings import Settings
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

_CLIPS = "clips"
_COPIES = "copies"  # of clips in stores elsewhere, a folder for each


def piece_store() -> PieceStore:
    """Return where encoded pieces are kept: beside the clips."""
    return PieceStore(cache_path("pieces"))


def open_store(settings: Settings) -> tuple[ClipStore, Finish]:
    """Return the clip store of a run, and how clips are finished before they are kept in it.

    Raises:
        NarrateError: the store cannot be reached.
    """
    finish = Finish(settings.high_pass_hz, settings.de_ess)
    shelf = open_shelf(settings.store or cache_path(_CLIPS), cache_path(_COPIES))
    return ClipStore(shelf, finish.version), finish


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
    shelf = open_shelf(where or cache_path(_CLIPS))
    near = [] if where else [FolderShelf(p) for p in sorted(cache_path(_COPIES).glob("*"))]
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
