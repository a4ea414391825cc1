"""To tell a shelf which clips a run needs, so that none is dropped under it.

A run writes a record `runs/NAME` on the shelf and renews it while it goes on. A record that was
not renewed for a while belongs to a run that was killed, and pins nothing. Where a shelf does not
see that an entry is read, records of finished runs stay as a memory of what was used last.

    running 1234.5          or "ended"; with the seconds that the run has gone on
    0a1b2c3d4e5f6071        the first 16 digits of the key of each clip that it needs
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from narrate.errors import SynthesisError
from narrate.tts.shelves import ReadOnlyError, Shelf, ShelfEntry

FOLDER = "runs"
RENEWED_EVERY_S = 120.0
# A machine may be asleep or a line down for some minutes without harm.
PINS_FOR_S = 900.0
# Enough to tell a million clips apart but for one chance in 37 million; then one is spared too many
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What a run needs, or needed."""

    name: str
    written_s: float  # by the shelf's clock
    running_s: float | None  # how long it had gone on when it wrote this; None: it has ended
    shorts: frozenset[str]  # of the clips' keys

    def pins(self, now_s: float) -> bool:
        """Tell whether the run is probably still going on."""
        return self.running_s is not None and now_s - self.written_s < PINS_FOR_S

    @property
    def started_s(self) -> float:
        """When it began, by the shelf's clock."""
        return self.written_s - (self.running_s or 0.0)


def short(key: str) -> str:
    """Return what a record says of a key."""
    return key[:_DIGITS]


@contextlib.contextmanager
def holding(shelf: Shelf, keys: Iterable[str]) -> Iterator[None]:
    """Keep clips from being dropped while the body runs, and note that they were used.

    On a shelf that is for reading only nothing is noted; whoever may drop clips there cannot know.

    Raises:
        SynthesisError: the shelf cannot be reached.
    """
    name = f"{FOLDER}/{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    listed = "\n".join(sorted({short(key) for key in keys}))
    started = time.monotonic()

    def renew() -> None:
        content = f"running {time.monotonic() - started:.1f}\n{listed}"
        shelf.put(name, content.encode())

    try:
        renew()
    except ReadOnlyError:
        yield
        return
    try:
        with _repeated(renew):
            yield
    finally:
        with contextlib.suppress(SynthesisError):  # a record that stays lapses by itself
            _end(shelf, name, listed)


def read_records(shelf: Shelf) -> tuple[RunRecord, ...]:
    """Return the records of all runs.

    Raises:
        SynthesisError: the shelf cannot be read.
    """
    entries = {entry.name: entry for entry in shelf.scan(FOLDER)}
    longest = max((entry.size_bytes for entry in entries.values()), default=0)
    contents = shelf.starts(entries, longest)  # `get` would count as a use, and so renew them
    return tuple(_parse(entries[name], content) for name, content in contents)


def clock_s(shelf: Shelf) -> float:
    """Return the time by the shelf's own clock, in seconds since 1970.

    Raises:
        SynthesisError: the shelf cannot be written.
    """
    name = f"{FOLDER}/clock-{uuid.uuid4().hex}"
    shelf.put(name, b"ended\n")
    try:
        times = [entry.used_s for entry in shelf.scan(FOLDER) if entry.name == name]
    finally:
        shelf.drop(name)
    return times[0] if times else time.time()


def _parse(entry: ShelfEntry, content: bytes) -> RunRecord:
    head, _, listed = content.decode("ascii", "replace").partition("\n")
    state, _, seconds = head.partition(" ")
    running_s = float(seconds) if state == "running" else None
    return RunRecord(entry.name, entry.used_s, running_s, frozenset(listed.split()))


def _end(shelf: Shelf, name: str, listed: str) -> None:
    if shelf.sees_use:
        shelf.drop(name)
    else:
        shelf.put(name, f"ended\n{listed}".encode())


@contextlib.contextmanager
def _repeated(renew: Callable[[], None]) -> Iterator[None]:
    """Renew now and then while the body runs."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(RENEWED_EVERY_S):
            with contextlib.suppress(SynthesisError):  # the next try comes before it lapses
                renew()

    thread = threading.Thread(target=work, name="narrate-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
