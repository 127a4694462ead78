"""Claims: what the narration states, what each statement rests on, how far it has come."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from tapewright.model import Claim, ClaimStatus, Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import claimcheck, claims
from tapewright.verbs.paperfile import check_name, named_paper
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfRevision, OpenProject, Who

router = APIRouter(prefix="/api/claims", tags=["claims"])

Number = Annotated[int, Path(alias="claim", ge=1, le=2**53, description="The claim's number.")]
Place = Annotated[int, Path(ge=1, le=1_000_000, description="The number of a source of the claim, from 1.")]
OfEdit = Annotated[str | None, Query(max_length=300, description="Those of one paper edit; all without it.")]
Statement = Annotated[str, Field(max_length=4_000)]
Note = Annotated[str, Field(max_length=4_000)]
Moment = Annotated[int, Field(ge=0, le=2**53)]


class NewClaim(Asked):
    """A statement, and the paper edit that it stands in."""

    text: Statement
    edit: Annotated[str, Field(max_length=300)] = ""
    note: Note = ""


class NewSource(Asked):
    """What a claim rests on: a document in words, or a stretch of a tape as ticks, or as a person writes it."""

    document: Annotated[str, Field(max_length=2_000)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    tape: Annotated[str, Field(max_length=300)] = ""
    start: Moment = 0
    end: Moment = 0
    note: Note = ""

    def span(self) -> str:
        """The place as the verb reads it."""
        if not self.tape:
            return self.place
        return write_span(Span(TapeId(self.tape), Interval(Ticks(self.start), Ticks(max(self.start, self.end)))))


class Changed(Asked):
    """What is to be another: the wording, the note, how far it has come."""

    text: Statement | None = None
    note: Note | None = None
    status: Annotated[ClaimStatus, Field(strict=False)] | None = None


@router.get("")
def list_claims(project: OpenProject, edit: OfEdit = None) -> Response:
    """Claims with their sources, as `tapewright claims list --json` has them."""
    return answer(claims.record(project, claims.claims(project, edit=_named(project, edit))))


@router.get("/check")
def check(project: OpenProject, edit: OfEdit = None) -> Response:
    """Is every claim sourced, do its sources still read so, does it still stand in its edit."""
    return answer(claimcheck.check_record(project, claimcheck.check_claims(project, edit=_named(project, edit))))


@router.get("/offers")
def list_offers(project: OpenProject, edit: Annotated[str, Query(max_length=300)]) -> Response:
    """Sentences of an edit's narration that no claim covers, those that ask for a source first."""
    return answer(claimcheck.offers_record(claimcheck.offers(project, named_paper(project, edit))))


@router.post("", status_code=201)
def add_claim(project: OpenProject, who: Who, asked: NewClaim) -> Response:
    """A new claim, without a source yet."""
    edit = named_paper(project, asked.edit) if asked.edit else ""
    made = claims.add_claim(project, asked.text, edit=edit, note=asked.note, who=who)
    return _told(project, made, status=201)


@router.patch("/{claim}")
def change_claim(project: OpenProject, who: Who, revision: IfRevision, claim: Number, asked: Changed) -> Response:
    """Another wording or note, or how far it has come. 412 with the claim as it is now."""
    with _showing(project, claim):
        if asked.status is None:
            return _told(
                project,
                claims.edit_claim(project, claim, text=asked.text, note=asked.note, who=who, expected=revision),
            )
        if asked.text is not None:
            claims.edit_claim(project, claim, text=asked.text, who=who, expected=revision)
            revision += 1
        return _told(
            project,
            claims.set_status(project, claim, asked.status, note=asked.note, who=who, expected=revision),
        )


@router.delete("/{claim}")
def remove_claim(project: OpenProject, who: Who, revision: IfRevision, claim: Number) -> Response:
    """Remove a claim; undo brings it back."""
    with _showing(project, claim):
        return _told(project, claims.remove_claim(project, claim, who=who, expected=revision))


@router.post("/{claim}/sources", status_code=201)
def add_source(project: OpenProject, who: Who, revision: IfRevision, claim: Number, asked: NewSource) -> Response:
    """Rest a claim on a place of a tape or on a document."""
    with _showing(project, claim):
        made = claims.add_source(
            project, claim, span=asked.span(), document=asked.document, note=asked.note, who=who, expected=revision
        )
        return _told(project, made, status=201)


@router.delete("/{claim}/sources/{number}")
def remove_source(project: OpenProject, who: Who, revision: IfRevision, claim: Number, number: Place) -> Response:
    """Take a source away. A sourced claim that has none left is open again."""
    with _showing(project, claim):
        return _told(project, claims.remove_source(project, claim, number, who=who, expected=revision))


@router.post("/{claim}/sources/{number}/requote")
def requote(project: OpenProject, who: Who, revision: IfRevision, claim: Number, number: Place) -> Response:
    """Take over the words as they read now under a source's place, after a person has looked at them."""
    with _showing(project, claim):
        return _told(project, claims.requote(project, claim, number, who=who, expected=revision))


def _told(project: Project, claim: Claim, *, status: int = 200) -> Response:
    tapes = {tape.id: tape for tape in project.store.tapes()}
    return answer(claims.claim_record(claim, tapes), status=status)


def _showing(project: Project, claim: int) -> AbstractContextManager[None]:
    def current() -> object:
        tapes = {tape.id: tape for tape in project.store.tapes()}
        return claims.claim_record(claims.claim_with(project, claim), tapes)

    return showing_current(current)


def _named(project: Project, edit: str | None) -> str | FilePath | None:
    """The paper edit of a name, never of a path; the name alone where its file is gone and claims know it."""
    if not edit:
        return edit
    check_name(edit)
    return edit if project.store.claims(edit) else named_paper(project, edit)
