"""The network that hears who speaks within ten seconds: pyannote's segmentation-3.0 as an ONNX graph.

Its layers are those of PyanNet (H. Bredin, A. Laurent, "End-to-end speaker segmentation for overlap-aware
resegmentation", Interspeech 2021) with the powerset output of A. Plaquet and H. Bredin (Interspeech 2023): sinc
filters and two convolutions, each with pooling and instance normalisation; four LSTMs in both directions; two linear
layers; seven classes. The sinc filters are computed here once (M. Ravanelli, Y. Bengio, "Speaker recognition from raw
waveform with SincNet", 2018; the sine half is M. Pariente's, "Filterbank design for end-to-end speech separation").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.voices.graph import Graph

INPUT = "sound"
OUTPUT = "classes"

_FILTERS = 40
_HALF = 125
_LOWEST_HZ = 50.0
_NARROWEST_HZ = 50.0
_HIDDEN = 128
_LAYERS = 4
_EPSILON = 1e-5
_SLOPE = 0.01


def build(tensors: Mapping[str, Any]) -> bytes:
    """The graph: ``sound`` float32 ``[batch, 1, samples]`` to ``classes`` float32 ``[batch, frames, 7]``.

    The classes are probabilities: nobody, the first, second, third voice of the window, and each two of them together
    (first and second, first and third, second and third).
    """
    t = {name.removeprefix("state_dict."): values for name, values in tensors.items()}
    graph = Graph("segmentation-3.0")
    value = _normalised(graph, INPUT, t, "sincnet.wav_norm1d")
    value = graph.node("Conv", value, graph.weight(sinc_filters(t)), strides=[10], kernel_shape=[2 * _HALF + 1])
    value = graph.node("Abs", value)
    for layer in range(3):
        if layer:
            weights = t[f"sincnet.conv1d.{layer}.weight"], t[f"sincnet.conv1d.{layer}.bias"]
            value = graph.node("Conv", value, *map(graph.weight, weights), kernel_shape=[5])
        value = graph.node("MaxPool", value, kernel_shape=[3], strides=[3])
        value = graph.node("LeakyRelu", _normalised(graph, value, t, f"sincnet.norm1d.{layer}"), alpha=_SLOPE)
    value = graph.node("Transpose", value, perm=[2, 0, 1])
    for layer in range(_LAYERS):
        value = _both_ways(graph, value, t, layer)
    value = graph.node("Transpose", value, perm=[1, 0, 2])
    for name in ("linear.0", "linear.1"):
        value = graph.node("LeakyRelu", _linear(graph, value, t, name), alpha=_SLOPE)
    graph.node("Softmax", _linear(graph, value, t, "classifier"), axis=-1)
    return graph.model(given=(INPUT, ["batch", 1, "samples"]), result=(OUTPUT, ["batch", "frames", 7]))


def sinc_filters(t: Mapping[str, Any]) -> list[list[list[float]]]:
    """The first layer's band passes, ``[80, 1, 251]``: the even ones, then the odd ones, from their learnt edges.

    Computed number by number: the same on every machine, which numpy's vectorised sine does not promise.
    """
    lows = [_LOWEST_HZ + abs(float(hz)) for hz in t["sincnet.conv1d.0.filterbank.low_hz_"].reshape(-1)]
    bands = [_NARROWEST_HZ + abs(float(hz)) for hz in t["sincnet.conv1d.0.filterbank.band_hz_"].reshape(-1)]
    edges = [(low, min(max(low + band, _LOWEST_HZ), SAMPLE_RATE_HZ / 2)) for low, band in zip(lows, bands, strict=True)]
    even, odd = [], []
    for low, high in edges:
        band = high - low
        cosines, sines = [], []
        for at in range(_HALF):
            moment = 2 * math.pi * (at - _HALF) / SAMPLE_RATE_HZ
            window = 0.54 - 0.46 * math.cos(2 * math.pi * at / (2 * _HALF))
            scale = window / (moment / 2) / (2 * band)
            cosines.append((math.sin(high * moment) - math.sin(low * moment)) * scale)
            sines.append((math.cos(low * moment) - math.cos(high * moment)) * scale)
        even.append([[*cosines, 1.0, *reversed(cosines)]])
        odd.append([[*sines, 0.0, *(-value for value in reversed(sines))]])
    return even + odd


def _normalised(graph: Graph, value: str, t: Mapping[str, Any], name: str) -> str:
    scale, shift = graph.weight(t[f"{name}.weight"]), graph.weight(t[f"{name}.bias"])
    return graph.node("InstanceNormalization", value, scale, shift, epsilon=_EPSILON)


def _linear(graph: Graph, value: str, t: Mapping[str, Any], name: str) -> str:
    product = graph.node("MatMul", value, graph.weight(t[f"{name}.weight"].T))
    return graph.node("Add", product, graph.weight(t[f"{name}.bias"]))


def _both_ways(graph: Graph, value: str, t: Mapping[str, Any], layer: int) -> str:
    """One LSTM in both directions on ``[frames, batch, size]``."""
    import numpy

    inputs, states, biases = [], [], []
    for way in ("", "_reverse"):
        inputs.append(_gates(t[f"lstm.weight_ih_l{layer}{way}"]))
        states.append(_gates(t[f"lstm.weight_hh_l{layer}{way}"]))
        both = _gates(t[f"lstm.bias_ih_l{layer}{way}"]), _gates(t[f"lstm.bias_hh_l{layer}{way}"])
        biases.append(numpy.concatenate(both))
    weights = (graph.weight(numpy.stack(part)) for part in (inputs, states, biases))
    value = graph.node("LSTM", value, *weights, direction="bidirectional", hidden_size=_HIDDEN)
    value = graph.node("Transpose", value, perm=[0, 2, 1, 3])
    return graph.node("Reshape", value, graph.numbers(0, 0, 2 * _HIDDEN))


def _gates(weights: Any) -> Any:
    """Torch orders the gates input, forget, cell, output; ONNX input, output, forget, cell."""
    import numpy

    given, forget, cell, output = numpy.split(weights, 4)
    return numpy.concatenate([given, output, forget, cell])
