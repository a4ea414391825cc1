"""A dry run says what would be done and how long it takes, from what earlier runs taught."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    says = "\n\n".join(f"This is sentence number {n}, which nobody needs." for n in range(40))
    path.write_text(f"# A talk\n\n{says}\n")
    return path


def rows(narrate: Run, *arguments: str | Path) -> dict[str, str]:
    code, out, err = narrate("make", *arguments, "--voice", "tone", "--dry-run")
    assert code == 0, err
    return dict(re.findall(r"^(\w.*?) {2,}(.*\S)", out, re.MULTILINE))


def seconds(told: str) -> int:
    minutes, rest = re.findall(r"(\d+):(\d\d)", told)[0]
    return int(minutes) * 60 + int(rest)


def test_what_is_kept_is_not_spoken_again(narrate: Run, talk: Path) -> None:
    before = rows(narrate, talk)
    assert before["To speak"] == "40 clips"
    assert narrate("make", talk, "--voice", "tone")[0] == 0
    assert rows(narrate, talk)["File"] == "out/talk/talk.mp3 (up to date)"
    talk.write_text(talk.read_text() + "\nAnd one more.\n")
    assert rows(narrate, talk)["To speak"] == "1 clip, 40 kept from earlier runs"


def test_lengths_and_speeds_are_learned(narrate: Run, talk: Path, tmp_path: Path) -> None:
    code, _, _ = narrate("make", talk, "--voice", "tone", "--format", "wav")
    assert code == 0
    made_s = json.loads(Path("out/talk/timeline.json").read_text())["duration_s"]
    learned = json.loads((tmp_path / "cache" / "narrate" / "speeds.json").read_text())
    ((work_s, _),) = learned["voices"].values()
    assert work_s > 0
    assert learned["mixing"]["wav"] > 1
    talk.write_text(talk.read_text().replace("sentence", "utterance"))  # all other clips
    assert seconds(rows(narrate, talk)["Length"]) == pytest.approx(made_s, rel=0.1)


def test_a_broken_memory_is_as_good_as_none(narrate: Run, talk: Path, tmp_path: Path) -> None:
    first = rows(narrate, talk)
    memory = tmp_path / "cache" / "narrate" / "speeds.json"
    memory.parent.mkdir(parents=True, exist_ok=True)
    for content in ("", "[]", '{"voices": {"x": 3}, "mixing": {}}', '{"mixing": {"mp3": "fast"}}'):
        memory.write_text(content)
        assert rows(narrate, talk) == first
