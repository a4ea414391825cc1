"""Where clips are made and kept: worker processes, and the clip store of this user."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from narrate.model import Clip
from narrate.settings import Settings
from narrate.tts.speak import time_limit_s
from narrate.tts.store import ClipStore, StoreSize
from narrate.tts.workers import WorkerPool


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


def tidy_clips(max_bytes: int | None) -> tuple[StoreSize, StoreSize]:
    """Return how many clips are kept, after dropping the oldest beyond a size; and what was."""
    store = ClipStore(clip_folder())
    dropped = StoreSize(0, 0) if max_bytes is None else store.prune(max_bytes)
    return store.size(), dropped
