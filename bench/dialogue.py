"""How far apart two speakers sound: pitch and colour of a conversation's voices.

Makes the episode of examples/eclipse-attacks.txt with voices chosen by narrate itself, and
compares what each speaker says: the median pitch (the first strong peak of the autocorrelation),
and the distance between the mean spectra in 24 bands, set against the distance between halves of
what one speaker says.

    python -m bench.dialogue
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TEXT = Path(__file__).parent.parent / "examples" / "eclipse-attacks.txt"
Sound = NDArray[np.float64]


def spoken_parts(folder: Path) -> tuple[dict[str, list[Sound]], int]:
    """Make the episode and return what each speaker says, cue by cue, and the rate."""
    target = folder / "talk.wav"
    command = [sys.executable, "-m", "narrate", "-q", "make", str(TEXT), "-o", str(target)]
    subprocess.run(command, check=True)
    sheet = json.loads((folder / "talk.timeline.json").read_text("utf-8"))
    with wave.open(str(target)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        mono = samples.reshape(-1, file.getnchannels()).mean(axis=1)
    parts: dict[str, list[Sound]] = {}
    for cue in sheet["cues"]:
        piece = mono[round(cue["start_s"] * rate) : round(cue["end_s"] * rate)]
        parts.setdefault(f"{cue['speaker']} ({cue['voice']})", []).append(piece)
    return parts, rate


def frames_of(parts: list[Sound], rate: int) -> NDArray[np.float64]:
    """Return the loud stretches of 40 ms."""
    size = round(0.04 * rate)
    sound = np.concatenate(parts)
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    power = (frames**2).mean(axis=1)
    loud: NDArray[np.float64] = frames[power > 0.1 * np.percentile(power, 90)]
    return loud


def pitch_hz(frames: NDArray[np.float64], rate: int) -> float:
    first, last = rate // 400, rate // 60
    found = []
    for frame in frames:
        spectrum = np.fft.rfft(frame - frame.mean(), 2 * len(frame))
        alike = np.fft.irfft(np.abs(spectrum) ** 2)
        peak = first + int(np.argmax(alike[first:last]))
        if alike[peak] > 0.4 * alike[0]:
            found.append(rate / peak)
    return float(np.median(found))


def colour_db(frames: NDArray[np.float64], rate: int) -> Sound:
    """Return the mean level in 24 bands from 100 Hz to 8 kHz, equally wide to the ear."""
    power = np.abs(np.fft.rfft(frames * np.hanning(frames.shape[1]), axis=1)) ** 2
    edges = np.geomspace(100, 8000, 25) * frames.shape[1] / rate
    bands = [power[:, int(a) : int(b) + 1].mean() for a, b in itertools.pairwise(edges)]
    levels: Sound = 10 * np.log10(np.array(bands))
    centred: Sound = levels - levels.mean()
    return centred


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts, rate = spoken_parts(Path(folder))
    print("| speaker | pitch, Hz | colour, dB: its own halves |\n|---|---|---|")
    colours = {}
    for name, pieces in parts.items():
        halves = [colour_db(frames_of(pieces[n::2], rate), rate) for n in (0, 1)]
        own_db = float(np.abs(halves[0] - halves[1]).mean())
        frames = frames_of(pieces, rate)
        colours[name] = colour_db(frames, rate)
        print(f"| {name} | {pitch_hz(frames, rate):.0f} | {own_db:.1f} |")
    for one, other in itertools.combinations(colours, 2):
        apart_db = float(np.abs(colours[one] - colours[other]).mean())
        print(f"\nBetween {one} and {other}: {apart_db:.1f} dB")


if __name__ == "__main__":
    main()
