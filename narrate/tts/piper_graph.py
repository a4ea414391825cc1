"""To edit the graph of a Piper model: its noise, its phoneme lengths, the shape of its sums.

A Piper model draws noise from a generator inside onnxruntime, which cannot be set per call, and
keeps the length of each phoneme to itself. So the noise becomes an input, the lengths become an
output. And its convolutions run along one line, for which onnxruntime has only its general
method; written as pictures of one row they get its blocked one, which is a tenth faster here and
gives the same samples to within 1e-4 of full scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

_ROW_AXIS = "narrate_row_axis"
_BLOCK = 16  # channels that onnxruntime's blocked method takes at a time with AVX-512; fewer else
_ELEMENTWISE = frozenset(("Add", "Div", "LeakyRelu", "Mul", "Relu", "Sigmoid", "Sub", "Tanh"))


TEMPO_NOISE, SOUND_NOISE = "noise_tempo", "noise_sound"  # what names of inputs begin with


def take_noise_as_input(graph: Any) -> None:
    """Replace each node that draws noise by as much as it needs of a one-dimensional input.

    Its name tells whether the noise varies durations, two numbers for each id, or the sound.
    """
    from onnx import TensorProto, helper

    zero = helper.make_tensor("narrate_zero", TensorProto.INT64, [1], [0])
    one = helper.make_tensor("narrate_one", TensorProto.INT64, [1], [1])
    graph.initializer.extend([zero, one])
    random_nodes = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    for number, node in enumerate(random_nodes):
        kind = TEMPO_NOISE if node.name.startswith("/dp/") else SOUND_NOISE
        name = f"{kind}_{number}"
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


def give_lengths_as_output(graph: Any) -> None:
    """Show the tensor of phoneme lengths: the only one in the model that is rounded up."""
    from onnx import helper

    rounded_up = [node.output[0] for node in graph.node if node.op_type == "Ceil"]
    if len(rounded_up) == 1 and rounded_up[0] not in {out.name for out in graph.output}:
        graph.output.append(helper.make_empty_tensor_value_info(rounded_up[0]))


def widen_convolutions(graph: Any) -> None:
    """Give convolutions along a line a second dimension, of one row.

    What only acts on each number alone, between two of them, stays in that shape with them.
    """
    from onnx import TensorProto, helper

    graph.initializer.append(helper.make_tensor(_ROW_AXIS, TensorProto.INT64, [1], [2]))
    uses = Counter(name for node in graph.node for name in node.input)
    weights = {tensor.name: tensor for tensor in graph.initializer if uses[tensor.name] == 1}
    shapes = _Shapes(weights, _scalars(graph))
    for node in graph.node:
        if shapes.gains(node):
            shapes.widen(node)
        elif shapes.may_stay_wide(node):
            shapes.keep_wide(node)
        else:
            shapes.narrow(node.input)
            shapes.nodes.append(node)
    shapes.narrow([output.name for output in graph.output])
    del graph.node[:], graph.value_info[:]  # the noted shapes no longer hold
    graph.node.extend(shapes.nodes)


def _scalars(graph: Any) -> frozenset[str]:
    """Name the constants of one number."""
    constants = {n.output[0]: n.attribute[0].t for n in graph.node if n.op_type == "Constant"}
    tensors = {tensor.name: tensor for tensor in graph.initializer} | constants
    return frozenset(name for name, tensor in tensors.items() if all(n == 1 for n in tensor.dims))


@dataclass(slots=True)
class _Shapes:
    """Which tensors have a wide twin, and the nodes that were made so far."""

    weights: dict[str, Any]
    scalars: Collection[str]
    nodes: list[Any] = field(default_factory=list)
    _twins: dict[str, str] = field(default_factory=dict)
    _narrow: set[str] = field(default_factory=set)  # those with a twin that are there as well

    def gains(self, node: Any) -> bool:
        """Tell whether a node is a convolution along a line that the blocked method takes.

        Those next to one that is wide already follow it, to spare the change of shape.
        """
        if node.op_type not in ("Conv", "ConvTranspose") or node.input[1] not in self.weights:
            return False
        dims = self.weights[node.input[1]].dims
        if len(dims) != 3:
            return False
        blocks = dims[0] % _BLOCK == 0 and dims[1] % _BLOCK == 0
        return node.input[0] in self._twins or (blocks and dims[2] > 1)

    def widen(self, node: Any) -> None:
        """Make a convolution one over pictures of one row."""
        weight = self.weights[node.input[1]]
        weight.dims.insert(2, 1)
        for attribute in node.attribute:
            if attribute.name in ("dilations", "kernel_shape", "strides"):
                attribute.ints.insert(0, 1)
            elif attribute.name == "pads":
                before, after = attribute.ints
                attribute.ints[:] = [0, before, 0, after]
        self.keep_wide(node)

    def may_stay_wide(self, node: Any) -> bool:
        """Tell whether a node acts on single numbers of wide tensors alone."""
        others = [name for name in node.input if name not in self._twins]
        return (
            node.op_type in _ELEMENTWISE
            and len(others) < len(node.input)
            and all(name in self.scalars for name in others)
        )

    def keep_wide(self, node: Any) -> None:
        """Let a node take and give wide tensors."""
        for index, name in enumerate(node.input):
            if name in self._twins or (index == 0 and name not in self.scalars):
                node.input[index] = self._twin(name)
        given = node.output[0]
        node.output[0] = self._twins[given] = f"{given}_wide"
        self.nodes.append(node)

    def narrow(self, names: Collection[str]) -> None:
        """Have these tensors in their old shape too, where that is not so yet."""
        from onnx import helper

        for name in names:
            if name in self._twins and name not in self._narrow:
                self._narrow.add(name)
                node = helper.make_node("Squeeze", [self._twins[name], _ROW_AXIS], [name])
                self.nodes.append(node)

    def _twin(self, name: str) -> str:
        from onnx import helper

        if name not in self._twins:
            self._twins[name] = f"{name}_wide"
            self._narrow.add(name)
            node = helper.make_node("Unsqueeze", [name, _ROW_AXIS], [self._twins[name]])
            self.nodes.append(node)
        return self._twins[name]
