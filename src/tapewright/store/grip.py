"""What every pen holds on to: rows by their keys, tapes by their names, speakers by their numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from tapewright.errors import NotFoundError
from tapewright.model import SpeakerId, TapeId
from tapewright.store.history import Recorder
from tapewright.store.rows import SPEAKER, LoggedTable


class Grip:
    """One transaction's connection and recorder, and how rows are found on it."""

    def __init__(self, connection: sqlite3.Connection, recorder: Recorder, *, who: str, at: str) -> None:
        self._connection = connection
        self._recorder = recorder
        self._who = who
        self._at = at

    def _check_speakers(self, speakers: Iterable[SpeakerId | None]) -> None:
        for speaker in {speaker for speaker in speakers if speaker is not None}:
            if self._row(SPEAKER, speaker) is None:
                raise NotFoundError(f"there is no speaker {speaker}", hint="tapewright speakers lists them")

    def _tape_number(self, tape: TapeId) -> int | None:
        found = self._connection.execute("SELECT number FROM tape WHERE id = :tape", {"tape": tape}).fetchone()
        return None if found is None else int(found[0])

    def _known_tape(self, tape: TapeId) -> int:
        number = self._tape_number(tape)
        if number is None:
            raise NotFoundError(f"there is no tape {tape}", hint="tapewright tapes lists them")
        return number

    def _row(self, table: LoggedTable, key: int) -> dict[str, Any] | None:
        found = self._connection.execute(table.select_one, {"key": key}).fetchone()
        return None if found is None else dict[str, Any](table.row(found))

    def _keys(self, table: LoggedTable, column: str, value: int) -> list[int]:
        order = "place, id" if "place" in table.columns else table.key
        found = self._connection.execute(
            f"SELECT {table.key} FROM {table.name} WHERE {column} = :value ORDER BY {order}", {"value": value}
        )
        return [int(key) for (key,) in found]
