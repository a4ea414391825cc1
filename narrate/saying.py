"""A sentence or two to the loudspeaker, on the same way as an episode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from narrate import pipeline
from narrate.audio.play import play
from narrate.casting import ListedVoice, cast_script
from narrate.errors import NarrateError
from narrate.model import Chapter, Episode, EpisodeInfo, Paragraph, Script
from narrate.outputs import check_writable
from narrate.replacing import scratch_folder
from narrate.settings import Settings
from narrate.text.language import guess_language

_SAMPLE = "This is the voice {name}. Would you listen to it for an hour? Here is how it reads."


def script_of_text(text: str, voice: str) -> Script:
    """Make a script of a sentence or two, without chapters, for `narrate say`."""
    words = text.split()
    info = EpisodeInfo(title=" ".join(words[:8]), language=guess_language([text]) or "en")
    script = Script(info, (Chapter("", (Paragraph(" ".join(words), id="p1"),)),))
    return cast_script(script, voice)


def play_script(planned: pipeline.Plan, settings: Settings, watch: pipeline.Watch) -> Episode:
    """Speak a short script to the loudspeaker."""
    with scratch_folder() as folder:
        episode = pipeline.make_audio(planned, folder / "speech.wav", settings, watch)
        play(episode.path)
    return episode


def sample_voices(
    voices: Iterable[ListedVoice], folder: Path, watch: pipeline.Watch
) -> Iterator[str]:
    """Have each voice that works here say a few words into a file of its own.

    Yields a line for each voice: the file, or what is missing or failed.

    Raises:
        EncodeError: the folder cannot be written to.
    """
    for voice in voices:
        name = voice.profile.name
        if voice.missing:
            yield f"{name}: {voice.missing}"
            continue
        path = folder / f"{name}.wav"
        check_writable(path)
        settings = Settings(voice=name)
        try:
            planned = pipeline.plan(script_of_text(_SAMPLE.format(name=name), name), settings)
            length_s = pipeline.make_audio(planned, path, settings, watch).timeline.length_s
        except NarrateError as error:
            yield f"{name}: {error}"
        else:
            yield f"{path}: {length_s:.1f} s"
