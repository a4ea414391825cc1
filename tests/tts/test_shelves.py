"""Every kind of shelf keeps entries whole, and says in one line without secrets what fails."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import fsspec
import pytest

from narrate.errors import NarrateError, ProfileError, SynthesisError
from narrate.tts.shelves import Shelf, place, remote
from narrate.tts.shelves.copies import CopyingShelf
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.shelves.remote import RemoteShelf, without_credentials
from narrate.tts.store import open_shelf
from tests.conftest import S3, Sftp

KINDS = ("folder", "memory", "s3", "sftp", "copies")


@pytest.fixture(params=KINDS)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    if request.param == "folder":
        yield FolderShelf(tmp_path / "store")
    elif request.param == "memory":
        yield RemoteShelf(f"memory://{tmp_path.name}/clips")
    elif request.param == "sftp":
        sftp: Sftp = request.getfixturevalue("sftp")
        yield RemoteShelf(f"{sftp.url}/{tmp_path.name}")
    else:
        far = RemoteShelf(f"{request.getfixturevalue('s3').bucket()}/some/clips/")
        near = FolderShelf(tmp_path / "near")
        yield far if request.param == "s3" else CopyingShelf(far, near)


def test_what_is_put_comes_back_until_it_is_dropped(shelf: Shelf) -> None:
    names = ("ab/12.clip", "ab/13.clip", "cd/é 14.clip")
    for number, name in enumerate(names):
        shelf.put(name, b"old")
        shelf.put(name, bytes([number]) * 100)
    shelf.put("runs/me", b"running 1\n")
    assert shelf.get(names[1]) == b"\1" * 100
    assert shelf.get("ab/none") is None
    got = shelf.get_many((*names, "ab/none"))
    assert got == {name: bytes([number]) * 100 for number, name in enumerate(names)}
    assert {(e.name, e.size_bytes) for e in shelf.scan()} == {
        *((name, 100) for name in names),
        ("runs/me", 10),
    }
    assert [entry.name for entry in shelf.scan("runs")] == ["runs/me"]
    assert all(entry.used_s > 1.7e9 for entry in shelf.scan())
    assert dict(shelf.starts((*names, "ab/none"), 3)) == {n: c[:3] for n, c in got.items()}
    shelf.drop_many(("ab/12.clip", "ab/none"))
    shelf.drop_many(("runs/me",))
    shelf.drop("ab/none")
    assert {entry.name for entry in shelf.scan()} == {"ab/13.clip", "cd/é 14.clip"}
    assert shelf.get("ab/12.clip") is None
    assert shelf.get_many(()) == {}


def test_an_empty_shelf(shelf: Shelf) -> None:
    assert list(shelf.scan()) == list(shelf.scan("runs")) == []
    assert shelf.get("ab/12.clip") is None


def test_many_writers_at_once_leave_whole_entries(shelf: Shelf) -> None:
    def write(number: int) -> None:
        for _ in range(5):
            shelf.put("ab/12.clip", bytes([number]) * 50_000)

    writers = [Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    content = shelf.get("ab/12.clip")
    assert content in [bytes([number]) * 50_000 for number in range(4)]
    assert [entry.name for entry in shelf.scan()] == ["ab/12.clip"]


def test_copies_save_fetching(s3: S3, tmp_path: Path) -> None:
    url = s3.bucket()
    far = RemoteShelf(url)
    far.put("ab/1", b"one")
    shelf = open_shelf(url, tmp_path)
    assert shelf.get("ab/1") == b"one"
    far.drop("ab/1")
    assert shelf.get("ab/1") == b"one"
    assert shelf.shared().get("ab/1") is None
    shelf.drop("ab/1")
    assert shelf.get("ab/1") is None
    assert open_shelf("s3://other", tmp_path).near != shelf.near  # type: ignore[attr-defined]


def test_a_write_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_PATIENCE_S", 0.0)
    fs = fsspec.filesystem("file")
    root = f"{tmp_path}/"

    def broken(part: str, target: str) -> None:
        raise OSError("the line broke")

    monkeypatch.setattr(fs, "mv", broken)
    with pytest.raises(OSError, match="the line broke"):
        place.write(fs, root, "ab/1", b"x")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_broken_moment_costs_a_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_FIRST_WAIT_S", 0.01)
    shelf = RemoteShelf("memory://retry")
    shelf.put("ab/1", b"one")
    failures = [TimeoutError("slow"), ConnectionResetError("gone")]
    read = place.read

    def shaky(fs: object, root: str, name: str) -> bytes:
        if failures:
            raise failures.pop()
        return read(fs, root, name)

    monkeypatch.setattr(place, "read", shaky)
    assert shelf.get("ab/1") == b"one"
    assert not failures


def test_a_server_that_comes_back_is_found_again(tmp_path: Path, sftp: Sftp) -> None:
    shelf = RemoteShelf(f"{sftp.url}/{tmp_path.name}")
    shelf.put("ab/1", b"one")
    fs, _ = remote._open(shelf.url)
    fs.client.close()
    assert shelf.get("ab/1") == b"one"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://no-such-bucket-here/x", "cannot be written: The specified bucket does not exist"),
        ("sftp://ann:wrong@127.0.0.1:{port}/x", "cannot be opened: Authentication failed"),
        ("sftp://ann:hush@127.0.0.1:9/x", "cannot be written: .*Unable to connect to port 9"),
        ("s4://bucket/x", "Protocol not known: s4"),
        ("s3://bucket/[x", "cannot hold"),
        ("http://127.0.0.1:9/x", "cannot be written"),
    ],
)
def test_failures_are_one_line_without_secrets(
    s3: S3, sftp: Sftp, monkeypatch: pytest.MonkeyPatch, url: str, message: str
) -> None:
    monkeypatch.setattr(remote, "_PATIENCE_S", 0.0)
    with pytest.raises(NarrateError, match=message) as caught:
        RemoteShelf(url.format(port=sftp.port)).put("ab/1", b"x")
    told = str(caught.value)
    assert told.count("\n") == 0
    assert not any(secret in told for secret in ("hush", "wrong", s3.secret))
    assert "hush" not in repr(RemoteShelf(url))


def test_credentials_are_hidden_wherever_they_stand() -> None:
    text = "at sftp://ann:p@ss@host:22/x and az://c/p?sig=abc, see http://k:v@h"
    assert without_credentials(text) == "at sftp://host:22/x and az://c/p see http://h"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    remote._open.cache_clear()
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ProfileError, match=r"run: pip install 'narrate\[store\]'"):
        RemoteShelf("s3://bucket").get("x")


def test_folders_by_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a b").mkdir()
    for where in (tmp_path / "a b", str(tmp_path / "a b"), f"file://{tmp_path}/a%20b", "~/a b"):
        assert open_shelf(where) == FolderShelf(tmp_path / "a b")
    assert str(open_shelf("file://host/share/clips")) == "//host/share/clips"
    assert open_shelf("C:\\clips") == FolderShelf(Path("C:\\clips"))


def test_a_folder_needs_no_fsspec() -> None:
    code = (
        "import sys; from narrate.tts.store import open_shelf; open_shelf('x').get('y');"
        "sys.exit('fsspec' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.skipif(shutil.which("unshare") is None or os.getuid() != 0, reason="needs tmpfs")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys; from pathlib import Path\n"
        "from narrate.tts.shelves.folder import FolderShelf\n"
        "folder = Path(sys.argv[1])\n"
        "subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=100k', 'none', folder], check=True)\n"
        "shelf = FolderShelf(folder)\n"
        "shelf.put('ab/1', bytes(50_000))\n"
        "try: shelf.put('ab/2', bytes(80_000))\n"
        "except Exception as error: print(error)\n"
        "print([entry.name for entry in shelf.scan()])\n"
    )
    call = ["unshare", "--mount", sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(call, capture_output=True, text=True)
    if "permission" in done.stderr.lower() or done.stderr.startswith("unshare:"):
        pytest.skip("mounting is not allowed here")
    assert done.stdout.splitlines() == [
        f"{tmp_path}: the clip store cannot be written: No space left on device",
        "['ab/1']",
    ]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    (tmp_path / "ab" / "1.clip" / "deeper").mkdir(parents=True)
    with pytest.raises(SynthesisError, match="cannot be read"):
        shelf.get("ab/1.clip")
    with pytest.raises(SynthesisError, match="cannot be written"):
        shelf.put("ab/1.clip", b"x")
    (tmp_path / "ab").chmod(stat.S_IRWXU)
