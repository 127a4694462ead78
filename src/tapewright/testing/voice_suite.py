"""What every project store must do with voices, exemplars and speakers who are one: a part of ``store_suite``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Provenance, Speaker, SpeakerId, TapeId, Voice, VoiceId
from tapewright.store import Store
from tapewright.testing import strategies
from tapewright.testing.material import (
    TAPE,
    THREE_TURNS,
    Again,
    FullStore,
    a_tape,
    a_transcript,
    an_exemplar,
    filled,
    picture,
    some_voices,
)

_few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MADE = Provenance(tool="scripted", version="2", settings={"count": 2}, made_at="2026-03-01T10:00:00Z")


class VoiceSuite:
    """Who spoke when, whose voice it is and whose not."""

    @_few
    @given(data=st.data())
    def test_a_voice_comes_back_as_it_was_found(self, store: FullStore, data: st.DataObject) -> None:
        if not store.tapes():
            filled(store)
        with store.change("find") as pen:
            speaker, other = (pen.add_speaker(name).id for name in ("T001 voice 1", "JONAS"))
            found = [data.draw(strategies.voices(TAPE, speaker, number=number)) for number in range(2)]
            found[1] = replace(found[1], rejected=frozenset({other}))
            stored = pen.replace_voices(TAPE, found[0].provenance, found)
        expected = [
            replace(voice, id=now.id, provenance=found[0].provenance) for voice, now in zip(found, stored, strict=True)
        ]
        assert store.voices() == store.voices(TAPE) == stored == expected
        assert [store.voice(voice.id) for voice in stored] == stored
        assert store.voices_made() == {TAPE: found[0].provenance}

    def test_that_no_voice_was_found_is_an_answer_too(self, store: FullStore, again: Again) -> None:
        filled(store)
        assert store.voices_made() == {}
        with store.change("find") as pen:
            assert pen.replace_voices(TAPE, MADE, []) == []
        assert store.voices() == []
        assert again().voices_made() == {TAPE: MADE}
        store.undo()
        assert store.voices_made() == {}

    def test_voices_found_anew_keep_their_ids_and_those_that_are_gone_go(self, store: FullStore) -> None:
        filled(store)
        first, second, third = _found(store, 3)
        with store.change("find again") as pen:
            label = pen.add_speaker("T001 voice 4").id
            new = replace(some_voices(TAPE, [label])[0], found=replace(first.found, number=1))
            moved = replace(second, found=replace(second.found, number=0), utterances=second.utterances[:1])
            now = pen.replace_voices(TAPE, MADE, [new, moved])
        assert [voice.id for voice in now] == [second.id, now[1].id]
        assert now[1].id not in {first.id, second.id, third.id}
        assert now[0].utterances == second.utterances[:1]
        assert [voice.provenance for voice in now] == [MADE, MADE]
        store.undo()
        assert store.voices() == [first, second, third]
        assert store.verify() == []

    def test_whose_voice_it_is_and_whose_not_is_kept_and_undone(self, store: FullStore) -> None:
        filled(store)
        first, second = _found(store, 2)
        before = picture(store)
        with store.change("whose", who="JL") as pen:
            marian, jonas = (pen.add_speaker(name).id for name in ("MARIAN", "JONAS"))
            named = pen.replace_voice(first, replace(first, speaker=marian, is_confirmed=True))
            not_both = pen.replace_voice(second, replace(second, rejected=frozenset({marian, jonas})))
        assert store.voices() == [named, not_both]
        assert named == replace(first, speaker=marian, is_confirmed=True)
        with store.change("after all") as pen:
            pen.replace_voice(not_both, replace(not_both, rejected=frozenset({jonas})))
        assert store.history()[-1].changed == {"voice_rejected": 1}
        store.undo()
        store.undo(store.history()[-3].number)
        assert picture(store) == before

    def test_a_voice_that_somebody_changed_first_is_a_conflict(self, store: FullStore) -> None:
        filled(store)
        first, second = _found(store, 2)
        with store.change("mine") as pen:
            mine = pen.replace_voice(first, replace(first, is_confirmed=True))
            theirs = pen.replace_voice(second, replace(second, rejected=frozenset({first.speaker})))
        before = picture(store)
        with pytest.raises(ConflictError, match=f"V{first.id}"), store.change("late") as pen:
            pen.replace_voice(first, replace(first, speaker=second.speaker))
        with pytest.raises(ConflictError), store.change("late, and only a rejection is other") as pen:
            pen.replace_voice(second, second)
        with pytest.raises(ConflictError), store.change("gone") as pen:
            pen.replace_voice(replace(mine, id=VoiceId(99)), replace(mine, id=VoiceId(99)))
        for wrong in (
            replace(theirs, id=mine.id),
            replace(theirs, tape=TapeId("T002")),
            replace(theirs, rejected=frozenset({theirs.speaker})),
        ):
            with pytest.raises(UsageError), store.change("wrong") as pen:
                pen.replace_voice(theirs, wrong)
        assert picture(store) == before

    def test_voices_that_cannot_be_meant_are_refused(self, store: FullStore) -> None:
        filled(store)
        (first,) = _found(store, 1)
        before = picture(store)
        other = replace(first, id=VoiceId(99))
        unnamed = replace(first, id=VoiceId(0))
        for voices in (
            [other],
            [first, first],
            [first, unnamed],
            [replace(unnamed, tape=TapeId("T002"))],
            [replace(unnamed, found=replace(first.found, centre=(float("nan"),)))],
            [replace(unnamed, found=replace(first.found, centre=(1e300,)))],
            [replace(unnamed, found=replace(first.found, spread=7.0))],
        ):
            with pytest.raises(UsageError), store.change("wrong") as pen:
                pen.replace_voices(TAPE, MADE, voices)
        with pytest.raises(NotFoundError), store.change("whose") as pen:
            pen.replace_voices(TAPE, MADE, [replace(unnamed, speaker=SpeakerId(99))])
        with pytest.raises(NotFoundError), store.change("where") as pen:
            pen.replace_voices(TapeId("T99"), MADE, [])
        with pytest.raises(NotFoundError):
            store.voices(TapeId("T99"))
        with pytest.raises(NotFoundError):
            store.voice(VoiceId(99))
        assert picture(store) == before

    def test_an_exemplar_is_kept_with_its_place(self, store: FullStore) -> None:
        filled(store)
        with store.change("enrol") as pen:
            speaker = pen.add_speaker("MARIAN").id
            stored = pen.add_exemplar(an_exemplar(TAPE, speaker))
        assert store.exemplars() == [stored]
        assert stored == replace(an_exemplar(TAPE, speaker), id=stored.id)
        for tape, who in (("T99", speaker), (TAPE, SpeakerId(99))):
            with pytest.raises(NotFoundError), store.change("enrol") as pen:
                pen.add_exemplar(an_exemplar(tape, who))
        store.undo()
        assert store.exemplars() == []

    def test_two_speakers_become_one_in_all_versions_and_undo_parts_them(self, store: FullStore) -> None:
        with store.change("set up") as pen:
            pen.add_tape(a_tape())
            marian, label, jonas = (pen.add_speaker(name) for name in ("MARIAN", "T001 voice 1", "JONAS"))
            for _ in range(2):
                pen.add_transcript(a_transcript(TAPE, *THREE_TURNS, speaker=label.id))
            voices = pen.replace_voices(TAPE, MADE, some_voices(TAPE, [label.id, jonas.id]))
            pen.replace_voice(voices[1], replace(voices[1], rejected=frozenset({label.id, marian.id})))
            pen.replace_voice(voices[0], replace(voices[0], rejected=frozenset({marian.id})))
            pen.add_exemplar(an_exemplar(TAPE, label.id))
        before = picture(store)
        with store.change("one") as pen:
            pen.merge_speakers(label.id, marian.id)
        assert store.speakers() == [marian, jonas]
        for version in (1, 2):
            transcript = store.transcript(TAPE, version)
            assert transcript is not None
            assert {(turn.speaker, turn.revision) for turn in transcript.turns} == {(marian.id, 1)}
        assert [voice.speaker for voice in store.voices()] == [marian.id, jonas.id]
        assert [voice.rejected for voice in store.voices()] == [frozenset(), frozenset({marian.id})]
        assert [exemplar.speaker for exemplar in store.exemplars()] == [marian.id]
        assert store.verify() == []
        store.undo()
        assert picture(store) == before
        assert store.verify() == []

    def test_a_speaker_who_bears_something_is_not_removed(self, store: FullStore) -> None:
        filled(store)
        (voice,) = _found(store, 1)
        with store.change("add") as pen:
            nobody = pen.add_speaker("NOBODY")
        with store.change("remove") as pen:
            pen.remove_speaker(nobody.id)
        assert nobody not in store.speakers()
        with pytest.raises(ConflictError, match="voice"), store.change("remove") as pen:
            pen.remove_speaker(voice.speaker)
        with pytest.raises(NotFoundError), store.change("remove") as pen:
            pen.remove_speaker(nobody.id)
        with pytest.raises(UsageError), store.change("merge") as pen:
            pen.merge_speakers(voice.speaker, voice.speaker)
        store.undo()
        assert nobody in store.speakers()

    def test_a_tape_that_goes_takes_its_voices_and_their_labels_and_undo_brings_them_back(
        self, store: FullStore
    ) -> None:
        filled(store)
        first, second = _found(store, 2)
        with store.change("whose") as pen:
            marian = pen.add_speaker("MARIAN")
            label = Speaker(id=second.speaker, name="T001 voice 2")
            pen.replace_voice(first, replace(first, speaker=marian.id, is_confirmed=True))
            pen.replace_voice(second, replace(second, rejected=frozenset({marian.id})))
            pen.add_exemplar(an_exemplar(TAPE, marian.id))
        before = picture(store)
        with store.change("remove") as pen:
            pen.remove_tape(TAPE)
        assert (store.voices(), store.voices_made(), store.exemplars()) == ([], {}, [])
        assert marian in store.speakers()
        assert label not in store.speakers()
        assert store.verify() == []
        store.undo()
        assert label in store.speakers()
        assert picture(store) == before

    def test_who_says_how_much_is_told_by_the_current_transcripts(self, store: FullStore) -> None:
        filled(store)
        with store.change("again") as pen:
            marian = pen.add_speaker("MARIAN").id
            transcript = pen.add_transcript(a_transcript(TAPE, "one two", "three", speaker=marian))
            pen.add_transcript(a_transcript(TAPE, "not current", speaker=marian), current=False)
        (said,) = store.spoken()
        assert (said.speaker, said.tape, said.turns) == (marian, TAPE, 2)
        assert said.ticks == sum(turn.interval.duration for turn in transcript.turns)


def _found(store: Store, count: int) -> list[Voice]:
    with store.change("find") as pen:
        labels = [pen.add_speaker(f"{TAPE} voice {number}").id for number in range(1, count + 1)]
        return pen.replace_voices(TAPE, Provenance(tool="scripted"), some_voices(TAPE, labels))
