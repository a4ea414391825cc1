"""Each voice: speed, memory, how well it is understood, and its word times.

Speed is seconds of sound per second of processor time, so that a busy machine counts less: of the
engine, and to the finished, stored clip; a clip is a sentence, or five with espeak-ng. Word error
rates are on the bundled transcript, and on 60 hard sentences (numbers, dates, money, initials,
addresses, names; every sixth one for Kokoro), which the voice gets as they are written and as
narrate makes them speakable; all by the same small recogniser (bench/hearing.py), with differences
below 3 points meaning nothing. Word starts are compared with that recogniser's, as they are and
less their median, since its bias differs from voice to voice; and with the sound: where it sets in
after silence, how far is the nearest word's start by the voice, and by the recogniser.

    python -m bench.voices [NAME ...]
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.hearing import hear, late_ms, onset_errors_ms, onsets, word_errors

HERE = Path(__file__).parent
TEXT = HERE.parent / "examples" / "karen-hao.txt"
HARD = HERE / "hard.tsv"
VOICES = ("joe", "joe fast", "joe draft", "kumo", "mika", "gongitsune", "espeak", "tone")
FURNITURE_LINES = 3  # the page's heading, which nobody speaks
PAUSE_S = 1 / 3
WINDOW = 4  # hard sentences that are recognised together: less than Whisper's 30 s
HEAD = (
    "voice",
    "open, CPU s",
    "x real time per core: engine",
    "to the clip",
    "MiB",
    "WER %",
    "hard: as written",
    "speakable",
    "starts off Whisper's: median, 95 % in ms",
    "bias",
    "less bias",
    "off the sound: median, 95 %",
    "Whisper's off the sound",
    "pauses, dBFS",
)


def sentences() -> list[str]:
    text = " ".join(TEXT.read_text("utf-8").splitlines()[FURNITURE_LINES:])
    return re.findall(r"\S.*?[.?!](?=\s|$)", text)


def texts(together: int) -> list[str]:
    """The transcript, so many sentences at a time."""
    every = sentences()
    return [" ".join(every[at : at + together]) for at in range(0, len(every), together)]


def measure(name: str) -> dict[str, Any]:
    """Speak everything with one voice, in this process."""
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import at_quality, open_voice

    base, _, quality = name.partition(" ")
    profile = at_quality(load_profile(base), quality or "full")
    open_voice(profile).close()  # what is made once is there from here on
    start = time.process_time()
    voice = open_voice(profile)
    opened = time.process_time()
    together = 5 if profile.engine == "pyttsx3" else 1
    spoken = [voice.synthesize(text) for text in texts(together)]
    done = time.process_time()
    store_all(spoken)
    stored = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = voice.sample_rate_hz
    audio_s = sum(len(speech.audio.samples) for speech in spoken) / rate
    facts = {
        "open_s": opened - start,
        "engine": audio_s / (done - opened),
        "clip": audio_s / (stored - opened),
        "memory": memory,
    }
    if base == "tone":
        return facts
    share = 6 if profile.engine == "kokoro" else 1
    return {**facts, **compare(spoken, rate), **hard(voice, share), "pauses": pauses_dbfs(spoken)}


def store_all(spoken: list[Any]) -> None:
    from narrate.audio.condition import Finish
    from narrate.tts.store import ClipStore, open_shelf

    with tempfile.TemporaryDirectory() as folder:
        store = ClipStore(open_shelf(folder), "")
        for number, speech in enumerate(spoken):
            store.save(f"{number:064x}", Finish()(speech))


def joined(spoken: list[Any], rate: int) -> tuple[Any, list[tuple[str, float]]]:
    gap = np.zeros(round(PAUSE_S * rate), np.int16)
    words, position = [], 0
    for speech in spoken:
        words += [(word.text, (position + word.start_sample) / rate) for word in speech.words]
        position += len(speech.audio.samples) + len(gap)
    return np.concatenate([piece for s in spoken for piece in (s.audio.samples, gap)]), words


def compare(spoken: list[Any], rate: int) -> dict[str, Any]:
    """Have the transcript recognised, and compare words and their starts."""
    samples, words = joined(spoken, rate)
    heard = hear(samples, rate)
    late = np.array(late_ms(words, heard))
    bias = float(np.median(late))
    sound = onsets(samples, rate)
    return {
        "wer": word_errors([" ".join(sentences())], ["".join(text for text, _ in heard)]),
        "off": spread(late),
        "bias": bias,
        "unbiased": spread(late - bias),
        "sound": spread(onset_errors_ms(words, sound)),
        "reference": spread(onset_errors_ms(heard, sound)),
    }


def hard(voice: Any, share: int) -> dict[str, float]:
    """Word error rates on the hard list, as written and made speakable."""
    from narrate.text.speakable import spoken_form

    lines = HARD.read_text("utf-8").splitlines()[::share]
    wanted = [line.split("\t")[1] for line in lines]
    written = [line.split("\t")[0] for line in lines]
    speakable = [spoken_form(text, "en") for text in written]
    groups = [slice(at, at + WINDOW) for at in range(0, len(lines), WINDOW)]
    said = [" ".join(wanted[group]) for group in groups]
    return {
        key: word_errors(said, [recognised(voice, texts[group]) for group in groups])
        for key, texts in (("written", written), ("speakable", speakable))
    }


def recognised(voice: Any, texts: list[str]) -> str:
    samples, _ = joined([voice.synthesize(text) for text in texts], voice.sample_rate_hz)
    return "".join(word for word, _ in hear(samples, voice.sample_rate_hz))


def pauses_dbfs(spoken: list[Any]) -> float:
    """The level of the quietest twentieth of 20 ms frames."""
    levels: list[float] = []
    for speech in spoken:
        frame = speech.audio.sample_rate_hz // 50
        samples = speech.audio.samples[: len(speech.audio.samples) // frame * frame]
        energies = ((samples.reshape(-1, frame) / 32_768) ** 2).mean(axis=1)
        levels += (10 * np.log10(energies + 1e-12)).tolist()
    return float(np.percentile(levels, 5))


def spread(errors_ms: Any) -> tuple[float, float]:
    sizes = np.abs(errors_ms)
    return float(np.median(sizes)), float(np.percentile(sizes, 95))


def row(name: str, facts: dict[str, Any]) -> list[str]:
    def pair(key: str) -> str:
        return "{:.0f}, {:.0f}".format(*facts[key]) if key in facts else "–"

    def number(key: str, digits: int) -> str:
        return f"{facts[key]:.{digits}f}" if key in facts else "–"

    return [
        name,
        *(number(key, 1) for key in ("open_s", "engine", "clip")),
        number("memory", 0),
        *(number(key, 1) for key in ("wer", "written", "speakable")),
        pair("off"),
        number("bias", 0),
        *(pair(key) for key in ("unbiased", "sound", "reference")),
        number("pauses", 0),
    ]


def main(names: tuple[str, ...]) -> None:
    print(f"| {' | '.join(HEAD)} |")
    print("|---" * len(HEAD) + "|")
    for name in names:
        command = [sys.executable, "-m", "bench.voices", "--one", name]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        print(f"| {' | '.join(row(name, json.loads(done.stdout)))} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        main(tuple(sys.argv[1:]) or VOICES)
