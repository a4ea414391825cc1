"""To run calls in worker processes that may crash or hang without harm.

`concurrent.futures.ProcessPoolExecutor` gives up on every pending call when one worker dies, and
cannot say which call was to blame or end one that hangs. Here each thread of a pool owns one
process and talks to it alone: it knows what the process was doing, can put a time limit on it,
and can replace it. Whatever the process has started in turn, such as a program that speaks, ends
with it, and it ends with the one that started it, however that ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from narrate.errors import SynthesisError
from narrate.replacing import clear_scratch

_Result = TypeVar("_Result")

# A crash may have come from outside, even twice (memory ran out); one that comes as often as this
# is the call's own.
ATTEMPTS = 3


class WorkerError(SynthesisError):
    """A worker process died or took too long, again and again."""


class WorkerPool(Executor):
    """An executor of `count` processes; `limit_s` gives the seconds that a call may take.

    Processes are started when calls arrive. Ctrl-C does not reach them: whoever holds the pool
    ends it with `shutdown(cancel_futures=True)`, which kills the workers at once.
    """

    def __init__(self, count: int, limit_s: Callable[..., float]) -> None:
        clear_scratch()  # of workers that were killed
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="narrate-worker")
        self._limit_s = limit_s
        self._own = threading.local()
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._killed = False

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Run a picklable function in a worker.

        Its future raises what the function raised, or WorkerError if the worker died or hung
        as often as it was tried.
        """
        return self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool; with `cancel_futures` also kill calls that are running."""
        if cancel_futures:
            with self._lock:
                self._killed = True
                for worker in self._workers:
                    worker.kill()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for worker in tuple(self._workers):
            self._end(worker)

    def _run(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        call = pickle.dumps((fn, args, kwargs))
        limit_s = self._limit_s(*args, **kwargs)
        failure = ""
        for _ in range(ATTEMPTS):
            worker = self._worker()
            try:
                succeeded, answer = worker.call(call, limit_s)
            except TimeoutError:
                failure = f"the worker process gave no answer within {limit_s:.0f} s"
            except (EOFError, OSError):
                failure = worker.describe_death()
            else:
                if succeeded:
                    return answer
                raise answer
            self._own.worker = None
            self._end(worker)
        raise WorkerError(f"{failure}, {ATTEMPTS} times in a row")

    def _worker(self) -> _Worker:
        """The process of this thread, started if need be."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            with self._lock:
                if self._killed:
                    raise WorkerError("the run was ended")
                worker = _Worker()
                self._workers.add(worker)
            self._own.worker = worker
        return worker

    def _end(self, worker: _Worker) -> None:
        worker.close()
        with self._lock:
            self._workers.discard(worker)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _without_interrupts():
            self._process.start()
        theirs.close()

    def call(self, call: bytes, limit_s: float) -> tuple[bool, Any]:
        """Send a call and return whether it succeeded, and its result or exception."""
        self._pipe.send_bytes(call)
        if not self._pipe.poll(limit_s):
            raise TimeoutError
        succeeded, answer = self._pipe.recv()
        return succeeded, answer

    def describe_death(self) -> str:
        """Say how the process ended, and end what it has left behind."""
        self.kill()  # before its number is free for another process
        self._process.join(1)
        code = self._process.exitcode
        if code is not None and code < 0:
            name = signal.strsignal(-code) or "unknown"
            return f"the worker process was ended by signal {-code} ({name})"
        return f"the worker process ended with code {code}"

    def kill(self) -> None:
        """End the process and all that it started; a thread in `call` then gets an EOFError."""
        if pid := self._process.pid:
            _kill_group(pid)
        self._process.kill()  # where it leads no group: it has only just begun, or on Windows

    def close(self) -> None:
        self.kill()
        self._process.join()
        self._pipe.close()


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let a process that is started here inherit a blocked SIGINT.

    Ctrl-C reaches every process of the terminal, and a worker would answer with a traceback
    before it could ignore the signal. Windows has no such mask; there `_serve` must do.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection) -> None:
    """Answer calls until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            call = pipe.recv_bytes()
        except EOFError:
            return
        try:
            pipe.send_bytes(_answer(call))
        except OSError:  # whoever asked is gone
            return


def _end_with_parent() -> None:
    """Wait until nobody is there any more to take an answer; a call may never end by itself."""
    if parent := multiprocessing.parent_process():
        parent.join()
        _kill_group(os.getpid())
        os._exit(1)


def _kill_group(leader: int) -> None:
    """End a process with all that it started, where it leads a group of its own."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _answer(call: bytes) -> bytes:
    try:
        fn, args, kwargs = pickle.loads(call)
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:
        with contextlib.suppress(Exception):
            return pickle.dumps((False, error))
        return pickle.dumps((False, SynthesisError(f"{type(error).__name__}: {error}")))
