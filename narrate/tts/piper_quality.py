"""To trade fidelity of a Piper model for speed: 8-bit sums in the parts that bear it.

`fast` computes in 8 bits what shapes the latent sound (the flow) and the decoder's first blocks;
`draft` all of the decoder's blocks but the last. What decides how long each phoneme lasts stays in
32 bits, so that all qualities have the same timing. Measured with the voice joe: the last blocks
in 8 bits raise the noise of pauses from -85 to -54 dBFS, the next to last to -70, the first and
the flow do not raise it; the text encoder in 8 bits changes durations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from narrate.errors import ProfileError
from narrate.replacing import scratch_folder

# Ranges of numbers inside the model are learnt while it says this: each English sound, questions,
# lists, short and long sentences.
_SAID = (
    "The quick brown fox jumps over the lazy dog, and nobody is surprised.",
    "Did you measure the usual pleasure of joy, or was it only noise?",
    "She sells chestnuts, oranges, figs, young thyme and thirty loaves of bread each Thursday!",
    "Yes.",
    "However long a thought may be, with clauses that follow one another, and with pauses that "
    "let the listener breathe, it has to come to its end at last.",
    "Vague whispers hush through the azure house; a church bell rings at eight.",
)
_FLOW = r"^/flow/.*/in_layers\.\d+/"
_FLOW_TAIL = r"^/flow/.*/res_skip_layers\.\d+/"
_BLOCK = re.compile(r"^/dec/resblocks\.(\d+)/")
_BLOCKS_PER_STAGE = 3  # of each kernel size one, in all of Piper's models
_SPARED_STAGES = {"fast": 2, "draft": 1}  # the last ones, nearest to the sound
_NOISE_PER_ID = 20 * 192  # frames and channels: ample at a model's own speed


def quantized(model: Any, description: dict[str, Any], quality: str, name: str) -> Any:
    """Return a model with 8-bit sums; noise must already be an input. `name` is for messages.

    The method is onnxruntime's static quantisation: ranges of activations by minimum and maximum,
    weights by channel.

    Raises:
        ProfileError: the model has none of the parts that this quality would make faster.
    """
    import onnx
    from onnxruntime import quantization

    names = _nodes_to_quantize(model.graph, quality)
    if not names:
        message = f"{name}: the model has no parts known to go faster at quality {quality!r}"
        raise ProfileError(f"{message}; speak it at --quality full")
    # Says that shapes are as they should be; else a warning is printed.
    onnx.helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
    with scratch_folder() as folder:
        path = folder / "quantized.onnx"
        quantization.quantize_static(
            model,
            path,
            _Said(_inputs(model, description)),
            op_types_to_quantize=["Conv"],
            nodes_to_quantize=names,
            per_channel=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
        )
        return onnx.load(str(path))


def _nodes_to_quantize(graph: Any, quality: str) -> list[str]:
    convolutions = [node.name for node in graph.node if node.op_type == "Conv"]
    blocks = [int(found[1]) for name in convolutions if (found := _BLOCK.match(name))]
    end = max(blocks, default=0) + 1 - _BLOCKS_PER_STAGE * _SPARED_STAGES[quality]
    patterns = [_FLOW, *([_FLOW_TAIL] if quality == "draft" else [])]
    return [
        name
        for name in convolutions
        if any(re.match(pattern, name) for pattern in patterns)
        or ((found := _BLOCK.match(name)) and int(found[1]) < end)
    ]


def _inputs(model: Any, description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what the model is given to say the sentences, the same on every machine."""
    from piper import config, voice

    settings = config.PiperConfig.from_dict(description)
    piper = voice.PiperVoice(None, settings)
    names = {entry.name for entry in model.graph.input}
    scales = (settings.noise_scale, settings.length_scale, settings.noise_w_scale)
    for number, text in enumerate(_SAID):
        for phonemes in piper.phonemize(text):
            ids = piper.phonemes_to_ids(phonemes)
            inputs = {
                "input": np.array([ids], np.int64),
                "input_lengths": np.array([len(ids)], np.int64),
                "scales": np.array(scales, np.float32),
                "sid": np.zeros(1, np.int64),
            }
            draw = np.random.default_rng(number)
            for name in sorted(names):
                if name.startswith("noise_"):
                    inputs[name] = draw.standard_normal(len(ids) * _NOISE_PER_ID, np.float32)
            yield {name: value for name, value in inputs.items() if name in names}


class _Said:
    """The form in which onnxruntime asks for inputs."""

    def __init__(self, inputs: Iterator[dict[str, Any]]) -> None:
        self._inputs = inputs

    def get_next(self) -> dict[str, Any] | None:
        return next(self._inputs, None)
