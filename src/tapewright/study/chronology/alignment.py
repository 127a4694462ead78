"""Cases beside each other: day 0 is the same thing in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tapewright.model import Case, CaseId, DatedEvent, EventId, EventKind, Role
from tapewright.study.chronology.dating import place_in_time
from tapewright.study.chronology.lengths import say_lengths
from tapewright.words.normal import normal_words

FIRST_OFFENCE = "first offence"
FIRST_REPORT = "first report"
ARREST = "arrest"
NAMED = (FIRST_OFFENCE, FIRST_REPORT, ARREST)
"""What cases can be aligned at, besides any words of a title and the first event of any kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """An event and how many days its beginning lies from day 0, at least and at most; None where a date is open."""

    event: EventId
    least: int | None
    most: int | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedCase:
    """A case with its day 0 (None where it has no such event) and its events from there.

    ``may_be`` are events that fit as well and may have come first.
    """

    case: Case
    anchor: EventId | None
    may_be: tuple[EventId, ...]
    events: tuple[Offset, ...]


def aligned(
    cases: Iterable[Case], events: Iterable[DatedEvent], at: str, *, named: Mapping[CaseId, EventId] | None = None
) -> list[AlignedCase]:
    """The cases with day 0 at the first event that ``at`` means; ``named`` gives a case's event where a person says."""
    fits = meaning(at)
    of_case: dict[CaseId, list[DatedEvent]] = {}
    for one in sorted(events, key=place_in_time):
        if one.event.case is not None:
            of_case.setdefault(one.event.case, []).append(one)
    return [_aligned(case, of_case.get(case.id, []), fits, (named or {}).get(case.id)) for case in cases]


def meaning(at: str) -> Callable[[DatedEvent], bool]:
    """What fits: ``first offence``, ``first report``, ``arrest``, ``first KIND``, or words of the title."""
    wanted = " ".join(at.lower().replace("-", " ").split())
    if wanted == FIRST_REPORT:
        return _is_report
    if wanted == ARREST:
        return lambda one: _has_word(one, ("arrest", "arrested"))
    kind = wanted.removeprefix("first ")
    if kind in {each.value for each in EventKind}:
        return lambda one: one.event.kind.value == kind
    words = frozenset(normal_words(at))
    return lambda one: bool(words) and words <= frozenset(normal_words(one.event.title))


def _aligned(
    case: Case, events: Sequence[DatedEvent], fits: Callable[[DatedEvent], bool], named: EventId | None
) -> AlignedCase:
    fitting = [one for one in events if one.is_dated and (one.id == named if named is not None else fits(one))]
    if not fitting:
        return AlignedCase(case=case, anchor=None, may_be=(), events=())
    anchor = fitting[0]
    may_be = tuple(one.id for one in fitting[1:] if _may_come_first(one, anchor))
    return AlignedCase(case=case, anchor=anchor.id, may_be=may_be, events=tuple(_offset(one, anchor) for one in events))


def _may_come_first(one: DatedEvent, anchor: DatedEvent) -> bool:
    return one.earliest is None or anchor.begins_by is None or one.earliest < anchor.begins_by


def _offset(one: DatedEvent, anchor: DatedEvent) -> Offset:
    if one.id == anchor.id:
        return Offset(event=one.id, least=0, most=0, said="day 0")
    if None in (one.earliest, one.begins_by, anchor.earliest, anchor.begins_by):
        return Offset(event=one.id, least=None, most=None, said="not known")
    zero, day = _beginning(anchor), _beginning(one)
    least, most = day[0] - zero[1], day[1] - zero[0]
    about = "about " if one.is_about or anchor.is_about else ""
    return Offset(event=one.id, least=least, most=most, said=about + _say(zero, day))


def _beginning(one: DatedEvent) -> tuple[int, int]:
    assert one.earliest is not None
    assert one.begins_by is not None
    return one.earliest, one.begins_by


def _say(zero: tuple[int, int], day: tuple[int, int]) -> str:
    """How far a day lies from day 0, each between its bounds."""
    least, most = day[0] - zero[1], day[1] - zero[0]
    if (least, most) == (0, 0):
        return "the same day"
    if least < 0 < most:
        widest = (0, max(-least, most))
        within = say_lengths(widest, widest)
        return f"within {within}, before or after" if -least == most else f"up to {within}, before or after"
    if most > 0:
        return f"{say_lengths((zero[1], day[0]), (zero[0], day[1]))} after"
    return f"{say_lengths((day[1], zero[0]), (day[0], zero[1]))} before"


def _is_report(one: DatedEvent) -> bool:
    return any(participant.role is Role.REPORTED for participant in one.event.parties)


def _has_word(one: DatedEvent, words: Iterable[str]) -> bool:
    return not frozenset(words).isdisjoint(normal_words(one.event.title))
