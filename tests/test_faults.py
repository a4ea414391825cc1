"""A full disk, a kill and a stop while an episode is made again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits as POSIX has them")

TEXT = "# A talk\n\n## One\n\n" + "Some words are said here, and some more of them. " * 40
RUN = """
    import resource, signal, sys
    from narrate.__main__ import main
    for number in (signal.SIGTERM, signal.SIGHUP):  # which nohup would have ignored
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    limit = int(sys.argv.pop(1))
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.exit(main())
"""
OPTIONS = ["make", "talk.md", "--voice", "tone", "--overwrite", "-q"]


def start(folder: Path, *options: str, limit: int = 0) -> subprocess.Popen[str]:
    """Begin a run in a folder; files can be no longer than a limit in bytes."""
    command = [sys.executable, "-c", textwrap.dedent(RUN), str(limit), *OPTIONS, *options]
    environment = os.environ | {
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=180)
    return process.returncode, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talk.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def others(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"cache", "talk.md"}


@pytest.mark.parametrize("form", ["mp3", "m4b", "wav"])
def test_a_disk_that_fills_up_is_one_line_and_the_old_file_stays(form: str, folder: Path) -> None:
    (folder / f"x.{form}").write_bytes(b"old")
    code, said = finished(start(folder, "-o", f"x.{form}", limit=150_000))
    assert code == 1
    assert said.count("\n") == 1
    assert "File too large" in said
    assert (folder / f"x.{form}").read_bytes() == b"old"
    assert {name for name in others(folder) if "part" in name} == set()


def test_a_kill_leaves_the_old_file_or_the_new_and_the_next_run_tidies(folder: Path) -> None:
    (folder / "x.mp3").write_bytes(b"old")
    chance = random.Random(6)
    for _ in range(5):
        process = start(folder, "-o", "x.mp3")
        time.sleep(chance.uniform(0.5, 2.0))
        process.kill()
        process.communicate()
        content = (folder / "x.mp3").read_bytes()
        assert content == b"old" or content.startswith(b"ID3")
    left = folder / "..x.1.part.mp3"
    left.write_bytes(b"not of narrate's making")
    assert finished(start(folder, "-o", "x.mp3"))[0] == 0
    whole = (folder / "x.mp3").read_bytes()
    assert {name for name in others(folder) if "part" in name} == {left.name}
    assert finished(start(folder, "-o", "y.mp3"))[0] == 0
    assert (folder / "y.mp3").read_bytes() == whole


@pytest.mark.parametrize(("sent", "told"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_stopped_run_leaves_the_old_file_and_nothing_else(
    sent: str, told: int, folder: Path
) -> None:
    (folder / "x.opus").write_bytes(b"old")
    process = start(folder, "-o", "x.opus")
    while not list(folder.glob(".x.*part*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.Signals[sent])
    code, said = finished(process)
    assert code == told, said
    assert (folder / "x.opus").read_bytes() == b"old"
    assert {name for name in others(folder) if "part" in name} == set()
