"""What the pen may write of the study: codebooks, codings, memos, cases, parties, events, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import (
    Case,
    Code,
    Codebook,
    CodeId,
    Coding,
    Decision,
    Event,
    EventSource,
    Memo,
    MemoAbout,
    Party,
    PartyId,
    StudySet,
    TapeId,
)
from tapewright.store import AnyStudy, Study
from tapewright.store.rows import (
    CODE,
    CODEBOOK,
    CODING,
    DECISION,
    EVENT,
    EVENT_PARTY,
    MEMO,
    PARTY,
    SPEAKER,
    STUDY_CASE,
    STUDY_CASE_TAPE,
    STUDY_SET_MEMBER,
    LoggedTable,
    Row,
)
from tapewright.store.study import select_one, select_study
from tapewright.store.studyparts import Kind, Part
from tapewright.store.studyrows import kind_of
from tapewright.store.voicepen import VoicePen

_HANGS: dict[str, tuple[tuple[LoggedTable, str, tuple[str, str]], ...]] = {
    CODEBOOK.name: ((CODE, "codebook", ("code", "codes")),),
    CODE.name: ((CODING, "code", ("coding", "codings")), (CODE, "parent", ("code below it", "codes below it"))),
    STUDY_CASE.name: ((EVENT, "study_case", ("event", "events")),),
    PARTY.name: ((EVENT_PARTY, "party", ("event", "events")),),
    EVENT.name: (
        (EVENT, "hangs_on", ("event that counts from it", "events that count from it")),
        (EVENT, "tells_of", ("event that tells of it", "events that tell of it")),
    ),
}
"""What keeps a record from being removed: the table, its column, and what to call one of them, and several."""

_NUMBERED = {EVENT.name: "E", PARTY.name: "P", CODE.name: "C"}
"""The letter with which people write the number of a record."""

_POINTED = {
    "codebook": CODEBOOK,
    "parent": CODE,
    "code": CODE,
    "speaker": SPEAKER,
    "party": PARTY,
    "study_case": STUDY_CASE,
    "hangs_on": EVENT,
    "tells_of": EVENT,
}
"""Columns that point at a row of another table."""

_ABOUT: dict[MemoAbout, type[Study]] = {
    MemoAbout.CODEBOOK: Codebook,
    MemoAbout.CODE: Code,
    MemoAbout.CODING: Coding,
    MemoAbout.EVENT: Event,
    MemoAbout.CASE: Case,
    MemoAbout.PARTY: Party,
    MemoAbout.SET: StudySet,
}
"""What the number of a memo's subject counts."""


class StudyPen(VoicePen):
    """The part of ``Change`` that writes the study. Every kind of record is added, replaced and removed alike."""

    def add(self, record: AnyStudy) -> AnyStudy:
        kind = kind_of(type(record))
        numbered: Any = replace(cast(Any, record), id=self._recorder.new_id(kind.table), revision=0)
        stored = cast(AnyStudy, self._signed(numbered))
        self._check_pointed(stored)
        self._recorder.insert(kind.table, kind.row(stored, self._known_tape))
        self._put_parts(kind, stored)
        return stored

    def replace(self, old: AnyStudy, new: AnyStudy) -> AnyStudy:
        if new.id != old.id or type(new) is not type(old):
            raise UsageError(f"a {kind_of(type(old)).called} is replaced under its own id")
        kind = self._unchanged_study(old)
        stored = replace(new, revision=old.revision + 1)
        self._check_pointed(stored)
        self._recorder.update(kind.table, kind.row(stored, self._known_tape))
        self._put_parts(kind, stored)
        return stored

    def remove(self, old: Study) -> None:
        kind = self._unchanged_study(old)
        for table, column, called in _HANGS.get(kind.table.name, ()):
            if hanging := len(self._keys(table, column, old.id)):
                named = f"{_NUMBERED.get(kind.table.name, f'{kind.called} ')}{old.id}"
                raise ConflictError(
                    f"{named} still has {hanging} {called[hanging != 1]}", hint="move or remove these first"
                )
        self._remove_memos_about(kind, old.id)
        if kind.table is CODE:
            self._drop(STUDY_SET_MEMBER, "code", old.id)
        for part in kind.parts:
            self._drop(part.table, part.owner, old.id)
        self._recorder.delete(kind.table, old.id)

    def merge_codes(self, old: CodeId, into: CodeId) -> None:
        gone, kept = self._one_code(old), self._one_code(into)
        above: int | None = kept["id"]
        while above is not None:
            if above == old:
                raise UsageError(f"code {into} lies below code {old}, or is it", hint="move it out first")
            above = self._whole(CODE, above)["parent"]
        self._move_codings(old, into)
        after = len(self._keys(CODE, "parent", into))
        for place, child in enumerate(self._keys(CODE, "parent", old)):
            row = self._whole(CODE, child)
            self._recorder.update(CODE, {**row, "parent": into, "rank": after + place})
        if gone["codebook"] != kept["codebook"]:
            self._take_along(into, kept["codebook"])
        self._repoint_memos(MemoAbout.CODE, old, into)
        self._move_members(old, into)
        self._recorder.delete(CODE, old)

    def merge_parties(self, old: PartyId, into: PartyId) -> None:
        if old == into:
            raise UsageError(f"party {old} is one already")
        for party in (old, into):
            select_one(self._connection, Party, party)
        known = {(row["event"], row["role"]) for row in self._all(EVENT_PARTY, "party", into)}
        for row in self._all(EVENT_PARTY, "party", old):
            if (row["event"], row["role"]) in known:
                self._recorder.delete(EVENT_PARTY, row["id"])
            else:
                self._recorder.update(EVENT_PARTY, {**row, "party": into})
                known.add((row["event"], row["role"]))
        self._repoint_memos(MemoAbout.PARTY, old, into)
        self._recorder.delete(PARTY, old)

    # --- private ----------------------------------------------------------------------------------------------------

    def _signed(self, record: Study) -> Study:
        """Who and when are the transaction's, where nobody said."""
        if isinstance(record, Coding):
            return replace(record, coder=record.coder or self._who, when=record.when or self._at)
        if isinstance(record, Memo | Decision):
            return replace(record, who=record.who or self._who, when=record.when or self._at)
        return record

    def _check_pointed(self, record: Study) -> None:
        """What a record points at must be there: told in words, not by the database."""
        row = kind_of(type(record)).row(record, self._known_tape)
        rows: list[Row] = [row]
        for part in kind_of(type(record)).parts:
            rows += part.rows(record, self._known_tape)
        for one in rows:
            for column, target in _POINTED.items():
                number = cast(int | None, one.get(column))
                if number is not None and self._row(target, number) is None:
                    called = target.name.removeprefix("study_")
                    raise NotFoundError(f"there is no {called} {number}", hint="read the list again")
        if isinstance(record, Memo) and record.target:
            select_one(self._connection, _ABOUT[record.about], record.target)

    def _unchanged_study(self, old: Study) -> Kind:
        kind = kind_of(type(old))
        found = select_study(self._connection, type(old), f"{kind.table.name}.id = :number", {"number": old.id})
        if not found:
            raise ConflictError(f"{kind.called} {old.id} is gone: somebody removed it", hint="read the list again")
        if found[0] != old:  # not the revision alone: an undo goes back to a number, and a later one may bear it again
            raise ConflictError(
                f"{kind.called} {old.id} was changed by somebody else (it is at revision {found[0].revision})",
                hint="read it again and repeat the change",
            )
        return kind

    def _put_parts(self, kind: Kind, record: Study) -> None:
        for part in kind.parts:
            self._put_part(part, record)

    def _put_part(self, part: Part, record: Study) -> None:
        """Row by row in place, so that the history keeps only what changed."""
        keys = self._keys(part.table, part.owner, record.id)
        rows = part.rows(record, self._known_tape)
        for place, columns in enumerate(rows):
            owned: Row = {part.owner: record.id, "place": place, **columns}
            if place >= len(keys):
                self._recorder.insert(part.table, {"id": self._recorder.new_id(part.table), **owned})
            elif (row := {"id": keys[place], **owned}) != self._row(part.table, keys[place]):
                self._recorder.update(part.table, row)
        for key in keys[len(rows) :]:
            self._recorder.delete(part.table, key)

    def _remove_memos_about(self, kind: Kind, number: int) -> None:
        about = next((about for about, record in _ABOUT.items() if kind_of(record) is kind), None)
        if about is not None:
            for row in self._all(MEMO, "target", number):
                if row["about"] == about.value:
                    self._recorder.delete(MEMO, row["id"])

    def _repoint_memos(self, about: MemoAbout, old: int, into: int) -> None:
        for row in self._all(MEMO, "target", old):
            if row["about"] == about.value:
                self._recorder.update(MEMO, {**row, "target": into, "revision": row["revision"] + 1})

    def _move_codings(self, old: CodeId, into: CodeId) -> None:
        """What one coder put on one stretch under both codes is one coding now; its memos go to the one that stays."""
        known = {_same_stretch(row): row["id"] for row in self._all(CODING, "code", into)}
        for row in self._all(CODING, "code", old):
            if (stays := known.get(_same_stretch(row))) is not None:
                self._repoint_memos(MemoAbout.CODING, row["id"], stays)
                self._recorder.delete(CODING, row["id"])
            else:
                self._recorder.update(CODING, {**row, "code": into, "revision": row["revision"] + 1})

    def _move_members(self, old: CodeId, into: CodeId) -> None:
        for row in self._all(STUDY_SET_MEMBER, "code", old):
            others = self._all(STUDY_SET_MEMBER, "study_set", row["study_set"])
            if any(other["code"] == into for other in others):
                self._recorder.delete(STUDY_SET_MEMBER, row["id"])
            else:
                self._recorder.update(STUDY_SET_MEMBER, {**row, "code": into})

    def _take_along(self, code: int, codebook: int) -> None:
        """A code's whole subtree belongs to its codebook."""
        for child in self._keys(CODE, "parent", code):
            row = self._whole(CODE, child)
            if row["codebook"] != codebook:
                self._recorder.update(CODE, {**row, "codebook": codebook})
            self._take_along(child, codebook)

    def _one_code(self, code: CodeId) -> dict[str, Any]:
        row = self._row(CODE, code)
        if row is None:
            raise ConflictError(f"code {code} is gone: somebody removed it", hint="read the codebook again")
        return row

    def _unstudy(self, number: int, tape: TapeId) -> None:
        """A tape that goes takes its codings, memos and decisions; an event keeps what was said there as a document."""
        for coding in self._keys(CODING, "tape", number):
            self._remove_memos_about(kind_of(Coding), coding)
            self._recorder.delete(CODING, coding)
        for table in (MEMO, DECISION, STUDY_SET_MEMBER, STUDY_CASE_TAPE):
            self._drop(table, "tape", number)
        where = "event.id IN (SELECT event FROM event_source WHERE event_source.tape = :number)"
        for event in select_study(self._connection, Event, where, {"number": number}):
            self.replace(event, replace(event, sources=tuple(_off_tape(source, tape) for source in event.sources)))

    def _drop(self, table: LoggedTable, column: str, value: int) -> None:
        for key in self._keys(table, column, value):
            self._recorder.delete(table, key)

    def _all(self, table: LoggedTable, column: str, value: int) -> Iterable[dict[str, Any]]:
        return [self._whole(table, key) for key in self._keys(table, column, value)]


def _same_stretch(row: dict[str, Any]) -> tuple[object, ...]:
    return row["tape"], row["starts"], row["ends"], row["coder"]


def _off_tape(source: EventSource, tape: TapeId) -> EventSource:
    if source.quote is None or source.quote.span.tape != tape:
        return source
    return replace(source, quote=None, document=f"tape {tape}, no longer in the project: “{source.quote.text}”")
