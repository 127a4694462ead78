"""Cases: the stories that a project holds, each with its tapes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from tapewright.verbs import cases, chroniclerecord, compare
from tapewright.verbs.project import Project
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfRevision, OpenProject, Who

router = APIRouter(prefix="/api/cases", tags=["chronology"])

Number = Annotated[int, Path(ge=1, le=2**53, description="The number of the case.")]
Text = Annotated[str, Field(max_length=4_000)]
Short = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Query(max_length=300)]
Names = Annotated[list[str] | None, Query(max_length=200)]
Tapes = Annotated[list[Short], Field(default_factory=list, max_length=10_000)]


class NewCase(Asked):
    """A case with its tapes."""

    name: Short
    note: Text = ""
    tapes: Tapes


class CaseChange(Asked):
    """Another name or note; tapes that belong to it, and such that do not."""

    name: Short | None = None
    note: Text | None = None
    add: Tapes
    remove: Tapes


@router.get("")
def list_cases(project: OpenProject) -> Response:
    """Cases with their tapes."""
    return answer(cases.record(cases.cases(project)))


@router.get("/compare")
def compare_cases(
    project: OpenProject, at: Words = "first offence", case: Names = None, zero: Names = None
) -> Response:
    """Cases beside each other, each counted from its own day 0."""
    return answer(compare.aligned_record(compare.compare(project, at=at, cases=case or (), named=zero or ())))


@router.get("/codes")
def show_codes(project: OpenProject, case: Names = None) -> Response:
    """How often each code stands on the tapes of each case."""
    return answer(compare.codes_record(compare.codes_by_case(project, cases=case or ())))


@router.get("/ask")
def ask_each(
    project: OpenProject,
    q: Annotated[str, Query(max_length=500)],
    way: Words = "exact",
    case: Names = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 20,
) -> Response:
    """The same words searched for on the tapes of each case."""
    found = compare.ask_each(project, q, way=way, cases=case or (), limit=limit)
    return answer(compare.answers_record(found, q, way))


@router.post("", status_code=201)
def add_case(project: OpenProject, who: Who, asked: NewCase) -> Response:
    """A new case."""
    made = cases.add_case(project, asked.name, note=asked.note, tapes=asked.tapes, who=who)
    return answer(chroniclerecord.case_record(made), status=201)


@router.patch("/{case}")
def change_case(project: OpenProject, who: Who, revision: IfRevision, case: Number, asked: CaseChange) -> Response:
    """Another name or note, tapes more or fewer."""
    with _showing_case(project, case):
        old = cases.case_with(project, case, expected=revision)
        made = cases.edit_case(
            project, old, name=asked.name, note=asked.note, add=asked.add, remove=asked.remove, who=who
        )
        return answer(chroniclerecord.case_record(made))


@router.delete("/{case}")
def remove_case(project: OpenProject, who: Who, revision: IfRevision, case: Number) -> Response:
    """Remove a case that no event belongs to; its tapes stay."""
    with _showing_case(project, case):
        gone = cases.remove_case(project, cases.case_with(project, case, expected=revision), who=who)
        return answer(chroniclerecord.case_record(gone))


def _showing_case(project: Project, case: int) -> AbstractContextManager[None]:
    return showing_current(lambda: chroniclerecord.case_record(cases.case_with(project, case)))
