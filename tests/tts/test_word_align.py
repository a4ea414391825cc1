"""Where words begin and end in a sound that is made for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narrate.model import Word
from narrate.tts.word_align import TimedPhoneme, align_words, place_words

RATE = 1000
WORDS = (("on", "on"), ("top", "top"))


def sound(*parts: tuple[int, float]) -> NDArray[np.float32]:
    """Put together parts of so many milliseconds at a level."""
    return np.concatenate([np.full(length, level, np.float32) for length, level in parts])


def placed(samples: NDArray[np.float32], *ends: int) -> list[tuple[int, int]]:
    """Place "on top", whose sounds end so, the last before the space counted for 50 ms."""
    o, n, t, p = ends[:2], ends[1:3], (ends[2] + 50, ends[3]), ends[3:5]
    heard = [TimedPhoneme(symbol, *span) for symbol, span in zip("onto", (o, n, t, p), strict=True)]
    heard.append(TimedPhoneme("p", ends[4], len(samples)))
    words = place_words(align_words(WORDS, heard), samples, RATE)
    return [(word.start_sample, word.end_sample) for word in words]


def test_time_counted_to_the_space_belongs_to_the_next_word() -> None:
    assert placed(sound((500, 1.0)), 0, 100, 200, 300, 400) == [(0, 200), (200, 500)]


def test_closure_of_a_consonant_belongs_to_its_word() -> None:
    samples = sound((200, 1.0), (80, 0.0), (220, 1.0))
    assert placed(samples, 0, 100, 200, 300, 400) == [(0, 200), (200, 500)]


def test_pause_belongs_to_neither_word() -> None:
    samples = sound((220, 1.0), (150, 0.0), (330, 1.0))
    # The model ends the first word before its sound ends, and begins the next in the pause.
    assert placed(samples, 0, 100, 200, 450, 600) == [(0, 200), (370, 700)]


def test_soft_onset_is_no_pause() -> None:
    samples = sound((220, 1.0), (100, 0.0), (60, 0.01), (320, 1.0))
    assert placed(samples, 0, 100, 200, 450, 600) == [(0, 200), (320, 700)]
    samples = sound((200, 1.0), (160, 0.01), (340, 1.0))
    assert placed(samples, 0, 100, 200, 450, 600) == [(0, 200), (200, 700)]


def test_silence_before_all_sound_is_no_word() -> None:
    assert placed(sound((40, 0.0), (460, 1.0)), 0, 100, 200, 300, 400)[0] == (40, 200)


def test_soft_consonant_after_soft_end_is_not_taken_for_a_pause() -> None:
    # 60 ms of the first word and 60 ms of the next are softer than the threshold.
    samples = sound((140, 1.0), (120, 0.01), (240, 1.0))
    assert placed(samples, 0, 100, 200, 300, 400) == [(0, 140), (200, 500)]


def test_word_without_sound_keeps_its_time() -> None:
    heard = (TimedPhoneme("a", 0, 100), TimedPhoneme("b", 300, 400))
    spans = align_words((("a", "a"), ("b", "b")), heard)
    words = place_words(spans, sound((100, 1.0), (400, 0.0)), RATE)
    assert words == (Word("a", 0, 100), Word("b", 300, 400))


def test_nothing_is_heard() -> None:
    assert align_words(WORDS, ()) == ()
    spans = align_words(WORDS, (TimedPhoneme("o", 0, 100),))
    assert len(place_words(spans, np.zeros(0, np.float32), RATE)) == len(WORDS)
