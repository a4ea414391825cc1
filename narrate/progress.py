"""How far a run is: a bar on a terminal, now and then a line elsewhere, always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from narrate.console import clock
from narrate.model import Clip, Timeline, Utterance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLAIN_EVERY_S = 5.0  # how often a run without a terminal says how far it is


@dataclass(slots=True)
class SpeechProgress:
    """How far speaking is: clips, seconds of sound, speed, and the time left.

    The time left follows from this run's own speed, in characters a second; clips that lay in
    the store cost nothing and don't count.
    """

    utterances: Sequence[Utterance]
    clips: int = 0
    audio_s: float = 0.0
    made_audio_s: float = 0.0
    made_characters: int = 0
    left_characters: int = 0
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left_characters = sum(len(u.spoken) for u in self.utterances)

    def add(self, clip: Clip) -> None:
        """Count a finished clip."""
        characters = len(clip.utterance.spoken)
        seconds = clip.length_samples / clip.sample_rate_hz
        self.clips += 1
        self.audio_s += seconds
        self.left_characters -= characters
        if not clip.kept:
            self.made_audio_s += seconds
            self.made_characters += characters

    def __str__(self) -> str:
        elapsed_s = max(time.monotonic() - self.started, 1e-3)
        parts = [f"{self.clips}/{len(self.utterances)} clips", f"{clock(self.audio_s)} of audio"]
        if self.made_characters:
            left_s = self.left_characters * elapsed_s / self.made_characters
            parts.append(f"{self.made_audio_s / elapsed_s:.1f}x real time")
            parts.append(f"{clock(left_s)} left")
        return ", ".join(parts)


class Unseen:
    """A watch that shows nothing."""

    @contextmanager
    def preparing(self, voice: str) -> Iterator[None]:
        """Say nothing."""
        yield

    def speaking(self, clips: Iterator[Clip], utterances: Sequence[Utterance]) -> Iterator[Clip]:
        """Pass clips on."""
        return clips

    @contextmanager
    def mixing(self, timeline: Timeline) -> Iterator[Callable[[int], None]]:
        """Take no notice."""
        yield lambda samples: None


class Progress:
    """A watch that shows how far speaking and mixing are."""

    @contextmanager
    def preparing(self, voice: str) -> Iterator[None]:
        """Say why nothing is spoken yet."""
        click.echo(f"preparing the voice {voice} for this quality, once", err=True)
        yield

    def speaking(self, clips: Iterator[Clip], utterances: Sequence[Utterance]) -> Iterator[Clip]:
        """Pass clips on and show clips done, sound made, speed and the time left."""
        progress = SpeechProgress(utterances)
        total = progress.left_characters
        with _shown("speaking", total) as show:
            for clip in clips:
                progress.add(clip)
                show(total - progress.left_characters, str(progress))
                yield clip

    @contextmanager
    def mixing(self, timeline: Timeline) -> Iterator[Callable[[int], None]]:
        """Show how much of the programme is written; a file that missed its loudness comes anew."""
        started, passes, last = time.monotonic(), 1, 0
        with _shown("mixing", timeline.length_samples) as show:

            def written(samples: int) -> None:
                nonlocal passes, last
                passes, last = passes + (samples < last), samples
                done_s = samples / timeline.sample_rate_hz
                all_s = done_s + (passes - 1) * timeline.length_s
                speed = all_s / (time.monotonic() - started + 1e-3)
                again = f"pass {passes}, " if passes > 1 else ""
                show(samples, f"{again}{clock(done_s)} of audio, {speed:.0f}x real time")

            yield written


def show_hearing(
    blocks: Iterable[NDArray[np.float32]], rate_hz: int, length_s: float
) -> Iterator[NDArray[np.float32]]:
    """Pass a sound on in blocks and show how much of it was heard."""
    samples, started = 0, time.monotonic()
    with _shown("hearing", max(1, round(length_s))) as show:
        for block in blocks:
            samples += len(block)
            heard_s = samples / rate_hz
            speed = heard_s / (time.monotonic() - started + 1e-3)
            show(round(heard_s), f"{clock(heard_s)} of {clock(length_s)}, {speed:.0f}x real time")
            yield block


@contextmanager
def _shown(what: str, total: int) -> Iterator[Callable[[int, str], None]]:
    """Give a function that is told how much of the total is done, and what to say of it."""
    if not sys.stderr.isatty():
        shown = time.monotonic()

        def say(done: int, text: str) -> None:
            nonlocal shown
            if time.monotonic() - shown >= _PLAIN_EVERY_S:
                shown = time.monotonic()
                click.echo(f"{what}: {text}", err=True)

        yield say
        return
    columns = (TextColumn(what), BarColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=max(total, 1))
        yield lambda done, text: bar.update(task, completed=done, description=text)
