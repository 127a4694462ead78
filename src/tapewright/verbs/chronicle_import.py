"""A table of events into the chronology: what can be read goes in at once, what cannot is named with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tapewright.errors import TapewrightError, UsageError
from tapewright.exchange.chronology_formats import read_chronology
from tapewright.exchange.incoming import read_bytes
from tapewright.model import (
    Case,
    ChronologyRow,
    ChronologyTable,
    Event,
    Role,
)
from tapewright.study.chronology.twins import Twins
from tapewright.timing.edtf import say_edtf
from tapewright.verbs.chroniclerows import TEXTS, facts_of_row
from tapewright.verbs.chronology import duplicates
from tapewright.verbs.eventdates import EDTF_HINT
from tapewright.verbs.eventfacts import Draft, Drafting
from tapewright.verbs.parties import checked_name, find_party
from tapewright.verbs.project import Project
from tapewright.verbs.tabledates import DateRead, with_dates_read
from tapewright.verbs.tablemeaning import PLAIN, TableMeaning
from tapewright.verbs.toldbefore import ToldBefore, before_record, told_before

_OF_SOURCES = ("document", "source", "source_date", "source_note")
_OF_PEOPLE = ("people", "institutions", *(role.value for role in Role))
_OF_OTHERS = ("id", "tells_of", "hangs_on")
FIELDS = (*TEXTS, "until", *_OF_SOURCES, *_OF_PEOPLE, *_OF_OTHERS)
"""What a column can mean. ``until`` is the end of a time that ``date`` begins; ``people`` and ``institutions`` hold
``NAME:role; NAME (role)``; a column of a role holds names. ``id`` is what the file calls an event, where ``tells_of``
and ``hangs_on`` name it.
"""

_ALSO = {
    "title": "what_happened headline what happened event summary description titel ereignis",
    "date": "when day date_from start_date start begins begin datum",
    "until": "end_date date_to end ends to",
    "words": "dated_by",
    "hangs_on": "counts_from",
    "kind": "type category art",
    "place": "where location ort",
    "note": "notes comment comments remark remarks details detail text",
    "document": "sources reference ref document_reference quelle page",
    "agency": "organisation organization body service",
    "certainty": "confidence sure",
    "answer": "response action action_taken",
    "people": "who persons person involved participants",
    "institutions": "institution agencies",
    "told": "informed told_to",
    "did": "done_by",
    "saw": "seen_by",
    "reported": "reported_by",
    "answered": "answered_by",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTrouble:
    """A row of the file and what is the matter with it."""

    line: int
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEvents:
    """What became of a table. ``refused`` rows were kept out; ``asks`` are of rows that went in with a date as words,
    and ``dates`` were read out of words.

    ``rows`` were read, under ``columns`` with what each means, "" for nothing. ``cases`` and ``people`` were made
    because rows name them. ``twins`` are pairs that may be one, a new event in each; before anything is written they
    are ``told_before``.
    """

    events: tuple[Event, ...]
    refused: tuple[RowTrouble, ...] = ()
    asks: tuple[RowTrouble, ...] = ()
    dates: tuple[DateRead, ...] = ()
    rows: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    cases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    twins: tuple[Twins, ...] = ()
    told_before: tuple[ToldBefore, ...] = ()
    remarks: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def unread(self) -> tuple[str, ...]:
        """Columns that mean nothing here."""
        return tuple(column for column, meaning in self.columns if not meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row that can be read. ``new_case`` is the name of its case where that is not there yet; ``date_text`` is what
    its date was read out of.
    """

    line: int
    draft: Draft
    cells: Mapping[str, str]
    new_case: str = ""
    date_text: str = ""


def chronicle_import(
    project: Project,
    table: ChronologyTable,
    meaning: TableMeaning = PLAIN,
    *,
    dry_run: bool = False,
    who: str = "",
) -> ImportedEvents:
    """Take the rows of a table as events, in one transaction. People and cases that are not there yet are made.

    UsageError where no column tells what happened, or ``meaning`` names a column or a field that is not there.
    """
    fields = fields_of(table, meaning.columns)
    if "title" not in fields.values():
        what = f"no column of {table.name or 'the table'} tells what happened"
        columns = ", ".join(table.columns)[:300]
        raise UsageError(what, hint=f"its columns are {columns}: say which one does (--column 'HEADING=title')")
    drafting = Drafting(project)
    cases = {case.name.casefold() for case in project.store.cases()}
    rows, refused = [], []
    for row in table.rows:
        try:
            rows.append(_read(row, _cells(row, fields), drafting, cases, meaning))
        except TapewrightError as error:
            refused.append(RowTrouble(line=row.line, reason=error.message, hint=error.hint))
    before: tuple[ToldBefore, ...] = ()
    if dry_run or meaning.leave_told:
        before = told_before(project, [(row.line, row.draft.foreseen(drafting.parties)) for row in rows])
    if meaning.leave_told:
        told = {one.line for one in before if one.is_same}
        rows = [row for row in rows if row.line not in told]
    asks = [RowTrouble(line=row.line, reason=_asked(row.draft.asks)) for row in rows if row.draft.asks]
    asks += _pointing_nowhere(rows)
    people = _new_people(drafting, rows)
    events = tuple(row.draft.event for row in rows) if dry_run else _written(project, drafting, rows, table.name, who)
    new = {event.id for event in events}
    return ImportedEvents(
        events=events,
        refused=tuple(refused),
        asks=tuple(sorted(asks, key=lambda trouble: trouble.line)),
        dates=tuple(
            DateRead(line=row.line, text=row.date_text, date=row.cells["date"]) for row in rows if row.date_text
        ),
        rows=len(table.rows),
        columns=tuple((column, fields.get(column, "")) for column in table.columns),
        cases=tuple(_new_cases(rows).values()),
        people=people,
        told_before=before,
        twins=() if dry_run else tuple(pair for pair in duplicates(project) if {pair.one, pair.other} & new),
        remarks=table.remarks,
        dry_run=dry_run,
    )


def import_file(
    project: Project,
    path: Path,
    meaning: TableMeaning = PLAIN,
    *,
    dry_run: bool = False,
    who: str = "",
) -> ImportedEvents:
    """Take the rows of a file (CSV, a spreadsheet, TimelineJS) as events. InputError for one that cannot be read."""
    table = read_chronology(read_bytes(path), name=path.name)
    return chronicle_import(project, table, meaning, dry_run=dry_run, who=who)


def fields_of(table: ChronologyTable, mapping: Mapping[str, str]) -> dict[str, str]:
    """What each column means: as somebody says, as the format says, or by its heading; the others are not there."""
    for column, field in mapping.items():
        if column not in table.columns:
            raise UsageError(f"there is no column {column[:60]!r}", hint=f"columns: {', '.join(table.columns)[:300]}")
        if field and field not in FIELDS:
            raise UsageError(f"an event has no {field[:60]!r}", hint=f"it has {', '.join(FIELDS)}")
    said = {**table.mapping, **mapping}
    found = {column: said[column] for column in table.columns if said.get(column)}
    left = {_heading(column): column for column in reversed(table.columns) if column not in said}
    for field in FIELDS:
        if field in found.values():
            continue
        heading = next((word for word in (field, *_ALSO.get(field, "").split()) if word in left), None)
        if heading:
            found[left.pop(heading)] = field
    if "event" in left and "id" not in found.values():
        found[left["event"]] = "id"
    return found


def import_record(result: ImportedEvents) -> dict[str, object]:
    """``{"events": [{"id", "date", "title"}], "refused": [{"line", "reason", "hint"}], "asks", "dates": [{"line",
    "text", "date", "said"}], "rows", "columns": {HEADING: FIELD}, "unread", "cases", "people", "duplicates",
    "told_before": [{"line", "title", "event", "other_line", "other", "said", "same"}], "remarks", "dry_run"}``.
    """
    return {
        "events": [{"id": event.id, "date": event.date, "title": event.title} for event in result.events],
        "refused": [_trouble(trouble) for trouble in result.refused],
        "asks": [_trouble(trouble) for trouble in result.asks],
        "dates": [
            {"line": one.line, "text": one.text, "date": one.date, "said": say_edtf(one.date)} for one in result.dates
        ],
        "rows": result.rows,
        "columns": dict(result.columns),
        "unread": list(result.unread),
        "cases": list(result.cases),
        "people": list(result.people),
        "duplicates": [pair.about for pair in result.twins],
        "told_before": [before_record(one) for one in result.told_before],
        "remarks": list(result.remarks),
        "dry_run": result.dry_run,
    }


def _cells(row: ChronologyRow, fields: Mapping[str, str]) -> dict[str, str]:
    """What a row says, by field; columns of one field are joined."""
    cells: dict[str, str] = {}
    for column, field in fields.items():
        text = row.cells.get(column, "").strip()
        if text:
            cells[field] = f"{cells[field]}; {text}" if field in cells else text
    return cells


def _read(
    row: ChronologyRow,
    cells: dict[str, str],
    drafting: Drafting,
    cases: Collection[str],
    meaning: TableMeaning,
) -> _Row:
    """The row as a draft of an event. UsageError or NotFoundError for one that cannot be meant."""
    text = cells.get("date", "")
    if meaning.dates:
        cells = with_dates_read(cells, meaning.dates)
    new_case = ""
    if " ".join(cells.get("case", "").split()).casefold() not in cases:
        new_case = cells.pop("case", "")
        new_case = new_case and checked_name(new_case)
    draft = drafting.new(facts_of_row(cells, row.line, meaning.common, meaning.document))
    date_text = text if text != cells.get("date", "") else ""
    return _Row(line=row.line, draft=draft, cells=cells, new_case=new_case, date_text=date_text)


def _new_cases(rows: Sequence[_Row]) -> dict[str, str]:
    """Names of cases that rows bring along, as the first of them writes each."""
    names: dict[str, str] = {}
    for row in rows:
        if row.new_case:
            names.setdefault(row.new_case.casefold(), row.new_case)
    return names


def _new_people(drafting: Drafting, rows: Sequence[_Row]) -> tuple[str, ...]:
    """Names of people and institutions that rows bring along, as the first of them writes each."""
    names: dict[str, str] = {}
    for row in rows:
        for taking in row.draft.takings:
            if find_party(drafting.parties, taking.name) is None:
                names.setdefault(taking.name.casefold(), taking.name)
    return tuple(names.values())


def _pointing_nowhere(rows: Sequence[_Row]) -> Iterator[RowTrouble]:
    """Rows that name an event which is not in the file, or which went not in."""
    named = {row.cells["id"] for row in rows if "id" in row.cells}
    for row in rows:
        for field in ("tells_of", "hangs_on"):
            if row.cells.get(field) and row.cells[field] not in named:
                what = field.replace("_", " ")
                yield RowTrouble(line=row.line, reason=f"{what} {row.cells[field][:40]!r}, which did not come in")


def _written(project: Project, drafting: Drafting, rows: Sequence[_Row], name: str, who: str) -> tuple[Event, ...]:
    if not rows:
        return ()
    with project.store.change(f"take {len(rows)} events from {name or 'a table'}", who=who) as pen:
        made = {key: pen.add(Case(name=name)).id for key, name in _new_cases(rows).items()}
        events = []
        for row in rows:
            event = row.draft.settled(pen, drafting.parties)
            events.append(pen.add(replace(event, case=made.get(row.new_case.casefold(), event.case))))
        ids = {row.cells["id"]: event.id for row, event in zip(rows, events, strict=True) if "id" in row.cells}
        for at, row in enumerate(rows):
            pointed: dict[str, Any] = {
                field: ids[row.cells[field]] for field in ("tells_of", "hangs_on") if row.cells.get(field) in ids
            }
            if any(number != events[at].id for number in pointed.values()):
                events[at] = pen.replace(events[at], replace(events[at], **pointed))
        return tuple(events)


def _asked(asks: str) -> str:
    """What is asked of a row; how dates are written is told of the whole table."""
    return asks.removesuffix(f": {EDTF_HINT}")


def _heading(column: str) -> str:
    return "_".join(re.findall(r"[^\W_]+", column.casefold()))


def _trouble(trouble: RowTrouble) -> dict[str, object]:
    return {"line": trouble.line, "reason": trouble.reason, "hint": trouble.hint}
