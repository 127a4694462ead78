"""What every project store must do with ear-checks and claims: a part of ``store_suite``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Acceptance, Claim, ClaimId, ClaimSource, ClaimStatus, Listen, TapeId
from tapewright.store import Store
from tapewright.testing import strategies
from tapewright.testing.material import (
    TAPE,
    Again,
    FullStore,
    a_quote,
    a_tape,
    filled,
    picture,
    some_acceptances,
    some_claims,
    some_listens,
)
from tapewright.timing import Interval, Ticks, from_seconds

_few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestimonySuite:
    """Who heard what, and what statements rest on."""

    # --- ear-checks -------------------------------------------------------------------------------------------------

    @_few
    @given(listen=strategies.listens(TAPE))
    def test_an_ear_check_comes_back_as_it_was_stored(self, store: FullStore, listen: Listen) -> None:
        if not store.tapes():
            filled(store)
        with store.change("listen") as pen:
            stored = pen.add_listen(listen)
        assert stored == replace(listen, id=stored.id)
        assert store.listens()[-1] == store.listens(TAPE)[-1] == stored

    def test_ear_checks_are_found_by_tape_and_by_interval(self, store: FullStore) -> None:
        with store.change("add") as pen:
            for name in ("T001", "T002"):
                pen.add_tape(a_tape(name))
            first, second = (pen.add_listen(listen) for listen in some_listens("T001"))
            (other, _) = (pen.add_listen(listen) for listen in some_listens("T002"))
        assert store.listens(TAPE) == [first, second]
        assert store.listens(TapeId("T002"))[0] == other
        seconds = from_seconds
        assert store.listens(TAPE, Interval(seconds(3), seconds(11))) == [first, second]
        assert store.listens(TAPE, Interval(seconds(4), seconds(10))) == []
        assert store.listens(TAPE, Interval(seconds(13), seconds(60))) == [second]
        with pytest.raises(NotFoundError):
            store.listens(TapeId("T99"))
        with pytest.raises(UsageError):
            store.listens(None, Interval(Ticks(0), Ticks(1)))

    def test_an_ear_check_without_a_name_or_a_time_is_the_transactions(self, store: FullStore) -> None:
        filled(store)
        with store.change("listen", who="JL") as pen:
            stored = pen.add_listen(replace(some_listens()[0], who="", when=""))
        done = store.history()[-1]
        assert stored.who == done.who == "JL"
        assert stored.when.endswith("Z")
        assert stored.when <= done.when
        assert done.changed == {"listen": 1}

    def test_an_ear_check_of_a_tape_that_is_not_there_is_refused(self, store: FullStore) -> None:
        with pytest.raises(NotFoundError), store.change("listen") as pen:
            pen.add_listen(some_listens("T99")[0])
        assert store.listens() == []
        assert store.history() == []

    def test_a_wrong_ear_check_is_undone_and_its_number_never_used_again(self, store: FullStore) -> None:
        filled(store)
        with store.change("listen") as pen:
            wrong = pen.add_listen(some_listens()[0])
        store.undo()
        assert store.listens() == []
        with store.change("listen") as pen:
            right = pen.add_listen(some_listens()[1])
        assert right.id > wrong.id
        assert store.verify() == []

    # --- acceptances ------------------------------------------------------------------------------------------------

    @_few
    @given(acceptance=strategies.acceptances())
    def test_an_acceptance_comes_back_as_it_was_stored(self, store: FullStore, acceptance: Acceptance) -> None:
        with store.change("accept") as pen:
            stored = pen.add_acceptance(acceptance)
        assert stored == replace(acceptance, id=stored.id)
        assert store.acceptances()[-1] == stored

    def test_an_acceptance_without_a_name_or_a_time_is_the_transactions(self, store: FullStore) -> None:
        with store.change("accept", who="JL") as pen:
            stored = pen.add_acceptance(some_acceptances()[1])
        done = store.history()[-1]
        assert stored.who == done.who == "JL"
        assert stored.when.endswith("Z")
        assert done.changed == {"acceptance": 1}

    def test_an_acceptance_is_taken_back_and_undo_brings_it_again(self, store: FullStore, again: Again) -> None:
        with store.change("accept") as pen:
            one, other = (pen.add_acceptance(acceptance) for acceptance in some_acceptances())
        with store.change("take it back") as pen:
            pen.remove_acceptance(one.id)
        assert store.acceptances() == again().acceptances() == [other]
        with pytest.raises(NotFoundError), store.change("take it back") as pen:
            pen.remove_acceptance(one.id)
        store.undo()
        assert store.acceptances() == [one, other]
        assert store.verify() == []

    # --- claims -----------------------------------------------------------------------------------------------------

    @_few
    @given(before=strategies.claims(TAPE), after=strategies.claims(TAPE))
    def test_a_claim_comes_back_and_is_replaced_with_all_its_sources(
        self, store: FullStore, before: Claim, after: Claim
    ) -> None:
        if not store.tapes():
            filled(store)
        with store.change("add") as pen:
            stored = pen.add_claim(before)
        assert store.claim(stored.id) == stored == replace(before, id=stored.id)
        assert stored in store.claims(before.edit)
        with store.change("change") as pen:
            changed = pen.replace_claim(stored, replace(after, id=stored.id))
        assert store.claim(stored.id) == changed == replace(after, id=stored.id, revision=1)
        store.undo()
        assert store.claim(stored.id) == stored

    def test_claims_are_found_by_the_edit_that_they_stand_in(self, store: FullStore, again: Again) -> None:
        filled(store)
        of_edit, of_none = _claimed(store)
        assert store.claims() == again().claims() == [of_edit, of_none]
        assert store.claims("nine-years.md") == [of_edit]
        assert store.claims("") == [of_none]
        assert store.claims("another.md") == store.claims("half a \ud800 character") == []
        with pytest.raises(NotFoundError):
            store.claim(ClaimId(99))

    def test_a_claim_that_somebody_changed_first_is_a_conflict(self, store: FullStore) -> None:
        filled(store)
        claim = _claimed(store)[0]
        with store.change("mine") as pen:
            mine = pen.replace_claim(claim, replace(claim, status=ClaimStatus.DISPUTED))
        before = picture(store)
        with pytest.raises(ConflictError, match=f"claim {claim.id}"), store.change("theirs") as pen:
            pen.replace_claim(claim, replace(claim, note="late"))
        with pytest.raises(ConflictError), store.change("theirs") as pen:
            pen.remove_claim(claim)
        with pytest.raises(UsageError), store.change("another's id") as pen:
            pen.replace_claim(mine, replace(mine, id=ClaimId(99)))
        assert picture(store) == before
        store.undo()
        with store.change("other") as pen:
            pen.replace_claim(claim, replace(claim, note="the same revision number"))
        with pytest.raises(ConflictError), store.change("late") as pen:
            pen.replace_claim(mine, mine)

    def test_a_claim_is_removed_with_its_sources_and_undo_brings_both_back(self, store: FullStore) -> None:
        filled(store)
        claim = _claimed(store)[0]
        with store.change("remove") as pen:
            pen.remove_claim(claim)
        with pytest.raises(NotFoundError):
            store.claim(claim.id)
        with pytest.raises(ConflictError), store.change("again") as pen:
            pen.remove_claim(claim)
        store.undo()
        assert store.claim(claim.id) == claim
        assert store.verify() == []

    def test_a_source_on_a_tape_that_is_not_there_is_refused(self, store: FullStore) -> None:
        filled(store)
        claim = _claimed(store)[0]
        elsewhere = ClaimSource(quote=a_quote(0, 4, "the harbour", "T99"))
        with pytest.raises(NotFoundError), store.change("source") as pen:
            pen.replace_claim(claim, replace(claim, sources=(*claim.sources, elsewhere)))
        assert store.claim(claim.id) == claim

    def test_a_tape_that_goes_takes_what_points_at_it_and_undo_brings_it_back(self, store: FullStore) -> None:
        filled(store)
        claim = _claimed(store)[0]
        with store.change("listen") as pen:
            pen.add_listen(some_listens()[0])
        before = picture(store)
        with store.change("remove") as pen:
            pen.remove_tape(TAPE)
        left = store.claim(claim.id)
        assert (left.sources, left.revision) == (claim.sources[1:], 1)
        assert store.listens() == []
        assert store.verify() == []
        store.undo()
        assert picture(store) == before


def _claimed(store: Store) -> list[Claim]:
    with store.change("claim") as pen:
        return [pen.add_claim(claim) for claim in some_claims()]
