"""When a position of a text is heard: by the sync points around it, and by the pace of speech where there are none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from tapewright.exchange.study_file import SyncPoint
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks
from tapewright.words.anchors import rising

SIGNS_A_SECOND = 15
"""What conversation runs at (``words.pace``): a text without times is laid out so."""

_PACE = TICKS_PER_SECOND // SIGNS_A_SECOND
LATEST = 100 * 24 * 3600 * TICKS_PER_SECOND
"""A hundred days: no tape is longer."""


class TextClock:
    """Positions of a text in ticks. ``length`` is that of the text, ``duration`` the tape's, 0 where unknown.

    As few points as can be are left out so that none runs backwards; ``dropped`` counts them.
    """

    def __init__(self, points: Iterable[SyncPoint], *, length: int = 0, duration: int = 0) -> None:
        first_at: dict[int, SyncPoint] = {}
        for point in sorted(set(points)):
            first_at.setdefault(point.position, point)
        every = list(first_at.values())
        # Equal times may follow each other: each counts as a little later than the one before.
        places = rising([point.ticks * (len(every) + 1) + place for place, point in enumerate(every)])
        kept = [every[place] for place in places]
        self.dropped = len(every) - len(kept)
        if not kept or kept[0].position > 0:
            first = max(0, kept[0].ticks - kept[0].position * _PACE) if kept else 0
            kept.insert(0, SyncPoint(0, first))
        if length > kept[-1].position:
            last = kept[-1].ticks + (length - kept[-1].position) * _PACE
            kept.append(SyncPoint(length, max(kept[-1].ticks, min(last, duration or last))))
        self._points = kept
        self._positions = [point.position for point in kept]

    def at(self, position: int) -> Ticks:
        """The tick of a position; between two points by its share of the way."""
        place = bisect_right(self._positions, position) - 1
        if place < 0:
            return Ticks(0)
        before = self._points[place]
        if place + 1 == len(self._points):
            return Ticks(before.ticks + (position - before.position) * _PACE)
        after = self._points[place + 1]
        share = (after.ticks - before.ticks) * (position - before.position)
        return Ticks(before.ticks + share // (after.position - before.position))

    def between(self, start: int, end: int) -> Interval:
        """The stretch of a text in ticks; it may be empty where two points lie on one tick."""
        return Interval(self.at(start), max(self.at(start), self.at(end)))
