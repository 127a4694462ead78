"""A whole tape through the segmentation: first every ten seconds once, then, where somebody speaks, five times over.

Silence costs a fifth of speech. Memory is that of the answer: 12 bytes for each 17 ms of tape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tapewright.model.progress import Report, Step
from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.speech.voices.networks import FRAME_CENTRE, FRAME_STEP, FRAMES, WINDOW, Networks
from tapewright.speech.voices.stitching import Stitched, activity
from tapewright.timing import Interval, Ticks, from_samples, to_samples

Array = Any
"""``numpy.ndarray``."""

Sound = Callable[[Interval], Samples]
"""16 kHz mono of any part of a tape."""

HOP = 118
"""Frames from one window to the next: five windows hear each frame."""
_AT_ONCE = 6
_COARSE = 5
_AHEAD = 30 * SAMPLE_RATE_HZ
_LOUDEST = 8.0
_AUDIBLE = 0.1
"""Where nobody speaks with more than this probability in a window, it is not heard again."""


def first_sample(frame: int) -> int:
    """Where a frame begins: half a step before its middle."""
    return FRAME_CENTRE - FRAME_STEP // 2 + frame * FRAME_STEP


class Listener:
    """The sound of a tape by sample number from the start of its extent, and the networks that hear it."""

    def __init__(self, networks: Networks, sound: Sound, extent: Interval, report: Report) -> None:
        import numpy

        self.networks = networks
        self.extent = extent
        self.samples = to_samples(extent.duration, SAMPLE_RATE_HZ)
        self._sound = sound
        self._report = report
        self._begin = 0
        self._ahead: Samples = numpy.zeros(0, dtype="float32")

    def part(self, first: int, last: int) -> Samples:
        """The samples from ``first`` to ``last``; fewer at the tape's ends. What comes next is read along with them."""
        first, last = max(0, first), min(last, self.samples)
        if last <= first:
            return self._ahead[:0]
        if not self._begin <= first <= last <= self._begin + len(self._ahead):
            self._begin = first
            self._ahead = self._read(first, min(self.samples, max(last, first + _AHEAD)))
        return self._ahead[first - self._begin : last - self._begin]

    def _read(self, first: int, last: int) -> Samples:
        import numpy

        start = Ticks(self.extent.start + from_samples(first, SAMPLE_RATE_HZ))
        end = Ticks(min(self.extent.end, self.extent.start + from_samples(last, SAMPLE_RATE_HZ)))
        # A broken file may hold what is no number; one such sample would silence a whole window.
        return numpy.clip(numpy.nan_to_num(self._sound(Interval(start, end)), nan=0.0), -_LOUDEST, _LOUDEST)

    def interval(self, first: int, last: int) -> Interval:
        """Frames as ticks of the tape."""
        start, end = (
            self.extent.start + from_samples(min(self.samples, max(0, first_sample(frame))), SAMPLE_RATE_HZ)
            for frame in (first, last)
        )
        return Interval(Ticks(start), Ticks(max(start, min(end, self.extent.end))))

    def activity(self) -> Array:
        """Who of three slots speaks in each frame, ``[frames, 3]``: see ``stitching``."""
        frames = self.samples // FRAME_STEP + 1
        windows = max(1, -(-(self.samples - WINDOW) // (HOP * FRAME_STEP)) + 1)
        coarse = dict(self._heard(range(0, windows, _COARSE), 0, windows))
        loud = [number for number, window in coarse.items() if float(window.max()) > _AUDIBLE]
        near = {other for number in loud for other in range(number - _COARSE + 1, number + _COARSE)}
        rest = [number for number in range(windows) if number in near and number not in coarse]
        finer = self._heard(rest, windows - len(rest), windows)
        self.report("hear voices", windows - len(rest), windows)
        whole = Stitched(frames)
        for number in sorted([*coarse, *rest]):
            window = coarse.pop(number) if number in coarse else next(finer)[1]
            whole.add(number * HOP, window)
        return whole.activity()

    def _heard(self, numbers: Any, done: int, total: int) -> Iterator[tuple[int, Array]]:
        """Windows by number with their activity, some at a time."""
        import numpy

        ordered = list(numbers)
        for at in range(0, len(ordered), _AT_ONCE):
            chosen = ordered[at : at + _AT_ONCE]
            batch = numpy.zeros((len(chosen), WINDOW), dtype="float32")
            for row, number in zip(batch, chosen, strict=True):
                samples = self.part(number * HOP * FRAME_STEP, number * HOP * FRAME_STEP + WINDOW)
                row[: len(samples)] = samples
            spoken = [bool(row.any()) for row in batch]
            found = numpy.zeros((len(chosen), FRAMES, 3), dtype="float32")
            if any(spoken):
                found[spoken] = activity(self.networks.classes(batch[spoken]))
            self.report("hear voices", done + at + len(chosen), total)
            yield from zip(chosen, found, strict=True)

    def report(self, what: str, done: int, total: int) -> None:
        """Say how much of the tape has been through a step."""
        ticks = self.extent.duration
        self._report(Step(what=what, done=ticks * done // max(1, total), total=ticks, unit="ticks"))
