"""Times as a person gives them on the command line or in the browser: timecode, a clock, or seconds."""

from __future__ import annotations

from tapewright.errors import UsageError
from tapewright.exchange.stamps import clock_ticks, is_timecode
from tapewright.model import Tape
from tapewright.timing import Interval, Ticks, from_seconds

HINT = "write source timecode (01:00:12:04), running time (0:12.5 or 00:00:12.500) or seconds (12.5)"


def moment(text: str, tape: Tape) -> Ticks:
    """The tape time that is meant. UsageError for what is no time or lies outside the tape."""
    plain = text.strip()
    ticks = tape.at_timecode(plain) if is_timecode(plain) else running_time(plain)
    if not 0 <= ticks <= (tape.duration or ticks):
        raise UsageError(
            f"{text} lies outside tape {tape.id} ({tape.timecode(0)} to {tape.timecode(tape.duration)})", hint=HINT
        )
    return ticks


def running_time(text: str) -> Ticks:
    """A time that counts from a tape's beginning: a clock or seconds. UsageError for anything else."""
    plain = text.strip()
    try:
        return clock_ticks(plain) if ":" in plain else from_seconds(plain)
    except UsageError as error:
        raise UsageError(f"not a time: {plain[:40]!r}", hint=HINT) from error


def stretch(start: str | None, end: str | None, tape: Tape) -> Interval | None:
    """From one time to another; a missing one is the tape's own. None where both are missing."""
    if not start and not end:
        return None
    first = moment(start, tape) if start else Ticks(0)
    last = moment(end, tape) if end else tape.duration
    if last <= first:
        raise UsageError(f"{end} does not lie behind {start or tape.timecode(0)}", hint=HINT)
    return Interval(first, last)
