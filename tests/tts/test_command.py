"""Any program can be a voice: here a real one that hums."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from narrate.errors import ProfileError, SynthesisError
from narrate.tts.base import VoiceProfile
from narrate.tts.contract import VoiceContract
from narrate.tts.registry import fingerprint, missing, open_voice

# A buzz of 15 characters a second; only the standard library, so that it starts quickly.
_PROGRAM = """
import sys, wave
source, target, rate = sys.argv[1:]
text = sys.stdin.read() if source == "-" else open(source, encoding="utf-8").read()
with wave.open(sys.stdout.buffer if target == "-" else target, "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    buzz = (b"\\x00\\x10" * 20 + b"\\x00\\xf0" * 20) * round(13.3 * len(text) / float(rate))
    file.setnframes(len(buzz) // 2)
    file.writeframesraw(buzz)
"""


def _profile(command: str, **changes: float) -> VoiceProfile:
    profile = VoiceProfile("c", "command", options=(("command", f"{sys.executable} -S {command}"),))
    return replace(profile, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("program") / "hum me.py"
    path.write_text(_PROGRAM)
    return f"'{path}'"


@pytest.mark.usefixtures("_program")
class TestCommand(VoiceContract):
    has_words = False

    @pytest.fixture
    def _program(self, program: str) -> None:
        type(self).profile = _profile(f"{program} {{text_file}} {{output}} {{rate}}")


def test_standard_input_and_output(program: str) -> None:
    by_files = open_voice(_profile(f"{program} {{text_file}} {{output}} 1")).synthesize("Hello.")
    by_pipes = open_voice(_profile(f"{program} - - 1")).synthesize("Hello.")
    assert len(by_pipes.audio.samples) == len(by_files.audio.samples) > 0


def test_text_is_an_argument_and_never_a_command(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"import sys; open({str(seen)!r}, 'w').write(sys.argv[1]); sys.exit(3)"
    text = f"$(touch {tmp_path}/no) `x` ; 'quoted' {{output}} | cat"
    with pytest.raises(SynthesisError, match="ended with code 3"):
        open_voice(_profile(f'-c "{code}" {{text}}')).synthesize(text)
    assert seen.read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["seen"]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("-c 'import sys; sys.exit(\"no voice today\")'", "ended with code 1: no voice today"),
        ("-c 'print(5)'", "wrote holds no sound"),
        ("-c 'pass' {output}", "wrote holds no sound"),
    ],
)
def test_programs_that_fail(command: str, message: str) -> None:
    with pytest.raises(SynthesisError, match=message):
        open_voice(_profile(command)).synthesize("text")


def test_a_program_that_hangs_is_ended() -> None:
    options = (
        ("command", f"{sys.executable} -c 'import time; time.sleep(60)'"),
        ("timeout_s", "1"),
    )
    with pytest.raises(SynthesisError, match="took longer than 1 s"):
        open_voice(VoiceProfile("c", "command", options=options)).synthesize("text")


def test_senseless_profiles(program: str) -> None:
    absent = VoiceProfile("c", "command", options=(("command", "surely-not-installed {text}"),))
    assert missing(absent) == "the program surely-not-installed is not installed"
    with pytest.raises(ProfileError, match="option 'command' is missing"):
        missing(VoiceProfile("c", "command"))
    with pytest.raises(ProfileError, match="No closing quotation"):
        missing(VoiceProfile("c", "command", options=(("command", "x 'y"),)))
    with pytest.raises(ProfileError, match="no place for the pace"):
        open_voice(_profile(f"{program} - - 1", rate=1.5))
    for option in (("timeout_s", "0"), ("sample_rate_hz", "1"), ("timeout_s", "nan")):
        with pytest.raises(ProfileError, match=f"option {option[0]} = .* is not a number from"):
            open_voice(VoiceProfile("c", "command", options=(("command", sys.executable), option)))
    assert fingerprint(_profile("a")) != fingerprint(_profile("b"))
