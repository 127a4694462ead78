"""Stretches in which one voice is alone, in pieces short enough to hold one voice and long enough to know it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.voices.likeness_net import SIZE
from tapewright.speech.voices.networks import FRAME_STEP, SHORTEST
from tapewright.speech.voices.windows import Listener, first_sample

Array = Any
"""``numpy.ndarray``."""

SPEAKS = 0.5
"""Probability from which a slot counts as speaking."""

_PIECE_FRAMES = 118
"""About two seconds."""
_SHORTEST_FRAMES = 15
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Run:
    """A slot that speaks on end, frames ``first`` to ``last`` (exclusive)."""

    slot: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a run in which no other slot speaks."""

    run: int
    first: int
    last: int

    @property
    def frames(self) -> int:
        """How long it is."""
        return self.last - self.first


def runs_of(activity: Array) -> list[Run]:
    """Where each slot speaks, in order of the start."""
    found = [
        Run(slot, first, last) for slot in range(activity.shape[1]) for first, last in spans(activity[:, slot] > SPEAKS)
    ]
    return sorted(found, key=lambda run: (run.first, run.slot))


def pieces_of(activity: Array, runs: Sequence[Run]) -> list[Piece]:
    """The parts of each run in which its slot is alone, cut evenly where they are long."""
    alone = (activity > SPEAKS).sum(axis=1) == 1
    found = []
    for number, run in enumerate(runs):
        for first, last in spans(alone[run.first : run.last]):
            if last - first < _SHORTEST_FRAMES:
                continue
            parts = max(1, round((last - first) / _PIECE_FRAMES))
            edges = [run.first + first + (last - first) * part // parts for part in range(parts + 1)]
            found += [Piece(number, a, b) for a, b in pairwise(edges)]
    return found


def spans(on: Array) -> list[tuple[int, int]]:
    """First and last (exclusive) index of each stretch of true values.

    >>> import numpy
    >>> spans(numpy.array([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    import numpy

    edges = numpy.diff(numpy.concatenate([[0], numpy.asarray(on, dtype="int8"), [0]]))
    starts, ends = numpy.flatnonzero(edges == 1), numpy.flatnonzero(edges == -1)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def seconds(frames: Array) -> Array:
    """How long so many frames are."""
    return frames * (FRAME_STEP / SAMPLE_RATE_HZ)


def embed(listener: Listener, stretches: Sequence[Run] | Sequence[Piece]) -> Array:
    """The voice in each stretch, ``[stretches, 192]``; a short one is heard with a little around it."""
    import numpy

    found = [numpy.zeros((0, SIZE), dtype="float32")]
    for at in range(0, len(stretches), _AT_ONCE):
        features = []
        for one in stretches[at : at + _AT_ONCE]:
            first, last = first_sample(one.first), first_sample(one.last)
            missing = max(0, SHORTEST - (last - first))
            features.append(listener.networks.features(listener.part(first - missing // 2, last + missing // 2)))
        found.append(listener.networks.voices(features))
        listener.report("compare voices", min(at + _AT_ONCE, len(stretches)), len(stretches))
    return numpy.concatenate(found)
