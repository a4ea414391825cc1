"""Utterances become clips in order, once each, whatever the engines do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from narrate.errors import ProfileError, SynthesisError
from narrate.tts import speak, workers
from narrate.tts.base import VoiceProfile
from narrate.tts.registry import engine_names, missing
from narrate.tts.synthesize import synthesize_clips

if TYPE_CHECKING:
    from tests.tts.conftest import Wayward

TEXTS = tuple(f"text number {number}" for number in range(30))


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_clips_come_in_order_and_are_kept(wayward: Wayward, workers: int) -> None:
    plan = wayward.plan(*TEXTS)
    arguments = (plan, wayward.profiles, wayward.store, wayward.finish, workers)
    clips = list(synthesize_clips(*arguments))
    assert [clip.utterance for clip in clips] == list(plan)
    assert not any(clip.kept for clip in clips)
    for clip in clips:
        audio = wayward.store.read(clip.key)
        assert (len(audio.samples), audio.sample_rate_hz) == (clip.length_samples, 8_000)
        assert clip.length_samples == 800 * len(clip.utterance.spoken)
        assert [word.text for word in clip.words] == [clip.utterance.spoken]
        assert clip.block_energies.tolist() == [0, 1, 2]
    again = list(synthesize_clips(*arguments))
    assert all(clip.kept for clip in again)
    assert [clip.key for clip in again] == [clip.key for clip in clips]
    assert sorted(wayward.spoken()) == sorted(TEXTS)


def test_workers_are_processes_and_end_with_the_run(wayward: Wayward) -> None:
    plan = wayward.plan(*(f"slow {number}" for number in range(6)))
    list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2))
    processes = wayward.processes()
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert not any(_alive(process) for process in processes)


def test_what_is_kept_starts_no_process(wayward: Wayward, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = wayward.plan(*TEXTS)
    list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 0))
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", lambda _self: 1 / 0)
    clips = list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2))
    assert all(clip.kept for clip in clips)


def test_equal_texts_are_spoken_once(wayward: Wayward) -> None:
    plan = wayward.plan("same", "other", "same", "same")
    clips = list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2))
    assert sorted(wayward.spoken()) == ["other", "same"]
    assert [clip.kept for clip in clips] == [False, False, True, True]
    assert clips[0].key == clips[2].key == clips[3].key != clips[1].key


def test_another_voice_or_finish_makes_another_clip(wayward: Wayward) -> None:
    other = {"w": replace(wayward.profiles["w"], voice="two")}
    finished = replace(wayward.store, finish_version="2")
    keys = {
        next(synthesize_clips(wayward.plan("x"), profiles, store, wayward.finish, 0)).key
        for profiles, store in (
            (wayward.profiles, wayward.store),
            (other, wayward.store),
            (wayward.profiles, finished),
        )
    }
    assert len(keys) == 3


def test_any_executor_will_do_and_is_left_open(wayward: Wayward) -> None:
    with ThreadPoolExecutor(2) as pool:
        plan = wayward.plan(*TEXTS)
        clips = synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2, pool)
        assert len(list(clips)) == len(TEXTS)
        assert pool.submit(int, "7").result() == 7


@pytest.mark.parametrize("order", ["die-once", "hang-once"])
def test_a_worker_that_fails_once_costs_one_retry(
    wayward: Wayward, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    # Only a hang needs a limit; a busy machine starts the next process late.
    monkeypatch.setattr(speak, "LIMIT_START_S", 8.0 if order == "hang-once" else 120.0)
    monkeypatch.setattr(speak, "LIMIT_PER_CHARACTER_S", 0.0)
    texts = [*TEXTS[:4], f"{order} here", *TEXTS[4:8]]
    plan = wayward.plan(*texts)
    clips = list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2))
    assert [clip.utterance.spoken for clip in clips] == texts
    assert sorted(wayward.spoken()) == sorted([*texts, f"{order} here"])


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("die", "ended by signal 11"),
        ("hang", "no answer within 6 s"),
        ("fail", "ZeroDivisionError"),
    ],
)
def test_what_fails_again_is_named_and_the_rest_is_kept(
    wayward: Wayward, monkeypatch: pytest.MonkeyPatch, order: str, reason: str
) -> None:
    monkeypatch.setattr(workers, "ATTEMPTS", 2)
    monkeypatch.setattr(speak, "LIMIT_START_S", 6.0 if order == "hang" else 120.0)
    monkeypatch.setattr(speak, "LIMIT_PER_CHARACTER_S", 0.0)
    text = f"{order} " + "x" * 60
    plan = wayward.plan("one", "two", text, "three")
    clips = synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2)
    assert [next(clips).utterance.spoken for _ in range(2)] == ["one", "two"]
    with pytest.raises(SynthesisError, match=reason) as caught:
        list(clips)
    message = str(caught.value)
    assert f"paragraph p3, voice 'w', \"{text[:39]}…\"" in message
    assert "\n" not in message
    assert wayward.spoken().count(text) == (1 if order == "fail" else 2)
    assert not any(_alive(process) for process in wayward.processes())


def test_closing_kills_at_once_and_keeps_what_is_done(wayward: Wayward) -> None:
    plan = wayward.plan("one", "two", "hang 1", "hang 2", *TEXTS)
    clips = synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2)
    first = next(clips)
    deadline = time.monotonic() + 20
    while "hang 2" not in wayward.spoken() and time.monotonic() < deadline:
        time.sleep(0.02)
    clips.close()  # type: ignore[attr-defined]
    assert not any(_alive(process) for process in wayward.processes())
    assert len(wayward.spoken()) == 4
    kept = list(synthesize_clips(plan[:2], wayward.profiles, wayward.store, wayward.finish, 0))
    assert [clip.kept for clip in kept] == [True, True]
    assert kept[0].key == first.key


def test_voices_are_checked_before_anything_is_spoken(wayward: Wayward) -> None:
    plan = wayward.plan("one") + wayward.plan("two", voice="nobody")
    with pytest.raises(ProfileError, match=r"no profile for voice 'nobody'; given are t, w"):
        list(synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 2))
    absent = {"w": replace(wayward.profiles["w"], voice="absent")}
    with pytest.raises(ProfileError, match="run: pip install nothing"):
        list(synthesize_clips(wayward.plan("x"), absent, wayward.store, wayward.finish, 2))
    assert wayward.spoken() == []


def test_a_store_that_cannot_be_written_is_named(wayward: Wayward) -> None:
    Path(str(wayward.store.shelf)).write_text("a file where the folder should be")
    with pytest.raises(SynthesisError, match=r"store: the clip store cannot be read"):
        list(
            synthesize_clips(
                wayward.plan("one"), wayward.profiles, wayward.store, wayward.finish, 0
            )
        )


def test_engines_from_outside_are_known_by_entry_point(wayward: Wayward) -> None:
    assert {"tone", "piper", "pyttsx3", "wayward"} <= set(engine_names())
    with pytest.raises(ProfileError, match=r"engine 'broken' .* cannot be loaded"):
        missing(VoiceProfile("b", "broken"))
    with pytest.raises(ProfileError, match=r"unknown engine 'wayword'; did you mean 'wayward'\?"):
        missing(VoiceProfile("b", "wayword"))


_INTERRUPTED = """
import sys, importlib
from narrate.model import Utterance
from narrate.tts.base import VoiceProfile
from narrate.tts.store import ClipStore, open_shelf
from narrate.tts.synthesize import synthesize_clips
if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    finish = importlib.import_module("wayward").finish
    plan = [Utterance(text, text, "w", 0, 0) for text in sys.argv[3:]]
    profiles = {"w": VoiceProfile("w", "wayward", voice="one")}
    store = ClipStore(open_shelf(sys.argv[2]), "1")
    try:
        list(synthesize_clips(plan, profiles, store, finish, 2))
    except KeyboardInterrupt:
        sys.exit(130)
"""


def _start(wayward: Wayward, *texts: str) -> subprocess.Popen[bytes]:
    program = wayward.folder / "interrupted.py"
    program.write_text(_INTERRUPTED)
    folders = (str(wayward.folder), str(wayward.store.shelf))
    return subprocess.Popen(
        [sys.executable, str(program), *folders, *texts],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_workers_end_when_the_run_is_killed(wayward: Wayward) -> None:
    run = _start(wayward, *(f"slow {number}" for number in range(200)))
    _wait_until(lambda: len(wayward.spoken()) > 4)
    run.kill()
    run.communicate()
    _wait_until(lambda: not any(_alive(process) for process in wayward.processes()))
    assert not any(_alive(process) for process in wayward.processes())
    assert len(wayward.spoken()) < 20
    plan = wayward.plan("slow 0", "slow 1")
    clips = synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 0)
    assert all(clip.kept for clip in clips)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_ctrl_c_ends_everything_at_once(wayward: Wayward) -> None:
    run = _start(wayward, "one", "hang 1", "hang 2", "two")
    _wait_until(lambda: len(wayward.spoken()) == 3)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to every process
    _, told = run.communicate(timeout=40)
    assert (run.returncode, told) == (130, b"")
    assert not any(_alive(process) for process in wayward.processes())
    plan = wayward.plan("one")
    (clip,) = synthesize_clips(plan, wayward.profiles, wayward.store, wayward.finish, 0)
    assert clip.kept
