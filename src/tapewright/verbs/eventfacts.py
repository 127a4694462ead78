"""What somebody says of an event, checked against the project before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import (
    Case,
    CaseId,
    Certainty,
    Event,
    EventId,
    EventKind,
    EventSource,
    Participant,
    Party,
    PartyKind,
    Role,
)
from tapewright.store import Change
from tapewright.verbs.datesmeant import date_of_text
from tapewright.verbs.eventdates import GivenDate, given_date
from tapewright.verbs.parties import checked_name, find_party, party_of
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project

_LONGEST_TITLE = 500
_LONGEST_TEXT = 4_000
_NUMBER = re.compile(r"[Ee]?(\d{1,15})")
_ROLES = ", ".join(role.value for role in Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Somebody, by name or ``P3``, and what they have to do with an event; made as ``kind`` where they are new."""

    name: str
    role: Role
    kind: PartyKind = PartyKind.PERSON
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What says so: a place as ``places.read_span`` reads it, or a document."""

    span: str = ""
    document: str = ""
    date: str = ""
    disputes: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What is said of an event; None leaves a fact as it is, "" takes it away.

    ``date`` is EDTF or words that are kept, ``words`` what dated it; ``after`` and ``before`` are events (``E12``)
    that it is counted from. ``case`` is a case's name. ``parties`` replaces who was there, ``also`` adds to it, and
    ``without`` takes people out of it by name.
    """

    title: str | None = None
    kind: EventKind | None = None
    date: str | None = None
    words: str | None = None
    after: str | None = None
    before: str | None = None
    certainty: Certainty | None = None
    place: str | None = None
    note: str | None = None
    case: str | None = None
    agency: str | None = None
    tells_of: str | None = None
    answer: str | None = None
    answered_on: str | None = None
    outcome: str | None = None
    believed: str | None = None
    parties: tuple[Taking, ...] | None = None
    also: tuple[Taking, ...] = ()
    without: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event ready to be written but for people who are not in the project yet. ``asks`` is still to be said,
    ``offers`` the date that its words seem to mean.
    """

    event: Event
    takings: tuple[Taking, ...]
    asks: str = ""
    offers: str = ""

    def settled(self, pen: Change, known: list[Party]) -> Event:
        """The event with its people, those made who were not there yet and put among the known."""
        return self._with([party_of(pen, known, taking.name, taking.kind) for taking in self.takings])

    def foreseen(self, known: Sequence[Party]) -> Event:
        """The event with those of its people who are there already; nothing is written."""
        return self._with([find_party(known, taking.name) for taking in self.takings])

    def _with(self, parties: Sequence[Party | None]) -> Event:
        added: list[Participant] = list(self.event.parties)
        for taking, party in zip(self.takings, parties, strict=True):
            if party and not any((each.party, each.role) == (party.id, taking.role) for each in added):
                added.append(Participant(party=party.id, role=taking.role, note=taking.note))
        return replace(self.event, parties=tuple(added))


class Drafting:
    """Drafts events of a project: its cases, people and events are read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.parties: list[Party] = project.store.parties()
        self._cases: list[Case] = project.store.cases()

    def new(self, facts: EventFacts) -> Draft:
        """A new event. UsageError for what cannot be meant, above all where nothing says that it happened."""
        if facts.title is None:
            raise UsageError("an event says what happened", hint="give it a title")
        if not facts.sources:
            title = checked_title(facts.title)
            raise UsageError(
                f"nothing says that this happened: {title[:60]!r}",
                hint="name a place on a tape (--source T017@12.5,13.9) or a document (--document TEXT)",
            )
        sources = tuple(self.source(source) for source in facts.sources)
        return self._drafted(Event(title=checked_title(facts.title), sources=sources), facts)

    def changed(self, old: Event, facts: EventFacts) -> Draft:
        """The event with other facts."""
        sources = (*old.sources, *(self.source(source) for source in facts.sources))
        title = old.title if facts.title is None else checked_title(facts.title)
        return self._drafted(replace(old, title=title, sources=sources), facts)

    def source(self, given: Source) -> EventSource:
        """A source with the words that are said there now. UsageError for both a place and a document, or neither."""
        if bool(given.span.strip()) == bool(given.document.strip()):
            raise UsageError(
                "a source is either a place on a tape or a document",
                hint="name one: --source T017@12.5,13.9 or --document TEXT",
            )
        return EventSource(
            quote=quote_of(self._project, read_span(self._project, given.span)) if given.span.strip() else None,
            document=text_of("the document", given.document),
            date=_edtf(given.date),
            disputes=given.disputes,
            note=text_of("the note", given.note),
        )

    def _drafted(self, event: Event, facts: EventFacts) -> Draft:
        event, given = self._dated(event, facts)
        event = replace(
            event,
            kind=facts.kind or event.kind,
            certainty=facts.certainty or event.certainty,
            place=_or(facts.place, event.place, "the place"),
            note=_or(facts.note, event.note, "the note"),
            agency=_or(facts.agency, event.agency, "the agency"),
            answer=_or(facts.answer, event.answer, "the answer"),
            outcome=_or(facts.outcome, event.outcome, "the outcome"),
            believed=_or(facts.believed, event.believed, "believed"),
            case=event.case if facts.case is None else self._case(facts.case),
            answered_on=event.answered_on if facts.answered_on is None else _edtf(facts.answered_on),
            tells_of=event.tells_of if facts.tells_of is None else self._event(facts.tells_of, event, _told_of),
            parties=self._parties(event, facts),
        )
        takings = (*(facts.parties or ()), *facts.also)
        for taking in takings:
            if find_party(self.parties, taking.name) is None:
                checked_name(taking.name)
        return Draft(event=event, takings=takings, asks=given.asks, offers=given.offers)

    def _parties(self, event: Event, facts: EventFacts) -> tuple[Participant, ...]:
        if facts.parties is not None:
            return ()
        gone = set()
        for name in facts.without:
            party = find_party(self.parties, name)
            if party is None or not any(each.party == party.id for each in event.parties):
                raise NotFoundError(f"{name[:60]!r} has nothing to do with this event", hint="chronicle list shows who")
            gone.add(party.id)
        return tuple(each for each in event.parties if each.party not in gone)

    def _dated(self, event: Event, facts: EventFacts) -> tuple[Event, GivenDate]:
        if facts.after and facts.before:
            raise UsageError(
                "an event hangs on one event", hint="say after which, or before which: --after or --before"
            )
        hangs = facts.after if facts.after is not None else facts.before
        base_id = event.hangs_on if hangs is None else self._event(hangs, event, _hung_on)
        if facts.date is None and facts.words is None and hangs is None:
            return event, GivenDate()
        base = None if base_id is None else self._project.store.one(Event, base_id)
        sign = 0 if hangs is None else 1 if facts.after is not None else -1
        words = event.date_words if facts.words is None else facts.words
        if facts.date is None and base is None:
            # Words alone do not touch the date, and without an event to count from nothing is counted.
            return replace(event, date_words=text_of("the words", words), hangs_on=None), GivenDate()
        given = given_date(facts.date or "", text_of("the words", words), base, sign)
        if facts.date and not given.date and base is None and facts.words is None:
            given = replace(given, words=" ".join(facts.date.split()))  # they take the place of those before
        return replace(event, date=given.date, date_words=given.words, hangs_on=base_id), given

    def _event(self, text: str, event: Event, follow: Callable[[Event], EventId | None]) -> EventId | None:
        """The event that is meant. UsageError where it leads back to this one."""
        if not text.strip():
            return None
        found = event_number(text)
        number: EventId | None = found
        seen: set[EventId] = set()
        while number is not None:
            if (event.id and number == event.id) or number in seen:
                raise UsageError(f"E{found} itself depends on E{event.id}", hint="that would go round in a circle")
            seen.add(number)
            number = follow(self._project.store.one(Event, number))
        return found

    def _case(self, name: str) -> CaseId | None:
        return named_case(self._cases, name).id if name.strip() else None


def named_case(cases: Sequence[Case], name: str) -> Case:
    """The case of a name, in capitals or not. NotFoundError names those that there are."""
    plain = " ".join(name.split()).casefold()
    for case in cases:
        if case.name.casefold() == plain:
            return case
    there = ", ".join(case.name for case in cases[:8]) or "none yet: tapewright case add NAME"
    raise NotFoundError(f"there is no case {name[:60]!r}", hint=f"cases: {there}")


def event_number(text: str) -> EventId:
    """The number in ``E12``. UsageError for anything else."""
    number = _NUMBER.fullmatch(text.strip())
    if not number or not number.string.isascii():
        raise UsageError(f"not an event: {text[:40]!r}", hint="events are written E12: the number stands with each")
    return EventId(int(number[1]))


def read_taking(text: str, kind: PartyKind = PartyKind.PERSON) -> Taking:
    """Who and in which role, as ``NAME:role``. UsageError names the roles."""
    name, colon, role = text.rpartition(":")
    if not colon or not name.strip() or role.strip().lower() not in {each.value for each in Role}:
        raise UsageError(f"not a name with a role: {text[:60]!r}", hint=f"write NAME:role with one of {_ROLES}")
    return Taking(name=" ".join(name.split()), role=Role(role.strip().lower()), kind=kind)


def checked_title(title: str) -> str:
    """What happened, on one line."""
    plain = " ".join(title.split())
    if not plain or len(plain) > _LONGEST_TITLE:
        raise UsageError(f"not a title: {plain[:40]!r}", hint=f"give 1 to {_LONGEST_TITLE} signs")
    return plain


def text_of(what: str, text: str) -> str:
    """A text of bearable length, without space around it."""
    plain = text.strip()
    if len(plain) > _LONGEST_TEXT:
        raise UsageError(f"{what} is too long: {len(plain)} signs", hint=f"give at most {_LONGEST_TEXT}")
    return plain


def _or(given: str | None, old: str, what: str) -> str:
    return old if given is None else text_of(what, given)


def _edtf(text: str) -> str:
    return date_of_text(text).text if text.strip() else ""


def _told_of(event: Event) -> EventId | None:
    return event.tells_of


def _hung_on(event: Event) -> EventId | None:
    return event.hangs_on
