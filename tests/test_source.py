"""What the user names is read whole, or one line says why not."""

import os
import sys
import threading
from pathlib import Path

import pytest

from narrate import source
from narrate.cli_options import describe_failure
from narrate.errors import InputError
from narrate.source import read_source

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes are files elsewhere")


def test_a_file_of_several_pieces_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_AT_ONCE", 3)
    (tmp_path / "a.txt").write_bytes(b"We went on.")
    assert read_source(str(tmp_path / "a.txt")).data == b"We went on."


@POSIX
def test_what_never_ends_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_MOST_BYTES", 2_000_000)
    with pytest.raises(InputError, match=r"^/dev/zero: is longer than 2 MB; give it in parts$"):
        read_source("/dev/zero")


@POSIX
def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"This came by a pipe.",))
    writer.start()
    assert read_source(str(pipe)).data == b"This came by a pipe."
    writer.join()


def test_a_lack_of_memory_is_told_in_one_line() -> None:
    assert describe_failure(MemoryError()).startswith("there is not enough memory")
