"""What was heard, as plain words with their times, and how it lies beside the text."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from narrate.hearing.align import Difference, matched
from narrate.hearing.expected import ExpectedText
from narrate.hearing.recogniser import Ear, HeardWord
from narrate.hearing.windows import RATE_HZ, FloatArray, Window
from narrate.hearing.words import plain_with_sources

Spell = Callable[[str], str]  # written text to how it is spoken

_PASSED_OVER_S = 1.5  # without a word: longer than the pauses of speech
_LONGEST_WORD_S = 1.0  # one that lasts longer by the recogniser hides others that it passed over
_LOUD_SHARE = 0.003  # of the energy of loud frames: 25 dB below them

_TAKEN_ALONG = 40  # words without a partner that a window may hold beside those that have one


@dataclass(frozen=True, slots=True)
class HeardText:
    """Plain words in order; `starts_s`, `ends_s` and `windows` have an entry for each."""

    plain: tuple[str, ...]
    starts_s: Sequence[float]
    ends_s: Sequence[float]
    windows: Sequence[int]
    length_s: float  # of the whole sound

    def time_s(self, at: int) -> float:
        """Return when the word at this place begins, or would begin."""
        if at < len(self.plain):
            before = self.ends_s[at - 1] if at else 0.0
            return max(before, min(self.starts_s[at], before + 1.0)) if at else self.starts_s[0]
        return self.ends_s[-1] if self.ends_s else 0.0


def hear_text(windows: Iterable[Window], recogniser: Ear, spell: Spell) -> HeardText:
    """Recognise all windows, one after another."""
    plain_words: list[str] = []
    starts_s, ends_s, windows_of = array("d"), array("d"), array("l")  # of days of sound
    length_s = 0.0
    for window in windows:
        length_s = window.start_s + window.length_s
        words = _hear_all(window, recogniser)
        texts = [word.text for word in words]
        for plain, first, last in plain_with_sources(texts, spell(" ".join(texts))):
            plain_words.append(sys.intern(plain))
            starts_s.append(words[first].start_s)
            ends_s.append(words[last].end_s)
            windows_of.append(window.number)
    return HeardText(tuple(plain_words), starts_s, ends_s, windows_of, length_s)


def _hear_all(window: Window, recogniser: Ear) -> Sequence[HeardWord]:
    """Hear a window, and once more by itself what the recogniser passed over in it.

    Now and then Whisper takes a pause for the end and leaves out seconds of clear speech.
    """
    words = recogniser.hear(window)
    starts = [*(word.start_s for word in words), window.start_s + window.length_s]
    ends = [min(word.end_s, word.start_s + _LONGEST_WORD_S) for word in words]
    found = list(words)
    for end_s, start_s in zip([window.start_s, *ends], starts, strict=True):
        first, last = (round((s - window.start_s) * RATE_HZ) for s in (end_s, start_s))
        if start_s - end_s > _PASSED_OVER_S and _is_loud(window.samples, first, last):
            found += recogniser.hear(Window(window.number, end_s, window.samples[first:last]))
    return sorted(found, key=lambda word: word.start_s)


def _is_loud(samples: FloatArray, first: int, last: int) -> bool:
    """Tell whether a part is mostly about as loud as the whole."""
    frame = RATE_HZ // 50
    energy = np.square(samples[: len(samples) // frame * frame].reshape(-1, frame)).mean(axis=1)
    part = energy[first // frame : last // frame]
    return bool(len(part) and np.median(part) > _LOUD_SHARE * np.percentile(energy, 90))


def expected_of_windows(
    expected: ExpectedText, heard: HeardText, differences: Sequence[Difference]
) -> dict[int, tuple[int, int]]:
    """Map each window to the range of written words that it should hold.

    Words without a partner at a window's edge count for the windows on both sides of them.
    """
    ranges: dict[int, tuple[int, int]] = {}
    for at, other in matched(len(expected.plain), differences):
        first, _ = ranges.get(heard.windows[other], (at, at))
        ranges[heard.windows[other]] = first, at + 1
    short = [d for d in differences if d.wanted_end - d.wanted <= _TAKEN_ALONG]
    before = {d.wanted_end: d.wanted for d in short}
    after = {d.wanted: d.wanted_end for d in short}
    return {
        number: expected.span(before.get(first, first), after.get(end, end))
        for number, (first, end) in ranges.items()
    }
