"""To do jobs side by side in threads, and give their results in order, few held at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Done = TypeVar("_Done")


def in_order(jobs: Iterable[Callable[[], _Done]], workers: int, ahead: int = 1) -> Iterator[_Done]:
    """Yield the results of jobs; a job begins when few are waiting before it.

    Where jobs differ in length, workers stand still unless some may be begun `ahead`, each.
    """
    with ThreadPoolExecutor(workers) as pool:
        started: deque[Future[_Done]] = deque()
        try:
            for job in jobs:
                started.append(pool.submit(job))
                if len(started) > workers * ahead:
                    yield started.popleft().result()
            while started:
                yield started.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
