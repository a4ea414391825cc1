import struct
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from mutagen.flac import FLAC, SeekTable

from bench.writing import lossless_file
from narrate.audio.encode import Target
from narrate.audio.flacseek import Places

RATE_HZ = 8_000


def test_places_of_a_flac_file_are_where_its_frames_begin(tmp_path: Path) -> None:
    path, rng = tmp_path / "x.flac", np.random.default_rng(1)
    with lossless_file(Target(path, "flac", RATE_HZ)) as file:
        for _ in range(95):
            file.add(rng.integers(-99, 99, RATE_HZ, np.int16))
    content, found = path.read_bytes(), FLAC(path)
    points = cast("SeekTable", found.seektable).seekpoints
    assert [point.first_sample // RATE_HZ for point in points] == [n * 10 for n in range(10)]
    first = content.index(b"\xff\xf8")  # a frame's mark
    for point in points:
        at = first + point.byte_offset
        assert content[at : at + 2] == b"\xff\xf8"
    assert found.info.length == pytest.approx(95)


def test_a_long_file_has_as_many_places_as_there_is_room(tmp_path: Path) -> None:
    places, path = Places(10), tmp_path / "x.flac"
    for _ in range(5000):
        places.add(7, 100)
    head = b"fLaC" + bytes((0, 0, 0, 34)) + bytes(34) + bytes((0x81, 0, 0, 200)) + bytes(200)
    path.write_bytes(head + b"sound")
    places.write(path)
    table = path.read_bytes()[42:]
    assert table[:4] == bytes((3, 0, 0, 180))
    points = list(struct.iter_unpack(">QQH", table[4:184]))
    assert points == [(n * 50_000, n * 3500, 100) for n in range(10)]
    assert path.read_bytes().endswith(b"sound")
    assert path.stat().st_size == len(head) + 5


def test_a_file_without_room_stays_as_it_is(tmp_path: Path) -> None:
    path, content = tmp_path / "x.flac", b"fLaC" + bytes((0x80, 0, 0, 34)) + bytes(34)
    path.write_bytes(content)
    Places(10).write(path)
    assert path.read_bytes() == content
