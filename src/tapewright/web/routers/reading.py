"""Reading a tape: its words, what is doubted on it, who has heard what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from tapewright.model import Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import doubts, listening
from tapewright.verbs.reading import reading, record, state_record
from tapewright.verbs.transcript import transcript
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api/tapes/{tape}", tags=["reading"])

Version = Annotated[int | None, Query(ge=1, le=2**31, description="Which version; by default the current one.")]
AtTicks = Annotated[int, Field(ge=0, le=2**53)]


class Heard(Asked):
    """A span of a tape, in ticks, that a person has heard: as it is written, or else what they ``heard``."""

    start: AtTicks
    end: AtTicks
    heard: Annotated[str, Field(max_length=20_000)] = ""
    note: Annotated[str, Field(max_length=2_000)] = ""


@router.get("/transcript")
def read_transcript(project: OpenProject, tape: str, version: Version = None) -> Response:
    """A tape to be read: its words as columns, as `tapewright transcript --json --compact` has them."""
    return answer(record(reading(project, tape, version=version)))


@router.get("/state")
def read_state(project: OpenProject, tape: str) -> Response:
    """The revision and a checksum of each turn: what changed since a page was opened."""
    return answer(state_record(reading(project, tape)))


@router.get("/doubts")
def list_doubts(project: OpenProject, tape: str, version: Version = None) -> Response:
    """The words to listen to first, as `tapewright transcript --doubts --json` has them."""
    return answer(doubts.record(transcript(project, tape, version=version)))


@router.get("/listens")
def list_listens(
    project: OpenProject,
    tape: str,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Response:
    """Who has heard what on a tape, the latest first."""
    return answer(listening.kept_record(listening.kept_listens(project, tape, limit=limit, offset=offset)))


@router.post("/listens")
def keep_listen(project: OpenProject, who: Who, tape: str, asked: Heard) -> Response:
    """A person has played a span and heard it: the ear-check of `tapewright listen`."""
    span = Span(TapeId(tape), Interval(Ticks(asked.start), Ticks(max(asked.start, asked.end))))
    place = listening.listen_to(project, span, render=False)
    return answer(listening.record(listening.keep(project, place, heard=asked.heard, who=who, note=asked.note)))
