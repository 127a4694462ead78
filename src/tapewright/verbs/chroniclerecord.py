"""The chronology as JSON: what the screen, ``--json`` and whoever reads either get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from tapewright.model import (
    Age,
    Case,
    CaseId,
    ChronologyPage,
    Conflict,
    DatedEvent,
    Event,
    EventSource,
    Gap,
    Lane,
    Party,
    PartyId,
    Quote,
    Tape,
    TapeId,
)
from tapewright.store.uncollected import uncollected
from tapewright.study.chronology.dating import dated
from tapewright.study.chronology.knowing import Knowing
from tapewright.study.chronology.twins import Twins
from tapewright.verbs.chronicle import Entered
from tapewright.verbs.parties import party_record
from tapewright.verbs.places import span_record
from tapewright.verbs.project import Project


class EventRecords:
    """Makes records of events; parties, cases and tapes are read once."""

    def __init__(self, parties: Iterable[Party], cases: Iterable[Case], tapes: Mapping[TapeId, Tape]) -> None:
        self._parties: dict[PartyId, str] = {party.id: party.name for party in parties}
        self._cases: dict[CaseId, str] = {case.id: case.name for case in cases}
        self._place = cache(lambda quote: _place(quote, tapes))

    def of(self, one: DatedEvent) -> dict[str, object]:
        """``{"id", "title", "kind", "date", "said", "earliest", "latest", "is_about", "date_words", …}``.

        ``earliest`` and ``latest`` are days as ``datetime.date.toordinal`` counts them, null where open or unknown;
        what ``lasts`` began on ``begins_by`` at the latest and ended on ``ends_from`` at the earliest;
        ``parties`` are ``{"party", "name", "role", "note"}``, ``sources`` have ``number`` (from 1), ``kind`` (``span``
        or ``document``), ``document``, ``date``, ``said``, ``disputes``, ``note``, and for a span its place and text.
        """
        event = one.event
        return {
            "id": event.id,
            "title": event.title,
            "kind": event.kind.value,
            "date": event.date,
            "said": one.said,
            "earliest": one.earliest,
            "latest": one.latest,
            "is_about": one.is_about,
            "begins_by": one.begins_by,
            "ends_from": one.ends_from,
            "lasts": one.lasts is not None,
            "date_words": event.date_words,
            "hangs_on": event.hangs_on,
            "certainty": event.certainty.value,
            "place": event.place,
            "note": event.note,
            "case": event.case,
            "case_name": "" if event.case is None else self._cases.get(event.case, ""),
            "agency": event.agency,
            "tells_of": event.tells_of,
            "answer": event.answer,
            "answered_on": event.answered_on,
            "outcome": event.outcome,
            "believed": event.believed,
            "parties": [
                {
                    "party": each.party,
                    "name": self._parties.get(each.party, ""),
                    "role": each.role.value,
                    "note": each.note,
                }
                for each in event.parties
            ],
            "sources": [
                self._source(number, source, said)
                for number, (source, said) in enumerate(zip(event.sources, one.sources_said, strict=True), 1)
            ],
            "revision": event.revision,
        }

    def _source(self, number: int, source: EventSource, said: str) -> dict[str, object]:
        made: dict[str, object] = {
            "number": number,
            "kind": "document" if source.quote is None else "span",
            "document": source.document,
            "date": source.date,
            "said": said,
            "disputes": source.disputes,
            "note": source.note,
        }
        return made if source.quote is None else {**made, **self._place(source.quote)}


def event_record(project: Project, event: Event) -> dict[str, object]:
    """One event as JSON."""
    (record,) = events_record(project, [dated(event)])["events"]
    return dict(record)


def events_record(project: Project, events: Iterable[DatedEvent]) -> dict[str, Any]:
    """``{"events": […]}`` in the order given."""
    tapes = {tape.id: tape for tape in project.store.tapes()}
    records = EventRecords(project.store.parties(), project.store.cases(), tapes)
    return {"events": [records.of(one) for one in events]}


def entered_record(project: Project, entered: Entered) -> dict[str, object]:
    """The event, ``asks`` (what is still to be said, empty where nothing is), ``offers`` (the EDTF that its words seem
    to mean, for a person to take), ``counted_again`` and ``kept_dates``:
    ids of events that hang on it, whose date was counted again, or was given by somebody and stays.
    """
    return {
        **event_record(project, entered.event),
        "asks": entered.asks,
        "offers": entered.offers,
        "counted_again": [after.id for _, after in entered.counted.again],
        "kept_dates": [event.id for event in entered.counted.kept],
    }


def page_record(page: ChronologyPage) -> dict[str, object]:
    """``{"title", "number", "events", "left_out", "lanes", "gaps", "conflicts", "ages", "parties", "cases"}``."""
    with uncollected():
        return _page_record(page)


def _page_record(page: ChronologyPage) -> dict[str, object]:
    records = EventRecords(page.parties, page.cases, page.tapes)
    counts = {lane.party.id: len(lane.events) for lane in page.lanes if lane.party is not None}
    return {
        "title": page.title,
        "number": page.number,
        "events": [records.of(one) for one in page.events],
        "left_out": page.left_out,
        "lanes": [_lane_record(lane) for lane in page.lanes],
        "gaps": [gap_record(gap) for gap in page.gaps],
        "conflicts": [conflict_record(conflict) for conflict in page.conflicts],
        "ages": [age_record(age) for age in page.ages],
        "parties": [party_record(party, counts.get(party.id, 0)) for party in page.parties],
        "cases": [case_record(case) for case in page.cases],
    }


def gap_record(gap: Gap) -> dict[str, object]:
    """``{"before", "after", "least", "most", "begins", "ends", "said", "lane", "may_lie", …}``, as the record."""
    return {
        "before": gap.before,
        "after": gap.after,
        "least": gap.least,
        "most": gap.most,
        "begins": gap.begins,
        "ends": gap.ends,
        "said": gap.said,
        "lane": gap.lane,
        "case": gap.case,
        "may_lie": list(gap.may_lie),
        "inside": list(gap.inside),
        "inside_count": gap.inside_count,
    }


def conflict_record(conflict: Conflict) -> dict[str, object]:
    """``{"kind", "event", "other", "party", "sources", "said", "is_sure"}``."""
    return {
        "kind": conflict.kind.value,
        "event": conflict.event,
        "other": conflict.other,
        "party": conflict.party,
        "sources": list(conflict.sources),
        "said": conflict.said,
        "is_sure": conflict.is_sure,
    }


def age_record(age: Age) -> dict[str, object]:
    """``{"event", "party", "least", "most", "said"}``."""
    return {"event": age.event, "party": age.party, "least": age.least, "most": age.most, "said": age.said}


def knowing_record(way: Knowing) -> dict[str, object]:
    """``{"event", "party", "by", "role", "said", "earliest", "latest", "through", "is_first_hand"}``."""
    return {
        "event": way.event,
        "party": way.party,
        "by": way.by,
        "role": way.role.value,
        "said": way.said,
        "earliest": way.earliest,
        "latest": way.latest,
        "through": list(way.through),
        "is_first_hand": way.is_first_hand,
    }


def twins_record(pair: Twins) -> dict[str, object]:
    """``{"one", "other", "about", "alike", "words", "shared", "is_apart", "apart_days"}``."""
    return {
        "one": pair.one,
        "other": pair.other,
        "about": pair.about,
        "alike": pair.alike,
        "words": list(pair.words),
        "shared": list(pair.shared),
        "is_apart": pair.is_apart,
        "apart_days": pair.apart_days,
    }


def case_record(case: Case) -> dict[str, object]:
    """``{"id", "name", "note", "tapes", "revision"}``."""
    return {
        "id": case.id,
        "name": case.name,
        "note": case.note,
        "tapes": list(case.tapes),
        "revision": case.revision,
    }


def _lane_record(lane: Lane) -> dict[str, object]:
    return {
        "party": None if lane.party is None else lane.party.id,
        "name": "" if lane.party is None else lane.party.name,
        "kind": "" if lane.party is None else lane.party.kind.value,
        "events": list(lane.events),
    }


def _place(quote: Quote, tapes: Mapping[TapeId, Tape]) -> dict[str, object]:
    return {**span_record(tapes[quote.span.tape], quote.span), "text": quote.text}
