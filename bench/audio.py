"""Ready clips to a finished file: narrate's mixer beside FFmpeg's concat and pydub's joining.

narrate resamples, levels, limits, encodes, then decodes the file again to measure it; ffmpeg
joins ready 44.1 kHz WAV clips and encodes them at the same bit rate, nothing else; pydub joins
the same clips into one WAV file with `+=`. Each run is a process of its own; memory is its
largest resident set. The last column compares where the last clip is heard, decoded by FFmpeg's
libraries, with the timeline. Processor seconds count more than the clock on a shared machine.

    python bench/audio.py [--hours 1 3] [--forms mp3 m4b opus flac wav] [--join-hours 1 3]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from narrate.audio.arrange import SAMPLE_RATE_HZ, arrange
from narrate.audio.condition import Finish
from narrate.audio.decode import opened, planes
from narrate.audio.forms import FORMS
from narrate.audio.kweight import FULL_SCALE
from narrate.audio.master import render
from narrate.model import Audio, Clip, Speech, Timeline, Utterance

TEXT = Path(__file__).parent.parent / "examples" / "karen-hao.txt"
PAUSE_MS = 500
CODECS = {  # FFmpeg's arguments for what narrate writes
    "mp3": ["-f", "mp3", "-c:a", "libmp3lame", "-compression_level", "7"],
    "m4b": ["-f", "mp4", "-c:a", "aac", "-aac_coder", "fast", "-movflags", "+faststart"],
    "opus": ["-f", "ogg", "-c:a", "libopus"],
    "flac": ["-f", "flac", "-c:a", "flac"],
    "wav": ["-f", "wav", "-c:a", "pcm_s16le", "-rf64", "auto"],
}


@dataclass(frozen=True)
class Run:
    wall_s: float
    cpu_s: float
    peak_mib: float


def measured(command: list[str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed: {os.waitstatus_to_exitcode(status)}")
    cpu_s = usage.ru_utime + usage.ru_stime
    return Run(time.perf_counter() - started, cpu_s, usage.ru_maxrss / 1024)


def write_wave(path: Path, samples: np.ndarray, rate_hz: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())


def read_wave(path: Path) -> Audio:
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return Audio(samples, file.getframerate())


def make_clips(folder: Path) -> None:
    """Speak the example, a clip a sentence: as the voice gives it, and ready at 44.1 kHz."""
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    voice = open_voice(load_profile("espeak"))
    text = TEXT.read_text(encoding="utf-8").replace("\n", " ")
    for number, sentence in enumerate(text.split(". ")[:40]):
        audio = Finish()(voice.synthesize(sentence)).speech.audio
        write_wave(folder / f"{number:02}.own.wav", audio.samples, audio.sample_rate_hz)
        ready = soxr.resample(audio.samples, audio.sample_rate_hz, SAMPLE_RATE_HZ)
        write_wave(folder / f"{number:02}.ready.wav", ready, SAMPLE_RATE_HZ)
    silence = np.zeros(SAMPLE_RATE_HZ * PAUSE_MS // 1000, np.int16)
    write_wave(folder / "pause.wav", silence, SAMPLE_RATE_HZ)


def programme(folder: Path, hours: float, form: str = "wav") -> tuple[Timeline, dict[str, Audio]]:
    sounds, clips = {}, []
    for path in sorted(folder.glob("*.own.wav")):
        sound = Finish()(Speech(read_wave(path)))
        audio = sounds[path.name] = sound.speech.audio
        utterance = Utterance("", "", "espeak", PAUSE_MS, 0)
        size, rate_hz = audio.samples.size, audio.sample_rate_hz
        clips.append(Clip(utterance, path.name, size, rate_hz, sound.block_energies))
    once_s = sum(clip.length_samples / clip.sample_rate_hz + PAUSE_MS / 1000 for clip in clips)
    unit = FORMS[form].unit_samples(SAMPLE_RATE_HZ)
    rounds = round(hours * 3600 / once_s)
    return arrange(clips * rounds, ["All"], SAMPLE_RATE_HZ, unit_samples=unit), sounds


def render_here(folder: Path, form: str, hours: float) -> None:
    timeline, sounds = programme(folder, hours, form)
    made = render(timeline, sounds.__getitem__, folder / f"out.{form}", form)
    print(made, file=sys.stderr)


def join_here(folder: Path, hours: float) -> None:
    from pydub import AudioSegment

    joined = AudioSegment.empty()
    pause = AudioSegment.from_wav(folder / "pause.wav")
    clips = [AudioSegment.from_wav(path) for path in sorted(folder.glob("*.ready.wav"))]
    while len(joined) < hours * 3_600_000:
        for clip in clips:
            joined += clip
            joined += pause
    joined.export(folder / "out.wav", format="wav")


def offset_ms(folder: Path, form: str, hours: float) -> float:
    """Decode what narrate wrote; return how far from its place the last clip is."""
    timeline, sounds = programme(folder, hours, form)
    cue = timeline.cues[-1]
    start_s = cue.start_sample / timeline.sample_rate_hz - 0.5
    tail: list[np.ndarray] = []
    with opened(folder / f"out.{form}") as (container, stream):
        rate_hz, position = stream.rate, 0
        for frame in planes(container, stream, rate_hz):
            if position >= int(start_s) * rate_hz:
                tail.append(frame.to_ndarray()[0])
            position += frame.samples
    heard = np.concatenate(tail)[round((start_s - int(start_s)) * rate_hz) :]
    audio = sounds[cue.clip.key]
    clip = soxr.resample(audio.samples / FULL_SCALE, audio.sample_rate_hz, rate_hz)
    size = 1 << (heard.size + clip.size).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(clip, size)), size)
    return abs(int(np.argmax(match)) / rate_hz - 0.5) * 1000


def render_run(folder: Path, form: str, hours: float) -> Run:
    arguments = ["--folder", str(folder), "--render", form, "--hours", str(hours)]
    return measured([sys.executable, __file__, *arguments])


def join_run(folder: Path, hours: float) -> Run:
    arguments = ["--folder", str(folder), "--join", "--hours", str(hours)]
    return measured([sys.executable, __file__, *arguments])


def ffmpeg_run(folder: Path, form: str, hours: float) -> Run | None:
    program = shutil.which("ffmpeg")
    if not program:
        return None
    names = [path.name for path in sorted(folder.glob("*.ready.wav"))]
    once_s = sum(read_wave(folder / name).samples.size for name in names) / SAMPLE_RATE_HZ
    rounds = round(hours * 3600 / (once_s + len(names) * PAUSE_MS / 1000))
    lines = [f"file '{name}'\nfile 'pause.wav'\n" for name in names] * rounds
    (folder / "list.txt").write_text("".join(lines), encoding="utf-8")
    bits = FORMS[form].bit_rate(1, None)
    bit_rate = ["-b:a", str(bits)] if bits else []
    source = ["-v", "error", "-y", "-f", "concat", "-i", str(folder / "list.txt")]
    return measured([program, *source, *CODECS[form], *bit_rate, str(folder / f"ff.{form}")])


def row(name: str, form: str, hours: float, run: Run, offset: str = "") -> str:
    speed = hours * 3600 / run.cpu_s
    return (
        f"| {name} | {form} | {hours:g} | {run.wall_s:.0f} | {run.cpu_s:.0f} | {speed:.0f} "
        f"| {run.peak_mib:.0f} | {offset} |"
    )


def own_row(folder: Path, form: str, hours: float) -> str:
    run = render_run(folder, form, hours)
    return row("narrate", form, hours, run, f"{offset_ms(folder, form, hours):.2f}")


def compare(folder: Path, hours: list[float], forms: list[str], join_hours: list[float]) -> None:
    columns = "what | form | hours | wall s | CPU s | x real time per core | peak MiB"
    print(f"| {columns} | last clip off by ms |")
    print("|---|---|---|---|---|---|---|---|")
    for form in forms:
        for length in hours:
            print(own_row(folder, form, length), flush=True)
            other = ffmpeg_run(folder, form, length)
            if other:
                print(row("ffmpeg concat", form, length, other), flush=True)
    for length in join_hours:
        print(own_row(folder, "wav", length), flush=True)
        print(row("pydub +=", "wav", length, join_run(folder, length)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, nargs="*", default=[1.0, 3.0])
    parser.add_argument("--forms", nargs="*", default=list(FORMS))
    parser.add_argument("--join-hours", type=float, nargs="*", default=[1.0, 3.0])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--render")
    parser.add_argument("--join", action="store_true")
    wanted = parser.parse_args()
    if wanted.render:
        render_here(wanted.folder, wanted.render, wanted.hours[0])
    elif wanted.join:
        join_here(wanted.folder, wanted.hours[0])
    else:
        with tempfile.TemporaryDirectory() as name:
            make_clips(Path(name))
            compare(Path(name), wanted.hours, wanted.forms, wanted.join_hours)


if __name__ == "__main__":
    main()
