"""To speak through a whole pyttsx3 driver: SAPI 5 on Windows, NSSpeechSynthesizer on macOS.

These drivers write a file and may return before it is complete, so the file is waited for
until it no longer grows and can be read to its end.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError, SynthesisError
from narrate.model import Speech
from narrate.replacing import scratch_folder
from narrate.tts.base import VoiceProfile
from narrate.tts.decode import decode_speech
from narrate.tts.pcm import amplify, clean_text, make_speech

NORMAL_RATE_WPM = 175  # near what both systems take for normal
SAMPLE_RATE_HZ = 22_050

_POLL_S = 0.02
_STEADY_POLLS = 3  # a file that did not grow this often in a row is complete
_PATIENCE_S = 30.0  # the longest time without any growth before the driver is given up


class DriverVoice:
    """A voice of the operating system, through pyttsx3."""

    sample_rate_hz = SAMPLE_RATE_HZ

    def __init__(self, engine: Any, voice: str, profile: VoiceProfile) -> None:
        self._engine = engine
        self._voice = voice
        self._rate_wpm = round(NORMAL_RATE_WPM * profile.rate)
        self._volume = profile.volume
        self._errors: list[object] = []
        # pyttsx3 keeps errors to itself unless someone listens.
        engine.connect("error", lambda name=None, exception=None: self._errors.append(exception))

    def synthesize(self, text: str) -> Speech:
        """Speak a text; the words' times are not known to these drivers.

        Raises:
            SynthesisError: the driver failed or wrote nothing.
        """
        text = clean_text(text)
        if not any(character.isalnum() for character in text):
            return make_speech(np.zeros(0, np.int16), SAMPLE_RATE_HZ)
        with scratch_folder() as folder:
            samples = self._record(text, folder / "speech.wav")
        return make_speech(amplify(samples, self._volume), SAMPLE_RATE_HZ)

    def close(self) -> None:
        """Stop the driver."""
        self._engine.stop()

    def _record(self, text: str, path: Path) -> NDArray[np.int16]:
        self._errors.clear()
        try:
            # pyttsx3 has one engine for a driver, which other voices may have set otherwise.
            if self._voice:
                self._engine.setProperty("voice", self._voice)
            self._engine.setProperty("rate", self._rate_wpm)
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            _wait_for(path)
            if self._errors:
                raise SynthesisError(f"pyttsx3's driver failed: {self._errors[0]}")
            return decode_speech(path, SAMPLE_RATE_HZ, "what pyttsx3's driver wrote")
        except (OSError, RuntimeError) as cause:
            raise SynthesisError(f"pyttsx3's driver wrote no sound: {cause}") from cause


def open_driver_voice(driver: str, profile: VoiceProfile) -> DriverVoice:
    """Start a pyttsx3 driver with the profile's voice and rate.

    Raises:
        ProfileError: the driver does not start, or has no such voice.
    """
    if profile.pitch != 1.0:
        message = f"voice {profile.name!r}: pyttsx3's driver {driver} cannot change the pitch"
        raise ProfileError(message)
    import pyttsx3

    try:
        engine = pyttsx3.init(driver)
        voice = _find_voice(engine, profile)
    except (ImportError, OSError, RuntimeError, KeyError) as cause:
        raise ProfileError(f"pyttsx3's driver {driver} does not start: {cause}") from cause
    return DriverVoice(engine, voice, profile)


def _find_voice(engine: Any, profile: VoiceProfile) -> str:
    if not profile.voice:
        return ""
    voices = {str(voice.id): str(voice.name) for voice in engine.getProperty("voices")}
    for identifier, name in voices.items():
        if profile.voice.lower() in (identifier.lower(), name.lower()):
            return identifier
    known = ", ".join(sorted(voices.values()))
    raise ProfileError(f"this machine has no voice {profile.voice!r}; known are {known}")


def _wait_for(path: Path) -> None:
    last, steady, deadline = -1, 0, time.monotonic() + _PATIENCE_S
    while steady < _STEADY_POLLS and time.monotonic() < deadline:
        size = path.stat().st_size if path.exists() else 0
        steady = steady + 1 if size and size == last else 0
        if size != last:
            last, deadline = size, time.monotonic() + _PATIENCE_S
        time.sleep(_POLL_S)
