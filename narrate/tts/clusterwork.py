"""What a worker of a cluster does with a clip to make, in a child process that may crash or hang.

Nothing here knows of the cluster's own library but for the name and size of the worker.
"""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import dataclass
from functools import cache, lru_cache

import narrate
from narrate.errors import NarrateError, ProfileError, SynthesisError
from narrate.tts.base import VoiceProfile
from narrate.tts.clipfile import StoredClip
from narrate.tts.registry import fingerprint
from narrate.tts.speak import SpeechTask, speak_clip, time_limit_s
from narrate.tts.store import ClipStore
from narrate.tts.workers import WorkerPool

_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Terms:
    """What must hold on a worker, so that it makes the clip that would have been made at home."""

    version: str  # of narrate
    fingerprint: str  # of the voice
    finish_version: str
    probe: str  # an entry that must be seen on the store's shelf


def speak_there(task: SpeechTask, terms: Terms) -> StoredClip:
    """Speak, finish and keep one clip in a child process of this worker.

    Raises:
        ProfileError: narrate, the voice or the store are not the same here.
        SynthesisError: as `speak_clip`, or the engine crashed or hung, each time that it was tried.
    """
    name, threads = _worker()
    _check_terms(name, task, terms)
    with _opening:
        pool = _pool(threads)
    return pool.submit(speak_clip, task).result()


def _check_terms(name: str, task: SpeechTask, terms: Terms) -> None:
    here = getattr(task.finish, "version", terms.finish_version)
    if (narrate.__version__, here) != (terms.version, terms.finish_version):
        raise ProfileError(
            f"worker {name} runs narrate {narrate.__version__}, and here is {terms.version}: "
            "install the same there"
        )
    if _print_here(name, task.profile) != terms.fingerprint:
        raise ProfileError(
            f"worker {name} has another engine, model or data for voice {task.profile.name!r}: "
            "install the same there"
        )
    if not _sees(name, task.store, terms.probe):
        raise SynthesisError(
            f"worker {name} does not see the clip store {task.store.shelf}: "
            "use a --store that all workers reach"
        )


@lru_cache
def _print_here(name: str, profile: VoiceProfile) -> str:
    try:
        return fingerprint(profile)
    except NarrateError as cause:
        raise ProfileError(f"worker {name}: voice {profile.name!r}: {cause}") from cause


@lru_cache
def _sees(name: str, store: ClipStore, probe: str) -> bool:
    try:
        return store.shelf.get(probe) is not None
    except NarrateError as cause:
        raise SynthesisError(f"worker {name}: {cause}") from cause


def _worker() -> tuple[str, int]:
    """Return the name of this worker and how many calls it runs at once."""
    from distributed import get_worker

    worker = get_worker()
    return str(worker.address), int(worker.state.nthreads)


@cache
def _pool(threads: int) -> WorkerPool:
    # Workers are daemonic by default, and such processes may not have children. The children here
    # end by themselves when the pipe to this process closes, which is what that rule is for.
    multiprocessing.current_process().daemon = False
    return WorkerPool(threads, time_limit_s)
