"""The project's store in one SQLite file: ``open_store`` and ``SqliteStore``.

How the text index meets the store (for ``store/textindex.py``)
--------------------------------------------------------------
``SqliteTextIndex(connection: sqlite3.Connection)`` is cheap to make and holds no state of its own. The store makes
one inside each writing transaction, on the connection of that transaction (autocommit off by an explicit BEGIN;
never commit or roll back in the index), and calls, before it commits:

    create()                        once, when a project is made or its schema was migrated; must be harmless twice
    tape_changed(tape)              the current transcript of the tape is another one, or there is none any more
    turns_changed(tape, turn_ids)   these turns of the current transcript read otherwise, are new or are gone; read
                                    what they are now with ``current_turns`` below
    check() -> list[Damage]         for ``verify``: whether the index equals what a rebuilt one would hold
    rebuild()                       from nothing, from what the tables say now

What the index may read on its connection: table ``turn`` (``id, transcript, place, speaker, starts, ends, revision,
times, text``; ordered by ``place, id``), ``transcript`` (``id, tape, version, is_current``), ``tape`` (``number, id``);
see schema.py. ``text`` is the words with one space between; word *i* is ``text.split(" ")[i]``. To get records:

    from tapewright.store.records import current_turns, turns_by_id
    current_turns(connection, tape_id)  -> list[Turn] in order           turns_by_id(connection, ids) -> list[Turn]

To search: ``with store.reading() as connection: SqliteTextIndex(connection).phrase(…)``. ``reading()`` gives a
connection inside one read transaction (a still picture: later writes are not seen), that cannot write; it never
blocks and is never blocked. Use it for any read-only SQL. Its tables are its own, named ``word_…``, and not logged.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import (
    Acceptance,
    Claim,
    ClaimId,
    Exemplar,
    Listen,
    Provenance,
    Speaker,
    SpeakerId,
    Tape,
    TapeId,
    Transcript,
    Turn,
    TurnId,
    Voice,
    VoiceId,
)
from tapewright.store import (
    Change,
    Damage,
    Done,
    Revision,
    Spoken,
    Transaction,
    TranscriptHead,
    following,
    history,
    ledger,
)
from tapewright.store.checking import check_all
from tapewright.store.connection import Pool, file_errors, sqlite_errors
from tapewright.store.effects import follow
from tapewright.store.history import Recorder
from tapewright.store.made import note_made
from tapewright.store.opening import copy_whole, make_empty, make_ready
from tapewright.store.pen import Pen
from tapewright.store.records import (
    current_turns_in,
    read_speaker,
    read_tape,
    read_transcript,
    read_turn,
    select_heads,
    select_turns,
)
from tapewright.store.rows import SOURCE_FILE, SPEAKER, TAPE, TRANSCRIPT, TURN
from tapewright.store.studyshelf import StudyShelf
from tapewright.store.testimony import select_acceptances, select_claim, select_claims, select_listens
from tapewright.store.textindex import SqliteTextIndex
from tapewright.store.turnstile import begin_writing
from tapewright.store.voices import select_exemplars, select_findings, select_voice, select_voices
from tapewright.timing import Interval


def open_store(path: str | os.PathLike[str], create: bool = False) -> SqliteStore:
    """The store in the file at ``path``; with ``create``, a new and empty one.

    An older schema is migrated after a backup beside it. NotFoundError where there is none, UsageError where there
    is one already or its schema is newer than this program, DamagedProjectError where it is not a whole project.
    """
    return SqliteStore(Path(path), create=create)


class SqliteStore(StudyShelf):
    """Implements ``Store`` and ``Ledger``. One may be used from many threads; make a new one in each process."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        if create:
            make_empty(path)
        make_ready(path)
        self._readers = Pool(path, read_only=True)
        self._writers = Pool(path, read_only=False)
        self._listeners: list[Callable[[TapeId], None]] = []
        self._here = threading.local()

    def close(self) -> None:
        self._readers.close()
        self._writers.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection in a read transaction, for any read-only SQL: a still picture, never blocking or blocked."""
        with self._readers.lend() as connection, sqlite_errors(self.path):
            connection.execute("BEGIN")
            yield connection

    # --- tapes and speakers -----------------------------------------------------------------------------------------

    def tapes(self) -> list[Tape]:
        with self.reading() as connection:
            files: dict[int, list[dict[str, Any]]] = {}
            for values in connection.execute(f"{SOURCE_FILE.select} ORDER BY tape, place, id"):
                row: dict[str, Any] = SOURCE_FILE.row(values)
                files.setdefault(row["tape"], []).append(row)
            rows: list[dict[str, Any]] = [
                TAPE.row(values) for values in connection.execute(f"{TAPE.select} ORDER BY id")
            ]
        return [read_tape(row, files.get(row["number"], [])) for row in rows]

    def tape(self, tape: TapeId) -> Tape:
        with self.reading() as connection:
            row = self._tape_row(connection, tape)
            files = connection.execute(
                f"{SOURCE_FILE.select} WHERE tape = :number ORDER BY place, id", {"number": row["number"]}
            ).fetchall()
        return read_tape(row, [SOURCE_FILE.row(values) for values in files])

    def speakers(self) -> list[Speaker]:
        with self.reading() as connection:
            return [read_speaker(values) for values in connection.execute(f"{SPEAKER.select} ORDER BY id")]

    def spoken(self) -> list[Spoken]:
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT speaker, tape.id, count(*), sum(ends - starts), sum(revision) FROM turn "
                "JOIN transcript ON transcript.id = turn.transcript AND transcript.is_current "
                "JOIN tape ON tape.number = transcript.tape GROUP BY speaker, tape.id ORDER BY speaker, tape.id"
            )
            return [
                Spoken(
                    speaker=None if who is None else SpeakerId(who),
                    tape=TapeId(tape),
                    turns=turns,
                    ticks=ticks,
                    revisions=revisions,
                )
                for who, tape, turns, ticks, revisions in rows
            ]

    # --- voices -----------------------------------------------------------------------------------------------------

    def voices(self, tape: TapeId | None = None) -> list[Voice]:
        with self.reading() as connection:
            if tape is not None:
                self._tape_row(connection, tape)
            return select_voices(connection, tape)

    def voice(self, voice: VoiceId) -> Voice:
        with self.reading() as connection:
            return select_voice(connection, voice)

    def voices_made(self) -> dict[TapeId, Provenance]:
        with self.reading() as connection:
            return {finding.tape: finding.provenance for finding in select_findings(connection)}

    def exemplars(self) -> list[Exemplar]:
        with self.reading() as connection:
            return select_exemplars(connection)

    # --- transcripts ------------------------------------------------------------------------------------------------

    def transcript_heads(self, tape: TapeId | None = None) -> list[TranscriptHead]:
        with self.reading() as connection:
            if tape is not None:
                self._tape_row(connection, tape)
            return select_heads(connection, tape)

    def transcript(self, tape: TapeId, version: int | None = None) -> Transcript | None:
        condition = "is_current" if version is None else "version = :version"
        with self.reading() as connection:
            number = self._tape_row(connection, tape)["number"]
            found = connection.execute(
                f"{TRANSCRIPT.select} WHERE tape = :tape AND {condition}", {"tape": number, "version": version}
            ).fetchone()
            if found is None:
                return None
            row: dict[str, Any] = TRANSCRIPT.row(found)
            turns = select_turns(connection, "transcript = :transcript", {"transcript": row["id"]})
        return read_transcript(row, tape, turns)

    def turns_in(self, tape: TapeId, interval: Interval) -> list[Turn]:
        with self.reading() as connection:
            self._tape_row(connection, tape)
            return current_turns_in(connection, tape, interval.start, interval.end)

    def turn(self, turn: TurnId) -> Turn:
        with self.reading() as connection:
            found = connection.execute(TURN.select_one, {"key": turn}).fetchone()
        if found is None:
            raise NotFoundError(
                f"there is no turn {turn}", hint="it may have been split or joined: read the tape again"
            )
        return read_turn(TURN.row(found))

    def tape_of(self, turn: TurnId) -> TapeId:
        with self.reading() as connection:
            found = connection.execute(
                "SELECT tape.id FROM turn JOIN transcript ON transcript.id = turn.transcript "
                "JOIN tape ON tape.number = transcript.tape WHERE turn.id = :key",
                {"key": turn},
            ).fetchone()
        if found is None:
            raise NotFoundError(
                f"there is no turn {turn}", hint="it may have been split or joined: read the tape again"
            )
        return TapeId(found[0])

    def revisions(self, turn: TurnId) -> list[Revision]:
        with self.reading() as connection:
            return history.revisions(connection, turn)

    # --- ear-checks and claims ---------------------------------------------------------------------------------------

    def listens(self, tape: TapeId | None = None, interval: Interval | None = None) -> list[Listen]:
        if tape is None and interval is not None:
            raise UsageError("an interval lies on a tape: say on which")
        with self.reading() as connection:
            if tape is not None:
                self._tape_row(connection, tape)
            return select_listens(connection, tape, interval)

    def claims(self, edit: str | None = None) -> list[Claim]:
        with self.reading() as connection:
            return select_claims(connection, "" if edit is None else "edit = :edit", {"edit": _whole(edit or "")})

    def claim(self, claim: ClaimId) -> Claim:
        with self.reading() as connection:
            return select_claim(connection, claim)

    def acceptances(self) -> list[Acceptance]:
        with self.reading() as connection:
            return select_acceptances(connection)

    # --- writing ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def change(self, what: str, *, who: str = "") -> Iterator[Change]:
        with self._writing() as connection:
            recorder = Recorder(connection)
            yield Pen(connection, recorder, who=who or who_is_here(), at=_now())
            done, touched = self._finish(connection, recorder, what, who)
        self._tell(done, touched)

    def history(self, *, last: int | None = None) -> list[Transaction]:
        with self.reading() as connection:
            return history.transactions(connection, last)

    def last_transaction(self) -> int:
        with self.reading() as connection:
            return int(connection.execute("SELECT coalesce(max(number), 0) FROM history").fetchone()[0])

    def done_after(self, number: int) -> list[Done]:
        with self.reading() as connection:
            return following.done_after(connection, number)

    def undo(self, number: int | None = None, *, who: str = "", dry_run: bool = False) -> Transaction:
        with self._writing(keep=not dry_run) as connection:
            recorder = Recorder(connection)
            target = history.last_not_undone(connection) if number is None else number
            what = history.apply_undo(connection, recorder, target)
            done, touched = self._finish(connection, recorder, what, who, undoes=target)
        if not dry_run:
            self._tell(done, touched)
        assert done is not None  # a transaction that changed nothing is refused above
        return done

    def on_change(self, tell: Callable[[TapeId], None]) -> None:
        self._listeners.append(tell)

    # --- the whole --------------------------------------------------------------------------------------------------

    def verify(self) -> list[Damage]:
        with self._readers.lend() as connection:
            return check_all(connection, self.path)

    def backup(self, target: str) -> None:
        place = Path(target)
        if place.exists():
            raise UsageError(f"{place} is there already", hint="name a new file for the backup")
        with self._readers.lend() as connection, sqlite_errors(place), file_errors(place):
            copy_whole(connection, place)

    # --- the job ledger ---------------------------------------------------------------------------------------------

    def finished(self, kind: str, key: str) -> dict[str, bytes]:
        with self.reading() as connection:
            return ledger.pieces(connection, kind, key)

    def finish(self, kind: str, key: str, piece: str, result: bytes) -> None:
        with self._writing() as connection:
            ledger.add(connection, kind, key, piece, result)

    def forget(self, kind: str, key: str) -> None:
        with self._writing() as connection:
            ledger.remove(connection, kind, key)

    def open_keys(self, kind: str) -> list[tuple[str, int]]:
        with self.reading() as connection:
            return ledger.open_work(connection, kind)

    # --- private ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _writing(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """One durable transaction, in our turn; nothing at all if the block raises or nothing is to be kept."""
        if getattr(self._here, "is_writing", False):
            raise UsageError("a change is begun inside a change", hint="end the first one before the second")
        self._here.is_writing = True
        try:
            with self._writers.lend() as connection, sqlite_errors(self.path):
                begin_writing(connection, self.path)
                yield connection
                connection.execute("COMMIT" if keep else "ROLLBACK")
        finally:
            self._here.is_writing = False

    def _finish(
        self, connection: sqlite3.Connection, recorder: Recorder, what: str, who: str, undoes: int | None = None
    ) -> tuple[Transaction | None, list[TapeId]]:
        done = recorder.write(who=who or who_is_here(), at=_now(), what=what, undoes=undoes)
        return done, follow(connection, recorder.steps, SqliteTextIndex(connection))

    def _tell(self, done: Transaction | None, tapes: list[TapeId]) -> None:
        if done is not None:
            note_made(done.number)
        for tape in tapes:
            for tell in self._listeners:
                tell(tape)

    def _tape_row(self, connection: sqlite3.Connection, tape: TapeId) -> dict[str, Any]:
        found = connection.execute(f"{TAPE.select} WHERE id = :tape", {"tape": _whole(tape)}).fetchone()
        if found is None:
            known = [name for (name,) in connection.execute("SELECT id FROM tape ORDER BY id")]
            near = difflib.get_close_matches(tape, known, n=3, cutoff=0.4)
            hint = f"near it: {', '.join(near)}" if near else "tapewright tapes lists them"
            raise NotFoundError(f"there is no tape {tape!r}", hint=hint)
        return dict[str, Any](TAPE.row(found))


def _whole(name: str) -> str:
    """A name to look for; half a character (out of a command line that is no text) is in no name that is stored."""
    return name.encode("utf-8", "replace").decode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@functools.cache
def who_is_here() -> str:
    """The name under which a person works on this machine: an audit trail without names is none."""
    for variable in ("LOGNAME", "USER", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError, AttributeError):
        return "somebody"
