"""The suite that every project store must pass. Subclass it with a ``store`` and an ``again`` fixture.

``store`` is a fresh and empty store that is its own ledger; ``again()`` opens the same project once more, as another
process would, and the fixture closes what it opened.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import ConflictError, NotFoundError, TapewrightError, UsageError
from tapewright.model import SpeakerId, Tape, TapeId, TranscriptId, Turn, TurnId
from tapewright.testing import strategies
from tapewright.testing.history_suite import HistorySuite
from tapewright.testing.material import (
    TAPE,
    THREE_TURNS,
    Again,
    FullStore,
    a_tape,
    a_transcript,
    filled,
    picture,
    some_words,
    texts_of,
)
from tapewright.testing.study_suite import StudySuite
from tapewright.testing.testimony_suite import TestimonySuite
from tapewright.testing.voice_suite import VoiceSuite
from tapewright.timing import Interval

_few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class StoreSuite(HistorySuite, TestimonySuite, StudySuite, VoiceSuite):
    """Tapes, speakers, transcripts, turns, the ledger; ear-checks and claims; the study; voices; and the history."""

    # --- tapes and speakers -----------------------------------------------------------------------------------------

    @_few
    @given(tape=strategies.tapes())
    def test_a_tape_comes_back_as_it_was_stored(self, store: FullStore, tape: Tape) -> None:
        with store.change("add") as pen:
            assert pen.add_tape(tape) == tape
        assert store.tape(tape.id) == tape
        assert tape in store.tapes()
        with store.change("remove") as pen:
            pen.remove_tape(tape.id)
        assert store.tapes() == []

    @_few
    @given(before=strategies.tapes(id=TAPE), after=strategies.tapes(id=TAPE))
    def test_a_tape_is_replaced_with_all_its_files(self, store: FullStore, before: Tape, after: Tape) -> None:
        with store.change("add") as pen:
            pen.add_tape(before)
        with store.change("relink") as pen:
            pen.replace_tape(after)
        assert store.tape(TAPE) == after
        store.undo()
        assert store.tape(TAPE) == before
        with store.change("remove") as pen:
            pen.remove_tape(TAPE)

    def test_tapes_come_in_the_order_of_their_ids(self, store: FullStore) -> None:
        with store.change("add") as pen:
            for name in ("T10", "T2", "A1"):
                pen.add_tape(a_tape(name))
        assert [tape.id for tape in store.tapes()] == ["A1", "T10", "T2"]

    def test_a_taken_id_is_a_conflict_and_an_unknown_one_names_the_nearest(self, store: FullStore) -> None:
        filled(store)
        with pytest.raises(ConflictError), store.change("again") as pen:
            pen.add_tape(a_tape())
        with pytest.raises(NotFoundError) as refused:
            store.tape(TapeId("T01"))
        assert "T001" in refused.value.hint
        for ask in (store.transcript, store.transcript_heads, lambda t: store.turns_in(t, a_tape().extent)):
            with pytest.raises(NotFoundError):
                ask(TapeId("T99"))
            with pytest.raises(NotFoundError):
                ask(TapeId("half a \ud800 character"))

    def test_writing_to_what_is_not_there_is_refused_and_changes_nothing(self, store: FullStore) -> None:
        stored = filled(store)
        before = picture(store)
        with pytest.raises(NotFoundError), store.change("replace") as pen:
            pen.replace_tape(a_tape("T99"))
        with pytest.raises(NotFoundError), store.change("remove") as pen:
            pen.remove_tape(TapeId("T99"))
        with pytest.raises(NotFoundError), store.change("transcribe") as pen:
            pen.add_transcript(a_transcript("T99", "one"))
        with pytest.raises(NotFoundError), store.change("transcribe") as pen:
            pen.add_transcript(a_transcript(TAPE, "one", speaker=SpeakerId(7)))
        with pytest.raises(NotFoundError), store.change("correct") as pen:
            pen.replace_turns(stored.turns[:1], [replace(stored.turns[0], speaker=SpeakerId(7))])
        with pytest.raises(NotFoundError), store.change("choose") as pen:
            pen.make_current(TranscriptId(99))
        assert picture(store) == before
        assert len(store.history()) == 2

    def test_speakers_are_ids_and_names_are_labels(self, store: FullStore) -> None:
        with store.change("speakers") as pen:
            first = pen.add_speaker("MARIAN", group="crew", note="pilot boat")
            second = pen.add_speaker("MARIAN")
        assert first.id != second.id
        with store.change("rename") as pen:
            pen.replace_speaker(replace(second, name="MARIAN B."))
        assert store.speakers() == [first, replace(second, name="MARIAN B.")]
        store.undo()
        assert store.speakers() == [first, second]
        with pytest.raises(NotFoundError), store.change("rename") as pen:
            pen.replace_speaker(replace(second, id=SpeakerId(99)))

    # --- transcripts ------------------------------------------------------------------------------------------------

    @_few
    @given(data=st.data())
    def test_a_transcript_comes_back_exact_to_the_tick(self, store: FullStore, data: st.DataObject) -> None:
        name = TapeId(f"T{len(store.history())}")
        with store.change("add") as pen:
            pen.add_tape(a_tape(name))
            known = pen.add_speaker("MARIAN").id
        speakers = st.sampled_from([None, known])
        given_one = data.draw(strategies.transcripts(name, speakers=speakers))
        with store.change("transcribe") as pen:
            stored = pen.add_transcript(given_one)
        read = store.transcript(name)
        assert read == stored
        assert [turn.words for turn in stored.turns] == [turn.words for turn in given_one.turns]
        assert stored == replace(given_one, id=stored.id, version=1, turns=stored.turns)
        head = store.transcript_heads(name)[0]
        assert (head.turns, head.words) == (len(given_one.turns), len(given_one.words))
        span = Interval(*sorted((data.draw(strategies.ticks()), data.draw(strategies.ticks()))))
        assert store.turns_in(name, span) == [turn for turn in stored.turns if turn.interval.meets(span)]
        for turn in stored.turns:
            assert store.turn(turn.id) == turn

    def test_versions_count_up_and_older_ones_stay(self, store: FullStore) -> None:
        first = filled(store)
        with store.change("again") as pen:
            second = pen.add_transcript(a_transcript(TAPE, "the harbour was quite"))
            third = pen.add_transcript(a_transcript(TAPE, "the arbour"), current=False)
        assert (first.version, second.version, third.version) == (1, 2, 3)
        assert store.transcript(TAPE) == second
        assert [store.transcript(TAPE, version) for version in (1, 2, 3)] == [first, second, third]
        assert [head.is_current for head in store.transcript_heads(TAPE)] == [False, True, False]
        with store.change("choose") as pen:
            pen.make_current(first.id)
        assert store.transcript(TAPE) == first
        assert [head.is_current for head in store.transcript_heads()] == [True, False, False]
        store.undo()
        assert store.transcript(TAPE) == second

    def test_a_tape_without_a_transcript_has_none(self, store: FullStore) -> None:
        with store.change("add") as pen:
            pen.add_tape(a_tape())
        assert store.transcript(TAPE) is None
        assert store.transcript_heads(TAPE) == []
        assert store.turns_in(TAPE, a_tape().extent) == []

    # --- turns ------------------------------------------------------------------------------------------------------

    def test_a_correction_is_the_turns_next_revision_and_touches_no_other(self, store: FullStore) -> None:
        turns = filled(store).turns
        with store.change("correct", who="JL") as pen:
            made = pen.replace_turns(turns[1:2], [replace(turns[1], words=some_words("that day nobody asked", 10))])
        assert [(turn.id, turn.revision, turn.text) for turn in made] == [(turns[1].id, 1, "that day nobody asked")]
        assert store.turn(turns[1].id) == made[0]
        now = store.transcript(TAPE)
        assert now is not None
        assert now.turns == (turns[0], made[0], turns[2])

    def test_a_turn_is_split_and_the_pieces_joined_again(self, store: FullStore) -> None:
        turns = filled(store).turns
        middle = turns[1]
        with store.change("split") as pen:
            front, back = pen.replace_turns(
                [middle],
                [replace(middle, words=middle.words[:2]), Turn(words=middle.words[2:], speaker=middle.speaker)],
            )
        assert front.id == middle.id != back.id
        assert texts_of(store) == ["the harbour was quiet", "that year", "nobody asked", "until the boats came back"]
        with store.change("join") as pen:
            (joined,) = pen.replace_turns([front, back], [replace(front, words=front.words + back.words)])
        assert (joined.id, joined.revision, joined.words) == (middle.id, 2, middle.words)
        with pytest.raises(NotFoundError):
            store.turn(back.id)
        assert [revision.turn.text for revision in store.revisions(back.id)] == ["nobody asked"]

    def test_an_id_is_never_used_twice(self, store: FullStore) -> None:
        turns = filled(store).turns
        with store.change("drop") as pen:
            pen.replace_turns(turns[2:], [])
        with store.change("new") as pen:
            (made,) = pen.replace_turns(turns[1:2], [Turn(words=turns[1].words)])
        assert made.id not in {turn.id for turn in turns}

    def test_the_order_lasts_through_many_splits_at_one_place(self, store: FullStore) -> None:
        filled(store, " ".join(f"word{n}" for n in range(60)), "the end")
        for _ in range(59):
            transcript = store.transcript(TAPE)
            assert transcript is not None
            last = transcript.turns[-2]
            with store.change("split") as pen:
                pen.replace_turns([last], [replace(last, words=last.words[:1]), Turn(words=last.words[1:])])
        assert texts_of(store) == [*(f"word{n}" for n in range(60)), "the end"]
        assert store.verify() == []

    def test_a_turn_that_somebody_changed_first_is_a_conflict(self, store: FullStore) -> None:
        turns = filled(store).turns
        with store.change("mine") as pen:
            pen.replace_turns(turns[:1], [replace(turns[0], words=some_words("the harbour is quiet"))])
        with pytest.raises(ConflictError), store.change("theirs") as pen:  # noqa: PT012 - the first is rolled back
            pen.replace_turns([turns[1]], [replace(turns[1], words=some_words("gone", 10))])
            pen.replace_turns([turns[0]], [replace(turns[0], words=some_words("the harbour was wide"))])
        assert texts_of(store)[:2] == ["the harbour is quiet", "that year nobody asked"]
        with pytest.raises(ConflictError), store.change("gone") as pen:
            pen.replace_turns([replace(turns[2], id=TurnId(99))], [])

    def test_a_revision_number_that_came_back_by_undo_is_no_agreement(self, store: FullStore) -> None:
        turns = filled(store).turns
        with store.change("mine") as pen:
            (mine,) = pen.replace_turns(turns[:1], [replace(turns[0], words=some_words("one"))])
        store.undo()
        with store.change("other") as pen:
            (other,) = pen.replace_turns(turns[:1], [replace(turns[0], words=some_words("two"))])
        assert mine.revision == other.revision
        with pytest.raises(ConflictError), store.change("late") as pen:
            pen.replace_turns([mine], [replace(mine, words=some_words("three"))])

    def test_turns_of_two_transcripts_or_foreign_ids_are_refused(self, store: FullStore) -> None:
        turns = filled(store).turns
        with store.change("again") as pen:
            others = pen.add_transcript(a_transcript(TAPE, *THREE_TURNS)).turns
        with store.change("nothing") as pen:
            for old, new in (
                ([], [Turn(words=some_words("x"))]),
                ([turns[0], others[0]], [turns[0]]),
                ([turns[0], turns[0]], [turns[0]]),
                ([turns[0]], [turns[1]]),
                ([turns[0]], [turns[0], turns[0]]),
            ):
                with pytest.raises(UsageError):
                    pen.replace_turns(old, new)
        assert len(store.history()) == 3

    def test_the_first_hearing_is_kept_for_ever(self, store: FullStore) -> None:
        first = filled(store).turns[0]
        with store.change("correct", who="JL") as pen:
            pen.replace_turns([first], [replace(first, words=some_words("the harbor was quiet"))])
        store.undo(who="MB")
        states = store.revisions(first.id)
        assert states[0].turn == states[2].turn == first
        assert [state.turn.text for state in states][1] == "the harbor was quiet"
        assert [state.who for state in states][1:] == ["JL", "MB"]
        assert [state.transaction for state in states] == [2, 3, 4]
        with pytest.raises(NotFoundError):
            store.revisions(TurnId(99))

    # --- the ledger and the whole -----------------------------------------------------------------------------------

    def test_finished_pieces_are_kept_until_the_whole_is(self, store: FullStore, again: Again) -> None:
        store.finish("transcribe", "k1", "0", b"first")
        store.finish("transcribe", "k1", "0", b"second")
        store.finish("transcribe", "k1", "1", b"")
        store.finish("transcribe", "k2", "0", bytes(300_000))
        other = again()
        assert other.finished("transcribe", "k1") == {"0": b"first", "1": b""}
        assert other.open_keys("transcribe") == [("k1", 2), ("k2", 1)]
        assert other.finished("ingest", "k1") == {}
        store.forget("transcribe", "k1")
        assert other.open_keys("transcribe") == [("k2", 1)]
        assert store.history() == []

    def test_a_backup_is_whole_while_others_write(self, store: FullStore, tmp_path: Path) -> None:
        filled(store)
        with store.change("during") as pen:
            pen.add_speaker("MARIAN")
            store.backup(str(tmp_path / "copy.db"))
        with pytest.raises(TapewrightError):
            store.backup(str(tmp_path / "copy.db"))
        assert (tmp_path / "copy.db").stat().st_size > 0

    def test_closing_twice_is_harmless(self, store: FullStore) -> None:
        store.close()
        store.close()
        with pytest.raises(UsageError):
            store.tapes()
