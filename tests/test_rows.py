import resource
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate import rows
from narrate.audio.arrange import arrange
from narrate.audio.loudness import programme_loudness
from narrate.audio.pieces import cut
from narrate.errors import EncodeError
from narrate.model import Clip, Utterance, Word
from narrate.rows import Rows, set_aside

SAID = Utterance("A sentence of some words.", "A sentence of some words.", "tone", 700, 0, "p1")
WORDS = tuple(Word(f"word{n}", n * 4000, n * 4000 + 3000) for n in range(9))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "narrate" / "aside"


@given(st.lists(st.text(), max_size=100), st.slices(100))
def test_what_is_set_aside_is_read_back(texts: list[str], some: slice) -> None:
    aside = set_aside(iter(texts))
    assert list(aside) == texts
    assert list(reversed(aside)) == texts[::-1]
    assert list(aside[some]) == texts[some]
    assert [aside[at] for at in range(-len(texts), len(texts))] == texts * 2
    with pytest.raises(IndexError):
        aside[len(texts)]


def test_only_rows_that_are_asked_for_are_made() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    some = Rows(1000, make)
    assert (len(some), some[-1], some[2:4], made) == (1000, 999, (2, 3), [999, 2, 3])


def clips(count: int) -> Iterator[Clip]:
    for number in range(count):
        said = replace(SAID, paragraph_id=f"p{number}")
        energies = np.full(40, 0.01, np.float32)
        yield Clip(said, f"{number:064x}", 88_200, 22_050, energies, WORDS)


def test_what_a_programme_takes_hardly_grows_with_its_clips(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Places of clips and joins stay in memory: some 20 bytes, where a clip has 3,000."""
    monkeypatch.setattr(rows, "_IN_MEMORY", 1 << 14)
    peaks = []
    for count in (200, 200, 1400):  # the first is there to load what is loaded once
        tracemalloc.start()
        timeline = arrange(set_aside(clips(count)), ["One"], unit_samples=1152)
        assert programme_loudness(timeline) < 0
        assert sum(len(piece.cues) for piece in cut(timeline)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] - peaks[1] < 1200 * 60


def test_a_file_that_cannot_be_written_is_told_in_a_line(cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where a folder must be", encoding="utf-8")
    with pytest.raises(EncodeError, match=r"cannot be put aside there \(.+\); make room, or name"):
        set_aside("abc")


def test_a_full_disk_is_told_in_a_line(cache: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(EncodeError, match="cannot be put aside there"):
            set_aside(bytes(1 << 16) for _ in range(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(cache.iterdir())
