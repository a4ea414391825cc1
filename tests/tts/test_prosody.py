"""What marks of punctuation do to the sound, and what line breaks and clips' ends do not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.audio.condition import Finish
from narrate.model import Source
from narrate.pipeline import make_script, plan
from narrate.settings import Settings
from narrate.tts.profile import load_profile
from narrate.tts.registry import missing, open_voice

JOE, ESPEAK = load_profile("joe"), load_profile("espeak")
SAID = ("They want to leave the city", "Are you coming with us", "Do they know the answer")
SENTENCE = (
    "The committee that met in the old library on Thursday has asked all of its members to bring "
    "their own books and to return them when the work is done"
)
Sound = NDArray[np.float64]

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(bool(missing(JOE)), reason=missing(JOE)),
]


def pitches_hz(samples: Sound, rate: int) -> Sound:
    """The pitch every 5 ms where there is one, by autocorrelation freed of the window's own."""
    size, first, last = rate // 20, rate // 220, rate // 60
    window = np.hanning(size)
    own = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * size)) ** 2)[:last]
    found = []
    for start in range(0, len(samples) - size, rate // 200):
        frame = samples[start : start + size] * window
        alike = np.fft.irfft(np.abs(np.fft.rfft(frame, 2 * size)) ** 2)[:last]
        if alike[0] < 1e4 * size:
            continue
        alike = (alike / own / alike[0] * own[0])[first:]
        peaks = [
            n
            for n in range(1, len(alike) - 1)
            if alike[n] >= max(alike[n - 1], alike[n + 1], 0.9 * alike.max(), 0.5)
        ]
        found += [rate / (peaks[0] + first)] if peaks else []
    return np.array(found)


def test_questions_end_higher_than_statements() -> None:
    voice = open_voice(JOE)
    ends: dict[str, list[float]] = {"?": [], ".": []}
    for text, mark in itertools.product(SAID, ends):
        heard = pitches_hz(voice.synthesize(text + mark).audio.samples.astype(float), 22_050)
        ends[mark].append(12 * np.log2(np.median(heard[-40:]) / np.median(heard)))
    assert np.mean(ends["?"]) > np.mean(ends["."]) + 2  # semitones


def test_line_breaks_make_no_pause() -> None:
    voice = open_voice(JOE)
    words = SENTENCE.split()
    wrapped = "\n".join(" ".join(words[at : at + 3]) for at in range(0, len(words), 3))
    assert np.array_equal(
        voice.synthesize(f"{wrapped}.").audio.samples,
        voice.synthesize(f"{SENTENCE}.").audio.samples,
    )
    settings = Settings(voice="joe")
    told = plan(make_script(Source("x.txt", f"{wrapped}.\n".encode()), settings), settings)
    (said,) = told.utterances
    sound = Finish()(voice.synthesize(said.spoken)).speech.audio.samples.astype(float)
    frames = np.abs(sound[: len(sound) // 110 * 110].reshape(-1, 110)).max(axis=1)  # of 5 ms
    quiet = "".join("q" if level < 0.02 * frames.max() else " " for level in frames)
    assert max(map(len, quiet.strip("q").split())) < 150 / 5


def test_two_hundred_clips_begin_and_end_at_rest() -> None:
    voice = open_voice(ESPEAK)
    words = SENTENCE.split()
    texts = [" ".join((words * 2)[n % len(words) :][: 2 + n // len(words)]) for n in range(200)]
    for text in texts:
        audio = Finish()(voice.synthesize(text)).speech.audio
        samples = audio.samples.astype(float)
        last = samples[-audio.sample_rate_hz // 200 :]
        assert samples[0] == samples[-1] == 0
        assert np.sqrt((last**2).mean()) < 0.01 * np.sqrt((samples**2).mean()) + 1, text
