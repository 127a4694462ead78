"""The picture's clock: how long it runs, at which rate, and whether its frames are evenly spaced."""

from __future__ import annotations

import heapq
from fractions import Fraction
from typing import Any

from tapewright.errors import UsageError
from tapewright.model import VideoStream
from tapewright.timing import FrameRate, Ticks, TimecodeFormat, frame_rate, from_seconds

_RATES_IN_USE = "23.976 24 25 29.97 30 47.952 48 50 59.94 60 100 119.88 120 10 12 12.5 15 20"
_STANDARD = tuple(frame_rate(name) for name in _RATES_IN_USE.split())
_REORDERED = 64
"""Frames may be stored this far from where they are shown: H.264 allows 16, HEVC no more; the rest is for safety."""


class PictureClock:
    """Told each video packet of a file, in stored order; keeps a few times only, whatever the length of the file.

    Times are whole units of the stream's time base.
    """

    def __init__(self, stream: Any) -> None:
        self._unit = Fraction(stream.time_base or Fraction(1, 90_000))
        self._waiting: list[int] = []
        self._first: int | None = None
        self._last: int | None = None
        self._end = 0
        self._frames = 0
        self._steps: dict[int, int] = {}
        self._unstamped = 0

    def add(self, packet: Any) -> None:
        """One more frame."""
        if not packet.size or packet.is_discard:
            return
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None:
            self._unstamped += 1
            return
        self._frames += 1
        self._end = max(self._end, time + (packet.duration or 0))
        heapq.heappush(self._waiting, time)
        if len(self._waiting) > _REORDERED:
            self._show(heapq.heappop(self._waiting))

    def finish(self) -> None:
        """There are no more."""
        while self._waiting:
            self._show(heapq.heappop(self._waiting))
        if self._last is not None:
            self._end = max(self._end, self._last + self._usual_step)

    def _show(self, time: int) -> None:
        if self._first is None:
            self._first = time
        elif self._last is not None:
            step = time - self._last
            # A broken clock could make millions of different steps; a thousand are enough to call it uneven.
            if step in self._steps or len(self._steps) < 1000:
                self._steps[step] = self._steps.get(step, 0) + 1
        self._last = time if self._last is None else max(time, self._last)

    @property
    def frames(self) -> int:
        """Frames counted, those without a time too."""
        return self._frames + self._unstamped

    @property
    def start(self) -> Fraction | None:
        """When the first frame is shown, in seconds of the container's clock."""
        return None if self._first is None else self._first * self._unit

    def end(self, rate: FrameRate) -> Fraction | None:
        """When the last frame has been shown, in seconds of the container's clock."""
        if self._first is None:
            return Fraction(self._unstamped) / rate.fraction if self._unstamped else None
        return self._end * self._unit

    @property
    def odd_steps(self) -> int:
        """How many frames do not follow the one before at the usual distance, beyond what the time base rounds."""
        usual = self._usual_step
        slack = max(1, usual // 20) + (1 if usual < 200 else 0)
        return sum(count for step, count in self._steps.items() if abs(step - usual) > slack)

    @property
    def is_variable(self) -> bool:
        """Whether frames are not evenly spaced: more than one in two hundred, and more than two."""
        return self.odd_steps > max(2, self._frames // 200)

    @property
    def measured_rate(self) -> Fraction | None:
        """Frames a second by the most common step, or None where there are too few."""
        return 1 / (self._usual_step * self._unit) if self._usual_step else None

    @property
    def _usual_step(self) -> int:
        steps = [(count, step) for step, count in self._steps.items() if step > 0]
        return max(steps)[1] if steps else 0


def rate_of(stream: Any) -> FrameRate:
    """The countable frame rate nearest to what a stream's header says."""
    return _countable(_claimed(stream))[0]


def _claimed(stream: Any) -> Fraction:
    return Fraction(stream.average_rate or stream.guessed_rate or stream.base_rate or 25)


def _rate_found(stream: Any, clock: PictureClock) -> tuple[FrameRate, str]:
    """The frame rate that a stream means, and a remark where it had to be brought to one that can be counted."""
    claimed, base, steady = _claimed(stream), stream.base_rate, clock.measured_rate
    if clock.is_variable:
        # Phones stamp frames unevenly around a steady rate; the container's base rate tells it, the average does not.
        if base and abs(Fraction(base) / claimed - 1) < Fraction(1, 10):
            claimed = Fraction(base)
        near = _standard(claimed)
        return near, "" if _is_near(near, claimed) else _brought(claimed, near)
    if steady and _is_near(_standard(steady), steady):
        return _standard(steady), ""
    return _countable(claimed)


def _countable(rate: Fraction) -> tuple[FrameRate, str]:
    near = _standard(rate)
    if _is_near(near, rate):
        return near, ""
    try:
        return frame_rate(rate), ""
    except UsageError:
        return near, _brought(rate, near)


def _brought(rate: Fraction, near: FrameRate) -> str:
    return f"about {float(rate):.3f} frames a second; its timecode is counted at {near}"


def _is_near(near: FrameRate, rate: Fraction) -> bool:
    return abs(near.fraction / rate - 1) < Fraction(1, 4000)


def _standard(rate: Fraction) -> FrameRate:
    return min(_STANDARD, key=lambda known: abs(known.fraction - rate))


def picture_of(stream: Any, clock: PictureClock) -> tuple[VideoStream, tuple[str, ...]]:
    """What the picture is, and remarks for the person."""
    rate, remark = _rate_found(stream, clock)
    remarks = [remark] if remark else []
    if clock.is_variable:
        remarks.append("variable frame rate: frames are not evenly spaced, an editing program may lose sync with it")
    elif clock.odd_steps:
        remarks.append(f"{clock.odd_steps} uneven steps between frames: a few frames were lost or doubled")
    context = stream.codec_context
    video = VideoStream(
        width=context.width,
        height=context.height,
        format=TimecodeFormat(rate),
        codec=context.codec.canonical_name,
        is_variable=clock.is_variable,
    )
    return video, tuple(remarks)


def seconds_to_ticks(seconds: Fraction) -> Ticks:
    """The nearest tick, never before zero."""
    return max(Ticks(0), from_seconds(seconds))
