"""What is up to date stays; what is not is made anew; two runs do not disturb each other."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
Start = Callable[..., subprocess.Popen[str]]
UP_TO_DATE = "out/talk/talk.mp3 is up to date: nothing changed since it was made\n"
AUDIO = Path("out/talk/talk.mp3")


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    path.write_text("# A talk\n\n## One\n\nThe first thing.\n\n## Two\n\nThe second thing.\n")
    return path


def make(narrate: Run, *arguments: str | Path) -> str:
    code, out, err = narrate("make", *arguments, "--voice", "tone")
    assert code == 0, err
    return out


def test_nothing_changed_is_said_and_nothing_done(narrate: Run, talk: Path) -> None:
    make(narrate, talk)
    before = AUDIO.stat()
    assert make(narrate, talk) == UP_TO_DATE
    assert make(narrate, talk, "--workers", "1") == UP_TO_DATE
    assert AUDIO.stat() == before
    assert make(narrate, talk, "--overwrite") != UP_TO_DATE


def test_whatever_counts_makes_a_new_episode(narrate: Run, talk: Path, tmp_path: Path) -> None:
    make(narrate, talk)

    def made_anew(*options: str) -> bool:
        before = AUDIO.stat().st_mtime_ns
        return make(narrate, talk, *options) != UP_TO_DATE and AUDIO.stat().st_mtime_ns != before

    assert made_anew("--title", "Another")
    assert made_anew("--lufs", "-20")
    talk.write_text(talk.read_text() + "\nAnd a third.\n")
    assert made_anew()
    assert not made_anew()
    (tmp_path / "voices" / "lexicons").mkdir(parents=True)
    (tmp_path / "voices" / "lexicons" / "en.tsv").write_text("thing\tting\n")
    assert made_anew()
    Path("out/talk/timeline.json").unlink()
    assert made_anew()
    AUDIO.unlink()
    assert make(narrate, talk) != UP_TO_DATE
    assert AUDIO.exists()


def test_a_file_changed_by_others_is_not_replaced(narrate: Run, talk: Path) -> None:
    make(narrate, talk)
    assert narrate("retag", AUDIO, "--title", "My own title")[0] == 0
    code, _, err = narrate("make", talk, "--voice", "tone")
    assert code == 1
    assert "replace it with --overwrite" in err


def test_a_broken_record_only_costs_time(narrate: Run, talk: Path, tmp_path: Path) -> None:
    make(narrate, talk)
    (record,) = (tmp_path / "cache" / "narrate" / "builds").iterdir()
    for content in ("", "{}", "[]", '{"inputs": 1, "read": [[]], "made": 3, "told": []}'):
        record.write_text(content)
        assert make(narrate, talk, "--overwrite") != UP_TO_DATE
        assert make(narrate, talk) == UP_TO_DATE


def test_a_dry_run_of_what_is_up_to_date_says_so(narrate: Run, talk: Path) -> None:
    make(narrate, talk)
    assert "up to date" in make(narrate, talk, "--dry-run")


def wait_for(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_second_run_waits_and_finds_it_done(start_narrate: Start, talk: Path) -> None:
    runs = [start_narrate("make", talk, "--voice", "tone") for _ in range(2)]
    told = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    first, second = sorted(told, key=lambda pair: UP_TO_DATE in pair[0])
    assert UP_TO_DATE in second[0]
    assert UP_TO_DATE not in first[0]


def test_watching_makes_each_edit(start_narrate: Start, talk: Path, tmp_path: Path) -> None:
    audio, script = tmp_path / AUDIO, tmp_path / "out" / "talk" / "script.md"
    run = start_narrate("make", talk, "--voice", "tone", "--watch")
    try:
        wait_for(lambda: "Ctrl-C" in (run.stderr.readline() if run.stderr else ""))
        before = audio.stat().st_mtime_ns
        script.write_text(script.read_text().replace("second", "last"))
        wait_for(lambda: audio.stat().st_mtime_ns != before)
        os.kill(run.pid, signal.SIGINT)
        assert run.wait(60) == 130
    finally:
        run.kill()
        run.communicate()
    assert "last thing" in script.read_text()
