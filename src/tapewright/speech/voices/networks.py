"""The two networks, built once out of their tensors and kept beside them, and how they are fed.

The built graphs are pinned as the weights are: what is run is what was measured. Sound goes in as 16 kHz mono.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, MissingError, StorageError
from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.speech.environment import settle
from tapewright.speech.voices import likeness_net, segmentation_net
from tapewright.speech.voices.tensors import read_tensors
from tapewright.wholefile import put

Array = Any
"""``numpy.ndarray``."""

WINDOW = 10 * SAMPLE_RATE_HZ
"""Samples that the segmentation hears at once: what it was trained on."""
FRAMES = 589
FRAME_STEP = 270
FRAME_CENTRE = 495
"""Frames of a window; samples from one frame to the next; the first frame's middle."""

SHORTEST = SAMPLE_RATE_HZ // 4
"""Samples below which an embedding says nothing; shorter sound is repeated up to it."""

_FEATURE_SHIFT = 160
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class _Built:
    """A graph: from which file, by what, under which name and digest."""

    source: str
    build: Callable[[Mapping[str, Any]], bytes]
    name: str
    sha256: str


SEGMENTATION = _Built(
    "pytorch_model.bin",
    segmentation_net.build,
    "segmentation.onnx",
    "c8089599ab484437c6d5a538317f666f7f3e4a37396c652835e1dd2563dbd3ac",
)
LIKENESS = _Built(
    "campplus_cn_en_common.pt",
    likeness_net.build,
    "likeness.onnx",
    "71d5c617b9709d7dff2faf412f8680784a849acebffec1422f0b46c71d08cb66",
)


class Networks:
    """Both networks of a folder of weights, ready to run on one thread."""

    def __init__(self, folder: Path) -> None:
        self._segmentation = _session(graph_bytes(folder, SEGMENTATION))
        self._likeness = _session(graph_bytes(folder, LIKENESS))
        self._filters = _filter_options()

    def classes(self, windows: Samples) -> Array:
        """What is heard in windows of ten seconds, float32 ``[windows, WINDOW]``: probabilities
        ``[windows, FRAMES, 7]`` of nobody, one of three voices, two of them.
        """
        return self._segmentation.run(None, {segmentation_net.INPUT: windows[:, None, :]})[0]

    def features(self, samples: Samples) -> Array:
        """Log filter banks of a stretch, float32 ``[frames, 80]``, a frame every 10 ms: what ``voices`` compares."""
        import kaldi_native_fbank
        import numpy

        if len(samples) < SHORTEST:
            samples = numpy.resize(samples, SHORTEST) if len(samples) else numpy.zeros(SHORTEST, "float32")
        banks = kaldi_native_fbank.OnlineFbank(self._filters)
        banks.accept_waveform(SAMPLE_RATE_HZ, samples)
        banks.input_finished()
        return numpy.stack([banks.get_frame(frame) for frame in range(banks.num_frames_ready)])

    def voices(self, features: Sequence[Array]) -> Array:
        """The voice in each stretch of features, float32 ``[stretches, 192]``, of unit length."""
        import numpy

        found = numpy.zeros((len(features), likeness_net.SIZE), dtype="float32")
        by_length: dict[int, list[int]] = {}
        for at, one in enumerate(features):
            by_length.setdefault(len(one), []).append(at)
        for places in by_length.values():
            for first in range(0, len(places), _AT_ONCE):
                chosen = places[first : first + _AT_ONCE]
                batch = numpy.stack([features[at] for at in chosen])
                batch -= batch.mean(axis=1, keepdims=True)
                found[chosen] = self._likeness.run(None, {likeness_net.INPUT: batch})[0]
        return unit(found)


def unit(vectors: Array) -> Array:
    """Vectors scaled to length 1, along the last axis; one of nought stays."""
    import numpy

    return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def graph_bytes(folder: Path, built: _Built) -> bytes:
    """A network's graph, from the folder or built anew and kept there where it may be written.

    MissingError where its tensors are not there; InputError where they are not those that were measured.
    """
    kept = folder / built.name
    with suppress(OSError):
        data = kept.read_bytes()
        if hashlib.sha256(data).hexdigest() == built.sha256:
            return data
    source = folder / built.source
    if not source.is_file():
        raise MissingError(f"{built.source} is not there", place=str(folder), hint="tapewright models fetch voices")
    tensors = read_tensors(source)
    try:
        data = built.build(tensors)
    except (KeyError, ValueError, IndexError) as error:
        raise InputError(f"these are not the tensors of {built.name}: {error}", place=str(source)) from error
    if hashlib.sha256(data).hexdigest() != built.sha256:
        raise InputError(
            f"the network built from {built.source} is not the one that was measured: it was refused",
            place=str(folder),
            hint="is it the published file? and onnx the locked version?",
        )
    with suppress(StorageError):
        put(kept, data)
    return data


def _session(graph: bytes) -> Any:
    settle()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"], sess_options=options)


def _filter_options() -> Any:
    import kaldi_native_fbank

    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE_HZ
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = likeness_net.BANDS
    return options
