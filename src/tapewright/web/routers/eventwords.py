"""What the chronology's screen asks besides: what a date means as it is typed, which sources read otherwise now."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from tapewright.verbs import eventwords
from tapewright.verbs.chroniclerecord import events_record
from tapewright.web.answers import answer
from tapewright.web.deps import OpenProject

router = APIRouter(prefix="/api", tags=["chronology"])


@router.get("/dates/read")
def read_date(text: Annotated[str, Query(max_length=300, description="EDTF, as 1978-06~.")]) -> Response:
    """What a date means, for people, and its first and last day; or ``why`` it is none, and what it seems to mean."""
    return answer(eventwords.date_record(eventwords.date_read(text)))


@router.get("/tapes/{tape}/events")
def list_events(project: OpenProject, tape: Annotated[str, Path(max_length=300)]) -> Response:
    """Events that rest on a tape, in order of time."""
    return answer(events_record(project, eventwords.events_on(project, tape)))


@router.get("/events/{event}/now")
def read_sources(
    project: OpenProject, event: Annotated[int, Path(ge=1, le=2**53, description="The number of the event.")]
) -> Response:
    """Sources of an event under whose place other words stand now."""
    return answer(eventwords.otherwise_record(eventwords.sources_otherwise(project, event)))
