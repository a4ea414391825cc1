"""A real scheduler and real workers make the same bytes as this machine alone, come what may."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client

from narrate.audio.condition import Finish
from narrate.model import Utterance
from narrate.tts import cluster
from narrate.tts.base import VoiceProfile
from narrate.tts.store import ClipStore, open_shelf
from narrate.tts.synthesize import synthesize_clips
from tests.conftest import S3

Run = Callable[..., tuple[int, str, str]]
Start = Callable[..., subprocess.Popen[str]]

ONE_LONGER = "It goes on for a while, so that there is time for something to happen in between."


class Cluster:
    """A scheduler and its workers, all processes of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        note = folder / "scheduler.json"
        options = ("--no-dashboard", "--host", "127.0.0.1", "--port", "0")
        self._start("dask_scheduler", *options, "--scheduler-file", str(note))
        _wait_until(lambda: note.exists() and note.read_text().rstrip().endswith("}"))
        self.address = str(json.loads(note.read_text())["address"])

    def add_worker(self, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        common = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(self._folder))
        return self._start("dask_worker", self.address, *common, *options, **environment)

    def _start(self, program: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
                cwd=self._folder,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
            )
        self._processes.append(process)
        return process

    def end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until(done: Callable[[], bool], within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("waited in vain")
        time.sleep(0.05)


@contextmanager
def _cluster(folder: Path) -> Iterator[Cluster]:
    folder.mkdir()
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def cluster_of_none(tmp_path: Path) -> Iterator[Cluster]:
    with _cluster(tmp_path / "cluster") as made:
        yield made


def _write(path: Path, sentences: int) -> Path:
    lines = (f"Sentence number {n} begins here. {ONE_LONGER}\n\n" for n in range(sentences))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_worker_dies_and_another_joins_and_the_bytes_are_the_same(
    narrate: Run, start_narrate: Start, tmp_path: Path, s3: S3, cluster_of_none: Cluster
) -> None:
    text = _write(tmp_path / "talk.txt", 40)
    url, address = s3.bucket(), cluster_of_none.address
    victim = cluster_of_none.add_worker("--no-nanny")
    cluster_of_none.add_worker()  # with a nanny, so that the worker is a daemonic process
    options = ("--voice", "espeak", "--chapters", "none", "--store", url, "--cluster", address)
    run = start_narrate("make", text, *options, "-o", "far.flac")
    copies = tmp_path / "cache" / "narrate" / "copies"
    shelf = open_shelf(url)
    _wait_until(lambda: run.poll() is not None or len(list(shelf.scan())) > 8)
    os.kill(victim.pid, signal.SIGKILL)
    cluster_of_none.add_worker("--no-nanny")
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    assert "far.flac" in out
    assert list(copies.rglob("*.clip"))
    code, _, err = narrate("make", text, *options[:4], "-o", "near.flac")
    assert code == 0, err
    assert Path("far.flac").read_bytes() == Path("near.flac").read_bytes()


def test_ctrl_c_leaves_the_cluster_as_it_was(
    narrate: Run, start_narrate: Start, tmp_path: Path, cluster_of_none: Cluster
) -> None:
    text, store = _write(tmp_path / "talk.txt", 2000), tmp_path / "store"
    cluster_of_none.add_worker("--no-nanny")
    options = ("--voice", "espeak", "--chapters", "none", "--store", str(store))
    run = start_narrate("make", text, *options, "--cluster", cluster_of_none.address)
    _wait_until(lambda: run.poll() is not None or len(list(store.rglob("*.clip"))) > 5)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=180)
    assert run.returncode == 130
    assert err.strip().splitlines()[-1] == (
        "narrate: stopped; what was spoken is kept for the next run"
    )
    with Client(cluster_of_none.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        _wait_until(lambda: not any(client.processing().values()))
        assert client.submit(int, "7").result(timeout=180) == 7


@pytest.fixture
def short(tmp_path: Path) -> Path:
    return _write(tmp_path / "talk.txt", 3)


def _fails(narrate: Run, text: Path, address: str, *options: str) -> str:
    voice = ("--voice", "tone", "--chapters", "none", "-o", "x.wav", "--overwrite")
    code, _, err = narrate("make", text, *voice, "--cluster", address, *options)
    assert code == 1
    assert err.count("\n") == 1, err
    return err


def test_what_is_wrong_with_a_cluster_is_one_clear_line(
    narrate: Run,
    short: Path,
    tmp_path: Path,
    cluster_of_none: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_WITHIN_S", 3.0)
    address = cluster_of_none.address
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in _fails(
        narrate, short, "tcp://127.0.0.1:9"
    )
    assert f"the cluster at {address} has no workers; start some with" in _fails(
        narrate, short, address
    )
    monkeypatch.setattr(cluster, "CONNECT_WITHIN_S", 30.0)

    other = _site(tmp_path / "other", "import narrate\nnarrate.__version__ = '0.0.1'\n")
    with _joined(cluster_of_none, PYTHONPATH=other):
        told = _fails(narrate, short, address)
        assert "runs narrate 0.0.1, and here is " in told
        assert "worker tcp://127.0.0.1:" in told

    model = "import narrate.tts.tone_voice as tone\ntone.VERSION = 'another'\n"
    with _joined(cluster_of_none, PYTHONPATH=_site(tmp_path / "model", model)):
        assert "has another engine, model or data for voice 'tone'" in _fails(
            narrate, short, address
        )

    none = "import sys\nsys.modules['narrate'] = None\n"
    with _joined(cluster_of_none, PYTHONPATH=_site(tmp_path / "none", none)):
        assert "cannot load narrate" in _fails(narrate, short, address)

    with _joined(cluster_of_none):
        told = _fails(narrate, short, address, "--store", "memory://here/alone")
        assert "does not see the clip store memory://here/alone: use a --store that all" in told


def _site(folder: Path, code: str) -> str:
    """Make a folder whose code runs when Python starts."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    return str(folder)


@contextmanager
def _joined(made: Cluster, **environment: str) -> Iterator[None]:
    worker = made.add_worker("--no-nanny", **environment)
    with Client(made.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=180)
        yield
        worker.kill()
        worker.wait()
        _wait_until(lambda: not client.nthreads())


def test_an_executor_of_any_kind_makes_the_same_clips(
    tmp_path: Path, cluster_of_none: Cluster
) -> None:
    cluster_of_none.add_worker("--no-nanny")
    plan = [Utterance(f"Text {n}.", f"Text {n}.", "t", 0, 0) for n in range(20)]
    profiles = {"t": VoiceProfile("t", "tone")}
    finish = Finish()

    def made(name: str, executor: Executor | None) -> list[bytes]:
        store = ClipStore(open_shelf(tmp_path / name), finish.version)
        clips = list(synthesize_clips(plan, profiles, store, finish, 0, executor))
        assert [clip.utterance for clip in clips] == plan
        return [path.read_bytes() for path in sorted((tmp_path / name).rglob("*.clip"))]

    expected = made("here", None)
    assert len(expected) == 20
    with ThreadPoolExecutor(2) as threads:
        assert made("threads", threads) == expected
    with ProcessPoolExecutor(2) as processes:
        assert made("processes", processes) == expected
    with Client(cluster_of_none.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=180)
        assert made("dask", client.get_executor(pure=False)) == expected
