"""The history: one row for every transaction, chained by SHA-256, and every changed row as it was.

What is kept of a changed row is its old side in full and the digest of its new side: the new side in full is the row
itself, or the old side of the row's next change. So the state at any mark is the log walked back, a change by other
hands than ours shows as a digest that does not agree, and a long transcript is not stored twice.
See docs/decisions/0001-history.md.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from tapewright.errors import ConflictError, DamagedProjectError, NotFoundError, UsageError
from tapewright.model import TurnId
from tapewright.store import Revision, Transaction
from tapewright.store.records import damage_named, read_turn
from tapewright.store.rows import LOGGED, TURN, LoggedTable, Row, decode, digest, encode

NO_DIGEST = bytes(32)
"""What the first transaction is chained to."""

_COLUMNS = ("number", "who", "at", "what", "mark", "undoes", "changed", "first_row", "next_ids", "digest")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM history"
_INSERT = f"INSERT INTO history ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _COLUMNS)})"
_ROW_COLUMNS = ("id", "number", "table_name", "row_id", "old", "new_digest")
_SELECT_ROWS = f"SELECT {', '.join(_ROW_COLUMNS)} FROM history_row"
_INSERT_ROW = f"INSERT INTO history_row ({', '.join(_ROW_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _ROW_COLUMNS)})"


@dataclass(frozen=True, slots=True)
class Step:
    """One row changed: what it was and what it became; None where it was not, or is no more."""

    table: LoggedTable
    key: int
    old: Row | None
    new: Row | None


class Recorder:
    """Writes rows of logged tables and keeps what they were, until ``write`` makes a transaction of it all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        last = connection.execute(f"{_SELECT} ORDER BY number DESC LIMIT 1").fetchone()
        self._number = 1
        self._previous = NO_DIGEST
        self._next_ids: dict[str, int] = {}
        if last is not None:
            row = dict(zip(_COLUMNS, last, strict=True))
            with damage_named(f"history {row['number']}"):
                self._number = row["number"] + 1
                self._previous = bytes(row["digest"])
                self._next_ids = json.loads(row["next_ids"])
        self._rows: list[dict[str, Any]] = []
        self.steps: list[Step] = []
        self.mark = ""

    @property
    def number(self) -> int:
        """The number of the transaction that ``write`` makes."""
        return self._number

    def new_id(self, table: LoggedTable) -> int:
        """An id that no row of the table ever had."""
        return self._next(table.name)

    def insert(self, table: LoggedTable, row: Row) -> None:
        """A new row."""
        self.insert_many(table, [row])

    def insert_many(self, table: LoggedTable, rows: Sequence[Row]) -> None:
        """New rows of one table."""
        for row in rows:
            self._keep(Step(table, cast(int, row[table.key]), None, row))
        self._connection.executemany(table.insert, rows)

    def update(self, table: LoggedTable, row: Row) -> None:
        """Another content for the row with this key."""
        key = cast(int, row[table.key])
        old = self.row(table, key)
        assert old is not None, f"{table.name} {key} is not there"
        self._keep(Step(table, key, old, row))
        changed = [column for column in table.columns if row[column] != old[column]]
        if changed:
            self._connection.execute(table.update(changed), row)

    def delete(self, table: LoggedTable, key: int) -> None:
        """The row is no more."""
        self._keep(Step(table, key, self.row(table, key), None))
        self._connection.execute(table.delete, {"key": key})

    def row(self, table: LoggedTable, key: int) -> Row | None:
        """The row as it stands."""
        values = self._connection.execute(table.select_one, {"key": key}).fetchone()
        return None if values is None else table.row(values)

    def write(self, *, who: str, at: str, what: str, undoes: int | None = None) -> Transaction | None:
        """Make one transaction of it; None where nothing was changed and nothing is marked."""
        if not self.steps and not self.mark:
            return None
        header = {
            "number": self._number,
            "who": who,
            "at": at,
            "what": what,
            "mark": self.mark,
            "undoes": undoes,
            "changed": json.dumps(count_rows((step.table.name, step.key) for step in self.steps)),
            "first_row": self._rows[0]["id"] if self._rows else self._next_ids.get("history_row", 1),
            "next_ids": json.dumps(self._next_ids, sort_keys=True),
        }
        chained = chain(self._previous, header, self._rows)
        self._connection.execute(_INSERT, {**header, "digest": chained})
        self._connection.executemany(_INSERT_ROW, self._rows)
        return _read_transaction(tuple({**header, "digest": chained}.values()))

    def _keep(self, step: Step) -> None:
        self.steps.append(step)
        self._rows.append(
            {
                "id": self._next("history_row"),
                "number": self._number,
                "table_name": step.table.name,
                "row_id": step.key,
                "old": None if step.old is None else encode(step.old),
                "new_digest": None if step.new is None else digest(step.table, encode(step.new)),
            }
        )

    def _next(self, name: str) -> int:
        number = self._next_ids.get(name, 1)
        self._next_ids[name] = number + 1
        return number


def chain(previous: bytes, header: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """SHA-256 over the digest before, the transaction's own row, and every row that it changed, in order."""
    running = hashlib.sha256(previous)
    for part in (header, *rows):
        data = encode(part)
        running.update(b"%d " % len(data))
        running.update(data)
    return running.digest()


def count_rows(keys: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many rows of each table, a row that was changed twice counted once."""
    counts: dict[str, int] = {}
    for table, _ in sorted(set(keys)):
        counts[table] = counts.get(table, 0) + 1
    return counts


def transactions(connection: sqlite3.Connection, last: int | None = None) -> list[Transaction]:
    """The transactions, oldest first, or only the last few."""
    only = "" if last is None else "LIMIT :last"
    rows = connection.execute(f"{_SELECT} ORDER BY number DESC {only}", {"last": last}).fetchall()
    return [_read_transaction(row) for row in reversed(rows)]


def headers(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """The rows of the history as they lie, oldest first."""
    for row in connection.execute(f"{_SELECT} ORDER BY number"):
        yield dict(zip(_COLUMNS, row, strict=True))


def headers_after(connection: sqlite3.Connection, number: int, *, most: int) -> list[dict[str, Any]]:
    """The rows of the history after a number, oldest first, and no more than ``most``."""
    rows = connection.execute(
        f"{_SELECT} WHERE number > :number ORDER BY number LIMIT :most", {"number": number, "most": most}
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def read_header(header: Mapping[str, Any]) -> Transaction:
    """The transaction that a row of the history tells of."""
    return _read_transaction(tuple(header[column] for column in _COLUMNS))


def changed_rows(connection: sqlite3.Connection, header: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a transaction changed, in order: its rows lie together."""
    rows = connection.execute(
        f"{_SELECT_ROWS} WHERE id >= :first AND id < :next ORDER BY id",
        {"first": header["first_row"], "next": json.loads(header["next_ids"]).get("history_row", 1)},
    )
    return [dict(zip(_ROW_COLUMNS, row, strict=True)) for row in rows]


def last_not_undone(connection: sqlite3.Connection) -> int:
    """The last transaction that changed something, is no undo itself, and stands. UsageError where there is none."""
    undoes = _undone(connection)
    for number, changed, undone in connection.execute(
        "SELECT number, changed, undoes FROM history ORDER BY number DESC"
    ):
        if undone is None and changed != "{}" and number not in undoes:
            return int(number)
    raise UsageError("there is nothing to undo", hint="tapewright history shows what was done")


def apply_undo(connection: sqlite3.Connection, recorder: Recorder, number: int) -> str:
    """Write the old side of a transaction through the recorder; what to call it, for people.

    ConflictError where a row is no longer as the transaction left it; the caller then rolls back.
    """
    found = connection.execute(f"{_SELECT} WHERE number = :number", {"number": number}).fetchone()
    if found is None:
        raise NotFoundError(f"there is no transaction {number}", hint="tapewright history shows them")
    header = dict(zip(_COLUMNS, found, strict=True))
    if header["changed"] == "{}":
        raise UsageError(f"transaction {number} changed nothing that could be undone")
    if by := _undone(connection).get(number):
        raise ConflictError(f"transaction {number} is undone already, by {by}", hint=f"undo {by} to do it again")
    for row in reversed(changed_rows(connection, header)):
        _put_back(recorder, number, row)
    return _name_undo(connection, number)


def revisions(connection: sqlite3.Connection, turn: TurnId) -> list[Revision]:
    """A turn's states, oldest first, also of a turn that is gone. NotFoundError where there never was one."""
    rows = connection.execute(
        "SELECT history_row.number, who, at, old, new_digest FROM history_row JOIN history USING (number) "
        "WHERE table_name = 'turn' AND row_id = :turn ORDER BY history_row.id",
        {"turn": turn},
    ).fetchall()
    if not rows:
        raise NotFoundError(f"there never was a turn {turn}")
    values = connection.execute(TURN.select_one, {"key": turn}).fetchone()
    states: list[Row | None] = [None if old is None else decode(old, TURN) for _, _, _, old, _ in rows[1:]]
    states.append(None if values is None else TURN.row(values))
    return [
        Revision(turn=read_turn(state), who=who, when=at, transaction=number)
        for (number, who, at, _, became), state in zip(rows, states, strict=True)
        if became is not None and state is not None
    ]


def _put_back(recorder: Recorder, number: int, change: Mapping[str, Any]) -> None:
    table, key = LOGGED.get(change["table_name"]), change["row_id"]
    if table is None:
        raise DamagedProjectError(
            f"transaction {number} changed a table {change['table_name']!r} that is not known here",
            hint="run tapewright verify",
        )
    now = recorder.row(table, key)
    if (None if now is None else digest(table, encode(now))) != change["new_digest"]:
        raise ConflictError(
            f"transaction {number} cannot be undone: {_called(table, key, now)} was changed since",
            hint="undo the later change first; tapewright history shows it",
        )
    try:
        if change["old"] is None:
            recorder.delete(table, key)
        elif now is None:
            recorder.insert(table, decode(change["old"], table))
        else:
            recorder.update(table, decode(change["old"], table))
    except sqlite3.IntegrityError as error:
        raise ConflictError(
            f"transaction {number} cannot be undone: {_called(table, key, now)} is used, or its name is taken, by "
            f"something made since",
            hint="undo the later change first; tapewright history shows it",
        ) from error


def _called(table: LoggedTable, key: int, row: Row | None) -> str:
    """What a person calls a row: ``tape T017``, ``speaker MARIAN``, ``turn 12``."""
    names = [(row or {}).get(column) for column in ("id", "name")]
    name = next((name for name in names if isinstance(name, str)), str(key))
    return f"{table.name.replace('_', ' ')} {name}"


def _undone(connection: sqlite3.Connection) -> dict[int, int]:
    """Transactions that do not stand, each with the standing one that undid it."""
    undos = connection.execute("SELECT number, undoes FROM history WHERE undoes IS NOT NULL ORDER BY number DESC")
    gone: dict[int, int] = {}
    for number, target in undos:  # the latest first: whether it stands is known before its target is asked about
        if number not in gone:
            gone[target] = number
    return gone


def _name_undo(connection: sqlite3.Connection, number: int) -> str:
    """``undo 3: correct a turn``, and for the undo of that, ``redo 3: correct a turn``."""
    depth = 1
    while True:
        undoes, what = connection.execute(
            "SELECT undoes, what FROM history WHERE number = :number", {"number": number}
        ).fetchone()
        if undoes is None:
            return f"{'undo' if depth % 2 else 'redo'} {number}: {what}"
        number, depth = undoes, depth + 1


def _read_transaction(values: tuple[Any, ...]) -> Transaction:
    row = dict(zip(_COLUMNS, values, strict=True))
    with damage_named(f"history {row['number']}"):
        return Transaction(
            number=row["number"],
            who=row["who"],
            when=row["at"],
            what=row["what"],
            digest=bytes(row["digest"]).hex(),
            undoes=row["undoes"],
            mark=row["mark"],
            changed=json.loads(row["changed"]),
        )
