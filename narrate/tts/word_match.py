"""To find the words of a text in sound whose engine does not tell their times.

espeak-ng speaks the same text, and knows when it says each word. Both sounds are laid beside
each other by dynamic time warping (Sakoe and Chiba, 1978) of their cepstra (Davis and Mermelstein,
1980), as the aligner aeneas does; a word starts where its counterpart does. Against the times of
voices that know their own, starts are off by 16 to 27 ms (median) and 86 to 155 ms (95 %).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError
from narrate.model import Audio, Speech, Word
from narrate.tts.base import Voice, VoiceProfile
from narrate.tts.pcm import FULL_SCALE, make_speech
from narrate.tts.registry import missing, open_voice
from narrate.tts.word_align import PAUSE_S, loud_samples

Floats = NDArray[np.float64]
Places = NDArray[np.int64]  # in samples

_RATE_HZ = 16_000
_WINDOW = 400  # samples, 25 ms
_HOP_S = 0.01
_CELLS_AT_MOST = 16_000_000  # a byte each: 40 s of sound; longer sound is laid in coarser steps
_SPECTRUM = 512
_BANDS, _CEPSTRA = 26, 13
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 7600.0
_FLOOR = 1e-4  # of the mean energy: what is softer counts as silence
_DIAGONAL, _UP, _LEFT = range(3)
_ROUNDING = 1e-9

# Where sound sets in after a pause a word starts; the one laid nearest to it, if so near.
_BEFORE_S, _BEHIND_S = 0.08, 0.12


def match_words(speech: Speech, text: str, language: str) -> Speech:
    """Return a speech with the words of its text; as it is where espeak-ng cannot say them."""
    audio = speech.audio
    heard = _sounding(audio)
    voice = _reference(language)
    said = voice.synthesize(text) if voice and len(heard) else None
    known = _sounding(said.audio) if said else heard
    if not said or not said.words or not len(known):
        return speech
    cells = _frames(said.audio, known) * _frames(audio, heard)
    hop_s = _HOP_S * max(1.0, cells / _CELLS_AT_MOST) ** 0.5
    path = _lay(_features(said.audio, known, hop_s), _features(audio, heard, hop_s))
    edges = [(word.start_sample, word.end_sample) for word in said.words]
    frames = (np.array(edges) - known[0]) / said.audio.sample_rate_hz / hop_s
    places_s = path[np.clip(np.rint(frames).astype(int), 0, len(path) - 1)] * hop_s
    places = heard[0] + np.rint(places_s * audio.sample_rate_hz).astype(np.int64)
    places[:, 0] = _set_in(places[:, 0], heard, audio.sample_rate_hz)
    words = _words([word.text for word in said.words], places, int(heard[-1]))
    return make_speech(audio.samples, audio.sample_rate_hz, tuple(words))


@lru_cache(4)
def _reference(language: str) -> Voice | None:
    profile = VoiceProfile("reference", "pyttsx3", language=language)
    try:
        return None if missing(profile) else open_voice(profile)
    except ProfileError:  # a language that it does not speak
        return None


def _sounding(audio: Audio) -> Places:
    return loud_samples(audio.samples.astype(np.float32), audio.sample_rate_hz)


def _frames(audio: Audio, loud: Places) -> float:
    """Return how many steps a sound has between its ends."""
    return float(loud[-1] - loud[0]) / audio.sample_rate_hz / _HOP_S


def _features(audio: Audio, loud: Places, hop_s: float) -> Floats:
    """Return the cepstra of a sound between its ends, and how they change, frame by frame."""
    import soxr

    samples = audio.samples[loud[0] : loud[-1] + 1].astype(np.float32) / np.float32(FULL_SCALE)
    sound = soxr.resample(samples, audio.sample_rate_hz, _RATE_HZ)
    padded = np.pad(sound, (_WINDOW // 2, _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)
    starts = np.arange(0, len(sound) + 1, hop_s * _RATE_HZ).astype(int)
    spectra = np.abs(np.fft.rfft(frames[starts] * np.hanning(_WINDOW), _SPECTRUM)) ** 2
    energies = spectra @ _bands().T
    cepstra = np.log(energies + _FLOOR * energies.mean() + 1e-12) @ _cosines().T
    even = (cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + 1e-6)
    changes = np.gradient(even, axis=0) if len(even) > 1 else np.zeros_like(even)
    return np.hstack([even, changes])


@cache
def _bands() -> Floats:
    """Return triangles, evenly wide on the mel scale, as weights of a spectrum's lines."""
    low, high = (1127 * np.log1p(hz / 700) for hz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = np.linspace(low, high, _BANDS + 2)[:, None]
    lines = 1127 * np.log1p(np.fft.rfftfreq(_SPECTRUM, 1 / _RATE_HZ) / 700)
    rising = (lines - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - lines) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(np.minimum(rising, falling), 0.0), np.float64)


@cache
def _cosines() -> Floats:
    centres = np.pi / _BANDS * (np.arange(_BANDS) + 0.5)
    return np.asarray(np.cos(centres * np.arange(_CEPSTRA)[:, None]), np.float64)


def _lay(known: Floats, heard: Floats) -> NDArray[np.int64]:
    """Return for each known frame the first frame heard that is laid beside it.

    A row at a time: a step along the row costs what stands there, so that the best of all such
    steps is a running minimum once the sum of those costs is taken out.
    """
    steps = np.empty((len(known), len(heard)), np.int8)
    squares = np.square(heard).sum(axis=1)
    above = np.full(len(heard), np.inf)
    corner = 0.0
    for row, frame in enumerate(known):
        costs = np.sqrt(np.maximum(squares + frame @ frame - 2 * heard @ frame, 0.0))
        diagonal = np.concatenate([[corner], above[:-1]])
        best = np.minimum(above, diagonal)
        sums = np.cumsum(costs)
        reached = sums + np.minimum.accumulate(best - (sums - costs))
        along = reached < best + costs - _ROUNDING
        steps[row] = np.where(along, _LEFT, np.where(diagonal <= above, _DIAGONAL, _UP))
        above, corner = reached, np.inf
    return _walk_back(steps)


def _walk_back(steps: NDArray[np.int8]) -> NDArray[np.int64]:
    row, column = len(steps) - 1, steps.shape[1] - 1
    first = np.zeros(len(steps), np.int64)
    while row >= 0 and column >= 0:
        first[row] = column
        step = steps[row, column]
        row -= step != _LEFT
        column -= step != _UP
    return first


def _set_in(starts: Places, loud: Places, rate_hz: int) -> Places:
    placed = starts.copy()
    placed[0] = loud[0]
    pauses = np.flatnonzero(np.diff(loud) > PAUSE_S * rate_hz)
    for begin, end in zip(loud[pauses], loud[pauses + 1], strict=True):
        after, until = begin - _BEFORE_S * rate_hz, end + _BEHIND_S * rate_hz
        near = np.flatnonzero((starts >= after) & (starts <= until))
        if len(near):
            placed[near[np.argmin(np.abs(starts[near] - end))]] = end
    return placed


def _words(texts: Sequence[str], places: Places, end: int) -> Iterator[Word]:
    """Yield the words; none reaches into the next one."""
    following = [*places[1:, 0].tolist(), end]
    for text, (start, last), after in zip(texts, places.tolist(), following, strict=True):
        yield Word(text, start, max(start, min(last, after)))
