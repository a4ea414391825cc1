"""To make clips on a running Dask cluster, as if on an executor of this machine.

The cluster's scheduler hands out one utterance at a time, and gives it to another worker if one
dies. A worker keeps its engines open in a child process; clips go through the shared store, only
what is known of them comes back.
"""

from __future__ import annotations

import logging
import pickle
import re
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from functools import cache
from typing import Any

import narrate
from narrate.errors import NarrateError, ProfileError, SynthesisError
from narrate.tts.base import VoiceProfile
from narrate.tts.clusterwork import Terms, speak_there
from narrate.tts.leases import FOLDER
from narrate.tts.registry import fingerprint
from narrate.tts.shelves import Shelf
from narrate.tts.speak import SpeechTask

CONNECT_WITHIN_S = 30.0
NO_WORKER_FOR_S = 120.0  # workers may be starting; after that somebody should be told
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class _Order:
    """A call that is made when it is unpickled.

    A worker that gets objects of classes that it cannot import ends at once, with all its work.
    Bytes do it no harm, and the scheduler needs no narrate: whether there is one shows in the call.
    """

    task: SpeechTask
    terms: Terms

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return speak_there, (self.task, self.terms)


class ClusterPool(Executor):
    """Runs `speak_clip` on the cluster at an address; connects when the first clip comes."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connecting = threading.Lock()
        self._client: Any = None
        self._width = 1
        self._running: dict[Future[Any], Any] = {}
        self._probes: dict[Shelf, str] = {}
        self._over = threading.Event()

    def width(self) -> int:
        """Return how many clips the cluster makes at once, now."""
        return self._width

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a clip made; its future raises what `speak_there` raises.

        Raises:
            ProfileError: what a cluster needs is not installed here.
            SynthesisError: the cluster cannot be reached or has no workers.
        """
        (task,) = args
        client = self._connected()
        there, terms = self._prepared(task)
        future: Future[Any] = Future()
        key = f"narrate-{task.key[:12]}-{uuid.uuid4().hex[:8]}"
        order = pickle.dumps(_Order(there, terms))
        self._running[future] = client.submit(pickle.loads, order, key=key, pure=False)
        self._running[future].add_done_callback(lambda far: self._finish(future, far))
        future.add_done_callback(self._take_back)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; with `cancel_futures` take back what no worker has begun."""
        self._over.set()
        if self._client is None:
            return
        if cancel_futures and self._running:
            self._client.cancel(list(self._running.values()), force=True)
        for shelf, probe in self._probes.items():
            shelf.drop(probe)
        self._client.close()
        for future in tuple(self._running):
            self._fail(future, SynthesisError("the run was ended"))

    def _connected(self) -> Any:
        with self._connecting:
            if self._client is None:
                self._client = _connect(self._address)
                self._width = max(1, sum(self._client.nthreads().values()))
                threading.Thread(target=self._watch, name="narrate-cluster", daemon=True).start()
        return self._client

    def _prepared(self, task: SpeechTask) -> tuple[SpeechTask, Terms]:
        """Return the task as workers can do it, and what must hold there."""
        store = task.store.shared()
        if store.shelf not in self._probes:
            probe = f"{FOLDER}/probe-{uuid.uuid4().hex}"
            store.shelf.put(probe, b"ended\n")
            self._probes[store.shelf] = probe
        terms = Terms(
            narrate.__version__,
            _fingerprint(task.profile),
            store.finish_version,
            self._probes[store.shelf],
        )
        there = SpeechTask(task.profile, task.spoken, task.key, store, task.finish)
        return there, terms

    def _finish(self, future: Future[Any], far: Any) -> None:
        if self._running.pop(future, None) is None or not future.set_running_or_notify_cancel():
            return  # given up already
        try:
            future.set_result(far.result())
        except NarrateError as error:
            future.set_exception(error)
        except (Exception, CancelledError) as cause:
            translated = self._translated(cause)
            translated.__cause__ = cause
            future.set_exception(translated)

    def _take_back(self, future: Future[Any]) -> None:
        if future.cancelled() and (far := self._running.pop(future, None)):
            far.cancel()

    def _fail(self, future: Future[Any], error: NarrateError) -> None:
        if self._running.pop(future, None) and future.set_running_or_notify_cancel():
            future.set_exception(error)

    def _translated(self, cause: BaseException) -> NarrateError:
        name, told = type(cause).__name__, " ".join(str(cause).split())[:200]
        if name == "KilledWorker":
            return SynthesisError("it ended every worker of the cluster that tried it")
        if isinstance(cause, CancelledError):
            return SynthesisError(f"the cluster at {self._address} was lost ({told or name})")
        if isinstance(cause, ImportError):
            return ProfileError(
                f"a worker of the cluster at {self._address} cannot load narrate ({told}): "
                "install it on every worker"
            )
        return SynthesisError(f"the cluster at {self._address}: {name}: {told}")

    def _watch(self) -> None:
        """Learn how many workers there are, and give up when there are none for long."""
        seen = time.monotonic()
        while not self._over.wait(_LOOK_EVERY_S):
            try:
                threads = sum(self._client.nthreads().values())
            except Exception:  # the connection is broken; what was running is told elsewhere
                threads = 0
            if threads:
                self._width, seen = threads, time.monotonic()
            elif time.monotonic() - seen > NO_WORKER_FOR_S:
                told = (
                    f"the cluster at {self._address} has had no workers for {NO_WORKER_FOR_S:g} s"
                )
                for future in tuple(self._running):
                    self._fail(future, SynthesisError(told))


def _connect(address: str) -> Any:
    if not re.fullmatch(r"(\w+://)?[^/\s]+:\d+", address):
        message = f"{address!r} is no address of a Dask scheduler, as in tcp://host:8786"
        raise SynthesisError(message)
    try:
        from distributed import Client
    except ImportError as cause:
        message = "--cluster needs an extra; run: pip install 'narrate[cluster]'"
        raise ProfileError(message) from cause
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # failures are told here
    try:
        open_client: Any = Client  # it has no types
        client = open_client(address, timeout=CONNECT_WITHIN_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as cause:
        message = f"no Dask scheduler answers at {address} within {CONNECT_WITHIN_S:g} s"
        raise SynthesisError(f"{message}; start one with: dask scheduler") from cause
    try:
        client.wait_for_workers(1, timeout=CONNECT_WITHIN_S)
    except TimeoutError as cause:
        client.close()
        message = f"the cluster at {address} has no workers; start some with: dask worker {address}"
        raise SynthesisError(message) from cause
    return client


@cache
def _fingerprint(profile: VoiceProfile) -> str:
    return fingerprint(profile)
