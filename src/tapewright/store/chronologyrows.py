"""Cases, parties and events as rows, and back."""

from __future__ import annotations

from functools import lru_cache

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
    PartyId,
    PartyKind,
    Role,
    SpeakerId,
    TapeId,
)
from tapewright.store.rows import (
    EVENT_PARTY,
    EVENT_SOURCE,
    STUDY_CASE_TAPE,
    Row,
)
from tapewright.store.studyparts import Parts, Read, TapeNumber, place_columns, read_place


def read_case(row: Read, parts: Parts) -> Case:
    """The case of a row."""
    return Case(
        id=CaseId(row["id"]),
        name=row["name"],
        note=row["note"],
        tapes=tuple(TapeId(member["tape_id"]) for member in parts[STUDY_CASE_TAPE.name].get(row["id"], ())),
        guid=row["guid"],
        revision=row["revision"],
    )


def case_tapes(case: Case, number: TapeNumber) -> list[Row]:
    """The rows of a case's tapes."""
    return [{"tape": number(tape)} for tape in case.tapes]


def party_row(party: Party, _: TapeNumber) -> Row:
    """The row of a party."""
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind.value,
        "speaker": party.speaker,
        "born": party.born,
        "died": party.died,
        "group_name": party.group,
        "note": party.note,
        "guid": party.guid,
        "revision": party.revision,
    }


def read_party(row: Read, _: object) -> Party:
    """The party of a row."""
    return Party(
        id=PartyId(row["id"]),
        name=row["name"],
        kind=PartyKind(row["kind"]),
        speaker=None if row["speaker"] is None else SpeakerId(row["speaker"]),
        born=row["born"],
        died=row["died"],
        group=row["group_name"],
        note=row["note"],
        guid=row["guid"],
        revision=row["revision"],
    )


def event_row(event: Event, _: TapeNumber) -> Row:
    """The row of an event."""
    return {
        "id": event.id,
        "title": event.title,
        "kind": event.kind.value,
        "date": event.date,
        "date_words": event.date_words,
        "certainty": event.certainty.value,
        "location": event.place,
        "note": event.note,
        "study_case": event.case,
        "agency": event.agency,
        "hangs_on": event.hangs_on,
        "tells_of": event.tells_of,
        "answer": event.answer,
        "answered_on": event.answered_on,
        "outcome": event.outcome,
        "believed": event.believed,
        "guid": event.guid,
        "revision": event.revision,
    }


def event_parties(event: Event, _: TapeNumber) -> list[Row]:
    """The rows of whoever has to do with an event."""
    return [{"party": one.party, "role": one.role.value, "note": one.note} for one in event.parties]


def event_sources(event: Event, number: TapeNumber) -> list[Row]:
    """The rows of what an event rests on."""
    return [
        {
            **place_columns(source.quote, number),
            "document": source.document,
            "date": source.date,
            "disputes": source.disputes,
            "note": source.note,
        }
        for source in event.sources
    ]


def read_event(row: Read, parts: Parts) -> Event:
    """The event of a row.

    Columns are taken in the order of their table: a name is looked for along the row, which is a tenth of the time that
    ten thousand events take.
    """
    (
        number, title, kind, date, date_words, certainty, place, note, case, agency, hangs_on, tells_of,
        answer, answered_on, outcome, believed, guid, revision,
    ) = row  # fmt: skip
    return Event(
        id=EventId(number),
        title=title,
        kind=_KINDS[kind],
        date=date,
        date_words=date_words,
        certainty=_CERTAINTIES[certainty],
        place=place,
        note=note,
        case=case,
        agency=agency,
        hangs_on=hangs_on,
        tells_of=tells_of,
        answer=answer,
        answered_on=answered_on,
        outcome=outcome,
        believed=believed,
        parties=tuple([_participant(one[3], one[4], one[5]) for one in parts[EVENT_PARTY.name].get(number, ())]),
        sources=tuple([_source(one) for one in parts[EVENT_SOURCE.name].get(number, ())]),
        guid=guid,
        revision=revision,
    )


_KINDS = {kind.value: kind for kind in EventKind}
_CERTAINTIES = {certainty.value: certainty for certainty in Certainty}


@lru_cache(maxsize=4096)
def _participant(party: int, role: str, note: str) -> Participant:
    """The same few stand in thousands of events."""
    return Participant(party=PartyId(party), role=Role(role), note=note)


def _source(row: Read) -> EventSource:
    _number, _event, _place, _tape, starts, ends, text, document, date, disputes, note, tape = row
    quote = read_place(tape, starts, ends, text)
    return EventSource(quote=quote, document=document, date=date, disputes=bool(disputes), note=note)
