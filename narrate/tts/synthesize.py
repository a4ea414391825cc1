"""To turn utterances into clips, in order, on any executor, speaking nothing twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Protocol, runtime_checkable

from narrate.errors import NarrateError, ProfileError, SynthesisError
from narrate.model import Clip, Utterance
from narrate.tts.base import VoiceProfile
from narrate.tts.clipfile import StoredClip
from narrate.tts.registry import check_works, fingerprint
from narrate.tts.speak import Finish, SpeechTask, speak_clip, time_limit_s
from narrate.tts.store import ClipStore
from narrate.tts.workers import WorkerPool

# Clips that wait for a slow one before them; they hold no samples, so this costs little.
LOOK_AHEAD_PER_WORKER = 8

# One request to a store far away takes as long as a hundred side by side.
LOOKED_FOR_AT_ONCE = 128


@runtime_checkable
class Growing(Protocol):
    """An executor whose number of workers changes while it runs."""

    def width(self) -> int:
        """Return how many calls it runs at once, now."""


def synthesize_clips(
    utterances: Sequence[Utterance],
    profiles: Mapping[str, VoiceProfile],
    store: ClipStore,
    finish: Finish,
    workers: int,
    executor: Executor | None = None,
) -> Iterator[Clip]:
    """Speak each utterance and yield its clip, in order.

    Clips that the store holds are not spoken again, and equal texts of one voice are spoken once.
    Speech runs in `workers` processes, which are started when the first clip must be spoken; with
    0, or for the tone voice alone with 1, it runs here. An `executor` is used instead where one is
    given, and left open. `finish` makes the final sound of a clip where it was spoken: a function
    that can be pickled, and known to the store by its `finish_version`.

    To stop early, close the iterator (a `for` loop that is left does so): running calls are
    killed, finished clips stay in the store.

    Raises:
        ProfileError: a voice is not among the profiles, or cannot speak here.
        SynthesisError: an utterance could not be spoken; the message names it.
    """
    used = {name: profiles[name] for name in _voices(utterances, profiles)}
    run = executor or _start(used, workers)
    width = run.width if isinstance(run, Growing) else lambda: max(workers, 1)
    job = _Job(used, store, finish, run)
    waiting: deque[_Pending] = deque()
    try:
        for pending in job.start_all(utterances):
            waiting.append(pending)
            ahead = 1 if isinstance(run, _Here) else LOOK_AHEAD_PER_WORKER * width()
            while len(waiting) >= ahead:
                yield job.finish_clip(waiting.popleft())
        while waiting:
            yield job.finish_clip(waiting.popleft())
    finally:
        _cancel(waiting)
        if executor is None:
            run.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Pending:
    utterance: Utterance
    key: str
    result: StoredClip | Future[StoredClip]
    kept: bool
    mended: bool = False


def _start(profiles: Mapping[str, VoiceProfile], workers: int) -> Executor:
    """Return where speech runs: here, or in worker processes."""
    quick = {profile.engine for profile in profiles.values()} <= {"tone"}
    here = workers <= 0 or (workers == 1 and quick)
    return _Here() if here else WorkerPool(workers, time_limit_s)


def _cancel(waiting: Iterable[_Pending]) -> None:
    for pending in waiting:
        if isinstance(pending.result, Future):
            pending.result.cancel()


@dataclass(slots=True)
class _Job:
    """What stays the same from one utterance to the next, and what is under way."""

    profiles: Mapping[str, VoiceProfile]
    store: ClipStore
    finish: Finish
    executor: Executor
    running: dict[str, Future[StoredClip]] = field(default_factory=dict)  # since the last look

    def start_all(self, utterances: Sequence[Utterance]) -> Iterator[_Pending]:
        """Look for many clips at once, which is fast where the store is far away, and start all."""
        keys = clip_keys(utterances, self.profiles, self.store)
        pairs = zip(utterances, keys, strict=True)
        while some := tuple(islice(pairs, LOOKED_FOR_AT_ONCE)):
            self.running = {key: f for key, f in self.running.items() if not f.done()}
            stored, damaged = self.store.load_many([key for _, key in some])
            for utterance, key in some:
                pending = self._start(utterance, key, stored.get(key))
                yield replace(pending, mended=not pending.kept and key in damaged)

    def _start(self, utterance: Utterance, key: str, stored: StoredClip | None) -> _Pending:
        """Take the clip from the store or from those under way, or have it spoken."""
        if key in self.running:
            return _Pending(utterance, key, self.running[key], kept=True)
        if stored:
            return _Pending(utterance, key, stored, kept=True)
        profile = self.profiles[utterance.voice]
        task = SpeechTask(profile, utterance.spoken, key, self.store, self.finish)
        self.running[key] = self.executor.submit(speak_clip, task)
        return _Pending(utterance, key, self.running[key], kept=False)

    def finish_clip(self, pending: _Pending) -> Clip:
        """Wait until a clip is there."""
        stored = pending.result
        if isinstance(stored, Future):
            stored = self._wait(pending.utterance, stored)
        return Clip(
            pending.utterance,
            pending.key,
            stored.length_samples,
            stored.sample_rate_hz,
            stored.block_energies,
            stored.words,
            pending.kept,
            stored.doubt,
            mended=pending.mended,
        )

    @staticmethod
    def _wait(utterance: Utterance, future: Future[StoredClip]) -> StoredClip:
        try:
            return future.result()
        except ProfileError as cause:  # it is no fault of the text's
            told = f"voice {utterance.voice!r}"
            raise ProfileError(f"{told}: {str(cause).removeprefix(f'{told}: ')}") from cause
        except NarrateError as cause:
            raise type(cause)(f"{_describe(utterance)}: {cause}") from cause
        except BrokenExecutor as cause:
            message = f"{_describe(utterance)}: the workers ended unexpectedly: {cause}"
            raise SynthesisError(message) from cause


class _Here(Executor):
    """An executor that runs each call at once, in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def clip_keys(
    utterances: Sequence[Utterance],
    profiles: Mapping[str, VoiceProfile],
    store: ClipStore,
) -> Iterator[str]:
    """Return the key of each utterance's clip, in order, without speaking.

    Raises:
        ProfileError: a voice is not among the profiles, or cannot speak here.
    """
    prints = {name: fingerprint(profiles[name]) for name in _voices(utterances, profiles)}
    return (store.key_of(prints[u.voice], u.spoken) for u in utterances)


def _voices(
    utterances: Sequence[Utterance], profiles: Mapping[str, VoiceProfile]
) -> tuple[str, ...]:
    """The names of the voices that are needed, each known and able to speak here."""
    names = tuple(dict.fromkeys(utterance.voice for utterance in utterances))
    for name in names:
        if name not in profiles:
            known = ", ".join(sorted(profiles)) or "none"
            raise ProfileError(f"no profile for voice {name!r}; given are {known}")
        check_works(profiles[name])
    return names


def _describe(utterance: Utterance) -> str:
    text = " ".join(utterance.text.split())
    start = text if len(text) <= 40 else f"{text[:39].rstrip()}…"
    where = f"paragraph {utterance.paragraph_id}, " if utterance.paragraph_id else ""
    return f'{where}voice {utterance.voice!r}, "{start}"'
