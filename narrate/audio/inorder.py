"""To do jobs side by side, and give their results in order, few held at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

_Done = TypeVar("_Done")


def in_order(jobs: Iterable[Callable[[], _Done]], pool: Executor, most: int) -> Iterator[_Done]:
    """Yield the results of jobs; a job begins when at most so many are begun before it.

    Where jobs differ in length, workers stand still unless more are begun than there are workers.
    The pool is shut down at the end; what was begun and nobody waits for is cancelled.
    """
    with pool:
        started: deque[Future[_Done]] = deque()
        try:
            for job in jobs:
                started.append(pool.submit(job))
                if len(started) > most:
                    yield started.popleft().result()
            while started:
                yield started.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
