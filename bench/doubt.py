"""What the check of each clip finds: nothing in sound speech, and damage done to it.

Each sentence of the bundled transcript is spoken, damaged in one way after the other, and held
against its text as narrate does before a clip is kept. Words are cut out at their own times.

    python -m bench.doubt [FILE] [NAME ...]     FILE: another text than the bundled one
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from narrate.audio.condition import Finish
from narrate.model import Audio, Speech
from narrate.tts.base import Voice, VoiceProfile

TEXT = Path(__file__).parent.parent / "examples" / "karen-hao.txt"
VOICES = "joe", "kumo"
LEAST_WORDS = 6  # of a sentence from which words are cut
STOP_S, TAIL_S, LOUD = 3.0, 0.7, 8

Samples = Any


def without_words(speech: Speech, first: float, last: float) -> Samples:
    """The sound less the words between two shares of all, at least one."""
    words = speech.words
    begin = min(round(first * len(words)), len(words) - 1)
    end = max(begin + 1, round(last * len(words)))
    samples = speech.audio.samples
    cut = samples[: words[begin].start_sample], samples[words[end - 1].end_sample :]
    return np.concatenate(cut)


def with_stop(speech: Speech) -> Samples:
    samples, rate = speech.audio.samples, speech.audio.sample_rate_hz
    middle = speech.words[len(speech.words) // 2].start_sample
    silence = np.zeros(round(STOP_S * rate), np.int16)
    return np.concatenate([samples[:middle], silence, samples[middle:]])


def with_silent_half(speech: Speech) -> Samples:
    samples = speech.audio.samples.copy()
    samples[speech.words[len(speech.words) // 2].start_sample :] = 0
    return samples


def with_tail(speech: Speech) -> Samples:
    heard = Finish()(speech).speech.audio.samples
    return np.concatenate([heard, heard[-round(TAIL_S * speech.audio.sample_rate_hz) :]])


def too_loud(speech: Speech) -> Samples:
    return (speech.audio.samples.astype(np.int32) * LOUD).clip(-32_768, 32_767).astype(np.int16)


DAMAGES: dict[str, Callable[[Speech], Samples]] = {
    "none": lambda speech: speech.audio.samples,
    "one word lost, in the middle": partial(without_words, first=0.5, last=0),
    "a quarter of the words lost, at the end": partial(without_words, first=0.75, last=1),
    "a third of the words lost, at the end": partial(without_words, first=2 / 3, last=1),
    "a third of the words lost, in the middle": partial(without_words, first=1 / 3, last=2 / 3),
    "a third of the words lost, at the start": partial(without_words, first=0, last=1 / 3),
    "half of the words lost, at the end": partial(without_words, first=0.5, last=1),
    "two thirds of the words lost, at the end": partial(without_words, first=1 / 3, last=1),
    "silent from the middle on": with_silent_half,
    "silent all over": lambda speech: np.zeros_like(speech.audio.samples),
    f"a stop of {STOP_S:.0f} s in the middle": with_stop,
    f"the last {TAIL_S} s twice": with_tail,
    "said twice": lambda speech: np.tile(speech.audio.samples, 2),
    "clipped": too_loud,
}


def sentences(profile: VoiceProfile, text: Path) -> list[str]:
    from narrate.pipeline import make_script, plan
    from narrate.settings import Settings
    from narrate.source import read_source

    settings = Settings(voice=profile.name)
    source = read_source(str(text))
    return [said.spoken for said in plan(make_script(source, settings), settings).utterances]


def judge(voice: Voice, profile: VoiceProfile, spoken: Sequence[str]) -> Iterator[tuple[str, str]]:
    """For each damage, how many clips are doubted, of how many."""
    from narrate.tts.again import CarefulSpeaker

    speaker = CarefulSpeaker(voice, profile)
    clips = [(text, voice.synthesize(text)) for text in spoken]
    for kind, damage in DAMAGES.items():
        fitting = [clip for clip in clips if kind == "none" or len(clip[1].words) >= LEAST_WORDS]
        damaged = [
            Speech(Audio(damage(speech), speech.audio.sample_rate_hz)) for _, speech in fitting
        ]
        found = [
            bool(speaker.find_doubt(speech, text))
            for (text, _), speech in zip(fitting, damaged, strict=True)
        ]
        yield kind, f"{sum(found)} of {len(found)}"


def main(text: Path, names: Sequence[str]) -> None:
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    columns = []
    for name in names:
        profile = load_profile(name)
        columns.append(dict(judge(open_voice(profile), profile, sentences(profile, text))))
    print(f"| damage | {' | '.join(f'{name}: doubted' for name in names)} |")
    print("|---" * (1 + len(names)) + "|")
    for kind in DAMAGES:
        print(f"| {kind} | {' | '.join(column[kind] for column in columns)} |")


if __name__ == "__main__":
    given = sys.argv[1:]
    text = Path(given.pop(0)) if given and Path(given[0]).is_file() else TEXT
    main(text, given or VOICES)
