"""How the study is read: records of each kind, whole, in the order in which they were made."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import cast

from tapewright.errors import NotFoundError
from tapewright.store import AnyStudy
from tapewright.store.records import damage_named
from tapewright.store.rows import LoggedTable
from tapewright.store.studyparts import Kind, Part, Parts, Read, group
from tapewright.store.studyrows import KINDS, kind_of
from tapewright.store.uncollected import uncollected


def select_study(
    connection: sqlite3.Connection,
    record: type[AnyStudy],
    where: str = "",
    parameters: Mapping[str, object] | None = None,
) -> list[AnyStudy]:
    """All records of a kind, or those whose row fulfils ``where``, a condition on columns named with their table."""
    kind, values = kind_of(record), parameters or {}
    condition = f"WHERE {where}" if where else ""
    with uncollected():
        parts = {part.table.name: _parts(connection, kind, part, condition, values) for part in kind.parts}
        rows = _rows(connection, kind.table, f"{condition} ORDER BY {kind.table.name}.id", values)
        try:
            found = [kind.read(row, parts) for row in rows]
        except Exception:  # once more, one by one, so that the one that is damaged is named
            found = [_read(kind, row, parts) for row in rows]
    return cast("list[AnyStudy]", found)


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
    return group(_rows(connection, part.table, f"{of_these} {order}", values), part.table.columns.index(part.owner))


def _read(kind: Kind, row: Read, parts: Parts) -> object:
    with damage_named(f"{kind.table.name} {row['id']}"):
        return kind.read(row, parts)


def _rows(connection: sqlite3.Connection, table: LoggedTable, rest: str, values: Mapping[str, object]) -> list[Read]:
    """Rows with the id of their tape beside its number, where they have one."""
    columns, joined = [f"{table.name}.{column} AS {column}" for column in table.columns], ""
    if "tape" in table.columns:
        columns.append("tape.id AS tape_id")
        joined = f"LEFT JOIN tape ON tape.number = {table.name}.tape"
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(f"SELECT {', '.join(columns)} FROM {table.name} {joined} {rest}", values).fetchall()
