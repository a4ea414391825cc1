"""A check that was stopped goes on where it was, and what is kept may be lost without harm."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from narrate.hearing.kept import RememberingEar
from narrate.hearing.recogniser import HeardWord
from narrate.hearing.windows import RATE_HZ, Window, cut_windows


class Ear:
    """Hears the loudest sample of a window as its one word, and ends after so many windows."""

    def __init__(self, identity: str = "one", patience: int = 1000) -> None:
        self.identity, self.patience, self.asked = identity, patience, 0

    def hear(self, window: Window) -> tuple[HeardWord, ...]:
        self._listen()
        return (HeardWord(f"{window.samples.max():.6f}", window.start_s, window.start_s + 0.5),)

    def fit(self, window: Window, words: Sequence[str]) -> tuple[float, ...]:
        self._listen()
        return tuple(1 / (2 + n) for n, _ in enumerate(words))

    def _listen(self) -> None:
        if self.asked == self.patience:
            raise KeyboardInterrupt
        self.asked += 1


def _windows() -> list[Window]:
    noise = np.random.default_rng(3).normal(0, 0.1, 200 * RATE_HZ).astype(np.float32)
    return list(cut_windows([noise]))


def _hear_all(ear: Ear, path: Path) -> list[HeardWord]:
    with closing(RememberingEar(ear, path)) as keeping:
        return list(itertools.chain.from_iterable(map(keeping.hear, _windows())))


def test_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    path, count = tmp_path / "new" / "heard.sqlite", len(_windows())
    first, second, third = Ear(patience=3), Ear(), Ear()
    with pytest.raises(KeyboardInterrupt):
        _hear_all(first, path)
    heard = _hear_all(second, path)
    assert second.asked == count - 3
    assert _hear_all(third, path) == heard == _hear_all(Ear(), tmp_path / "other.sqlite")
    assert third.asked == 0
    assert [word.start_s for word in heard] == [window.start_s for window in _windows()]
    other = Ear("two")
    _hear_all(other, path)
    assert other.asked == count


def test_same_sound_elsewhere_is_known(tmp_path: Path) -> None:
    window, ear = _windows()[0], Ear()
    later = Window(7, window.start_s + 60, window.samples)
    with closing(RememberingEar(ear, tmp_path / "heard.sqlite")) as keeping:
        (here,), (there,) = keeping.hear(window), keeping.hear(later)
        assert (there.text, there.start_s - here.start_s) == (here.text, 60)
        assert keeping.fit(window, ["a", "b"]) == keeping.fit(later, ["a", "b"]) == (1 / 2, 1 / 3)
        assert keeping.fit(window, ["a"]) == (1 / 2,)
    assert ear.asked == 3


def test_a_file_that_cannot_be_used_costs_a_hearing(tmp_path: Path) -> None:
    damaged, folder = tmp_path / "heard.sqlite", tmp_path / "folder"
    damaged.write_bytes(b"no database" * 99)
    folder.mkdir()
    for path in (damaged, folder, damaged / "below"):
        ear = Ear()
        assert len(_hear_all(ear, path)) == ear.asked == len(_windows())
    again = Ear()
    assert len(_hear_all(again, damaged)) > again.asked == 0
