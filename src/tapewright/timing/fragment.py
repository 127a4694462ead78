"""W3C Media Fragments, the temporal dimension: ``t=12.5,13.9``, ``t=smpte-30-drop:01:00:00;00,01:00:04;12``.

Source: Media Fragments URI 1.0, clause 4.2.1 (NPT and SMPTE) with the field's further rates (smpte-23.976, smpte-50,
...) written in the same manner. NPT is written to the microsecond and read to the nearest tick; what was written
is what is read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from tapewright.errors import UsageError
from tapewright.timing.interval import Interval
from tapewright.timing.rate import frame_rate
from tapewright.timing.ticks import TICKS_PER_SECOND, Ticks, nearest, write_seconds
from tapewright.timing.timecode import TimecodeFormat

_SMPTE = re.compile(r"smpte(?:-(?P<rate>[0-9]{1,4}(?:\.[0-9]{1,12})?))?(?P<drop>-drop)?:(?P<times>.*)")
_NPT_CLOCK = re.compile(r"(?:(\d{1,12}):)?([0-5]?\d):([0-5]?\d(?:\.\d{0,40})?)", re.ASCII)
_NPT_SECONDS = re.compile(r"\d{1,12}(?:\.\d{0,40})?", re.ASCII)


def write_fragment(interval: Interval, *, timecode: TimecodeFormat | None = None, start: int = 0) -> str:
    """``t=`` in seconds, or in SMPTE timecode where a format is given (``start`` is the tape's first label, in ticks).

    >>> from tapewright.timing import from_seconds
    >>> write_fragment(Interval(from_seconds("1.5"), from_seconds(4)))
    't=1.500000,4.000000'
    """
    if timecode is None:
        return f"t={write_seconds(interval.start)},{write_seconds(interval.end)}"
    first, last = (timecode.write(tick + start) for tick in (interval.start, interval.end))
    rate = timecode.rate.nominal if timecode.drop else timecode.rate
    return f"t=smpte-{rate}{'-drop' if timecode.drop else ''}:{first},{last}"


def read_fragment(text: str, *, start: int = 0, duration: int | None = None) -> Interval:
    """The interval that a fragment means on a tape whose first label is ``start`` ticks.

    A missing beginning is 0; a missing end is ``duration``, which must then be given. Raises UsageError for
    anything that is not a temporal fragment, or that ends before it begins.
    """
    value = text.removeprefix("#")
    if not value.startswith("t="):
        raise UsageError(f"not a time fragment: {text!r}", hint="write it as t=12.5,13.9 (seconds)")
    value = value[2:]
    if value.startswith("smpte"):
        times, read = _smpte_reader(value, text, start)
    else:
        times, read = value.removeprefix("npt:"), _read_npt
    first, _, last = times.partition(",")
    if not first and not last:
        raise UsageError(f"no time in {text!r}", hint="write it as t=12.5,13.9 (seconds)")
    begin = read(first) if first else Ticks(0)
    if last:
        end = read(last)
    elif duration is not None:
        end = Ticks(duration)
    else:
        raise UsageError(f"no end in {text!r}", hint="write both ends: t=12.5,13.9")
    if end < begin:
        raise UsageError(f"{text!r} ends before it begins")
    return Interval(begin, end)


def _smpte_reader(value: str, text: str, start: int) -> tuple[str, Callable[[str], Ticks]]:
    shape = _SMPTE.fullmatch(value)
    if not shape:
        raise UsageError(f"not a time fragment: {text!r}", hint="write it as t=smpte-25:HH:MM:SS:FF,HH:MM:SS:FF")
    drop = bool(shape["drop"])
    rate = shape["rate"] or "30"
    if drop and rate in ("30", "60", "120"):
        rate = f"{rate}000/1001"
    counting = TimecodeFormat(frame_rate(rate), drop)
    return shape["times"], lambda label: counting.after(label, start)


def _read_npt(text: str) -> Ticks:
    if _NPT_SECONDS.fullmatch(text):
        seconds = Fraction(text)
    elif clock := _NPT_CLOCK.fullmatch(text):
        seconds = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + Fraction(clock[3])
    else:
        raise UsageError(f"not a time: {text!r}", hint="write seconds (12.5) or HH:MM:SS.sss")
    return Ticks(nearest(seconds * TICKS_PER_SECOND))
