"""Stretches in which one voice is alone, in pieces short enough to hold one voice and long enough to know it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tapewright.speech.voices.networks import FRAME_CENTRE, FRAME_STEP, SHORTEST
from tapewright.speech.voices.windows import Listener

Array = Any
"""``numpy.ndarray``."""

SPEAKS = 0.5
"""Probability from which a slot counts as speaking."""

_PIECE_FRAMES = 118
"""About two seconds."""
_SHORTEST_FRAMES = 15
_NEAR_SAMPLES = 30 * 16_000


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


def first_sample(frame: int) -> int:
    """Where a frame begins: half a step before its middle."""
    return FRAME_CENTRE - FRAME_STEP // 2 + frame * FRAME_STEP


def embed(listener: Listener, stretches: Sequence[tuple[int, int]]) -> Array:
    """The voice in each stretch of samples, ``[stretches, 192]``; a short one is heard with a little around it."""
    import numpy

    found = []
    block: list[Array] = []
    for number, (first, last) in enumerate(stretches):
        short = max(0, SHORTEST - (last - first))
        block.append(listener.networks.features(listener.part(first - short // 2, last + short // 2)))
        if len(block) == 64 or number + 1 == len(stretches):
            found.append(listener.networks.voices(block))
            block = []
            listener.report("voices compared", number + 1, len(stretches))
    return numpy.concatenate(found) if found else numpy.zeros((0, 192), dtype="float32")
