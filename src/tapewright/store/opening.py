"""Opening a project's file: making one, recognising one, bringing an older one up to date."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from tapewright.errors import DamagedProjectError, NotFoundError, UsageError
from tapewright.store.connection import APPLICATION_ID, DAMAGE_HINT, connect, opening_errors, sqlite_errors
from tapewright.store.textindex import SqliteTextIndex
from tapewright.store.turnstile import begin_writing
from tapewright.wholefile import put, sync_folder

VERSION = "0005"
"""The schema that this program reads and writes: the last of ``store/migrations/versions``."""

_JOURNAL_MODE = slice(18, 20)
_WAL = bytes((2, 2))
"""Where the header of a file of SQLite says how it is written, to writers and to readers; memory has no such mode."""


def make_empty(path: Path) -> None:
    """Make an empty project at ``path``: whole, or not at all. UsageError where something is there already."""
    if path.exists():
        raise UsageError(f"{path} is there already", hint="open it, or choose another folder")
    with sqlite_errors(path):
        put(path, _empty_project())


@cache
def _empty_project() -> bytes:
    """The file of a project with nothing in it: what the migrations make of nothing, once in each process."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        _migrate(connection, lambda: connection.execute("BEGIN IMMEDIATE"))
        made = bytearray(connection.serialize())
    made[_JOURNAL_MODE] = _WAL
    return bytes(made)


def make_ready(path: Path) -> None:
    """Check that ``path`` is a whole project and bring it up to date, after a backup beside it where it is older.

    NotFoundError where there is none, UsageError where it was made by a newer program, DamagedProjectError where it
    is no project or not whole.
    """
    if not path.is_file():
        raise NotFoundError(f"there is no project at {path}", hint="tapewright new DIR makes one")
    with opening_errors(path), closing(connect(path)) as connection:
        version = _recognise(connection, path)
        if version != VERSION:
            _bring_up_to_date(connection, path, version)
        elif not SqliteTextIndex(connection).is_current():
            begin_writing(connection, path)
            SqliteTextIndex(connection).create()
            connection.execute("COMMIT")


def schema_digest(connection: sqlite3.Connection) -> str:
    """A digest of every table and index that is not the text index's own, as SQLite keeps their definitions."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'word\\_%' ESCAPE '\\' "
        "ORDER BY type, name"
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def copy_whole(source: sqlite3.Connection, target: Path) -> None:
    """A consistent copy while others write, by SQLite's backup: whole, or not at all."""
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        _remove_with_companions(unfinished)
        with closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            # A plain file that needs no companions can be carried anywhere; opening it as a project switches back.
            copy.execute("PRAGMA journal_mode=DELETE")
        with open(unfinished, "rb") as handle:
            os.fsync(handle.fileno())
        os.replace(unfinished, target)
        sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            _remove_with_companions(unfinished)
        raise


def _recognise(connection: sqlite3.Connection, path: Path) -> str:
    """The version of the project's schema; an error where it is none or is cut short."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = _version(connection)
    except sqlite3.OperationalError as error:
        if (error.sqlite_errorname or "") == "SQLITE_ERROR":
            application, version = 0, None
        else:
            raise
    if application != APPLICATION_ID or version is None:
        raise DamagedProjectError("this is a database, but not a project's", place=path.name, hint=DAMAGE_HINT)
    pages, page_size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    log = Path(f"{path}-wal")
    if path.stat().st_size < pages * page_size and not (log.exists() and log.stat().st_size):
        raise DamagedProjectError(
            f"the database is cut short: {path.stat().st_size} of {pages * page_size} bytes",
            place=path.name,
            hint=DAMAGE_HINT,
        )
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode=WAL")
    return version


def _version(connection: sqlite3.Connection) -> str | None:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, version: str) -> None:
    from tapewright.store.migrations import known_versions

    if version not in known_versions():
        raise UsageError(
            f"the project's schema is {version!r}, which this program does not know (it knows up to {VERSION})",
            hint="it was made by a newer tapewright: install that one",
        )

    def begin() -> None:
        begin_writing(connection, path)
        if _version(connection) == version:  # else another program has done it while we waited
            with closing(connect(path, read_only=True)) as source:
                copy_whole(source, path.with_name(f"{path.name}.before-{VERSION}"))

    _migrate(connection, begin)


def _migrate(connection: sqlite3.Connection, begin: Callable[[], object]) -> None:
    from tapewright.store.migrations import migrate

    connection.execute("PRAGMA foreign_keys=OFF")  # a table is altered by copying and dropping it
    migrate(connection, begin, lambda: _finish(connection))


def _finish(connection: sqlite3.Connection) -> None:
    SqliteTextIndex(connection).create()
    connection.execute(
        "INSERT INTO project (name, value) VALUES ('schema_digest', :digest) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        {"digest": schema_digest(connection)},
    )


def _remove_with_companions(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
