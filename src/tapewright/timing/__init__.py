"""Exact time: ticks, frame rates, SMPTE timecode, media fragments and intervals.

Belongs here: arithmetic on time and the ways of writing it. Never here: files, media libraries, floats that are
kept. A tick is 1/705,600,000 s (the published "flick"): every frame rate and audio rate in use is a whole number
of ticks, so frames, drop-frame timecode and seconds are only ways of writing a tick.
"""

from tapewright.timing.fragment import read_fragment, write_fragment
from tapewright.timing.interval import Interval, clip, cover, merge, subtract
from tapewright.timing.rate import FrameRate, frame_rate
from tapewright.timing.ticks import (
    TICKS_PER_SECOND,
    Ticks,
    from_milliseconds,
    from_samples,
    from_seconds,
    nearest,
    to_float_seconds,
    to_samples,
    to_seconds,
    write_clock,
    write_seconds,
)
from tapewright.timing.timecode import TimecodeFormat, is_drop_label

__all__ = [
    "TICKS_PER_SECOND",
    "FrameRate",
    "Interval",
    "Ticks",
    "TimecodeFormat",
    "clip",
    "cover",
    "frame_rate",
    "from_milliseconds",
    "from_samples",
    "from_seconds",
    "is_drop_label",
    "merge",
    "nearest",
    "read_fragment",
    "subtract",
    "to_float_seconds",
    "to_samples",
    "to_seconds",
    "write_clock",
    "write_fragment",
    "write_seconds",
]
