"""The chronology in and out as files: a table is looked at and taken in as it is sent, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from tapewright.errors import UsageError
from tapewright.exchange.chronology_formats import read_chronology
from tapewright.model import Certainty, EventKind
from tapewright.verbs.chronicle_export import export_chronology, formats_record
from tapewright.verbs.chronicle_export import record as export_record
from tapewright.verbs.chronicle_import import chronicle_import, import_record
from tapewright.verbs.chronicle_look import look_at, look_record
from tapewright.verbs.chronology import Chosen
from tapewright.verbs.eventfacts import EventFacts
from tapewright.verbs.receive import plain_name
from tapewright.verbs.tabledates import DateOrder
from tapewright.verbs.tablemeaning import TableMeaning
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api/chronology", tags=["chronology"])

FileName = Annotated[str, Query(max_length=300, description="What the file is called; its ending says what it is.")]
Columns = Annotated[
    list[str] | None, Query(alias="column", max_length=200, description="HEADING=FIELD: what a column means.")
]
Short = Annotated[str, Query(max_length=300)]
Word = Annotated[str, Field(max_length=300)]
Kind = Annotated[EventKind | None, Query(description="The kind of events that say none.")]
Document = Annotated[str, Query(max_length=4_000, description="The source of rows that name none.")]


class Which(Asked):
    """Which events are wanted, as the chronology is asked for; what is empty keeps none away."""

    kinds: Annotated[tuple[Annotated[EventKind, Field(strict=False)], ...], Field(max_length=20, strict=False)] = ()
    parties: Annotated[tuple[Word, ...], Field(max_length=200, strict=False)] = ()
    case: Word = ""
    agency: Word = ""
    certainty: Annotated[tuple[Annotated[Certainty, Field(strict=False)], ...], Field(max_length=9, strict=False)] = ()
    first: Word = ""
    last: Word = ""
    words: Word = ""


class Outgoing(Asked):
    """In which formats, of which events (all without ``which``), and what to call the files."""

    to: Annotated[list[Word], Field(min_length=1, max_length=20)]
    which: Which | None = None
    name: Word = "chronology"


@router.get("/formats")
def list_formats(project: OpenProject) -> Response:
    """What a chronology is written as, where, and what it is read from.

    `{"folder", "out": [{"name", "title"}], "in": [{"name", "title", "endings"}]}`.
    """
    return answer(formats_record(project))


@router.post("/export", status_code=201)
def export_events(project: OpenProject, asked: Outgoing) -> Response:
    """Write the chronology into `exports`, from where `/api/exports` gives each file: all of it, or what was chosen."""
    chosen = Chosen(**dict(asked.which)) if asked.which else None
    return answer(export_record(export_chronology(project, asked.to, None, chosen, name=asked.name), False), status=201)


@router.post("/import")
async def import_events(
    request: Request,
    project: OpenProject,
    who: Who,
    name: FileName,
    column: Columns = None,
    agency: Short = "",
    case: Short = "",
    kind: Kind = None,
    document: Document = "",
    dates: Annotated[DateOrder | None, Query(description="How dates that are no EDTF are meant.")] = None,
    leave_told: Annotated[bool, Query(description="Without rows that say the same again.")] = False,
    dry_run: Annotated[bool, Query(description="Only look: nothing is written.")] = False,
) -> Response:
    """Take in the events of a table that is sent as it is: CSV, a spreadsheet, or TimelineJS, of 8 MB at most.

    All that can be read comes in at once, and rows that cannot are named and kept out. With `dry_run` the answer is
    what would become of it: `{"rows", "columns": [{"name", "field", "sample"}], "fields", "remarks", "result"}`, where
    `result` is null as long as no column tells what happened. The file itself is kept nowhere.
    """
    data = await request.body()

    def take() -> Response:
        table = read_chronology(data, name=plain_name(name))
        meaning = TableMeaning(
            columns=_meanings(column or ()),
            common=EventFacts(agency=agency or None, case=case or None, kind=kind),
            document=document,
            dates=dates,
            leave_told=leave_told,
        )
        if dry_run:
            return answer(look_record(look_at(project, table, meaning)))
        return answer(import_record(chronicle_import(project, table, meaning, who=who)), status=201)

    return await run_in_threadpool(take)


def _meanings(columns: Iterable[str]) -> dict[str, str]:
    """What columns mean, out of ``HEADING=FIELD``; a heading may hold the sign itself."""
    found = {}
    for text in columns:
        heading, sign, field = text.rpartition("=")
        if not sign or not heading:
            raise UsageError(f"not a column: {text[:60]!r}", hint="write HEADING=FIELD")
        found[heading] = field
    return found
