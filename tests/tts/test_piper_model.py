"""A Piper model is edited once, kept whole, and speaks the same in every quality's own way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import psutil
import pytest

from narrate.audio.condition import Finish
from narrate.errors import ProfileError
from narrate.model import Clip, Speech, Utterance
from narrate.tts.base import QUALITIES, VoiceProfile
from narrate.tts.piper_model import RECIPE, find_model, open_session
from narrate.tts.prepared import model_digest, prepared_path
from narrate.tts.profile import load_profile
from narrate.tts.registry import at_quality, fingerprint, is_prepared, missing, open_voice
from narrate.tts.store import ClipStore, open_shelf
from narrate.tts.synthesize import synthesize_clips

JOE = load_profile("joe")
TEXT = "Is it near? Yes, we walked along the quiet river, and then we rested. Look!"

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(missing(JOE) != "", reason=missing(JOE)),
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "narrate" / "models"


@pytest.fixture(scope="module")
def readings() -> dict[str, Speech]:
    """The same text in each quality."""
    return {quality: open_voice(at_quality(JOE, quality)).synthesize(TEXT) for quality in QUALITIES}


def _levels_db(speech: Speech) -> np.ndarray:
    frames = speech.audio.samples[: len(speech.audio.samples) // 441 * 441].reshape(-1, 441)
    energies = (frames.astype(float) / 32_768) ** 2
    return np.asarray(10 * np.log10(energies.mean(axis=1) + 1e-12))


def test_qualities_differ_in_samples_but_not_in_timing(readings: dict[str, Speech]) -> None:
    full, fast, draft = (readings[quality] for quality in QUALITIES)
    assert len({speech.audio.samples.tobytes() for speech in (full, fast, draft)}) == 3
    for other in (fast, draft):
        assert len(other.audio.samples) == len(full.audio.samples)
        assert [w.text for w in other.words] == TEXT.split()
        pairs = zip(full.words, other.words, strict=True)
        apart = [abs(a.start_sample - b.start_sample) for a, b in pairs]
        assert max(apart) < 0.03 * full.audio.sample_rate_hz


def test_qualities_keep_the_level_and_quiet_pauses(readings: dict[str, Speech]) -> None:
    full = _levels_db(readings["full"])
    speech, pauses = full > full.max() - 25, full < -75
    assert pauses.sum() >= 5
    for quality, floor_db in (("fast", -70), ("draft", -65)):
        levels = _levels_db(readings[quality])
        assert np.median(levels[speech]) == pytest.approx(np.median(full[speech]), abs=1.5)
        assert np.median(levels[pauses]) <= floor_db


def test_quality_is_part_of_the_fingerprint() -> None:
    assert len({fingerprint(at_quality(JOE, quality)) for quality in QUALITIES}) == 3
    assert at_quality(JOE, "full") == JOE
    tone = load_profile("tone")
    assert at_quality(tone, "fast") == tone


def test_unknown_quality() -> None:
    with pytest.raises(ProfileError, match="no quality 'best'; known are full, fast, draft"):
        open_voice(replace(JOE, options=(("quality", "best"),)))


def test_two_processes_may_make_it_at_once(cache: Path) -> None:
    program = (
        "import hashlib, sys\n"
        "from narrate.tts.profile import load_profile\n"
        "from narrate.tts.registry import open_voice\n"
        "voice = open_voice(load_profile('joe'))\n"
        "samples = voice.synthesize('One after the other.').audio.samples\n"
        "sys.stdout.write(hashlib.sha256(samples.tobytes()).hexdigest())\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(2)
    ]
    assert len({process.communicate(timeout=300)[0] for process in both}) == 1
    assert [process.returncode for process in both] == [0, 0]
    assert [path.suffix for path in cache.iterdir()] == [".ort"]


def test_damaged_file_is_made_again_and_outdated_ones_go(cache: Path) -> None:
    model = find_model(JOE)
    open_session(model, "full")
    kept = prepared_path(model_digest(model), "full", RECIPE)
    content = kept.read_bytes()
    outdated = kept.with_name(kept.name.replace("-full-", "-full-0-"))
    for damaged in (content[: len(content) // 2], os.urandom(4096)):
        kept.unlink()
        kept.write_bytes(damaged)
        outdated.touch()
        assert open_session(model, "full").get_inputs()
        assert kept.stat().st_size == len(content)
        assert not outdated.exists()


def test_no_room_for_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ProfileError, match="the voice's model cannot be kept: Not a directory"):
        open_voice(JOE)


def test_a_model_of_another_kind_is_said(cache: Path, tmp_path: Path) -> None:
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1])
    node = onnx.helper.make_node("Identity", ["x"], ["y"])
    made = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [1])
    path = tmp_path / "other.onnx"
    onnx.save(onnx.helper.make_model(onnx.helper.make_graph([node], "g", [value], [made])), path)
    with pytest.raises(ProfileError, match="a Piper model: it takes no input, input_lengths"):
        open_session(path, "full")


def test_what_is_no_model_is_said(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_bytes(b"no model")
    (tmp_path / "text.onnx.json").write_text(
        find_model(JOE).with_name(f"{find_model(JOE).name}.json").read_text("utf-8")
    )
    profile = VoiceProfile("text", "piper", voice=str(tmp_path / "text.onnx"))
    assert is_prepared(profile)
    assert not is_prepared(at_quality(profile, "fast"))
    with pytest.raises(ProfileError, match=r"text\.onnx cannot be opened as a Piper model"):
        open_voice(profile)
    assert not cache.exists()


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("{}", "model.onnx.json does not describe a Piper model: 'num_symbols' is missing"),
        ('{"num_symbols": 1}', "is missing"),
        ("[1]", "model.onnx.json does not describe a Piper model: it is no table"),
        ("{", "cannot be read"),
    ],
)
def test_what_describes_no_model_is_said(tmp_path: Path, description: str, told: str) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not looked at")
    (tmp_path / "model.onnx.json").write_text(description)
    with pytest.raises(ProfileError, match=told):
        open_voice(replace(JOE, voice=str(tmp_path / "model.onnx")))


def test_a_killed_worker_costs_one_retry_and_changes_no_sample(tmp_path: Path) -> None:
    texts = [f"This is sentence {number}, and it ends here." for number in range(8)]
    plan = tuple(Utterance(text, text, "joe", 0, 0) for text in texts)
    samples = []
    for workers in (0, 2):
        store = ClipStore(open_shelf(tmp_path / str(workers)), "1")
        clips: list[Clip] = []
        for clip in synthesize_clips(plan, {"joe": JOE}, store, Finish(), workers):
            if workers and not clips:
                os.kill(_worker_processes()[-1].pid, signal.SIGSEGV)
            clips.append(clip)
        samples.append([store.read(clip.key).samples.tobytes() for clip in clips])
    assert samples[0] == samples[1]


def _worker_processes() -> list[psutil.Process]:
    """The processes of the pool; another child keeps track of shared resources."""
    children = psutil.Process().children()
    return [child for child in children if any("spawn_main" in word for word in child.cmdline())]
