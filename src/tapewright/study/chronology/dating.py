"""Events in order of time, with the days between which each lies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tapewright.errors import UsageError
from tapewright.model import DatedEvent, Event
from tapewright.timing.edtf import Edtf, read_edtf, say_edtf

_LAST = 1 << 62


def dated(event: Event) -> DatedEvent:
    """An event with its days. One whose date cannot be read has none, and is said by its words."""
    earliest, latest, said, is_about, lasts = _days(event.date)
    return DatedEvent(
        event=event,
        earliest=earliest,
        latest=latest,
        said=said or event.date_words,
        is_about=is_about,
        lasts=lasts,
        sources_said=tuple([said_date(source.date) if source.date else "" for source in event.sources]),
    )


def laid_out(events: Iterable[Event]) -> list[DatedEvent]:
    """Events in order of time: by the first day on which each may lie, then by the last; those without a date last."""
    return sorted(map(dated, events), key=place_in_time)


def place_in_time(one: DatedEvent) -> tuple[int, int, str, int]:
    """What events are ordered by: their days, then the time of day where a date gives one. An open end counts as its
    other end.
    """
    clock, number = one.event.date.partition("T")[2], one.event.id
    if one.earliest is not None:
        return one.earliest, _LAST if one.latest is None else one.latest, clock, number
    if one.latest is not None:
        return one.latest, one.latest, clock, number
    return _LAST, _LAST, clock, number


def read_date(text: str) -> Edtf | None:
    """A date that was stored; None for none, or for one that cannot be read."""
    if not text:
        return None
    try:
        return read_edtf(text)
    except UsageError:
        return None


@lru_cache(maxsize=1 << 15)
def said_date(text: str) -> str:
    """A stored date for people; the text itself where it cannot be read."""
    date = read_date(text)
    return say_edtf(date) if date else text


@lru_cache(maxsize=1 << 15)
def _days(text: str) -> tuple[int | None, int | None, str, bool, tuple[int, int] | None]:
    date = read_date(text)
    if date is None:
        return None, None, "", False, None
    lasts = None
    if date.is_interval and (start := date.members[0]) and (end := date.members[-1]):
        lasts = start.latest, end.earliest
    return date.earliest, date.latest, say_edtf(date), date.is_approximate or date.is_uncertain, lasts
