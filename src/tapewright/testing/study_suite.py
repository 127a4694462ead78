"""What every project store must do with the study: a part of ``store_suite``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import (
    Case,
    Certainty,
    Code,
    Codebook,
    CodeId,
    Coding,
    Decision,
    DecisionKind,
    Event,
    EventKind,
    EventSource,
    Memo,
    MemoAbout,
    Participant,
    Party,
    PartyId,
    PartyKind,
    Role,
    SpeakerId,
    StudySet,
    TapeId,
)
from tapewright.store import AnyStudy, Store, Study
from tapewright.testing import strategies_study as some
from tapewright.testing.material import TAPE, Again, FullStore, a_quote, a_tape, filled, picture

_few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """One of everything, as it is stored."""

    book: Codebook
    code: Code
    below: Code
    coding: Coding
    memo: Memo
    set: StudySet
    case: Case
    party: Party
    first: Event
    event: Event
    decision: Decision
    speaker: SpeakerId

    @property
    def records(self) -> tuple[Study, ...]:
        """Those that nothing else hangs on first."""
        return (
            *(self.decision, self.event, self.first, self.party, self.case, self.memo, self.set, self.coding),
            *(self.below, self.code, self.book),
        )


def studied(store: Store, tape: TapeId = TAPE) -> Studied:
    """A small study of a harbour on a tape that is there."""
    with store.change("study", who="JL") as pen:
        speaker = pen.add_speaker("MARIAN").id
        book = pen.add(Codebook(name="How the harbour board answered", origin="made up"))
        code = pen.add(Code(codebook=book.id, name="asked", key="1", colour="#7aa37a", definition="somebody asks"))
        below = pen.add(Code(codebook=book.id, name="asked twice", parent=code.id))
        coding = pen.add(Coding(code=code.id, quote=a_quote(10, 14, "that year nobody asked", tape)))
        memo = pen.add(Memo(text="ask her again", about=MemoAbout.CODING, target=coding.id))
        put = pen.add(StudySet(name="questions", codes=(code.id, below.id), tapes=(tape,)))
        case = pen.add(Case(name="The ferry", tapes=(tape,)))
        party = pen.add(Party(name="Harbour board", kind=PartyKind.INSTITUTION, speaker=speaker))
        taken = EventSource(quote=a_quote(0, 4, "the harbour was quiet", tape), date="1984~")
        closed = EventSource(document="Harbour board, annual report 1984, p. 12")
        first = pen.add(Event(title="The harbour closes", date="1984", case=case.id, sources=(taken, closed)))
        event = pen.add(
            Event(
                title="Nobody answers",
                kind=EventKind.CONTACT,
                date="1985/1993",
                certainty=Certainty.PROBABLE,
                hangs_on=first.id,
                tells_of=first.id,
                parties=(Participant(party=party.id, role=Role.TOLD),),
                sources=(closed,),
            )
        )
        decision = pen.add(
            Decision(kind=DecisionKind.DATE_MENTION, about="T001@10", answer="left", quote=memo.quote or coding.quote)
        )
    return Studied(
        book=book,
        code=code,
        below=below,
        coding=coding,
        memo=memo,
        set=put,
        case=case,
        party=party,
        first=first,
        event=event,
        decision=decision,
        speaker=speaker,
    )


class StudySuite:
    """Codebooks, codings, memos, sets, cases, parties, events, decisions."""

    @_few
    @given(data=st.data())
    def test_everything_of_the_study_comes_back_as_it_was_stored(self, store: FullStore, data: st.DataObject) -> None:
        if not store.tapes():
            filled(store)
        there = studied(store)
        code, party = there.code.id, there.party.id
        strategies: list[st.SearchStrategy[Any]] = [
            some.codebooks(),
            some.codes(there.book.id, parent=code),
            some.codings(TAPE, code),
            some.memos(TAPE),
            some.memos(TAPE, MemoAbout.TAPE),
            some.memos(TAPE, MemoAbout.SPAN),
            some.memos(TAPE, MemoAbout.EVENT, there.event.id),
            some.study_sets(code, TAPE),
            some.cases(TAPE),
            some.parties(there.speaker),
            some.events(TAPE, party, case=there.case.id, other=there.first.id),
            some.decisions(TAPE),
        ]
        strategy = data.draw(st.sampled_from(strategies))
        self._comes_back_and_is_replaced(store, data.draw(strategy), data.draw(strategy))

    def _comes_back_and_is_replaced(self, store: Store, before: AnyStudy, after: AnyStudy) -> None:
        with store.change("add") as pen:
            stored = pen.add(before)
        assert stored == replace(before, id=stored.id)  # type: ignore[arg-type]
        assert store.one(type(before), stored.id) == stored
        with store.change("change") as pen:
            changed = pen.replace(stored, replace(after, id=stored.id))  # type: ignore[arg-type]
        assert store.one(type(before), stored.id) == changed
        assert changed.revision == 1
        store.undo()
        assert store.one(type(before), stored.id) == stored

    def test_the_lists_hold_what_was_stored(self, store: FullStore, again: Again) -> None:
        filled(store)
        there = studied(store)
        other = again()
        assert store.codebooks() == other.codebooks() == [there.book]
        assert store.codes() == [there.code, there.below]
        assert store.codings() == store.codings(tape=TAPE, code=there.code.id, coder="JL") == [there.coding]
        assert store.codings(tape=TapeId("T99")) == store.codings(code=CodeId(99)) == store.codings(coder="MB") == []
        assert (store.memos(), store.study_sets(), store.cases()) == ([there.memo], [there.set], [there.case])
        assert (store.parties(), store.events()) == ([there.party], [there.first, there.event])
        assert store.decisions() == store.decisions(DecisionKind.DATE_MENTION) == [there.decision]
        assert store.decisions(DecisionKind.DISAGREEMENT) == []
        assert store.last_transaction() == store.history()[-1].number
        assert store.verify() == []

    def test_whoever_coded_or_wrote_is_the_transactions_where_nobody_is_named(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        assert there.coding.coder == there.memo.who == there.decision.who == "JL"
        assert there.coding.when.endswith("Z")

    def test_what_points_at_nothing_is_refused_and_nothing_is_kept(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        before = picture(store)
        quote = a_quote(0, 4, "x")
        for wrong in (
            Coding(code=CodeId(99), quote=quote),
            Coding(code=there.code.id, quote=a_quote(0, 4, "x", "T99")),
            replace(there.code, parent=CodeId(99)),
            replace(there.party, speaker=SpeakerId(99)),
            replace(there.event, parties=(Participant(party=PartyId(99), role=Role.DID),)),
            Memo(text="x", about=MemoAbout.EVENT, target=99),
            replace(there.case, tapes=(TapeId("T99"),)),
        ):
            with pytest.raises(NotFoundError), store.change("wrong") as pen:
                pen.add(wrong)
        assert picture(store) == before

    def test_what_somebody_changed_first_is_a_conflict(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        with store.change("mine") as pen:
            pen.replace(there.coding, replace(there.coding, note="mine"))
        before = picture(store)
        with pytest.raises(ConflictError, match=f"coding {there.coding.id}"), store.change("late") as pen:
            pen.replace(there.coding, replace(there.coding, note="late"))
        with pytest.raises(ConflictError), store.change("late") as pen:
            pen.remove(there.coding)
        with pytest.raises(UsageError), store.change("another's id") as pen:
            pen.replace(there.case, replace(there.case, id=99))  # type: ignore[arg-type]
        assert picture(store) == before

    def test_what_others_hang_on_stays_until_they_are_gone(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        before = picture(store)
        for hung_on in (there.book, there.code, there.case, there.party, there.first):
            with pytest.raises(ConflictError, match="still has"), store.change("remove") as pen:
                pen.remove(hung_on)
        assert picture(store) == before
        with store.change("remove all") as pen:
            pen.remove(there.memo)
            for record in there.records:
                if record is not there.memo:
                    pen.remove(record)
        assert [*store.codebooks(), *store.events(), *store.memos()] == []
        assert store.verify() == []
        store.undo()
        assert picture(store) == before

    def test_a_memo_goes_with_what_it_is_about(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        with store.change("uncode") as pen:
            pen.remove(there.coding)
        assert store.memos() == []
        store.undo()
        assert store.memos() == [there.memo]

    def test_what_made_a_record_is_known_through_changes_undo_and_redo(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        made = store.made_in(Code)
        assert set(made) == {there.code.id, there.below.id}
        assert set(made.values()) <= {one.digest for one in store.history()}
        with store.change("another name") as pen:
            pen.replace(there.code, replace(there.code, name="another"))
        with store.change("one more") as pen:
            more = pen.add(Code(codebook=there.book.id, name="one more"))
        assert store.made_in(Code) == {**made, more.id: store.history()[-1].digest}
        redo = store.undo().number
        store.undo(redo)
        assert store.made_in(Code)[more.id] == store.history()[-3].digest
        assert store.made_in(Event).keys() == {event.id for event in store.events()}

    def test_merged_codes_keep_codings_memos_and_the_codes_below(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        with store.change("another codebook", who="JL") as pen:
            book = pen.add(Codebook(name="Another"))
            into = pen.add(Code(codebook=book.id, name="question"))
            same = pen.add(replace(there.coding, code=into.id))
            other = pen.add(replace(there.coding, coder="MB"))
        before = picture(store)
        with store.change("merge") as pen:
            pen.merge_codes(there.code.id, into.id)
        kept = {coding.id: coding.code for coding in store.codings()}
        assert kept == {same.id: into.id, other.id: into.id}
        assert store.memos()[0].target == same.id
        below = store.one(Code, there.below.id)
        assert (below.parent, below.codebook) == (into.id, book.id)
        assert store.study_sets()[0].codes == (into.id, there.below.id)
        assert store.verify() == []
        with pytest.raises(UsageError), store.change("into its own child") as pen:
            pen.merge_codes(into.id, below.id)
        store.undo()
        assert picture(store) == before

    def test_merged_parties_are_one_in_every_event(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        with store.change("another name") as pen:
            into = pen.add(Party(name="The board", kind=PartyKind.INSTITUTION))
            told = Participant(party=into.id, role=Role.TOLD)
            pen.replace(there.event, replace(there.event, parties=(*there.event.parties, told)))
        with store.change("merge") as pen:
            pen.merge_parties(there.party.id, into.id)
        assert [one.party for one in store.one(Event, there.event.id).parties] == [into.id]
        assert store.parties() == [into]
        with pytest.raises(UsageError), store.change("itself") as pen:
            pen.merge_parties(into.id, into.id)
        assert store.verify() == []

    def test_people_follow_merged_speakers_and_keep_a_speaker_there(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        with pytest.raises(ConflictError, match="person"), store.change("remove") as pen:
            pen.remove_speaker(there.speaker)
        with store.change("merge") as pen:
            into = pen.add_speaker("MARIAN VOSS").id
            pen.merge_speakers(there.speaker, into)
        assert store.parties()[0].speaker == into

    def test_a_tape_that_goes_leaves_events_with_what_was_said_and_undo_brings_all_back(self, store: FullStore) -> None:
        filled(store)
        there = studied(store)
        with store.change("a memo about the tape") as pen:
            pen.add_tape(a_tape("T002"))
            pen.add(Memo(text="good sound", about=MemoAbout.TAPE, tape=TAPE))
        before = picture(store)
        with store.change("remove") as pen:
            pen.remove_tape(TAPE)
        assert [*store.codings(), *store.memos(), *store.decisions()] == []
        assert store.cases()[0].tapes == store.study_sets()[0].tapes == ()
        (was_said, document) = store.one(Event, there.first.id).sources
        assert was_said.document == "tape T001, no longer in the project: “the harbour was quiet”"
        assert document == there.first.sources[1]
        assert store.verify() == []
        store.undo()
        assert picture(store) == before
