"""Many inputs in one run: shared workers, and failures that stay where they happen."""

import multiprocessing.process
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from narrate.model import Source
from narrate.source import read_source
from narrate.text.script import read_script

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


def _voices(episode: str) -> dict[str, str]:
    script = Path(f"out/{episode}/script.md").read_text(encoding="utf-8")
    return dict(read_script(script, "script.md").voices)


def test_a_show_s_speakers_keep_their_voices_in_every_episode(
    narrate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices = tuple(f"tone:{name}" for name in "abcdefg")
    monkeypatch.setattr("narrate.casting.castable_voices", lambda _language: voices)
    monkeypatch.setattr("narrate.casting.default_voice", lambda _language: "tone:a")
    wav = ("--format", "wav", "--workers", "1")
    speakers = {"1": "Ann", "2": "Bo", "3": "Ann Bo", "4": "Cy Ann Di", "5": "Di Bo Eve Cy"}
    for name, names in speakers.items():
        turns = (f"{who}: Hello there, this is {who} speaking.\n" for who in names.split())
        Path(f"{name}.txt").write_text("".join(turns) * 3, encoding="utf-8")
    files = [f"{name}.txt" for name in speakers]
    assert narrate("make", *files[:3], *wav)[0] == 0
    assert _voices("1")["Ann"] == _voices("2")["Bo"] == "tone:a"  # who speaks alone has the best
    assert narrate("make", *files[3:], *wav)[0] == 0
    kept: dict[str, str] = {}
    for name in ("3", "4", "5"):
        cast = {who: _voices(name)[who] for who in speakers[name].split()}
        assert len(set(cast.values())) == len(cast)
        assert cast == {who: kept.setdefault(who, voice) for who, voice in cast.items()}
    assert _voices("3")["Ann"] == "tone:a"
    assert tomllib.loads(Path("out/cast.toml").read_text("utf-8")) == kept
    assert "up to date" in narrate("make", "4.txt", *wav)[1]
    Path("cast.toml").write_text('"Cy" = "tone:own"\n', encoding="utf-8")
    assert "up to date" not in narrate("make", "4.txt", *wav)[1]
    assert _voices("4")["Cy"] == "tone:own"


def test_a_single_run_or_a_dry_one_leaves_no_cast(narrate: Run) -> None:
    Path("a.txt").write_text("Ann: Hello.\nBo: Hello.\n" * 3, encoding="utf-8")
    assert narrate("make", "a.txt", "a.txt", "--dry-run")[0] == 1  # both would be one episode
    assert narrate("make", "a.txt", "--dry-run")[0] == 0
    assert not Path("out").exists()
