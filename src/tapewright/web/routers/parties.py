"""People and institutions of the chronology."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from tapewright.errors import UsageError
from tapewright.model import Party, PartyKind
from tapewright.verbs import parties
from tapewright.verbs.project import Project
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfRevision, OpenProject, Who

router = APIRouter(prefix="/api/parties", tags=["chronology"])

Number = Annotated[int, Path(ge=1, le=2**53, description="The number of the person or institution.")]
Text = Annotated[str, Field(max_length=4_000)]
Short = Annotated[str, Field(max_length=300)]
Other = Annotated[int, Field(ge=1, le=2**53)]
Body = Annotated[PartyKind, Field(strict=False)]


class Merged(Asked):
    """Which two are one: this one and ``into``, who stays."""

    into: Other


class Somebody(Asked):
    """A person or institution; null leaves a fact as it is. ``speaker`` is a speaker's name or number."""

    name: Short | None = None
    kind: Body | None = None
    speaker: Short | None = None
    born: Short | None = None
    died: Short | None = None
    group: Short | None = None
    note: Text | None = None

    def change(self) -> parties.PartyChange:
        """The same as the verb takes it."""
        return parties.PartyChange(**{name: getattr(self, name) for name in type(self).model_fields})


@router.get("")
def list_parties(project: OpenProject) -> Response:
    """People and institutions with the number of their events."""
    return answer(parties.record(project, parties.parties(project)))


@router.post("", status_code=201)
def add_party(project: OpenProject, who: Who, asked: Somebody) -> Response:
    """A new person or institution."""
    if asked.name is None:
        raise UsageError("a person or institution needs a name", hint="send its name")
    return answer(parties.party_record(parties.add_party(project, asked.change(), who=who)), status=201)


@router.patch("/{party}")
def change_party(project: OpenProject, who: Who, revision: IfRevision, party: Number, asked: Somebody) -> Response:
    """Another name, kind, speaker, birth, death, group or note."""
    with _showing_party(project, party):
        made = parties.edit_party(project, party, asked.change(), who=who, expected=revision)
        return answer(parties.party_record(made))


@router.delete("/{party}")
def remove_party(project: OpenProject, who: Who, revision: IfRevision, party: Number) -> Response:
    """Remove one that no event names."""
    with _showing_party(project, party):
        return answer(parties.party_record(parties.remove_party(project, party, who=who, expected=revision)))


@router.post("/{party}/merge")
def merge_party(project: OpenProject, who: Who, revision: IfRevision, party: Number, asked: Merged) -> Response:
    """This one and another are one, who stays: two people or two institutions. Undo parts them."""
    with _showing_party(project, party):
        parties.party_with(project, party, expected=revision)
        kept = parties.merge_parties(project, f"P{party}", f"P{asked.into}", who=who)
        return answer(parties.party_record(kept))


def _showing_party(project: Project, party: int) -> AbstractContextManager[None]:
    return showing_current(lambda: parties.party_record(project.store.one(Party, party)))
