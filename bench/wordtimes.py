"""Word times of each voice against Whisper, against a second aligner, and against each other.

Whisper tells when it hears a word by where its decoder attends to, in steps of 20 ms. The second
aligner, PocketSphinx, is given the words and finds the most probable path through its phonemes,
in steps of 10 ms; the stop of a consonant counts to its word. espeak-ng's times are those of its
own synthesis and thus true, so its rows show how far each of the two is off by itself. Sentences
whose path PocketSphinx does not find are left out of its columns.

    python -m bench.wordtimes [NAME ...]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bench.hearing import HEARD_HZ, hear
from bench.voices import joined, spread, texts

VOICES = ("joe", "kumo", "espeak")
PAD_S = 0.2  # silence on both sides, which the aligner needs
FRAME_S = 0.01
PAUSES_S = 0.06, 0.25, 0.6  # between words that were spoken one by one
SET_IN = 0.02  # of a word's loudest sample: 34 dB below
WORST = 8
AGREE_S = 0.8  # a word that Whisper hears further away is another one
UNKNOWN = {  # to PocketSphinx's dictionary
    "openai": "OW P AH N EY AY",
    "anthropic": "AE N TH R AA P IH K",
    "antidemocratic": "AE N T IY D EH M AH K R AE T IH K",
}
CLASSES = {
    "a stop": "bcdgkpqt",
    "a fricative": "fjsvxz",
    "a vowel": "aeiou",
    "another sound": "hlmnrwy",
}
HEAD = "starts compared", "words", "bias, ms", "median, 95 %", "median, 95 % less bias"

Starts = list[tuple[str, float]]  # words and their starts in seconds


@cache
def aligner() -> Any:
    import pocketsphinx

    folder = Path(pocketsphinx.get_model_path()) / "en-us"
    decoder = pocketsphinx.Decoder(
        hmm=str(folder / "en-us"),
        dict=str(folder / "cmudict-en-us.dict"),
        lm=None,
        loglevel="FATAL",
        beam=1e-80,
        pbeam=1e-80,
        wbeam=1e-60,
    )
    for word, phonemes in UNKNOWN.items():
        decoder.add_word(word, phonemes, True)
    return decoder


def bare(word: str) -> str:
    return re.sub(r"[^a-z']", "", word.lower()).strip("'")


def align(speech: Any, rate: int) -> list[float]:
    """When each word of a speech starts, in seconds; nothing where no path is found."""
    import soxr

    names = [bare(word.text) for word in speech.words]
    sound = soxr.resample(speech.audio.samples.astype(np.float32), rate, HEARD_HZ)
    pad = np.zeros(round(PAD_S * HEARD_HZ), np.float32)
    decoder = aligner()
    decoder.set_align_text(" ".join(names))
    decoder.start_utt()
    raw = np.concatenate([pad, sound, pad]).astype(np.int16).tobytes()
    decoder.process_raw(raw, full_utt=True)
    decoder.end_utt()
    found = [entry for entry in decoder.seg() or () if entry.word[0] not in "<["]
    if [re.sub(r"\(\d+\)", "", entry.word) for entry in found] != names:
        return []
    return [entry.start_frame * FRAME_S - PAD_S for entry in found]


def starts(spoken: list[Any], rate: int) -> tuple[Starts, list[float | None], list[float | None]]:
    """Words with their starts by the voice, and those by the aligner and by Whisper."""
    samples, ours = joined(spoken, rate)
    aligned: list[float | None] = []
    for speech in spoken:
        start = ours[len(aligned)][1] - speech.words[0].start_sample / rate
        found = align(speech, rate)
        aligned += [start + s for s in found] or [None] * len(speech.words)
    return ours, aligned, partners(ours, hear(samples, rate))


def partners(ours: Starts, heard: Starts) -> list[float | None]:
    from difflib import SequenceMatcher

    said, understood = ([bare(text) for text, _ in words] for words in (ours, heard))
    matcher = SequenceMatcher(None, said, understood, autojunk=False)
    found: list[float | None] = [None] * len(ours)
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            at = heard[block.b + n][1]
            if abs(at - ours[block.a + n][1]) < AGREE_S:
                found[block.a + n] = at
    return found


def late_ms(ones: Sequence[float | None], others: Sequence[float | None]) -> Any:
    pairs = zip(ones, others, strict=True)
    return np.array([1000 * (a - b) for a, b in pairs if a is not None and b is not None])


def row(name: str, late: Any) -> str:
    bias = float(np.median(late)) if len(late) else 0.0
    cells = [name, str(len(late)), f"{bias:.0f}"]
    cells += ["{:.0f}, {:.0f}".format(*spread(part)) for part in (late, late - bias) if len(late)]
    return f"| {' | '.join(cells)} |"


def by_class(ours: Starts, aligned: Sequence[float | None], whisper: Any) -> list[str]:
    before = ["."] + [text for text, _ in ours[:-1]]
    kinds = {"after a mark": [text[-1] in ".?!,;:" for text in before]}
    kinds |= {
        f"{kind} first": [
            text[-1] not in ".?!,;:" and bare(word[0])[:1] in letters
            for text, word in zip(before, ours, strict=True)
        ]
        for kind, letters in CLASSES.items()
    }
    rows = []
    for kind, chosen in kinds.items():
        at = [n for n, one in enumerate(chosen) if one]
        voice, sphinx, heard = (
            [values[n] for n in at] for values in ([start for _, start in ours], aligned, whisper)
        )
        rows.append(row(f"{kind}: voice to aligner", late_ms(voice, sphinx)))
        rows.append(row(f"{kind}: Whisper to aligner", late_ms(heard, sphinx)))
    return rows


def worst(ours: Starts, aligned: Sequence[float | None]) -> list[str]:
    """The words whose starts are furthest from the aligner's, with the words before them."""
    late = [
        (1000 * (start - at), before, word)
        for (before, _), (word, start), at in zip([("", 0.0), *ours], ours, aligned, strict=False)
        if at is not None
    ]
    late.sort(key=lambda each: -abs(each[0]))
    return [f"{before} *{word}* {by:+.0f}" for by, before, word in late[:WORST]]


def apart(alone: Sequence[tuple[str, Any]], rate: int, pause_s: float) -> Any:
    """How late Whisper hears words that stand apart by a pause, in milliseconds."""
    pause = np.zeros(round(pause_s * rate), np.int16)
    known: Starts = []
    at = 0
    for text, samples in alone:
        known.append((text, at / rate))
        at += len(samples) + len(pause)
    sound = np.concatenate([piece for _, samples in alone for piece in (samples, pause)])
    return late_ms(partners(known, hear(sound, rate)), [start for _, start in known])


def alone(voice: Any, words: Sequence[str]) -> list[tuple[str, Any]]:
    """Each word spoken by itself, from where its sound sets in to where it ends."""

    @cache
    def say(word: str) -> Any:
        samples = voice.synthesize(f"{word}.").audio.samples
        level = np.abs(samples.astype(np.int32))
        loud = np.flatnonzero(level > SET_IN * level.max(initial=0))
        return samples[loud[0] : loud[-1] + 1]

    return [(word, say(word.strip(".,;:?!"))) for word in words]


def show(name: str) -> list[str]:
    from narrate.tts.profile import load_profile
    from narrate.tts.registry import open_voice

    voice = open_voice(load_profile(name))
    spoken = [voice.synthesize(text) for text in texts(1)]
    ours, aligned, whisper = starts(spoken, voice.sample_rate_hz)
    own = [start for _, start in ours]
    print(row(f"{name}: voice to Whisper", late_ms(own, whisper)))
    print(row(f"{name}: voice to aligner", late_ms(own, aligned)))
    print(row(f"{name}: Whisper to aligner", late_ms(whisper, aligned)))
    if name != VOICES[0]:
        return []
    for line in by_class(ours, aligned, whisper):
        print(line, flush=True)
    said = alone(voice, [text for text, _ in ours])
    for pause_s in PAUSES_S:
        kind = f"{name}, words apart by {1000 * pause_s:.0f} ms: Whisper to where they are"
        print(row(kind, apart(said, voice.sample_rate_hz, pause_s)), flush=True)
    return worst(ours, aligned)


def main(names: Sequence[str]) -> None:
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    furthest = [each for name in names for each in show(name)]
    if furthest:
        print(f"\nFurthest from the aligner, in ms, after which word: {'; '.join(furthest)}.")


if __name__ == "__main__":
    main(sys.argv[1:] or VOICES)
