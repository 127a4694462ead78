"""The finder of voices: one network tells the turns, another tells whose voice it is.

Each is good where the other is weak. Segmentation hears every change and overlap within ten seconds and knows nobody
beyond; an embedding knows a voice across a whole tape and cannot say where it begins. So the first cuts the tape into
stretches in which one voice is alone, the second groups these, and both together say who speaks when.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tapewright.errors import MissingError, UsageError
from tapewright.model import Embedding
from tapewright.model.progress import Report, silent
from tapewright.speech import SAMPLE_RATE_HZ, Samples, Voices
from tapewright.speech.voices import clustering, pieces, turns
from tapewright.speech.voices.answer import answer, vector
from tapewright.speech.voices.networks import LIKENESS, SEGMENTATION, Networks, unit
from tapewright.speech.voices.pieces import Piece
from tapewright.speech.voices.windows import HOP, Listener
from tapewright.timing import Interval

Array = Any
"""``numpy.ndarray``."""

SURE_FRAMES = 53
"""Pieces of at least 0.9 s say which voices there are; shorter ones are only assigned."""
MOST_AT_ONCE = 1200
"""More pieces than these are thinned out evenly before they are grouped; the rest are only assigned."""

_PART = 3 * SAMPLE_RATE_HZ
_SHORTEST = SAMPLE_RATE_HZ // 10


class TwoNetworkFinder:
    """Segmentation-3.0 and CAM++ together, on one thread, the same answer every time."""

    name = "two-network"
    version = "1"
    needs_weights = True

    def __init__(self, weights: Path | None) -> None:
        if weights is None:
            raise MissingError("telling voices apart needs weights", hint="tapewright models fetch voices")
        self._weights = weights
        self._networks: Networks | None = None

    def find(
        self,
        sound: Callable[[Interval], Samples],
        extent: Interval,
        *,
        count: int | None = None,
        most: int | None = None,
        known: Sequence[Embedding] = (),
        report: Report = silent,
    ) -> Voices:
        if any(number is not None and number < 1 for number in (count, most)):
            raise UsageError("a tape with speech has at least one voice")
        listener = Listener(self._loaded(), sound, extent, report)
        if listener.samples <= 0:
            return Voices(utterances=(), voices=())
        activity = listener.activity()
        runs = pieces.runs_of(activity)
        alone = pieces.pieces_of(activity, runs)
        if not alone:
            return Voices(utterances=(), voices=())
        embeddings = pieces.embed(listener, alone)
        centres = _centres(embeddings, alone, count, most, known)
        spoken, never_alone = turns.told(runs, alone, embeddings @ centres.T)
        likeness = pieces.embed(listener, never_alone) @ centres.T
        spoken += [turns.thrown_in(run, row, spoken) for run, row in zip(never_alone, likeness, strict=True)]
        return answer(listener, turns.joined(spoken), alone, embeddings)

    def embed(self, sound: Callable[[Interval], Samples], intervals: Sequence[Interval]) -> list[Embedding]:
        return [self._embedding(Listener(self._loaded(), sound, interval, silent)) for interval in intervals]

    def provenance(self) -> Mapping[str, object]:
        return {
            "finder": self.name,
            "version": self.version,
            "segmentation": SEGMENTATION.sha256,
            "likeness": LIKENESS.sha256,
            "onnxruntime": importlib.metadata.version("onnxruntime"),
            "kaldi-native-fbank": importlib.metadata.version("kaldi-native-fbank"),
            "sure": clustering.SURE,
            "one_voice": clustering.ONE_VOICE,
            "strange": clustering.STRANGE,
            "change": turns.CHANGE,
        }

    def _embedding(self, listener: Listener) -> Embedding:
        """The voice of all that a listener hears: the mean of its parts, empty where there is next to nothing."""
        samples = listener.part(0, listener.samples)
        if len(samples) < _SHORTEST or not samples.any():
            return ()
        parts = max(1, round(len(samples) / _PART))
        edges = [len(samples) * part // parts for part in range(parts + 1)]
        features = [listener.networks.features(samples[edges[at] : edges[at + 1]]) for at in range(parts)]
        return vector(unit(listener.networks.voices(features).sum(axis=0)))

    def _loaded(self) -> Networks:
        if self._networks is None:
            self._networks = Networks(self._weights)
        return self._networks


def _centres(
    embeddings: Array, alone: Sequence[Piece], count: int | None, most: int | None, known: Sequence[Embedding]
) -> Array:
    """The voices there are, ``[voices, size]``, from the pieces that are long enough to know one by."""
    import numpy

    frames = numpy.array([piece.frames for piece in alone])
    sure = numpy.flatnonzero(frames >= SURE_FRAMES)
    if len(sure) < (count or 1):
        sure = numpy.sort(numpy.argsort(-frames, kind="stable")[: count or 1])
    if len(sure) > MOST_AT_ONCE:
        sure = sure[numpy.linspace(0, len(sure) - 1, MOST_AT_ONCE).astype(int)]
    seconds = pieces.seconds(numpy.minimum(frames[sure], HOP))
    groups = clustering.group(embeddings[sure], seconds, count=count, most=most, known=known)
    return clustering.centres(embeddings[sure], groups, seconds)
