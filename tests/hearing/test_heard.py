"""What is kept of hours of sound while they are heard."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import numpy as np

from narrate.hearing.heard import hear_text
from narrate.hearing.recogniser import HeardWord
from narrate.hearing.silence import Levels
from narrate.hearing.windows import RATE_HZ, Window, cut_windows

BLOCK = 418  # samples: an MP3 frame of 44.1 kHz at the recogniser's rate
SECONDS = 60
KEPT_BYTES = 1_000  # of a second: its words and levels; an array for each block took 6,000


class TalkativeEar:
    """Hears three words a second, always of the same few."""

    identity = "talkative"

    def hear(self, window: Window) -> tuple[HeardWord, ...]:
        times = (window.start_s + n / 3 for n in range(int(3 * window.length_s)))
        return tuple(HeardWord(f"word{n % 50}", s, s + 0.3) for n, s in enumerate(times))

    def fit(self, _window: Window, words: Sequence[str]) -> tuple[float, ...]:
        return (1.0,) * len(words)


def test_little_is_kept_of_each_second() -> None:
    block = np.zeros(BLOCK, np.float32)
    levels, blocks = Levels(), (block for _ in range(SECONDS * RATE_HZ // BLOCK))
    tracemalloc.start()
    try:
        heard = hear_text(cut_windows(levels.watch(blocks)), TalkativeEar(), str)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(heard.plain) > 2.5 * SECONDS
    assert abs(len(levels.db()) - SECONDS * 100) < 10
    assert kept < KEPT_BYTES * SECONDS
