"""What follows from changed rows inside the same transaction: sizes of transcripts, and the text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import cast

from tapewright.model import TapeId, TurnId
from tapewright.store import TextIndex
from tapewright.store.history import Step
from tapewright.store.packing import count
from tapewright.store.rows import TRANSCRIPT, TURN, Row

_MANY_TURNS = 500
"""From here on a tape is indexed anew: cheaper than turn by turn."""


def follow(connection: sqlite3.Connection, steps: Sequence[Step], index: TextIndex) -> list[TapeId]:
    """Bring everything derived up to date with these steps; the tapes whose current transcript reads otherwise."""
    _count_words(connection, steps)
    names = _TapeNames(connection, steps)
    whole: dict[TapeId, None] = {}
    turns: dict[TapeId, dict[TurnId, None]] = {}
    for step in steps:
        if step.table is TRANSCRIPT and _is_current(step.old) != _is_current(step.new):
            row = step.new or step.old
            assert row is not None
            whole[names.of_tape(cast(int, row["tape"]))] = None
    for step in steps:
        if step.table is TURN:
            row = step.new or step.old
            assert row is not None
            tape = names.of_current(cast(int, row["transcript"]))
            if tape is not None and tape not in whole:
                turns.setdefault(tape, {})[TurnId(step.key)] = None
    for tape in whole:
        index.tape_changed(tape)
    for tape, changed in turns.items():
        if len(changed) < _MANY_TURNS:
            index.turns_changed(tape, list(changed))
        else:
            index.tape_changed(tape)
    return [*whole, *turns]


class _TapeNames:
    """Ids of tapes, also of those that these steps removed."""

    def __init__(self, connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
        self._connection = connection
        self._removed = {
            step.key: TapeId(cast(str, step.old["id"]))
            for step in steps
            if step.table.name == "tape" and step.old is not None
        }
        self._current: dict[int, TapeId | None] = {}

    def of_tape(self, number: int) -> TapeId:
        found = self._connection.execute("SELECT id FROM tape WHERE number = :number", {"number": number}).fetchone()
        return self._removed[number] if found is None else TapeId(found[0])

    def of_current(self, transcript: int) -> TapeId | None:
        """The tape of a transcript that is the current one, else None."""
        if transcript not in self._current:
            found = self._connection.execute(
                "SELECT tape.id FROM transcript JOIN tape ON tape.number = transcript.tape "
                "WHERE transcript.id = :transcript AND transcript.is_current",
                {"transcript": transcript},
            ).fetchone()
            self._current[transcript] = None if found is None else TapeId(found[0])
        return self._current[transcript]


def _is_current(row: Row | None) -> bool:
    return row is not None and bool(row["is_current"])


def _count_words(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Keep the number of turns and words of every transcript that still is."""
    sizes: dict[int, list[int]] = {}
    for step in steps:
        if step.table is TRANSCRIPT and step.old is None:
            sizes.setdefault(step.key, [0, 0])
        if step.table is TURN:
            for row, sign in ((step.old, -1), (step.new, 1)):
                if row is not None:
                    size = sizes.setdefault(cast(int, row["transcript"]), [0, 0])
                    size[0] += sign
                    size[1] += sign * count(cast(bytes, row["times"]))
    connection.executemany(
        "INSERT INTO transcript_size (transcript, turns, words) "
        "SELECT id, :turns, :words FROM transcript WHERE id = :id "
        "ON CONFLICT (transcript) DO UPDATE SET turns = transcript_size.turns + excluded.turns, "
        "words = transcript_size.words + excluded.words",
        [{"id": key, "turns": turns, "words": words} for key, (turns, words) in sizes.items()],
    )
