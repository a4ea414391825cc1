"""How loud files of any length and content are: heard whole by FFmpeg's meter, as `bench.loudness`.

Brief ones of a second on; just under and over ten minutes, from where on speech is decoded by
stretches; long ones of mixed content: five minutes of whisper and then twenty loud, minutes of
silence between sentences, two voices 12 dB apart, one sentence in seven shouted; and eleven
minutes each of what codecs add peaks to: hiss, clipped speech, noise, squares, chords, lone pulses.
A figure more than 0.2 LU off the target or over the ceiling is bold.

    python -m bench.lengths [--forms mp3 m4b opus] [--only shout noise] [--presets podcast]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.loudness import bold, ffmpeg_program, hear, spoken
from narrate.audio.arrange import SAMPLE_RATE_HZ, arrange
from narrate.audio.condition import Finish
from narrate.audio.forms import FORMS
from narrate.audio.master import render
from narrate.audio.presets import PRESETS
from narrate.audio.write import Workshop
from narrate.model import Audio, Clip, Speech, Utterance

RATE_HZ = 22_050
LONG_S, PAUSE_MS = 660, 500
Wave = NDArray[np.float64]
Said = tuple[Wave, str, int]  # with its voice and the pause after it in ms


def louder(wave: Wave, gain_db: float) -> Wave:
    return np.asarray(wave * 10 ** (gain_db / 20))


def whispered(wave: Wave) -> Wave:
    """Return the same spectra, 23 ms each, with phases by chance."""
    frames = wave[: wave.size // 512 * 512].reshape(-1, 512)
    turned = np.random.default_rng(2).uniform(0, 2 * np.pi, (len(frames), 257))
    spectra = np.fft.rfft(frames * np.hanning(512)) * np.exp(1j * turned)
    return np.asarray(np.fft.irfft(spectra).reshape(-1))


def hissed(wave: Wave) -> Wave:
    sharp = wave * 0.2 + np.diff(wave, 2, prepend=[0, 0]) * 3
    return np.asarray(sharp / np.abs(sharp).max() * 0.9)


def swelling(make: Callable[[Wave, np.random.Generator], Wave]) -> list[Wave]:
    """Return forty sounds of two to nine seconds that swell and sink as syllables do."""
    dice, waves = np.random.default_rng(5), []
    for seconds in dice.integers(2, 9, 40):
        place = np.arange(RATE_HZ * seconds) / RATE_HZ
        level = np.abs(np.sin(8.5 * place)) ** 1.5 * (0.6 + 0.4 * np.sin(2 * place + 1))
        waves.append(make(place, dice) * level)
    return waves


def chord(place: Wave, dice: np.random.Generator) -> Wave:
    pitches = dice.choice([220, 277, 330, 392, 440, 523, 880, 1320], 4, replace=False)
    return np.asarray(sum(np.sin(2 * np.pi * pitch * place) for pitch in pitches) / 4)


def pulses(place: Wave, dice: np.random.Generator) -> Wave:
    rare = dice.random(place.size) < 0.004
    return np.asarray((rare * 0.5 + 0.01) * dice.standard_normal(place.size))


def trimmed(audio: Audio) -> Audio:
    return Finish()(Speech(audio)).speech.audio


def filled(said: Sequence[Said], seconds: float) -> list[Said]:
    """Return as many, over and over, as fit, and a pause for the rest."""
    chosen: list[Said] = []
    for wave, voice, pause_ms in cycle(said):
        left = seconds - wave.size / RATE_HZ - pause_ms / 1000
        if left < 0:
            break
        chosen.append((wave, voice, pause_ms))
        seconds = left
    wave, voice, pause_ms = chosen[-1]
    return [*chosen[:-1], (wave, voice, pause_ms + round(seconds * 1000))]


def contents() -> Iterator[tuple[str, list[Said]]]:
    speech = [trimmed(audio).samples / 32768 for audio in spoken(40)]
    plain = [(wave, "a", PAUSE_MS) for wave in speech]
    yield "1 s", [(speech[0][: RATE_HZ * 3 // 2], "a", 0)]
    yield "3 s", [(speech[1][: RATE_HZ * 3], "a", 0)]
    yield from ((f"{seconds} s", filled(plain, seconds)) for seconds in (16, 45))
    yield from ((f"{seconds} s", filled(plain, seconds)) for seconds in (595, 605))
    soft = [(louder(whispered(wave), -20), "a", PAUSE_MS) for wave in speech]
    yield "whisper, loud", filled(soft, 300) + filled(plain, 1200)
    yield "silences", filled([(wave, "a", 120_000) for wave in speech], 1800)
    apart = [(louder(wave, -12 * (at % 2)), "ab"[at % 2], 700) for at, wave in enumerate(speech)]
    yield "two voices", filled(apart, LONG_S)
    shout = [(louder(wave, 0 if at % 7 == 3 else -18), "a", 400) for at, wave in enumerate(speech)]
    for name, waves in {
        "shout": [wave for wave, _, _ in shout],
        "hiss": [hissed(wave) for wave in speech],
        "clipped": [np.clip(wave * 16, -1, 1) for wave in speech],
        "noise": swelling(lambda place, dice: dice.standard_normal(place.size) * 0.2),
        "square": swelling(lambda place, _: np.sign(np.sin(700 * place + np.sin(4 * place))) / 2),
        "chords": swelling(chord),
        "pulses": swelling(pulses),
    }.items():
        yield name, filled([(wave, "a", 400) for wave in waves], LONG_S)


def clips_of(said: Sequence[Said]) -> tuple[list[Clip], dict[str, Audio]]:
    clips, sounds = [], {}
    for number, (wave, voice, pause_ms) in enumerate(said):
        samples = np.rint(np.clip(wave, -1, 1) * 32767).astype(np.int16)
        sound = Finish()(Speech(Audio(samples, RATE_HZ)))
        kept = sound.speech.audio
        sounds[str(number)] = kept
        utterance = Utterance("", "", voice, pause_ms, 0)
        clips.append(Clip(utterance, str(number), kept.samples.size, RATE_HZ, sound.block_energies))
    return clips, sounds


def row(folder: Path, name: str, said: Sequence[Said], form: str, preset: str) -> str:
    clips, sounds = clips_of(said)
    settings, path = PRESETS[preset], folder / f"x.{form}"
    unit = FORMS[form].unit_samples(SAMPLE_RATE_HZ)
    timeline = arrange(clips, ["All"], SAMPLE_RATE_HZ, unit_samples=unit)
    started = time.process_time()
    made = render(timeline, sounds.__getitem__, path, form, settings, Workshop(1))
    took_s = time.process_time() - started
    heard = hear(path, ffmpeg_program(folder))
    near = abs(heard.lufs - settings.target_lufs) <= 0.2
    under = heard.peak_dbtp <= settings.ceiling_dbtp + 0.005
    figures = (
        f"{bold(f'{heard.lufs:.2f}', good=near)} | {bold(f'{heard.peak_dbtp:.2f}', good=under)}"
    )
    told = f"{made.integrated_lufs:.2f}, {made.true_peak_dbtp:.2f}"
    rest = f"{figures} | {told} | {made.tries} | {took_s:.1f}"
    return f"| {name} | {preset} | {form} | {timeline.length_s:.1f} | {rest} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", nargs="*", default=list(FORMS))
    parser.add_argument("--presets", nargs="*", default=["podcast"])
    parser.add_argument("--only", nargs="*", default=[])
    wanted = parser.parse_args()
    columns = "content | preset | format | s | LUFS | dBTP | as narrate says | tries | CPU s"
    print(f"| {columns} |\n{'|---' * 9}|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, said in contents():
            if wanted.only and name not in wanted.only:
                continue
            for preset in wanted.presets:
                for form in wanted.forms:
                    print(row(Path(folder), name, said, form, preset), flush=True)


if __name__ == "__main__":
    main()
