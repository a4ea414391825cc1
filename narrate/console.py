"""What the user reads when a command is done: tables on stdout, notes on stderr."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.model import Episode, Inspection, Loudness, Script

if TYPE_CHECKING:
    from rich.table import Table

    from narrate.audio.acx import Acx
    from narrate.casting import ListedVoice
    from narrate.forecast import Forecast
    from narrate.keeping import StoreReport
    from narrate.pipeline import Plan
    from narrate.text.ledger import Entry
    from narrate.text.unsure import UnsureWord
    from narrate.tts.prune import StoreSize


_LINES_AT_ONCE = 1000
_CHANNELS = {1: "mono", 2: "stereo"}


def clock(seconds: float) -> str:
    """Write a length or a time as h:mm:ss or m:ss."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def show_notes(notes: Iterable[str]) -> None:
    """Print what the user should know."""
    for note in notes:
        if note:
            click.echo(f"narrate: {note}", err=True)


def show_plan(planned: Plan, path: Path, forecast: Forecast | None) -> None:
    """Print what a run would make and how long it would take; no forecast: it is up to date."""
    clips = Counter(utterance.chapter for utterance in planned.utterances)
    table = make_table()
    table.add_row("File", f"{path} ({'nothing was written' if forecast else 'up to date'})")
    table.add_row("Title", planned.script.info.title)
    if forecast:
        table.add_row("Length", f"about {clock(forecast.sound_s)}")
        kept = f", {forecast.kept_clips} kept from earlier runs" if forecast.kept_clips else ""
        table.add_row("To speak", f"{count(forecast.speak_clips, 'clip')}{kept}")
        parts = f"{clock(forecast.speak_s)} to speak, {clock(forecast.mix_s)} to mix"
        table.add_row("Time", f"about {clock(forecast.speak_s + forecast.mix_s)}: {parts}")
    for n, chapter in enumerate(planned.script.chapters):
        words = sum(len(p.text.split()) for p in chapter.paragraphs)
        length = f"{count(words, 'word')}, {count(clips[n], 'clip')}"
        row = f"{chapter.title or '(no title)'}: {length}"
        table.add_row("Chapters" if n == 0 else "", row)
    table.add_row("Voice", ", ".join(planned.profiles))
    show_table(table)


def show_ledger(entries: Iterator[Entry]) -> None:
    """Print line by line what is spoken and what is not, with a sum of characters at the end."""
    sums: Counter[str] = Counter()
    while some := [*islice(entries, _LINES_AT_ONCE)]:  # a terminal is asked to show each echo
        rows = [(entry.line, entry.reason or "spoken", entry.text) for entry in some]
        click.echo("\n".join(f"{line}\t{reason}\t{text}" for line, reason, text in rows))
        for _, reason, text in rows:
            sums[reason] += len("".join(text.split()))
    told = ", ".join(f"{count} {reason}" for reason, count in sums.items())
    click.echo(f"{sums.total()} characters without white space: {told}", err=True)


def show_unsure(words: Sequence[UnsureWord]) -> None:
    """Print the words that a voice may say wrong."""
    if not words:
        show_notes(("no word here looks as if a voice would say it wrong",))
        return
    table = make_table("Word", "Times", "Why")
    for word in words:
        table.add_row(word.word, str(word.count), word.reason)
    show_table(table)


def chapter_starts(script: Script) -> Iterator[tuple[float, str]]:
    """Yield about when each chapter begins, in minutes of speech, and its title."""
    from narrate.text.terms import word_pieces
    from narrate.text.topics import WORDS_PER_MINUTE

    words = 0
    for chapter in script.chapters:
        yield words / WORDS_PER_MINUTE, chapter.title
        words += sum(len(word_pieces(paragraph.text)) for paragraph in chapter.paragraphs)


def tell_chapters(starts: Iterable[tuple[float, str]]) -> str:
    """Write the chapters that a text would get, and about when they begin."""
    rows = (f"about {clock(minutes * 60):>7}  {title or '(no title)'}" for minutes, title in starts)
    return "".join(f"{row}\n" for row in rows)


def show_episode(episode: Episode, seconds_taken: float, *, verbose: bool = False) -> None:
    """Print the closing table: file, length, chapters, loudness, voice, time taken."""
    timeline = episode.timeline
    rate = timeline.sample_rate_hz
    length_s = timeline.length_s
    loudness = episode.loudness
    table = make_table()
    table.add_row("File", str(episode.path))
    table.add_row("Length", clock(length_s))
    for n, mark in enumerate(timeline.marks):
        label = "Chapters" if n == 0 else ""
        table.add_row(label, f"{clock(mark.start_sample / rate):>7}  {mark.title}")
    table.add_row(
        "Loudness",
        f"{loudness.integrated_lufs:.1f} LUFS, true peak {loudness.true_peak_dbtp:.1f} dBTP",
    )
    if verbose:
        table.add_row("Limiter", _limiter(loudness))
    for n, (voice, speakers) in enumerate(_cast(episode).items()):
        table.add_row("Voice" if n == 0 else "", f"{voice}{f' ({speakers})' if speakers else ''}")
    speed = f", {length_s / seconds_taken:.1f}x real time" if episode.spoken_clips else ""
    kept_clips = count(episode.kept_clips, "clip")
    kept = f"; {kept_clips} from earlier runs" if episode.kept_clips else ""
    table.add_row("Time taken", f"{seconds_taken:.1f} s{speed}{kept}")
    show_table(table)


def _limiter(loudness: Loudness) -> str:
    """Say how much was turned down, and how the programme came to its loudness."""
    from narrate.audio.master import Mastered

    if not isinstance(loudness, Mastered):
        return "not known"
    done, gains_db = loudness.limiting, sorted(loudness.gains_db.items())
    share = done.limited_samples / max(1, done.total_samples)
    gains = ", ".join(f"{voice} {gain:+.1f} dB" for voice, gain in gains_db)
    tries = f"; made {loudness.tries} times" if loudness.tries > 1 else ""
    return f"acted on {share:.1%}, by {done.deepest_db:.1f} dB at most; gains: {gains}{tries}"


def _cast(episode: Episode) -> dict[str, str]:
    """Return who each voice speaks for, where there is more than one."""
    said = (cue.clip.utterance for cue in episode.timeline.cues)
    pairs = dict.fromkeys((u.voice, u.speaker) for u in said if u.voice in episode.voices)
    voices: dict[str, list[str]] = {}
    for voice, speaker in pairs:
        voices.setdefault(voice, []).append(speaker or "narrator")
    several = len(voices) > 1
    return {voice: ", ".join(names) if several else "" for voice, names in voices.items()}


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
    table = make_table()
    for listed in voices:
        profile = listed.profile
        table.add_row(profile.name, profile.description)
        made_by = ", ".join(part for part in (profile.engine, profile.language) if part)
        table.add_row("", f"{made_by}; licence: {profile.license or 'not told'}")
        if listed.missing:
            table.add_row("", f"does not work here: {listed.missing}")
    show_table(table)


def inspection_as_json(found: Inspection, loudness: Loudness, acx: Acx) -> dict[str, Any]:
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
        "acx": {
            "rms_db": round(acx.rms_db, 2),
            "peak_db": round(acx.peak_db, 2),
            "noise_floor_db": round(acx.noise_floor_db, 2),
            "head_s": round(acx.head_s, 3),
            "tail_s": round(acx.tail_s, 3),
            "faults": list(acx.faults),
        },
    }


def show_inspection(path: Path, found: Inspection, loudness: Loudness, acx: Acx) -> None:
    """Print what a file holds."""
    table = make_table()
    table.add_row("File", str(path))
    codec = "" if found.codec == found.container else f" ({found.codec})"
    table.add_row("Format", f"{found.container}{codec}, {found.bit_rate / 1000:.0f} kbit/s")
    channels = _CHANNELS.get(found.channels, f"{found.channels} channels")
    table.add_row("Sound", f"{found.sample_rate_hz} Hz, {channels}")
    table.add_row("Length", clock(found.duration_s))
    figures = f"{loudness.integrated_lufs:.1f} LUFS, range {loudness.range_lu:.1f} LU"
    table.add_row("Loudness", f"{figures}, true peak {loudness.true_peak_dbtp:.1f} dBTP")
    table.add_row("For ACX", "no: " + "; ".join(acx.faults) if acx.faults else "yes")
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


def show_store(report: StoreReport) -> None:
    """Print what a clip store holds, and what was dropped from it."""
    for size, what in ((report.dropped, "clip"), (report.dropped_pieces, "encoded piece")):
        if size.clips:
            click.echo(f"dropped {_size(size, what)}")
    click.echo(f"{report.where}: {_size(report.clips)}")
    if report.copies.clips:
        click.echo(f"beside it: {_size(report.copies, 'clip')} copied from stores elsewhere")
    if report.pieces.clips:
        click.echo(f"beside it: {_size(report.pieces, 'encoded piece')}")
    table = make_table()
    for label, parts in (("Used", report.by_use), ("Voice", report.by_voice)):
        shown = [(name, size) for name, size in parts if size.clips]
        for n, (name, size) in enumerate(shown):
            table.add_row("" if n else label, name or "(unknown)", _size(size))
    if table.row_count:
        show_table(table)


def _size(size: StoreSize, what: str = "clip") -> str:
    return f"{count(size.clips, what)}, {size.size_bytes / 1e6:.1f} MB"


def count(number: int, what: str) -> str:
    """Write a number of things, as in "1 clip" and "2 clips"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def make_table(*headings: str) -> Table:
    """Return an empty table; what draws it is imported only where one is shown."""
    from rich.table import Table

    return Table(*headings, box=None) if headings else Table.grid(padding=(0, 2))


def show_table(table: Table) -> None:
    """Print a table on stdout: fitted to a terminal, never cut elsewhere."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000
    with console.capture() as capture:
        console.print(table, soft_wrap=not console.is_terminal)
    for line in capture.get().splitlines():
        click.echo(line.rstrip())
