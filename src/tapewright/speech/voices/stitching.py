"""The windows of ten seconds as one: who of three speaks in each frame, the same three from window to window.

The network numbers the voices of every window anew. Neighbouring windows share most of their sound, so a window's
voices are put into the order in which they agree best with what the earlier ones heard, and all opinions of a frame
are averaged. A slot holds one voice as long as somebody goes on; after a while of silence it may be another's: which
voice it is, is not told here.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

from tapewright.speech.voices.networks import FRAMES

Array = Any
"""``numpy.ndarray``."""

SLOTS = 3
_EDGE = 60
"""Frames at either end of a window in which its opinion counts for less: it lacks what came before or comes after."""
_ORDERS = tuple(permutations(range(SLOTS)))
_MEMBERS = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2))


def activity(classes: Array) -> Array:
    """Of the network's classes, ``[…, FRAMES, 7]``, the probability that each voice speaks, ``[…, FRAMES, 3]``."""
    import numpy

    belongs = numpy.array([[slot in members for slot in range(SLOTS)] for members in _MEMBERS], dtype="float32")
    return classes.astype("float32") @ belongs


class Stitched:
    """Add windows in order of their first frame; ``activity`` is then ``[frames, 3]`` of the whole."""

    def __init__(self, frames: int) -> None:
        import numpy

        self._sum = numpy.zeros((frames + FRAMES, SLOTS), dtype="float32")
        self._weight = numpy.zeros((frames + FRAMES, 1), dtype="float32")
        self._frames = frames
        ramp = numpy.minimum(numpy.arange(1, FRAMES + 1), numpy.arange(FRAMES, 0, -1))
        self._opinion = numpy.minimum(1.0, ramp / _EDGE).astype("float32")[:, None]

    def add(self, first: int, window: Array) -> tuple[int, ...]:
        """Take in a window's activity, ``[FRAMES, 3]``; which of its voices went into each slot."""
        import numpy

        place = slice(first, first + FRAMES)
        known = self._weight[place, 0] > 0
        order = _ORDERS[0]
        if known.any():
            before = self._sum[place][known] / self._weight[place][known]
            here = window[known]
            apart = [float(numpy.abs(before - here[:, order]).sum()) for order in _ORDERS]
            order = _ORDERS[int(numpy.argmin(apart))]
        self._sum[place] += window[:, order] * self._opinion
        self._weight[place] += self._opinion
        return order

    def activity(self) -> Array:
        """The average opinion of each frame; nought where nobody listened."""
        import numpy

        return (self._sum / numpy.maximum(self._weight, 1e-6))[: self._frames]
