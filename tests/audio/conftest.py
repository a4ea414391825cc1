"""Speech-like clips made on the spot, and what FFmpeg's own command decodes and measures."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.audio.arrange import arrange
from narrate.audio.condition import Finish
from narrate.audio.limiter import Limiter
from narrate.audio.loudness import Gains
from narrate.audio.mix import lay_out, to_int16
from narrate.model import Audio, Clip, Sound, Speech, Timeline, Utterance

Find = Callable[[str], str]
Read = Callable[[str], Audio]
Mix = Callable[[Timeline, Read, Gains, float], Iterator[NDArray[np.int16]]]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def murmur(seconds: float, rate_hz: int = 22_050, seed: int = 0, peak: float = 0.9) -> Audio:
    """Return something like a sentence: pulses through formants, syllables, hiss, silence."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    pitch = 110 + 20 * np.sin(2 * np.pi * 0.7 * time) + 5 * seed
    phase = 2 * np.pi * np.cumsum(pitch) / rate_hz
    shifts = rng.uniform(0, 2 * np.pi, 20)  # harmonics in step would peak as no voice does
    voiced = sum(np.cos(n * phase + shifts[n]) / (1 + abs(n - 5)) for n in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 3.7 * time + seed) + 0.4, 0, None)
    hiss = rng.standard_normal(time.size) * 0.3 * (np.sin(2 * np.pi * 1.3 * time) > 0.8)
    spoken = (time > 0.25) & (time < seconds - 0.35)
    wave = (voiced * syllables + hiss) * spoken
    return Audio(np.rint(wave / np.abs(wave).max() * peak * 32767).astype(np.int16), rate_hz)


def clip_of(sound: Sound, key: str, voice: str, chapter: int) -> Clip:
    audio = sound.speech.audio
    return Clip(
        Utterance("", "", voice, 400, chapter),
        key,
        audio.samples.size,
        audio.sample_rate_hz,
        sound.block_energies,
    )


@pytest.fixture(scope="session")
def sounds() -> dict[str, Sound]:
    """Six sentences: even ones loud at 22.05 kHz, odd ones soft at 24 kHz."""
    made = {}
    for number in range(6):
        rate_hz, peak = ((22_050, 0.9), (24_000, 0.4))[number % 2]
        speech = Speech(murmur(1.7 + 0.31 * number, rate_hz, number, peak))
        made[str(number)] = Finish()(speech)
    return made


@pytest.fixture(scope="session")
def clips(sounds: dict[str, Sound]) -> tuple[Clip, ...]:
    """The sentences by two voices, in three chapters."""
    return tuple(
        clip_of(sound, key, "ab"[int(key) % 2], int(key) // 2) for key, sound in sounds.items()
    )


@pytest.fixture(scope="session")
def read(sounds: dict[str, Sound]) -> Callable[[str], Audio]:
    """Read a sentence's sound by its key, as a clip store does."""
    return lambda key: sounds[key].speech.audio


@pytest.fixture(scope="session")
def timeline(clips: tuple[Clip, ...]) -> Timeline:
    """The sentences as a programme at 44.1 kHz."""
    return arrange(clips, ["One", "Two", "Three"], 44_100)


@pytest.fixture(scope="session")
def mix() -> Mix:
    """Play a timeline through the limiter into 16 bits."""

    def play(
        timeline: Timeline, read: Read, gains_db: Gains, ceiling_dbtp: float
    ) -> Iterator[NDArray[np.int16]]:
        limiter = Limiter(ceiling_dbtp, timeline.sample_rate_hz)
        return to_int16(limiter.limit(lay_out(timeline, read, gains_db)))

    return play


@pytest.fixture(scope="session")
def decode(ffmpeg: Find) -> Callable[[Path], NDArray[np.int16]]:
    """Decode a mono file with FFmpeg's command, at its own rate."""

    def run(path: Path) -> NDArray[np.int16]:
        command = [ffmpeg("ffmpeg"), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
        return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<i2")

    return run


@pytest.fixture(scope="session")
def lag() -> Callable[[NDArray[np.float64], NDArray[np.float64]], int]:
    """Find by how many samples the second sound comes after the first."""

    def find(one: NDArray[np.float64], other: NDArray[np.float64]) -> int:
        size = 1 << (one.size + other.size).bit_length()
        product = np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size))
        at = int(np.argmax(np.fft.irfft(product, size)))
        return at if at < size // 2 else at - size

    return find


@pytest.fixture(scope="session")
def second_meter(ffmpeg: Find) -> Callable[[Path], tuple[float, float, float]]:
    """Measure a file with FFmpeg's command: LUFS, LU and dBTP, to a tenth."""

    def run(path: Path) -> tuple[float, float, float]:
        command = [ffmpeg("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path)]
        command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
        said = subprocess.run(command, capture_output=True, check=True, text=True).stderr
        summary = said[said.rindex("Summary:") :]
        found = [re.search(name + r":\s+(-?[\d.]+)", summary) for name in ("I", "LRA", "Peak")]
        loudness, spread, peak = (float(match[1]) for match in found if match)
        return loudness, spread, peak

    return run
