"""Edited graphs compute what they did before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from narrate.tts.piper_graph import widen_convolutions

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")


def _model() -> Any:
    """A decoder in small: up, two branches with residuals, scaled, narrowed to one channel."""
    make, draw = onnx.helper.make_node, np.random.default_rng(1)
    weights = {
        "up": draw.standard_normal((16, 32, 8)),
        "up_bias": draw.standard_normal(32),
        "one": draw.standard_normal((32, 32, 3)),
        "shared": draw.standard_normal((32, 32, 3)),
        "last": draw.standard_normal((1, 32, 7)),
        "three": np.array(3.0),
        "line": draw.standard_normal((32, 1)),
    }
    nodes = [
        make("ConvTranspose", ["x", "up", "up_bias"], ["u"], strides=[4], pads=[2, 2]),
        make("LeakyRelu", ["u"], ["a"], alpha=0.1),
        make("Conv", ["a", "one"], ["b"], dilations=[2], pads=[2, 2]),
        make("Add", ["b", "u"], ["c"]),
        make("Conv", ["c", "shared"], ["d"], pads=[1, 1]),
        make("Conv", ["a", "shared"], ["e"], pads=[1, 1]),
        make("Add", ["d", "e"], ["f"]),
        make("Div", ["f", "three"], ["g"]),
        make("Add", ["g", "line"], ["h"]),
        make("Conv", ["h", "last"], ["i"], pads=[3, 3]),
        make("Tanh", ["i"], ["y"]),
    ]
    info, kind = onnx.helper.make_tensor_value_info, onnx.TensorProto.FLOAT
    tensors = [
        onnx.numpy_helper.from_array((w / 10).astype(np.float32), n) for n, w in weights.items()
    ]
    inputs, outputs = (
        [info("x", kind, [1, 16, None])],
        [info("y", kind, None), info("c", kind, None)],
    )
    graph = onnx.helper.make_graph(nodes, "small", inputs, outputs, tensors)
    opset = onnx.helper.make_opsetid("", 15)
    return onnx.helper.make_model(graph, opset_imports=[opset], ir_version=9)


def _run(model: Any, x: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), None, ["CPUExecutionProvider"]
    )
    outputs: list[np.ndarray] = session.run(None, {"x": x})
    return outputs


def test_wide_convolutions_compute_the_same() -> None:
    model = _model()
    x = np.random.default_rng(2).standard_normal((1, 16, 50)).astype(np.float32)
    before = _run(model, x)
    widen_convolutions(model.graph)
    after = _run(model, x)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


def test_weights_of_several_convolutions_stay_as_they_are() -> None:
    model = _model()
    widen_convolutions(model.graph)
    dims = {tensor.name: list(tensor.dims) for tensor in model.graph.initializer}
    assert dims["shared"] == [32, 32, 3]
    assert dims["one"] == [32, 32, 1, 3]
    assert dims["up"] == [16, 32, 1, 8]
