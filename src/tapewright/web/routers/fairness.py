"""The fairness page of a paper edit: who is heard beside what they said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from tapewright.verbs.fairness import fairness
from tapewright.verbs.fairnessrecord import record
from tapewright.verbs.paperfile import named_paper
from tapewright.web.answers import answer
from tapewright.web.deps import OpenProject

router = APIRouter(prefix="/api", tags=["paper edits"])


@router.get("/fairness/{name}")
def show(
    project: OpenProject, name: Annotated[str, Path(description="The name of a paper edit.", max_length=300)]
) -> Response:
    """Airtime and words by person and group, questions that were dropped, who is named, what needs a note."""
    return answer(record(project, fairness(project, named_paper(project, name))))
