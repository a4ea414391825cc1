"""Where clips are made and kept: worker processes, and the clip store of this user."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from narrate.audio.keep import PieceStore
from narrate.model import Clip
from narrate.settings import Settings
from narrate.tts.base import VoiceProfile
from narrate.tts.registry import is_prepared, prepare
from narrate.tts.speak import time_limit_s
from narrate.tts.store import ClipStore, StoreSize
from narrate.tts.workers import WorkerPool

_PREPARED_WITHIN_S = 900.0  # 10 s of one core; a machine may be slow, and busy


@contextmanager
def sharing_workers(settings: Settings) -> Iterator[Executor]:
    """Give processes in which several episodes are spoken, one after the other.

    Engines are loaded once in each. At the end, and on Ctrl-C, calls that still run are killed.
    """
    pool = WorkerPool(count_workers(settings), time_limit_s)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def count_workers(settings: Settings) -> int:
    """Return how many processes speak."""
    return settings.workers or os.cpu_count() or 1


def prepare_voices(
    profiles: Iterable[VoiceProfile], preparing: Callable[[str], AbstractContextManager[None]]
) -> None:
    """Make ready what takes long for the first time, in a process that then gives it back.

    Raises:
        ProfileError: a voice cannot be made ready.
    """
    for profile in profiles:
        if is_prepared(profile):
            continue
        with preparing(profile.name), WorkerPool(1, lambda _profile: _PREPARED_WITHIN_S) as pool:
            pool.submit(prepare, profile).result()


def doubts(clips: Sequence[Clip]) -> Iterator[str]:
    """Say which clips may not hold all of their text."""
    for clip in clips:
        if clip.doubt:
            said = clip.utterance
            where = f" in paragraph {said.paragraph_id}" if said.paragraph_id else ""
            yield f"check {said.text[:60]!r}{where}: {clip.doubt}"


def clip_folder() -> Path:
    """Return where clips are kept: the user's cache folder."""
    return platformdirs.user_cache_path("narrate") / "clips"


def piece_store() -> PieceStore:
    """Return where encoded pieces are kept: beside the clips."""
    return PieceStore(clip_folder().with_name("pieces"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in the user's cache folder."""

    clips: int
    pieces: int
    size_bytes: int


def tidy_kept(max_bytes: int | None) -> tuple[Kept, Kept]:
    """Return what is kept, after dropping the oldest beyond a size; and what was dropped.

    Encoded pieces go first: they are made again sooner than clips are spoken.
    """
    clips, pieces = ClipStore(clip_folder()), piece_store()
    gone, gone_pieces = StoreSize(0, 0), (0, 0)
    if max_bytes is not None:
        gone_pieces = pieces.prune(max(0, max_bytes - clips.size().size_bytes))
        gone = clips.prune(max(0, max_bytes - pieces.size()[1]))
    left, left_pieces = clips.size(), pieces.size()
    return (
        Kept(left.clips, left_pieces[0], left.size_bytes + left_pieces[1]),
        Kept(gone.clips, gone_pieces[0], gone.size_bytes + gone_pieces[1]),
    )
