"""Dates that are said on the tapes, offered for the chronology."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from tapewright.model import EventKind
from tapewright.study.mentions.mention import MentionKind
from tapewright.verbs import chroniclerecord, mentions
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api/mentions", tags=["chronology"])

Short = Annotated[str, Field(max_length=300)]
Tapes = Annotated[list[str] | None, Query(max_length=10_000, description="Only on these tapes.")]


class Decided(Asked):
    """What a person says to a date: left, or taken; with a ``title`` an event is made of it, else one was made.

    ``after`` or ``before`` is an event (``E12``) that its words count from.
    """

    about: Short
    answer: Short
    title: Annotated[str, Field(max_length=500)] = ""
    date: Short | None = None
    kind: Annotated[EventKind, Field(strict=False)] | None = None
    after: Short | None = None
    before: Short | None = None


@router.get("")
def list_mentions(
    project: OpenProject,
    tape: Tapes = None,
    kind: MentionKind | None = None,
    dated: Annotated[bool, Query(description="Only those with a date or a guess.")] = False,
    first: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    most: Annotated[int, Query(ge=1, le=10_000)] = 500,
) -> Response:
    """Dates that nobody has decided about, in order of tape and time."""
    found = mentions.mentions(project, tapes=tape, kind=kind, only_dated=dated)
    return answer(mentions.record(project, found, first=first, most=most))


@router.post("/decide", status_code=201)
def decide(project: OpenProject, who: Who, asked: Decided) -> Response:
    """Take a date, which makes an event where a title is given, or leave it. Undo offers it again."""
    if asked.answer == mentions.TAKEN and asked.title:
        made = mentions.take_mention(project, asked.about, title=asked.title, date=asked.date, kind=asked.kind, who=who)
        return answer(chroniclerecord.entered_record(project, made), status=201)
    (decision,) = mentions.leave_mentions(project, [asked.about], answer=asked.answer, who=who)
    return answer(mentions.decision_record(decision), status=201)
