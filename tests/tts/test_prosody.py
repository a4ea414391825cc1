"""What marks of punctuation do to the sound, and what line breaks and clips' ends do not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.audio.condition import Finish
from narrate.model import Source, Speech
from narrate.pipeline import make_script, plan
from narrate.settings import Settings
from narrate.tts.base import Voice
from narrate.tts.profile import load_profile
from narrate.tts.registry import missing, open_voice

JOE, ESPEAK, KUMO = (load_profile(name) for name in ("joe", "espeak", "kumo"))
SAID = ("They want to leave the city", "Are you coming with us", "Do they know the answer")
SENTENCE = (
    "The committee that met in the old library on Thursday has asked all of its members to bring "
    "their own books and to return them when the work is done"
)
TITLES = ("A new road to the river", "What the farmers said", "Vision of the Union")
LISTS = (
    "We need bread, butter, apples and milk.",
    "Bring boats, ropes, sails and lamps to it.",
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


@pytest.fixture(scope="module")
def joe() -> Voice:
    return open_voice(JOE)


@pytest.fixture(scope="module")
def kumo() -> Voice:
    if lacking := missing(KUMO):
        pytest.skip(lacking)
    return open_voice(KUMO)


def end_semitones(voice: Voice, text: str) -> float:
    """How far the last fifth of a second with a pitch lies above the middle of all."""
    samples = voice.synthesize(text).audio.samples.astype(float)
    heard = pitches_hz(samples, voice.sample_rate_hz)
    return float(12 * np.log2(np.median(heard[-40:]) / np.median(heard)))


def test_questions_end_higher_than_statements(joe: Voice) -> None:
    ends = {mark: np.mean([end_semitones(joe, text + mark) for text in SAID]) for mark in "?."}
    assert ends["?"] > ends["."] + 2


def test_headings_fall_at_their_end(joe: Voice) -> None:
    text = "\n\n".join(f"## {title}\n\nThey liked it." for title in TITLES)
    settings = Settings(voice="joe", announce="titles")
    told = plan(make_script(Source("x.md", f"# Work\n\n{text}\n".encode()), settings), settings)
    spoken = [said.spoken for said in told.utterances if said.text in TITLES]
    assert len(spoken) == len(TITLES)
    assert np.mean([end_semitones(joe, each) for each in spoken]) < -1.5


@pytest.mark.parametrize("text", LISTS)
def test_lists_pause_at_their_commas_and_lose_no_sound(joe: Voice, text: str) -> None:
    speech = joe.synthesize(text)
    for one, next_ in itertools.pairwise(speech.words):
        gap_ms = (next_.start_sample - one.end_sample) / 22.05
        assert gap_ms > 150 if one.text[-1] == "," else gap_ms < 100, one.text
    assert lost_share(speech) < 0.01


def lost_share(speech: Speech) -> float:
    """How loud what a clip loses is at most, as a share of its peak."""
    clip, whole = Finish()(speech).speech, np.abs(speech.audio.samples.astype(float))
    start = speech.words[1].start_sample - clip.words[1].start_sample
    end = start + len(clip.audio.samples)
    return float(max(whole[:start].max(initial=0), whole[end:].max(initial=0)) / whole.max())


def test_line_breaks_make_no_pause(joe: Voice) -> None:
    words = SENTENCE.split()
    wrapped = "\n".join(" ".join(words[at : at + 3]) for at in range(0, len(words), 3))
    assert np.array_equal(
        joe.synthesize(f"{wrapped}.").audio.samples,
        joe.synthesize(f"{SENTENCE}.").audio.samples,
    )
    settings = Settings(voice="joe")
    told = plan(make_script(Source("x.txt", f"{wrapped}.\n".encode()), settings), settings)
    (said,) = told.utterances
    sound = Finish()(joe.synthesize(said.spoken)).speech.audio.samples.astype(float)
    frames = np.abs(sound[: len(sound) // 110 * 110].reshape(-1, 110)).max(axis=1)  # of 5 ms
    quiet = "".join("q" if level < 0.02 * frames.max() else " " for level in frames)
    assert max(map(len, quiet.strip("q").split())) < 150 / 5


def test_a_second_model_falls_at_the_end_of_a_heading(kumo: Voice) -> None:
    """Its questions fall as well: the styles that come along were learnt from another language."""
    assert end_semitones(kumo, TITLES[-1]) < -1


def test_a_second_model_reads_over_line_breaks_and_loses_no_sound(kumo: Voice) -> None:
    speech = kumo.synthesize(LISTS[0])
    wrapped = kumo.synthesize(LISTS[0].replace(" ", "\n"))
    assert np.array_equal(speech.audio.samples, wrapped.audio.samples)
    assert lost_share(speech) < 0.01
    assert is_at_rest(speech)


def is_at_rest(speech: Speech) -> bool:
    """Tell whether the clip of a speech begins and ends without a click."""
    audio = Finish()(speech).speech.audio
    samples = audio.samples.astype(float)
    last = samples[-audio.sample_rate_hz // 200 :]
    ends = samples[0] == samples[-1] == 0
    return bool(ends and np.sqrt((last**2).mean()) < 0.01 * np.sqrt((samples**2).mean()) + 1)


def test_two_hundred_clips_begin_and_end_at_rest() -> None:
    voice = open_voice(ESPEAK)
    words = SENTENCE.split()
    texts = [" ".join((words * 2)[n % len(words) :][: 2 + n // len(words)]) for n in range(200)]
    assert [text for text in texts if not is_at_rest(voice.synthesize(text))] == []
