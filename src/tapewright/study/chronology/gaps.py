"""Gaps: stretches of which nothing is told, as long as uncertain dates leave them.

Between the first n events and the rest lies a gap from the last end of the one to the first beginning of the other.
An event that lies on one day has its beginning and its end on that day, somewhere between its bounds; one that lasts
has bounds of its own for either. So the gap is at least from the latest end that can be to the earliest beginning that
can be, at most from the last of the earliest ends to the first of the latest beginnings; both happen, because the
bounds of the events are independent of each other. A gap that may be nothing is at least 0 days long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from tapewright.model import CaseId, DatedEvent, EventId, Gap, PartyId
from tapewright.study.chronology.dating import place_in_time
from tapewright.study.chronology.lengths import say_lengths

SHOWN_INSIDE = 20
"""So many of the events inside a gap are named."""


def gaps(
    events: Iterable[DatedEvent],
    *,
    shortest: int = 1,
    possible: bool = False,
    lane: PartyId | None = None,
    case: CaseId | None = None,
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
    begins_by = [one.begins_by for one in bound if one.begins_by is not None]
    ends_from = [one.ends_from for one in bound if one.ends_from is not None]
    last_end, first_end = list(accumulate(ends, max)), list(accumulate(ends_from, max))
    last_beginning = list(accumulate(reversed(begins_by), min))[::-1]
    holder = 0
    for n in range(1, len(bound)):
        if ends[n - 1] >= ends[holder]:
            holder = n - 1
        begins, goes_on = last_end[n - 1], starts[n]
        widest = (first_end[n - 1], last_beginning[n])
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
                case=case,
                may_lie=_may_lie(loose, widest),
            )
        )
    return found


def between(one: DatedEvent, other: DatedEvent) -> tuple[int, int] | None:
    """The least and the greatest number of days from the end of an event to the beginning of another, below 0 where
    the other comes first. None where one of them has an open or unknown date.
    """
    if one.latest is None or one.ends_from is None or other.earliest is None or other.begins_by is None:
        return None
    return other.earliest - one.latest, other.begins_by - one.ends_from


def say_between(one: DatedEvent, other: DatedEvent) -> str:
    """``9 years``, ``8 to 9 years``, ``the same day``, ``up to 20 days, in either order``; ``not known`` where a
    date is open.
    """
    there, back = between(one, other), between(other, one)
    if there is None or back is None:
        return "not known"
    if there == back == (0, 0):
        return "the same day"
    about = _about(one, other)
    if there[1] > 0 and back[1] > 0:
        return f"{about}{say_lengths((0, 0), (0, max(there[1], back[1])))}, in either order"
    if there[1] < back[1]:
        one, other = other, one
    return about + say_lengths(*_ends(one, other))


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


def _ends(one: DatedEvent, other: DatedEvent) -> tuple[tuple[int, int], tuple[int, int]]:
    """From the end of one to the beginning of the other: the days of the least length, and of the greatest."""
    assert one.latest is not None
    assert one.ends_from is not None
    assert other.earliest is not None
    assert other.begins_by is not None
    return (one.latest, other.earliest), (one.ends_from, other.begins_by)


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
