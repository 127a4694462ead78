"""Gaps: stretches of which nothing is told, as long as uncertain dates leave them.

Between the first n events and the rest lies a gap of ``min(rest) - max(first n)`` days. Each event lies on some day
between its bounds, so the gap is at least ``min(earliest of the rest) - max(latest of the first n)`` and at most
``min(latest of the rest) - max(earliest of the first n)`` days long; both happen. (The bounds of the events are
independent of each other.) A gap that may be nothing is at least 0 days long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from tapewright.model import DatedEvent, EventId, Gap, PartyId
from tapewright.study.chronology.dating import place_in_time
from tapewright.study.chronology.lengths import say_lengths

SHOWN_INSIDE = 20
"""So many of the events inside a gap are named."""


def gaps(
    events: Iterable[DatedEvent], *, shortest: int = 1, lane: PartyId | None = None, possible: bool = False
) -> list[Gap]:
    """Gaps of at least so many days between the events, in order of time.

    With ``possible`` also those that may be so long and may be shorter. Events with an open or unknown date bound no
    gap; each gap names those that may lie in it.
    """
    ordered = sorted(events, key=place_in_time)
    bound = [one for one in ordered if one.earliest is not None and one.latest is not None]
    loose = [one for one in ordered if one.earliest is None or one.latest is None]
    found = []
    starts, ends = _days(bound)
    last_known, first_known = list(accumulate(ends, max)), list(accumulate(reversed(ends), min))[::-1]
    holder = 0
    for n in range(1, len(bound)):
        if ends[n - 1] >= ends[holder]:
            holder = n - 1
        begins, goes_on = last_known[n - 1], starts[n]
        widest = (starts[n - 1], first_known[n])
        least, most = max(0, goes_on - begins), max(0, widest[1] - widest[0])
        if (most if possible else least) < max(1, shortest):
            continue
        found.append(
            Gap(
                before=bound[holder].id,
                after=bound[n].id,
                least=least,
                most=most,
                begins=begins if least else widest[0],
                ends=goes_on if least else widest[1],
                said=_about(bound[holder], bound[n]) + say_lengths((begins, goes_on), widest),
                lane=lane,
                may_lie=_may_lie(loose, widest),
            )
        )
    return found


def between(one: DatedEvent, other: DatedEvent) -> tuple[int, int] | None:
    """The least and the greatest number of days from an event to another, below 0 where the other comes first.

    None where one of them has an open or unknown date.
    """
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return None
    return other.earliest - one.latest, other.latest - one.earliest


def say_between(one: DatedEvent, other: DatedEvent) -> str:
    """``9 years``, ``8 to 9 years``, ``not known`` where a date is open, ``up to 3 years, in either order``."""
    days = between(one, other)
    if days is None:
        return "not known"
    if days[1] < 0:
        one, other = other, one
    assert one.earliest is not None
    assert one.latest is not None
    assert other.earliest is not None
    assert other.latest is not None
    if days[0] < 0 < days[1] and one.earliest <= other.latest:
        widest = max((one.earliest, other.latest), (other.earliest, one.latest), key=lambda pair: pair[1] - pair[0])
        return _about(one, other) + say_lengths((0, 0), widest) + ", in either order"
    return _about(one, other) + say_lengths((one.latest, other.earliest), (one.earliest, other.latest))


class Inside:
    """Finds the events that certainly lie in a stretch, among many."""

    def __init__(self, events: Iterable[DatedEvent]) -> None:
        self._events = sorted((one for one in events if None not in (one.earliest, one.latest)), key=place_in_time)
        self._starts, self._ends = _days(self._events)

    def told(self, gap: Gap, without: frozenset[EventId]) -> Gap:
        """The gap with the events that lie in it; ``without`` those that it was looked for between."""
        first, end = bisect_left(self._starts, gap.begins), bisect_left(self._starts, gap.ends + 1)
        inside = [
            one.id
            for one, last in zip(self._events[first:end], self._ends[first:end], strict=True)
            if last <= gap.ends and one.id not in without
        ]
        return replace(gap, inside=tuple(inside[:SHOWN_INSIDE]), inside_count=len(inside))


def _days(events: Sequence[DatedEvent]) -> tuple[list[int], list[int]]:
    starts = [one.earliest for one in events if one.earliest is not None]
    ends = [one.latest for one in events if one.latest is not None]
    return starts, ends


def _about(one: DatedEvent, other: DatedEvent) -> str:
    return "about " if one.is_about or other.is_about else ""


def _may_lie(loose: Sequence[DatedEvent], stretch: tuple[int, int]) -> tuple[EventId, ...]:
    """Those of an open date that may lie within two days."""
    return tuple(
        one.id
        for one in loose
        if (one.earliest is None or one.earliest <= stretch[1]) and (one.latest is None or one.latest >= stretch[0])
    )
