"""Databases of other programs, read and never written: a copy in memory, tables only, with an end to every question.

The one place outside the store that opens SQLite (docs/decisions/0155). Nothing of it touches the project's own
database, and nothing beside the file is made: no journal, no lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tapewright.errors import InputError

LARGEST = 1024 * 1024 * 1024
_STEPS = 100_000
_MOST_STEPS = 20_000
"""Two thousand million steps of SQLite's machine: a question that takes more was made to never end."""

Row = dict[str, object]

_REAL_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


class ForeignTables:
    """The tables of one database; what stands in a view or a trigger is never run."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._tables = {str(row[0]).lower() for row in self._ask(_REAL_TABLES)}

    def has(self, *tables: str) -> bool:
        """Whether all of these are there."""
        return all(table in self._tables for table in tables)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """The rows of a table; None for a column that this version of the program does not have."""
        if table not in self._tables:
            return
        there = {str(row[1]).lower() for row in self._ask(f'PRAGMA table_info("{table}")')}
        found = [column for column in columns if column in there]
        if not found:
            return
        chosen = ", ".join(f'"{column}"' for column in found)
        for values in self._ask(f'SELECT {chosen} FROM "{table}" ORDER BY rowid'):
            yield dict.fromkeys(columns) | dict(zip(found, values, strict=True))

    def count(self, table: str) -> int:
        """How many rows a table has; 0 where it is not there."""
        if table not in self._tables:
            return 0
        return whole(next(self._ask(f'SELECT count(*) FROM "{table}"'))[0]) or 0

    def _ask(self, question: str) -> Iterator[tuple[object, ...]]:
        try:
            yield from self._connection.execute(question)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise InputError(
                f"its database is damaged: {error}",
                place=self._name,
                hint="open it in its own program and save it again",
            ) from error


@contextmanager
def foreign_tables(path: Path, *, name: str) -> Iterator[ForeignTables]:
    """The tables of a file. InputError for what is no database, is damaged, or is far too large."""
    data = _bytes(path, name)
    if not data.startswith(b"SQLite format 3\x00"):
        raise InputError("this is no database", place=name, hint="was it exported as something else?")
    # A database that keeps its journal apart says so in two bytes, and cannot be opened in memory.
    data = data[:18] + b"\x01\x01" + data[20:]
    connection = sqlite3.connect(":memory:")
    try:
        steps = 0

        def go_on() -> bool:
            nonlocal steps
            steps += 1
            return steps > _MOST_STEPS

        try:
            connection.deserialize(data)
            connection.set_progress_handler(go_on, _STEPS)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise InputError(
                f"its database is damaged: {error}", place=name, hint="open it in its own program and save it again"
            ) from error
        yield ForeignTables(connection, name)
    finally:
        connection.close()


def unsaved_beside(path: Path) -> str:
    """A remark where a journal lies beside a database: what is only there is not in the file. Empty where none does."""
    for ending in ("wal", "journal"):
        beside = path.with_name(f"{path.name}-{ending}")
        if beside.is_file() and beside.stat().st_size:
            what = "close the program and bring it in again, or what is new there is missed"
            return f"{beside.name} lies beside it: {what}"
    return ""


def text(value: object) -> str:
    """A text of a column; empty for anything else."""
    return value if isinstance(value, str) else ""


def whole(value: object) -> int | None:
    """A whole number of a column of a plausible size; None for anything else."""
    return value if isinstance(value, int) and abs(value) < 10**15 else None


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"larger than {LARGEST // 1024**2} MiB", place=name, hint="is it a recording?")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror or error}", place=name, hint="look at its name and permissions"
        ) from error
