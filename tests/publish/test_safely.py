from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.errors import TagError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.safely import replacing
from narrate.publish.tag import publish

Sound = Callable[[str], Path]
ENDLESS = """
import sys
from pathlib import Path
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.tag import publish
path, marks = Path(sys.argv[1]), [ChapterMark("x" * 999, n, n + 1) for n in range(200)]
while True:
    for title in ("old", "new"):
        publish(path, EpisodeInfo(title), marks, 100)
        print(title, flush=True)
"""


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus"])
def test_a_kill_at_any_moment_leaves_one_of_the_two_files(form: str, sound: Sound) -> None:
    path, seen = sound(form), set()
    marks = [ChapterMark("x" * 999, n, n + 1) for n in range(200)]
    for title in ("old", "new"):
        publish(path, EpisodeInfo(title), marks, 100)
        seen.add(path.read_bytes())
    for delay_ms in (0, 3, 7, 16):
        command = [sys.executable, "-c", ENDLESS, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"old\n"
            time.sleep(delay_ms / 1000)
            process.kill()
        assert path.read_bytes() in seen


def test_an_interruption_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(b"old")

    def interrupt() -> None:
        with replacing(path) as new:
            new.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("x.mp3", b"old")]


def test_a_link_stays_a_link(sound: Sound, tmp_path: Path) -> None:
    path, link = sound("mp3"), tmp_path / "link.mp3"
    link.symlink_to(path)
    publish(link, EpisodeInfo("x"), [], 100)
    assert link.is_symlink()
    assert path.read_bytes()[:3] == b"ID3"


def test_rights_stay(sound: Sound) -> None:
    path = sound("mp3")
    path.chmod(0o640)
    publish(path, EpisodeInfo("x"), [], 100)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(TagError, match="the file is unchanged"), replacing(tmp_path / "no" / "x"):
        pass


def test_what_a_killed_run_left_goes_and_what_another_writes_stays(tmp_path: Path) -> None:
    """A part of a part is what dies when the sound is being written."""
    code = """
import os, sys
from pathlib import Path
from narrate.replacing import replacing
with replacing(Path(sys.argv[1])) as outer, replacing(outer) as inner:
    outer.touch(), inner.touch()
    print("ready", flush=True)
    sys.stdin.read() or os.kill(os.getpid(), 9)
"""
    path = tmp_path / "x.mp3"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        with replacing(path) as new:
            new.write_bytes(b"new")
        assert len(list(tmp_path.iterdir())) == 3
        process.kill()
    with replacing(path) as new:
        new.write_bytes(b"newer")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.mp3"]
