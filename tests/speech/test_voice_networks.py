"""The two networks against a second reckoning of their layers, written out in numpy from the tensors themselves."""

import hashlib

import numpy
import pytest

from tapewright.errors import InputError, MissingError
from tapewright.speech import registry
from tapewright.speech.voices import likeness_net, networks, segmentation_net
from tapewright.speech.voices.tensors import read_tensors

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def folder():
    """The folder of the model voices, or a skip."""
    state = registry.state("voices")
    if not state.is_installed:
        pytest.skip("the model voices is not here: tapewright models fetch voices")
    return state.folder


def convolved(x, weight, bias=None, *, stride=1, pad=0, dilation=1):
    """``[channels, time]`` through a convolution, one tap after the other."""
    x = numpy.pad(x, ((0, 0), (pad, pad)))
    taps = weight.shape[2]
    steps = (x.shape[1] - dilation * (taps - 1) - 1) // stride + 1
    out = sum(
        weight[:, :, k] @ x[:, k * dilation : k * dilation + stride * steps : stride][:, :steps] for k in range(taps)
    )
    return out if bias is None else out + bias[:, None]


def convolved_plane(x, weight, *, stride=1, stride_time=1, pad=1):
    """``[channels, bands, time]`` through a convolution in both, one tap after the other."""
    x = numpy.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    rows = (x.shape[1] - weight.shape[2]) // stride + 1
    columns = (x.shape[2] - weight.shape[3]) // stride_time + 1
    out = numpy.zeros((weight.shape[0], rows, columns))
    for i in range(weight.shape[2]):
        for j in range(weight.shape[3]):
            part = x[:, i : i + stride * rows : stride, j : j + stride_time * columns : stride_time]
            out += numpy.einsum("oc,crt->ort", weight[:, :, i, j], part[:, :rows, :columns])
    return out


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


class Tensors:
    """The tensors of a file in double precision, and the layers that use them."""

    def __init__(self, tensors):
        self.t = {name.removeprefix("state_dict."): values.astype("float64") for name, values in tensors.items()}

    def __getitem__(self, name):
        return self.t[name]

    def normal(self, x, name):
        """A batch normalisation on the first axis."""
        shape = (-1, *[1] * (x.ndim - 1))
        x = (x - self[f"{name}.running_mean"].reshape(shape)) / numpy.sqrt(
            self[f"{name}.running_var"].reshape(shape) + 1e-5
        )
        if f"{name}.weight" in self.t:
            x = x * self[f"{name}.weight"].reshape(shape) + self[f"{name}.bias"].reshape(shape)
        return x

    def instance(self, x, name):
        """An instance normalisation over time."""
        x = (x - x.mean(1, keepdims=True)) / numpy.sqrt(x.var(1, keepdims=True) + 1e-5)
        return x * self[f"{name}.weight"][:, None] + self[f"{name}.bias"][:, None]


def voice(t, features):
    """CAM++ on ``[frames, 80]``."""
    relu = lambda x: numpy.maximum(x, 0)  # noqa: E731
    x = (features - features.mean(0)).T[None].astype("float64")
    x = relu(t.normal(convolved_plane(x, t["head.conv1.weight"]), "head.bn1"))
    for layer in ("head.layer1", "head.layer2"):
        for block, stride in ((0, 2), (1, 1)):
            name = f"{layer}.{block}"
            y = relu(t.normal(convolved_plane(x, t[f"{name}.conv1.weight"], stride=stride), f"{name}.bn1"))
            y = t.normal(convolved_plane(y, t[f"{name}.conv2.weight"]), f"{name}.bn2")
            if stride == 2:
                x = convolved_plane(x, t[f"{name}.shortcut.0.weight"], stride=2, pad=0)
                x = t.normal(x, f"{name}.shortcut.1")
            x = relu(x + y)
    x = relu(t.normal(convolved_plane(x, t["head.conv2.weight"], stride=2), "head.bn2"))
    x = x.reshape(-1, x.shape[2])
    x = convolved(x, t["xvector.tdnn.linear.weight"], stride=2, pad=2)
    x = relu(t.normal(x, "xvector.tdnn.nonlinear.batchnorm"))
    for number, (layers, dilation) in enumerate(((12, 1), (24, 2), (16, 2)), start=1):
        for layer in range(1, layers + 1):
            name = f"xvector.block{number}.tdnnd{layer}"
            y = relu(t.normal(x, f"{name}.nonlinear1.batchnorm"))
            y = convolved(y, t[f"{name}.linear1.weight"])
            y = relu(t.normal(y, f"{name}.nonlinear2.batchnorm"))
            name = f"{name}.cam_layer"
            local = convolved(y, t[f"{name}.linear_local.weight"], pad=dilation, dilation=dilation)
            context = numpy.empty_like(y)
            for first in range(0, y.shape[1], 100):
                context[:, first : first + 100] = y[:, first : first + 100].mean(1, keepdims=True)
            context += y.mean(1, keepdims=True)
            context = relu(convolved(context, t[f"{name}.linear1.weight"], t[f"{name}.linear1.bias"]))
            mask = sigmoid(convolved(context, t[f"{name}.linear2.weight"], t[f"{name}.linear2.bias"]))
            x = numpy.concatenate([x, local * mask])
        name = f"xvector.transit{number}"
        x = convolved(relu(t.normal(x, f"{name}.nonlinear.batchnorm")), t[f"{name}.linear.weight"])
    x = relu(t.normal(x, "xvector.out_nonlinear.batchnorm"))
    x = numpy.concatenate([x.mean(1), x.std(1, ddof=1)])[:, None]
    return t.normal(convolved(x, t["xvector.dense.linear.weight"]), "xvector.dense.nonlinear.batchnorm")[:, 0]


def lstm(t, x, layer, way):
    """One direction of one layer on ``[frames, size]``: torch's order of gates is input, forget, cell, output."""
    end = f"l{layer}{way}"
    given = x @ t[f"lstm.weight_ih_{end}"].T + t[f"lstm.bias_ih_{end}"] + t[f"lstm.bias_hh_{end}"]
    state, cell, out = numpy.zeros(128), numpy.zeros(128), []
    for row in given[::-1] if way else given:
        i, f, g, o = numpy.split(row + t[f"lstm.weight_hh_{end}"] @ state, 4)
        cell = sigmoid(f) * cell + sigmoid(i) * numpy.tanh(g)
        state = sigmoid(o) * numpy.tanh(cell)
        out.append(state)
    return numpy.stack(out[::-1] if way else out)


def classes(t, sound):
    """Segmentation-3.0 on samples."""
    leaky = lambda x: numpy.where(x > 0, x, 0.01 * x)  # noqa: E731
    pooled = lambda x: x[:, : x.shape[1] // 3 * 3].reshape(len(x), -1, 3).max(2)  # noqa: E731
    low = 50 + numpy.abs(t["sincnet.conv1d.0.filterbank.low_hz_"])
    high = numpy.clip(low + 50 + numpy.abs(t["sincnet.conv1d.0.filterbank.band_hz_"]), 50, 8000)
    times, window = t["sincnet.conv1d.0.filterbank.n_"], t["sincnet.conv1d.0.filterbank.window_"]
    left = (numpy.sin(high * times) - numpy.sin(low * times)) / (times / 2) * window
    even = numpy.hstack([left, 2 * (high - low), left[:, ::-1]]) / (2 * (high - low))
    left = (numpy.cos(low * times) - numpy.cos(high * times)) / (times / 2) * window
    odd = numpy.hstack([left, 0 * low, -left[:, ::-1]]) / (2 * (high - low))
    x = t.instance(sound[None].astype("float64"), "sincnet.wav_norm1d")
    x = numpy.abs(convolved(x, numpy.vstack([even, odd])[:, None], stride=10))
    x = leaky(t.instance(pooled(x), "sincnet.norm1d.0"))
    for layer in (1, 2):
        x = convolved(x, t[f"sincnet.conv1d.{layer}.weight"], t[f"sincnet.conv1d.{layer}.bias"])
        x = leaky(t.instance(pooled(x), f"sincnet.norm1d.{layer}"))
    x = x.T
    for layer in range(4):
        x = numpy.hstack([lstm(t, x, layer, ""), lstm(t, x, layer, "_reverse")])
    for name in ("linear.0", "linear.1"):
        x = leaky(x @ t[f"{name}.weight"].T + t[f"{name}.bias"])
    x = numpy.exp(x @ t["classifier.weight"].T + t["classifier.bias"])
    return x / x.sum(1, keepdims=True)


@pytest.fixture(scope="module")
def sound():
    """Two seconds of a voice-like buzz that changes its pitch, over noise."""
    time = numpy.arange(32_000) / 16_000
    buzz = sum(numpy.sin(2 * numpy.pi * n * (120 + 40 * numpy.sin(5 * time)) * time) / n for n in range(1, 12))
    noise = numpy.random.default_rng(5).standard_normal(len(time))
    return (0.05 * buzz * (numpy.sin(9 * time) > -0.3) + 0.003 * noise).astype("float32")


def test_the_built_likeness_network_reckons_what_its_layers_say(folder, sound):
    both = networks.Networks(folder)
    tensors = Tensors(read_tensors(folder / networks.LIKENESS.source))
    features = both.features(sound)
    for part in (features[:25], features[:130]):
        expected = networks.unit(voice(tensors, part))
        assert numpy.abs(both.voices([part])[0] - expected).max() < 1e-5
    # More than two seconds: the masks of several segments.
    long = numpy.concatenate([features, features[::-1]])[:310]
    assert numpy.abs(both.voices([long])[0] - networks.unit(voice(tensors, long))).max() < 1e-5


def test_the_built_segmentation_reckons_what_its_layers_say(folder, sound):
    tensors = Tensors(read_tensors(folder / networks.SEGMENTATION.source))
    found = networks.Networks(folder).classes(sound[None])[0]
    assert numpy.abs(found - classes(tensors, sound)).max() < 1e-4
    assert networks.Networks(folder).classes(numpy.zeros((1, networks.WINDOW), "float32")).shape == (1, 589, 7)


def test_the_graphs_are_the_same_bytes_every_time_and_pinned(folder):
    for built, build in ((networks.SEGMENTATION, segmentation_net.build), (networks.LIKENESS, likeness_net.build)):
        data = build(read_tensors(folder / built.source))
        assert hashlib.sha256(data).hexdigest() == built.sha256


def test_a_graph_is_kept_beside_its_tensors_and_a_damaged_one_is_built_anew(folder, tmp_path):
    (tmp_path / "pytorch_model.bin").symlink_to(folder / "pytorch_model.bin")
    first = networks.graph_bytes(tmp_path, networks.SEGMENTATION)
    kept = tmp_path / "segmentation.onnx"
    assert kept.read_bytes() == first
    kept.write_bytes(first[:-1])
    assert networks.graph_bytes(tmp_path, networks.SEGMENTATION) == first
    assert kept.read_bytes() == first


def test_missing_or_other_tensors_are_refused(folder, tmp_path):
    with pytest.raises(MissingError):
        networks.graph_bytes(tmp_path, networks.LIKENESS)
    (tmp_path / "campplus_cn_en_common.pt").write_bytes(b"no tensors")
    with pytest.raises(InputError):
        networks.graph_bytes(tmp_path, networks.LIKENESS)
    (tmp_path / "pytorch_model.bin").symlink_to(folder / "campplus_cn_en_common.pt")
    with pytest.raises(InputError):
        networks.graph_bytes(tmp_path, networks.SEGMENTATION)
    assert not (tmp_path / "segmentation.onnx").exists()
