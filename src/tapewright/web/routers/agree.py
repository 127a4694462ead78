"""Agreement between coders, where they differ, and what is settled."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from tapewright.errors import UsageError
from tapewright.model import Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import agree, disagreements
from tapewright.verbs.comparing import mark_done
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api", tags=["codes"])

_FARTHEST = 2**53
Name = Annotated[str, Field(max_length=300)]
Moment = Annotated[int, Field(ge=0, le=_FARTHEST)]
Coders = Annotated[list[Name], Query(max_length=50, description="Those alone; all but settled without it.")]
Codes = Annotated[list[Annotated[int, Field(ge=1, le=_FARTHEST)]], Query(max_length=500, description="Codes by id.")]
Tapes = Annotated[list[Name], Query(max_length=5_000, description="Those alone; all without it.")]


class SettledCoding(Asked):
    """A code on a stretch."""

    code: Annotated[int, Field(ge=1, le=_FARTHEST)]
    tape: Name
    start: Moment
    end: Moment

    def place(self) -> tuple[int, Span]:
        """What the verb takes."""
        if self.end <= self.start:
            raise UsageError("the end lies before the start", hint="mark some words first")
        return self.code, Span(TapeId(self.tape), Interval(Ticks(self.start), Ticks(self.end)))


class Settled(Asked):
    """How one place is settled: as one coder has it, with codings, or with nothing."""

    key: Annotated[str, Field(max_length=20_000)]
    take: Name = ""
    codings: Annotated[list[SettledCoding], Field(max_length=50, default_factory=list)]
    nothing: bool = False
    note: Annotated[str, Field(max_length=4_000)] = ""


class Done(Asked):
    """A coder has done a tape, or has not."""

    tape: Name
    coder: Name = ""
    done: bool = True


@router.get("/agreement")
def show(project: OpenProject, coders: Coders = [], codes: Codes = [], tapes: Tapes = []) -> Response:  # noqa: B006
    """Kappa, alpha and alpha for stretches, by code and over all, with intervals and with what cannot be said."""
    return answer(agree.record(agree.agreement(project, coders=coders, codes=codes, tapes=tapes)))


@router.post("/agreement/done")
def done(project: OpenProject, who: Who, asked: Done) -> Response:
    """Say that a coder (whoever works here, unless named) has done a tape, also where they found nothing."""
    made = mark_done(project, asked.tape, asked.coder or who, done=asked.done, who=who)
    return answer({"coder": asked.coder or who, "tapes": list(made.tapes)})


@router.get("/disagreements")
def list_disagreements(
    project: OpenProject,
    coders: Coders = [],  # noqa: B006
    codes: Codes = [],  # noqa: B006
    tapes: Tapes = [],  # noqa: B006
    words: Annotated[int, Query(ge=0, le=1000, description="Edges this far apart are the same.")] = 3,
) -> Response:
    """The places where coders differ and nobody has decided, in the order in which they are settled."""
    found = disagreements.queue(project, coders=coders, codes=codes, tapes=tapes, edge_words=words)
    return answer(disagreements.record(project, found))


@router.post("/disagreements/decide", status_code=201)
def decide(project: OpenProject, who: Who, asked: Settled) -> Response:
    """Settle one place; undo takes it back. 412 where a coding of it was changed since, or it is decided."""
    made = disagreements.settle(
        project,
        asked.key,
        take=asked.take,
        codings=[one.place() for one in asked.codings],
        nothing=asked.nothing,
        note=asked.note,
        who=who,
    )
    return answer({**disagreements.decision_record(made), "transaction": project.store.last_transaction()}, status=201)
