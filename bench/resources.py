"""What a command takes: time on the clock and of processors, and memory over all its processes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Run:
    wall_s: float
    cpu_s: float
    peak_mib: float  # of the process that takes the most
    all_mib: float  # of all of them together, what they share counted once


def measured(command: list[str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    together = Together(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed: {os.waitstatus_to_exitcode(status)}")
    cpu_s = usage.ru_utime + usage.ru_stime
    wall_s = time.perf_counter() - started
    return Run(wall_s, cpu_s, usage.ru_maxrss / 1024, together.finish() / 2**20)


class Together:
    """The most memory that a process and those that it started had at once, looked at often."""

    def __init__(self, pid: int) -> None:
        self._first, self._most, self._ended = psutil.Process(pid), 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def finish(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._ended.wait(1.0):
            with contextlib.suppress(psutil.Error):
                every = [self._first, *self._first.children(recursive=True)]
                self._most = max(self._most, sum(one.memory_full_info().pss for one in every))
