"""Kept clips come back as they were, or not at all."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import SynthesisError
from narrate.model import Audio, Sound, Speech, Word
from narrate.tts.clipfile import DamageError, pack, unpack, unpack_audio
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.store import ClipStore


def _sound(length: int, rate: int = 22_050, words: tuple[Word, ...] = ()) -> Sound:
    noise = np.random.default_rng(length).normal(0, 3000, length)
    samples = noise.astype(np.int16)
    energies = np.linspace(0, 1e-3, length // (rate // 10) + 1, dtype=np.float32)
    return Sound(Speech(Audio(samples, rate), words), energies)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("length", [0, 1, 15, 4_608, 50_001])
def test_what_is_saved_comes_back(tmp_path: Path, length: int, rate: int) -> None:
    store = ClipStore(FolderShelf(tmp_path / "deep" / "store"))
    sound = _sound(length, rate, (Word("naïve", 0, length // 2), Word("“😀”", length // 2, length)))
    saved, loaded = store.save("ab12", sound), store.load("ab12")
    assert loaded is not None
    for clip in (saved, loaded):
        assert (clip.length_samples, clip.sample_rate_hz) == (length, rate)
        assert clip.words == sound.speech.words
        assert np.array_equal(clip.block_energies, sound.block_energies)
        assert not clip.block_energies.flags.writeable
    audio = store.read("ab12")
    assert np.array_equal(audio.samples, sound.speech.audio.samples)
    assert audio.sample_rate_hz == rate


def test_extreme_samples_survive(tmp_path: Path) -> None:
    samples = np.array([-32_768, 32_767] * 3000, np.int16)
    sound = Sound(Speech(Audio(samples, 22_050)), np.zeros(0, np.float32))
    ClipStore(FolderShelf(tmp_path)).save("ab", sound)
    assert np.array_equal(ClipStore(FolderShelf(tmp_path)).read("ab").samples, samples)


def test_what_is_not_there(tmp_path: Path) -> None:
    store = ClipStore(FolderShelf(tmp_path / "none"))
    assert store.load("ab12") is None
    with pytest.raises(SynthesisError, match="clip ab12 has gone"):
        store.read("ab12")
    assert not (tmp_path / "none").exists()


@given(position=st.integers(0, 10**6), flip=st.integers(1, 255), cut=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_damage_is_noticed(position: int, flip: int, cut: bool) -> None:
    content = bytearray(pack(_sound(3000, words=(Word("word", 0, 3000),))))
    position %= len(content)
    if cut:
        del content[position:]
    else:
        content[position] ^= flip
    with pytest.raises(DamageError):
        unpack(bytes(content))
    with pytest.raises(DamageError):
        unpack_audio(bytes(content))


def test_a_damaged_clip_is_dropped(tmp_path: Path) -> None:
    store = ClipStore(FolderShelf(tmp_path))
    for use in (store.load, store.read):
        store.save("ab12", _sound(3000))
        (path,) = tmp_path.rglob("*.clip")
        path.write_bytes(path.read_bytes()[:-1])
        if use == store.load:
            with pytest.raises(DamageError):
                store.load("ab12")
            assert store.load("ab12") is None
        else:
            with pytest.raises(SynthesisError, match="run again"):
                store.read("ab12")
        assert not path.exists()


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SynthesisError, match=r"cannot be written: No space left on device"):
        ClipStore(FolderShelf(tmp_path)).save("ab12", _sound(3000))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_key_follows_each_part() -> None:
    store, other = (
        ClipStore(FolderShelf(Path()), "1"),
        ClipStore(FolderShelf(Path("elsewhere")), "2"),
    )
    keys = {
        store.key_of("a", "b"),
        store.key_of("b", "a"),
        store.key_of("ab", ""),
        store.key_of("a", "é"),
        other.key_of("a", "b"),
    }
    assert len(keys) == 5
    assert all(len(key) == 64 for key in keys)
    assert ClipStore(FolderShelf(Path("elsewhere")), "1").key_of("a", "b") == store.key_of("a", "b")


def _save_and_load(folder: str, rounds: int) -> None:
    store = ClipStore(FolderShelf(Path(folder)))
    for number in range(rounds):
        store.save(f"ab{number % 5}", _sound(5000 + number % 5))
        clip = store.load(f"ab{(number + 1) % 5}")
        if clip and clip.length_samples != 5000 + (number + 1) % 5:
            raise ValueError("a clip of another key")


def test_many_processes_may_write_the_same_clips(tmp_path: Path) -> None:
    # Forked, because a started-anew child could not import this file by name.
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_save_and_load, args=(str(tmp_path), 60)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == [f"{n}.clip" for n in range(5)]
