"""Whether a project is as it was written: everything is read and held against the history's digests.

What this finds: a changed byte in any row, index, table definition, transaction or finished piece; a row that came or
went past the history; packed words that do not agree with their text; counts and a text index that are not what the
tables say. What it cannot find: bytes in free space, which nothing reads; and a history whose last transactions were
cut off whole, unless somebody noted a later digest elsewhere (``tapewright mark`` shows it for that).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from tapewright.errors import TapewrightError
from tapewright.store import Damage, history, ledger
from tapewright.store.opening import schema_digest
from tapewright.store.packing import count
from tapewright.store.records import read_provenance, read_tape, read_turn
from tapewright.store.rows import LOGGED, SOURCE_FILE, TAPE, TRANSCRIPT, TURN, LoggedTable, Row, digest, encode
from tapewright.store.study import select_all
from tapewright.store.testimony import select_claims, select_listens
from tapewright.store.textindex import SqliteTextIndex
from tapewright.store.voices import select_exemplars, select_voices

_SAID_AT_MOST = 100
"""How many damages of one kind are named; where there are more, the rest is counted."""


def check_all(connection: sqlite3.Connection, path: Path) -> list[Damage]:
    """Every damage that can be found, in one still picture of the project."""
    found: list[Damage] = []
    with_any_text = connection.text_factory
    connection.text_factory = _any_text
    try:
        for name, check in _CHECKS:
            found += _limited(name, _guarded(name, check, connection, path))
    finally:
        connection.text_factory = with_any_text
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return found


def _guarded(
    name: str,
    check: Callable[[sqlite3.Connection], Iterator[Damage]],
    connection: sqlite3.Connection,
    path: Path,
) -> Iterator[Damage]:
    """What cannot even be read is damage too, and the other checks go on."""
    try:
        if not connection.in_transaction:
            connection.execute("BEGIN")
        yield from check(connection)
    except Exception as error:  # broken bytes can turn a value into any other: whatever that raises is damage
        yield Damage(where=f"{path.name}: {name}", what=f"it cannot be read: {error}")


def _limited(name: str, damages: Iterator[Damage]) -> Iterator[Damage]:
    number = 0
    for number, damage in enumerate(damages, start=1):
        if number <= _SAID_AT_MOST:
            yield damage
    if number > _SAID_AT_MOST:
        yield Damage(where=name, what=f"and {number - _SAID_AT_MOST} more")


def _pages(connection: sqlite3.Connection) -> Iterator[Damage]:
    for (message,) in connection.execute("PRAGMA integrity_check(100)"):
        if message != "ok":
            yield Damage(where="pages and indexes", what=message)


def _definitions(connection: sqlite3.Connection) -> Iterator[Damage]:
    kept = connection.execute("SELECT name, value FROM project").fetchall()
    if kept != [("schema_digest", schema_digest(connection))]:
        yield Damage(where="table definitions", what="they are not those that were made")


def _references(connection: sqlite3.Connection) -> Iterator[Damage]:
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Damage(where=f"{table} {row}", what=f"it points at a {target} that is not there")


def _chain(connection: sqlite3.Connection) -> Iterator[Damage]:
    previous, expected, seen = history.NO_DIGEST, 1, 0
    for header in history.headers(connection):
        number = header["number"]
        rows = history.changed_rows(connection, header)
        seen += len(rows)
        kept = header.pop("digest")
        where = f"history {number}"
        if number != expected:
            yield Damage(where=where, what=f"transaction {expected} is missing before it")
        if history.chain(previous, header, rows) != kept:
            yield Damage(where=where, what="the transaction is not as it was written, or the one before it is not")
        if json.loads(header["changed"]) != history.count_rows((row["table_name"], row["row_id"]) for row in rows):
            yield Damage(where=where, what="its count of changed rows is wrong")
        previous, expected = kept, number + 1
    if seen != connection.execute("SELECT count(*) FROM history_row").fetchone()[0]:
        yield Damage(where="history_row", what="there are changes that belong to no transaction")


def _rows(connection: sqlite3.Connection) -> Iterator[Damage]:
    for table in LOGGED.values():
        yield from _rows_of(connection, table)


def _rows_of(connection: sqlite3.Connection, table: LoggedTable) -> Iterator[Damage]:
    latest = connection.execute(
        "SELECT row_id, new_digest FROM history_row WHERE id IN "
        "(SELECT max(id) FROM history_row WHERE table_name = :name GROUP BY row_id)",
        {"name": table.name},
    )
    expected = {row_id: became for row_id, became in latest if became is not None}
    for values in connection.execute(f"{table.select} ORDER BY {table.key}"):
        row = table.row(values)
        key = cast(int, row[table.key])
        where = f"{table.name} {key}"
        became = expected.pop(key, None)
        if became is None:
            yield Damage(where=where, what="it came past the history")
        elif not _agrees(table, row, became):
            yield Damage(where=where, what="it is not as the history says")
    for key in expected:
        yield Damage(where=f"{table.name} {key}", what="it is missing")


def _agrees(table: LoggedTable, row: Row, became: bytes) -> bool:
    try:
        return digest(table, encode(row)) == became
    except (TapewrightError, TypeError):
        return False


def _records(connection: sqlite3.Connection) -> Iterator[Damage]:
    """That every row can be read back as what it stands for."""
    for values in connection.execute(TURN.select):
        yield from _reads(read_turn, TURN.row(values))
    for values in connection.execute(TRANSCRIPT.select):
        yield from _reads(read_provenance, TRANSCRIPT.row(values))
    for values in connection.execute(TAPE.select):
        tape: dict[str, Any] = TAPE.row(values)
        files = connection.execute(f"{SOURCE_FILE.select} WHERE tape = :tape ORDER BY place", {"tape": tape["number"]})
        rows = [SOURCE_FILE.row(file) for file in files]
        yield from _reads(lambda row, rows=rows: read_tape(row, rows), tape)  # type: ignore[misc]
    yield from _refused(lambda: select_listens(connection))
    yield from _refused(lambda: select_claims(connection))
    yield from _refused(lambda: select_voices(connection))
    yield from _refused(lambda: select_exemplars(connection))
    yield from _refused(lambda: select_all(connection))


def _reads(read: Callable[[dict[str, Any]], object], row: dict[str, Any]) -> Iterator[Damage]:
    yield from _refused(lambda: read(row))


def _refused(read: Callable[[], object]) -> Iterator[Damage]:
    try:
        read()
    except TapewrightError as error:
        yield Damage(where=error.place, what=error.message)


def _sizes(connection: sqlite3.Connection) -> Iterator[Damage]:
    counted: dict[int, tuple[int, int]] = {key: (0, 0) for (key,) in connection.execute("SELECT id FROM transcript")}
    for transcript, times in connection.execute("SELECT transcript, times FROM turn"):
        turns, words = counted.get(transcript, (0, 0))
        counted[transcript] = turns + 1, words + count(times)
    kept = {key: size for key, *size in connection.execute("SELECT transcript, turns, words FROM transcript_size")}
    for transcript in sorted({*counted, *kept}):
        if list(counted.get(transcript, ())) != kept.get(transcript):
            yield Damage(where=f"transcript {transcript}", what="its turns and words are miscounted")


def _order(connection: sqlite3.Connection) -> Iterator[Damage]:
    for transcript, turns in connection.execute(
        "SELECT transcript, count(*) FROM turn GROUP BY transcript, place HAVING count(*) > 1"
    ):
        yield Damage(where=f"transcript {transcript}", what=f"{turns} turns stand in one place")
    for tape, current in connection.execute(
        "SELECT tape, sum(is_current) FROM transcript GROUP BY tape HAVING sum(is_current) > 1"
    ):
        yield Damage(where=f"tape number {tape}", what=f"{current} transcripts are current")


def _pieces(connection: sqlite3.Connection) -> Iterator[Damage]:
    for where in ledger.damaged(connection):
        yield Damage(where=where, what="it is not as it was written; it will be worked out again")


def _words(connection: sqlite3.Connection) -> Iterator[Damage]:
    yield from SqliteTextIndex(connection).check()


def _any_text(data: bytes) -> str:
    """Text that is no longer UTF-8 must be named by its row, not end the reading."""
    return data.decode("utf-8", "surrogateescape")


_CHECKS: tuple[tuple[str, Callable[[sqlite3.Connection], Iterator[Damage]]], ...] = (
    ("pages", _pages),
    ("table definitions", _definitions),
    ("references", _references),
    ("history", _chain),
    ("rows", _rows),
    ("records", _records),
    ("counts", _sizes),
    ("order", _order),
    ("finished pieces", _pieces),
    ("text index", _words),
)
