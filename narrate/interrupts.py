"""Ctrl-C to one orderly end: never lost, and never in the way of its own tidying up."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

EXIT_CODE = 130

_TIDYING_S = 3.0  # to stop workers and remove what is half-written
_REMIND_S = 0.5


def obey() -> None:
    """Let Ctrl-C raise KeyboardInterrupt once, for as long as it takes to be heard.

    Python drops an exception that is raised while it frees an object, so the main thread is
    reminded. Further presses don't break what tidies up; a late one ends the process at once.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _Obedience().stop)


def ignore() -> None:
    """Let Ctrl-C do nothing from now on, where it was obeyed so far."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Obedience:
    def __init__(self) -> None:
        self._first_s: float | None = None
        self._reminding = False

    def stop(self, _signal: int, _frame: object) -> None:
        reminded, self._reminding = self._reminding, False
        if self._first_s is None:
            self._first_s = time.monotonic()
            threading.Thread(target=self._remind, daemon=True).start()
            raise KeyboardInterrupt
        if reminded and not _is_tidying():
            raise KeyboardInterrupt
        if not reminded and time.monotonic() - self._first_s > _TIDYING_S:
            os._exit(EXIT_CODE)  # workers end by themselves when this process is gone

    def _remind(self) -> None:
        while True:
            time.sleep(_REMIND_S)
            self._reminding = True
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            else:  # Windows, where a wait is not cut short by this
                import _thread

                _thread.interrupt_main()


def _is_tidying() -> bool:
    """Tell whether the main thread is in a `finally`, `except` or `with` that Ctrl-C runs."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None
