"""Many inputs in one run: shared workers, and failures that stay where they happen."""

import multiprocessing.process
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.model import Source
from narrate.source import read_source

Run = Callable[..., tuple[int, str, str]]


def _write(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(f"This is the text called {name}. It is short.\n", encoding="utf-8")


def test_several_inputs_share_workers(narrate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = multiprocessing.process.BaseProcess.start

    def count(process: multiprocessing.process.BaseProcess) -> None:
        started.append(process)
        start(process)

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", count)
    _write("a.txt", "b.txt", "c.txt", "folder/b.txt")
    inputs = ("a.txt", "b.txt", "folder/b.txt", "c.txt")
    code, out, err = narrate("make", *inputs, "--voice", "tone", "--format", "wav")
    assert code == 1
    assert "folder/b.txt: would become out/b/b.wav, as b.txt does" in err
    assert err.endswith("narrate: 1 of 4 inputs failed: folder/b.txt\n")
    assert [name for name in "abc" if f"out/{name}/{name}.wav" in out] == ["a", "b", "c"]
    assert len(started) <= (os.cpu_count() or 1)
    narrate("make", "c.txt", "--voice", "tone", "-o", "alone.wav")
    assert Path("alone.wav").read_bytes() == Path("out/c/c.wav").read_bytes()


def test_a_fault_of_our_own_stops_no_other_input(
    narrate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write("a.txt", "b.txt")

    def broken(name: str) -> Source:
        if name == "a.txt":
            raise ZeroDivisionError("of all things")
        return read_source(name)

    monkeypatch.setattr("narrate.cli_make.read_source", broken)
    code, _, err = narrate("make", "a.txt", "b.txt", "--voice", "tone")
    assert code == 1
    assert "a.txt: internal error (ZeroDivisionError: of all things)" in err
    assert Path("out/b/b.mp3").exists()


def test_all_well_is_said(narrate: Run) -> None:
    _write("a.txt", "b.txt")
    code, out, _ = narrate("make", "a.txt", "b.txt", "--voice", "tone")
    assert code == 0
    assert out.endswith("2 inputs done\n")
