"""What the user sees: progress, tables, messages. Everything but results goes to stderr."""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from narrate.casting import ListedVoice
from narrate.model import Clip, Episode, Inspection, Loudness, Script, Utterance

_CHARACTERS_PER_S = 15.0  # of speech at normal speed, to guess a length before speaking
_PLAIN_EVERY_S = 5.0  # how often a run without a terminal says how far it is


def clock(seconds: float) -> str:
    """Write a length or a time as h:mm:ss or m:ss."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


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


def watch_speech(clips: Iterator[Clip], utterances: Sequence[Utterance]) -> Iterator[Clip]:
    """Pass clips on and show progress: a bar on a terminal, now and then a line elsewhere."""
    progress = SpeechProgress(utterances)
    show = _show_bar if sys.stderr.isatty() else _show_lines
    yield from show(clips, progress)


def _show_bar(clips: Iterable[Clip], progress: SpeechProgress) -> Iterator[Clip]:
    columns = (TextColumn("speaking"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=progress.left_characters or 1)
        for clip in clips:
            progress.add(clip)
            done = len(clip.utterance.spoken)
            bar.update(task, advance=done, description=str(progress))
            yield clip


def _show_lines(clips: Iterable[Clip], progress: SpeechProgress) -> Iterator[Clip]:
    shown = time.monotonic()
    for clip in clips:
        progress.add(clip)
        if time.monotonic() - shown >= _PLAIN_EVERY_S:
            shown = time.monotonic()
            click.echo(f"speaking: {progress}", err=True)
        yield clip


def watch_quietly(clips: Iterator[Clip], utterances: Sequence[Utterance]) -> Iterator[Clip]:
    """Pass clips on and show nothing."""
    return clips


def show_notes(notes: Iterable[str]) -> None:
    """Print what the user should know."""
    for note in notes:
        if note:
            click.echo(f"narrate: {note}", err=True)


def show_plan(script: Script, path: Path, utterances: Sequence[Utterance]) -> None:
    """Print what a run would make, without making it."""
    guess_s = sum(len(u.spoken) / _CHARACTERS_PER_S + u.pause_after_ms / 1000 for u in utterances)
    clips = Counter(u.chapter for u in utterances)
    table = Table.grid(padding=(0, 2))
    table.add_row("File", f"{path} (nothing was written)")
    table.add_row("Title", script.info.title)
    table.add_row("Length", f"about {clock(guess_s)}, {len(utterances)} clips")
    for n, chapter in enumerate(script.chapters):
        words = sum(len(p.text.split()) for p in chapter.paragraphs)
        row = f"{chapter.title or '(no title)'}: {words} words, {clips[n]} clips"
        table.add_row("Chapters" if n == 0 else "", row)
    table.add_row("Voice", ", ".join(dict.fromkeys(u.voice for u in utterances)))
    show_table(table)


def show_episode(episode: Episode, seconds_taken: float) -> None:
    """Print the closing table: file, length, chapters, loudness, voice, time taken."""
    timeline = episode.timeline
    rate = timeline.sample_rate_hz
    length_s = timeline.length_s
    loudness = episode.loudness
    table = Table.grid(padding=(0, 2))
    table.add_row("File", str(episode.path))
    table.add_row("Length", clock(length_s))
    for n, mark in enumerate(timeline.marks):
        label = "Chapters" if n == 0 else ""
        table.add_row(label, f"{clock(mark.start_sample / rate):>7}  {mark.title}")
    table.add_row(
        "Loudness",
        f"{loudness.integrated_lufs:.1f} LUFS, true peak {loudness.true_peak_dbtp:.1f} dBTP",
    )
    table.add_row("Voice", ", ".join(episode.voices))
    speed = f", {length_s / seconds_taken:.1f}x real time" if episode.spoken_clips else ""
    kept = f"; {episode.kept_clips} clips from earlier runs" if episode.kept_clips else ""
    table.add_row("Time taken", f"{seconds_taken:.1f} s{speed}{kept}")
    show_table(table)


def voices_as_json(voices: Sequence[ListedVoice]) -> list[dict[str, Any]]:
    """Return listed voices as JSON values."""
    keys = ("name", "engine", "voice", "language", "license", "description")
    return [
        {key: getattr(listed.profile, key) for key in keys}
        | {"works": not listed.missing, "missing": listed.missing}
        for listed in voices
    ]


def show_voices(voices: Sequence[ListedVoice]) -> None:
    """Print voices with what is missing for those that do not work here."""
    table = Table("Voice", "Engine", "Language", "Works here", "Licence", "About", box=None)
    for listed in voices:
        profile = listed.profile
        works = f"no: {listed.missing}" if listed.missing else "yes"
        about = (profile.language, works, profile.license, profile.description)
        table.add_row(profile.name, profile.engine, *about)
    show_table(table)


def inspection_as_json(found: Inspection, loudness: Loudness) -> dict[str, Any]:
    """Return what a file holds as JSON values; null where a figure does not exist."""
    cover = dict(zip(("mime", "width", "height", "bytes"), found.cover or (), strict=False))
    return {
        "format": found.container,
        "codec": found.codec,
        "duration_s": round(found.duration_s, 6),
        "sample_rate_hz": found.sample_rate_hz,
        "channels": found.channels,
        "bitrate": found.bit_rate,
        "chapters": [
            {"title": title, "start_s": round(start_s, 6), "end_s": round(end_s, 6)}
            for title, start_s, end_s in found.chapters
        ],
        "tags": dict(found.tags),
        "cover": cover or None,
        "loudness": {
            "integrated_lufs": _finite(loudness.integrated_lufs),
            "range_lu": _finite(loudness.range_lu),
            "true_peak_dbtp": _finite(loudness.true_peak_dbtp),
        },
    }


def show_inspection(path: Path, found: Inspection, loudness: Loudness) -> None:
    """Print what a file holds."""
    table = Table.grid(padding=(0, 2))
    table.add_row("File", str(path))
    table.add_row(
        "Format", f"{found.container} ({found.codec}), {found.bit_rate / 1000:.0f} kbit/s"
    )
    table.add_row("Sound", f"{found.sample_rate_hz} Hz, {found.channels} channel(s)")
    table.add_row("Length", clock(found.duration_s))
    figures = f"{loudness.integrated_lufs:.1f} LUFS, range {loudness.range_lu:.1f} LU"
    table.add_row("Loudness", f"{figures}, true peak {loudness.true_peak_dbtp:.1f} dBTP")
    for n, (title, start_s, _) in enumerate(found.chapters):
        table.add_row("Chapters" if n == 0 else "", f"{clock(start_s):>7}  {title}")
    for key, value in found.tags:
        table.add_row(key.replace("_", " ").capitalize(), value)
    if found.cover:
        mime, width, height, size = found.cover
        table.add_row("Cover", f"{mime}, {width} x {height}, {size} bytes")
    show_table(table)


def _finite(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None


def show_table(table: Table) -> None:
    """Print a table on stdout: fitted to a terminal, never cut elsewhere."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000
    console.print(table, soft_wrap=not console.is_terminal)
