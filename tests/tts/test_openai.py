"""Speech from a server, shown with a real one on this machine."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest

from narrate.errors import ProfileError, SynthesisError
from narrate.tts import http
from narrate.tts.again import CarefulSpeaker
from narrate.tts.base import VoiceProfile
from narrate.tts.contract import SPOKEN, VoiceContract
from narrate.tts.registry import fingerprint, missing, open_voice
from narrate.tts.speak import SpeechTask, time_limit_s

KEY = "sk-very-secret-0123456789"


@dataclass
class Server:
    """What it was asked, and what it shall answer instead of sound."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    failures: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    delay_s: float = 0.0
    slow_s: float = 0.0  # from one byte to the next


def _sound(wish: dict[str, Any]) -> bytes:
    voice = open_voice(VoiceProfile("t", "tone", rate=wish["speed"]))
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams((1, 2, voice.sample_rate_hz, 0, "NONE", ""))
        target.writeframes(voice.synthesize(wish["input"]).audio.samples.tobytes())
    return file.getvalue()


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(wish | {"path": self.path})
            server.keys.append(self.headers.get("Authorization"))
            answer = server.failures.pop(0) if server.failures else (200, {}, b"")
            if server.delay_s:  # the next test may have begun by then
                time.sleep(server.delay_s)
            code, headers, content = answer
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            content = content or (_sound(wish) if code == 200 else b"")
            with contextlib.suppress(ConnectionError):  # whoever asked may have given up
                if not server.slow_s:
                    self.wfile.write(content)
                    return
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    time.sleep(server.slow_s)

        def log_message(self, *_: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    server.url = f"http://127.0.0.1:{listener.server_port}/v1"
    yield server
    listener.shutdown()
    thread.join()
    listener.server_close()


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("OPENAI_BASE_URL", running.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(http, "FIRST_WAIT_S", 0.01)
    running.asked.clear()
    running.keys.clear()
    running.failures.clear()
    running.delay_s = running.slow_s = 0.0
    return running


@pytest.mark.usefixtures("server")
class TestServer(VoiceContract):
    profile = VoiceProfile("o", "openai", voice="nova")
    has_words = False


def test_asks_as_the_interface_wants(server: Server) -> None:
    options = (("instructions", "calmly"), ("model", "big"))
    profile = VoiceProfile("o", "openai", voice="nova", rate=1.5, options=options)
    open_voice(profile).synthesize("Hello there.")
    assert server.asked == [
        {
            "path": "/v1/audio/speech",
            "model": "big",
            "voice": "nova",
            "input": "Hello there.",
            "instructions": "calmly",
            "response_format": "wav",
            "speed": 1.5,
        }
    ]
    assert server.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize("code", [429, 500, 503])
def test_passing_trouble_is_waited_out(server: Server, code: int) -> None:
    server.failures += [(code, {}, b"")] * 3
    assert len(open_voice(TestServer.profile).synthesize(SPOKEN).audio.samples) > 0
    assert len(server.asked) == 4


def test_server_says_when_to_come_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("narrate.tts.http.time.sleep", waits.append)
    server.failures += [(429, {"Retry-After": "7"}, b""), (503, {"Retry-After": "9999"}, b"")]
    open_voice(TestServer.profile).synthesize("x")
    assert waits == [7, 60]
    assert http._asked_wait_s("Wed, 21 Oct 2015 07:28:00 GMT") < 0
    assert http._asked_wait_s("soon") == 0


def test_refusal_is_told_at_once_and_without_the_key(server: Server) -> None:
    told = json.dumps({"error": {"message": f"bad key {KEY},\nask for another"}}).encode()
    server.failures.append((401, {}, told))
    with pytest.raises(SynthesisError, match="answered 401: bad key ") as caught:
        open_voice(TestServer.profile).synthesize("x")
    assert len(server.asked) == 1
    seen: BaseException | None = caught.value
    while seen is not None:
        assert KEY not in str(seen)
        seen = seen.__cause__
    assert "\n" not in str(caught.value)


def test_gives_up_in_the_end(server: Server) -> None:
    server.failures += [(500, {}, b"oh no")] * 9
    profile = VoiceProfile("o", "openai", options=(("attempts", "3"),))
    with pytest.raises(SynthesisError, match=r"answered 500: oh no \(3 attempts\)"):
        open_voice(profile).synthesize("x")
    assert len(server.asked) == 3


def test_silence_of_the_server_has_an_end(server: Server) -> None:
    server.delay_s = 0.5
    profile = VoiceProfile("o", "openai", options=(("attempts", "2"), ("timeout_s", "0.1")))
    with pytest.raises(SynthesisError, match=r"gave no answer: .*timed out.* \(2 attempts\)"):
        open_voice(profile).synthesize("x")
    nobody = VoiceProfile("o", "openai", options=(("attempts", "1"), ("url", "http://127.0.0.1:9")))
    with pytest.raises(SynthesisError, match=r"gave no answer: .*refused"):
        open_voice(nobody).synthesize("x")


def test_key_does_not_follow_a_redirect(server: Server) -> None:
    server.failures.append((302, {"Location": f"{server.url}/elsewhere?{KEY}"}, b""))
    with pytest.raises(SynthesisError, match=r"answered 302: it has moved to .*/elsewhere\?\*\*\*"):
        open_voice(TestServer.profile).synthesize("x")
    assert len(server.keys) == 1


def _whole() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams((2, 2, 8_000, 0, "NONE", ""))
        target.writeframes(b"\x00\x10\x00\xf8" * 8_000)
    return file.getvalue()


WHOLE = _whole()
PAGE = f"\n<html>not what\nyou, {KEY}, think</html>".encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PAGE, "no sound: <html>not what you, ***, think</html>"),
        (b'{"error": "x"}', "no sound: x"),
        (b" ", "no sound: nothing"),
        (b'{"error": "\\u001b[2Ja\\u0000b"}', "no sound: [2Ja b"),
        (WHOLE[:20], "no sound that can be read"),
        (WHOLE[:20_000], "answer is cut short: 19956 of 32000 bytes"),
    ],
)
def test_answer_that_is_no_sound(server: Server, content: bytes, told: str) -> None:
    server.failures += [(200, {"Content-Type": "audio/wav"}, content)] * 5
    profile = VoiceProfile("o", "openai", options=(("attempts", "2"),))
    with pytest.raises(SynthesisError) as failure:
        open_voice(profile).synthesize("x")
    assert told in str(failure.value)
    assert str(failure.value).endswith("(2 attempts)")
    server.failures[1:] = []
    assert len(open_voice(profile).synthesize("x").audio.samples) > 0


def test_answers_of_another_kind(server: Server) -> None:
    server.failures.append((200, {}, WHOLE))
    stereo = open_voice(TestServer.profile).synthesize("x")
    assert len(stereo.audio.samples) == pytest.approx(24_000, abs=100)
    streamed = WHOLE[:40] + b"\xff\xff\xff\xff" + WHOLE[44:]
    server.failures.append((200, {}, streamed))
    assert len(open_voice(TestServer.profile).synthesize("x").audio.samples) > 0


def test_an_answer_of_silence_is_refused_at_once(server: Server) -> None:
    server.failures.append((200, {}, WHOLE[:44] + bytes(len(WHOLE) - 44)))
    with pytest.raises(SynthesisError, match=r"answer is nothing but silence, 1\.0 s of it"):
        open_voice(TestServer.profile).synthesize("Hello there.")
    assert len(server.asked) == 1


@pytest.mark.parametrize("slow_s", [0.0, 0.05])
def test_answers_that_break_off_or_never_end(server: Server, slow_s: float) -> None:
    server.slow_s = slow_s
    server.failures.append((200, {"Content-Length": str(len(WHOLE) + 9)}, WHOLE[:40]))
    options = (("attempts", "1"), ("timeout_s", "0.5" if slow_s else "5"))
    with pytest.raises(SynthesisError, match="gave no answer"):
        open_voice(VoiceProfile("o", "openai", options=options)).synthesize("x")


def test_a_server_that_refuses_all_is_not_asked_for_parts(server: Server) -> None:
    text = "This is a sentence, which could be spoken in two parts, if that were of any use."
    for code, asked in ((401, 1), (422, 3)):
        server.asked.clear()
        server.failures[:] = [(code, {}, b"")] * 3
        speaker = CarefulSpeaker(open_voice(TestServer.profile), TestServer.profile)
        with pytest.raises(SynthesisError, match=f"answered {code}"):
            speaker.speak(text)
        assert len(server.asked) == asked


def test_workers_wait_as_long_as_the_engine() -> None:
    def limit_s(engine: str, **options: str) -> float:
        profile = VoiceProfile("x", engine, options=tuple(options.items()))
        return time_limit_s(SpeechTask(profile, "x" * 100, "", cast(Any, None), cast(Any, None)))

    assert limit_s("openai", attempts="3", timeout_s="500") > 3 * 500 + 2 * http.LONGEST_WAIT_S
    assert limit_s("command", command="x", timeout_s="1000") > 2000
    assert limit_s("tone") < 300


def test_fingerprint_knows_server_and_model_but_not_the_key(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = TestServer.profile
    usual = fingerprint(profile)
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    assert fingerprint(profile) == usual
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere/v1")
    assert fingerprint(profile) != usual


def test_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert missing(TestServer.profile).startswith("set OPENAI_API_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert missing(TestServer.profile) == ""
    for url in ("ftp://x/v1", "nonsense", "http://[::1/v1", "http://x:99999/v1", "http://x y/v1"):
        with pytest.raises(ProfileError, match="not an http"):
            missing(VoiceProfile("o", "openai", options=(("url", url),)))
    with pytest.raises(ProfileError, match="key belongs into OPENAI_API_KEY") as caught:
        missing(VoiceProfile("o", "openai", options=(("url", f"http://me:{KEY}@x/v1"),)))
    assert KEY not in str(caught.value)
