"""Selects: passages that were put by for later. They are the paper edit of that name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from tapewright.model import Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import edit
from tapewright.verbs.selects import annotate, discard, pick, record, selects
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfMatch, OpenProject

router = APIRouter(prefix="/api/selects", tags=["selects"])

SelectNumber = Annotated[int, Path(ge=1, le=1_000_000)]
Note = Annotated[str, Field(max_length=2_000)]


class Picked(Asked):
    """Words of a tape, from the start of the first to the end of the last, in ticks. ``exact``: the ends were set to
    the frame, and no silence around them comes along.
    """

    tape: Annotated[str, Field(max_length=64)]
    start: Annotated[int, Field(ge=0, le=2**53)]
    end: Annotated[int, Field(ge=0, le=2**53)]
    note: Note = ""
    exact: bool = False


class Noted(Asked):
    """A note behind a select; an empty one takes it away."""

    note: Note


@router.get("")
def list_selects(project: OpenProject, tape: str | None = None) -> Response:
    """All selects, or those of one tape."""
    return answer(record(selects(project, tape)))


@router.post("")
def add_select(project: OpenProject, asked: Picked) -> Response:
    """Put a passage at the end of the selects."""
    span = Span(TapeId(asked.tape), Interval(Ticks(asked.start), Ticks(max(asked.start, asked.end))))
    return answer(edit.record(pick(project, span, note=asked.note, is_exact=asked.exact)))


@router.put("/{number}/note")
def note_select(project: OpenProject, number: SelectNumber, digest: IfMatch, asked: Noted) -> Response:
    """Write a note behind a select."""
    with showing_current(lambda: record(selects(project))):
        return answer(edit.record(annotate(project, number, asked.note, expected=digest)))


@router.delete("/{number}")
def remove_select(project: OpenProject, number: SelectNumber, digest: IfMatch) -> Response:
    """Take a select out, and its note."""
    with showing_current(lambda: record(selects(project))):
        return answer(edit.record(discard(project, number, expected=digest)))
