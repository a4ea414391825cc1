"""Killed, interrupted, out of room, side by side: the next run goes on, and the bytes are the same.

`NARRATE_KILLS=50 pytest tests/test_crashes.py -k killed` tries more moments.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

KILLS = int(os.environ.get("NARRATE_KILLS", "5"))
WORKERS = 2
SENTENCES = 10

# A program that speaks: it notes what it was asked to say, hums, and does as the text tells it.
_PROGRAM = """
import math, os, signal, subprocess, sys, time, wave
text = open(sys.argv[1]).read()
with open(os.environ["SPOKEN"], "a") as log:
    log.write(text.strip() + "\\n")
time.sleep(float(os.environ.get("SLOW", "0")))
if "another program" in text: subprocess.run([sys.executable, "-c", "import time; time.sleep(601)"])
if "hangs" in text: time.sleep(600)
if "crashes" in text: os.kill(os.getpid(), signal.SIGSEGV)
frames = bytearray()
for n in range(len(text) * 700):
    frames += int(4000 * math.sin(n * (0.05 + len(text) / 1000))).to_bytes(2, "little", signed=True)
with wave.open(sys.argv[2], "wb") as out:
    out.setparams((1, 2, 8000, 0, "NONE", ""))
    out.writeframes(bytes(frames))
if "mumbles" in text: open(sys.argv[2], "wb").write(os.urandom(5000))
"""

_PROFILE = """
engine = "command"
language = "en"
[options]
command = "{python} {program} {{text_file}} {{output}}"
sample_rate_hz = "8000"
timeout_s = "3"
"""


class Place:
    """A folder with a text, a voice that notes what it says, and a clip store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "voices").mkdir()
        self.scratch = folder / "tmp"
        self.scratch.mkdir()
        (folder / "speak.py").write_text(_PROGRAM)
        profile = _PROFILE.format(python=sys.executable, program=folder / "speak.py")
        (folder / "voices" / "hum.toml").write_text(profile)
        self.write(f"This is sentence number {n} of a text." for n in range(SENTENCES))

    def write(self, sentences: Iterator[str] | tuple[str, ...]) -> None:
        (self.folder / "talk.txt").write_text("\n\n".join(sentences) + "\n", encoding="utf-8")

    def start(
        self, *options: str, slow_s: float = 0.0, log: str = "spoken"
    ) -> subprocess.Popen[str]:
        """Start a run in a process group of its own, as a terminal would."""
        common = ("talk.txt", "--voice", "hum", "--chapters", "none", "--workers", str(WORKERS))
        cache = str(self.folder / "cache")
        return subprocess.Popen(
            [sys.executable, "-m", "narrate", "make", *common, *options],
            cwd=self.folder,
            env=os.environ
            | {"XDG_CACHE_HOME": cache, "TMPDIR": str(self.scratch)}
            | {"SPOKEN": str(self.folder / log), "SLOW": str(slow_s)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *options: str) -> tuple[int, str, str]:
        run = self.start(*options)
        out, err = run.communicate(timeout=120)
        return run.returncode, out, err

    def spoken(self, log: str = "spoken") -> Counter[str]:
        path = self.folder / log
        return Counter(path.read_text().splitlines() if path.exists() else ())

    def forget(self) -> None:
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        for name in ("x.flac", "x.script.md", "x.timeline.json", "spoken"):
            (self.folder / name).unlink(missing_ok=True)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_run_that_is_killed_at_any_moment_goes_on(place: Place) -> None:
    started = time.monotonic()
    assert place.run("-o", "x.flac")[0] == 0
    whole_s = time.monotonic() - started
    expected = (place.folder / "x.flac").read_bytes()
    texts = len(place.spoken())
    chance = random.Random(KILLS)
    kills = 0
    while kills < KILLS:  # rounds, each from nothing to the finished file
        place.forget()
        killed_here = 0
        while not (place.folder / "x.flac").exists():
            run = place.start("-o", "x.flac")
            try:
                out, err = run.communicate(timeout=chance.uniform(0.1, whole_s))
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                run.communicate()
                killed_here += 1
            else:
                assert run.returncode == 0, (out, err)
        assert (place.folder / "x.flac").read_bytes() == expected
        again = place.spoken().total() - texts
        assert len(place.spoken()) == texts
        assert again <= WORKERS * killed_here, f"{again} spoken again after {killed_here} kills"
        kills += killed_here
        assert place.run("-o", "x.flac")[0] == 0  # the last kill may have come after the file
        assert place.run("-o", "x.flac")[1].endswith("nothing changed since it was made\n")
    place.forget()
    assert place.run("-o", "x.flac")[0] == 0  # when all workers of killed runs are gone, too
    assert not list(place.scratch.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="processes of Unix")
def test_what_a_program_has_started_ends_with_its_worker_and_with_the_run(place: Place) -> None:
    place.write(("This one calls another program.",))
    run = place.start("-o", "x.flac")

    def called() -> list[psutil.Process]:
        family = psutil.Process(run.pid).children(recursive=True)
        with contextlib.suppress(psutil.Error):  # one has ended in the meantime
            return [process for process in family if "sleep(601)" in process.cmdline()[-1]]
        return []

    def end(victim: psutil.Process, left: list[psutil.Process]) -> None:
        victim.kill()
        _wait_until(lambda: not any(process.is_running() for process in left))
        assert not any(process.is_running() for process in left)

    _wait_until(lambda: bool(called()))
    (last,) = called()
    worker = last.parents()[1]
    end(worker, [last])
    _wait_until(lambda: bool(called()))  # the clip is tried again
    end(psutil.Process(run.pid), called())
    run.communicate()
    (left,) = place.scratch.iterdir()
    place.write(("This one runs alone.",))
    assert place.run("-o", "y.flac")[0] == 0
    assert not left.exists()


def test_a_file_is_the_run_s_own_from_its_first_moment(place: Place) -> None:
    run = place.start("-o", "x.flac")
    _wait_until((place.folder / "x.flac").exists)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    code, _, err = place.run("-o", "x.flac")
    assert code == 0, err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_once_or_twice_ends_at_once_and_loses_nothing(place: Place, times: int) -> None:
    run = place.start("-o", "x.flac", slow_s=0.2)
    _wait_until(lambda: place.spoken().total() > 4)
    for _ in range(times):
        os.killpg(run.pid, signal.SIGINT)
        time.sleep(0.05)
    _, err = run.communicate(timeout=180)
    assert run.returncode == 130, err
    assert err.splitlines()[-1] == "narrate: stopped; what was spoken is kept for the next run"
    assert "Traceback" not in err
    assert not (place.folder / "x.flac").exists()
    assert not list(place.folder.rglob("*.part*"))
    assert place.run("-o", "x.flac")[0] == 0
    assert place.spoken().total() - len(place.spoken()) <= WORKERS


def test_two_runs_on_one_store_at_once_make_equal_files(place: Place) -> None:
    runs = [place.start("-o", f"{name}.flac", slow_s=0.1, log=name) for name in ("one", "two")]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    one, two = ((place.folder / f"{name}.flac").read_bytes() for name in ("one", "two"))
    assert one == two
    spoken = place.spoken("one") + place.spoken("two")
    assert len(spoken) == SENTENCES
    assert max(spoken.values()) <= 2
    assert max(place.spoken("one").values()) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("This one hangs for ever.", "took longer than 3 s"),
        ("This one crashes badly.", "ended with code -11"),
        ("This one mumbles noise.", "wrote"),
    ],
)
def test_an_engine_that_misbehaves_is_named_and_the_rest_is_kept(
    place: Place, text: str, reason: str
) -> None:
    place.write(("The first one is well.", text, "The last one is well."))
    code, _, err = place.run("-o", "x.flac")
    assert code == 1
    assert err.count("\n") == 1
    assert text[:20] in err
    assert reason in err
    place.write(("The first one is well.", "Mended.", "The last one is well."))
    code, _, err = place.run("-o", "x.flac")
    assert code == 0, err
    assert place.spoken()["The first one is well."] == 1


def _mounted(place: Place, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount file systems nobody else sees."""
    if not shutil.which("unshare") or os.getuid() != 0:
        pytest.skip("only root may mount here")
    make = f"{sys.executable} -m narrate make talk.txt --voice tone --chapters none --store full"
    (place.folder / "full").mkdir()
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script.replace("MAKE", make)],
        cwd=place.folder,
        env=os.environ | {"XDG_CACHE_HOME": str(place.folder / "cache")},
        capture_output=True,
        text=True,
    )
    refused = "mount" in done.stderr and "denied" in done.stderr
    if refused or done.stderr.startswith("unshare:"):
        pytest.skip("mounting is not allowed here")
    return done


def test_a_full_disk_is_one_line_and_room_lets_it_go_on(place: Place) -> None:
    done = _mounted(
        place,
        "mount -t tmpfs -o size=200k none full || exit 9\n"
        "MAKE -o x.flac; echo code $?\n"
        "mount -o remount,size=20m full; MAKE -o x.flac; echo code $?; MAKE -o y.flac --store new",
    )
    assert done.stderr == "narrate: paragraph p" + done.stderr.partition("paragraph p")[2]
    assert done.stderr.count("\n") == 1
    assert "full: the clip store cannot be written: No space left on device" in done.stderr
    assert "code 1\nFile" in done.stdout
    assert "clips from earlier runs\ncode 0" in done.stdout
    both = [(place.folder / f"{name}.flac").read_bytes() for name in "xy"]
    assert both[0] == both[1]


def test_a_store_for_reading_only_serves_what_it_holds(place: Place) -> None:
    done = _mounted(
        place,
        "mount -t tmpfs none full || exit 9\n"
        "MAKE -o x.flac >/dev/null; mount -o remount,ro full; MAKE -o y.flac; echo code $?\n"
        "echo 'Something new.' >> talk.txt; MAKE -o z.flac; echo code $?",
    )
    assert f"{SENTENCES} clips from earlier runs\ncode 0\ncode 1\n" in done.stdout
    assert "full: the clip store cannot be written: Read-only file system" in done.stderr
    assert done.stderr.count("\n") == 1
