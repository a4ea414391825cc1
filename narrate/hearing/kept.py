"""What was heard, kept as it comes: a check that was stopped goes on where it was.

One small SQLite file holds what each window of sound was heard as, by a digest of its samples and
of the recogniser. Several checks may use it at once. What cannot be read or kept is heard again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from narrate.hearing.recogniser import Ear, HeardWord
from narrate.hearing.windows import Window

_TABLE = "CREATE TABLE IF NOT EXISTS heard (key TEXT PRIMARY KEY, found TEXT, used_s INTEGER)"
_KEPT_S = 60 * 86_400  # an hour of sound takes half a megabyte
_PATIENCE_S = 10.0  # until another check has written


class RememberingEar:
    """An ear that hears each window but once; `close` it in the end."""

    def __init__(self, ear: Ear, path: Path) -> None:
        self._ear = ear
        self._file = _open(path)

    @property
    def identity(self) -> str:
        """Name what decides about the words."""
        return self._ear.identity

    def hear(self, window: Window) -> tuple[HeardWord, ...]:
        """Write down what is said, as the ear does or did; times follow the window's start."""

        def listen() -> list[Any]:
            heard = self._ear.hear(Window(window.number, 0.0, window.samples))
            return [astuple(word) for word in heard]

        rows = self._recall(self._key("hear", window), listen)
        return tuple(HeardWord(t, window.start_s + a, window.start_s + b) for t, a, b in rows)

    def fit(self, window: Window, words: Sequence[str]) -> tuple[float, ...]:
        """Tell how probable words are, as the ear does or did."""
        key = self._key("fit", window, words)
        return tuple(self._recall(key, lambda: list(self._ear.fit(window, words))))

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()

    def _key(self, what: str, window: Window, words: Sequence[str] = ()) -> str:
        digest = hashlib.sha256(window.samples.tobytes())
        digest.update(json.dumps([what, self.identity, *words]).encode())
        return digest.hexdigest()

    def _recall(self, key: str, find: Callable[[], list[Any]]) -> list[Any]:
        found = self._load(key)
        if found is None:
            found = find()
            row = key, json.dumps(found), int(time.time())
            self._run("INSERT OR REPLACE INTO heard VALUES (?, ?, ?)", row)
        return found

    def _load(self, key: str) -> list[Any] | None:
        rows = self._run("SELECT found FROM heard WHERE key = ?", (key,))
        if not rows:
            return None
        self._run("UPDATE heard SET used_s = ? WHERE key = ?", (int(time.time()), key))
        with suppress(ValueError):
            found: list[Any] = json.loads(rows[0][0])
            return found
        return None

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        """Ask the file; one that fails once, as on a full disk, is asked no more."""
        if not self._file:
            return []
        try:
            return self._file.execute(statement, values).fetchall()
        except sqlite3.Error:
            self._file.close()
            self._file = None
            return []


def _open(path: Path) -> sqlite3.Connection | None:
    """Open the file, a new one in place of a damaged one; None where there can be none."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
            with ExitStack() as undoing:
                undoing.callback(file.close)
                file.execute(_TABLE)
                file.execute("DELETE FROM heard WHERE used_s < ?", (time.time() - _KEPT_S,))
                undoing.pop_all()
            return file
        except (OSError, sqlite3.OperationalError):
            return None
        except sqlite3.DatabaseError:  # no such file, or what is left of one
            path.unlink(missing_ok=True)
    return None
