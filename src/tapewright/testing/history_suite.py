"""What the history of every project store must do: a part of ``store_suite``."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import TapeId
from tapewright.testing.material import (
    TAPE,
    THREE_TURNS,
    Again,
    FullStore,
    a_tape,
    a_transcript,
    filled,
    picture,
    random_step,
    some_words,
    texts_of,
)


class HistorySuite:
    """Changes, the history, undo."""

    # --- changes and history ----------------------------------------------------------------------------------------

    def test_a_change_that_raises_leaves_nothing(self, store: FullStore, again: Again) -> None:
        filled(store)
        before = picture(store)
        with pytest.raises(ZeroDivisionError), store.change("fails") as pen:  # noqa: PT012 - so is all of it
            pen.add_tape(a_tape("T2"))
            pen.add_speaker("MARIAN")
            pen.add_transcript(a_transcript(TAPE, *THREE_TURNS))
            raise ZeroDivisionError
        assert picture(store) == before == picture(again())
        assert len(store.history()) == 2
        assert store.verify() == []

    def test_a_change_that_writes_nothing_leaves_no_trace(self, store: FullStore) -> None:
        with store.change("nothing"):
            pass
        assert store.history() == []

    def test_a_change_inside_a_change_is_refused_at_once(self, store: FullStore) -> None:
        with store.change("outer") as pen:
            with pytest.raises(UsageError), store.change("inner"):
                pass
            pen.add_speaker("MARIAN")
        assert len(store.speakers()) == 1

    def test_what_was_done_since_is_told_with_the_tapes_it_touched(self, store: FullStore, again: Again) -> None:
        filled(store)
        seen = store.history()[-1].number
        assert store.done_after(seen) == []
        turn = store.transcript(TAPE).turns[0]  # type: ignore[union-attr]
        other = again()  # as another process has it
        with other.change("correct") as pen:
            pen.replace_turns([turn], [replace(turn, words=some_words("the harbour was loud"))])
        with other.change("a second tape") as pen:
            pen.add_tape(a_tape("T2"))
        with other.change("a speaker") as pen:
            pen.add_speaker("JONAS")
        told = store.done_after(seen)
        assert [(done.transaction.what, done.tapes) for done in told] == [
            ("correct", (TAPE,)),
            ("a second tape", ("T2",)),
            ("a speaker", ()),
        ]
        assert [done.transaction for done in told] == store.history()[-3:]
        assert store.done_after(told[1].transaction.number) == told[2:]
        with other.change("no second tape") as pen:
            pen.remove_tape(TapeId("T2"))
        store.undo()
        assert [done.tapes for done in store.done_after(told[-1].transaction.number)] == [("T2",), ("T2",)]

    def test_the_history_says_who_did_what_when(self, store: FullStore) -> None:
        filled(store)
        with store.change("lock", who="JL") as pen:
            pen.mark("locked for legal, cut 7")
        rows = store.history()
        assert [row.number for row in rows] == [1, 2, 3]
        assert [row.what for row in rows] == ["add a tape", "transcribe", "lock"]
        assert [row.mark for row in rows] == ["", "", "locked for legal, cut 7"]
        assert rows[1].changed == {"transcript": 1, "turn": 3}
        assert rows[2].who == "JL"
        assert rows[0].who
        assert all(row.when.endswith("Z") for row in rows)
        assert len({row.digest for row in rows}) == 3
        assert store.history(last=1) == rows[2:]
        assert store.history(last=0) == []
        with pytest.raises(UsageError), store.change("lock") as pen:
            pen.mark(" ")

    def test_what_one_acknowledges_another_sees(self, store: FullStore, again: Again) -> None:
        other = again()
        stored = filled(store)
        assert other.transcript(TAPE) == stored
        with store.change("correct") as pen:
            pen.replace_turns(stored.turns[:1], [replace(stored.turns[0], words=some_words("unseen"))])
            assert other.transcript(TAPE) == store.transcript(TAPE) == stored
        assert picture(other) == picture(store)
        assert texts_of(other)[0] == "unseen"

    def test_those_who_asked_are_told_after_each_acknowledged_change(self, store: FullStore) -> None:
        told: list[tuple[TapeId, list[str]]] = []
        store.on_change(lambda tape: told.append((tape, texts_of(store) if store.tapes() else [])))
        turns = filled(store, "one", "two").turns
        with store.change("correct") as pen:
            pen.replace_turns(turns[:1], [replace(turns[0], words=some_words("three"))])
        with store.change("not current") as pen:
            pen.add_transcript(a_transcript(TAPE, "four"), current=False)
        with store.change("remove") as pen:
            pen.remove_tape(TAPE)
        assert told == [(TAPE, ["one", "two"]), (TAPE, ["three", "two"]), (TAPE, [])]

    # --- undo -------------------------------------------------------------------------------------------------------

    def test_undo_goes_back_step_by_step_and_the_undo_of_an_undo_is_redo(self, store: FullStore) -> None:
        turns = filled(store).turns
        pictures = [picture(store)]
        for text in ("one", "two"):
            now = store.turn(turns[0].id)
            with store.change(f"correct to {text}") as pen:
                pen.replace_turns([now], [replace(now, words=some_words(text))])
            pictures.append(picture(store))
        first = store.undo()
        assert (first.undoes, first.what, picture(store)) == (4, "undo 4: correct to two", pictures[1])
        second = store.undo()
        assert (second.undoes, picture(store)) == (3, pictures[0])
        redone = store.undo(second.number)
        assert (redone.undoes, redone.what, picture(store)) == (second.number, "redo 3: correct to one", pictures[1])
        store.undo(first.number)
        assert picture(store) == pictures[2]
        assert store.undo().undoes == 4

    def test_undo_of_something_in_the_middle_keeps_the_rest(self, store: FullStore) -> None:
        turns = filled(store).turns
        for turn in turns[:2]:
            with store.change("correct") as pen:
                pen.replace_turns([turn], [replace(turn, words=some_words("gone"))])
        store.undo(3)
        assert texts_of(store)[:2] == [turns[0].text, "gone"]

    def test_undo_of_what_was_changed_since_is_a_conflict_that_names_it(self, store: FullStore) -> None:
        turn = filled(store).turns[0]
        for text in ("one", "two"):
            with store.change("correct") as pen:
                (turn,) = pen.replace_turns([turn], [replace(turn, words=some_words(text))])
        before = picture(store)
        with pytest.raises(ConflictError, match=f"turn {turn.id}"):
            store.undo(3)
        with pytest.raises(ConflictError):
            store.undo(1)
        assert picture(store) == before

    def test_undo_of_a_name_that_was_taken_since_is_a_conflict(self, store: FullStore) -> None:
        filled(store)
        with store.change("remove") as pen:
            pen.remove_tape(TAPE)
        with store.change("new") as pen:
            pen.add_tape(a_tape())
        with pytest.raises(ConflictError):
            store.undo(3)
        assert store.verify() == []

    def test_what_cannot_be_undone_is_refused_in_words(self, store: FullStore) -> None:
        with pytest.raises(UsageError):
            store.undo()
        filled(store)
        with store.change("lock") as pen:
            pen.mark("locked")
        with pytest.raises(UsageError):
            store.undo(3)
        with pytest.raises(NotFoundError):
            store.undo(99)
        store.undo()
        with pytest.raises(ConflictError):
            store.undo(2)
        store.undo()
        with pytest.raises(UsageError):
            store.undo()
        assert store.tapes() == []

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 2**32))
    def test_any_work_is_undone_step_by_step(self, store: FullStore, seed: int) -> None:
        chance = random.Random(seed)
        pictures = []
        began = len(store.history())
        for number in range(25):
            before, known = picture(store), len(store.history())
            with store.change(f"step {number}") as pen:
                random_step(store, pen, chance, f"T{began}.{number}")
            if len(store.history()) > known:
                pictures.append(before)
        for before in reversed(pictures):
            store.undo()
            assert picture(store) == before
        assert store.verify() == []
