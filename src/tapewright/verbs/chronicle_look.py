"""A table of events before it comes in: what its columns mean, and what would become of its rows."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.model import ChronologyTable
from tapewright.verbs.chronicle_import import FIELDS, ImportedEvents, chronicle_import, fields_of, import_record
from tapewright.verbs.project import Project
from tapewright.verbs.tablemeaning import TableMeaning

_LONGEST_SAMPLE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading of the file, the field that it means ("" for none), and what stands first under it."""

    name: str
    field: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is seen of a table. ``result`` is None as long as no column tells what happened."""

    rows: int
    columns: tuple[Column, ...]
    remarks: tuple[str, ...]
    result: ImportedEvents | None


def look_at(project: Project, table: ChronologyTable, meaning: TableMeaning) -> Look:
    """What would come in, with nothing written. UsageError where ``meaning`` names what is not there."""
    fields = fields_of(table, meaning.columns)
    result = None
    if "title" in fields.values():
        result = chronicle_import(project, table, meaning, dry_run=True)
    return Look(
        rows=len(table.rows),
        columns=tuple(
            Column(name=name, field=fields.get(name, ""), sample=_sample(table, name)) for name in table.columns
        ),
        remarks=table.remarks,
        result=result,
    )


def look_record(look: Look) -> dict[str, object]:
    """``{"rows", "columns": [{"name", "field", "sample"}], "fields": […], "remarks", "result"}``; the
    result is an ``import_record`` or None.
    """
    return {
        "rows": look.rows,
        "columns": [{"name": one.name, "field": one.field, "sample": one.sample} for one in look.columns],
        "fields": list(FIELDS),
        "remarks": list(look.remarks),
        "result": import_record(look.result) if look.result else None,
    }


def _sample(table: ChronologyTable, column: str) -> str:
    text = next((row.cells[column] for row in table.rows if row.cells.get(column)), "")
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[: _LONGEST_SAMPLE - 1].rstrip()}…"
