"""How loud it is, from 10 ms to 10 ms: where between two words it is quietest, and where sound begins and ends."""

from __future__ import annotations

from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.timing import Ticks, from_samples, to_samples

FRAME = SAMPLE_RATE_HZ // 100
"""Samples in a frame of 10 ms."""

_HELD = 5
"""A place is as loud as the loudest of so many frames around it."""

_ABOVE_FLOOR_DB = 8.0
_SILENCE_DB = -90.0


class Loudness:
    """The level of every frame of a stretch; all times are ticks from its first sample."""

    def __init__(self, samples: Samples) -> None:
        import numpy

        count = len(samples) // FRAME
        frames = numpy.nan_to_num(numpy.asarray(samples[: count * FRAME], dtype="float32")).reshape(count, FRAME)
        power = numpy.mean(frames * frames, axis=1) if count else numpy.zeros(0)
        self._levels = 10 * numpy.log10(power + 10 ** (_SILENCE_DB / 10))
        held = numpy.pad(self._levels, _HELD // 2, mode="edge") if count else self._levels
        self._held = numpy.max(numpy.lib.stride_tricks.sliding_window_view(held, _HELD), axis=1) if count else held
        self.floor_db = float(numpy.percentile(self._levels, 10)) if count else _SILENCE_DB

    def quietest(self, start: int, end: int) -> tuple[Ticks, float]:
        """The middle of the quietest place from ``start`` to ``end``, and by how many dB it is above the floor.

        Of places that are equally quiet the middle one counts.
        """
        import numpy

        first, last = self._frame(start), self._frame(end)
        held = self._held[first : max(last, first) + 1]
        if not len(held):
            return Ticks(max(0, start)), 0.0
        lowest = float(held.min())
        # What is within a decibel is equally quiet: the middle of a pause is as far from both words as can be.
        near = numpy.flatnonzero(held <= lowest + 1.0)
        place = first + int(near[len(near) // 2])
        return from_samples(place * FRAME + FRAME // 2, SAMPLE_RATE_HZ), max(0.0, lowest - self.floor_db)

    def quiet_before(self, place: int, floor: int) -> Ticks:
        """Back from ``place``, but not before ``floor``: where the sound around it begins."""
        first, at = self._frame(floor), self._frame(place)
        while at > first and self._held[at - 1] > self.floor_db + _ABOVE_FLOOR_DB:
            at -= 1
        return from_samples(at * FRAME, SAMPLE_RATE_HZ)

    def quiet_behind(self, place: int, ceiling: int) -> Ticks:
        """On from ``place``, but not behind ``ceiling``: where the sound around it ends."""
        last, at = self._frame(ceiling), self._frame(place)
        while at < last and self._held[at] > self.floor_db + _ABOVE_FLOOR_DB:
            at += 1
        return from_samples((at + 1) * FRAME, SAMPLE_RATE_HZ)

    def _frame(self, place: int) -> int:
        return min(max(0, to_samples(place, SAMPLE_RATE_HZ) // FRAME), max(0, len(self._levels) - 1))
