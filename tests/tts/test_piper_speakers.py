"""A Piper model with two speakers, made of the bundled one: the second sounds different."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate.errors import ProfileError
from narrate.tts.base import VoiceProfile
from narrate.tts.piper_model import find_model, read_description
from narrate.tts.piper_quality import quantized
from narrate.tts.profile import load_profile
from narrate.tts.registry import fingerprint, missing, open_voice

JOE = load_profile("joe")
TEXT = "There are two of us here."

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(bool(missing(JOE)), reason=missing(JOE)),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the model the input `sid`; what it chooses is added to all that the decoder gets."""
    import onnx

    source = find_model(JOE)
    loaded = onnx.load(str(source))
    _add_speakers(loaded.graph)
    path = tmp_path_factory.mktemp("speakers") / "duo.onnx"
    onnx.save(loaded, str(path))
    told = read_description(source) | {"num_speakers": 2, "speaker_id_map": {"joe": 0, "bo": 1}}
    path.with_name("duo.onnx.json").write_text(json.dumps(told), "utf-8")
    return path


def _add_speakers(graph: Any) -> None:
    from onnx import TensorProto, helper, numpy_helper

    for node in graph.node:  # the table of phonemes goes by that name already
        node.input[:] = ["phonemes" if name == "sid" else name for name in node.input]
    for tensor in graph.initializer:
        tensor.name = "phonemes" if tensor.name == "sid" else tensor.name
    decoder = next(node for node in graph.node if node.name == "/dec/conv_pre/Conv")
    table = np.zeros((2, 192, 1), np.float32)
    table[1] = np.random.default_rng(1).normal(0, 0.5, (192, 1))
    graph.initializer.append(numpy_helper.from_array(table, "speakers"))
    graph.input.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    at = list(graph.node).index(decoder)
    graph.node.insert(at, helper.make_node("Gather", ["speakers", "sid"], ["speaker"], axis=0))
    graph.node.insert(at + 1, helper.make_node("Add", [decoder.input[0], "speaker"], ["spoken_by"]))
    decoder.input[0] = "spoken_by"


def _says(voice: str) -> Any:
    opened = open_voice(load_profile(voice))
    try:
        return opened.synthesize(TEXT)
    finally:
        opened.close()


def test_each_speaker_is_heard(model: Path) -> None:
    joe = open_voice(JOE).synthesize(TEXT)
    first, other, named = (_says(f"{model}{mark}") for mark in ("", "#1", "#bo"))
    assert np.array_equal(first.audio.samples, joe.audio.samples)
    assert np.array_equal(other.audio.samples, named.audio.samples)
    assert other.words != ()
    assert len(other.audio.samples) == len(first.audio.samples)
    difference = other.audio.samples.astype(float) - first.audio.samples
    assert np.std(difference) > 0.3 * np.std(first.audio.samples.astype(float))


def test_speakers_are_kept_apart(model: Path) -> None:
    prints = {fingerprint(load_profile(f"{model}{mark}")) for mark in ("", "#1", "#bo")}
    assert len(prints) == 3


@pytest.mark.parametrize("speaker", ["2", "carl", "-1"])
def test_unknown_speaker(model: Path, speaker: str) -> None:
    with pytest.raises(ProfileError, match=f"no speaker '{speaker}'; known are joe, bo"):
        open_voice(load_profile(f"{model}#{speaker}"))


def test_model_without_known_parts_has_one_quality() -> None:
    from onnx import TensorProto, helper

    convolution = helper.make_node("Conv", ["x", "w"], ["y"], "conv_7")
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 1, 9]) for n in "xwy"]
    strange = helper.make_model(helper.make_graph([convolution], "g", ends[:2], ends[2:]))
    with pytest.raises(ProfileError, match=r"^x.onnx: .* 'fast'; speak it at --quality full"):
        quantized(strange, {}, "fast", "x.onnx")


def test_profile_names_a_speaker(model: Path) -> None:
    profile = VoiceProfile("x", "piper", voice=str(model), options=(("speaker", "bo"),))
    assert fingerprint(profile) == fingerprint(load_profile(f"{model}#bo"))
