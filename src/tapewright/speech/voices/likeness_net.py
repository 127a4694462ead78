"""The network that hears whose voice it is: CAM++ as an ONNX graph, its batch normalisations folded in.

H. Wang, S. Zheng, Y. Chen, L. Cheng, Q. Chen, "CAM++: a fast and efficient network for speaker verification using
context-aware masking", Interspeech 2023; the published 3D-Speaker weights of 200,000 speakers. Two-dimensional
residual blocks, a time-delay layer, three blocks of densely connected time-delay layers whose output is masked by what
the whole stretch and each second of it sound like, then mean and deviation over time, and 192 numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tapewright.speech.voices.graph import Graph

INPUT = "features"
OUTPUT = "voice"
SIZE = 192
BANDS = 80

_BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each dense block."""
_SEGMENT = 100
"""Frames that share a mask: two seconds after the time-delay layer's stride."""
_EPSILON = 1e-5


def build(tensors: Mapping[str, Any]) -> bytes:
    """The graph: ``features`` float32 ``[batch, frames, 80]`` to ``voice`` float32 ``[batch, 192]``."""
    graph = Graph("campplus")
    value = graph.node("Transpose", INPUT, perm=[0, 2, 1])
    value = graph.node("Unsqueeze", value, graph.numbers(1))
    value = _relu(graph, _conv(graph, value, tensors, "head.conv1", "head.bn1", pads=[1, 1, 1, 1]))
    for block in ("head.layer1", "head.layer2"):
        value = _residual(graph, value, tensors, f"{block}.0", 2)
        value = _residual(graph, value, tensors, f"{block}.1", 1)
    value = _conv(graph, value, tensors, "head.conv2", "head.bn2", pads=[1, 1, 1, 1], strides=[2, 1])
    value = graph.node("Reshape", _relu(graph, value), graph.numbers(0, 32 * BANDS // 8, -1))
    normal = "xvector.tdnn.nonlinear.batchnorm"
    value = _relu(graph, _conv(graph, value, tensors, "xvector.tdnn.linear", normal, pads=[2, 2], strides=[2]))
    context = _Context(graph, value)
    for number, (layers, dilation) in enumerate(_BLOCKS, start=1):
        for layer in range(1, layers + 1):
            name = f"xvector.block{number}.tdnnd{layer}"
            value = graph.node("Concat", value, _dense(graph, value, tensors, name, dilation, context), axis=1)
        name = f"xvector.transit{number}"
        value = _scaled(graph, value, tensors, f"{name}.nonlinear.batchnorm")
        value = _conv(graph, value, tensors, f"{name}.linear")
    value = _scaled(graph, value, tensors, "xvector.out_nonlinear.batchnorm")
    value = _conv(
        graph, _statistics(graph, value), tensors, "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm"
    )
    graph.node("Squeeze", value, graph.numbers(2))
    return graph.model(given=(INPUT, ["batch", "frames", BANDS]), result=(OUTPUT, ["batch", SIZE]))


class _Context:
    """What all dense layers share: how the frames of a stretch fall into segments, and how many each one has."""

    def __init__(self, graph: Graph, value: str) -> None:
        frames = graph.node("Slice", graph.node("Shape", value), graph.numbers(2), graph.numbers(3))
        self.frames = frames
        more = graph.node("Mod", graph.node("Neg", frames), graph.numbers(_SEGMENT))
        self.padding = graph.node("Concat", graph.numbers(0, 0, 0, 0, 0), more, axis=0)
        ones = graph.node("ConstantOfShape", frames, value=_one())
        padded = graph.node("Pad", ones, graph.node("Concat", graph.numbers(0), more, axis=0))
        rows = graph.node("Reshape", padded, graph.numbers(1, 1, -1, _SEGMENT))
        self.counts = graph.node("ReduceSum", rows, graph.numbers(3), keepdims=0)

    def means(self, graph: Graph, value: str) -> str:
        """Of ``[batch, channels, frames]`` the mean of each segment: ``[batch, channels, segments]``."""
        padded = graph.node("Pad", value, self.padding)
        rows = graph.node("Reshape", padded, graph.numbers(0, 0, -1, _SEGMENT))
        return graph.node("Div", graph.node("ReduceSum", rows, graph.numbers(3), keepdims=0), self.counts)

    def spread(self, graph: Graph, value: str) -> str:
        """Of ``[batch, channels, segments]`` each value for every frame of its segment."""
        rows = graph.node("Unsqueeze", value, graph.numbers(3))
        rows = graph.node("Expand", rows, graph.numbers(1, 1, 1, _SEGMENT))
        flat = graph.node("Reshape", rows, graph.numbers(0, 0, -1))
        return graph.node("Slice", flat, graph.numbers(0), self.frames, graph.numbers(2))


def _dense(graph: Graph, value: str, tensors: Mapping[str, Any], name: str, dilation: int, context: _Context) -> str:
    value = _scaled(graph, value, tensors, f"{name}.nonlinear1.batchnorm")
    value = _relu(graph, _conv(graph, value, tensors, f"{name}.linear1", f"{name}.nonlinear2.batchnorm"))
    name = f"{name}.cam_layer"
    local = _conv(graph, value, tensors, f"{name}.linear_local", pads=[dilation] * 2, dilations=[dilation])
    heard = graph.node("Add", context.means(graph, value), graph.node("ReduceMean", value, axes=[2], keepdims=1))
    heard = _relu(graph, _conv(graph, heard, tensors, f"{name}.linear1"))
    mask = graph.node("Sigmoid", _conv(graph, heard, tensors, f"{name}.linear2"))
    return graph.node("Mul", local, context.spread(graph, mask))


def _residual(graph: Graph, value: str, tensors: Mapping[str, Any], name: str, stride: int) -> str:
    strides = [stride, 1]
    inner = _conv(graph, value, tensors, f"{name}.conv1", f"{name}.bn1", pads=[1, 1, 1, 1], strides=strides)
    inner = _conv(graph, _relu(graph, inner), tensors, f"{name}.conv2", f"{name}.bn2", pads=[1, 1, 1, 1])
    if stride > 1:
        value = _conv(graph, value, tensors, f"{name}.shortcut.0", f"{name}.shortcut.1", strides=strides)
    return _relu(graph, graph.node("Add", inner, value))


def _statistics(graph: Graph, value: str) -> str:
    """Mean and deviation over time, ``[batch, 2 * channels, 1]``; the deviation is that of a sample (n - 1)."""
    mean = graph.node("ReduceMean", value, axes=[2], keepdims=1)
    off = graph.node("Sub", value, mean)
    shape = graph.node("Slice", graph.node("Shape", value), graph.numbers(2), graph.numbers(3))
    fewer = graph.node("Sub", graph.node("Cast", shape, to=1), graph.weight([1.0]))
    squares = graph.node("ReduceSum", graph.node("Mul", off, off), graph.numbers(2), keepdims=1)
    return graph.node("Concat", mean, graph.node("Sqrt", graph.node("Div", squares, fewer)), axis=1)


def _conv(
    graph: Graph, value: str, tensors: Mapping[str, Any], name: str, normal: str | None = None, **attributes: Any
) -> str:
    """A convolution, and the normalisation behind it folded into its weights."""
    weights = tensors[f"{name}.weight"].astype("float64")
    bias = tensors.get(f"{name}.bias")
    if normal is not None:
        scale, shift = _normalisation(tensors, normal)
        weights = weights * scale.reshape(-1, *[1] * (weights.ndim - 1))
        bias = shift if bias is None else bias * scale + shift
    inputs = [graph.weight(weights)] if bias is None else [graph.weight(weights), graph.weight(bias)]
    return graph.node("Conv", value, *inputs, kernel_shape=list(weights.shape[2:]), **attributes)


def _scaled(graph: Graph, value: str, tensors: Mapping[str, Any], normal: str) -> str:
    """A normalisation that stands before its convolution, and the cut at nought after it."""
    scale, shift = _normalisation(tensors, normal)
    scaled = graph.node("Mul", value, graph.weight(scale.reshape(1, -1, 1)))
    return _relu(graph, graph.node("Add", scaled, graph.weight(shift.reshape(1, -1, 1))))


def _normalisation(tensors: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    import numpy

    mean = tensors[f"{name}.running_mean"].astype("float64")
    scale = 1 / numpy.sqrt(tensors[f"{name}.running_var"].astype("float64") + _EPSILON)
    if f"{name}.weight" in tensors:
        scale = scale * tensors[f"{name}.weight"]
    shift = -mean * scale
    return scale, shift + tensors[f"{name}.bias"] if f"{name}.bias" in tensors else shift


def _relu(graph: Graph, value: str) -> str:
    return graph.node("Relu", value)


def _one() -> Any:
    from onnx import TensorProto, helper

    return helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])
