"""The part of a SQLite store that reads the study."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from contextlib import AbstractContextManager

from tapewright.model import (
    Case,
    Code,
    Codebook,
    CodeId,
    Coding,
    Decision,
    DecisionKind,
    Event,
    Memo,
    Party,
    StudySet,
    TapeId,
)
from tapewright.store import AnyStudy
from tapewright.store.study import select_one, select_study
from tapewright.store.studyrows import kind_of

_MADE = """
SELECT made.row_id, history.digest FROM history JOIN (
    SELECT row_id, min(number) AS number FROM history_row WHERE table_name = :table AND old IS NULL GROUP BY row_id
) AS made ON made.number = history.number
"""


class StudyShelf:
    """Implements the study of ``Store`` over ``reading()``."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection in a read transaction."""

    def one(self, kind: type[AnyStudy], number: int) -> AnyStudy:
        with self.reading() as connection:
            return select_one(connection, kind, number)

    def codebooks(self) -> list[Codebook]:
        return self._all(Codebook)

    def codes(self) -> list[Code]:
        return self._all(Code)

    def codings(
        self, *, tape: TapeId | None = None, code: CodeId | None = None, coder: str | None = None
    ) -> list[Coding]:
        conditions = [
            "coding.tape = (SELECT number FROM tape WHERE id = :tape)" * (tape is not None),
            "coding.code = :code" * (code is not None),
            "coding.coder = :coder" * (coder is not None),
        ]
        where = " AND ".join(filter(None, conditions))
        with self.reading() as connection:
            return select_study(connection, Coding, where, {"tape": tape, "code": code, "coder": coder})

    def memos(self) -> list[Memo]:
        return self._all(Memo)

    def study_sets(self) -> list[StudySet]:
        return self._all(StudySet)

    def cases(self) -> list[Case]:
        return self._all(Case)

    def parties(self) -> list[Party]:
        return self._all(Party)

    def events(self) -> list[Event]:
        return self._all(Event)

    def decisions(self, kind: DecisionKind | None = None) -> list[Decision]:
        where = "" if kind is None else "decision.kind = :kind"
        with self.reading() as connection:
            return select_study(connection, Decision, where, {"kind": None if kind is None else kind.value})

    def made_in(self, kind: type[AnyStudy]) -> dict[int, str]:
        with self.reading() as connection:
            rows = connection.execute(_MADE, {"table": kind_of(kind).table.name})
            return {int(number): bytes(made).hex() for number, made in rows}

    def _all(self, kind: type[AnyStudy]) -> list[AnyStudy]:
        with self.reading() as connection:
            return select_study(connection, kind)
