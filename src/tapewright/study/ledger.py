"""The institution ledger: each contact with an institution, what came back, and how long it took.

A contact is an event of that kind. Of each measure nothing is assumed: what nobody said is not known, and is counted
as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tapewright.model import Event, EventId, EventKind, Party, PartyId, PartyKind, Role
from tapewright.timing.edtf import Edtf, read_edtf

NO_ANSWER = frozenset(("none", "no answer", "no reply", "not answered", "nobody answered"))
"""Words in an event's ``answer`` that say that there was none; an empty answer says that nobody knows."""


class Said(StrEnum):
    """What the tapes say to a question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "not known"


class Measure(StrEnum):
    """What is asked of every contact."""

    ANSWERED = "answered"
    ACTED_ON = "acted on"
    BELIEVED = "believed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Days from a report to its answer: the least and the greatest that its dates allow.

    ``greatest`` is None where it is open. ``is_backwards``: the answer is dated before the report.
    """

    least: int
    greatest: int | None
    is_backwards: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One row. ``acts`` are the interventions that hang on it, ``misses`` those that were missed."""

    event: Event
    reporters: tuple[Party, ...]
    about: tuple[Party, ...]
    institutions: tuple[Party, ...]
    answered: Said
    acted_on: Said
    believed: Said
    wait: Wait | None = None
    acts: tuple[Event, ...] = ()
    misses: tuple[Event, ...] = ()
    tells_of: Event | None = None

    def said(self, measure: Measure) -> Said:
        """The answer to one of the questions."""
        if measure is Measure.ANSWERED:
            return self.answered
        return self.acted_on if measure is Measure.ACTED_ON else self.believed


def contacts(events: Iterable[Event], parties: Iterable[Party]) -> tuple[Contact, ...]:
    """Every contact, the earliest first; those that nobody dated come last."""
    known = {party.id: party for party in parties}
    all_events = list(events)
    by_id = {event.id: event for event in all_events}
    followed: dict[EventId, list[Event]] = {}
    for event in all_events:
        if event.kind in (EventKind.INTERVENTION, EventKind.MISSED_INTERVENTION):
            for on in {event.tells_of, event.hangs_on} - {None}:
                assert on is not None
                followed.setdefault(on, []).append(event)
    made = [
        _contact(event, known, by_id, followed.get(event.id, ()))
        for event in all_events
        if event.kind is EventKind.CONTACT
    ]
    return tuple(sorted(made, key=lambda contact: order(contact.event)))


def order(event: Event) -> tuple[bool, int, int, int]:
    """Sorts events by the earliest day that their date allows; those without come last."""
    date = date_of(event.date)
    earliest = date.earliest if date else None
    latest = date.latest if date else None
    is_undated = earliest is None and latest is None
    first = earliest if earliest is not None else latest if latest is not None else 0
    return is_undated, first, latest if latest is not None else first, event.id


def date_of(text: str) -> Edtf | None:
    """A date, None where there is none."""
    return read_edtf(text) if text else None


def wait_between(reported: str, answered: str) -> Wait | None:
    """How long an answer took, from two EDTF dates; None where one is missing or wholly open."""
    asked, came = date_of(reported), date_of(answered)
    if asked is None or came is None or asked.earliest is None:
        return None
    greatest = None if came.latest is None else came.latest - asked.earliest
    if greatest is not None and greatest < 0:
        return Wait(least=0, greatest=None, is_backwards=True)
    if came.earliest is None or asked.latest is None:
        return Wait(least=0, greatest=greatest) if greatest is not None else None
    return Wait(least=max(0, came.earliest - asked.latest), greatest=greatest)


def _contact(
    event: Event, parties: Mapping[PartyId, Party], events: Mapping[EventId, Event], followed: Sequence[Event]
) -> Contact:
    told = _with(event, parties, Role.TOLD, Role.ANSWERED)
    institutions = tuple(party for party in told if party.kind is PartyKind.INSTITUTION)
    acts = tuple(sorted((one for one in followed if one.kind is EventKind.INTERVENTION), key=order))
    misses = tuple(sorted((one for one in followed if one.kind is EventKind.MISSED_INTERVENTION), key=order))
    return Contact(
        event=event,
        reporters=_with(event, parties, Role.REPORTED),
        about=_with(event, parties, Role.ABOUT),
        institutions=institutions or told,
        answered=answered(event),
        acted_on=_acted_on(acts, misses),
        believed=Said(event.believed) if event.believed else Said.UNKNOWN,
        wait=wait_between(event.date, event.answered_on) if answered(event) is Said.YES else None,
        acts=acts,
        misses=misses,
        tells_of=events.get(event.tells_of) if event.tells_of is not None else None,
    )


def answered(event: Event) -> Said:
    """Whether an answer came, as far as the event says."""
    words = " ".join(event.answer.split()).casefold().rstrip(".")
    if words in NO_ANSWER:
        return Said.NO
    return Said.YES if words or event.answered_on else Said.UNKNOWN


def _acted_on(acts: Sequence[Event], misses: Sequence[Event]) -> Said:
    if acts and misses:
        return Said.PARTLY
    return Said.YES if acts else Said.NO if misses else Said.UNKNOWN


def _with(event: Event, parties: Mapping[PartyId, Party], *roles: Role) -> tuple[Party, ...]:
    found = [parties[one.party] for one in event.parties if one.role in roles and one.party in parties]
    return tuple(dict.fromkeys(found))
