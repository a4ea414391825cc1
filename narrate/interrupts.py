"""Ctrl-C and its kin to one orderly end: never lost, nor in the way of their own tidying up."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import FrameType

_ENDS = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, `kill` or a shutdown, a closed terminal
_TIDYING_S = 3.0  # to stop workers and remove what is half-written
_REMIND_S = 0.5
_LOCKING = ("threading", "queue", "concurrent.futures")  # modules that take locks …
_WAITING = ("wait", "join", "_wait_for_tstate_lock")  # … and where these hold none


def obey() -> None:
    """Let Ctrl-C and its kin raise KeyboardInterrupt once, for as long as it takes to be heard.

    Python drops an exception that is raised while it frees an object, so the main thread is
    reminded. One that is raised between the taking of a lock and the block that lets it go again
    leaves it taken for ever, so that waits for the next reminder. Further presses don't break
    what tidies up; a late one ends the process at once. A signal that is ignored, as `nohup`
    has it, stays so.
    """
    for number in _ends():
        if signal.getsignal(number) in (signal.default_int_handler, signal.SIG_DFL):
            signal.signal(number, _OBEDIENCE.stop)


def ignore() -> None:
    """Let Ctrl-C and its kin do nothing from now on, where they were obeyed so far."""
    for number in _ends():
        if signal.getsignal(number) == _OBEDIENCE.stop:
            signal.signal(number, signal.SIG_IGN)


def exit_code() -> int:
    """Return what shells expect of a process that a signal has ended: 130 for Ctrl-C."""
    return 128 + _OBEDIENCE.came


def _ends() -> list[signal.Signals]:
    """Return those that this system has."""
    return [getattr(signal, name) for name in _ENDS if hasattr(signal, name)]


class _Obedience:
    def __init__(self) -> None:
        self.came = signal.SIGINT
        self._first_s: float | None = None
        self._reminding = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        reminded, self._reminding = self._reminding, False
        first = self._first_s is None
        if self._first_s is None:
            self.came = signal.Signals(number)
            self._first_s = time.monotonic()
            threading.Thread(target=self._remind, daemon=True).start()
        if (first or reminded) and not _is_tidying() and not _may_hold_a_lock(frame):
            raise KeyboardInterrupt
        if not reminded and time.monotonic() - self._first_s > _TIDYING_S:
            os._exit(exit_code())  # workers end by themselves when this process is gone

    def _remind(self) -> None:
        while True:
            time.sleep(_REMIND_S)
            self._reminding = True
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident or 0, self.came)
            else:  # Windows, where a wait is not cut short by this
                import _thread

                _thread.interrupt_main(self.came)


_OBEDIENCE = _Obedience()


def _is_tidying() -> bool:
    """Tell whether the main thread is in a `finally`, `except` or `with` that Ctrl-C runs."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _may_hold_a_lock(frame: FrameType | None) -> bool:
    """Tell whether a frame, or one above it, is where the library takes or lets go of a lock."""
    innermost = True
    while frame is not None:
        name = frame.f_code.co_name
        locking = frame.f_globals.get("__name__", "").startswith(_LOCKING)
        if locking and (name == "submit" or (innermost and name not in _WAITING)):
            return True
        innermost, frame = False, frame.f_back
    return False
