"""An engine from outside, installed for a test as a package would install it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from narrate.model import Sound, Speech, Utterance
from narrate.tts import speak
from narrate.tts.base import VoiceProfile
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.store import ClipStore

_WAYWARD = '''
"""An engine that does to its process whatever the text says."""

import os
import signal
import time
from pathlib import Path

import numpy as np

from narrate.model import Audio, Sound, Speech, Word

FOLDER = Path(__file__).parent


class Voice:
    sample_rate_hz = 8_000

    def synthesize(self, text):
        with (FOLDER / "spoken.log").open("a") as log:
            log.write(f"{os.getpid()} {text}\\n")
        order, _, rest = text.partition(" ")
        first = not (FOLDER / f"{order}-{rest}").exists()
        (FOLDER / f"{order}-{rest}").touch()
        if order == "die" or (order == "die-once" and first):
            os.kill(os.getpid(), signal.SIGSEGV)
        if order == "hang":
            time.sleep(600)
        if order == "hang-once" and first:
            os.kill(os.getpid(), signal.SIGSTOP)
        if order == "fail":
            raise ZeroDivisionError("of all things")
        if order == "slow":
            time.sleep(0.3)
        length = 4_000 if order.startswith("mumble") else len(text) * 800
        samples = np.full(length, 1000, np.int16)
        return Speech(Audio(samples, 8_000), (Word(text, 0, len(samples)),))

    def synthesize_otherwise(self, text, attempt):
        if text.startswith("mumble "):
            text = "well" + text.removeprefix("mumble")
        with (FOLDER / "spoken.log").open("a") as log:
            log.write(f"{os.getpid()} {text.replace('well', 'mumble')} otherwise {attempt}\\n")
        length = 4_000 if text.startswith("mumble-") else len(text) * 800
        return Speech(Audio(np.full(length, 1000, np.int16), 8_000))

    def close(self):
        pass


def finish(speech):
    return Sound(speech, np.arange(3, dtype=np.float32))


def open_voice(profile):
    return Voice()


def missing(profile):
    return "run: pip install nothing" if profile.voice == "absent" else ""


def fingerprint(profile):
    return profile.voice
'''

_METADATA = "Metadata-Version: 2.1\nName: wayward\nVersion: 1\n"
_ENTRY_POINTS = "[narrate.engines]\nwayward = wayward\nbroken = wayward_that_is_not_there\n"


@dataclass(frozen=True)
class Wayward:
    """The installed engine, a store for it, and what it was asked to say."""

    folder: Path
    store: ClipStore
    finish: Callable[[Speech], Sound]
    profiles: Mapping[str, VoiceProfile]

    def plan(self, *texts: str, voice: str = "w") -> tuple[Utterance, ...]:
        return tuple(
            Utterance(text, text, voice, 0, 0, f"p{number}")
            for number, text in enumerate(texts, start=1)
        )

    def spoken(self) -> list[str]:
        return [line.partition(" ")[2] for line in self._log()]

    def processes(self) -> set[int]:
        return {int(line.partition(" ")[0]) for line in self._log()}

    def _log(self) -> list[str]:
        log = self.folder / "spoken.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture(scope="session", autouse=True)
def _own_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what voices make for themselves out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def wayward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wayward]:
    folder = tmp_path / "site"
    facts = folder / "wayward-1.dist-info"
    facts.mkdir(parents=True)
    (folder / "wayward.py").write_text(_WAYWARD)
    (facts / "METADATA").write_text(_METADATA)
    (facts / "entry_points.txt").write_text(_ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(folder))
    importlib.invalidate_caches()
    finish = importlib.import_module("wayward").finish
    store = ClipStore(FolderShelf(tmp_path / "store"), "1")
    profiles = {"w": VoiceProfile("w", "wayward", voice="one"), "t": VoiceProfile("t", "tone")}
    speak._own = speak._OpenVoices()  # voices of the module that an earlier test had installed
    yield Wayward(folder, store, finish, profiles)
    sys.modules.pop("wayward", None)
