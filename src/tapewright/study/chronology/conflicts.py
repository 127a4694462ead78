"""Conflicts: sources and events that do not agree. Each is shown with both sides; none is settled here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from tapewright.model import (
    Certainty,
    Conflict,
    ConflictKind,
    DatedEvent,
    EventId,
    EventSource,
    Party,
    PartyId,
    Role,
)
from tapewright.study.chronology.ages import Life, not_alive
from tapewright.study.chronology.dating import read_date, said_date
from tapewright.timing.edtf import Edtf

_ACTIVE = frozenset((Role.DID, Role.SAW, Role.PRESENT, Role.REPORTED, Role.TOLD, Role.ANSWERED))


def conflicts(
    events: Iterable[DatedEvent], parties: Mapping[PartyId, Party], lives: Mapping[PartyId, Life]
) -> list[Conflict]:
    """Every conflict in the order of the events: sources apart, dates apart, disputed, told or answered too early."""
    listed = list(events)
    known = {one.id: one for one in listed}
    found: list[Conflict] = []
    for one in listed:
        event = one.event
        if any(source.date or source.disputes for source in event.sources):
            found += _of_dates(one)
            found += _disputed(one)
        elif event.certainty is Certainty.DISPUTED:
            found.append(Conflict(kind=ConflictKind.DISPUTED, event=one.id, said="entered as disputed"))
        if event.tells_of or event.answered_on:
            found += _too_early(one, known)
        if lives:
            found += _of_lives(one, parties, lives)
    return found


def _of_dates(one: DatedEvent) -> Iterator[Conflict]:
    """Dates of two sources that have no day in common; and of a source and the event, where that is not told by it."""
    date = read_date(one.event.date)
    told = [
        (number, source, read)
        for number, source in enumerate(one.event.sources, 1)
        if not source.disputes and (read := read_date(source.date)) is not None
    ]
    told_apart = set()
    for (number, source, read), (other_number, other, other_read) in combinations(told, 2):
        if _are_apart(read, other_read):
            told_apart |= {number, other_number}
            yield Conflict(
                kind=ConflictKind.DATES,
                event=one.id,
                sources=(number, other_number),
                said=f"source {number} says {_dated(source)}, source {other_number} says {_dated(other)}",
                is_sure=not (_is_about(read) or _is_about(other_read)),
            )
    for number, source, read in told:
        if date is not None and number not in told_apart and _are_apart(read, date):
            yield Conflict(
                kind=ConflictKind.EVENT_DATE,
                event=one.id,
                sources=(number,),
                said=f"dated {one.said}; source {number} says {_dated(source)}",
                is_sure=not (_is_about(read) or _is_about(date)),
            )


def _disputed(one: DatedEvent) -> Iterator[Conflict]:
    against = tuple(number for number, source in enumerate(one.event.sources, 1) if source.disputes)
    if against:
        name = "sources" if len(against) > 1 else "source"
        verb = "say" if len(against) > 1 else "says"
        numbers = " and ".join(map(str, against))
        said = f"{name} {numbers} {verb} that it was not so"
        yield Conflict(kind=ConflictKind.DISPUTED, event=one.id, sources=against, said=said)
    elif one.event.certainty is Certainty.DISPUTED:
        yield Conflict(kind=ConflictKind.DISPUTED, event=one.id, said="entered as disputed")


def _too_early(one: DatedEvent, known: Mapping[EventId, DatedEvent]) -> Iterator[Conflict]:
    told = known.get(one.event.tells_of) if one.event.tells_of else None
    if told and one.latest is not None and told.earliest is not None and one.latest < told.earliest:
        yield Conflict(
            kind=ConflictKind.TOLD_BEFORE,
            event=one.id,
            other=told.id,
            said=f"told of {told.said}, before: {one.said}",
            is_sure=not (one.is_about or told.is_about),
        )
    answer = read_date(one.event.answered_on)
    if answer and answer.latest is not None and one.earliest is not None and answer.latest < one.earliest:
        yield Conflict(
            kind=ConflictKind.ANSWERED_BEFORE,
            event=one.id,
            said=f"answered {said_date(one.event.answered_on)}, before it: {one.said}",
            is_sure=not (one.is_about or _is_about(answer)),
        )


def _of_lives(one: DatedEvent, parties: Mapping[PartyId, Party], lives: Mapping[PartyId, Life]) -> Iterator[Conflict]:
    for participant in one.event.parties:
        life = lives.get(participant.party)
        if life is None or participant.role not in _ACTIVE:
            continue
        for when in not_alive(one, life):
            name = parties[participant.party].name
            yield Conflict(
                kind=ConflictKind.NOT_ALIVE,
                event=one.id,
                party=participant.party,
                said=f"{name}: {one.said} is {when}",
                is_sure=not (one.is_about or life.is_about),
            )


def _are_apart(one: Edtf, other: Edtf) -> bool:
    """No day lies within both."""
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Edtf, other: Edtf) -> bool:
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def _is_about(date: Edtf) -> bool:
    return date.is_approximate or date.is_uncertain


def _dated(source: EventSource) -> str:
    return said_date(source.date)
