"""What the tapes say of a stretch of time: dates that are said to lie in it, and what was coded there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import CaseId, Code, Coding, DatedEvent, Gap, Span, TapeId
from tapewright.study.chronology.dating import read_date
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.chronology import laid
from tapewright.verbs.mentions import SaidDate, date_record, mentions
from tapewright.verbs.places import span_record
from tapewright.verbs.project import Project

AROUND = from_seconds(30)
"""What is coded so near a date that is said, or on a source of an event, belongs to what is told of its time."""

MOST_DAYS = 4_000_000
"""Ten thousand years: a longer stretch is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the tapes say of the days from ``first`` to ``last``.

    ``said`` are dates that lie in it and that nobody has decided about, ``events`` those that certainly lie in it,
    ``codings`` what was coded on either, by code and place. ``tapes`` are all tapes that speak of it.
    """

    first: int
    last: int
    said: tuple[SaidDate, ...]
    events: tuple[DatedEvent, ...]
    codings: tuple[Coding, ...]
    tapes: tuple[TapeId, ...]


def told_of(project: Project, gap: Gap) -> Told:
    """What the tapes say of the time of a gap; of a case's gap only its own tapes, where it has any."""
    return told_between(project, gap.begins, gap.ends, case=gap.case)


def told_between(project: Project, first: int, last: int, *, case: CaseId | None = None) -> Told:
    """What the tapes say of the days from ``first`` to ``last``, both included."""
    if last < first or last - first > MOST_DAYS:
        raise UsageError("not a stretch of time", hint="give a first day and a later last one")
    whole = laid(project)
    tapes = _tapes_of(project, case)
    said = tuple(date for date in mentions(project, tapes=tapes).dates if _lies_in(date, first, last))
    events = tuple(one for one in whole.events if _is_inside(one, first, last) and _is_of(one, case))
    places = [_around(date.span) for date in said]
    for one in events:
        places += [source.quote.span for source in one.event.sources if source.quote is not None]
    codings = tuple(_on(project, places))
    speaking = [place.tape for place in places]
    return Told(first=first, last=last, said=said, events=events, codings=codings, tapes=tuple(sorted(set(speaking))))


def record(project: Project, told: Told) -> dict[str, object]:
    """``{"first", "last", "tapes", "said": […as mentions], "events": [id], "codings": [{"id", "code", "code_name",
    "coder", place…, "text"}]}``.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    codes: dict[int, Code] = {code.id: code for code in project.store.codes()}
    return {
        "first": told.first,
        "last": told.last,
        "tapes": list(told.tapes),
        "said": [date_record(date, tapes[date.span.tape]) for date in told.said],
        "events": [one.id for one in told.events],
        "codings": [
            {
                "id": coding.id,
                "code": coding.code,
                "code_name": codes[coding.code].name,
                "coder": coding.coder,
                **span_record(tapes[coding.quote.span.tape], coding.quote.span),
                "text": coding.quote.text,
            }
            for coding in told.codings
        ],
    }


def _tapes_of(project: Project, case: CaseId | None) -> Sequence[TapeId] | None:
    """The tapes of a case; all (None) for no case, and for one that has none."""
    if case is None:
        return None
    for known in laid(project).cases:
        if known.id == case:
            return known.tapes or None
    raise NotFoundError(f"there is no case {case}", hint="tapewright case list")


def _lies_in(date: SaidDate, first: int, last: int) -> bool:
    read = read_date(date.date)
    return read is not None and _between(read.earliest, read.latest, first, last)


def _is_inside(one: DatedEvent, first: int, last: int) -> bool:
    return _between(one.earliest, one.latest, first, last)


def _between(earliest: int | None, latest: int | None, first: int, last: int) -> bool:
    return earliest is not None and latest is not None and first < earliest and latest < last


def _is_of(one: DatedEvent, case: CaseId | None) -> bool:
    return case is None or one.event.case in (case, None)


def _around(span: Span) -> Span:
    start, end = span.interval.start, span.interval.end
    return Span(span.tape, Interval(Ticks(max(0, start - AROUND)), Ticks(end + AROUND)))


def _on(project: Project, places: Iterable[Span]) -> Iterable[Coding]:
    of_tape: dict[TapeId, list[Interval]] = {}
    for place in places:
        of_tape.setdefault(place.tape, []).append(place.interval)
    for tape, intervals in of_tape.items():
        for coding in project.store.codings(tape=tape):
            span = coding.quote.span.interval
            if any(span.start < each.end and each.start < span.end for each in intervals):
                yield coding
