"""Whole pyttsx3 drivers, shown with one that behaves as those of Windows and macOS do."""

from __future__ import annotations

import sys
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import pyttsx3

from narrate.errors import ProfileError, SynthesisError
from narrate.tts import pyttsx3_driver
from narrate.tts.base import VoiceProfile
from narrate.tts.pyttsx3_driver import open_driver_voice
from narrate.tts.registry import missing, open_voice

PROFILE = VoiceProfile("s", "pyttsx3")


class _Driver:
    """Writes its file late and in pieces, at a rate of its own, and keeps errors to itself."""

    def __init__(self, proxy: Any) -> None:
        self.proxy = proxy
        self.set: dict[str, Any] = {}
        self.looping = False

    def save_to_file(self, text: str, filename: str) -> None:
        if "fail" in text:
            raise RuntimeError("the driver's own trouble")
        if "nothing" not in text:
            threading.Thread(target=self._write, args=(text, filename)).start()

    def _write(self, text: str, filename: str) -> None:
        time.sleep(0.05)
        with Path(filename).open("wb") as raw, wave.open(raw, "wb") as file:
            file.setparams((2, 2, 16_000, 0, "NONE", ""))
            for _ in text.split():
                file.writeframes(b"\x00\x10" * 2 * 1600)
                raw.flush()
                time.sleep(0.01)

    def getProperty(self, name: str) -> Any:  # noqa: N802
        class Anna:
            id = "com.example.anna"
            name = "Anna"

        return [Anna()] if name == "voices" else self.set[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        self.set[name] = value

    def startLoop(self) -> None:  # noqa: N802
        self.looping = True
        self.proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        self.looping = False

    def stop(self) -> None:
        pass

    def destroy(self) -> None:
        pass


@pytest.fixture
def drivers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[_Driver]]:
    """The driver `late`, and each instance of it that is made."""
    made: list[_Driver] = []
    module = ModuleType("pyttsx3.drivers.late")

    def build(proxy: Any) -> _Driver:
        made.append(_Driver(proxy))
        return made[-1]

    module.buildDriver = build  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers.late", module)
    monkeypatch.setattr(pyttsx3_driver, "_PATIENCE_S", 0.5)
    yield made
    pyttsx3._activeEngines.clear()


def test_waits_for_the_whole_file(drivers: list[_Driver]) -> None:
    voice = open_driver_voice("late", PROFILE)
    for text in ("one", "one two three four five", "one two"):
        speech = voice.synthesize(text)
        seconds = len(speech.audio.samples) / speech.audio.sample_rate_hz
        assert seconds == pytest.approx(0.1 * len(text.split()), abs=0.002)
        assert speech.audio.samples[2000] == pytest.approx(0x1000, rel=0.02)


def test_nothing_to_say_is_not_sent_to_the_driver(drivers: list[_Driver]) -> None:
    assert len(open_driver_voice("late", PROFILE).synthesize(" … ").audio.samples) == 0


def test_voice_and_rate_are_set(drivers: list[_Driver]) -> None:
    profile = VoiceProfile("s", "pyttsx3", voice="anna", rate=2.0)
    voice = open_driver_voice("late", profile)
    open_driver_voice("late", PROFILE).synthesize("other")
    voice.synthesize("one")
    assert drivers[0].set == {"voice": "com.example.anna", "rate": 350}


def test_trouble_is_told(drivers: list[_Driver]) -> None:
    voice = open_driver_voice("late", PROFILE)
    with pytest.raises(SynthesisError, match="the driver's own trouble"):
        voice.synthesize("fail")
    with pytest.raises(SynthesisError, match="wrote holds no sound"):
        voice.synthesize("nothing")
    with pytest.raises(ProfileError, match="no voice 'Bert'; known are Anna"):
        open_driver_voice("late", VoiceProfile("s", "pyttsx3", voice="Bert"))
    with pytest.raises(ProfileError, match="cannot change the pitch"):
        open_driver_voice("late", VoiceProfile("s", "pyttsx3", pitch=1.2))
    with pytest.raises(ProfileError, match="driver absent does not start"):
        open_driver_voice("absent", PROFILE)


def test_driver_of_another_system_is_missing() -> None:
    other = "nsss" if sys.platform != "darwin" else "sapi5"
    profile = VoiceProfile("s", "pyttsx3", options=(("driver", other),))
    assert f"driver '{other}' does not work on this system" in missing(profile)
    with pytest.raises(ProfileError, match="unknown driver 'x'"):
        open_voice(VoiceProfile("s", "pyttsx3", options=(("driver", "x"),)))
