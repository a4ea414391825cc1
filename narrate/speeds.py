"""To learn how fast this machine speaks and mixes, so that a run can be foretold.

What was learned lies in the user's cache folder: per voice (and number of workers) how long a
character takes to speak and how long it sounds, and per format how fast sound is mixed.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.caches import cache_path
from narrate.model import Clip, Timeline, Utterance
from narrate.replacing import replacing

if TYPE_CHECKING:
    from narrate.pipeline import Watch

CHARACTERS_PER_S = 15.0  # of English speech
FIRST_SPEEDS = {"kokoro": 3.0, "pyttsx3": 200.0, "tone": 500.0}  # times real time, on two cores
FIRST_SPEED = 13.0  # other voices: what Piper reaches
FIRST_MIXING = 80.0

_FEWEST_CHARACTERS = 500  # a shorter run is mostly the time to start
_SHORTEST_S = 60.0  # of sound, likewise
_NEWEST = 0.5  # the share of the last run in what is kept


@dataclass(frozen=True, slots=True)
class Pace:
    """How a voice speaks here, per character of its text."""

    work_s: float
    sound_s: float

    def blend(self, newer: Pace) -> Pace:
        """Move towards what was measured last."""
        return Pace(
            self.work_s + _NEWEST * (newer.work_s - self.work_s),
            self.sound_s + _NEWEST * (newer.sound_s - self.sound_s),
        )


def first_pace(engine: str) -> Pace:
    """Return a guess for a voice that never spoke here."""
    sound_s = 1 / CHARACTERS_PER_S
    return Pace(sound_s / FIRST_SPEEDS.get(engine, FIRST_SPEED), sound_s)


class Speeds:
    """What was learned in earlier runs; what cannot be read or written is as if not learned."""

    def __init__(self) -> None:
        self.voices: dict[str, Pace] = {}
        self.mixing: dict[str, float] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            known = json.loads(_path().read_text(encoding="utf-8"))
            self.mixing = {form: float(speed) for form, speed in known["mixing"].items()}
            voices = known["voices"].items()
            self.voices = {voice: Pace(*map(float, pace)) for voice, pace in voices}

    def save(self) -> None:
        """Keep all for the next run."""
        voices = {voice: (pace.work_s, pace.sound_s) for voice, pace in self.voices.items()}
        with contextlib.suppress(OSError):
            _path().parent.mkdir(parents=True, exist_ok=True)
            with replacing(_path()) as part:
                part.write_text(json.dumps({"voices": voices, "mixing": self.mixing}))


def _path() -> Path:
    return cache_path("speeds.json")


class Learning:
    """A watch that learns from a run and shows it to another watch."""

    def __init__(
        self,
        watch: Watch,
        voices: Mapping[str, tuple[str, Pace]],
        form: str,
        mixed: Callable[[], None],
    ) -> None:
        """Take for each voice the name to learn it by, and its pace as far as known.

        `mixed` is called when the file is whole, before it takes its place.
        """
        self._watch, self._voices, self._form, self._mixed = watch, voices, form, mixed
        self._all_new = True

    def preparing(self, voice: str) -> AbstractContextManager[None]:
        """Show that a voice is made ready."""
        return self._watch.preparing(voice)

    def speaking(self, clips: Iterator[Clip], utterances: tuple[Utterance, ...]) -> Iterator[Clip]:
        """Pass clips on; learn the pace of the voices that spoke some."""
        characters, sound_s = defaultdict[str, int](int), defaultdict[str, float](float)
        started = time.monotonic()
        for clip in self._watch.speaking(clips, utterances):
            self._all_new &= not clip.kept
            if not clip.kept:
                voice = clip.utterance.voice
                characters[voice] += len(clip.utterance.spoken)
                sound_s[voice] += clip.length_samples / clip.sample_rate_hz
            yield clip
        self._learn(characters, sound_s, time.monotonic() - started)

    def _learn(
        self, characters: Mapping[str, int], sound_s: Mapping[str, float], took_s: float
    ) -> None:
        """Give each voice the share of the time that it was expected to take."""
        if sum(characters.values()) < _FEWEST_CHARACTERS:
            return
        expected = {v: self._voices[v][1].work_s * count for v, count in characters.items()}
        speeds = Speeds()
        for voice, count in characters.items():
            name, _ = self._voices[voice]
            share_s = took_s * expected[voice] / sum(expected.values())
            measured = Pace(share_s / count, sound_s[voice] / count)
            known = speeds.voices.get(name)
            speeds.voices[name] = known.blend(measured) if known else measured
        speeds.save()

    @contextmanager
    def mixing(self, timeline: Timeline) -> Iterator[Callable[[int], None]]:
        """Show how much is written; learn how fast a programme of new clips is mixed."""
        started = time.monotonic()
        with self._watch.mixing(timeline) as written:
            yield written
        self._mixed()
        if self._all_new and timeline.length_s >= _SHORTEST_S:
            speeds = Speeds()
            measured = timeline.length_s / (time.monotonic() - started)
            known = speeds.mixing.get(self._form, measured)
            speeds.mixing[self._form] = known + _NEWEST * (measured - known)
            speeds.save()
