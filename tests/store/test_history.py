"""Undo brings back the bytes; tampering shows."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import ConflictError, DamagedProjectError, UsageError
from tapewright.store.rows import LOGGED, SPEAKER, TURN, decode, encode
from tapewright.store.sqlite import SqliteStore, open_store
from tapewright.testing.material import TAPE, filled, picture, random_step, some_words
from tapewright.testing.strategies import text_lines


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(open_store(tmp_path / "tapewright.db", create=True)) as store:
        yield store


def logged_bytes(store: SqliteStore) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every logged table, as it lies."""
    with store.reading() as connection:
        return {table.name: connection.execute(f"{table.select} ORDER BY 1").fetchall() for table in LOGGED.values()}


@pytest.mark.parametrize("seed", range(3))
def test_undo_brings_back_the_bytes_step_by_step_and_redo_too(store: SqliteStore, seed: int) -> None:
    chance = random.Random(seed)
    states = []
    for number in range(60):
        before, known = logged_bytes(store), len(store.history())
        with store.change(f"step {number}") as pen:
            random_step(store, pen, chance, f"N{number}")
        if len(store.history()) > known:
            states.append(before)
    last = logged_bytes(store)
    undone = []
    for before in reversed(states):
        undone.append(store.undo().number)
        assert logged_bytes(store) == before
    for number in reversed(undone):
        store.undo(number)
    assert logged_bytes(store) == last
    assert store.verify() == []


row_values = st.one_of(st.none(), st.integers(-(2**62), 2**62), text_lines, st.binary(max_size=20))


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(TURN.columns, row_values)))
def test_rows_have_one_canonical_form(row: dict[str, int | str | bytes | None]) -> None:
    assert decode(encode(row), TURN) == row
    assert encode(dict(reversed(row.items()))) == encode(row)
    assert encode({**row, "a_later_column": None}) == encode(row)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_bytes_that_are_no_row_are_damage(data: bytes) -> None:
    try:
        row = decode(data, SPEAKER)
    except DamagedProjectError:
        return
    assert set(row) == set(SPEAKER.columns)


def test_half_a_character_is_refused_before_it_is_written(store: SqliteStore) -> None:
    with pytest.raises(UsageError, match="half a character"), store.change("speaker") as pen:
        pen.add_speaker("MARIAN \ud83d")
    assert store.history() == []


TAMPERINGS = {
    "a word changed past the history": "UPDATE turn SET text = replace(text, 'quiet', 'noisy') WHERE id = 1",
    "a speaker renamed past the history": "UPDATE speaker SET name = 'OLIVE'",
    "a turn removed past the history": "DELETE FROM turn WHERE id = 2",
    "a turn slipped in": "INSERT INTO turn SELECT 99, transcript, x'7f7f', speaker, starts, ends, revision, times, text"
    " FROM turn WHERE id = 1",
    "another author": "UPDATE history SET who = 'OLIVE' WHERE number = 3",
    "another time": "UPDATE history SET at = '2026-01-01T00:00:00.000000Z' WHERE number = 3",
    "another mark": "UPDATE history SET mark = 'never locked' WHERE number = 3",
    "another first hearing": "UPDATE history_row SET old = replace(old, 'quiet', 'noisy') WHERE old IS NOT NULL",
    "a change forgotten": "DELETE FROM history_row WHERE number = 3",
    "a transaction cut out": "DELETE FROM history WHERE number = 3",
    "a transaction cut out with its changes": "DELETE FROM history_row WHERE number = 3;"
    "DELETE FROM history WHERE number = 3",
    "the last transaction cut off": "DELETE FROM history_row WHERE number = 5; DELETE FROM history WHERE number = 5",
    "another digest": "UPDATE history SET digest = zeroblob(32) WHERE number = 5",
    "a table changed": "ALTER TABLE turn ADD COLUMN more TEXT",
    "a count changed": "UPDATE transcript_size SET words = words + 1",
    "a count removed": "DELETE FROM transcript_size",
    "two current versions": "UPDATE transcript SET is_current = 1",
    "a result exchanged": "UPDATE finished_piece SET result = 'other'",
    "the text index emptied": "DELETE FROM word_window",
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_shows(store: SqliteStore, name: str) -> None:
    first = filled(store)
    turn = first.turns[0]
    with store.change("correct") as pen:
        pen.add_speaker("MARIAN")
        pen.replace_turns([turn], [replace(turn, words=some_words("the harbour was quiet then"))])
    with store.change("again") as pen:
        pen.add_transcript(replace(first, turns=()), current=False)
    with store.change("speaker") as pen:
        pen.add_speaker("JO")
    store.finish("transcribe", "key", "0", b"result")
    assert store.verify() == []
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.executescript(TAMPERINGS[name])
    damages = store.verify()
    assert damages
    assert all(damage.where and damage.what for damage in damages)


def test_verify_names_the_row_that_was_changed(store: SqliteStore) -> None:
    filled(store)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("UPDATE turn SET text = 'the harbour was noisy' WHERE id = 1")
    assert "turn 1" in [damage.where for damage in store.verify()]


def test_many_damages_are_counted_and_not_all_named(store: SqliteStore) -> None:
    filled(store, *(f"turn {number}" for number in range(300)))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("UPDATE turn SET revision = 9")
    assert "and 200 more" in [damage.what for damage in store.verify()]


def test_a_damaged_piece_is_worked_out_again(store: SqliteStore) -> None:
    store.finish("transcribe", "key", "0", b"good")
    store.finish("transcribe", "key", "1", b"bad")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("UPDATE finished_piece SET result = x'00' WHERE piece = '1'")
    assert store.finished("transcribe", "key") == {"0": b"good"}


def test_a_damaged_turn_is_named_when_it_is_read(store: SqliteStore) -> None:
    filled(store)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("UPDATE turn SET times = x'0100' WHERE id = 2")
    with pytest.raises(DamagedProjectError) as refused:
        store.transcript(TAPE)
    assert refused.value.place == "turn 2"


def test_a_backup_is_the_same_project(store: SqliteStore, tmp_path: Path) -> None:
    filled(store)
    store.backup(str(tmp_path / "copy.db"))
    with closing(open_store(tmp_path / "copy.db")) as copy:
        assert picture(copy) == picture(store)
        assert copy.history() == store.history()
        assert logged_bytes(copy) == logged_bytes(store)
        assert copy.verify() == []


def test_what_cannot_be_undone_is_called_as_people_call_it(store: SqliteStore) -> None:
    filled(store)
    with pytest.raises(ConflictError, match=f"tape {TAPE} is used"):
        store.undo(1)
