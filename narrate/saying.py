"""A sentence or two to the loudspeaker, on the same way as an episode."""

from __future__ import annotations

import tempfile
from pathlib import Path

from narrate import pipeline
from narrate.audio.play import play
from narrate.casting import cast_script
from narrate.model import Chapter, EpisodeInfo, Paragraph, Script
from narrate.settings import Settings


def script_of_text(text: str, voice: str) -> Script:
    """Make a script of a sentence or two, without chapters, for `narrate say`."""
    words = text.split()
    info = EpisodeInfo(title=" ".join(words[:8]), language="en")
    script = Script(info, (Chapter("", (Paragraph(" ".join(words), id="p1"),)),))
    return cast_script(script, voice)


def play_script(script: Script, settings: Settings, watch: pipeline.Watch) -> None:
    """Speak a short script to the loudspeaker."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        planned = pipeline.plan(script, settings)
        play(pipeline.make_audio(planned, path, settings, watch).path)
