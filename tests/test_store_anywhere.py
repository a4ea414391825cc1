"""`--store` and `narrate cache` as users call them, with real servers and runs side by side."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.tts.leases import FOLDER
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.shelves.remote import RemoteShelf
from tests.conftest import S3, Sftp

Run = Callable[..., tuple[int, str, str]]
Start = Callable[..., subprocess.Popen[str]]

VOICE = ("--voice", "tone", "--workers", "1")  # speaks here, without another process
TEXT = "".join(f"This is sentence number {n} of a short talk.\n\n" for n in range(8))


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _clips(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.clip"))


def _make(narrate: Run, talk: Path, name: str, *more: str) -> tuple[str, str]:
    code, out, err = narrate("make", talk, *VOICE, "-o", name, *more)
    assert code == 0, err
    return out, err


@pytest.mark.parametrize("kind", ["s3", "sftp", "memory", "file"])
def test_a_store_anywhere_gives_the_same_bytes_and_speaks_nothing_twice(
    narrate: Run, talk: Path, tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    if kind == "s3":
        url = f"{request.getfixturevalue('s3').bucket()}/clips"
    elif kind == "sftp":
        sftp: Sftp = request.getfixturevalue("sftp")
        url = f"{sftp.url}/{tmp_path.name}"
    else:
        url = f"{kind}://{tmp_path}/store"
    _make(narrate, talk, "local.wav")
    out, _ = _make(narrate, talk, "far.wav", "--store", url)
    assert "from earlier runs" not in out
    assert Path("far.wav").read_bytes() == Path("local.wav").read_bytes()
    for copy in _clips(Path("cache/narrate/copies")):
        copy.unlink()  # as on another machine
    out, _ = _make(narrate, talk, "again.wav", "--store", url)
    assert f"{len(_clips(Path('cache/narrate/clips')))} clips from earlier runs" in out
    assert Path("again.wav").read_bytes() == Path("local.wav").read_bytes()
    code, out, err = narrate("cache", "--store", url, "--by-voice", "--max-size", "0")
    assert code == 0, err
    assert out.startswith("dropped 8")
    assert "hush" not in out


def test_the_store_can_stand_in_the_settings(narrate: Run, talk: Path) -> None:
    Path("narrate.toml").write_text('store = "kept"\n[make]\nvoice = "tone"\n')
    assert narrate("make", talk)[0] == 0
    assert _clips(Path("kept"))
    code, out, _ = narrate("cache", "--by-voice")
    assert code == 0
    assert out.startswith(f"kept: {len(_clips(Path('kept')))} clips, ")
    assert "Used   within a day" in out
    assert "Voice  tone" in out
    assert narrate("say", "Hello.", "--voice", "tone", "-o", "x.wav")[0] == 0
    Path("narrate.toml").write_text('stroe = "kept"\n')
    assert narrate("make", talk)[0] == 1


def test_damage_is_mended_and_said(narrate: Run, talk: Path) -> None:
    _make(narrate, talk, "whole.wav")
    first, second, third, fourth, *_ = _clips(Path("cache"))
    first.write_bytes(first.read_bytes()[:-1])
    second.write_bytes(b"")
    content = bytearray(third.read_bytes())
    content[len(content) // 2] ^= 1
    third.write_bytes(content)
    fourth.write_bytes(b"a foreign file")
    _, err = _make(narrate, talk, "mended.wav")
    assert "narrate: 4 damaged clips were spoken again" in err
    assert Path("mended.wav").read_bytes() == Path("whole.wav").read_bytes()
    first.write_bytes(b"")
    assert "1 damaged clip was spoken again" in _make(narrate, talk, "mended.wav", "--overwrite")[1]
    assert "damaged" not in _make(narrate, talk, "mended.wav", "--overwrite")[1]


def test_a_damaged_copy_is_fetched_anew(narrate: Run, talk: Path, s3: S3) -> None:
    url = s3.bucket()
    _make(narrate, talk, "whole.wav", "--store", url)
    copy = _clips(Path("cache"))[0]
    copy.write_bytes(b"")
    _, err = _make(narrate, talk, "again.wav", "--store", url)
    assert "damaged" not in err
    assert copy.stat().st_size
    far = RemoteShelf(url)
    name = copy.relative_to(copy.parent.parent).as_posix()
    far.put(name, b"broken far away")
    copy.unlink()
    assert "1 damaged clip was spoken again" in _make(narrate, talk, "x.wav", "--store", url)[1]
    assert far.get(name) == copy.read_bytes()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sftp://ann:hush@127.0.0.1:9/x", "narrate: sftp://127.0.0.1:9/x: cannot be"),
        ("s9://x", "narrate: s9://x: is no place for a store"),
        ("/dev/null/x", "narrate: /dev/null/x: the clip store cannot be written: Not a directory"),
    ],
)
def test_a_store_that_cannot_be_reached_is_one_clear_line(
    narrate: Run, talk: Path, url: str, message: str
) -> None:
    code, _, err = narrate("make", talk, *VOICE, "--store", url)
    assert code == 1
    assert err.startswith(message)
    assert err.count("\n") == 1
    assert not list(Path("out").rglob("*.mp3"))


def test_a_running_job_keeps_its_clips(narrate: Run, start_narrate: Start, talk: Path) -> None:
    talk.write_text(TEXT * 12, encoding="utf-8")  # equal sentences: few clips, a longer episode
    _make(narrate, talk, "before.flac")
    shelf = FolderShelf(Path("cache/narrate/clips"))
    run = start_narrate("make", talk, *VOICE, "-o", "during.flac")
    while run.poll() is None and not list(shelf.scan(FOLDER)):
        time.sleep(0.01)
    dropped = []  # as long as the job says that it runs
    while list(shelf.scan(FOLDER)):
        told = narrate("cache", "--max-size", "0")[1]
        if list(shelf.scan(FOLDER)):
            dropped.append(told)
    err = run.communicate()[1]
    assert run.returncode == 0, err
    assert dropped
    assert not [told for told in dropped if re.search(r"dropped .* clips?\b", told)]
    assert Path("during.flac").read_bytes() == Path("before.flac").read_bytes()
    assert narrate("cache", "--max-size", "0")[0] == 0
    assert not _clips(Path("cache/narrate/clips"))
