"""A finished file to the loudspeaker, by whatever player the system has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from narrate.errors import EncodeError

_PLAYERS = (  # macOS, PipeWire, PulseAudio, ALSA, FFmpeg
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
)


def play(path: Path) -> None:
    """Play a WAV file and wait for its end.

    Raises:
        EncodeError: there is no player or no sound device.
    """
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return
    found = next((player for player in _PLAYERS if shutil.which(player[0])), None)
    if found is None:
        raise EncodeError("no audio player was found here; write a file instead with -o FILE")
    result = subprocess.run([*found, str(path)], capture_output=True, text=True, check=False)
    if result.returncode:
        lines = result.stderr.strip().splitlines() or [f"exit code {result.returncode}"]
        raise EncodeError(f"{found[0]} cannot play here ({lines[0]}); write a file with -o FILE")
