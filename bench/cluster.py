"""The clip store, workers and a cluster: speed, memory, and what a task costs.

Each part runs in processes of its own; cluster and local runs take turns. Processor seconds are
those of all processes of a run, with their children. The S3 server is moto's, which is slow: what
it gives is a lower bound.

    python bench/cluster.py [store] [workers] [cluster] [memory]
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, pairwise
from pathlib import Path

import psutil

ENTRY_BYTES, ENTRIES = 60_000, 300
TASKS = 600
SENTENCE_S = 5.0  # about, of any voice
MEMORY_HOURS = (1, 10, 100)  # longer than 1: of one hour's texts again and again


@contextmanager
def process(*arguments: str) -> Iterator[psutil.Process]:
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            yield psutil.Process(started.pid)
        finally:
            started.terminate()


@contextmanager
def s3_server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    os.environ |= {"AWS_DEFAULT_REGION": "us-east-1"}
    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
    with process("-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)):
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        import fsspec

        fsspec.filesystem("s3").mkdir("bench")
        yield "s3://bench"


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[psutil.Process]]]:
    note = folder / "scheduler.json"
    note.unlink(missing_ok=True)
    options = ("--no-dashboard", "--host", "127.0.0.1", "--port", "0", "--scheduler-file")
    with process("-m", "distributed.cli.dask_scheduler", *options, str(note)) as scheduler:
        while not (note.exists() and note.read_text().rstrip().endswith("}")):
            time.sleep(0.1)
        address = str(json.loads(note.read_text())["address"])
        single = ("--nthreads", "1", "--no-dashboard", "--nworkers", str(workers))
        place = ("--local-directory", str(folder))
        with process("-m", "distributed.cli.dask_worker", address, *single, *place) as worker:
            from distributed import Client

            with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(workers)
            yield address, [scheduler, worker]


def family_cpu_s(parent: psutil.Process) -> float:
    members = [parent, *parent.children(recursive=True)]
    return sum(sum(member.cpu_times()[:2]) for member in members)


def family_bytes(pid: int) -> int:
    members = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(member.memory_info().rss for member in members)


def measure_store() -> Iterator[str]:
    from narrate.tts.shelves import Shelf
    from narrate.tts.shelves.folder import FolderShelf
    from narrate.tts.shelves.remote import RemoteShelf

    yield "| store | puts a second | reads one by one | reads side by side | missing ones |"
    yield "|---|---|---|---|---|"
    content = os.urandom(ENTRY_BYTES)
    names = [f"{n % 256:02x}/{n:08x}.clip" for n in range(ENTRIES)]
    absent = [f"{name}x" for name in names]

    def row(label: str, shelf: Shelf) -> str:
        marks = [time.perf_counter()]
        for name in names:
            shelf.put(name, content)
        marks.append(time.perf_counter())
        for name in names:
            shelf.get(name)
        marks.append(time.perf_counter())
        for wanted in (names, absent):
            shelf.get_many(wanted)
            marks.append(time.perf_counter())
        rates = [ENTRIES / (late - early) for early, late in pairwise(marks)]
        return f"| {label} | " + " | ".join(f"{rate:.0f}" for rate in rates) + " |"

    with tempfile.TemporaryDirectory() as folder:
        yield row("folder", FolderShelf(Path(folder) / "a"))
        yield row("memory:// by fsspec", RemoteShelf("memory://bench"))
    with s3_server() as url:
        yield row("s3:// at moto's server", RemoteShelf(url))


def speak(voice: str, hours: float, workers: int, address: str, repeats: int) -> None:
    """Speak into a store that is empty, in this process; print what it took."""
    from narrate.audio.condition import Finish
    from narrate.model import Utterance
    from narrate.tts.cluster import ClusterPool
    from narrate.tts.profile import load_profile
    from narrate.tts.store import ClipStore, open_shelf
    from narrate.tts.synthesize import synthesize_clips

    sentence = "This is number {} of the sentences that a book may have, and it is quite usual."
    count = round(hours * 3600 / SENTENCE_S)
    texts = [sentence.format(n % max(1, count // repeats)) for n in range(count)]
    plan = [Utterance(text, text, voice, 300, 0) for text in texts]
    profiles, finish = {voice: load_profile(voice)}, Finish()
    pool = ClusterPool(address) if address else None
    with tempfile.TemporaryDirectory() as folder:
        store = ClipStore(open_shelf(folder), finish.version)
        started, peak, samples_s, done = time.perf_counter(), 0, 0.0, []
        for number, clip in enumerate(
            synthesize_clips(plan, profiles, store, finish, workers, pool)
        ):
            done.append(clip)
            samples_s += clip.length_samples / clip.sample_rate_hz
            if not number % 50:
                peak = max(peak, family_bytes(os.getpid()))
        wall_s = time.perf_counter() - started
        stored = sum(entry.size_bytes for entry in store.shelf.scan())
    if pool:
        pool.shutdown(cancel_futures=True)
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    facts = (wall_s, cpu_s, samples_s, own.ru_maxrss / 1024, peak / 2**20, stored, len(done))
    sys.stdout.write(json.dumps(facts))


def spoken(*arguments: object) -> tuple[float, ...]:
    command = [sys.executable, __file__, "--speak", *map(str, arguments)]
    return tuple(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))


def measure_workers() -> Iterator[str]:
    yield "| voice | workers | x real time | per CPU second | MiB, all processes |"
    yield "|---|---|---|---|---|"
    for voice, hours in (("joe", 0.05), ("espeak", 0.5)):
        for workers in (1, 2, 4):
            wall_s, cpu_s, audio_s, _, mib, *_ = spoken(voice, hours, workers, "", 1)
            speeds = f"{audio_s / wall_s:.1f} | {audio_s / cpu_s:.1f}"
            yield f"| {voice} | {workers} | {speeds} | {mib:.0f} |"


def measure_cluster() -> Iterator[str]:
    yield "| voice | where | wall s | audio s per CPU s | scheduler: CPU ms a clip | client |"
    yield "|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), 2) as (address, members):
        for voice, hours in (("joe", 0.03), ("joe", 0.03), ("tone", TASKS * SENTENCE_S / 3600)):
            spoken(voice, 0.003, 2, address, 1)  # engines are open before the clock starts
            wall_s, cpu_s, audio_s, *_ = spoken(voice, hours, 2, "", 1)
            yield f"| {voice} | local, 2 workers | {wall_s:.1f} | {audio_s / cpu_s:.1f} | | |"
            before = [family_cpu_s(member) for member in members]
            wall_s, cpu_s, audio_s, *_, clips = spoken(voice, hours, 2, address, 1)
            used = [family_cpu_s(m) - b for m, b in zip(members, before, strict=True)]
            speed = audio_s / (cpu_s + sum(used))
            costs = f"{used[0] * 1000 / clips:.1f} | {cpu_s * 1000 / clips:.1f}"
            yield f"| {voice} | cluster, 2 workers | {wall_s:.1f} | {speed:.1f} | {costs} |"


def measure_memory() -> Iterator[str]:
    yield "| hours of sound | clips | spoken | peak of the run's own process, MiB | store, MB |"
    yield "|---|---|---|---|---|"
    for hours in MEMORY_HOURS:
        repeats = 1 if hours < 10 else hours
        _, _, audio_s, peak, _, stored, clips = spoken("tone", hours, 2, "", repeats)
        made = round(clips / repeats)
        yield f"| {audio_s / 3600:.1f} | {clips:.0f} | {made} | {peak:.0f} | {stored / 1e6:.0f} |"


PARTS = {
    "store": measure_store,
    "workers": measure_workers,
    "cluster": measure_cluster,
    "memory": measure_memory,
}


def main() -> None:
    if sys.argv[1:2] == ["--speak"]:
        voice, hours, workers, address, repeats = sys.argv[2:]
        speak(voice, float(hours), int(workers), address, int(repeats))
        return
    for name in sys.argv[1:] or PARTS:
        for line in chain(("",), PARTS[name]()):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
