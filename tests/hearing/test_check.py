"""Damage that a listener would notice is listed at its place; sound speech is left alone."""

from __future__ import annotations

import json
import wave
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate import keeping
from narrate.cli import run
from narrate.hearing.recogniser import _made_up, open_recogniser
from narrate.hearing.windows import RATE_HZ, Window
from narrate.tts.profile import load_profile
from narrate.tts.registry import missing
from tests.conftest import Run

pytest.importorskip("faster_whisper")

SCRIPT = """---
title: The mill
language: en
voices:
  '*': joe
narrate: 1
---

# The mill

The old mill stood beside the river for two hundred years. In 2024 it was sold for
$3.5 million. {#a}

Every morning the baker walked across the bridge to fetch his flour. He never forgot to greet the
cat that slept on the wall. {#b}

One winter the water froze and the great wheel stopped. Nobody in the village could remember such
silence. {#c}

They lit a fire under the axle and waited until the ice began to crack. {#d}

In spring the children planted seven apple trees along the road to the station. {#e}
"""


@dataclass(frozen=True)
class Episode:
    folder: Path
    samples: NDArray[np.int16]
    rate: int

    def cue(self, start: str) -> Any:
        sheet = json.loads((self.folder / "timeline.json").read_text("utf-8"))
        return next(cue for cue in sheet["cues"] if cue["text"].startswith(start))

    def at(self, seconds: float) -> int:
        return round(seconds * self.rate)


def _write(path: Path, samples: NDArray[np.int16], rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    if missing(load_profile("joe")):
        pytest.skip(missing(load_profile("joe")))
    folder = tmp_path_factory.mktemp("mill")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "cache_path", lambda name: folder / name)
        script = folder / "script.md"
        script.write_text(SCRIPT, "utf-8")
        assert run(["-q", "make", str(script), "-o", str(folder / "out.wav")]) == 0
    made = folder / "made"
    made.mkdir()
    (folder / "out.script.md").rename(made / "script.md")
    sheet = json.loads((folder / "out.timeline.json").read_text("utf-8"))
    (made / "timeline.json").write_text(json.dumps(sheet | {"audio": "sound.wav"}), "utf-8")
    (folder / "out.wav").rename(made / "sound.wav")
    with wave.open(str(made / "sound.wav")) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return Episode(made, samples, file.getframerate())


@pytest.mark.engine
def test_sound_speech_has_no_faults(episode: Episode, narrate: Run) -> None:
    code, out, err = narrate("check", str(episode.folder), "--json", "--max-wer", "0")
    report = json.loads(out)
    assert (code, report["faults"]) == (0, []), err
    assert [voice["voice"] for voice in report["voices"]] == ["joe"]
    assert report["recogniser_differs"] < 0.25


@pytest.mark.engine
def test_clips_in_the_store_are_heard(
    episode: Episode, narrate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "cache_path", lambda name: episode.folder.parent / name)
    code, out, err = narrate("check", str(episode.folder / "script.md"))
    assert code == 0, err
    assert out.split()[-5:-2] == ["0", "0.00", "%"]


@pytest.mark.engine
def test_damage_is_listed_at_its_place(episode: Episode, narrate: Run, tmp_path: Path) -> None:
    samples = episode.samples.copy()
    winter, fire, spring = (episode.cue(start) for start in ("One winter", "They lit", "In spring"))
    silenced = next(word for word in winter["words"] if word["text"] == "wheel")
    samples[episode.at(silenced["start_s"]) : episode.at(silenced["end_s"])] = 0
    greet = episode.cue("He never")
    begin, after = episode.at(greet["start_s"]), episode.at(winter["start_s"])
    fourth, fifth = episode.at(fire["start_s"]), episode.at(spring["start_s"])
    swapped = (samples[:begin], samples[after:fourth], samples[fifth:], samples[fourth:fifth])
    _write(tmp_path / "sound.wav", np.concatenate(swapped), episode.rate)
    for name in ("script.md", "timeline.json"):
        (tmp_path / name).write_bytes((episode.folder / name).read_bytes())
    code, out, err = narrate("check", str(tmp_path), "--json", "--max-wer", "1")
    found = {fault["paragraph"]: fault for fault in json.loads(out)["faults"]}
    assert len(found) == len(json.loads(out)["faults"])
    assert code == 1
    assert "of the words are faulty" in err
    assert found.keys() in ({"b", "c", "d"}, {"b", "c", "e"})
    assert "He never forgot to greet the cat that slept on the wall." in found["b"]["text"]
    assert found["b"]["time_s"] == pytest.approx(greet["start_s"], abs=1)
    assert "wheel" in found["c"]["text"]
    moved = found.get("d") or found["e"]
    assert moved["kind"] == "moved"
    assert moved["words"] >= 10


@pytest.mark.engine
def test_sound_from_elsewhere_with_a_text(episode: Episode, narrate: Run, tmp_path: Path) -> None:
    _write(tmp_path / "reading.wav", episode.samples[: episode.at(14)], episode.rate)
    text = tmp_path / "text.txt"
    text.write_text(
        "The old mill stood beside the river for two hundred years. In 2024 it was sold for "
        "$3.5 million. The price was a scandal.\n",
        "utf-8",
    )
    sound = str(tmp_path / "reading.wav")
    code, out, err = narrate("check", sound, "--text", str(text), "--json")
    assert code == 0, err
    assert any("scandal" in fault["text"] for fault in json.loads(out)["faults"])
    code, _, err = narrate("check", sound)
    assert (code, "give its --text FILE" in err) == (1, True)


def test_what_cannot_be_checked(narrate: Run, tmp_path: Path) -> None:
    code, _, err = narrate("check", str(tmp_path / "gone.mp3"))
    assert (code, err.endswith("gone.mp3: no such file or folder\n")) == (1, True)
    script = tmp_path / "script.md"
    script.write_text(SCRIPT.replace("joe", "tone"), "utf-8")
    code, _, err = narrate("check", str(script))
    assert (code, "of its 8 clips are not spoken yet" in err) == (1, True), err
    (tmp_path / "x.wav").write_bytes(b"no sound")
    code, _, err = narrate("check", str(tmp_path / "x.wav"))
    assert (code, err.count("\n")) == (1, 1)
    _write(tmp_path / "x.wav", np.zeros(8000, np.int16), 8000)
    script.write_text(SCRIPT.replace("language: en", "language: de"), "utf-8")
    code, _, err = narrate("check", str(tmp_path / "x.wav"))
    assert (code, "hears English alone" in err, "--model" in err) == (1, True, True)
    code, _, err = narrate("check", str(tmp_path / "x.wav"), "--model", str(tmp_path))
    assert (code, "not a Whisper model" in err) == (1, True)


@pytest.mark.engine
def test_silence_loses_everything(narrate: Run, tmp_path: Path) -> None:
    (tmp_path / "script.md").write_text(SCRIPT, "utf-8")
    _write(tmp_path / "x.wav", np.zeros(80_000, np.int16), 8000)
    code, out, _ = narrate("check", str(tmp_path), "--json", "--max-wer", "50")
    report = json.loads(out)
    assert (code, report["error_rate"]) == (1, 1.0)


@pytest.mark.engine
def test_no_words_are_made_up_for_silence() -> None:
    """Whisper alone hears "You"; to chords it writes 192 words, which takes too long here."""
    silence = np.zeros(20 * RATE_HZ, np.float32)
    assert open_recogniser(None, "en").hear(Window(0, 0.0, silence)) == ()


@pytest.mark.parametrize(
    ("no_speech", "sure", "compression", "made_up"),
    [(0.83, -0.18, 10.9, True), (0.94, -0.78, 0.3, True), (0.01, -0.7, 10.9, False)],
)
def test_made_up_words_are_unsure_or_run_in_circles(
    no_speech: float, sure: float, compression: float, made_up: bool
) -> None:
    facts = SimpleNamespace(
        no_speech_prob=no_speech, avg_logprob=sure, compression_ratio=compression
    )
    assert _made_up(facts) is made_up
