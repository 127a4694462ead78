"""How a typed word is found on the tape, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tapewright.model import WordTiming
from tapewright.timing import Interval, Ticks


class Status(StrEnum):
    """How a typed word is found on the tape."""

    SAID = "said"  # the engine heard the same word
    SUBSTITUTED = "substituted"  # the engine heard another word there
    FORCED = "forced"  # laid on speech in which the engine heard nothing
    INTERPOLATED = "interpolated"  # put between its neighbours, in their speech
    ABSENT = "absent"  # nobody says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A typed token on the tape. ``heard`` numbers the heard words that it belongs to. An absent one has no length."""

    start: Ticks
    end: Ticks
    status: Status
    timing: WordTiming
    heard: range = range(0)

    @property
    def interval(self) -> Interval:
        """When it is heard."""
        return Interval(self.start, self.end)
