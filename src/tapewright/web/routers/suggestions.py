"""Suggestions of codings, for a person to take or leave."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from tapewright.verbs import suggestcodes
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api/suggestions", tags=["codes"])


class Decided(Asked):
    """Take one or leave it."""

    key: Annotated[str, Field(max_length=300)]
    take: bool
    note: Annotated[str, Field(max_length=4_000)] = ""


@router.get("")
def list_suggestions(
    project: OpenProject,
    code: Annotated[int, Query(ge=1, le=2**53)],
    tape: Annotated[str | None, Query(max_length=300, description="Only on this tape.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Passages like those with the code, that nobody has coded so or decided on. None of them is a coding."""
    return answer(suggestcodes.record(project, suggestcodes.suggestions(project, code, tape=tape, most=limit)))


@router.post("/decide", status_code=201)
def decide(project: OpenProject, who: Who, asked: Decided) -> Response:
    """Make a coding of one, or leave it; neither is offered again. 412 where somebody has decided already."""
    made = suggestcodes.decide(project, asked.key, take=asked.take, note=asked.note, who=who)
    return answer({**suggestcodes.decision_record(made), "transaction": project.store.last_transaction()}, status=201)
