"""What was used longest ago goes first, and never what a run needs that is going on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from narrate.model import Audio, Sound, Speech
from narrate.tts import leases
from narrate.tts.leases import FOLDER, PINS_FOR_S, clock_s, holding, read_records
from narrate.tts.prune import count_ages, count_voices, kept_clips, prune, size_of
from narrate.tts.shelves import ReadOnlyError, Shelf
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.shelves.remote import RemoteShelf
from narrate.tts.store import ClipStore, name_of
from tests.conftest import S3

KEYS = tuple(f"{number:02x}" * 32 for number in range(0xA0, 0xA5))


def _keep(shelf: Shelf, key: str, voice: str = "joe", length: int = 4_000) -> None:
    noise = np.random.default_rng(length).normal(0, 3000, length).astype(np.int16)
    sound = Sound(Speech(Audio(noise, 22_050)), np.zeros(2, np.float32))
    ClipStore(shelf).save(key, sound, voice=voice)


def _age(shelf: FolderShelf, name: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(shelf.folder / name, (then, then))


def _keys(shelf: Shelf) -> list[str]:
    return [key for key in KEYS if shelf.get(name_of(key))]


@pytest.fixture
def folder(tmp_path: Path) -> FolderShelf:
    shelf = FolderShelf(tmp_path)
    for number, key in enumerate(KEYS):
        _keep(shelf, key)
        _age(shelf, name_of(key), 10_000 - number)
    return shelf


def test_what_was_used_longest_ago_goes_first(folder: FolderShelf) -> None:
    assert ClipStore(folder).load(KEYS[0]) is not None  # used again, so no longer the first to go
    entries = kept_clips(folder)
    assert [entry.name for entry in entries] == [name_of(key) for key in (*KEYS[1:], KEYS[0])]
    size = size_of(entries)
    dropped = prune(folder, size.size_bytes * 3 // 5)
    assert dropped.clips == 2
    assert size_of(kept_clips(folder)).size_bytes == size.size_bytes - dropped.size_bytes
    assert _keys(folder) == [KEYS[0], KEYS[3], KEYS[4]]


def test_what_a_run_needs_stays_until_it_ends(folder: FolderShelf) -> None:
    with holding(folder, KEYS[2:4]):
        assert prune(folder, 0).clips == 3
        assert _keys(folder) == list(KEYS[2:4])
    assert list(folder.scan(FOLDER)) == []
    assert prune(folder, 0).clips == 2


def test_what_was_used_since_a_run_began_stays(folder: FolderShelf) -> None:
    with holding(folder, ()):
        _keep(folder, KEYS[1])
        assert prune(folder, 0).clips == 4
    assert _keys(folder) == [KEYS[1]]


def test_a_run_that_was_killed_pins_nothing_for_long(folder: FolderShelf) -> None:
    name = f"{FOLDER}/killed"
    folder.put(name, f"running 5\n{KEYS[0][:16]}\n".encode())
    for _ in range(3):  # looking at a record does not renew it
        _age(folder, name, PINS_FOR_S - 5)
        assert prune(folder, 0).clips in (4, 0)
        assert folder.used_s(name) < time.time() - PINS_FOR_S + 10
    assert _keys(folder) == [KEYS[0]]
    _age(folder, name, PINS_FOR_S + 5)
    assert prune(folder, 0).clips == 1
    assert list(folder.scan(FOLDER)) == []


def test_a_long_run_renews_its_record(folder: FolderShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY_S", 0.02)
    with holding(folder, KEYS[:1]):
        (record,) = read_records(folder)
        _age(folder, record.name, PINS_FOR_S * 2)
        deadline = time.monotonic() + 20
        while folder.used_s(record.name) < time.time() - 60 and time.monotonic() < deadline:
            time.sleep(0.02)
        (renewed,) = read_records(folder)
        assert renewed.pins(time.time())
        assert renewed.started_s == pytest.approx(time.time(), abs=20)


def test_only_what_is_ours_is_dropped(folder: FolderShelf) -> None:
    strange = ("ab/song.clip", "music/00ff.clip", "notes.partial", "readme.txt")
    for name in (*strange, "ab/x.partial", "ab/new.partial"):
        folder.put(name, b"x")
        _age(folder, name, 10_000)
    _age(folder, "ab/new.partial", 10)
    prune(folder, 0)
    assert {entry.name for entry in folder.scan()} == {*strange, "ab/new.partial"}
    assert prune(FolderShelf(folder.folder / "none"), 0).clips == 0


def test_a_place_for_reading_only_is_used_all_the_same(
    folder: FolderShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: FolderShelf, _name: str, _content: bytes) -> None:
        raise ReadOnlyError("no")

    monkeypatch.setattr(FolderShelf, "put", refuse)
    with holding(folder, KEYS):
        assert ClipStore(folder).load(KEYS[0]) is not None


def test_counts_by_voice_and_age(folder: FolderShelf) -> None:
    _keep(folder, KEYS[0], "ann", 40_000)
    _age(folder, name_of(KEYS[1]), 86_400 * 40)
    entries = kept_clips(folder)
    voices = count_voices(folder, entries)
    assert {voice: size.clips for voice, size in voices.items()} == {"ann": 1, "joe": 4}
    assert next(iter(voices)) == "ann"
    ages = [(name, size.clips) for name, size in count_ages(entries)]
    assert ages == [
        ("within a day", 4),
        ("within a week", 0),
        ("within a month", 0),
        ("longer ago", 1),
    ]


@pytest.fixture
def far(s3: S3) -> RemoteShelf:
    shelf = RemoteShelf(f"{s3.bucket()}/clips")
    for key in KEYS:
        _keep(shelf, key)
    time.sleep(1.1)  # the server's clock ticks in whole seconds
    return shelf


def test_a_store_elsewhere_remembers_use_by_its_runs(far: RemoteShelf) -> None:
    with holding(far, KEYS[:2]):
        (record,) = read_records(far)
        assert record.pins(clock_s(far))
        assert prune(far, 0).clips == 3
    (ended,) = read_records(far)
    assert not ended.pins(clock_s(far))
    for key in KEYS[2:]:
        _keep(far, key)
    time.sleep(1.1)
    with holding(far, KEYS[1:2]):
        pass
    half = size_of(kept_clips(far)).size_bytes // 2
    prune(far, half)
    assert KEYS[1] in _keys(far)
    assert KEYS[0] not in _keys(far)
    assert set(count_voices(far, kept_clips(far))) == {"joe"}
