"""How the study is read: records of each kind, whole, in the order in which they were made."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, cast

from tapewright.errors import NotFoundError
from tapewright.store import AnyStudy
from tapewright.store.records import damage_named
from tapewright.store.rows import LoggedTable
from tapewright.store.studyparts import Kind, Part, Read, group
from tapewright.store.studyrows import KINDS, kind_of


def select_study(
    connection: sqlite3.Connection,
    record: type[AnyStudy],
    where: str = "",
    parameters: Mapping[str, object] | None = None,
) -> list[AnyStudy]:
    """All records of a kind, or those whose row fulfils ``where``, a condition on columns named with their table."""
    kind, values = kind_of(record), parameters or {}
    condition = f"WHERE {where}" if where else ""
    parts = {part.table.name: _parts(connection, kind, part, condition, values) for part in kind.parts}
    rows = _rows(connection, kind.table, f"{condition} ORDER BY {kind.table.name}.id", values)
    return [
        cast(AnyStudy, _read(kind, row, {name: owned.get(row["id"], []) for name, owned in parts.items()}))
        for row in rows
    ]


def select_one(connection: sqlite3.Connection, record: type[AnyStudy], number: int) -> AnyStudy:
    """The record with a number. NotFoundError where there is none."""
    kind = kind_of(record)
    found = select_study(connection, record, f"{kind.table.name}.id = :number", {"number": number})
    if not found:
        raise NotFoundError(f"there is no {kind.called} {number}", hint="it may have been removed: read the list again")
    return found[0]


def select_all(connection: sqlite3.Connection) -> None:
    """Read every record of the study. DamagedProjectError names the first that cannot be read."""
    for kind in KINDS:
        select_study(connection, kind.record)


def _parts(
    connection: sqlite3.Connection, kind: Kind, part: Part, condition: str, values: Mapping[str, object]
) -> dict[int, list[Read]]:
    owners = f"SELECT id FROM {kind.table.name} {condition}"
    order = f"ORDER BY {part.owner}, {part.table.name}.place, {part.table.name}.id"
    of_these = f"WHERE {part.owner} IN ({owners})" if condition else ""
    return group(_rows(connection, part.table, f"{of_these} {order}", values), part.owner)


def _read(kind: Kind, row: Read, parts: Mapping[str, list[Read]]) -> object:
    with damage_named(f"{kind.table.name} {row['id']}"):
        return kind.read(row, parts)


def _rows(connection: sqlite3.Connection, table: LoggedTable, rest: str, values: Mapping[str, object]) -> list[Read]:
    """Rows with the id of their tape beside its number, where they have one."""
    columns, names, joined = [f"{table.name}.{column}" for column in table.columns], list(table.columns), ""
    if "tape" in table.columns:
        columns.append("tape.id")
        names.append("tape_id")
        joined = f"LEFT JOIN tape ON tape.number = {table.name}.tape"
    statement = f"SELECT {', '.join(columns)} FROM {table.name} {joined} {rest}"
    return [dict[str, Any](zip(names, row, strict=True)) for row in connection.execute(statement, values)]
