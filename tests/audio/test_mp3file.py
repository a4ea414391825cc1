import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode
from numpy.typing import NDArray

from bench.writing import encode
from narrate.audio.encode import Target
from narrate.audio.lame import LameEncoder, frame_bytes, frame_kbps, frame_samples
from narrate.audio.mp3file import Mp3File

Decode = Callable[[Path], NDArray[np.int16]]


def noise(samples: int, channels: int = 1) -> NDArray[np.int16]:
    wave = np.random.default_rng(2).standard_normal((channels, samples)) * 3000
    return wave.astype(np.int16)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_another_reader_knows_length_rate_and_channels(
    rate_hz: int, channels: int, tmp_path: Path, decode: Decode
) -> None:
    path, samples = tmp_path / "x.mp3", 3 * rate_hz + 77
    encode([noise(samples, channels)], Target(path, "mp3", rate_hz, None, channels))
    found: Any = MP3(path).info
    assert (found.sample_rate, found.channels) == (rate_hz, channels)
    assert found.length == pytest.approx(samples / rate_hz, abs=0.06)
    assert found.bitrate_mode == BitrateMode.CBR
    assert decode(path).size == samples * channels


def test_heads_of_frames() -> None:
    encoder = LameEncoder(44_100, 1, 96_000, 7)
    frames = [*encoder.encode(noise(50_000)), *encoder.finish()]
    assert {len(frame) for frame in frames} == {313, 314}
    assert all(frame_bytes(frame[:4]) == len(frame) for frame in frames)
    assert {(frame_kbps(f), frame_samples(f)) for f in frames} == {(96, 1152)}


def test_more_than_four_gigabytes_are_a_file_too(tmp_path: Path) -> None:
    """The tag counts bytes in 32 bits; a hundred hours have more."""
    encoder = LameEncoder(44_100, 1, 96_000, 7)
    frames = encoder.encode(noise(50_000))
    file = Mp3File(tmp_path / "x.mp3")
    file.add(b"".join(frames), np.array([len(frame) for frame in frames], np.uint32))
    file._bytes = 5_000_000_000
    file.close(40_000)
    head = (tmp_path / "x.mp3").read_bytes()[:200]
    frame_count, size = struct.unpack_from(">II", head, head.index(b"Info") + 8)
    assert (frame_count, size) == (len(frames), 0xFFFF_FFFF)
