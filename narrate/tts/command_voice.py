"""To speak with any program that takes text and makes a sound file.

    [options]
    command = "flite -voice rms -f {text_file} -o {output}"

The line is split into arguments as a shell would split it, but no shell runs it. In each
argument these are replaced: `{text_file}` and `{output}` by paths, `{text}` by the text itself,
`{voice}` and `{language}` by those of the profile, and the pace by `{rate}` (2 is twice as fast),
`{length}` (its inverse) or `{words_per_minute}`. Without `{text}` and `{text_file}` the program
gets the text on its standard input, without `{output}` its standard output is the sound.
"""

from __future__ import annotations

import hashlib
import shlex
import shutil
import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError, SynthesisError
from narrate.model import Speech
from narrate.replacing import scratch_folder
from narrate.tts.base import VoiceProfile
from narrate.tts.decode import decode_speech
from narrate.tts.options import check_options, number_option, text_option
from narrate.tts.pcm import FULL_SCALE, clean_text, make_speech, shift_pitch, to_int16

VERSION = "1"  # change it whenever the samples change for other reasons than the program's

OPTIONS = ("command", "sample_rate_hz", "timeout_s")
SAMPLE_RATE_HZ = 22_050.0
TIMEOUT_S = 120.0  # a program that needs longer for a sentence is told so in its profile
NORMAL_RATE_WPM = 160
_RATES_HZ = 4_000, 192_000

_PACE = ("{rate}", "{length}", "{words_per_minute}")


class CommandVoice:
    """A program, run once for each text."""

    def __init__(self, profile: VoiceProfile) -> None:
        self._profile = profile
        self._arguments = _arguments(profile)
        self._timeout_s = _timeout_s(profile)
        rate_hz = number_option(profile, "sample_rate_hz", SAMPLE_RATE_HZ, *_RATES_HZ)
        self.sample_rate_hz = int(rate_hz)

    def synthesize(self, text: str) -> Speech:
        """Run the program on a text; when its words are heard it does not say.

        Raises:
            SynthesisError: the program failed, took too long or made no sound file.
        """
        text = clean_text(text)
        if not any(character.isalnum() for character in text):
            return make_speech(np.zeros(0, np.int16), self.sample_rate_hz)
        with scratch_folder() as folder:
            pcm = self._run(text, folder)
        samples = pcm.astype(np.float32) / np.float32(FULL_SCALE)
        shifted = shift_pitch(samples, self.sample_rate_hz, self._profile.pitch)
        return make_speech(to_int16(shifted, self._profile.volume), self.sample_rate_hz)

    def close(self) -> None:
        """Nothing is held between texts."""

    def _run(self, text: str, folder: Path) -> NDArray[np.int16]:
        text_file, output = folder / "text.txt", folder / "speech.wav"
        text_file.write_text(text, "utf-8")
        arguments = self._fill({"{text}": text, "{text_file}": text_file, "{output}": output})
        takes_input = not any("{text" in argument for argument in self._arguments)
        name = self._arguments[0]
        try:
            done = subprocess.run(
                arguments,
                input=text.encode() if takes_input else b"",
                capture_output=True,
                check=True,
                timeout=self._timeout_s,
            )
        except subprocess.CalledProcessError as cause:
            told = cause.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            message = f"{name} ended with code {cause.returncode}: {' '.join(told)[:200]}"
            raise SynthesisError(message.rstrip(": ")) from cause
        except subprocess.TimeoutExpired as cause:
            raise SynthesisError(f"{name} took longer than {self._timeout_s:g} s") from cause
        except OSError as cause:
            raise SynthesisError(f"{name} cannot be run: {cause.strerror or cause}") from cause
        source = output if "{output}" in " ".join(self._arguments) else done.stdout
        return decode_speech(source, self.sample_rate_hz, f"what {name} wrote")

    def _fill(self, places: dict[str, object]) -> list[str]:
        # Raising the pitch afterwards shortens the sound, so it is made that much longer.
        rate = self._profile.rate / self._profile.pitch
        places |= {
            "{voice}": self._profile.voice,
            "{language}": self._profile.language,
            "{rate}": f"{rate:.4g}",
            "{length}": f"{1 / rate:.4g}",
            "{words_per_minute}": round(NORMAL_RATE_WPM * rate),
        }
        arguments = []
        for argument in self._arguments:
            for place in [place for place in places if place in argument]:
                argument = argument.replace(place, str(places[place]))
            arguments.append(argument)
        return arguments


def open_voice(profile: VoiceProfile) -> CommandVoice:
    """Return a voice that runs the profile's program.

    Raises:
        ProfileError: the command or an option makes no sense, or it has no place for the pace.
    """
    check_options(profile, OPTIONS)
    return CommandVoice(profile)


def missing(profile: VoiceProfile) -> str:
    """Say whether the program is not installed."""
    program = _arguments(profile)[0]
    return "" if shutil.which(program) else f"the program {program} is not installed"


def patience_s(profile: VoiceProfile) -> float:
    """Return what the program may take, and once more for a smaller part."""
    return 2 * _timeout_s(profile)


def _timeout_s(profile: VoiceProfile) -> float:
    return number_option(profile, "timeout_s", TIMEOUT_S, least=0.1)


def fingerprint(profile: VoiceProfile) -> str:
    """Name the command and the program's file; what else shapes its sound is not known."""
    program = shutil.which(_arguments(profile)[0]) or ""
    facts = Path(program).stat() if program else None
    state = f"{facts.st_size} {facts.st_mtime_ns}" if facts else ""
    options = repr((VERSION, profile.options, profile.voice, profile.language, state))
    return hashlib.sha256(options.encode()).hexdigest()


def _arguments(profile: VoiceProfile) -> list[str]:
    command = text_option(profile, "command")
    try:
        arguments = shlex.split(command)
    except ValueError as cause:
        raise ProfileError(f"voice {profile.name!r}: command {command!r}: {cause}") from cause
    if not arguments:
        raise ProfileError(f"voice {profile.name!r}: the option 'command' is missing")
    paced = any(place in command for place in _PACE)
    if not paced and (profile.rate != 1.0 or profile.pitch != 1.0):
        raise ProfileError(
            f"voice {profile.name!r}: its command has no place for the pace, such as {{rate}}"
        )
    return arguments
