"""The finder of voices: one network tells the turns, another tells whose voice it is.

Each is good where the other is weak. Segmentation hears every change and overlap within ten seconds and knows nobody
beyond; an embedding knows a voice across a whole tape and cannot say where it begins. So the first cuts the tape into
stretches in which one voice is alone, the second groups these, and both together say who speaks when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tapewright.errors import MissingError
from tapewright.model import Embedding, FoundVoice, Utterance
from tapewright.model.progress import Report, silent
from tapewright.speech import SAMPLE_RATE_HZ, Samples, Voices
from tapewright.speech.voices import clustering, pieces, turns
from tapewright.speech.voices.networks import LIKENESS, SEGMENTATION, Networks, unit
from tapewright.speech.voices.pieces import Piece, first_sample
from tapewright.speech.voices.windows import HOP, Listener
from tapewright.timing import Interval, Ticks, from_samples

Array = Any
"""``numpy.ndarray``."""

_SURE_FRAMES = 53
"""Pieces of at least this (0.9 s) say which voices there are; shorter ones are only assigned."""
_MOST_AT_ONCE = 1200
"""More pieces than these are thinned out evenly before they are grouped; the rest is assigned."""
_SAMPLES = 5
_SAMPLE_FRAMES = 300


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
        listener = Listener(self._loaded(), sound, extent, report)
        if listener.samples <= 0:
            return Voices(utterances=(), voices=())
        activity = listener.activity()
        runs = pieces.runs_of(activity)
        alone = pieces.pieces_of(activity, runs)
        if not alone:
            return Voices(utterances=(), voices=())
        stretches = [(first_sample(piece.first), first_sample(piece.last)) for piece in alone]
        embeddings = pieces.embed(listener, stretches)
        centres = _centres(embeddings, alone, count, most)
        spoken = turns.told(runs, alone, embeddings @ centres.T)
        return _answer(extent, listener.samples, spoken, alone, embeddings)

    def embed(self, sound: Callable[[Interval], Samples], intervals: Sequence[Interval]) -> list[Embedding]:
        found: list[Embedding] = []
        for interval in intervals:
            listener = Listener(self._loaded(), sound, interval, silent)
            whole = listener.samples
            if whole < SAMPLE_RATE_HZ // 10 or not listener.part(0, whole).any():
                found.append(())
                continue
            parts = max(1, round(whole / (3 * SAMPLE_RATE_HZ)))
            stretches = [(whole * part // parts, whole * (part + 1) // parts) for part in range(parts)]
            found.append(_tuple(unit(pieces.embed(listener, stretches).sum(axis=0))))
        return found

    def provenance(self) -> Mapping[str, object]:
        return {
            "finder": self.name,
            "version": self.version,
            "segmentation": SEGMENTATION.sha256,
            "likeness": LIKENESS.sha256,
            "hop_frames": HOP,
        }

    def _loaded(self) -> Networks:
        if self._networks is None:
            self._networks = Networks(self._weights)
        return self._networks


def _centres(embeddings: Array, alone: Sequence[Piece], count: int | None, most: int | None) -> Array:
    import numpy

    frames = numpy.array([piece.frames for piece in alone])
    sure = numpy.flatnonzero(frames >= _SURE_FRAMES)
    if not len(sure) or (count and len(sure) < count):
        sure = numpy.argsort(-frames, kind="stable")[: max(count or 1, 1)]
    if len(sure) > _MOST_AT_ONCE:
        sure = sure[numpy.linspace(0, len(sure) - 1, _MOST_AT_ONCE).astype(int)]
    groups = clustering.group(embeddings[sure], count=count, most=most)
    return clustering.centres(embeddings[sure], groups, numpy.minimum(frames[sure], HOP).astype("float32"))


def _answer(
    extent: Interval, samples: int, spoken: Sequence[turns.Spoken], alone: Sequence[Piece], embeddings: Array
) -> Voices:
    """Voices numbered in the order in which they are first heard, with what is known of each."""
    order = list(dict.fromkeys(voice for _, _, voice in spoken))
    utterances = [
        Utterance(interval=_interval(extent, samples, first, last), voice=order.index(voice))
        for first, last, voice in spoken
    ]
    voices = [
        _voice(number, [one for one in spoken if one[2] == voice], extent, samples, alone, embeddings)
        for number, voice in enumerate(order)
    ]
    return Voices(
        utterances=tuple(sorted(utterances, key=lambda one: (one.interval.start, one.voice))), voices=tuple(voices)
    )


def _voice(
    number: int,
    spoken: Sequence[turns.Spoken],
    extent: Interval,
    samples: int,
    alone: Sequence[Piece],
    embeddings: Array,
) -> FoundVoice:
    import numpy

    mine = [
        at
        for at, piece in enumerate(alone)
        if any(first <= piece.first and piece.last <= last for first, last, _ in spoken)
    ]
    if not mine:
        return FoundVoice(number=number, centre=(), spread=0.0)
    weights = numpy.array([min(alone[at].frames, HOP) for at in mine], dtype="float32")
    chosen = embeddings[mine]
    centre = unit((chosen * weights[:, None]).sum(axis=0))
    likeness = chosen @ centre
    # Robust: the half that is least like the rest does not move the centre.
    near = likeness >= numpy.median(likeness)
    centre = unit((chosen[near] * weights[near, None]).sum(axis=0))
    likeness = chosen @ centre
    best = sorted(range(len(mine)), key=lambda at: (-likeness[at] * weights[at], at))[:_SAMPLES]
    heard = tuple(
        _interval(
            extent, samples, alone[mine[at]].first, min(alone[mine[at]].last, alone[mine[at]].first + _SAMPLE_FRAMES)
        )
        for at in best
    )
    return FoundVoice(number=number, centre=_tuple(centre), spread=float(numpy.median(likeness)), samples=heard)


def _interval(extent: Interval, samples: int, first: int, last: int) -> Interval:
    start = extent.start + from_samples(min(samples, max(0, first_sample(first))), SAMPLE_RATE_HZ)
    end = extent.start + from_samples(min(samples, max(0, first_sample(last))), SAMPLE_RATE_HZ)
    return Interval(Ticks(start), Ticks(max(start, end)))


def _tuple(vector: Array) -> Embedding:
    return tuple(round(float(value), 6) for value in vector)
