"""Whatever the engine, workers that are killed at work cost a retry each, never the run."""

from __future__ import annotations

import os
import signal
import sys
import wave
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from narrate.errors import SynthesisError
from narrate.model import Clip, Sound, Speech, Utterance
from narrate.tts.base import VoiceProfile
from narrate.tts.profile import load_profile
from narrate.tts.registry import missing, open_voice
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.store import ClipStore
from narrate.tts.synthesize import synthesize_clips

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")

KILLED = (signal.SIGKILL, signal.SIGSEGV)  # as by a lack of memory, and by the engine's own fault
TEXT = "It is one."
_PROGRAM = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"


def finish(speech: Speech) -> Sound:
    return Sound(speech, np.zeros(1, np.float32))


def finish_under_fire(folder: Path, signals: tuple[int, ...], speech: Speech) -> Sound:
    """End this process where a clip is made; once for each signal."""
    for number, each in enumerate(signals):
        shot = folder / f"{number}.shot"
        if not shot.exists():
            shot.touch()
            os.kill(os.getpid(), each)
    return finish(speech)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "said.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        samples = open_voice(VoiceProfile("t", "tone")).synthesize(TEXT).audio.samples
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture
def server(sound: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(sound.read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listener:
        Thread(target=listener.serve_forever, daemon=True).start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{listener.server_port}/v1")
        monkeypatch.setenv("no_proxy", "*")
        yield
        listener.shutdown()


def _profile(name: str, sound: Path) -> VoiceProfile:
    if name == "command":
        command = f'{sys.executable} -S -c "{_PROGRAM}" "{sound}" {{output}}'
        return VoiceProfile(name, name, options=(("command", command),))
    profile = VoiceProfile(name, name) if name == "openai" else load_profile(name)
    if lacking := missing(profile):
        pytest.skip(lacking)
    return profile


def _speak(profile: VoiceProfile, folder: Path, signals: tuple[int, ...]) -> Clip:
    store = ClipStore(FolderShelf(folder / "store"), "1")
    end = partial(finish_under_fire, folder, signals)
    plan = [Utterance(TEXT, TEXT, "v", 0, 0)]
    (clip,) = synthesize_clips(plan, {"v": profile}, store, end, 2)
    return clip


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("name", ["espeak", "joe", "kumo", "command", "openai", "tone"])
def test_two_workers_killed_at_one_clip_cost_no_more_than_retries(
    name: str, sound: Path, tmp_path: Path
) -> None:
    assert _speak(_profile(name, sound), tmp_path, KILLED).length_samples > 0
    assert len(list(tmp_path.glob("*.shot"))) == len(KILLED)


def test_a_clip_that_kills_every_worker_is_named(sound: Path, tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match=r'"It is one\.": .* signal 11 .*, 3 times in a row'):
        _speak(_profile("tone", sound), tmp_path, (signal.SIGSEGV,) * 3)
