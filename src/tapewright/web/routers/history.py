"""What was done, by whom; taking it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from tapewright.verbs.history import history, record, transaction_record, undo
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api", tags=["history"])


class Undo(Asked):
    """Which transaction to take back; without a number the last that stands."""

    number: int | None = None


@router.get("/history")
def list_history(project: OpenProject, last: Annotated[int, Query(ge=1, le=10_000)] = 50) -> Response:
    """What was done to the project, oldest first: the last few transactions."""
    return answer(record(history(project, last=last)))


@router.post("/undo")
def take_back(project: OpenProject, who: Who, asked: Undo) -> Response:
    """Take back one transaction; undoing an undo does it again. 412 where something was changed since."""
    return answer(transaction_record(undo(project, asked.number, who=who)))
