"""What has been done since, whoever did it, and on which tapes: what live screens follow."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from tapewright.model import TapeId
from tapewright.store import Done
from tapewright.store.history import headers_after, read_header
from tapewright.store.rows import LOGGED, LoggedTable, decode

_MOST = 500
"""So many transactions are told at once; the next call tells the others."""

_TOUCHED = (
    "WITH touched AS (SELECT row_id, old FROM history_row WHERE id >= :first AND id < :next AND table_name = :table) "
)
_OF_ROWS = "SELECT DISTINCT tape.id FROM tape JOIN {path} WHERE {table}.{key} IN (SELECT row_id FROM touched)"
_ON_TAPE = "{table} ON {table}.tape = tape.number"
_DIARIZATION = "diarization ON diarization.tape = tape.number JOIN voice ON voice.diarization = diarization.id"

_PATHS = {
    "turn": "transcript ON transcript.tape = tape.number JOIN turn ON turn.transcript = transcript.id",
    "voice": _DIARIZATION,
    "voice_rejected": f"{_DIARIZATION} JOIN voice_rejected ON voice_rejected.voice = voice.id",
    **{name: _ON_TAPE.format(table=name) for name, table in LOGGED.items() if "tape" in table.columns},
}
"""From a tape to the rows of each table that lie on one."""


def done_after(connection: sqlite3.Connection, number: int) -> list[Done]:
    """The transactions after a number, oldest first, each with the tapes that it touched."""
    return [
        Done(transaction=read_header(header), tapes=tuple(sorted(_tapes(connection, header))))
        for header in headers_after(connection, number, most=_MOST)
    ]


def _tapes(connection: sqlite3.Connection, header: dict[str, Any]) -> set[TapeId]:
    found: set[TapeId] = set()
    for name in json.loads(header["changed"]):
        span = {
            "first": header["first_row"],
            "next": json.loads(header["next_ids"]).get("history_row", 1),
            "table": name,
        }
        if name == "tape":
            statement = "SELECT id FROM tape WHERE number IN (SELECT row_id FROM touched)"
            found.update(TapeId(tape) for (tape,) in connection.execute(_TOUCHED + statement, span))
        if name in _PATHS:
            statement = _OF_ROWS.format(path=_PATHS[name], table=name, key=LOGGED[name].key)
            found.update(TapeId(tape) for (tape,) in connection.execute(_TOUCHED + statement, span))
        if name == "tape" or (name in LOGGED and "tape" in LOGGED[name].columns):
            found.update(_before(connection, span, LOGGED[name]))
    return found


def _before(connection: sqlite3.Connection, span: dict[str, Any], table: LoggedTable) -> set[TapeId]:
    """The tapes of rows as they were before: they may be no more, or be called otherwise."""
    olds = connection.execute(f"{_TOUCHED} SELECT old FROM touched WHERE old IS NOT NULL", span)
    rows = [decode(old, table) for (old,) in olds]
    if table.name == "tape":
        return {TapeId(str(row["id"])) for row in rows}
    names: set[TapeId] = set()
    for number in {row["tape"] for row in rows}:
        found = connection.execute("SELECT id FROM tape WHERE number = :number", {"number": number}).fetchone()
        names.update(TapeId(tape) for tape in found or ())
    return names
