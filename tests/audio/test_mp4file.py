from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.mp4 import MP4
from numpy.typing import NDArray

from narrate.audio.codec import end_to_end, open_encoder
from narrate.audio.forms import FORMS
from narrate.audio.mp4boxes import Index, Track, file_type, movie
from narrate.audio.mp4file import Mp4File
from narrate.model import EpisodeInfo
from narrate.publish.tag import publish

RATE_HZ, FRAME, DELAY = 44_100, 1024, 1024
Packet = tuple[int, int, bytes]


@pytest.fixture(scope="module")
def packets() -> tuple[list[bytes], bytes, int]:
    """AAC of a minute that ends inside a frame, the decoder's head, and the sound's samples."""
    rng = np.random.default_rng(5)
    noise = (rng.standard_normal(RATE_HZ * 60 + 333) * 3000).astype(np.int16)
    encoder = open_encoder(FORMS["m4b"], RATE_HZ)
    ready = [*encoder.encode(noise), *encoder.finish()]
    return ready, encoder.head, noise.size


def track(head: bytes) -> Track:
    return Track(RATE_HZ, 1, 64_000, FRAME, DELAY, head)


def written(path: Path, packets: tuple[list[bytes], bytes, int], at_once: int) -> Path:
    ready, head, samples = packets
    file = Mp4File(path, track(head))
    for start in range(0, len(ready), at_once):
        file.add(*end_to_end(ready[start : start + at_once]))
    file.close(samples)
    return path


def by_ffmpeg(path: Path, packets: tuple[list[bytes], bytes, int]) -> Path:
    ready, _, samples = packets
    with av.open(str(path), "w", format="mp4", options={"movie_timescale": str(RATE_HZ)}) as file:
        stream = file.add_stream("aac", rate=RATE_HZ, layout="mono")
        file.start_encoding()
        for number, content in enumerate(ready):
            packet = av.Packet(content)
            packet.pts = packet.dts = number * FRAME - DELAY
            packet.duration = min(FRAME, samples - packet.pts)
            packet.time_base, packet.stream = Fraction(1, RATE_HZ), stream
            file.mux_one(packet)
    return path


def read(path: Path) -> tuple[list[Packet], int | None, NDArray[np.float32]]:
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        found = [
            (packet.pts or 0, packet.duration or 0, bytes(packet))
            for packet in file.demux(stream)
            if packet.dts is not None
        ]
    with av.open(str(path)) as file:
        heard = [frame.to_ndarray() for frame in file.decode(audio=0)]
        return found, file.streams.audio[0].duration, np.concatenate(heard, axis=1)


def test_players_that_go_by_itunes_comment_learn_where_the_sound_is(
    tmp_path: Path, packets: tuple[list[bytes], bytes, int]
) -> None:
    path = written(tmp_path / "x.m4b", packets, 100)
    before = MP4(path)["----:com.apple.iTunes:iTunSMPB"]
    _, delay, filling, samples, *_ = (int(number, 16) for number in bytes(before[0]).split())
    assert (delay, samples) == (DELAY, packets[2])
    assert delay + samples + filling == len(packets[0]) * FRAME
    publish(path, EpisodeInfo(title="New"), (), RATE_HZ)
    assert MP4(path)["----:com.apple.iTunes:iTunSMPB"] == before


def test_readers_find_what_they_find_in_ffmpegs_own_file(
    tmp_path: Path, packets: tuple[list[bytes], bytes, int]
) -> None:
    found, length, heard = read(written(tmp_path / "ours.m4b", packets, 100))
    expected, expected_length, expected_sound = read(by_ffmpeg(tmp_path / "theirs.m4b", packets))
    assert found == expected
    assert length == expected_length == packets[2] + DELAY - FRAME
    assert np.array_equal(heard, expected_sound)


def test_how_packets_come_makes_no_difference(
    tmp_path: Path, packets: tuple[list[bytes], bytes, int]
) -> None:
    files = [written(tmp_path / f"{size}.m4b", packets, size) for size in (1, 255, 257, 9999)]
    assert len({path.read_bytes() for path in files}) == 1


def test_past_four_gigabytes_and_two_to_the_32nd_samples(
    tmp_path: Path, packets: tuple[list[bytes], bytes, int]
) -> None:
    """Their sound is a hole in the file, which takes no room on the disk."""
    count, size = 4_300_000, 1100
    index = Index()
    for start in range(0, count, 100_000):
        index.add(np.full(100_000, size + start // 100_000, np.uint32))
    samples = count * FRAME - DELAY - 24
    path, first = tmp_path / "long.m4b", b"".join(file_type())
    start = len(first) + sum(len(part) for part in movie(track(packets[1]), index, samples, 0)) + 16
    described = b"".join(movie(track(packets[1]), index, samples, start))
    with path.open("wb") as file:
        mdat = b"\0\0\0\1mdat" + (index.sound_bytes + 16).to_bytes(8, "big")
        assert file.write(first + described + mdat) == start
        file.truncate(start + index.sound_bytes)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.duration == samples
        container.seek((samples - FRAME) // RATE_HZ * av.time_base)
        *_, last = (packet for packet in container.demux(stream) if packet.dts is not None)
    assert (last.pts, last.duration, last.size) == (samples - 1000, 1000, size + 42)
    assert last.pos == start + index.sound_bytes - last.size
