"""The text index on SQLite FTS5: phrases and prefixes, across turns and past interjections.

Derived tables, made by the index itself and rebuilt when ``VERSION`` differs; not in the history, not in Alembic:

    word_meta     one row: the version of this layout
    word_turn     a turn of a current transcript that has words: where it stands and how many normal words it has
    word_tape     a digest of all of a tape's turns, for caches
    word_window   the windows (see ``windows.py``) in normal form
    word_search   FTS5 over word_window (external content: the text is kept once)
    word_instance every indexed word with its place, as FTS5 itself has it; for ``check``

FTS5 splits at white space only, in effect: normal form is ours (``tapewright.words.normal``), the ``ascii``
tokenizer takes all signs that occur in it as letters, so that no version of a Unicode table decides what is found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from zlib import crc32

from tapewright.model import TapeId, TurnId
from tapewright.store import Damage
from tapewright.store.windows import CONVERSATION, LOOKAHEAD, Ahead, Window, windows
from tapewright.store.wordreader import IndexedTurn, WordReader
from tapewright.words.normal import searched

VERSION = 3

_DIGESTS = 1 << 63  # SQLite's integers are signed
_TABLES = ("word_instance", "word_search", "word_window", "word_tape", "word_turn", "word_meta")
_SCHEMA = """
CREATE TABLE word_meta (version INTEGER NOT NULL);
CREATE TABLE word_turn (
    turn INTEGER PRIMARY KEY, tape TEXT NOT NULL, place BLOB NOT NULL, speaker INTEGER,
    starts INTEGER NOT NULL, ends INTEGER NOT NULL, words INTEGER NOT NULL, digest INTEGER NOT NULL);
CREATE INDEX word_turn_place ON word_turn (tape, place, turn, words, speaker);
CREATE INDEX word_turn_speaker ON word_turn (tape, speaker, place, turn, words);
CREATE TABLE word_tape (tape TEXT PRIMARY KEY, digest INTEGER NOT NULL);
CREATE TABLE word_window (
    id INTEGER PRIMARY KEY, turn INTEGER NOT NULL, stream INTEGER NOT NULL, first INTEGER NOT NULL,
    own INTEGER NOT NULL, reach INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX word_window_turn ON word_window (turn, stream, first);
CREATE VIRTUAL TABLE word_search USING fts5 (
    text, content='word_window', content_rowid='id', columnsize=0, tokenize="ascii tokenchars '''&.:/$%'");
CREATE VIRTUAL TABLE word_instance USING fts5vocab (word_search, 'instance');
"""
_CURRENT = """
SELECT turn.id, tape.id, turn.place, turn.speaker, turn.starts, turn.ends, turn.text FROM turn
JOIN transcript ON transcript.id = turn.transcript AND transcript.is_current
JOIN tape ON tape.number = transcript.tape
"""


_Numbered = tuple[int, Window]
"""A stored window with its row number."""


class SqliteTextIndex(WordReader):
    """The text index on one connection, inside the transaction that is running there. Cheap to make."""

    # --- kept by the store ------------------------------------------------------------------------------------------

    def create(self) -> None:
        """Make the tables, or make them anew and fill them where another version left its own. Harmless twice."""
        if not self.is_current():
            self.rebuild()

    def is_current(self) -> bool:
        """Whether tables of this version are there."""
        try:
            return self._sql.execute("SELECT version FROM word_meta").fetchall() == [(VERSION,)]
        except sqlite3.OperationalError:  # no such table
            return False

    def rebuild(self) -> None:
        """The index from nothing, out of what the tables say now."""
        for name in _TABLES:
            self._sql.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _SCHEMA.strip().split(";\n"):
            self._sql.execute(statement.rstrip(";"))
        self._sql.execute("INSERT INTO word_meta VALUES (?)", (VERSION,))
        for tape in self._tapes_with_turns():
            self._fill(tape)

    def tape_changed(self, tape: TapeId) -> None:
        """The current transcript of a tape is another one, or it has none any more. Reads it from the tables."""
        old = [row[0] for row in self._sql.execute("SELECT turn FROM word_turn WHERE tape = ?", (tape,))]
        self._drop(sorted(row for turn in old for row in self._stored(turn)))
        self._sql.execute("DELETE FROM word_turn WHERE tape = ?", (tape,))
        self._sql.execute("DELETE FROM word_tape WHERE tape = ?", (tape,))
        self._fill(tape)

    def turns_changed(self, tape: TapeId, turns: Iterable[TurnId]) -> None:
        """Some turns of the current transcript read otherwise, are new or are gone.

        Windows that read as before stay untouched: a correction costs about a fifth of a millisecond.
        """
        changed = sorted({int(turn) for turn in turns})
        marks = ",".join("?" * len(changed))
        before = self._rows(f"SELECT * FROM word_turn WHERE turn IN ({marks})", changed)
        fresh: dict[int, list[str]] = {}
        after = []
        for *facts, text in self._sql.execute(f"{_CURRENT} WHERE turn.id IN ({marks})", changed):
            words = searched(text.split())
            if words:
                after.append(_indexed(facts, words))
                fresh[after[-1].turn] = words
        touched = set(changed)
        now, was = {row.turn: row for row in after}, {row.turn: row for row in before}
        moved = {turn for turn in changed if _standing(now.get(turn)) != _standing(was.get(turn))}
        for row in before:
            # The windows before a turn look at its first words only.
            if row.turn in moved or self.words(row.turn)[:LOOKAHEAD] != fresh[row.turn][:LOOKAHEAD]:
                touched.update(self._leading_to(row))
        self._sql.execute(f"DELETE FROM word_turn WHERE turn IN ({marks})", changed)
        self._sql.executemany("INSERT INTO word_turn VALUES (?,?,?,?,?,?,?,?)", after)
        for row in after:
            if row.turn in moved:
                touched.update(self._leading_to(row))
        # FTS5 gathers changes in rising row numbers and writes them out when one falls: first all that goes.
        refreshed = [self._refresh(turn, fresh) for turn in touched]
        self._drop(sorted(row for gone, _ in refreshed for row in gone))
        for turn, window in (row for _, new in refreshed for row in new):
            self._add(turn, window)
        self._sign(tape, sum(row.digest for row in after) - sum(row.digest for row in before))

    def check(self) -> list[Damage]:
        """Where the kept index differs from what a rebuilt one would hold; empty means equal. Writes nothing."""
        if not self.is_current():
            return [Damage(where="word_meta", what="there is no text index of this version")]
        damages = []
        kept_windows = self._sums_of_windows()
        if kept_windows != self._sums_of_index():
            damages.append(Damage(where="word_search", what="the words in the index are not those of its windows"))
        for tape in sorted({*self._tapes_with_turns(), *self._tapes_indexed()}):
            made = list(self._made(tape))
            rows = self._rows("SELECT * FROM word_turn WHERE tape = ? ORDER BY place, turn", (tape,))
            kept = [(row, sorted(window for _, window in self._stored(row.turn))) for row in rows]
            if kept != [(row, sorted(windows)) for row, windows in made] or not self._is_signed(tape, made):
                damages.append(Damage(where=f"word_window of tape {tape}", what="the text index is not up to date"))
        return damages

    # --- making windows ---------------------------------------------------------------------------------------------

    def _fill(self, tape: TapeId) -> None:
        top = self._sql.execute("SELECT coalesce(max(id), 0) FROM word_window").fetchone()[0]
        turns: list[IndexedTurn] = []
        rows: list[tuple[object, ...]] = []
        for row, made in self._made(tape):
            turns.append(row)
            rows.extend((row.turn, *window) for window in made)
        self._sql.executemany("INSERT INTO word_turn VALUES (?,?,?,?,?,?,?,?)", turns)
        if turns:
            self._sign(tape, sum(row.digest for row in turns))
        self._sql.executemany(
            "INSERT INTO word_window (turn, stream, first, own, reach, text) VALUES (?,?,?,?,?,?)", rows
        )
        self._sql.execute(
            "INSERT INTO word_search (rowid, text) SELECT id, text FROM word_window WHERE id > ? ORDER BY id", (top,)
        )

    def _made(self, tape: TapeId) -> Iterator[tuple[IndexedTurn, list[Window]]]:
        """What the index of a tape must hold, made from its turns alone."""
        found = self._sql.execute(f"{_CURRENT} WHERE tape.id = ? ORDER BY turn.place, turn.id", (tape,))
        turns = [(_indexed(facts, words), words) for *facts, text in found if (words := searched(text.split()))]
        by_speaker: dict[int, list[tuple[int, Sequence[str]]]] = {}
        number: list[int] = []
        for row, words in turns:
            mine = by_speaker.setdefault(row.speaker, []) if row.speaker is not None else []
            mine.append((row.turn, words))
            number.append(len(mine))
        for index, (row, words) in enumerate(turns):
            following = ((later.turn, later_words) for later, later_words in turns[index + 1 : index + 1 + LOOKAHEAD])
            mine = by_speaker[row.speaker] if row.speaker is not None else []
            own = mine[number[index] : number[index] + LOOKAHEAD]
            yield row, windows(words, _ahead(following), _ahead(own))

    def _refresh(self, turn: int, fresh: dict[int, list[str]]) -> tuple[list[_Numbered], list[tuple[int, Window]]]:
        """The windows of one turn that must go and those that must be added; those that read the same stay."""
        stored = self._stored(turn)
        found = self._rows("SELECT * FROM word_turn WHERE turn = ?", (turn,))
        wanted: list[Window] = []
        if found:
            row = found[0]
            conversation = self._following(row, "", (row.tape,), fresh)
            own = Ahead((), ())
            if row.speaker is not None:
                own = self._following(row, "AND speaker = ?", (row.tape, row.speaker), fresh)
            wanted = windows(fresh.get(turn) or self.words(turn), conversation, own)
        unchanged: dict[tuple[int, str], list[_Numbered]] = {}
        new = []
        for number, window in stored:
            unchanged.setdefault((window.stream, window.text), []).append((number, window))
        for window in wanted:
            same = unchanged.get((window.stream, window.text))
            if not same:
                new.append((turn, window))
                continue
            number, was = same.pop(0)
            if was != window:
                self._sql.execute(
                    "UPDATE word_window SET first = ?, own = ?, reach = ? WHERE id = ?",
                    (window.first, window.own, window.reach, number),
                )
        return [row for rows in unchanged.values() for row in rows], new

    def _sign(self, tape: TapeId, more: int) -> None:
        """Add to a tape's digest: the sum of its turns' digests, so that it does not hang on the order of changes."""
        row = self._sql.execute("SELECT digest FROM word_tape WHERE tape = ?", (tape,)).fetchone()
        total = ((row[0] if row else 0) + more) % _DIGESTS
        self._sql.execute("INSERT OR REPLACE INTO word_tape VALUES (?, ?)", (tape, total))

    def _add(self, turn: int, window: Window) -> None:
        number = self._sql.execute(
            "INSERT INTO word_window (turn, stream, first, own, reach, text) VALUES (?,?,?,?,?,?)", (turn, *window)
        ).lastrowid
        self._sql.execute("INSERT INTO word_search (rowid, text) VALUES (?,?)", (number, window.text))

    def _drop(self, stored: list[_Numbered]) -> None:
        # FTS5 with external content takes a row out of its lists by being told what stood there.
        for number, window in stored:
            self._sql.execute(
                "INSERT INTO word_search (word_search, rowid, text) VALUES ('delete', ?, ?)", (number, window.text)
            )
            self._sql.execute("DELETE FROM word_window WHERE id = ?", (number,))

    # --- reading its own tables -------------------------------------------------------------------------------------

    def _following(self, row: IndexedTurn, also: str, values: tuple[object, ...], fresh: dict[int, list[str]]) -> Ahead:
        turns: list[tuple[int, Sequence[str]]] = []
        missing = LOOKAHEAD
        # A turn's first window begins with its first words, and that is all that is looked at ahead.
        for turn, count, text in self._sql.execute(
            "SELECT word_turn.turn, words, text FROM word_turn LEFT JOIN word_window "
            f"ON word_window.turn = word_turn.turn AND stream = {CONVERSATION} AND first = 0 "
            f"WHERE tape = ? {also} AND (place, word_turn.turn) > (?, ?) ORDER BY place, word_turn.turn",
            (*values, row.place, row.turn),
        ):
            turns.append((turn, fresh[turn] if turn in fresh else text.split(" ", LOOKAHEAD)[: min(count, LOOKAHEAD)]))
            missing -= count
            if missing <= 0:
                break
        return _ahead(turns)

    def _leading_to(self, row: IndexedTurn) -> Iterator[int]:
        """The turns before a place whose windows look ahead over it, in both streams."""
        streams: list[tuple[str, tuple[object, ...]]] = [("", (row.tape,))]
        if row.speaker is not None:
            streams.append(("AND speaker = ?", (row.tape, row.speaker)))
        for also, values in streams:
            missing = LOOKAHEAD
            for turn, count in self._sql.execute(
                f"SELECT turn, words FROM word_turn WHERE tape = ? {also} AND (place, turn) < (?, ?) "
                f"ORDER BY place DESC, turn DESC LIMIT {LOOKAHEAD}",
                (*values, row.place, row.turn),
            ):
                yield turn
                missing -= count
                if missing <= 0:
                    break

    def _tapes_with_turns(self) -> list[TapeId]:
        found = self._sql.execute(
            "SELECT tape.id FROM tape JOIN transcript ON transcript.tape = tape.number AND transcript.is_current"
        )
        return sorted({TapeId(row[0]) for row in found})

    def _tapes_indexed(self) -> list[TapeId]:
        return [TapeId(row[0]) for row in self._sql.execute("SELECT DISTINCT tape FROM word_turn")]

    def _is_signed(self, tape: TapeId, made: list[tuple[IndexedTurn, list[Window]]]) -> bool:
        row = self._sql.execute("SELECT digest FROM word_tape WHERE tape = ?", (tape,)).fetchone()
        return (row[0] if row else 0) == sum(turn.digest for turn, _ in made) % _DIGESTS

    def _sums_of_windows(self) -> dict[int, int]:
        rows = self._sql.execute("SELECT id, text FROM word_window")
        return {number: _sum(enumerate(text.split(" "))) for number, text in rows}

    def _sums_of_index(self) -> dict[int, int]:
        sums: dict[int, int] = {}
        for word, places in groupby(self._sql.execute("SELECT term, doc, offset FROM word_instance"), lambda r: r[0]):
            mark = crc32(word.encode())
            for _, number, offset in places:
                sums[number] = sums.get(number, 0) + mark * (offset + 1)
        return sums


def _sum(words: Iterable[tuple[int, str]]) -> int:
    return sum(crc32(word.encode()) * (offset + 1) for offset, word in words)


def _standing(row: IndexedTurn | None) -> tuple[bytes, int | None] | None:
    """Where a turn stands in both streams; None where it is in neither."""
    return (row.place, row.speaker) if row else None


def _indexed(facts: Sequence[object], words: Sequence[str]) -> IndexedTurn:
    said = "\0".join((*map(repr, facts), *words))
    digest = int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % _DIGESTS
    turn, tape, place, speaker, starts, ends = facts
    return IndexedTurn(turn, tape, place, speaker, starts, ends, len(words), digest)  # type: ignore[arg-type]


def _ahead(turns: Iterable[tuple[int, Sequence[str]]]) -> Ahead:
    taken: list[tuple[int, int]] = []
    words: list[str] = []
    for turn, theirs in turns:
        some = theirs[: LOOKAHEAD - len(words)]
        words.extend(some)
        taken.append((turn, len(some)))
        if len(words) == LOOKAHEAD:
            break
    return Ahead(tuple(taken), tuple(words))
