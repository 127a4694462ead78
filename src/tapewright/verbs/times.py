"""Times as JSON: the same shape from every verb."""

from __future__ import annotations

from tapewright.timing import Interval, to_float_seconds


def times_record(interval: Interval) -> dict[str, object]:
    """``{"start", "end", "ticks": {"start", "end"}}``: seconds to read, ticks to count with."""
    return {
        "start": to_float_seconds(interval.start),
        "end": to_float_seconds(interval.end),
        "ticks": {"start": interval.start, "end": interval.end},
    }
