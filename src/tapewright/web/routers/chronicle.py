"""The chronology: what happened when, to whom, who was told, and what says so."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from tapewright.model import CaseId, Certainty, EventKind, PartyKind, Role, Span, TapeId
from tapewright.study.chronology.knowing import first_of_each
from tapewright.timing import Interval, Ticks
from tapewright.verbs import chronicle, chroniclerecord, chronology, gaptold, mergeevents
from tapewright.verbs.eventfacts import EventFacts, Source, Taking
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project
from tapewright.web.answers import answer, json_bytes, showing_current
from tapewright.web.deps import Asked, IfRevision, OpenProject, Who

router = APIRouter(prefix="/api", tags=["chronology"])

Number = Annotated[int, Path(ge=1, le=2**53, description="The number of the event.")]
Place = Annotated[int, Path(ge=1, le=1_000_000, description="The number of a source of the event, from 1.")]
Title = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=4_000)]
Short = Annotated[str, Field(max_length=300)]
Moment = Annotated[int, Field(ge=0, le=2**53)]
Kind = Annotated[EventKind, Field(strict=False)]
Sure = Annotated[Certainty, Field(strict=False)]
Body = Annotated[PartyKind, Field(strict=False)]
EventNumber = Annotated[int, Field(ge=1, le=2**53)]

Day = Annotated[int, Query(ge=-(2**40), le=2**40, description="A day, as gaps have it: counted from 0001-01-01.")]
OfCase = Annotated[int | None, Query(ge=1, le=2**53, description="Only the tapes and events of this case.")]
Kinds = Annotated[list[EventKind] | None, Query(description="Only these kinds; all without it.")]
Names = Annotated[list[str] | None, Query(max_length=200, description="Only with one of these, by name or P3.")]
Sures = Annotated[list[Certainty] | None, Query(description="Only so certain.")]
Word = Annotated[str, Query(max_length=300)]
Days = Annotated[int, Query(ge=0, le=10_000_000, description="Only gaps of so many days.")]


class SaidBy(Asked):
    """What says so: a document in words, or a stretch of a tape as ticks, or as a person writes it."""

    document: Text = ""
    place: Short = ""
    tape: Short = ""
    start: Moment = 0
    end: Moment = 0
    date: Short = ""
    disputes: bool = False
    note: Text = ""

    def source(self) -> Source:
        """The source as the verb takes it."""
        span = self.place
        if self.tape:
            interval = Interval(Ticks(self.start), Ticks(max(self.start, self.end)))
            span = write_span(Span(TapeId(self.tape), interval))
        return Source(span=span, document=self.document, date=self.date, disputes=self.disputes, note=self.note)


class InIt(Asked):
    """Somebody in an event: by name or ``P3``, made as ``kind`` where they are new."""

    name: Short
    role: Annotated[Role, Field(strict=False)]
    kind: Body = PartyKind.PERSON
    note: Text = ""


class Told(Asked):
    """What is said of an event; null leaves a fact as it is, "" takes it away.

    ``date`` is EDTF; what cannot be read so is kept as words, and ``asks`` in the answer says so. ``after`` and
    ``before`` are events that it is counted from (``E12``), as ``words`` tell ("nine years later").
    """

    title: Title | None = None
    kind: Kind | None = None
    date: Short | None = None
    words: Short | None = None
    after: Short | None = None
    before: Short | None = None
    certainty: Sure | None = None
    place: Text | None = None
    note: Text | None = None
    case: Short | None = None
    agency: Short | None = None
    tells_of: Short | None = None
    answer: Text | None = None
    answered_on: Short | None = None
    outcome: Text | None = None
    believed: Short | None = None
    parties: Annotated[list[InIt], Field(max_length=200)] | None = None
    sources: Annotated[list[SaidBy], Field(default_factory=list, max_length=200)]

    def facts(self) -> EventFacts:
        """The same as the verb takes it."""
        given: dict[str, Any] = {
            name: getattr(self, name) for name in type(self).model_fields if name not in ("parties", "sources")
        }
        takings = None
        if self.parties is not None:
            takings = tuple(
                Taking(name=each.name, role=each.role, kind=each.kind, note=each.note) for each in self.parties
            )
        return EventFacts(parties=takings, sources=tuple(said.source() for said in self.sources), **given)


class Merged(Asked):
    """Which two are one: this one and ``into``, which stays."""

    into: EventNumber


class Pair(Asked):
    """Two events that are not one, and why."""

    one: EventNumber
    other: EventNumber
    note: Text = ""


@router.get("/chronology")
def show_chronology(
    project: OpenProject,
    kind: Kinds = None,
    party: Names = None,
    case: Word = "",
    agency: Word = "",
    certainty: Sures = None,
    first: Annotated[str, Query(alias="from", max_length=100)] = "",
    last: Annotated[str, Query(alias="to", max_length=100)] = "",
    words: Word = "",
    longer_than: Days = chronology.SHORTEST_GAP,
) -> Response:
    """Events in order of time with their days, lanes, gaps, conflicts and ages: all in one answer."""
    chosen = chronology.Chosen(
        kinds=tuple(kind or ()),
        parties=tuple(party or ()),
        case=case,
        agency=agency,
        certainty=tuple(certainty or ()),
        first=first,
        last=last,
        words=words,
    )
    page = chronology.page(project, chosen, shortest=longer_than)
    # Eight megabytes of ten thousand events are written once for all who look at them.
    body: bytes = project.chronologies_at_hand.get(
        ("json", page.number, chosen, longer_than), lambda: json_bytes(chroniclerecord.page_record(page))
    )
    return Response(body, media_type="application/json")


@router.get("/chronology/told")
def show_told(project: OpenProject, first: Day, last: Day, case: OfCase = None) -> Response:
    """What the tapes say of a stretch of time: dates that are said to lie in it, events, codings there."""
    told = gaptold.told_between(project, first, last, case=None if case is None else CaseId(case))
    return answer(gaptold.record(project, told))


@router.get("/chronology/who-knew")
def show_who_knew(project: OpenProject, event: Word = "", party: Word = "", every_way: bool = False) -> Response:
    """Who knew of an event, or of each, when, and from what; the first way of each, or every way."""
    found = chronology.who_knew_of(project, event=event, party=party)
    ways = found if every_way else first_of_each(found)
    return answer({"knew": [chroniclerecord.knowing_record(way) for way in ways]})


@router.get("/chronology/duplicates")
def list_duplicates(project: OpenProject) -> Response:
    """Events that may be one, the likest first. None is merged by itself."""
    found = chronology.duplicates(project)
    return answer({"duplicates": [chroniclerecord.twins_record(pair) for pair in found]})


@router.post("/chronology/duplicates/distinct", status_code=201)
def keep_apart(project: OpenProject, who: Who, asked: Pair) -> Response:
    """Two events are two: they are not offered as one again."""
    decision = mergeevents.keep_apart(project, asked.one, asked.other, note=asked.note, who=who)
    return answer({"about": decision.about, "answer": decision.answer}, status=201)


@router.post("/events", status_code=201)
def add_event(project: OpenProject, who: Who, asked: Told) -> Response:
    """A new event with at least one source. People who are not there yet are made."""
    made = chronicle.add_event(project, asked.facts(), who=who)
    return answer(chroniclerecord.entered_record(project, made), status=201)


@router.get("/events/{event}")
def show_event(project: OpenProject, event: Number) -> Response:
    """One event."""
    return answer(chroniclerecord.event_record(project, chronicle.event_with(project, event)))


@router.patch("/events/{event}")
def change_event(project: OpenProject, who: Who, revision: IfRevision, event: Number, asked: Told) -> Response:
    """Other facts; sources are added. What hangs on its date is counted again. 412 with the event as it is now."""
    with _showing_event(project, event):
        made = chronicle.edit_event(project, event, asked.facts(), who=who, expected=revision)
        return answer(chroniclerecord.entered_record(project, made))


@router.delete("/events/{event}")
def remove_event(project: OpenProject, who: Who, revision: IfRevision, event: Number) -> Response:
    """Remove an event; undo brings it back."""
    with _showing_event(project, event):
        gone = chronicle.remove_event(project, event, who=who, expected=revision)
        return answer(chroniclerecord.event_record(project, gone))


@router.post("/events/{event}/sources", status_code=201)
def add_source(project: OpenProject, who: Who, revision: IfRevision, event: Number, asked: SaidBy) -> Response:
    """Something more that says so, or that says otherwise."""
    with _showing_event(project, event):
        made = chronicle.add_source(project, event, asked.source(), who=who, expected=revision)
        return answer(chroniclerecord.event_record(project, made), status=201)


@router.delete("/events/{event}/sources/{number}")
def remove_source(project: OpenProject, who: Who, revision: IfRevision, event: Number, number: Place) -> Response:
    """Take a source away; the last one stays."""
    with _showing_event(project, event):
        made = chronicle.remove_source(project, event, number, who=who, expected=revision)
        return answer(chroniclerecord.event_record(project, made))


@router.post("/events/{event}/sources/{number}/requote")
def requote(project: OpenProject, who: Who, revision: IfRevision, event: Number, number: Place) -> Response:
    """Take over the words as they read now under a source's place."""
    with _showing_event(project, event):
        made = chronicle.requote(project, event, number, who=who, expected=revision)
        return answer(chroniclerecord.event_record(project, made))


@router.post("/events/{event}/merge")
def merge_event(project: OpenProject, who: Who, revision: IfRevision, event: Number, asked: Merged) -> Response:
    """This event and another are one, which stays and gets all that this one had. Undo parts them."""
    with _showing_event(project, event):
        chronicle.event_with(project, event, expected=revision)
        made = mergeevents.merge_events(project, event, asked.into, who=who)
        return answer(chroniclerecord.entered_record(project, made))


def _showing_event(project: Project, event: int) -> AbstractContextManager[None]:
    return showing_current(lambda: chroniclerecord.event_record(project, chronicle.event_with(project, event)))
